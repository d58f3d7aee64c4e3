/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Settings at the ends of their ranges, devices that come and go, batteries that die anywhere, and
// odd measurements: runs end, every task ends once, and energy adds up.

#include "application/co-inference/co-inference-body.h"
#include "application/message/message-archive.h"
#include "support/co-inference-fixture.h"
#include "support/mutator.h"

#include "ns3/basic-energy-source-helper.h"
#include "ns3/integer.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

#include <cmath>
#include <fstream>
#include <functional>
#include <limits>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr double INFINITE = std::numeric_limits<double>::infinity();

class ExtremeCase : public TestCase
{
  public:
    ExtremeCase()
        : TestCase("settings at the ends of their ranges")
    {
    }

  private:
    using Set = std::function<void(CoInferenceFixture&)>;

    /**
     * @param [in] what it is  @param [in] set changes the run before it is built
     * @param [in] after changes it when it is built
     * @returns counts at the end
     */
    TaskCounts Try(const std::string& what, const Set& set, const Set& after = nullptr)
    {
        CoInferenceFixture run("LaimPlanner", 2);
        run.helper.SetPlannerAttribute("Split", IntegerValue(4)); // one cut, for speed
        set(run);
        run.Build();
        if (after)
        {
            after(run);
        }
        const uint64_t before = Simulator::GetEventCount();
        const TaskCounts counts = run.Run(30);
        NS_TEST_EXPECT_MSG_LT(Simulator::GetEventCount() - before, 2000000, what << ": it ends");
        NS_TEST_EXPECT_MSG_EQ(ExplainImbalance(run.helper.GetMonitor()), "", what);
        NS_TEST_EXPECT_MSG_GT(counts.generated, 0, what << ": there were tasks");
        for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
        {
            NS_TEST_EXPECT_MSG_NE(task->outcome, TaskOutcome::MALFORMED, what << task->detail);
        }
        return counts;
    }

    /// The same for all values of an attribute of the controller.
    void TryController(const std::string& name, const std::vector<std::string>& values)
    {
        for (const std::string& value : values)
        {
            const std::string what = name + "=" + value;
            const auto counts = Try(what, [&](CoInferenceFixture& run) {
                run.helper.SetControllerAttribute(name, StringValue(value));
            });
            NS_TEST_EXPECT_MSG_EQ(counts.unfinished, 0, what << ": no task is left");
        }
    }

    void DoRun() override
    {
        TryController("Margin", {"0", "1e-300", "1e10", "1e300", "1e308"});
        TryController("PlanTolerance", {"0", "1e300"});
        TryController("RateWeight", {"3e-308", "1"});
        TryController("ReplanPeriod", {"100ms", "9e9s"});
        Try("ReplanPeriod of all there is", [](CoInferenceFixture& run) {
            run.helper.SetControllerAttribute("ReplanPeriod", TimeValue(Time::Max()));
        });
        TryController("ReplanDrift", {"1e-300", "1e300"});
        TryController("Bandwidth", {"1e-40", "1e40", "1e300"});
        TryController("OverheadLatency", {"1e300", "1e308"});
        TryController("KeepRatioMin", {"3e-308", "1"});
        for (const std::string clock : {"1e-300", "1e-45", "1e45", "1e300"})
        {
            for (const bool server : {false, true})
            {
                Try("clock " + clock + (server ? " of the server" : " of the devices"),
                    [&](CoInferenceFixture& run) {
                        ProcessorHelper odd(server ? "LaimServer" : "LaimDevice");
                        odd.SetAttribute("Name", StringValue("odd"));
                        odd.SetAttribute("OperatingPoints", StringValue(clock));
                        odd.Install(server ? run.server : run.devices);
                        server ? run.helper.SetServerAttribute("Processor", StringValue("odd"))
                               : run.helper.SetClientAttribute("Processor", StringValue("odd"));
                    });
            }
        }
        // Tasks at one instant, and as many as there can be.
        const std::string path = CreateTempDirFilename("burst.csv");
        std::ofstream(path) << "TIMESTAMP\n5\n5\n5\n5\n7\n";
        for (const bool planPerTask : {false, true})
        {
            const auto counts = Try("a burst", [&](CoInferenceFixture& run) {
                run.helper.SetArrivals("ns3::edgeai::TraceArrivals", "File", StringValue(path));
                run.helper.SetClientAttribute("PlanPerTask", BooleanValue(planPerTask));
            });
            NS_TEST_EXPECT_MSG_EQ(counts.completed, 10, "a burst is served");
        }
        for (const std::string rate : {"1e-300", "1e6"})
        {
            Try(
                "Poisson, " + rate + " 1/s",
                [&](CoInferenceFixture& run) {
                    run.helper.SetArrivals("ns3::edgeai::PoissonArrivals",
                                           "Rate",
                                           StringValue(rate),
                                           "MaxTasks",
                                           UintegerValue(2000));
                },
                [](CoInferenceFixture& run) {
                    run.GetClient()->SetAttribute("QueueLimit", UintegerValue(20));
                    ScheduleCall(Seconds(1), [&run] { run.GetClient()->Generate(TaskShape()); });
                });
        }
        Try("an interval of 1 us", [](CoInferenceFixture& run) {
            run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                                   "Period",
                                   TimeValue(MicroSeconds(1)),
                                   "MaxTasks",
                                   UintegerValue(2000));
        });
    }
};

