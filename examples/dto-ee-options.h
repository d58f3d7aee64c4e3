/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_OPTIONS_H
#define EDGE_AI_DTO_EE_OPTIONS_H

// What the example dto-ee takes on its command line.

#include "ns3/dto-ee-helper.h"
#include "ns3/experiment.h"
#include "ns3/network-catalogue.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace dtoee
{

/// What the command line says.
struct Options
{
    std::string link{"wifi"};
    std::string part{"all"};
    std::string planner{"DtoEeDistributedPlanner"};
    std::vector<std::string> planners{"all"};
    std::string network{"ResNet-101"};
    std::vector<double> cuts{0};
    std::vector<double> exits{1, 2};
    std::string table{};
    std::string service{"deterministic"};
    uint32_t devices{8};
    uint32_t cells{2};
    uint32_t nodes{3};
    double speed{0.16};
    double load{24};
    std::vector<double> loads{12, 24, 36};
    std::vector<double> values{0.5, 2, 8};
    double value{2};
    double loadStep{1.6};
    std::vector<double> failNode{2, 1};
    uint32_t rounds{10};
    double duration{8};
    double courseDuration{20};
    bool pcap{false};
};

/// Declare what the command line may say.
inline void
AddOptions(Experiment& experiment, Options& o)
{
    const auto find = [](const std::string& name) {
        return name == "all" || DtoEeHelper::RequirePlanner(name);
    };
    experiment.AddChoice("link",
                         "Between devices and edge: Wi-Fi cells, cells of the broadband radio, or "
                         "a wire of its own for every device and node",
                         o.link,
                         {"wifi", "broadband", "ideal"});
    experiment.AddChoice("part",
                         "Tables",
                         o.part,
                         {"all", "planners", "load", "value", "step", "failure"});
    experiment.AddName("planner",
                       "TypeId name of the planner, where one is looked at",
                       o.planner,
                       &DtoEeHelper::RequirePlanner,
                       &DtoEeHelper::ListPlanners);
    experiment.AddWords("planners",
                        "TypeId names of planners to compare, or all",
                        o.planners,
                        find,
                        &DtoEeHelper::ListPlanners);
    experiment.AddText("network",
                       "Catalogue name or profile file of the model",
                       o.network,
                       &LoadNetworkProfile);
    experiment.AddNumbers(
        "cuts",
        "Blocks before the second stage, the third, ...; 0: ResNet-101 behind its "
        "residual stages, others in four about equal parts",
        o.cuts,
        0,
        10000);
    experiment.AddNumbers("exits", "Stages behind which early exits are", o.exits, 1, 63);
    experiment.AddValue("table",
                        "File of confidence and correctness at every exit, one line per sample; "
                        "none: the law",
                        o.table);
    experiment.AddChoice("service",
                         "Service times of edge nodes",
                         o.service,
                         {"deterministic", "exponential"});
    experiment.AddValue("devices", "Devices", o.devices, 1, 1000);
    experiment.AddValue("cells", "Wireless cells they are in", o.cells, 1, 100);
    experiment.AddValue("nodes", "Edge nodes of each stage", o.nodes, 1, 64);
    experiment.AddValue("speed",
                        "Speeds of edge nodes, of 200 to 1000 GFLOP/s",
                        o.speed,
                        1e-3,
                        1e3);
    experiment.AddValue("load", "All tasks, where one load is looked at [1/s]", o.load, 0.1, 1e5);
    experiment.AddNumbers("loads", "All tasks [1/s]", o.loads, 0.1, 1e5);
    experiment.AddValue("value", "What accuracy 1 is worth [s]", o.value, 0, 1e6);
    experiment.AddNumbers("values", "The same, to be compared [s]", o.values, 0, 1e6);
    experiment.AddValue("loadStep",
                        "Factor of the load half way through a run",
                        o.loadStep,
                        0,
                        100);
    experiment.AddNumbers("failNode",
                          "Stage (from 1) and index (from 0) of the node that fails half way",
                          o.failNode,
                          0,
                          1000);
    experiment.AddValue("rounds", "Rounds in a slot of 1 s", o.rounds, 1, 1000);
    experiment.AddValue("duration", "Length of a run behind its warm-up [s]", o.duration, 1, 1e5);
    experiment.AddValue("courseDuration",
                        "The same of runs in which something happens half way [s]",
                        o.courseDuration,
                        2,
                        1e5);
    experiment.AddValue("pcap", "Keep packet traces of the step's run", o.pcap);
    experiment.AddRule([&o]() -> std::string {
        const bool sound = o.failNode.size() == 2 && o.failNode[0] >= 1 && o.nodes > 1 &&
                           o.failNode[0] <= (o.cuts[0] > 0 ? o.cuts.size() + 1 : 4) &&
                           o.failNode[1] < o.nodes;
        const bool wanted = o.part == "all" || o.part == "failure";
        return sound || !wanted ? "" : "--failNode: no such node, or its stage has no other";
    });
}

/// @returns the model in parts
inline DtoEeModel
MakeModel(const Options& options)
{
    std::vector<uint32_t> cuts(options.cuts.begin(), options.cuts.end());
    if (cuts[0] == 0)
    {
        cuts = options.network == "ResNet-101" ? std::vector<uint32_t>{5, 9, 32}
                                               : DtoEeModel::CutEvenly(options.network, 4);
    }
    std::vector<uint32_t> exits;
    for (const double exit : options.exits)
    {
        exits.push_back(static_cast<uint32_t>(exit));
    }
    DtoEeModel model = DtoEeModel::FromNetwork(options.network, cuts, exits);
    model.confidences = options.table;
    return model;
}

} // namespace dtoee
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_OPTIONS_H
