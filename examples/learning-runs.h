/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_RUNS_H
#define EDGE_AI_LEARNING_RUNS_H

// What the examples of learning in rounds have in common: links, the run of a simulation, and what
// is reported of its rounds one by one.

#include "ns3/core-module.h"
#include "ns3/experiment.h"
#include "ns3/ideal-link-helper.h"
#include "ns3/internet-module.h"
#include "ns3/learning-helper.h"
#include "ns3/network-module.h"
#include "ns3/placement-helper.h"
#include "ns3/wifi-cell-helper.h"

#include <cmath>
#include <cstdint>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

constexpr double LONGEST = 1e5; ///< no simulation takes more [s]

/// Of data that are divided by a Dirichlet distribution, each worker has at least so many samples.
constexpr uint32_t LEAST_OF_A_WORKER = 10;

/**
 * @param [in] samples of the option of that name, a third of them for the accuracy
 * @param [in] workers that divide the others  @param [in] option that says how many there are
 * @returns "", or that there are too few
 */
inline std::string
ExplainSamples(uint32_t samples, uint32_t workers, const std::string& option)
{
    const uint64_t rest = samples - std::lround(samples / 3.);
    const uint64_t least = uint64_t{workers} * LEAST_OF_A_WORKER;
    return rest >= least
               ? ""
               : "--samples=" + std::to_string(samples) + ": without a third for the accuracy " +
                     std::to_string(rest) + " are left; the " + std::to_string(workers) + " of " +
                     option + " need " + std::to_string(least);
}

/// What came of a simulation.
struct Outcome
{
    std::vector<LearningRound> rounds;
    TaskCounts counts;
    std::string fault; ///< what does not add up of their energy
};

/// Give a server and workers protocol stacks. @returns what gives their devices addresses
inline Ipv4AddressHelper
InstallStacks(Ptr<Node> server, const NodeContainer& workers)
{
    InternetStackHelper stack;
    stack.Install(server);
    stack.Install(workers);
    stack.AssignStreams(NodeContainer(NodeContainer(server), workers), 2000);
    return Ipv4AddressHelper("10.0.0.0", "255.255.255.0");
}

/// Ideal links, one for each worker.
inline void
BuildIdealLinks(IdealLinkHelper link,
                Ptr<Node> server,
                const NodeContainer& workers,
                Ipv4AddressHelper& addresses)
{
    const NetDeviceContainer links = link.Install(server, workers);
    for (uint32_t i = 0; i < links.GetN(); i += 2)
    {
        addresses.Assign(NetDeviceContainer(links.Get(i), links.Get(i + 1)));
        addresses.NewNetwork();
    }
}

/// One cell of 802.11ax that everybody contends for.
/// @param [in] distance of workers from the server [m]
/// @param [in] traces prefix of packet traces; "": none
inline void
BuildWifiCell(double distance,
              const std::string& traces,
              Ptr<Node> server,
              const NodeContainer& workers,
              Ipv4AddressHelper& addresses)
{
    PlacementHelper().At(Vector(), NodeContainer(server));
    PlacementHelper().OnCircle(distance, workers);
    WifiCellHelper cell;
    const NetDeviceContainer wifi = cell.Install(server, workers);
    cell.AssignStreams(wifi, 1000);
    addresses.Assign(wifi);
    if (!traces.empty())
    {
        cell.EnablePcap(traces, wifi.Get(0));
    }
}

constexpr double JOIN_PATIENCE = 1e4; ///< who has not begun a round by then never will [s]

/// Radios go on for ever: end the simulation when the rounds have ended, or none begins.
inline void
StopBehind(const InferenceMonitor* monitor, uint64_t rounds)
{
    const TaskCounts counts = monitor->GetCounts();
    if (counts.completed + counts.dropped >= rounds)
    {
        Simulator::Stop();
        return;
    }
    if (counts.generated == 0 && Simulator::Now() > Seconds(JOIN_PATIENCE))
    {
        std::cerr << "no round has begun within " << JOIN_PATIENCE
                  << " s of simulated time, for too few workers have joined\n";
        Simulator::Stop();
        return;
    }
    Simulator::Schedule(Seconds(.5), &StopBehind, monitor, rounds);
}