/// Devices that start and stop all the time, by every way to share a server.
class ComeAndGoCase : public TestCase
{
  public:
    ComeAndGoCase()
        : TestCase("devices that come and go, by every way to share a server")
    {
    }

  private:
    void Try(const std::string& sharing, const std::string& weights, bool udp, bool planPerTask)
    {
        const std::string what = sharing + ", " + weights + (udp ? ", UDP" : ", TCP") +
                                 (planPerTask ? "" : ", standing plans");
        CoInferenceFixture run("LaimPlanner", 4);
        run.helper.SetPlannerAttribute("Split", IntegerValue(4));
        run.helper.SetControllerAttribute("ServerSharing", StringValue(sharing));
        run.helper.SetControllerAttribute("SliceWeights", StringValue(weights));
        run.helper.SetControllerAttribute("ReplanPeriod", TimeValue(Seconds(1.1)));
        run.helper.SetClientAttribute("PlanPerTask", BooleanValue(planPerTask));
        run.helper.SetClientAttribute("Timeout", TimeValue(Seconds(2)));
        run.helper.SetClientAttribute(
            "Protocol",
            TypeIdValue(udp ? UdpSocketFactory::GetTypeId() : TcpSocketFactory::GetTypeId()));
        run.helper.SetArrivals("ns3::edgeai::PoissonArrivals", "Rate", DoubleValue(2));
        run.Build();
        Mutator draws(31);
        for (uint32_t i = 0; i < 4; ++i)
        {
            run.GetClient(i)->SetStartTime(MilliSeconds(draws.Draw(4000)));
            run.GetClient(i)->SetStopTime(MilliSeconds(5000 + draws.Draw(4000)));
        }
        const TaskCounts counts = run.Run(15);
        NS_TEST_EXPECT_MSG_EQ(ExplainImbalance(run.helper.GetMonitor()), "", what);
        NS_TEST_EXPECT_MSG_EQ(counts.unfinished, 0, what << ": every task has an end");
        // Planned as if alone, they are too many for the server.
        const uint64_t least = sharing == "Whole" ? 1 : 10;
        NS_TEST_EXPECT_MSG_GT(counts.completed, least, what << ": they are served");
        const auto controller = run.GetServer()->GetController();
        NS_TEST_EXPECT_MSG_EQ(run.GetServer()->GetJobCount(), 0, what << ": no work is left");
        for (uint64_t client = 1; client <= 4 && !udp; ++client)
        {
            NS_TEST_EXPECT_MSG_EQ(controller->GetSlice(client), 0, what << ": nobody has a slice");
        }
    }

    void DoRun() override
    {
        for (const bool udp : {false, true})
        {
            for (const bool planPerTask : {false, true})
            {
                Try("Slice", "Equal", udp, planPerTask);
                Try("Slice", "Load", udp, planPerTask);
                Try("Queue", "Equal", udp, planPerTask);
                Try("Whole", "Equal", udp, planPerTask);
            }
        }
    }
};

/// A battery that dies before, in, and after everything there is.
class DyingCase : public TestCase
{
  public:
    DyingCase()
        : TestCase("batteries that die at any instant of a task, of devices and of the server")
    {
    }

