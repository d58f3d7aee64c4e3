/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What the records say of tasks that were dropped, given up or not finished, and where all energy
// went.

#include "application/co-inference/co-inference-accounts.h"
#include "monitor/battery-figures.h"
#include "support/co-inference-fixture.h"

#include "ns3/basic-energy-source-helper.h"
#include "ns3/basic-energy-source.h"
#include "ns3/co-inference-figures.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/error-model.h"
#include "ns3/pointer.h"
#include "ns3/udp-socket-factory.h"

#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What all cases need.
class RecordCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    /// Devices that ask more of the server they share than it can do, and do not wait long.
    static void Overload(CoInferenceFixture& run)
    {
        run.link.SetAttribute("Bandwidth", DoubleValue(50e6)); // enough for all to offload
        run.helper.SetBudget(Seconds(1), 0.1);
        run.helper.SetControllerAttribute("ServerSharing", StringValue("Whole"));
        run.helper.SetClientAttribute("Timeout", TimeValue(Seconds(2)));
        run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                               "Period",
                               TimeValue(Seconds(1)),
                               "Offset",
                               TimeValue(Seconds(0.1)),
                               "MaxTasks",
                               UintegerValue(4));
    }

    /// @returns joules charged to the steps of dropped tasks
    static double SumDropped(const InferenceMonitor& monitor)
    {
        double energy = 0;
        for (const TaskRecord* task : monitor.GetRecords())
        {
            for (const StepRecord& step : task->steps)
            {
                energy += IsDropped(task->outcome) && !std::isnan(step.energy) ? step.energy : 0;
            }
        }
        return energy;
    }

    /// @returns whether a text holds another
    static bool Contains(const std::string& text, const std::string& part)
    {
        return text.find(part) != std::string::npos;
    }

    /// Everything that was spent is charged to a task, or known to be charged to none.
    void ExpectCharged(const InferenceMonitor& monitor, const std::string& what)
    {
        const EnergyBalance balance = monitor.GetEnergyBalance();
        NS_TEST_EXPECT_MSG_EQ(balance.fault, "", what);
        NS_TEST_ASSERT_MSG_GT(balance.nodes.size(), 1, what << ": devices and server");
        double known = 0;
        for (const auto& [why, spent] : balance.uncharged)
        {
            known += spent.energy;
        }
        const NodeEnergy total = balance.GetTotal();
        NS_TEST_EXPECT_MSG_EQ_TOL(total.uncharged, known, 1e-9 * total.drawn, what);
        NS_TEST_EXPECT_MSG_EQ_TOL(total.processors,
                                  total.computation + known + total.served + total.idle,
                                  1e-9 * total.drawn,
                                  what << ": all that processors drew");
    }
};

class GivenUpCase : public RecordCase
{
  public:
    GivenUpCase()
        : RecordCase("a server with a long queue: what a task waited for, and what it took")
    {
    }

