/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_EXAMPLE_LAIM_OPTIONS_H
#define EDGE_AI_EXAMPLE_LAIM_OPTIONS_H

// What laim.cc takes on its command line.

#include "ns3/broadband-medium.h"
#include "ns3/experiment.h"
#include "ns3/network-catalogue.h"
#include "ns3/split-planner.h"
#include "ns3/uinteger.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace laim
{

/// What the command line says.
struct Options
{
    std::string setup{"own"};
    std::string link{"all"};
    std::string sweep{"all"};
    std::string network{"ViT-L/16@part=encoder"};
    std::vector<std::string> planners{"LaimPlanner",
                                      "LaimScaPlanner",
                                      "LaimSeparatePlanner",
                                      "LaimFixedPowerPlanner",
                                      "LaimEqualTimePlanner",
                                      "LaimOnDevicePlanner",
                                      "LaimOnServerPlanner",
                                      "LaimFixedFrequencyPlanner",
                                      "LaimRandomPlanner",
                                      "LaimNoPruningPlanner"};
    std::vector<double> latencies{0.25, 0.5, 1, 1.5, 2};
    std::vector<double> energies{0.01, 0.05, 0.1, 0.5};
    double latency{1};
    double energy{0.1};
    int32_t split{4};
    uint32_t devices{1};
    uint32_t tasks{10};
    double distance{60};
    double cellRadius{180};
    double speed{5};
    std::string fading{"TdlC"};
    double tolerance{0.005};
    bool full{false};
    bool pcap{false};
};

/// @returns "", or what is wrong with the number of devices
inline std::string
ExplainDevices(const Options& options)
{
    // As the command line has it; every device of a cell needs a subchannel to ask for more.
    UintegerValue subchannels;
    CreateObject<BroadbandMedium>()->GetAttribute("Subchannels", subchannels);
    return options.link != "ideal" && options.link != "wifi" && options.devices > subchannels.Get()
               ? "--devices: more than the " + std::to_string(subchannels.Get()) +
                     " subchannels of the broadband cell, of which each needs one"
               : "";
}

/// @returns "", or which option the paper's own set-up leaves without effect; published points
/// beside plans of several devices would be compared with another set-up
inline std::string
ExplainSetup(const Options& o)
{
    if (o.setup == "own")
    {
        return o.full ? "--full: needs --setup=printed, whose budgets it is about" : "";
    }
    const Options own;
    const std::string word = o.network != own.network         ? "--network"
                             : o.planners != own.planners     ? "--planners"
                             : o.sweep != own.sweep           ? "--sweep"
                             : o.latencies != own.latencies   ? "--latencies"
                             : o.energies != own.energies     ? "--energies"
                             : o.latency != own.latency       ? "--latency"
                             : o.energy != own.energy         ? "--energy"
                             : o.split != own.split           ? "--split"
                             : o.devices != own.devices       ? "--devices"
                             : o.cellRadius != own.cellRadius ? "--radius"
                             : o.speed != own.speed           ? "--speed"
                             : o.fading != own.fading         ? "--fading"
                             : o.pcap                         ? "--pcap"
                                                              : "";
    return word.empty() ? ""
                        : word + ": --setup=printed has networks, schemes and budgets of its own, "
                                 "and one device";
}

/// @returns "", or what is wrong with the number of blocks on the device
inline std::string
ExplainSplit(const Options& options)
{
    const auto blocks = static_cast<int64_t>(LoadNetworkProfile(options.network).blocks.size());
    return options.split > blocks
               ? "--split: " + std::to_string(options.split) + " of the " + std::to_string(blocks) +
                     " blocks of --network; allowed is -1 to " + std::to_string(blocks)
               : "";
}

/// Declare what the command line may say.
inline void
AddOptions(Experiment& experiment, Options& o)
{
    experiment.AddChoice("setup", "Whose cell", o.setup, {"own", "printed"});
    experiment.AddValue("full",
                        "Set-up as printed: run every budget of the paper, not one a panel",
                        o.full);
    experiment.AddChoice("link", "Network", o.link, {"all", "ideal", "wifi", "broadband"});
    experiment.AddChoice("sweep", "Budgets", o.sweep, {"all", "latency", "energy", "none"});
    experiment.AddText("network",
                       "Catalogue name or profile file (.json)",
                       o.network,
                       LoadNetworkProfile);
    experiment.AddWords("planners",
                        "Split planners",
                        o.planners,
                        RequireSplitPlanner,
                        ListSplitPlanners);
    experiment.AddNumbers("latencies", "Latency budgets of the sweep [s]", o.latencies, 1e-3, 1e3);
    experiment.AddNumbers("energies", "Energy budgets of the sweep [J]", o.energies, 1e-9, 1e6);
    experiment.AddValue("latency", "Latency budget outside its sweep [s]", o.latency, 1e-3, 1e3);
    experiment.AddValue("energy", "Energy budget outside its sweep [J]", o.energy, 1e-9, 1e6);
    experiment.AddValue("split", "Blocks on the device; -1: as planned", o.split, -1, 1000);
    experiment.AddValue("devices", "Number of devices", o.devices, 1, 10000);
    experiment.AddValue("tasks", "Tasks counted per device and scenario", o.tasks, 1, 1e6);
    experiment.AddValue("distance", "Wi-Fi: devices to access point [m]", o.distance, 0.1, 1e5);
    experiment.AddValue("radius", "Broadband: devices to base station [m]", o.cellRadius, 0.1, 1e5);
    experiment.AddValue("speed",
                        "Broadband, devices in motion: away and to the middle by turns [m/s]",
                        o.speed,
                        0,
                        1000);
    experiment.AddChoice("fading",
                         "Broadband, devices in motion: power-delay profile",
                         o.fading,
                         {"Flat", "Exponential", "TdlA", "TdlB", "TdlC", "TdlD", "TdlE"});
    experiment.AddValue("tolerance",
                        "Share by which a budget may be exceeded before it counts as missed",
                        o.tolerance,
                        0,
                        1);
    experiment.AddValue("pcap", "Keep packet and block traces of one scenario a link", o.pcap);
    experiment.AddRule([&o] { return ExplainDevices(o); });
    experiment.AddRule([&o] { return ExplainSetup(o); });
    experiment.AddRule([&o] { return ExplainSplit(o); });
}

} // namespace laim
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXAMPLE_LAIM_OPTIONS_H
