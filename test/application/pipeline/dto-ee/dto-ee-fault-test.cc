/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Nodes that fail, links that lose everything, loads that change, and peers that lie.

#include "application/message/message-session.h"
#include "support/dto-ee-rig.h"
#include "support/expectations.h"
#include "support/message-samples.h"

#include "ns3/error-model.h"
#include "ns3/pointer.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/test.h"

#include <sstream>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoeetest;

namespace
{

/// @returns settings with short slots
DtoEeSettings
MakeSettings(const std::string& planner)
{
    DtoEeSettings settings;
    settings.planner = planner;
    settings.slot = MilliSeconds(250);
    settings.patience = MilliSeconds(10);
    settings.silence = MilliSeconds(200);
    settings.rounds = 20;
    return settings;
}

/// @returns how many tasks ended so
uint64_t
GetCount(const TaskCounts& counts, TaskOutcome outcome)
{
    const auto it = counts.byOutcome.find(outcome);
    return it == counts.byOutcome.end() ? 0 : it->second;
}

/// What all faults have in common.
class DtoEeFaultCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    static constexpr double FAULT = 6; ///< [s]

    /// Every task ends once, and what is under way is in the ledger.
    TaskCounts Check(DtoEeRig& rig, double until)
    {
        const TaskCounts counts = rig.Run(until);
        const InferenceMonitor& monitor = rig.helper->GetMonitor();
        EXPECT_TRUE(counts.IsConserved(), "generated = completed + dropped + unfinished");
        NS_TEST_EXPECT_MSG_EQ(monitor.GetErrors().GetTotal(), 0, "nothing ends twice");
        NS_TEST_EXPECT_MSG_EQ(monitor.GetEnergyBalance().fault, "", "energy adds up");
        NS_TEST_EXPECT_MSG_EQ(rig.helper->GetLedger()->GetCount(), counts.unfinished, "ledger");
        uint64_t generated = 0;
        for (uint32_t i = 0; i < rig.problem.arrivalRates.size(); ++i)
        {
            generated += rig.GetDevice(i)->GetTaskCount();
        }
        NS_TEST_EXPECT_MSG_EQ(counts.generated, generated, "every task was begun");
        for (const TaskRecord* task : monitor.GetRecords())
        {
            const bool late = task->generated > until - 4;
            EXPECT_TRUE(late || task->outcome != TaskOutcome::UNFINISHED, "a task hangs");
        }
        return counts;
    }

    /// @returns tasks that were sent to a node, by anybody or by one device, and generated in a
    /// span, and how many of them were completed
    static std::pair<uint64_t, uint64_t> CountVisits(const DtoEeRig& rig,
                                                     uint32_t stage,
                                                     uint32_t index,
                                                     double from,
                                                     double until,
                                                     uint32_t sender = PlanStep::NO_NODE)
    {
        const uint32_t id = rig.all[stage].Get(index)->GetId();
        std::pair<uint64_t, uint64_t> visits;
        for (const TaskRecord* task : rig.helper->GetMonitor().GetRecords())
        {
            for (const StepRecord& step : task->steps)
            {
                if (step.planned.kind == StepKind::TRANSFER && step.planned.peer == id &&
                    (sender == PlanStep::NO_NODE || step.planned.node == sender) &&
                    task->generated >= from && task->generated < until)
                {
                    ++visits.first;
                    visits.second += task->outcome == TaskOutcome::COMPLETED;
                }
            }
        }
        return visits;
    }
};

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
        DtoEeRig rig(MakeToy(0.9), MakeSettings(m_planner));
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
        DtoEeRig rig(MakeToy(0.5), MakeSettings("DtoEeDistributedPlanner"));
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
        DtoEeRig rig(MakeToy(0.6), MakeSettings("DtoEeDistributedPlanner"));
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

/// Who lies, or says what is no message, is counted and changes nothing.
class HostilePeerCase : public DtoEeFaultCase
{
  public:
    HostilePeerCase()
        : DtoEeFaultCase("hostile words are counted and dropped")
    {
    }

