/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How a band is divided by plans: into whole subchannels, and never into more than there is.

#include "../../../helper/broadband-band-sets.h"
#include "../../../helper/broadband-cell-setup.h"
#include "../../../helper/ideal-band.h"
#include "support/co-inference-fixture.h"
#include "support/link-rig.h"

#include "ns3/broadband-helper.h"
#include "ns3/co-inference-figures.h"
#include "ns3/placement-helper.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Sets of subchannels for bands.
class SetsCase : public TestCase
{
  public:
    SetsCase()
        : TestCase("bands become the best whole subchannels that are left, and say what they carry")
    {
    }

  private:
    void DoRun() override
    {
        const BandGrid grid{6, 1e5, 1e-15};
        std::vector<BandSet> sets;
        const std::vector<double> rising{1e-12, 2e-12, 3e-12, 4e-12, 5e-12, 6e-12};
        const std::vector<double> falling(rising.rbegin(), rising.rend());
        std::string wrong =
            DivideBand({{2e5, 0.1, rising}, {0, 0, {}}, {4e5, 0.2, falling}}, grid, sets);
        NS_TEST_ASSERT_MSG_EQ(wrong, "", "it fits");
        NS_TEST_ASSERT_MSG_EQ(sets.size(), 3, "one each");
        NS_TEST_EXPECT_MSG_EQ((sets[0].subchannels == std::vector<uint32_t>{4, 5}), true, "best");
        NS_TEST_EXPECT_MSG_EQ(sets[1].subchannels.empty() && sets[1].rate == 0, true, "silent");
        NS_TEST_EXPECT_MSG_EQ((sets[2].subchannels == std::vector<uint32_t>{0, 1, 2, 3}),
                              true,
                              "the rest");
        // 0.05 W on each of two: 0.05 * 5e-12 / 1e-15 = 250, and 300.
        NS_TEST_EXPECT_MSG_EQ_TOL(sets[0].rate, 1e5 * (std::log2(251) + std::log2(301)), 1, "rate");

        wrong = DivideBand({{4e5, 0.1, rising}, {4e5, 0.1, rising}}, grid, sets);
        NS_TEST_EXPECT_MSG_EQ(wrong,
                              "bandwidth is 800000 Hz in sum, must be at most 600000 Hz",
                              "");
        NS_TEST_EXPECT_MSG_EQ(sets.empty(), true, "none");
        wrong = DivideBand(std::vector<BandUser>(7, {1e4, 0.1, rising}), grid, sets);
        NS_TEST_EXPECT_MSG_EQ(wrong,
                              "bandwidth is planned for 7 devices, and there are 6 subchannels for "
                              "plans, must be one each at least",
                              "");

        NS_TEST_EXPECT_MSG_EQ(ChooseSubchannelParts(24, 8, 1), 3, "for everybody");
        NS_TEST_EXPECT_MSG_EQ(ChooseSubchannelParts(24, 8, 2), 2, "halves too");
        NS_TEST_EXPECT_MSG_EQ(ChooseSubchannelParts(24, 3, 3), 6, "halves and thirds");
        NS_TEST_EXPECT_MSG_EQ(ChooseSubchannelParts(24, 30, 2), 1, "too many");
    }
};

/// Frames that share a band.
class FramesCase : public TestCase
{
  public:
    FramesCase()
        : TestCase("frames on ideal links wait for the part of the band that is in use")
    {
    }

  private:
    void DoRun() override
    {
        const auto band = CreateObject<IdealBand>();
        const uint32_t a = band->Add();
        const uint32_t b = band->Add();
        const uint32_t c = band->Add();
        NS_TEST_EXPECT_MSG_EQ(band->Begin(a, 10, 10, 2), 2, "all of it, until 2 s");
        NS_TEST_EXPECT_MSG_EQ_TOL(band->Begin(b, 10, 5, 3), 5, 1e-7, "waits for 2 s");
        NS_TEST_EXPECT_MSG_EQ_TOL(band->GetUse(10), 10, 1e-6, "one of them is on the air");
        // From 2 s on 5 of its 8 are free, from 5 s on all: 3 s * 5/8 and 1.125 s.
        NS_TEST_EXPECT_MSG_EQ_TOL(band->Begin(c, 10, 8, 3), 6.125, 1e-6, "a part of it first");
        NS_TEST_EXPECT_MSG_EQ(band->Begin(c, 20, 8, 3), 3, "another band");
        Simulator::Destroy();
    }
};

/// Links that ask for more than there is, for long.
class CrowdCase : public TestCase
{
  public:
    CrowdCase()
        : TestCase("links that always wait for each other: all of the band is used, and a frame "
                   "takes no longer to simulate than the one before")
    {
    }

  private:
    static constexpr double TOTAL = 10; ///< [Hz]
    static constexpr double PART = 1.2; ///< of each of nine [Hz]

    /// @param [in] link whose next frame begins
    void Send(uint32_t link)
    {
        m_last = Simulator::Now().GetSeconds();
        if (m_sent < FRAMES)
        {
            ++m_sent;
            const double seconds = m_band->Begin(link, TOTAL, PART, 1);
            m_work += PART;
            NS_TEST_EXPECT_MSG_LT(m_band->GetUse(TOTAL), TOTAL * (1 + 1e-6), "no more than it");
            Simulator::Schedule(Seconds(seconds), &CrowdCase::Send, this, link);
        }
    }

