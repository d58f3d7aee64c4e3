/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What laim.cc simulates, and what comes of it.

#ifndef EDGE_AI_EXAMPLE_LAIM_SCENARIO_H
#define EDGE_AI_EXAMPLE_LAIM_SCENARIO_H

#include "ns3/broadband-medium.h"
#include "ns3/inference-monitor.h"
#include "ns3/uinteger.h"

#include <cstdint>
#include <map>
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
    bool pcap{false};
};

/// One simulation.
struct Scenario
{
    std::string link;
    std::string planner;
    double latency;        ///< T0 [s]
    double energy;         ///< E0 [J]
    bool adaptRate{false}; ///< plan with the measured rate factor
    double margin{0};      ///< plan for T0 / (1 + margin)
    double clockShare{1};  ///< both processors' largest clock, as a share of the preset's
    bool moving{false};    ///< broadband: devices move at Options::speed, and the channel fades
    bool meanGain{false};  ///< plan for the gain without the fading of the instant
    bool planOnce{false};  ///< never plan anew, whatever the channel does
    std::string files{};   ///< prefix of pcap, tasks and timeline; empty: none
    std::string printed{}; ///< the paper's cell and processors, with this profile file
};

/// What came of it, mean over completed tasks; not a number where none was.
struct Outcome
{
    double keepRatio{NOT_AVAILABLE};
    double deviceKeepRatio{NOT_AVAILABLE};
    double serverKeepRatio{NOT_AVAILABLE};
    double split{NOT_AVAILABLE};
    double rateFactor{NOT_AVAILABLE};
    TaskSummary tasks;                 ///< those that are counted
    TaskCounts all;                    ///< with those of the warm-up
    std::string status;                ///< why tasks were dropped, if they were
    std::string fault;                 ///< what does not add up of their energy
    std::map<double, double> lateness; ///< generated [s]: largest realised over planned latency
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

} // namespace laim
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXAMPLE_LAIM_SCENARIO_H