  private:
    void Try(bool udp)
    {
        CoInferenceFixture run("LaimPlanner", 9);
        Overload(run);
        if (udp)
        {
            run.helper.SetClientAttribute("Protocol", TypeIdValue(UdpSocketFactory::GetTypeId()));
        }
        run.Build();
        // Who gives up first is not who came first: there is somebody before it in the queue.
        const auto patience = [](uint32_t device) { return device % 2 == 0 ? 2.0 : 3.0; };
        for (uint32_t i = 0; i < run.devices.GetN(); ++i)
        {
            run.GetClient(i)->SetAttribute("Timeout", TimeValue(Seconds(patience(i))));
        }
        const TaskCounts counts = run.Run(40);
        const InferenceMonitor& monitor = run.helper.GetMonitor();
        NS_TEST_EXPECT_MSG_EQ(IsConserved(monitor), true, "conserved");
        NS_TEST_EXPECT_MSG_EQ(counts.unfinished, 0, "nothing hangs");
        NS_TEST_ASSERT_MSG_GT(counts.byOutcome.count(TaskOutcome::SERVER_SILENT), 0, "too long");
        uint64_t queued = 0;
        uint64_t served = 0;
        uint64_t others = 0;
        for (const TaskRecord* task : monitor.GetRecords())
        {
            if (task->outcome != TaskOutcome::SERVER_SILENT)
            {
                continue;
            }
            const StepRecord& server = task->GetStep("server");
            if (!Contains(task->detail, "in time: the server has had it for"))
            {
                ++others; // its answer was on the way, or the question got lost in the rush
                continue;
            }
            queued += Contains(task->detail, "in the queue at place");
            served += Contains(task->detail, "is working on it") && server.energy > 0;
            NS_TEST_EXPECT_MSG_EQ(std::isnan(server.energy), false, "what it took is known");
            NS_TEST_EXPECT_MSG_EQ(std::isnan(server.finished), true, "it never came to an end");
            NS_TEST_EXPECT_MSG_EQ_TOL(task->realised.energy,
                                      task->GetStep("device").energy +
                                          task->GetStep("uplink").energy + server.energy,
                                      1e-12,
                                      "the sum of its parts");
            // TCP tells up to 0.2 s later that the last byte is there; datagrams have been sent up
            // to 0.1 s before the link had the band for all of them.
            NS_TEST_EXPECT_MSG_EQ_TOL(task->ended - task->GetStep("uplink").finished,
                                      patience(task->node) + 0.05,
                                      0.16,
                                      "it ended when it was given up");
        }
        NS_TEST_EXPECT_MSG_GT(queued, 5, "in the queue");
        NS_TEST_EXPECT_MSG_LT(others, 0.2 * static_cast<double>(queued), "and few others");
        NS_TEST_EXPECT_MSG_GT(served, 1, "in service");
        const InferenceSummary summary = monitor.GetSummary();
        NS_TEST_EXPECT_MSG_GT(summary.all.energyWasted, 0.1, "dropped tasks are not for nothing");
        NS_TEST_EXPECT_MSG_EQ_TOL(summary.all.energyWasted, SumDropped(monitor), 1e-9, "the sum");
        ExpectCharged(monitor, "given up");
        // The server has stopped working on them: it is done soon after the last was given up.
        NS_TEST_EXPECT_MSG_LT(Processor::Find(run.server.Get(0))->GetBusyUnitTime(), 15, "busy");
        std::ostringstream os;
        monitor.PrintSummary(os);
        NS_TEST_EXPECT_MSG_EQ(
            Contains(os.str(), "SERVER_SILENT, ") &&
                Contains(os.str(), ": the server did not answer in time: the server has had it"),
            true,
            os.str());
        NS_TEST_EXPECT_MSG_EQ(Contains(os.str(), "energy of"), true, os.str());
    }

    void DoRun() override
    {
        Try(false);
        Try(true);
    }
};

class NoContactCase : public RecordCase
{
  public:
    NoContactCase()
        : RecordCase("a server that cannot be reached any more is not a long queue")
    {
    }

  private:
    void DoRun() override
    {
        CoInferenceFixture run;
        run.helper.SetClientAttribute("Protocol", TypeIdValue(UdpSocketFactory::GetTypeId()));
        run.helper.SetClientAttribute("Timeout", TimeValue(Seconds(2)));
        run.Build();
        auto model = CreateObjectWithAttributes<RateErrorModel>("ErrorRate",
                                                                DoubleValue(1),
                                                                "ErrorUnit",
                                                                StringValue("ERROR_UNIT_PACKET"));
        model->Disable();
        run.links.Get(0)->SetAttribute("ReceiveErrorModel", PointerValue(model));
        Simulator::Schedule(Seconds(1.5), &ErrorModel::Enable, model); // once the plan is there
        run.Run(4.5);
        const TaskRecord& task = *run.helper.GetMonitor().GetRecords().front();
        NS_TEST_EXPECT_MSG_EQ(task.outcome, TaskOutcome::SERVER_SILENT, task.detail);
        NS_TEST_EXPECT_MSG_EQ(Contains(task.detail, "no contact"), true, task.detail);
        NS_TEST_EXPECT_MSG_GT(task.realised.energy, 0, "device and upload");
        // What the server did, nobody is charged for; how much it is, the balance says.
        const EnergyBalance balance = run.helper.GetMonitor().GetEnergyBalance();
        NS_TEST_EXPECT_MSG_EQ(balance.fault, "", "adds up");
        NS_TEST_EXPECT_MSG_EQ_TOL(balance.GetTotal().uncharged,
                                  Processor::Find(run.server.Get(0))->GetEndedEnergy(),
                                  1e-12,
                                  "its work");
        NS_TEST_EXPECT_MSG_GT(balance.GetTotal().uncharged, 0.01, "which it did");
    }
};

