/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DP_SPARSE_RESULTS_H
#define EDGE_AI_DP_SPARSE_RESULTS_H

// What the example dp-sparse reports of a simulation.

#include "dp-sparse-scenario.h"

#include "ns3/experiment.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace ns3
{
namespace edgeai
{
namespace dpsparse
{

/// Declare what is reported.
inline void
SetColumns(Experiment& experiment)
{
    ResultColumns columns;
    columns.Add("part", "", "table to which the scenario belongs");
    columns.Add("link", "", "between server and clients");
    columns.Add("scheme", "", "who is chosen, and what of its update is sent");
    columns.Add("tradeoff", "", "V of the proposed schedule").Head("V");
    columns.Add("rate", "", "step size eta").Head("eta");
    columns.Add("fraction", "", "s that everybody sends").Head("s");
    columns.Add("accuracy", "", "mean of the last tenth of the rounds").Digits(4);
    columns.Add("margin", "", "accuracy of what is proposed minus this, of the same world")
        .Digits(3);
    columns.Add("bits", "bit", "entries that came, of a round").Shown("kbit", 1e-3);
    columns.AddPair("delay", "s", "of a round, mean", 4);
    columns.Add("queue_last", "s", "after the last round, over rounds").Head("Q_T/T").Digits(3);
    columns.Add("queue_most", "s", "longest").Head("most Q").Digits(3);
    columns.Add("time", "s", "of all rounds").Digits(4);
    columns.Add("epsilon", "", "spent by the client that has spent most").Digits(3);
    columns.Add("idle", "%", "rounds of nobody").Digits(3);
    columns.Add("lost", "%", "of the updates").Digits(3);
    columns.Add("status", "", "the first round that was not as it should be, and why");
    experiment.SetColumns(columns);
    ResultColumns curves;
    curves.Add("part", "", "table to which the scenario belongs");
    curves.Add("link", "", "between server and clients");
    curves.Add("scheme", "", "who is chosen, and what of its update is sent");
    curves.Add("round", "", "number");
    curves.Add("time", "s", "end of the round, since the first began");
    curves.Add("accuracy", "", "of data that nobody learns from").Digits(4);
    curves.Add("epsilon", "", "spent by the client that has spent most");
    curves.Add("involved", "", "clients with a part");
    curves.Add("queue", "s", "after the round").Head("delay queue Q");
    curves.AddPair("delay", "s", "from the first model that came to the last update");
    experiment.AddSheet("curves", curves);
    ResultColumns clients;
    clients.Add("part", "", "table to which the scenario belongs");
    clients.Add("link", "", "between server and clients");
    clients.Add("scheme", "", "who is chosen, and what of its update is sent");
    clients.Add("client", "", "the nearest one is 1");
    clients.Add("distance", "m", "from the server, on ideal links");
    clients.Add("participations", "", "for which the server asked it");
    clients.Add("epsilon", "", "spent by what it computed");
    experiment.AddSheet("clients", clients);
}

/// What rounds of a scenario came to.
struct Course
{
    /// @param [in] scenario that was run  @param [in] rounds of it, at least one
    Course(const Scenario& scenario, const std::vector<LearningRound>& rounds)
        : participations(scenario.clients),
          epsilons(scenario.clients)
    {
        const std::size_t tail = std::max<std::size_t>(1, rounds.size() / 10);
        for (std::size_t t = 0; t < rounds.size(); ++t)
        {
            const LearningRound& round = rounds[t];
            const auto count = static_cast<double>(rounds.size());
            accuracy += t + tail >= rounds.size() ? round.accuracy / static_cast<double>(tail) : 0;
            bits += (std::isnan(round.bitsUp) ? 0 : round.bitsUp) / count;
            delayPlanned += round.delayPlanned / count;
            delayRealised += round.delayRealised / count;
            queueMost = std::max(queueMost, round.delayQueue);
            involved += round.involved;
            lost += round.lost;
            idle += round.involved == 0 ? 100 / count : 0;
            for (const LearningWorkerRound& part : round.workers)
            {
                participations[part.worker] = part.participations;
                epsilons[part.worker] = part.epsilon;
            }
            // Where nothing is private, that goes for who was never asked, too.
            if (std::any_of(epsilons.begin(), epsilons.end(), [](double e) {
                    return std::isnan(e);
                }))
            {
                epsilons.assign(epsilons.size(), std::numeric_limits<double>::quiet_NaN());
            }
            worst.push_back(*std::max_element(epsilons.begin(), epsilons.end()));
        }
        queueLast = rounds.back().delayQueue;
        time = rounds.back().ended - rounds.front().begun;
    }

    double accuracy{0};                   ///< mean of the last tenth of the rounds
    double bits{0};                       ///< of entries, mean of rounds [bit]
    double delayPlanned{0};               ///< mean of rounds [s]
    double delayRealised{0};              ///< likewise [s]
    double queueMost{0};                  ///< largest Q [s]
    double queueLast{0};                  ///< Q after the last round [s]
    double time{0};                       ///< of all rounds [s]
    double involved{0};                   ///< parts, of all rounds
    double lost{0};                       ///< of them
    double idle{0};                       ///< rounds of nobody [%]
    std::vector<uint32_t> participations; ///< of each client
    std::vector<double> epsilons; ///< of each client, spent; not a number: nothing is private
    std::vector<double> worst;    ///< epsilon after each round
};

/// Report rounds one by one.
inline void
ReportCurves(const Scenario& scenario,
             const std::vector<LearningRound>& rounds,
             const Course& course,
             ScenarioResults& results)
{
    for (std::size_t t = 0; t < rounds.size(); ++t)
    {
        const LearningRound& round = rounds[t];
        ResultRow& row = results.AddRow("curves");
        row.Set("link", scenario.link).Set("scheme", scenario.scheme);
        row.Set("round", round.round).Set("time", round.ended - rounds.front().begun);
        row.Set("accuracy", round.accuracy).Set("epsilon", course.worst[t]);
        row.Set("involved", round.involved).Set("queue", round.delayQueue);
        row.SetPair("delay", round.delayPlanned, round.delayRealised);
    }
}

/// Report clients, the nearest one first.
inline void
ReportClients(const Scenario& scenario, const Course& course, ScenarioResults& results)
{
    const World world(scenario.clients);
    std::vector<uint32_t> order(scenario.clients);
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
        return world.distances[a] < world.distances[b];
    });
    for (uint32_t n = 0; n < order.size(); ++n)
    {
        ResultRow& row = results.AddRow("clients");
        row.Set("link", scenario.link).Set("scheme", scenario.scheme).Set("client", n + 1);
        row.Set("distance", 1000 * world.distances[order[n]]);
        row.Set("participations", course.participations[order[n]]);
        row.Set("epsilon", course.epsilons[order[n]]);
    }
}

/// Simulate a scenario, and report it.
/// @param [in] options of the command line  @param [in] scenario to run
/// @param [in,out] results gets what came of it  @param [in] proposed accuracy of what is proposed,
/// in the same world; not a number: there is none
/// @returns its accuracy
inline double
RunScenario(const Options& options,
            const Scenario& scenario,
            ScenarioResults& results,
            double proposed)
{
    const Outcome outcome = Simulate(options, scenario);
    results.Count(outcome.counts, outcome.fault);
    const std::vector<LearningRound>& rounds = outcome.rounds;
    if (rounds.empty())
    {
        results.AddRow().Set("status", "no round has begun");
        return NOT_AVAILABLE;
    }
    const Course course(scenario, rounds);
    ReportCurves(scenario, rounds, course, results);
    ReportClients(scenario, course, results);
    ResultRow& row = results.AddRow();
    row.Set("link", scenario.link).Set("scheme", scenario.scheme);
    row.Set("accuracy", course.accuracy).Set("margin", proposed - course.accuracy);
    row.Set("bits", course.bits).Set("time", course.time).Set("idle", course.idle);
    row.SetPair("delay", course.delayPlanned, course.delayRealised);
    row.Set("queue_last", course.queueLast / static_cast<double>(rounds.size()));
    if (scenario.keepsDelay)
    {
        row.Set("queue_most", course.queueMost);
    }
    row.Set("epsilon", course.worst.back());
    row.Set("lost", course.involved > 0 ? 100 * course.lost / course.involved : NOT_AVAILABLE);
    const std::string status = ExplainRounds(rounds);
    if (!status.empty())
    {
        row.Set("status", status);
    }
    return course.accuracy;
}

} // namespace dpsparse
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DP_SPARSE_RESULTS_H
