/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Parts of every controller: moving averages, the choice of a planner, estimates of drift and
// period, time set aside.

#include "application/control/measured-reserve.h"
#include "application/control/planner-chooser.h"
#include "application/control/replan-trigger.h"
#include "support/iovt-test-support.h"

#include "ns3/chain-planner.h"
#include "ns3/moving-average.h"
#include "ns3/split-planner.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::iovttest;

namespace
{

/// Averages that start at an assumption.
class MovingAverageTestCase : public TestCase
{
  public:
    MovingAverageTestCase()
        : TestCase("moving averages, and what is too far from them")
    {
    }

  private:
    void DoRun() override;
};

void
MovingAverageTestCase::DoRun()
{
    MovingAverage nominal(10);
    EXPECT_TRUE(nominal.Add(20, 0.25), "taken");
    EXPECT_RELATIVE(nominal.Get(), 12.5, 1e-15, "averaged with the assumption");
    EXPECT_TRUE(nominal.Add(4, 1), "taken");
    EXPECT_RELATIVE(nominal.Get(), 4, 1e-15, "weight 1 forgets");

    MovingAverage unknown(1, MovingAverage::REPLACE);
    unknown.Add(0.25, 0.1);
    EXPECT_RELATIVE(unknown.Get(), 0.25, 1e-15, "the assumption is gone");
    unknown.Add(1.25, 0.1);
    EXPECT_RELATIVE(unknown.Get(), 0.35, 1e-15, "averaged from now on");
    for (const double wrong : {0.0, -1.0, std::nan(""), HUGE_VAL})
    {
        EXPECT_TRUE(!unknown.Add(wrong, 0.5), "not a measurement: " << wrong);
    }
    EXPECT_RELATIVE(unknown.Get(), 0.35, 1e-15, "unchanged");

    EXPECT_TRUE(!HasDrifted(1.125, 1, 0.125) && !HasDrifted(0.875, 1, 0.125), "at the limit");
    EXPECT_TRUE(HasDrifted(1.126, 1, 0.125) && HasDrifted(0.874, 1, 0.125), "beyond it");
    EXPECT_TRUE(HasDrifted(std::nan(""), 1, 0.1) && HasDrifted(1, 0, 0.1), "nothing to compare");
}

/// A planner by name.
class PlannerChooserTestCase : public TestCase
{
  public:
    PlannerChooserTestCase()
        : TestCase("planners are chosen by name, within their family")
    {
    }

  private:
    void DoRun() override;
};

void
PlannerChooserTestCase::DoRun()
{
    PlannerChooser<ChainPlanner> chooser("test", &CreateChainPlanner);
    EXPECT_TRUE(!chooser.Get() && chooser.GetName().empty(), "nobody yet");
    chooser.SetName("IovtPlanner");
    NS_TEST_EXPECT_MSG_EQ(chooser.GetName(), "ns3::edgeai::IovtPlanner", "short name");
    EXPECT_TRUE(&chooser.Require() == PeekPointer(chooser.Get()), "the same");
    EXPECT_TRUE(!CreateChainPlanner("LaimPlanner"), "of another family");
    EXPECT_TRUE(!CreateSplitPlanner("SplitPlanner"), "a base is no planner");
    for (const auto& name : ListChainPlanners())
    {
        const bool unfused = name == "ns3::edgeai::IovtUnfusedPlanner";
        NS_TEST_EXPECT_MSG_EQ(CreateChainPlanner(name)->PlansBranchByBranch(), unfused, name);
    }
    chooser.Set(nullptr);
    EXPECT_TRUE(!chooser.Get(), "nobody again");
}

/// When to plan again.
class ReplanTriggerTestCase : public TestCase
{
  public:
    ReplanTriggerTestCase()
        : TestCase("estimates of rates, drift and period")
    {
    }

