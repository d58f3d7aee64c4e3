/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_OPTIONS_H
#define EDGE_AI_DTO_EE_OPTIONS_H

// What the example dto-ee takes on its command line.

#include "ns3/dto-ee-helper.h"
#include "ns3/experiment.h"
#include "ns3/network-catalogue.h"
#include "ns3/profile-error.h"
#include "ns3/type-id.h"

#include <algorithm>
#include <cmath>
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
    std::string part{"brief"};
    std::string planner{"DtoEeDistributedPlanner"};
    std::vector<std::string> planners{"all"};
    std::string network{"ResNet-101"};
    std::vector<double> cuts{0};
    std::vector<double> exits{1, 2};
    std::string table{};
    std::string thresholds{"stage"};
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

/// @returns how many stages the model has
inline std::size_t
GetStages(const Options& options)
{
    return options.cuts[0] > 0 ? options.cuts.size() + 1 : 4;
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

/// @returns whether a planner can give every node a threshold of its own
inline bool
HasNodeThresholds(const std::string& planner)
{
    const std::string space = "ns3::edgeai::";
    const bool whole = planner.compare(0, space.size(), space) == 0;
    TypeId::AttributeInformation unused;
    return TypeId::LookupByName(whole ? planner : space + planner)
        .LookupAttributeByName("ThresholdScope", &unused);
}

/// @returns what is wrong with options that are sound one by one; empty: nothing
inline std::string
Explain(const Options& o)
{
    const auto whole = [](double value) { return value == std::floor(value); };
    const std::size_t stages = GetStages(o);
    if (!std::all_of(o.cuts.begin(), o.cuts.end(), whole) || (o.cuts[0] == 0 && o.cuts.size() > 1))
    {
        return "--cuts: allowed are whole numbers, or 0 alone";
    }
    if (!std::all_of(o.exits.begin(), o.exits.end(), whole))
    {
        return "--exits: allowed are whole numbers";
    }
    try
    {
        DtoEeModel model = MakeModel(o);
        model.confidences.clear();
        const std::string exits = model.ExplainExits();
        model.confidences = o.table;
        const std::string table = model.ExplainExits();
        if (!table.empty())
        {
            return exits.empty() ? "--table: " + table : "--exits: " + exits;
        }
    }
    catch (const ProfileError& error)
    {
        return std::string("--cuts: ") + error.what();
    }
    const std::vector<double>& f = o.failNode;
    const bool there = f.size() == 2 && whole(f[0]) && whole(f[1]) && f[0] >= 1 &&
                       f[0] <= static_cast<double>(stages) && f[1] < o.nodes && o.nodes > 1;
    if (!there && (o.part == "all" || o.part == "failure"))
    {
        return "--failNode: no such node, or its stage has no other; allowed are a stage of 1 to " +
               std::to_string(stages) + " and an index of 0 to " + std::to_string(o.nodes - 1) +
               ", and --nodes=2 or more";
    }
    if (!o.table.empty() && (o.thresholds == "node" || o.part == "thresholds"))
    {
        return "--table: thresholds of nodes take the law of the exits; allowed are "
               "--thresholds=stage and another --part";
    }
    if (o.part == "thresholds" && !HasNodeThresholds(o.planner))
    {
        return "--part=thresholds: --planner has thresholds of exits only";
    }
    return o.part == "step" && o.loadStep == 0 ? "--loadStep: 0 is no step for --part=step" : "";
}

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
    experiment.AddChoice(
        "part",
        "Tables; brief: some methods, and a step of the load; all: some minutes",
        o.part,
        {"brief", "all", "planners", "load", "value", "thresholds", "step", "failure"});
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
    experiment.AddChoice("thresholds",
                         "Whose they are, of planners that have both: one for all nodes of a "
                         "stage, or each node its own",
                         o.thresholds,
                         {"stage", "node"});
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
                        "Factor of the load half way through a run; 0: no such run",
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
    experiment.AddRule([&o] { return Explain(o); });
}

} // namespace dtoee
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_OPTIONS_H
