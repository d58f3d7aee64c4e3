/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Plan against reality over links that cost next to nothing beyond the payload: every method,
// batches, a shared medium, overheads. T realised is T planned within 0.5 %.

#include "support/expectations.h"
#include "support/row-fixture.h"

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr double CLOSE = 0.005; ///< T realised over T planned may be off by this

/// One image or one batch of a method.
class RowRealityTestCase : public TestCase
{
  public:
    /// @param [in] planner TypeId name  @param [in] rate of the links [bit/s]
    /// @param [in] shared whether they are one medium  @param [in] planned T that is known [s]; 0:
    /// none is  @param [in] images of a batch  @param [in] nodes host and secondaries
    RowRealityTestCase(const std::string& planner,
                       double rate,
                       bool shared,
                       double planned,
                       uint32_t images = 1,
                       uint32_t nodes = 3)
        : TestCase(planner + ", " + std::to_string(std::lround(rate / 1e6)) + " Mbit per s" +
                   (shared ? " shared" : "") + ", " + std::to_string(images) + " images, " +
                   std::to_string(nodes) + " nodes"),
          m_planner(planner),
          m_rate(rate),
          m_shared(shared),
          m_planned(planned),
          m_images(images),
          m_nodes(nodes)
    {
    }

  private:
    void DoRun() override
    {
        RowFixture run(m_planner, m_rate, m_shared);
        run.speeds.assign(m_nodes, 10e9);
        run.SetBatch(m_images);
        if (m_images > 1)
        {
            run.SetSegment(4000); // what says that a phase is over shares fewer of them with rows
        }
        const std::vector<RowPartitionImage> images = run.Run(40);
        NS_TEST_ASSERT_MSG_EQ(images.size(), m_images, "images");
        NS_TEST_EXPECT_MSG_EQ(run.IsSound(), true, "conserved");
        NS_TEST_EXPECT_MSG_EQ(run.GetMalformedCount(), 0U, "nothing malformed");
        NS_TEST_EXPECT_MSG_EQ(run.helper.GetSilenceCount(), 0U, "nobody fell silent");
        for (const RowPartitionImage& image : images)
        {
            NS_TEST_ASSERT_MSG_EQ(image.completed, true, "answered");
            EXPECT_RELATIVE(image.timeRealised, image.timePlanned, CLOSE, "T");
        }
        if (m_planned > 0)
        {
            EXPECT_RELATIVE(images.back().timePlanned, m_planned, 1e-8, "T as is known");
        }
        for (uint32_t node = 0; node < std::min<uint32_t>(3, m_nodes); ++node)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(images.back().stallRealised[node],
                                      images.back().stallPlanned[node],
                                      CLOSE * images.back().timePlanned,
                                      "stall of node " << node);
        }
    }

    std::string m_planner; ///< see constructor
    double m_rate;         ///< likewise
    bool m_shared;         ///< likewise
    double m_planned;      ///< likewise
    uint32_t m_images;     ///< likewise
    uint32_t m_nodes;      ///< likewise
};

class RowRealityTestSuite : public TestSuite
{
  public:
    RowRealityTestSuite()
        : TestSuite("edge-ai-row-reality", TEST_SYSTEM)
    {
        const auto add = [this](const std::string& planner,
                                double rate,
                                bool shared,
                                double planned,
                                uint32_t images = 1,
                                uint32_t nodes = 3) {
            AddTestCase(new RowRealityTestCase(planner, rate, shared, planned, images, nodes),
                        TEST_QUICK);
        };
        add("HalpOverlapPlanner", 100e6, false, 1.416704307);
        add("HalpOverlapPlanner", 1e9, false, 1.408237107);
        add("HalpOverlapPlanner", 100e6, true, 1.422184243);
        add("HalpOverlapPlanner", 40e6, true, 1.462404608);
        add("HalpPlanner", 100e6, false, 1.095154995);
        add("HalpBodyFirstPlanner", 40e6, true, 0);
        add("HalpBarrierPlanner", 100e6, false, 0);
        add("HalpBarrierPlanner", 100e6, true, 0);
        add("HalpAlonePlanner", 100e6, false, 3.094052864);
        add("ModnnPlanner", 100e6, false, 1.155303834);
        add("ModnnPlanner", 100e6, true, 0);
        add("ModnnPlanner", 100e6, false, 1.612486758, 1, 2);
        add("ModnnPlanner", 100e6, false, 0, 1, 5);
        add("DpfpPlanner", 100e6, false, 1.145291571);
        add("DpfpPlanner", 100e6, false, 1.607388160, 1, 2);
        add("HalpFusedPlanner", 100e6, false, 0);
        add("HalpOverlapPlanner", 100e6, false, 2.824000614, 2);
        add("HalpOverlapPlanner", 100e6, false, 5.638593229, 4);
        add("ModnnPlanner", 100e6, false, 0, 4);
    }
};

RowRealityTestSuite g_rowRealityTestSuite; ///< registers the suite

} // namespace