  private:
    void DoRun() override;
};

void
ReplanTriggerTestCase::DoRun()
{
    ReplanTrigger trigger({1e8, 2e7});
    EXPECT_TRUE(trigger.Judge(0) == ReplanTrigger::PERIOD, "nothing was planned yet");
    trigger.MarkPlanned(1);
    EXPECT_TRUE(trigger.Judge(1) == ReplanTrigger::KEEP, "just planned");
    EXPECT_TRUE(trigger.Judge(5.999) == ReplanTrigger::KEEP, "within the period");
    EXPECT_TRUE(trigger.Judge(6) == ReplanTrigger::PERIOD, "the period has passed");

    // 0.2 of a goodput that is 70 % higher moves the mean by 14 %, a second time by 25 %.
    EXPECT_TRUE(trigger.AddGoodput(1, 3.4e7), "taken");
    EXPECT_RELATIVE(trigger.GetRates()[1], 2.28e7, 1e-12, "mean");
    EXPECT_TRUE(trigger.Judge(2) == ReplanTrigger::KEEP, "14 %");
    trigger.AddGoodput(1, 3.4e7);
    EXPECT_RELATIVE(trigger.GetRates()[1], 2.504e7, 1e-12, "mean");
    EXPECT_TRUE(trigger.Judge(2) == ReplanTrigger::DRIFT, "25 %");
    trigger.MarkPlanned(2);
    EXPECT_TRUE(trigger.Judge(2) == ReplanTrigger::KEEP, "drift counts from the last plan");
    NS_TEST_EXPECT_MSG_EQ(trigger.GetRates()[0], 1e8, "the other link");
    trigger.AddGoodput(0, 2e7);
    EXPECT_TRUE(trigger.Judge(2) == ReplanTrigger::DRIFT, "16 % down");

    for (const double goodput : {0.0, -1.0, std::nan(""), HUGE_VAL})
    {
        EXPECT_TRUE(!trigger.AddGoodput(0, goodput), "no goodput: " << goodput);
    }
    EXPECT_TRUE(!trigger.AddGoodput(2, 1e6), "no such link");
    EXPECT_RELATIVE(trigger.GetRates()[0], 8.4e7, 1e-12, "unchanged");

    ReplanTrigger eager({10}, {1, 0.01, 0.5});
    eager.MarkPlanned(0);
    eager.AddGoodput(0, 10.2);
    EXPECT_TRUE(eager.Judge(0.1) == ReplanTrigger::DRIFT, "own drift and weight");
    eager.MarkPlanned(0);
    EXPECT_TRUE(eager.Judge(0.5) == ReplanTrigger::PERIOD, "own period");
}

/// Time set aside, by the figures of RFC 6298.
class MeasuredReserveTestCase : public TestCase
{
  public:
    MeasuredReserveTestCase()
        : TestCase("time is set aside for what was measured and its deviations")
    {
    }

  private:
    void DoRun() override;
};

void
MeasuredReserveTestCase::DoRun()
{
    MeasuredReserve reserve;
    EXPECT_TRUE(reserve.Get() == 0, "nothing was measured");
    reserve.Add(0.08);
    EXPECT_RELATIVE(reserve.Get(), 0.08 + 4 * 0.04, 1e-12, "half of the first is its deviation");
    // Deviation 0.04 + (0.08 - 0.04) / 4 = 0.05, mean 0.08 + 0.08 / 8 = 0.09.
    reserve.Add(0.16);
    EXPECT_RELATIVE(reserve.Get(), 0.09 + 4 * 0.05, 1e-12, "deviation before mean");
    EXPECT_TRUE(!reserve.Add(NAN) && !reserve.Add(INFINITY), "no measurements");
    EXPECT_RELATIVE(reserve.Get(), 0.29, 1e-12, "unchanged");
    reserve.Halve();
    EXPECT_RELATIVE(reserve.Get(), 0.145, 1e-12, "half of it");
    for (int i = 0; i < 200; ++i)
    {
        reserve.Add(0.02);
    }
    EXPECT_RELATIVE(reserve.Get(), 0.02, 1e-6, "always the same: no deviation");
    MeasuredReserve early;
    early.Add(-1);
    early.Add(-1);
    EXPECT_TRUE(early.Get() >= 0, "earlier than planned needs nothing less than nothing");
}

/// The suite.
class ControlKitTestSuite : public TestSuite
{
  public:
    ControlKitTestSuite()
        : TestSuite("edge-ai-control-kit", TEST_UNIT)
    {
        AddTestCase(new MovingAverageTestCase, TEST_QUICK);
        AddTestCase(new PlannerChooserTestCase, TEST_QUICK);
        AddTestCase(new ReplanTriggerTestCase, TEST_QUICK);
        AddTestCase(new MeasuredReserveTestCase, TEST_QUICK);
    }
};

const ControlKitTestSuite g_controlKitTestSuite; ///< registers the suite

} // namespace
