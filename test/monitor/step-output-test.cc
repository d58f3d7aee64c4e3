/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What the monitor writes about the steps of tasks, what it makes of them, and what it does not
// take.

#include "ns3/edge-ai-compat.h"
#include "ns3/inference-monitor.h"
#include "ns3/pipeline-report.h"
#include "ns3/step-summary.h"
#include "ns3/test.h"

#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @returns a frame that passed a link and a stage and is on its second link
TaskRecord
MakeFrame()
{
    TaskRecord frame;
    frame.id = 4;
    frame.node = 0;
    frame.plan = 7;
    frame.generated = 1;
    frame.network = "RepVGG-A0";
    StepRecord link;
    link.planned.name = "link 0";
    link.planned.kind = StepKind::TRANSFER;
    link.planned.node = 0;
    link.planned.peer = 2;
    link.planned.time = .1;
    link.queued = 1;
    link.started = 1.25;
    link.finished = 1.5;
    link.bits = 800;
    StepRecord stage;
    stage.planned.name = "stage 1";
    stage.planned.node = 2;
    stage.planned.time = .25;
    stage.part = "layers 1-5";
    stage.queued = 1.5;
    stage.started = 1.5;
    stage.finished = 2;
    stage.work = 1e9;
    stage.traffic = 1e6;
    stage.energy = .125;
    PipelineFigures figures;
    figures.structure = 3;
    stage.Set(figures);
    StepRecord last;
    last.planned.name = "link 1";
    last.planned.kind = StepKind::TRANSFER;
    last.planned.node = 2;
    last.queued = 2;
    frame.steps = {link, stage, last};
    return frame;
}

Ptr<InferenceMonitor>
MakeStepMonitor()
{
    auto monitor = CreateObject<InferenceMonitor>();
    TaskRecord frame = MakeFrame();
    monitor->Begin(frame);
    frame.ended = 2.5;
    frame.outcome = TaskOutcome::SEGMENT_LOST;
    monitor->End(frame);
    return monitor;
}

std::string
ReadAndRemove(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    file.close();
    std::remove(path.c_str());
    return text;
}

class StepCsvCase : public TestCase
{
  public:
    StepCsvCase()
        : TestCase("a row per step, with what is not known left empty")
    {
    }

  private:
    void DoRun() override
    {
        const auto monitor = MakeStepMonitor();
        monitor->Write("edge-ai-step-test.csv");
        std::remove("edge-ai-step-test.csv");
        NS_TEST_EXPECT_MSG_EQ(
            ReadAndRemove("edge-ai-step-test-steps.csv"),
            "task,step,name,kind,node,peer,part,after,share,time_planned_s,time_realised_s,"
            "wait_planned_s,wait_s,energy_planned_J,energy_realised_J,payload_planned_bit,payload_"
            "realised_bit,"
            "work_planned_FLOP,work_realised_FLOP,memory_traffic_B,queued_s,started_s,finished_s,"
            "structure\n"
            "4,0,link 0,transfer,0,2,,,1,0.1,0.25,,0.25,,,,800,,,,1,1.25,1.5,\n"
            "4,1,stage 1,compute,2,,layers 1-5,,1,0.25,0.5,,0,,0.125,,,,1e+09,1e+06,1.5,1.5,2,3\n"
            "4,2,link 1,transfer,2,,,,1,,,,,,,,,,,,2,,,\n",
            "byte for byte");
    }
};

class StepTimelineCase : public TestCase
{
  public:
    StepTimelineCase()
        : TestCase("the timeline shows steps where they run and what runs, with plan and reality")
    {
    }

  private:
    void DoRun() override
    {
        MakeStepMonitor()->Write("edge-ai-step-test.json");
        const auto json = nlohmann::json::parse(ReadAndRemove("edge-ai-step-test.json"));
        unsigned links = 0;
        unsigned stages = 0;
        unsigned waits = 0;
        for (const auto& event : json["traceEvents"])
        {
            const std::string category = event.value("cat", "");
            links += category == "link 0" || category == "link 1";
            waits += category.find(" queue") != std::string::npos;
            if (category == "stage 1")
            {
                ++stages;
                NS_TEST_EXPECT_MSG_EQ(event["name"], "RepVGG-A0 layers 1-5", "what runs");
                NS_TEST_EXPECT_MSG_EQ(event["args"].value("structure", -1), 3, "how");
                NS_TEST_EXPECT_MSG_EQ(event["pid"].get<int>(), 3, "on its own node");
                NS_TEST_EXPECT_MSG_EQ(event["ts"].get<double>(), 1.5e6, "when it began");
                NS_TEST_EXPECT_MSG_EQ(event["dur"].get<double>(), 5e5, "how long it took");
                NS_TEST_EXPECT_MSG_EQ(event["args"]["time planned [s]"].get<double>(), .25, "plan");
                NS_TEST_EXPECT_MSG_EQ(event["args"]["time realised [s]"].get<double>(), .5, "real");
                NS_TEST_EXPECT_MSG_EQ(event["args"]["energy realised [J]"].get<double>(),
                                      .125,
                                      "energy");
            }
        }
        NS_TEST_EXPECT_MSG_EQ(links, 1, "the link it passed");
        NS_TEST_EXPECT_MSG_EQ(stages, 1, "the stage");
        NS_TEST_EXPECT_MSG_EQ(waits, 1, "it waited for the first link only");
    }
};