  private:
    void DoRun() override
    {
        std::map<TaskOutcome, uint64_t> seen;
        for (int step = 0; step < 24; ++step)
        {
            for (const bool server : {false, true})
            {
                CoInferenceFixture run;
                run.helper.SetPlannerAttribute("Split", IntegerValue(4));
                run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                                       "Period",
                                       TimeValue(Seconds(0.7)));
                BasicEnergySourceHelper battery;
                // A task takes some 0.05 J of a device, and less of the server.
                battery.Set("BasicEnergySourceInitialEnergyJ",
                            DoubleValue((server ? 0.01 : 0.02) + 0.0041 * step));
                battery.Set("BasicEnergyLowBatteryThreshold", DoubleValue(0));
                const NodeContainer& where = server ? run.server : run.devices;
                const auto sources = battery.Install(where);
                ProcessorContainer processors;
                processors.Add(Processor::Find(where.Get(0)));
                ProcessorHelper().InstallEnergyModel(processors, sources);
                run.Build();
                const TaskCounts counts = run.Run(20);
                const std::string what = std::to_string(step) + (server ? ", server" : ", device");
                NS_TEST_EXPECT_MSG_EQ(ExplainImbalance(run.helper.GetMonitor()), "", what);
                NS_TEST_EXPECT_MSG_LT_OR_EQ(counts.unfinished, 16, what);
                for (const auto& [outcome, count] : counts.byOutcome)
                {
                    seen[outcome] += count;
                }
            }
        }
        NS_TEST_EXPECT_MSG_GT(seen[TaskOutcome::BATTERY], 10, "batteries die");
    }
};

/// Losses, one after another, and reports that make no sense.
class BackOffCase : public TestCase
{
  public:
    BackOffCase()
        : TestCase("a rate that backs off to nothing comes back, and odd measurements change none")
    {
    }

  private:
    void DoRun() override
    {
        auto controller = CreateObject<CoInferenceController>();
        controller->Offer("VGG-16");
        ProcessorLimits server{128, 1e10, 2e-29, 2, {}};
        RequestBody request;
        request.network = "VGG-16";
        request.latencyBudget = 2;
        request.energyBudget = 1;
        request.gain = 1e-9;
        request.bandwidth = 5e6;
        request.noiseDensity = 4e-21;
        request.txPowerMax = 0.2;
        request.weightRate = 30;
        request.processor = ToBody({32, 2e9, 2e-29, 1, {}});
        const auto ask = [&] { return controller->Decide(1, request, server); };
        PlanBody plan = ask();
        NS_TEST_ASSERT_MSG_EQ(plan.IsUsable(), true, plan.reason);
        controller->ObserveLoss(7, 1e6); // nobody's
        const double before = controller->GetRateFactor(1);
        for (const double odd : {std::nan(""), INFINITE, 0.0, -1.0, -INFINITE, 1e50, 1e-50})
        {
            controller->ObserveLoss(1, odd);
            const double factor = controller->GetRateFactor(1);
            NS_TEST_EXPECT_MSG_EQ((factor > 0 && factor <= before), true, odd << ": " << factor);
            ReportBody report;
            report.plan = plan.number;
            report.uplinkBits = odd;
            report.uplinkTime = 1e-50;
            report.latency = report.gain = odd;
            if (ExplainBody(report).empty())
            {
                controller->Observe(1, report);
            }
            NS_TEST_EXPECT_MSG_EQ(std::isfinite(controller->GetRateFactor(1)), true, odd);
        }
        for (int i = 0; i < 5000; ++i)
        {
            controller->ObserveLoss(1, 1e6);
        }
        NS_TEST_EXPECT_MSG_GT(controller->GetRateFactor(1), 0, "not nothing");
        uint32_t asked = 0;
        do
        {
            plan = ask();
            ++asked;
        } while (asked < 100 && !plan.IsUsable());
        NS_TEST_EXPECT_MSG_EQ(plan.IsUsable(), true, asked << " requests: " << plan.reason);
        // The gain it reported is no number any more, but the one it asks with.
        NS_TEST_EXPECT_MSG_EQ(std::isfinite(plan.latency), true, plan.reason);
        controller->Dispose();
        Simulator::Destroy();
    }
};

class ExtremesTestSuite : public TestSuite
{
  public:
    ExtremesTestSuite()
        : TestSuite("edge-ai-extremes", TEST_SYSTEM)
    {
        AddTestCase(new BackOffCase, TEST_QUICK);
        AddTestCase(new DyingCase, TEST_QUICK);
        AddTestCase(new ComeAndGoCase, TEST_QUICK);
        AddTestCase(new ExtremeCase, TEST_QUICK);
    }
};

ExtremesTestSuite g_extremesTestSuite; ///< registers the suite

} // namespace
