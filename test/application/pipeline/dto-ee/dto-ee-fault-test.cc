/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Nodes that fail, links that lose everything, loads that change.

#include "support/dto-ee-fault-case.h"

#include "ns3/error-model.h"
#include "ns3/pointer.h"
#include "ns3/test.h"

#include <sstream>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoeetest;

namespace
{

/// A node fails without a word.
class FailedNodeCase : public DtoEeFaultCase
{
  public:
    /// @param [in] planner who decides  @param [in] silent whether it fails; else it is stopped
    FailedNodeCase(const std::string& planner, bool silent)
        : DtoEeFaultCase("a node " + std::string(silent ? "fails" : "is stopped") +
                         " in mid-run, " + planner),
          m_planner(planner),
          m_silent(silent)
    {
    }

  private:
    /// It fails as soon as it computes. @param [in] node which  @param [in] wait before
    static void FailWhenBusy(Ptr<DtoEeNodeApplication> node, Time wait)
    {
        ScheduleCall(wait, [node] {
            if (node->GetProcessor()->GetServedCount() > 0)
            {
                node->Fail();
                return;
            }
            FailWhenBusy(node, MilliSeconds(1));
        });
    }

    void DoRun() override
    {
        DtoEeRig rig(MakeToy(0.9), MakeFaultSettings(m_planner));
        rig.prepare = [](DtoEeHelper& helper) {
            helper.SetAttribute("TaskTimeout", TimeValue(Seconds(1)));
        };
        rig.Build();
        if (m_silent)
        {
            FailWhenBusy(rig.GetNode(2, 1), Seconds(FAULT));
        }
        else
        {
            rig.GetNode(2, 1)->SetStopTime(Seconds(FAULT));
        }
        const TaskCounts counts = Check(rig, 20);
        // Before, it had its share; what was there is lost; then nobody sends anything there.
        const auto before = CountVisits(rig, 2, 1, 2, FAULT - 1);
        NS_TEST_EXPECT_MSG_GT(before.first, 5, "it had a share");
        NS_TEST_EXPECT_MSG_EQ(before.first, before.second, "of which nothing was lost");
        const auto after = CountVisits(rig, 2, 1, FAULT + 2, 20);
        NS_TEST_EXPECT_MSG_EQ(after.first, 0, "nothing goes there any more");
        NS_TEST_EXPECT_MSG_LT(counts.dropped, 40, "only what was there, or on the way");
        EXPECT_TRUE((GetCount(counts, TaskOutcome::SERVER_SILENT) > 0) == m_silent,
                    "what it computed when it failed");
        NS_TEST_EXPECT_MSG_EQ(counts.dropped,
                              GetCount(counts, TaskOutcome::STOPPED) +
                                  GetCount(counts, TaskOutcome::SERVER_SILENT) +
                                  GetCount(counts, TaskOutcome::LINK_LOST),
                              "with a reason");
        for (const TaskRecord* task : rig.helper->GetMonitor().GetRecords())
        {
            EXPECT_TRUE(!IsDropped(task->outcome) || !task->detail.empty(), "in words");
            EXPECT_TRUE(task->generated < FAULT + 2 || task->generated > 19 ||
                            task->outcome == TaskOutcome::COMPLETED,
                        "all others get through");
        }
        for (const DtoEeSlotReport& slot : rig.helper->GetSlots())
        {
            if (slot.begun > FAULT + 2)
            {
                NS_TEST_EXPECT_MSG_EQ(slot.rows[2][1] + slot.rows[3][1], 0, "no row has it");
            }
        }
    }

    std::string m_planner;
    bool m_silent;
};

/// A link loses everything for a while.
class LostLinkCase : public DtoEeFaultCase
{
  public:
    LostLinkCase()
        : DtoEeFaultCase("a link that loses everything for a while, and is used again")
    {
    }

  private:
    void DoRun() override
    {
        DtoEeRig rig(MakeToy(0.5), MakeFaultSettings("DtoEeDistributedPlanner"));
        rig.prepare = [](DtoEeHelper& helper) {
            helper.SetAttribute("TaskTimeout", TimeValue(Seconds(1)));
        };
        rig.Build();
        Ptr<RateErrorModel> model = CreateObject<RateErrorModel>();
        model->SetAttribute("ErrorRate", DoubleValue(1));
        model->SetAttribute("ErrorUnit", StringValue("ERROR_UNIT_PACKET"));
        model->Disable();
        const NetDeviceContainer ends = rig.GetLink(1, 0, 0);
        for (uint32_t end = 0; end < 2; ++end)
        {
            ends.Get(end)->SetAttribute("ReceiveErrorModel", PointerValue(model));
        }
        Simulator::Schedule(Seconds(FAULT), &ErrorModel::Enable, model);
        Simulator::Schedule(Seconds(12), &ErrorModel::Disable, model);
        const TaskCounts counts = Check(rig, 25);
        const uint32_t sender = rig.all[0].Get(0)->GetId();
        const auto before = CountVisits(rig, 1, 0, 2, FAULT - 1, sender);
        const auto during = CountVisits(rig, 1, 0, FAULT + 1, 11, sender);
        const auto after = CountVisits(rig, 1, 0, 16, 24, sender);
        NS_TEST_EXPECT_MSG_GT(before.first, 20, "it had a share");
        NS_TEST_EXPECT_MSG_LT(during.first, 10, "device 0 finds another node");
        NS_TEST_EXPECT_MSG_GT(after.first, 20, "and comes back");
        NS_TEST_EXPECT_MSG_EQ(counts.dropped, GetCount(counts, TaskOutcome::LINK_LOST), "reason");
        NS_TEST_EXPECT_MSG_LT(counts.dropped, 6, "those that were on it");
    }
};

/// More tasks from an instant on.
class LoadStepCase : public DtoEeFaultCase
{
  public:
    LoadStepCase()
        : DtoEeFaultCase("a step of the load is measured, and thresholds follow")
    {
    }