    void DoRun() override
    {
        // If instants at which several frames change were counted for each of them, every frame
        // would have more of them than the one before, and this would never end.
        m_band = CreateObject<IdealBand>();
        for (uint32_t link = 0; link < 9; ++link)
        {
            Simulator::Schedule(Seconds(0), &CrowdCase::Send, this, m_band->Add());
        }
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(m_sent, FRAMES, "all are sent");
        NS_TEST_EXPECT_MSG_EQ_TOL(m_last, m_work / TOTAL, 0.02 * m_last, "with all of the band");
        Simulator::Destroy();
    }

    static constexpr unsigned FRAMES = 500;
    Ptr<IdealBand> m_band;
    unsigned m_sent{0}; ///< frames
    double m_work{0};   ///< in them [Hz s]
    double m_last{0};   ///< end of the last [s]
};

/// Plans that change while devices send.
class HandOutCase : public TestCase
{
  public:
    HandOutCase()
        : TestCase("the ideal link never hands out more than the band while devices change plans")
    {
    }

  private:
    void Sample(const CoInferenceFixture* run)
    {
        const auto band = run->server.Get(0)->GetObject<IdealBand>();
        m_most = std::max(m_most, band->GetUse(5e6));
        Simulator::Schedule(MicroSeconds(500), &HandOutCase::Sample, this, run);
    }

    void DoRun() override
    {
        CoInferenceFixture run("LaimOnServerPlanner", 4);
        run.helper.SetBudget(Seconds(2.5), 10);
        run.helper.SetArrivals("Periodic",
                               "Period",
                               TimeValue(Seconds(3)),
                               "Offset",
                               TimeValue(Seconds(1)),
                               "MaxTasks",
                               UintegerValue(3));
        run.Build();
        for (uint32_t i = 0; i < 4; ++i)
        {
            run.GetClient(i)->SetStartTime(Seconds(0.2 * i)); // unknown before
        }
        Simulator::Schedule(Seconds(1), &HandOutCase::Sample, this, &run);
        const TaskCounts counts = run.Run(20);
        NS_TEST_EXPECT_MSG_EQ(
            counts.completed,
            12,
            "all arrive: " << run.helper.GetMonitor().GetRecords().front()->detail);
        NS_TEST_EXPECT_MSG_GT(m_most, 4.9e6, "it is used");
        NS_TEST_EXPECT_MSG_LT(m_most, 5e6 * (1 + 1e-6), "and never more than that");
    }

    double m_most{0}; ///< in use [Hz]
};

/// What a scheduler of the user's choice does not enforce.
class NoteCase : public TestCase
{
  public:
    NoteCase()
        : TestCase("subchannels that nobody enforces are named in the first plan's reason")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string scheduler : {"NomaPairing", "RoundRobin", ""})
        {
            NodeContainer devices(2);
            NodeContainer server(1);
            InternetStackHelper stack;
            stack.Install(devices);
            stack.Install(server);
            PlacementHelper().At(Vector(), server);
            PlacementHelper().OnCircle(150, devices);
            BroadbandHelper radio;
            radio.SetAttribute("Access", StringValue("NOMA"));
            if (!scheduler.empty())
            {
                radio.SetAttribute("Scheduler", StringValue(scheduler));
            }
            const NetDeviceContainer links = radio.Install(server.Get(0), devices);
            Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(links);
            ProcessorHelper("LaimDevice").Install(devices);
            ProcessorHelper("LaimServer").Install(server);
            CoInferenceHelper inference("TinyYOLOv2@pooling=counted", "EccEdgeOnlyPlanner");
            inference.SetBudget(Seconds(20), 50);
            inference.Install(server.Get(0), devices);
            Simulator::Stop(Seconds(8));
            Simulator::Run();
            unsigned noted = 0;
            unsigned planned = 0;
            for (const TaskRecord* task : inference.GetMonitor().GetRecords())
            {
                planned += task->GetStep("uplink").planned.time > 0;
                noted += task->detail.find(
                             "its subchannels are not enforced: ns3::edgeai::" + scheduler +
                             "Scheduler gives them out") != std::string::npos;
            }
            NS_TEST_EXPECT_MSG_GT(planned, 0, "they offload");
            NS_TEST_EXPECT_MSG_EQ(noted, (scheduler.empty() ? 0 : planned), "each is told");
            Simulator::Destroy();
        }
    }
};

class BandDivisionTestSuite : public TestSuite
{
  public:
    BandDivisionTestSuite()
        : TestSuite("edge-ai-band-division", TEST_UNIT)
    {
        AddTestCase(new SetsCase, TEST_QUICK);
        AddTestCase(new FramesCase, TEST_QUICK);
        AddTestCase(new CrowdCase, TEST_QUICK);
        AddTestCase(new HandOutCase, TEST_QUICK);
        AddTestCase(new NoteCase, TEST_QUICK);
    }
};

const BandDivisionTestSuite g_bandDivisionTestSuite;

} // namespace
