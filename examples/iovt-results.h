/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_IOVT_RESULTS_H
#define EDGE_AI_IOVT_RESULTS_H

// What the example iovt reports of a simulation.

#include "iovt-scenario.h"

#include "ns3/experiment.h"

#include <algorithm>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace iovt
{

/// @returns "3-17-3 | 5 3 1": layers of each device, kernel sizes of those that compute
inline std::string
Describe(const ChainPlan& plan)
{
    std::string layers;
    std::string kernels;
    for (const ChainStage& stage : plan.stages)
    {
        layers += (layers.empty() ? "" : "-") + std::to_string(stage.endLayer - stage.firstLayer);
        kernels += (kernels.empty() ? "" : " ") +
                   (stage.IsRelay() ? std::string("-") : std::to_string(2 * stage.option + 1));
    }
    return layers + " | " + kernels;
}

/// Declare what is reported of all scenarios, and of a link that degrades over time.
inline void
SetColumns(Experiment& experiment, const std::string& division = "layers | kernels")
{
    ResultColumns columns;
    columns.Add("part", "", "table to which the scenario belongs");
    columns.Add("variant", "", "how a scheme is used");
    columns.Add("link", "", "between boards");
    columns.Add("scheme", "", "name of the way to decide");
    columns.Add("planner", "", "TypeId name");
    columns.Add("link_rate", "bit/s", "between boards; over Wi-Fi, what the first plan assumes")
        .Head("link")
        .Shown("Mbit/s", 1e-6);
    columns.Add("frame_rate", "1/s", "of the camera").Head("camera").Shown("frame/s", 1);
    columns.Add("load", "", "frame rate times the plan's T_b").Head("share of 1 / T_b");
    columns.Add("queue", "frames", "that may wait before a board or a link");
    columns.Add("layers_and_kernels", "", "of each device, first plan").Head(division);
    columns.AddPair("throughput", "1/s", "first plan", 4, "frame/s");
    columns.AddPair("accuracy", "", "first plan");
    columns.AddPair("latency", "s", "of a frame, first plan");
    columns.Add("last_layers_and_kernels", "", "of each device, last plan")
        .Head("layers | kernels");
    columns.Add("last_throughput_planned", "1/s", "last plan")
        .Head("throughput plan")
        .Shown("frame/s", 1);
    columns.Add("last_throughput_ratio", "", "realised over planned, last plan")
        .Head("ratio")
        .Quotient("throughput_realised", "last_throughput_planned");
    for (const std::string board : {"1", "2", "3"})
    {
        columns.Add("eta_" + board, "", "share of peak of board " + board + ", last plan")
            .Digits(3);
    }
    columns.Add("captured", "frames", "by the camera");
    columns.Add("completed", "frames", "that reached the sink");
    columns.Add("dropped", "frames", "with a reason");
    columns.Add("unfinished", "frames", "under way at the end");
    columns.Add("dropped_share", "", "of captured frames")
        .Head("dropped")
        .Shown("%", 100)
        .Digits(3)
        .Quotient("dropped", "captured");
    columns.Add("plans", "", "made during the run");
    columns.Add("status", "", "why there is nothing, if there is nothing").Head("nothing because");
    experiment.SetColumns(columns);

    ResultColumns windows;
    windows.Add("variant", "", "how the scheme is used");
    windows.Add("start", "s", "of a window of 1 s").Head("from");
    windows.Add("captured", "frames", "in the window").Shown("", 1);
    windows.Add("completed", "frames", "in the window").Shown("", 1);
    windows.Add("dropped", "frames", "in the window").Shown("", 1);
    windows.Add("latency", "s", "mean of completed frames");
    windows.Add("throughput", "1/s", "completed frames over the window").Shown("frame/s", 1);
    experiment.AddSheet("windows", windows);

    ResultColumns reasons;
    reasons.Add("variant", "", "how the scheme is used");
    reasons.Add("frames", "", "so many");
    reasons.Add("outcome", "", "how they ended").Head("what became of them");
    experiment.AddSheet("reasons", reasons);

    ResultColumns plans;
    plans.Add("variant", "", "how the scheme is used");
    plans.Add("plan", "", "number");
    plans.Add("made", "s", "when it was decided");
    plans.Add("used", "s", "when the camera was told");
    plans.Add("cause", "", "why it was made");
    plans.Add("layers_and_kernels", "", "of each device").Head("layers | kernels");
    plans.Add("capacity", "1/s", "1 / T_b").Head("planned").Shown("frame/s", 1);
    plans.Add("accuracy", "", "planned");
    plans.Add("moved", "B", "weights sent for it").Head("weights sent");
    experiment.AddSheet("plans", plans);

    ResultColumns steps;
    steps.Add("variant", "", "how the scheme is used");
    steps.Add("step", "", "link or stage on the way");
    steps.Add("frames", "", "that it served");
    steps.AddPair("time", "s", "mean duration");
    steps.Add("wait", "s", "mean, before it");
    steps.Add("utilisation", "", "busy time over the run");
    steps.Add("intensity", "FLOP/B", "of a stage: work over traffic");
    steps.Add("energy", "J", "mean per frame");
    experiment.AddSheet("steps", steps);
}

/// Tables of what happened in the course of one scenario.
inline void
AddCourseTables(Experiment& experiment, const std::string& title, const std::string& variant)
{
    const auto add =
        [&](const std::string& sheet, const std::string& what, const std::string& columns) {
            experiment.AddTable(
                TableView(title + ": " + what, columns).From(sheet).Where("variant", variant));
        };
    add("windows", "second by second", "start captured completed dropped latency");
    add("reasons", "all frames", "frames outcome");
    add("plans", "plans", "plan made used cause layers_and_kernels capacity accuracy moved");
    add("steps", "links and stages", "step frames time wait utilisation intensity energy");
}

/// Report what happened in the course of a scenario.
inline void
ReportCourse(const Outcome& outcome, ScenarioResults& results)
{
    for (const ThroughputWindow& window : outcome.windows)
    {
        ResultRow& row = results.AddRow("windows");
        row.Set("start", window.start).Set("captured", window.generated);
        row.Set("completed", window.completed).Set("dropped", window.dropped);
        row.Set("latency", window.latency).Set("throughput", window.GetThroughput());
    }
    const auto count = [&results](uint64_t frames, const std::string& what) {
        results.AddRow("reasons").Set("frames", frames).Set("outcome", what);
    };
    count(outcome.counts.generated, "captured");
    for (const auto& [reason, frames] : outcome.counts.byOutcome)
    {
        count(frames, ToString(reason));
    }
    count(outcome.counts.unfinished, "unfinished at the end");
    for (const PipelineChange& change : outcome.plans)
    {
        const double used = change.used.IsNegative() ? NOT_AVAILABLE : change.used.GetSeconds();
        ResultRow& row = results.AddRow("plans");
        row.Set("plan", change.number).Set("made", change.made.GetSeconds()).Set("used", used);
        row.Set("cause", change.cause).Set("layers_and_kernels", Describe(change.plan));
        row.Set("capacity", change.plan.capacity).Set("accuracy", change.plan.accuracy);
        row.Set("moved", change.movedBytes);
    }
    for (const StepSummary& step : outcome.steps)
    {
        ResultRow& row = results.AddRow("steps");
        row.Set("step", step.name).Set("frames", step.tasks);
        row.SetPair("time", step.planned, step.realised);
        row.Set("wait", step.wait).Set("utilisation", step.utilisation);
        row.Set("intensity", step.intensity).Set("energy", step.energyRealised);
    }
}

/// Report what came of a scenario. @param [in] describe puts divisions into words
inline void
Report(const Scenario& scenario,
       const Outcome& o,
       ScenarioResults& results,
       std::string (*describe)(const ChainPlan& plan) = &Describe)
{
    results.Count(o.counts, o.fault);
    const double rate = scenario.problem.frameRate;
    ResultRow& row = results.AddRow();
    row.Set("layers_and_kernels", describe(o.plan));
    row.SetPair("throughput", std::min(o.plan.capacity, rate), o.throughput);
    row.SetPair("accuracy", o.plan.accuracy, o.accuracy);
    row.SetPair("latency", o.plan.latency, o.latency);
    row.Set("last_layers_and_kernels", describe(o.lastPlan));
    row.Set("last_throughput_planned", std::min(o.lastPlan.capacity, rate));
    for (std::size_t i = 0; i < std::min<std::size_t>(3, o.lastPlan.stages.size()); ++i)
    {
        const ChainStage& stage = o.lastPlan.stages[i];
        row.Set("eta_" + std::to_string(i + 1), stage.IsRelay() ? NOT_AVAILABLE : stage.efficiency);
    }
    row.Set("captured", o.counts.generated).Set("completed", o.counts.completed);
    row.Set("dropped", o.counts.dropped).Set("unfinished", o.counts.unfinished);
    row.Set("plans", o.plans.size()).Set("status", o.status);
    if (scenario.degradeAt > 0)
    {
        ReportCourse(o, results);
    }
}

} // namespace iovt
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_IOVT_RESULTS_H