/// Simulate what is installed.
/// @param [in] learning its helper
/// @param [in] rounds behind which it ends; 0: it goes on for all of the time
/// @param [in] seconds that it may take
/// @param [in] files prefix of records and timeline; "": none
/// @returns what came of it
inline Outcome
RunRounds(const LearningHelper& learning,
          uint64_t rounds,
          double seconds = LONGEST,
          const std::string& files = "")
{
    const InferenceMonitor& monitor = learning.GetMonitor();
    if (rounds > 0)
    {
        Simulator::Schedule(Seconds(.5), &StopBehind, &monitor, rounds);
    }
    Simulator::Stop(Seconds(seconds));
    Simulator::Run();
    Outcome outcome{learning.GetRounds(), monitor.GetCounts(), monitor.GetEnergyBalance().fault};
    if (!files.empty())
    {
        monitor.Write(files + "-rounds.csv");
        monitor.Write(files + "-timeline.json");
    }
    Simulator::Destroy();
    return outcome;
}

/// @param [in] rounds in their order  @returns "" or the first that was not as it should be, and
/// why: without a new model, or with one of fewer workers, or one that cannot be sent any more
inline std::string
ExplainRounds(const std::vector<LearningRound>& rounds)
{
    for (const LearningRound& round : rounds)
    {
        if (!round.completed || !round.detail.empty())
        {
            return "round " + std::to_string(round.round) + ": " + round.detail;
        }
    }
    return "";
}

/// Let the command line name planners of rounds.
inline void
AddRoundPlanners(Experiment& experiment, std::vector<std::string>& planners)
{
    experiment.AddWords(
        "planners",
        "TypeId names of planners of rounds",
        planners,
        [](const std::string& name) {
            LearningHelper("Softmax(1,2)", name); // throws in words
            return true;
        },
        &LearningHelper::ListPlanners);
}

/// @param [in] planner TypeId name  @param [in] names of planners, and of schemes in tables
/// @returns what the scheme is called; one without a name there is called as the planner
inline std::string
GetScheme(const std::string& planner, const std::vector<std::pair<std::string, std::string>>& names)
{
    const std::string prefix = "ns3::edgeai::";
    const std::string bare =
        planner.rfind(prefix, 0) == 0 ? planner.substr(prefix.size()) : planner;
    for (const auto& [type, scheme] : names)
    {
        if (bare == type)
        {
            return scheme;
        }
    }
    return bare;
}

/// Declare what is reported of rounds one by one. @param [in] workers what they are called
inline void
AddRoundSheet(Experiment& experiment, const std::string& workers)
{
    ResultColumns rounds;
    rounds.Add("part", "", "table to which the scenario belongs");
    rounds.Add("mode", "", "how the server waits");
    rounds.Add("round", "", "number");
    rounds.Add("begun", "s", "instant").Head("at");
    rounds.AddPair("time", "s", "T of the round", 4);
    rounds.Add("attempts", "", "plans of the round");
    rounds.Add("involved", "", workers + " with a part, in any attempt");
    rounds.Add("lost", "", "of them, that brought nothing");
    rounds.Add("missing", "", "parameters for which nothing came").Digits(6);
    rounds.Add("loss", "", "of the training data").Digits(5);
    rounds.Add("detail", "", "why there is no new model, or who had no part in it");
    experiment.AddSheet("rounds", rounds);
}

/// Report rounds one by one.
inline void
ReportRounds(const std::vector<LearningRound>& rounds, ScenarioResults& results)
{
    for (const LearningRound& round : rounds)
    {
        ResultRow& row = results.AddRow("rounds");
        row.Set("round", round.round).Set("begun", round.begun);
        row.SetPair("time", round.timePlanned, round.timeRealised);
        row.Set("attempts", round.attempts).Set("involved", round.involved);
        row.Set("lost", round.lost).Set("missing", round.missing).Set("loss", round.loss);
        row.Set("detail", round.detail);
    }
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_RUNS_H
