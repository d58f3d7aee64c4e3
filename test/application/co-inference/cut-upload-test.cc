/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "support/co-inference-fixture.h"

#include "ns3/co-inference-figures.h"
#include "ns3/link-control.h"
#include "ns3/point-to-point-module.h"

#include <cmath>

/**
 * @file
 * @ingroup edge-ai-test
 * What an upload teaches that is given up: its link carries no more than what came of it.
 */

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

class CutUploadCase : public TestCase
{
  public:
    CutUploadCase(bool adapt, const std::string& rate)
        : TestCase("uploads over " + rate + (adapt ? ", learned from" : ", not learned from")),
          m_adapt(adapt),
          m_rate(rate)
    {
    }

  private:
    void DoRun() override
    {
        CoInferenceFixture run;
        run.helper.SetPlannerAttribute("Split", IntegerValue(4)); // something has to be sent
        run.helper.SetControllerAttribute("AdaptRate", BooleanValue(m_adapt));
        run.helper.SetClientAttribute("Timeout", TimeValue(Seconds(2)));
        run.helper.SetBudget(Seconds(30), 100);
        run.helper.SetArrivals("Periodic", "Period", TimeValue(Seconds(40)));
        run.helper.SetClientAttribute("SegmentSize", UintegerValue(1000));
        run.helper.SetServerAttribute("SegmentSize", UintegerValue(1000));
        run.Build();
        for (uint32_t i = 0; i < run.links.GetN(); ++i)
        {
            run.links.Get(i)->SetAttribute("DataRate", StringValue(m_rate));
        }
        // One that takes the link for Shannon's, so that the plan is far from what it carries.
        run.GetClient()->SetLinkControl(CreateObject<LinkControl>());
        run.Run(300);
        const auto records = run.helper.GetMonitor().GetRecords();
        NS_TEST_ASSERT_MSG_GT(records.size(), 4, "tasks");
        const TaskRecord& first = *records.front();
        NS_TEST_EXPECT_MSG_EQ(first.outcome, TaskOutcome::LINK_LOST, first.detail);
        NS_TEST_EXPECT_MSG_EQ(first.Get<CoInferenceFigures>().rateFactorPlanned, 1, "unknown");
        const double bits = first.GetStep("uplink").planned.bits;
        const double shannon = bits / first.GetStep("uplink").planned.time;
        const double real = DataRate(m_rate).GetBitRate() / shannon;
        const TaskRecord& second = *records[1];
        const double factor = second.Get<CoInferenceFigures>().rateFactorPlanned;
        if (!m_adapt)
        {
            NS_TEST_EXPECT_MSG_EQ(factor, 1, "as before");
            return;
        }
        // Headers take some of the link; what came first has no time of its own.
        NS_TEST_EXPECT_MSG_LT(factor, 1.02 * real, "what the link carries");
        NS_TEST_EXPECT_MSG_GT(factor, 0.9 * real, "what the link carries");
        NS_TEST_EXPECT_MSG_EQ(second.outcome, TaskOutcome::COMPLETED, second.detail);
        // TCP fills the queue before the link and has to send again what did not fit.
        const StepRecord& uplink = second.GetStep("uplink");
        NS_TEST_EXPECT_MSG_LT(uplink.GetTime(), 1.5 * uplink.planned.time, "near the plan");
    }

    bool m_adapt;
    std::string m_rate;
};

class CutUploadTestSuite : public TestSuite
{
  public:
    CutUploadTestSuite()
        : TestSuite("edge-ai-cut-upload", TEST_SYSTEM)
    {
        AddTestCase(new CutUploadCase(true, "400kbps"), TEST_QUICK);
        AddTestCase(new CutUploadCase(false, "400kbps"), TEST_QUICK);
    }
};

CutUploadTestSuite g_cutUploadTestSuite; ///< registers the suite

} // namespace
