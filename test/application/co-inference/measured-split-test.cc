/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Split inference between processors whose latencies were measured: plan against reality.

#include "profile/latency-file.h"
#include "support/co-inference-fixture.h"
#include "support/expectations.h"
#include "support/profile-test-kit.h"

#include "ns3/co-inference-figures.h"
#include "ns3/integer.h"
#include "ns3/latency-table.h"
#include "ns3/network-catalogue.h"
#include "ns3/task-profiles.h"

#include <cmath>
#include <memory>
#include <sstream>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

const std::string MEASURED_NETWORK = "ViT-B/16@part=encoder";

/// @returns times of its blocks: seconds each, the b-th (b + 1) % 3 + 1 times as long; without the
/// blocks from some on
std::shared_ptr<const LatencyTable>
MakeTable(double seconds, const std::string& header, std::size_t end = 99)
{
    std::ostringstream text;
    text << "# network: " << MEASURED_NETWORK << "\n# device: board of " << seconds
         << "\n# source: test\n# licence: none\n"
         << header << "block,latency_s\n";
    const NetworkProfile profile = LoadNetworkProfile(MEASURED_NETWORK);
    for (std::size_t b = 0; b < profile.blocks.size() && b < end; ++b)
    {
        text << profile.blocks[b].name << "," << seconds * ((b + 1) % 3 + 1) << "\n";
    }
    return std::make_shared<const LatencyTable>(ParseLatencyTable(text.str(), "table.csv"));
}

/// @returns what blocks take by that table [s]
double
GetSum(double seconds, std::size_t from, std::size_t to)
{
    double sum = 0;
    for (std::size_t b = from; b < to; ++b)
    {
        sum += seconds * ((b + 1) % 3 + 1);
    }
    return sum;
}

class PlanRealityCase : public TestCase
{
  public:
    PlanRealityCase()
        : TestCase("tasks take the measured times of device and server, as planned")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string planner : {"LaimPlanner",
                                          "LaimOnDevicePlanner",
                                          "LaimOnServerPlanner",
                                          "LaimFixedSplitPlanner",
                                          "NeurosurgeonPlanner"})
        {
            for (const std::string scaling : {"Fixed", "Clock"})
            {
                for (const std::string governor : {"Planned", "Performance"})
                {
                    Check(planner, scaling, governor);
                }
            }
        }
    }

    void Check(const std::string& planner, const std::string& scaling, const std::string& governor)
    {
        const std::string where = planner + ", " + scaling + ", " + governor + ": ";
        CoInferenceFixture run(planner, 1, MEASURED_NETWORK);
        run.helper.SetBudget(Seconds(2), 100);
        run.helper.SetControllerAttribute("AdaptRate", BooleanValue(false));
        const Ptr<Processor> device = Processor::Find(run.devices.Get(0));
        const Ptr<Processor> server = Processor::Find(run.server.Get(0));
        for (const Ptr<Processor>& processor : {device, server})
        {
            ObjectFactory factory("ns3::edgeai::" + governor + "Governor");
            processor->SetGovernor(factory.Create<Governor>());
            processor->SetAttribute("LatencyScaling", StringValue(scaling));
        }
        device->SetLatencies(MakeTable(0.02, "# clock_hz: 1e9\n# busy_power_w: 3\n"));
        server->SetLatencies(MakeTable(0.003, "# clock_hz: 4e9\n"));
        const TaskCounts counts = run.Run();
        EXPECT_TRUE(IsConserved(run.helper.GetMonitor()), where << "conserved");
        NS_TEST_EXPECT_MSG_EQ(counts.generated, 3, where);
        for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
        {
            NS_TEST_ASSERT_MSG_EQ(task->outcome, TaskOutcome::COMPLETED, where << task->detail);
            EXPECT_RELATIVE(task->realised.latency / task->planned.latency, 1, 0.005, where);
            EXPECT_RELATIVE(task->realised.energy / task->planned.energy, 1, 0.005, where);
            const auto& plan = task->Get<CoInferenceFigures>().planned;
            const uint32_t cut = plan.split;
            const std::size_t all = LoadNetworkProfile(MEASURED_NETWORK).blocks.size();
            const bool scales = scaling == "Clock";
            // By hand: the sum of the table, over the clock where that is assumed, pruned.
            const double own =
                GetSum(0.02, 0, cut) * plan.deviceKeepRatio * (scales ? 1e9 / plan.deviceClock : 1);
            const double others = GetSum(0.003, cut, all) * plan.serverKeepRatio *
                                  (scales ? 4e9 / plan.serverClock : 1);
            CheckStep(task->GetStep("device"), own, where + "device");
            CheckStep(task->GetStep("server"), others, where + "server");
            if (own > 0 && plan.deviceClock == 1e9)
            {
                EXPECT_RELATIVE(task->GetStep("device").energy, 3 * own, 1e-6, where << "power");
            }
        }
    }

    void CheckStep(const StepRecord& step, double seconds, const std::string& where)
    {
        if (seconds > 0)
        {
            EXPECT_RELATIVE(step.planned.time, seconds, 1e-6, where << " planned");
            EXPECT_RELATIVE(step.GetTime(), seconds, 1e-6, where << " realised");
        }
    }
};

