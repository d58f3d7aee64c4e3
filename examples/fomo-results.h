/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOMO_RESULTS_H
#define EDGE_AI_FOMO_RESULTS_H

// What the example fomo reports of a simulation.

#include "fomo-scenario.h"
#include "learning-runs.h"

#include "ns3/experiment.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace ns3
{
namespace edgeai
{
namespace fomo
{

/// @param [in] planner TypeId name  @returns what it is called in tables
inline std::string
GetScheme(const std::string& planner)
{
    return edgeai::GetScheme(planner,
                             {{"FomoPlanner", "FOMO"},
                              {"FomoDualPlanner", "DUAL-ASCENT"},
                              {"FomoAlternatingPlanner", "ALTERNATING"},
                              {"FomoEqualBandPlanner", "EQUAL-BW"},
                              {"FomoIndexOrderPlanner", "INDEX-ORDER"},
                              {"FomoRandomPlanner", "RANDOM"},
                              {"FomoComputeOnlyPlanner", "COMPUTE-ONLY"},
                              {"FomoFullFederatedPlanner", "FULL-FED"},
                              {"FomoSinglePlanner", "SINGLE"}});
}

/// Declare what is reported of all scenarios.
inline void
AddMainColumns(Experiment& experiment)
{
    ResultColumns columns;
    columns.Add("part", "", "table to which the scenario belongs");
    columns.Add("regime", "", "E1: adapters, E2: whole blocks");
    columns.Add("link", "", "between server and devices");
    columns.Add("scheme", "", "who plans the rounds");
    columns.Add("mode", "", "who has which data, or how the server waits");
    columns.Add("model", "", "whose bytes travel");
    columns.Add("devices", "", "K").Head("devices K");
    columns.Add("bandwidth", "Hz", "B of the regime").Head("band B").Shown("MHz", 1e-6);
    columns.Add("share", "", "of the regime's bytes and band that is simulated").Digits(3);
    columns.Add("speed_spread", "", "distance of speeds from their mean, 1: as given")
        .Head("spread of speeds");
    columns.Add("memory_spread", "", "likewise of memory").Head("spread of memory");
    columns.Add("round", "", "number of the round; of RANDOM, how many");
    columns.Add("elsewhere", "s", "T by an independent implementation")
        .Head("T elsewhere")
        .Digits(6);
    columns.AddPair("time", "s", "T of the round", 6);
    columns.Add("lower_bound", "s", "no allocation of its kind is faster").Head("bound").Digits(6);
    columns.Add("involved", "", "devices with a part");
    columns.Add("broadcast", "s", "until the last device has the model").Head("model");
    columns.AddPair("compute", "s", "of the device that computes longest", 4);
    columns.AddPair("upload", "s", "of the device whose upload takes longest", 4);
    columns.Add("goodput", "", "payload's rate over the planned rate, mean of the devices")
        .Head("goodput over plan");
    columns.Add("apart", "s", "from the first update's end to the last's").Head("ends apart");
    columns.Add("bits_down", "bit", "payload of models").Head("models").Shown("Mbit", 1e-6);
    columns.Add("bits_up", "bit", "payload of updates").Head("updates").Shown("Mbit", 1e-6);
    columns.Add("loss", "", "of the training data, at the end").Digits(4);
    columns.Add("accuracy", "", "of data that nobody learns from, at the end").Digits(4);
    columns.Add("status", "", "why there is nothing, if there is nothing").Head("nothing because");
    experiment.SetColumns(columns);
}

/// Declare what is reported of devices, of learning curves, and of rounds with faults.
inline void
AddOtherSheets(Experiment& experiment)
{
    ResultColumns devices;
    devices.Add("regime", "", "E1: adapters, E2: whole blocks");
    devices.Add("scheme", "", "who plans the rounds");
    devices.Add("device", "", "its number");
    devices.Add("block", "", "deepest that it trains, 1 is beside the output");
    devices.Add("band", "Hz", "its share of the regime's").Head("band b").Shown("MHz", 1e-6);
    devices.AddPair("compute", "s", "forward, and back to its block", 4);
    devices.AddPair("upload", "s", "of its gradient", 4);
    devices.AddPair("end", "s", "of its part, since the round began", 5);
    experiment.AddSheet("devices", devices);

    ResultColumns curves;
    curves.Add("part", "", "figure to which the scenario belongs");
    curves.Add("regime", "", "E1: adapters, E2: whole blocks");
    curves.Add("mode", "", "who has which data");
    curves.Add("scheme", "", "who plans the rounds");
    curves.Add("round", "", "number");
    curves.Add("time", "s", "end of the round, since the first began").Head("time");
    curves.Add("loss", "", "of the training data").Digits(5);
    curves.Add("progress", "", "loss over that after the first round").Digits(5);
    curves.Add("accuracy", "", "of data that nobody learns from").Digits(4);
    curves.Add("bits_up", "bit", "payload of updates").Head("updates").Shown("Mbit", 1e-6);
    experiment.AddSheet("curves", curves);

    AddRoundSheet(experiment, "devices");
}

/// Report one round.
inline void
ReportRound(const LearningRound& round, ResultRow& row)
{
    row.Set("round", round.round);
    if (!round.completed)
    {
        row.Set("status", round.detail);
        return;
    }
    row.SetPair("time", round.timePlanned, round.timeRealised);
    row.Set("lower_bound", round.lowerBound);
    row.Set("bits_down", round.bitsDown).Set("bits_up", round.bitsUp);
    row.Set("involved", round.involved).Set("loss", round.loss).Set("accuracy", round.accuracy);
    double model = 0;
    double compute[2] = {0, 0};
    double upload[2] = {0, 0};
    double goodput = 0;
    double first = INFINITY;
    double last = 0;
    uint32_t came = 0;
    for (const LearningWorkerRound& part : round.workers)
    {
        if (part.came)
        {
            const double end = part.modelTime + part.computeRealised + part.uploadRealised;
            first = std::min(first, end);
            last = std::max(last, end);
            model = std::max(model, part.modelTime);
            compute[0] = std::max(compute[0], part.computePlanned);
            compute[1] = std::max(compute[1], part.computeRealised);
            upload[0] = std::max(upload[0], part.uploadPlanned);
            upload[1] = std::max(upload[1], part.uploadRealised);
            goodput += part.rateRealised / part.ratePlanned;
            ++came;
        }
    }
    if (came > 0)
    {
        row.Set("broadcast", model).Set("goodput", goodput / came).Set("apart", last - first);
        row.SetPair("compute", compute[0], compute[1]).SetPair("upload", upload[0], upload[1]);
    }
}

/// Report the mean of rounds whose plans differ by lot.
inline void
ReportMean(const std::vector<LearningRound>& rounds, ResultRow& row)
{
    LearningRound mean = rounds.back();
    mean.timePlanned = mean.timeRealised = 0;
    for (const LearningRound& round : rounds)
    {
        mean.timePlanned += round.timePlanned / rounds.size();
        mean.timeRealised += round.timeRealised / rounds.size();
    }
    mean.workers.clear(); // which differ from round to round
    ReportRound(mean, row);
}

/// Report what became of every device's part.
inline void
ReportDevices(const Scenario& scenario, const LearningRound& round, ScenarioResults& results)
{
    std::vector<LearningWorkerRound> parts = round.workers;
    std::sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) {
        return a.block < b.block;
    });
    for (const LearningWorkerRound& part : parts)
    {
        ResultRow& row = results.AddRow("devices");
        row.Set("device", part.worker).Set("block", part.block);
        row.Set("band", part.ratePlanned / GetEfficiency(part.worker) / GetShare(scenario));
        row.SetPair("compute", part.computePlanned, part.computeRealised);
        row.SetPair("upload", part.uploadPlanned, part.uploadRealised);
        row.SetPair("end",
                    part.computePlanned + part.uploadPlanned,
                    part.modelTime + part.computeRealised + part.uploadRealised);
    }
}

/// Report how the model becomes better.
inline void
ReportCurve(const std::vector<LearningRound>& rounds, ScenarioResults& results)
{
    double bits = 0;
    for (const LearningRound& round : rounds)
    {
        if (!round.completed)
        {
            continue;
        }
        bits += round.bitsUp;
        ResultRow& row = results.AddRow("curves");
        row.Set("round", round.round).Set("time", round.ended - rounds.front().begun);
        row.Set("loss", round.loss).Set("accuracy", round.accuracy).Set("bits_up", bits);
        row.Set("progress", round.loss / rounds.front().loss);
    }
}

/// Report what came of a scenario.
inline void
Report(const Scenario& scenario, const Outcome& outcome, ScenarioResults& results)
{
    results.Count(outcome.counts, outcome.fault);
    std::vector<LearningRound> rounds = outcome.rounds;
    if (!rounds.empty() && std::isnan(rounds.back().ended))
    {
        rounds.pop_back(); // the simulation ended in the middle of it
    }
    if (rounds.empty())
    {
        results.AddRow().Set("status", "no round has ended");
        return;
    }
    const bool byLot = GetScheme(scenario.planner) == "RANDOM" && scenario.part != "radio";
    if (scenario.part == "radio" && rounds.size() > 1)
    {
        ReportRound(rounds.front(), results.AddRow());
    }
    byLot ? ReportMean(rounds, results.AddRow()) : ReportRound(rounds.back(), results.AddRow());
    if (scenario.part == "reference" && GetScheme(scenario.planner) == "FOMO")
    {
        ReportDevices(scenario, rounds.back(), results);
    }
    if (scenario.part == "curve")
    {
        ReportCurve(rounds, results);
    }
    if (scenario.part == "faults")
    {
        ReportRounds(rounds, results);
    }
}

} // namespace fomo
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOMO_RESULTS_H
