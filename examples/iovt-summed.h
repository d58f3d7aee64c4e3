/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_IOVT_SUMMED_H
#define EDGE_AI_IOVT_SUMMED_H

// --objective=summed of the example iovt: the objective that the authors of arXiv 2411.00838 coded,
// summed latencies of two devices, beside this module's bottleneck, over the latencies of RepVGG-B3
// that they measured and published. Camera and sink are at links of 10 Gbit/s.
//
//   camera --- Jetson TX2 --- GPU server --- sink       point-to-point
//
// What they did not measure, 26 of 27 blocks on the server and the last one on the Jetson, is
// modelled: see ns3/iovt-defaults.h.

#include "iovt-results.h"
#include "iovt-scenario.h"

#include "ns3/iovt-defaults.h"

#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace iovt
{

/// What the authors coded, what this module plans for, and no division at all.
inline std::vector<Scheme>
GetSummedSchemes()
{
    const std::string authors = "IovtAuthorsPlanner";
    return {{"ours, bottleneck", "IovtPlanner", 0, {{"Objective", "Throughput"}}},
            {"ours, latency", "IovtPlanner", 0, {{"Objective", "Latency"}}},
            {"authors, exact", authors, 0, {{"Mode", "Exact"}}},
            {"authors, gradient", authors, 0, {{"Mode", "GradientDescent"}}},
            {"authors, grid", authors, 0, {{"Mode", "Grid"}}},
            {"all on device", "IovtDevicePlanner", 1},
            {"all on server", "IovtDevicePlanner", 2}};
}

/// @returns "10-17": layers of each device
inline std::string
DescribeLayers(const ChainPlan& plan)
{
    std::string layers;
    for (const ChainStage& stage : plan.stages)
    {
        layers += (layers.empty() ? "" : "-") + std::to_string(stage.endLayer - stage.firstLayer);
    }
    return layers;
}

/// Add the scenarios, tables and the figure of the summed objective.
inline void
AddSummed(Experiment& experiment, const Options& options)
{
    // A block with all its branches, in the fastest way to execute them; with --full also with
    // whatever branches are fastest, at a loss of accuracy that nobody published.
    std::vector<std::pair<std::string, std::string>> variants{{"all branches", "all"}};
    if (options.full)
    {
        variants.emplace_back("any branch", "any");
    }
    for (const auto& [variant, structure] : variants)
    {
        for (const double rate : options.rates)
        {
            for (const Scheme& scheme : GetSummedSchemes())
            {
                for (const double load : {0.5, 1.25})
                {
                    Scenario scenario;
                    scenario.part = "summed";
                    scenario.variant = variant;
                    scenario.network = "RepVGG-B3";
                    scenario.scheme = scheme;
                    scenario.queue = options.queue;
                    scenario.load = load;
                    scenario.problem = MakeMeasuredProblem({{structure, 0}}, rate);
                    const double pace = 1 / PlanFor(scenario).bottleneck;
                    scenario.problem.frameRate = load * pace;
                    const double passing = std::min(load, 1.0) * pace;
                    scenario.warmUp = 0.1 + options.frames / 4.0 / passing;
                    scenario.duration = scenario.warmUp + options.frames / passing;
                    experiment.AddScenario(
                        {{"part", scenario.part},
                         {"variant", variant},
                         {"link", scenario.link},
                         {"scheme", scheme.name},
                         {"planner", scheme.planner},
                         {"link_rate", rate},
                         {"frame_rate", scenario.problem.frameRate},
                         {"load", load},
                         {"queue", scenario.queue}},
                        [options, scenario](ScenarioResults& results) {
                            Report(scenario, Simulate(options, scenario), results, &DescribeLayers);
                        });
                }
            }
        }
        const std::string title = "RepVGG-B3 as measured, " + variant;
        experiment.AddTable(TableView(title + ": latency of frames that do not wait",
                                      "link_rate scheme layers_and_kernels latency")
                                .Where("variant", variant)
                                .Where("load", 0.5)
                                .RuleBy("link_rate"));
        experiment.AddTable(TableView(title + ": throughput of a saturated pipeline",
                                      "link_rate scheme layers_and_kernels throughput")
                                .Where("variant", variant)
                                .Where("load", 1.25)
                                .RuleBy("link_rate"));
        experiment.AddFigure(
            FigureView("summed-" + structure, title + ": latency of frames that do not wait")
                .Where("variant", variant)
                .Where("load", 0.5)
                .Series("scheme", "link_rate", "latency_realised")
                .Axes("", "latency [s]")
                .LogX()
                .LogY());
    }
}

} // namespace iovt
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_IOVT_SUMMED_H