  private:
    void DoRun() override
    {
        DtoEeRig rig(MakeToy(0.6), MakeFaultSettings("DtoEeDistributedPlanner"));
        rig.settings.slot = Seconds(1);
        rig.wire = Wire::FAST;
        rig.Build();
        rig.helper->ChangeLoad(Seconds(20), 2);
        Check(rig, 50);
        const std::vector<DtoEeSlotReport> slots = rig.helper->GetSlots();
        double before = 0;
        double after = 0;
        double passing1 = 0;
        double passing2 = 0;
        for (const DtoEeSlotReport& slot : slots)
        {
            if (slot.begun > 10 && slot.begun < 20)
            {
                before += slot.arrivals / 10;
                passing1 += slot.passing[0] / 10;
            }
            if (slot.begun > 40)
            {
                after += slot.arrivals / 10;
                passing2 += slot.passing[0] / 10;
            }
        }
        const double rate = rig.problem.GetTotalRate();
        EXPECT_RELATIVE(before, rate, 0.15, "rate before");
        EXPECT_RELATIVE(after, 2 * rate, 0.15, "rate after");
        // More load, more leave early.
        NS_TEST_EXPECT_MSG_LT(passing2, passing1 - 0.03, "thresholds fall");
    }
};

/// Twice the same.
class SameBytesCase : public DtoEeFaultCase
{
  public:
    SameBytesCase()
        : DtoEeFaultCase("the same seed gives the same records, also when a node fails")
    {
    }

  private:
    std::string RunOnce()
    {
        DtoEeRig rig(MakeToy(0.7), MakeFaultSettings("DtoEeDistributedPlanner"));
        rig.exponential = true;
        rig.Build();
        rig.helper->FailNode(Seconds(FAULT), 3, 0);
        rig.Run(10);
        std::ostringstream os;
        os.precision(17);
        for (const TaskRecord* task : rig.helper->GetMonitor().GetRecords())
        {
            os << task->id << " " << task->generated << " " << task->ended << " " << task->detail
               << " " << task->planned.latency;
            for (const StepRecord& step : task->steps)
            {
                os << " " << step.planned.name << " " << step.planned.peer << " "
                   << step.planned.share << " " << step.queued << " " << step.finished;
            }
            os << "\n";
        }
        for (const DtoEeRoundReport& round : rig.helper->GetRounds())
        {
            os << round.ended << " " << round.gap << "\n";
        }
        return os.str();
    }

    void DoRun() override
    {
        const std::string first = RunOnce();
        NS_TEST_EXPECT_MSG_GT(first.size(), 10000, "something happened");
        EXPECT_TRUE(RunOnce() == first, "the same");
    }
};

/// Everybody is stopped before the start, and slots last for ever.
class EndlessSlotCase : public DtoEeFaultCase
{
  public:
    /// @param [in] planner who decides
    explicit EndlessSlotCase(const std::string& planner)
        : DtoEeFaultCase("a slot without an end, behind a stop before the start, " + planner),
          m_planner(planner)
    {
    }

  private:
    void DoRun() override
    {
        DtoEeSettings settings = MakeFaultSettings(m_planner);
        for (Time* time : {&settings.slot, &settings.patience, &settings.silence})
        {
            *time = Time::Max();
        }
        settings.first = Seconds(1);
        DtoEeRig rig(MakeToy(.5), settings);
        rig.Build();
        rig.applications.Start(Seconds(.5));
        rig.applications.Stop(Seconds(.2));
        const TaskCounts counts = Check(rig, 10);
        NS_TEST_EXPECT_MSG_GT(counts.completed, 100, "tasks pass");
        NS_TEST_EXPECT_MSG_EQ(rig.helper->GetSlots().size(), 1U, "one slot");
    }

    std::string m_planner;
};

/// The suite.
class DtoEeFaultTestSuite : public TestSuite
{
  public:
    DtoEeFaultTestSuite()
        : TestSuite("edge-ai-dto-ee-fault", TEST_SYSTEM)
    {
        for (const bool silent : {true, false})
        {
            AddTestCase(new FailedNodeCase("DtoEeDistributedPlanner", silent), TEST_QUICK);
            AddTestCase(new FailedNodeCase("DtoEeComputingFirstPlanner", silent), TEST_QUICK);
        }
        AddTestCase(new LostLinkCase, TEST_QUICK);
        AddTestCase(new LoadStepCase, TEST_QUICK);
        AddTestCase(new SameBytesCase, TEST_QUICK);
        AddTestCase(new EndlessSlotCase("DtoEeDistributedPlanner"), TEST_QUICK);
        AddTestCase(new EndlessSlotCase("DtoEeComputingFirstPlanner"), TEST_QUICK);
    }
};

const DtoEeFaultTestSuite g_dtoEeFaultTestSuite; ///< registers the suite

} // namespace