class LostFeatureCase : public RecordCase
{
  public:
    LostFeatureCase()
        : RecordCase("datagrams lost on the way up: the server says what it has of the task")
    {
    }

  private:
    /// @param [in] from when nothing comes through [s]  @param [in] till when [s]
    /// @param [in] words that the task's detail has
    void Try(double from, double till, const std::string& words)
    {
        CoInferenceFixture run;
        run.helper.SetClientAttribute("Protocol", TypeIdValue(UdpSocketFactory::GetTypeId()));
        run.helper.SetClientAttribute("Timeout", TimeValue(Seconds(2)));
        run.Build();
        auto model = CreateObjectWithAttributes<RateErrorModel>("ErrorRate",
                                                                DoubleValue(1),
                                                                "ErrorUnit",
                                                                StringValue("ERROR_UNIT_PACKET"));
        model->Disable();
        run.links.Get(1)->SetAttribute("ReceiveErrorModel", PointerValue(model));
        Simulator::Schedule(Seconds(from), &ErrorModel::Enable, model);
        Simulator::Schedule(Seconds(till), &ErrorModel::Disable, model);
        run.Run(4.5);
        const TaskRecord& task = *run.helper.GetMonitor().GetRecords().front();
        NS_TEST_EXPECT_MSG_EQ(task.outcome, TaskOutcome::SEGMENT_LOST, task.detail);
        NS_TEST_EXPECT_MSG_EQ(Contains(task.detail, words), true, task.detail);
        ExpectCharged(run.helper.GetMonitor(), "lost feature");
    }

    void DoRun() override
    {
        Try(1.09, 1.12, "of the upload's 403544 B only 223544 B came");
        Try(1.01, 1.5, "no such task");
    }
};

class ServerRefusalCase : public RecordCase
{
  public:
    ServerRefusalCase()
        : RecordCase("a refusal carries what was spent")
    {
    }

  private:
    void DoRun() override
    {
        CoInferenceFixture run;
        run.Build();
        ScheduleCall(Seconds(1.5),
                     [&run] { Processor::Find(run.server.Get(0))->SetPowered(false); });
        run.Run(4);
        const TaskRecord& task = *run.helper.GetMonitor().GetRecords().front();
        NS_TEST_ASSERT_MSG_EQ(task.outcome, TaskOutcome::BATTERY, task.detail);
        const StepRecord& server = task.GetStep("server");
        NS_TEST_EXPECT_MSG_GT(server.energy, 0, "it had begun");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(server.started), false, "when is known");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(server.finished), true, "it did not finish");
        NS_TEST_EXPECT_MSG_EQ_TOL(run.helper.GetMonitor().GetSummary().all.energyWasted,
                                  SumDropped(run.helper.GetMonitor()),
                                  1e-12,
                                  "the sum");
        ExpectCharged(run.helper.GetMonitor(), "refused");
    }
};

class DroppedOnDeviceCase : public RecordCase
{
  public:
    DroppedOnDeviceCase()
        : RecordCase("a task dropped at any moment holds what was spent on it until then")
    {
    }

  private:
    void DoRun() override
    {
        CoInferenceFixture plain;
        plain.Run(4);
        const TaskRecord whole = *plain.helper.GetMonitor().GetRecords().front();
        NS_TEST_ASSERT_MSG_EQ(whole.outcome, TaskOutcome::COMPLETED, whole.detail);
        Simulator::Destroy();
        for (const std::string name : {"device", "uplink", "server"})
        {
            // In the middle of a step the client is stopped.
            const StepRecord& step = whole.GetStep(name);
            CoInferenceFixture run;
            run.Build();
            run.GetClient()->SetStopTime(Seconds(0.5 * (step.started + step.finished)));
            run.Run(4);
            const InferenceMonitor& monitor = run.helper.GetMonitor();
            const TaskRecord& task = *monitor.GetRecords().front();
            NS_TEST_ASSERT_MSG_EQ(task.outcome, TaskOutcome::STOPPED, name << ": " << task.detail);
            for (const std::string part : {"device", "uplink"})
            {
                const double now = task.GetStep(part).energy;
                const double then = whole.GetStep(part).energy;
                if (part == name)
                {
                    NS_TEST_EXPECT_MSG_EQ_TOL(now, 0.5 * then, 0.02 * then, "half of " << part);
                    break;
                }
                NS_TEST_EXPECT_MSG_EQ_TOL(now, then, 1e-3 * then, name << ": all of " << part);
            }
            NS_TEST_EXPECT_MSG_EQ_TOL(task.realised.energy, SumDropped(monitor), 1e-12, name);
            ExpectCharged(monitor, "stopped on " + name);
        }
    }
};