class PartlyMeasuredCase : public TestCase
{
  public:
    PartlyMeasuredCase()
        : TestCase(
              "cuts whose parts were not measured are no cuts, and the reason is said in words")
    {
    }

  private:
    void DoRun() override
    {
        {
            // The device has times of three blocks only.
            CoInferenceFixture run("LaimPlanner", 1, MEASURED_NETWORK);
            run.helper.SetBudget(Seconds(2), 100);
            Processor::Find(run.devices.Get(0))->SetLatencies(MakeTable(1e-3, "", 3));
            run.Run();
            for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
            {
                EXPECT_TRUE(task->outcome == TaskOutcome::COMPLETED, task->detail);
                EXPECT_TRUE(task->Get<CoInferenceFigures>().planned.split <= 3, "measured cuts");
            }
        }
        CoInferenceFixture run("LaimPlanner", 1, MEASURED_NETWORK);
        run.helper.SetBudget(Seconds(2), 100);
        run.helper.SetClientAttribute("SplitMin", UintegerValue(4));
        Processor::Find(run.devices.Get(0))->SetLatencies(MakeTable(1e-3, "", 3));
        run.Run();
        for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
        {
            EXPECT_TRUE(task->outcome == TaskOutcome::REFUSED, "nothing is left");
            EXPECT_TRUE(Contains(task->detail, "with measured times on either side"), task->detail);
        }
    }
};

/// What a server offers to devices that have measured.
class OfferCase : public TestCase
{
  public:
    OfferCase()
        : TestCase("a name with times is offered like a network, and for its own shape of task")
    {
    }

  private:
    /// @returns why a task has no profile, or ""
    static std::string Refuse(TaskProfiles& profiles, const std::string& name, double tokens)
    {
        try
        {
            TaskShape shape;
            shape.tokensIn = tokens;
            profiles.Get(name, shape);
        }
        catch (const std::exception& error)
        {
            return error.what();
        }
        return "";
    }

    void DoRun() override
    {
        TaskProfiles profiles;
        BlockTimes times;
        times.seconds.assign(LoadNetworkProfile("BERT-base").blocks.size(), 1e-3);
        profiles.OfferTimes("BERT-base;board", "BERT-base", times);
        NS_TEST_EXPECT_MSG_EQ(Refuse(profiles, "BERT-base;board", 0), "", "as offered");
        EXPECT_TRUE(profiles.FindTimes("BERT-base;board") != nullptr, "its times");
        EXPECT_TRUE(profiles.FindTimes("BERT-base;other") == nullptr, "nobody's times");
        EXPECT_TRUE(Contains(Refuse(profiles, "BERT-base;board", 20), "for one shape of task"),
                    "other prompts were not measured");
        EXPECT_TRUE(Contains(Refuse(profiles, "BERT-base;other", 0), "is not offered"), "a guess");
        EXPECT_TRUE(Contains(Refuse(profiles, "BERT-base", 0), "is not offered"), "without times");
        times.seconds.pop_back();
        std::string reason;
        try
        {
            profiles.OfferTimes("short", "BERT-base", times);
        }
        catch (const std::exception& error)
        {
            reason = error.what();
        }
        EXPECT_TRUE(Contains(reason, "times were measured"), reason);
    }
};

class MeasuredSplitTestSuite : public TestSuite
{
  public:
    MeasuredSplitTestSuite()
        : TestSuite("edge-ai-measured-split", TEST_SYSTEM)
    {
        AddTestCase(new PlanRealityCase, TEST_QUICK);
        AddTestCase(new PartlyMeasuredCase, TEST_QUICK);
        AddTestCase(new OfferCase, TEST_QUICK);
    }
};

const MeasuredSplitTestSuite g_measuredSplitTestSuite; ///< registers the suite

} // namespace