class StepFaultCase : public TestCase
{
  public:
    StepFaultCase()
        : TestCase("a step that ends before it begins is counted; windows must have a length")
    {
    }

  private:
    void DoRun() override
    {
        auto monitor = CreateObject<InferenceMonitor>();
        TaskRecord frame = MakeFrame();
        monitor->Begin(frame);
        frame.ended = 3;
        frame.outcome = TaskOutcome::COMPLETED;
        frame.steps[1].finished = 1;
        monitor->End(frame);
        NS_TEST_EXPECT_MSG_EQ(monitor->GetErrors().badRecord, 1, "counted");
        bool thrown = false;
        try
        {
            ListThroughput(monitor->GetRecords(), 0, 1);
        }
        catch (const std::invalid_argument&)
        {
            thrown = true;
        }
        NS_TEST_EXPECT_MSG_EQ(thrown, true, "no window");
        NS_TEST_EXPECT_MSG_EQ(ListThroughput(monitor->GetRecords(), 2, 5).size(),
                              2,
                              "the last, incomplete one is left out");
        NS_TEST_EXPECT_MSG_EQ(SummariseSteps({}, 0, 1).size(), 0, "nothing to summarise");
    }
};

/// Steps of several nodes and of tasks that do not take the same ones.
class StepSummaryCase : public TestCase
{
  public:
    StepSummaryCase()
        : TestCase("steps by name: order, means over the same tasks, utilisation per node")
    {
    }

  private:
    /// @param [in] name of the step  @param [in] node who does it  @param [in] start instant [s]
    /// @param [in] plan expected duration [s]  @param [in] fact duration [s]  @returns it
    static StepRecord Make(const std::string& name,
                           uint32_t node,
                           double start,
                           double plan,
                           double fact)
    {
        StepRecord step;
        step.planned.name = name;
        step.planned.node = node;
        step.planned.time = plan;
        step.queued = start - 1;
        step.started = start;
        step.finished = start + fact;
        return step;
    }

    void DoRun() override
    {
        TaskRecord early; // before the span, but it tells the order
        early.generated = -5;
        early.steps = {Make("a", 0, 0, 1, 9), Make("d", 0, 0, 1, 9)};
        TaskRecord one;
        one.steps = {Make("a", 1, 1, 1, 2), Make("b", 1, 3, 1, 1), Make("d", 1, 8, 1, 4)};
        TaskRecord two;
        two.steps = {Make("a", 2, 1, NOT_AVAILABLE, 4), Make("c", 2, 5, 2, 3)};
        const std::vector<const TaskRecord*> records{&early, &one, &two};
        std::string names;
        for (const std::string& name : ListStepNames(records))
        {
            names += name;
        }
        NS_TEST_EXPECT_MSG_EQ(names, "acbd", "each behind the one before it");
        const auto steps = SummariseSteps(records, 0, 10);
        NS_TEST_ASSERT_MSG_EQ(steps.size(), 4, "four names");
        NS_TEST_EXPECT_MSG_EQ(steps[0].tasks, 2, "the early one does not count");
        NS_TEST_EXPECT_MSG_EQ_TOL(steps[0].planned, 1, 1e-12, "of the task that has both");
        NS_TEST_EXPECT_MSG_EQ_TOL(steps[0].realised, 2, 1e-12, "of the same task");
        NS_TEST_EXPECT_MSG_EQ_TOL(steps[0].wait, 1, 1e-12, "wait");
        // Who did them was busy in the span, whenever the task was generated.
        NS_TEST_EXPECT_MSG_EQ_TOL(steps[0].utilisation, .5, 1e-12, "15 s of 10 s on three nodes");
        NS_TEST_EXPECT_MSG_EQ_TOL(steps[1].realised, 3, 1e-12, "c");
        NS_TEST_EXPECT_MSG_EQ_TOL(steps[3].utilisation, .55, 1e-12, "as far as within the span");
        NS_TEST_EXPECT_MSG_EQ(steps[3].tasks, 0, "finished after the span");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(steps[3].realised), true, "and in no mean");
        const auto late = SummariseSteps(records, 0, 12);
        NS_TEST_EXPECT_MSG_EQ(late[3].tasks, 1, "finished at its end");
        NS_TEST_EXPECT_MSG_EQ_TOL(late[3].realised, 4, 1e-12, "in the mean");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(steps[3].intensity), true, "no work known");
        std::ostringstream text;
        PrintSteps(steps, text);
        NS_TEST_EXPECT_MSG_NE(text.str().find("utilisation"), std::string::npos, text.str());
        NS_TEST_EXPECT_MSG_EQ(text.str().find("nan"), std::string::npos, text.str());
    }
};

class StepOutputTestSuite : public TestSuite
{
  public:
    StepOutputTestSuite()
        : TestSuite("edge-ai-step-output", TEST_UNIT)
    {
        AddTestCase(new StepCsvCase, TEST_QUICK);
        AddTestCase(new StepTimelineCase, TEST_QUICK);
        AddTestCase(new StepFaultCase, TEST_QUICK);
        AddTestCase(new StepSummaryCase, TEST_QUICK);
    }
};

StepOutputTestSuite g_stepOutputTestSuite; ///< registers the suite

} // namespace