class UnfinishedCase : public RecordCase
{
  public:
    UnfinishedCase()
        : RecordCase("a task that is under way at the end keeps its plan and what happened")
    {
    }

  private:
    void DoRun() override
    {
        CoInferenceFixture run;
        const TaskCounts counts = run.Run(1.5); // the server computes
        NS_TEST_ASSERT_MSG_EQ(counts.unfinished, 1, "under way");
        const InferenceMonitor& monitor = run.helper.GetMonitor();
        const TaskRecord task = *monitor.GetRecords().front();
        NS_TEST_EXPECT_MSG_EQ(task.outcome, TaskOutcome::UNFINISHED, "not ended");
        NS_TEST_EXPECT_MSG_EQ(task.planner, "ns3::edgeai::LaimPlanner", "who planned it");
        NS_TEST_EXPECT_MSG_GT(task.planned.latency, 0, "what it expects");
        NS_TEST_ASSERT_MSG_EQ(task.steps.size(), 4, "its steps");
        NS_TEST_EXPECT_MSG_GT(task.GetStep("device").energy, 0, "the device is done");
        NS_TEST_EXPECT_MSG_EQ(task.Get<CoInferenceFigures>().planned.split, 1, "figures");
        ExpectCharged(monitor, "unfinished");
        NS_TEST_EXPECT_MSG_GT(monitor.GetEnergyBalance().GetTotal().served, 0, "under way");
        monitor.Write("edge-ai-records-test.csv");
        for (const std::string name :
             {"edge-ai-records-test.csv", "edge-ai-records-test-nodes.csv"})
        {
            std::remove(name.c_str());
        }
        std::ifstream file("edge-ai-records-test-steps.csv");
        const std::string steps(std::istreambuf_iterator<char>(file), {});
        std::remove("edge-ai-records-test-steps.csv");
        NS_TEST_EXPECT_MSG_EQ(Contains(steps, "\n0,2,server,compute,1,,blocks from 2"),
                              true,
                              steps);
        // It stays so when the client is taken apart.
        Simulator::Destroy();
        NS_TEST_EXPECT_MSG_EQ(monitor.GetRecords().front()->steps.size(), 4, "still");
        NS_TEST_EXPECT_MSG_EQ(monitor.GetCounts().unfinished, 1, "still");
    }
};

class ServerNodeCase : public RecordCase
{
  public:
    ServerNodeCase()
        : RecordCase("the server is a node of its own in records and on the timeline")
    {
    }

  private:
    void DoRun() override
    {
        CoInferenceFixture run;
        run.Run();
        const InferenceMonitor& monitor = run.helper.GetMonitor();
        for (const TaskRecord* task : monitor.GetRecords())
        {
            NS_TEST_ASSERT_MSG_EQ(task->outcome, TaskOutcome::COMPLETED, task->detail);
            NS_TEST_EXPECT_MSG_EQ(task->GetStep("server").planned.node, 1, "server");
            NS_TEST_EXPECT_MSG_EQ(task->GetStep("uplink").planned.peer, 1, "server");
            NS_TEST_EXPECT_MSG_EQ(task->GetStep("downlink").planned.node, 1, "server");
        }
        monitor.Write("edge-ai-records-test.json");
        std::ifstream file("edge-ai-records-test.json");
        const std::string timeline(std::istreambuf_iterator<char>(file), {});
        std::remove("edge-ai-records-test.json");
        const std::string process =
            R"({"ph":"M","name":"process_name","pid":2,"args":{"name":"server"}})";
        NS_TEST_EXPECT_MSG_EQ(Contains(timeline, process), true, "a process");
        NS_TEST_EXPECT_MSG_EQ(Contains(timeline, R"("pid":2,"tid":1,"cat":"server")"),
                              true,
                              "with its work");
    }
};

class DeadBatteryCase : public RecordCase
{
  public:
    DeadBatteryCase()
        : RecordCase("a dead battery stops a device that computes nothing")
    {
    }

