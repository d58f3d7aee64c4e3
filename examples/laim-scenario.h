/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What laim.cc simulates, and what comes of it.

#ifndef EDGE_AI_EXAMPLE_LAIM_SCENARIO_H
#define EDGE_AI_EXAMPLE_LAIM_SCENARIO_H

#include "ns3/inference-monitor.h"

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

/// One simulation.
struct Scenario
{
    std::string link;
    std::string planner;
    double latency;          ///< T0 [s]
    double energy;           ///< E0 [J]
    bool adaptRate{false};   ///< plan with the measured rate factor
    double margin{0};        ///< plan for T0 / (1 + margin)
    double clockShare{1};    ///< both processors' largest clock, as a share of the preset's
    bool moving{false};      ///< broadband: devices move at Options::speed, and the channel fades
    bool meanGain{false};    ///< plan for the gain without the fading of the instant
    bool planOnce{false};    ///< never plan anew, whatever the channel does
    std::string files{};     ///< prefix of pcap, tasks and timeline; empty: none
    std::string objective{}; ///< attribute of the planner; empty: unset
    std::string printed{};   ///< the paper's cell and processors, with this profile file
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

} // namespace laim
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXAMPLE_LAIM_SCENARIO_H