  private:
    void DoRun() override
    {
        DtoEeRig rig(MakeToy(0.5), MakeSettings("DtoEeDistributedPlanner"));
        rig.wire = Wire::FAST;
        rig.Build();
        // Messages a node must not believe, each over a connection of its own.
        const auto make = [](MessageType type, const auto& body, uint64_t task, uint64_t payload) {
            InferenceMessage message;
            message.type = type;
            message.task = task;
            message.body = Encode(body);
            message.payloadBytes = payload;
            return message;
        };
        const auto hello = [&](DtoEePurpose purpose, uint32_t stage, uint32_t index) {
            return make(DtoEeMessage::HELLO, DtoEeHelloBody{purpose, stage, index}, 0, 0);
        };
        const uint64_t number = DtoEeDevice::MakeNumber(0, 1000000);
        const DtoEeTaskBody sound{0, 1, 0.5, 1, 100};
        const uint64_t size = 600000;
        DtoEeTaskBody elsewhere = sound;
        elsewhere.stage = 2;
        DtoEeTaskBody future = sound;
        future.generated = 99;
        DtoEeTaskBody stranger = sound;
        stranger.device = 7;
        InferenceMessage spoilt = hello(DtoEePurpose::TASKS, 0, 0);
        spoilt.body.resize(3);
        const DtoEeExitReport report{1, 1, 1, 1};
        const std::vector<std::vector<InferenceMessage>> lies{
            {make(DtoEeMessage::TASK, sound, number, size)}, // before HELLO
            {hello(DtoEePurpose::TASKS, 0, 99)},             // nobody
            {hello(DtoEePurpose::TASKS, 2, 0)},              // from behind
            {hello(DtoEePurpose::CONTROL, 0, 0)},            // no controller
            {spoilt},
            {hello(DtoEePurpose::TASKS, 0, 0), hello(DtoEePurpose::TASKS, 0, 1)},
            {hello(DtoEePurpose::TASKS, 0, 0), make(DtoEeMessage::TASK, sound, number, size - 1)},
            {hello(DtoEePurpose::TASKS, 0, 0), make(DtoEeMessage::TASK, sound, 1, size)},
            {hello(DtoEePurpose::TASKS, 0, 0), make(DtoEeMessage::TASK, elsewhere, number, size)},
            {hello(DtoEePurpose::TASKS, 0, 0), make(DtoEeMessage::TASK, future, number, size)},
            {hello(DtoEePurpose::TASKS, 0, 0), make(DtoEeMessage::TASK, stranger, number, size)},
            {hello(DtoEePurpose::TASKS, 0, 1), make(DtoEeMessage::TASK, sound, number, size)},
            {hello(DtoEePurpose::TASKS, 0, 0),
             make(DtoEeMessage::RATE, DtoEeRateReport{1}, 0, 0)}, // over the wrong connection
            {hello(DtoEePurpose::WORDS, 0, 0), make(DtoEeMessage::RATE, DtoEeRateReport{-1}, 0, 0)},
            {hello(DtoEePurpose::WORDS, 0, 0), make(DtoEeMessage::EXIT_REPORT, report, 0, 0)},
            {hello(DtoEePurpose::REPORTS, 2, 1),
             make(DtoEeMessage::EXIT_REPORT, DtoEeExitReport{1, 0, 1, 1}, 0, 0)},
            {make(DtoEeMessage::ROW, DtoEeRowBody(), 0, 0)},
        };
        std::vector<std::unique_ptr<MessageSession>> sessions;
        Simulator::Schedule(Seconds(FAULT), [&] {
            for (const std::vector<InferenceMessage>& lie : lies)
            {
                sessions.push_back(std::make_unique<MessageSession>());
                MessageSession& session = *sessions.back();
                session.onReady = [&session, lie] {
                    for (const InferenceMessage& message : lie)
                    {
                        session.Send(message, 0);
                    }
                };
                session.onMessage = [](const InferenceMessage&) {};
                session.onMalformed = [](const std::string&) {};
                MessageSession::Settings settings;
                const Ptr<Node> victim = rig.all[1].Get(0);
                settings.remote =
                    InetSocketAddress(victim->GetObject<Ipv4>()->GetAddress(1, 0).GetLocal(), 4848);
                settings.protocol = TcpSocketFactory::GetTypeId();
                session.Start(rig.hub.Get(0), settings);
            }
        });
        Simulator::Schedule(Seconds(FAULT + 1), [&] {
            NS_TEST_EXPECT_MSG_EQ(rig.GetNode(1, 0)->GetMalformedCount(),
                                  lies.size(),
                                  "each is counted once");
            for (auto& session : sessions)
            {
                session->Stop();
            }
        });
        const TaskCounts counts = Check(rig, 15);
        NS_TEST_EXPECT_MSG_EQ(counts.dropped, 0, "and changes nothing");
        NS_TEST_EXPECT_MSG_EQ(rig.GetNode(1, 0)->GetMalformedCount(), lies.size(), "no more");
        sessions.clear();
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
        DtoEeRig rig(MakeToy(0.7), MakeSettings("DtoEeDistributedPlanner"));
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
        AddTestCase(new HostilePeerCase, TEST_QUICK);
        AddTestCase(new SameBytesCase, TEST_QUICK);
    }
};

const DtoEeFaultTestSuite g_dtoEeFaultTestSuite; ///< registers the suite

} // namespace