  private:
    /// @param [in] capacity [J]  @param [in] low threshold of the source
    void Try(double capacity, double low)
    {
        constexpr double IDLE = 1.5; // [W]
        CoInferenceFixture run("LaimOnServerPlanner");
        run.helper.SetBudget(Seconds(2), 1);
        run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals", "Period", TimeValue(Seconds(1)));
        const Ptr<Processor> processor = Processor::Find(run.devices.Get(0));
        processor->SetAttribute("IdlePower", DoubleValue(IDLE));
        run.Build();
        // After the applications, as many scripts do.
        BasicEnergySourceHelper battery;
        battery.Set("BasicEnergySourceInitialEnergyJ", DoubleValue(capacity));
        battery.Set("BasicEnergyLowBatteryThreshold", DoubleValue(low));
        const auto sources = battery.Install(run.devices);
        ProcessorContainer processors;
        processors.Add(processor);
        ProcessorHelper().InstallEnergyModel(processors, sources);
        const TaskCounts counts = run.Run(60);
        const InferenceMonitor& monitor = run.helper.GetMonitor();
        NS_TEST_EXPECT_MSG_EQ(IsConserved(monitor), true, "conserved");
        const double death = capacity * (1 - low) / IDLE;
        NS_TEST_EXPECT_MSG_GT(counts.completed, 5, "before");
        NS_TEST_EXPECT_MSG_EQ(counts.unfinished, 0, "nothing hangs");
        for (const TaskRecord* task : monitor.GetRecords())
        {
            NS_TEST_EXPECT_MSG_EQ(task->GetStep("device").energy, 0, "it computes nothing");
            NS_TEST_EXPECT_MSG_LT(task->generated, death + 1e-6, "generated by the dead");
            NS_TEST_EXPECT_MSG_LT(task->ended, death + 1e-6, "ended by the dead");
            NS_TEST_EXPECT_MSG_EQ_TOL(task->Get<BatteryFigures>().left,
                                      capacity - IDLE * task->ended,
                                      1e-6,
                                      "battery at its end");
        }
        const EnergyBalance balance = monitor.GetEnergyBalance();
        const NodeEnergy& device = balance.nodes.front();
        NS_TEST_ASSERT_MSG_EQ(device.node, run.devices.Get(0)->GetId(), "the device");
        NS_TEST_EXPECT_MSG_EQ_TOL(device.emptySince, death, 1e-6, "time of death");
        NS_TEST_EXPECT_MSG_EQ_TOL(device.emptyFor, 60 - death, 1e-6, "since then");
        NS_TEST_EXPECT_MSG_EQ_TOL(device.battery, low * capacity, 1e-6, "what is left");
        NS_TEST_EXPECT_MSG_EQ_TOL(device.source, (1 - low) * capacity, 1e-6, "what it gave");
        NS_TEST_EXPECT_MSG_EQ_TOL(device.idle, device.source, 1e-6, "all of it for being there");
        NS_TEST_EXPECT_MSG_EQ_TOL(device.others, 0, 1e-6, "nobody else");
        std::ostringstream os;
        monitor.PrintSummary(os);
        NS_TEST_EXPECT_MSG_EQ(Contains(os.str(), "empty since"), true, os.str());
        NS_TEST_EXPECT_MSG_EQ(Contains(os.str(), "battery left"), true, os.str());
    }

    void DoRun() override
    {
        Try(20, 0);
        Try(20, 0.1);
    }
};

class RecordsTestSuite : public TestSuite
{
  public:
    RecordsTestSuite()
        : TestSuite("edge-ai-records", TEST_SYSTEM)
    {
        AddTestCase(new GivenUpCase, TEST_QUICK);
        AddTestCase(new NoContactCase, TEST_QUICK);
        AddTestCase(new LostFeatureCase, TEST_QUICK);
        AddTestCase(new ServerRefusalCase, TEST_QUICK);
        AddTestCase(new DroppedOnDeviceCase, TEST_QUICK);
        AddTestCase(new UnfinishedCase, TEST_QUICK);
        AddTestCase(new ServerNodeCase, TEST_QUICK);
        AddTestCase(new DeadBatteryCase, TEST_QUICK);
    }
};

RecordsTestSuite g_recordsTestSuite; ///< the suite

} // namespace
