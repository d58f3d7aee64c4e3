/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PARTEL_RESULTS_H
#define EDGE_AI_PARTEL_RESULTS_H

// What the example partel reports of a simulation.

#include "learning-runs.h"
#include "partel-operations.h"
#include "partel-scenario.h"

#include "ns3/experiment.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace ns3
{
namespace edgeai
{
namespace partel
{

/// @param [in] planner TypeId name  @returns what the literature calls it
inline std::string
GetScheme(const std::string& planner)
{
    return edgeai::GetScheme(planner,
                             {{"PartelPlanner", "SUPPORT"},
                              {"PartelEqualPlanner", "EQUAL"},
                              {"PartelBestGainPlanner", "BEST-GAIN"},
                              {"PartelComputePlanner", "COMPUTE-PROP"},
                              {"PartelFixedPartitionPlanner", "FIXED-PARTITION"},
                              {"PartelFederatedPlanner", "FEDERATED"}});
}

/// @returns who plans, and whether rounds take turns
inline std::string
NameScheme(const Scenario& scenario)
{
    return GetScheme(scenario.planner) + (scenario.method == "Gradient" ? "" : ", W and Z");
}

/// @returns how the server waits for who is silent
inline std::string
GetMode(const Scenario& scenario)
{
    return !scenario.silence       ? ""
           : scenario.deadline > 0 ? "a deadline, what is missing stays as it was"
                                   : "patience, what is missing is planned again";
}

/// Declare what is reported of all scenarios, of learning curves, and of rounds with faults.
inline void
SetColumns(Experiment& experiment)
{
    ResultColumns columns;
    columns.Add("part", "", "table to which the scenario belongs");
    columns.Add("link", "", "between server and workers");
    columns.Add("scheme", "", "who plans the rounds");
    columns.Add("model", "", "that is trained");
    columns.Add("workers", "", "K").Head("workers K");
    columns.Add("subchannels", "", "N").Head("subchannels N");
    columns.Add("power", "W", "P of a worker").Head("power P");
    columns.Add("spread", "", "speed of the fastest worker over that of the slowest")
        .Head("spread of speeds");
    columns.Add("mode", "", "of rounds whose worker falls silent");
    columns.Add("round", "", "number of the round");
    columns.Add("phase", "", "of auxiliary coordinates: W or Z");
    columns.Add("elsewhere", "s", "T by an independent implementation").Head("T elsewhere");
    columns.AddPair("time", "s", "T of the round", 6);
    columns.Add("lower_bound", "s", "no allocation of the round is faster").Head("bound").Digits(6);
    columns.Add("broadcast", "s", "until the last worker has the model").Head("model");
    columns.AddPair("upload", "s", "of the worker whose upload takes longest", 4);
    columns.Add("goodput", "", "payload's rate over the planned rate, mean of the workers")
        .Head("goodput over plan");
    columns.AddPair("energy", "J", "of all workers, where all that was spent is planned", 4);
    columns.AddPair("computing_energy", "J", "of all workers", 4);
    columns.Add("bits_up", "bit", "payload of updates").Head("updates").Shown("Mbit", 1e-6);
    columns.Add("involved", "", "workers with a part");
    columns.Add("status", "", "why there is nothing, if there is nothing").Head("nothing because");
    experiment.SetColumns(columns);

    ResultColumns curves;
    curves.Add("part", "", "figure to which the scenario belongs");
    curves.Add("scheme", "", "who plans the rounds");
    curves.Add("model", "", "that is trained");
    curves.Add("round", "", "number");
    curves.Add("time", "s", "end of the round, since the first began").Head("time");
    curves.Add("loss", "", "of the training data").Digits(5);
    curves.Add("accuracy", "", "of data that nobody learns from").Digits(4);
    curves.Add("bits_up", "bit", "payload of updates").Head("updates").Shown("Mbit", 1e-6);
    experiment.AddSheet("curves", curves);

    ResultColumns instants;
    instants.Add("part", "", "figure to which the scenario belongs");
    instants.Add("model", "", "that is trained");
    instants.Add("scheme", "", "who plans the rounds");
    instants.Add("at", "s", "instant, since the first round began");
    instants.Add("round", "", "that had ended last").Head("rounds");
    instants.Add("loss", "", "of the training data after it").Digits(4);
    instants.Add("accuracy", "", "after it, of data that nobody learns from").Digits(3);
    experiment.AddSheet("instants", instants);
    AddOperationSheets(experiment);

    AddRoundSheet(experiment, "workers");
}

/// Report one round.
inline void
ReportRound(const LearningRound& round, ResultRow& row)
{
    row.Set("round", round.round).SetPair("time", round.timePlanned, round.timeRealised);
    row.Set("phase", round.phase == 1 ? "W" : round.phase == 2 ? "Z" : "");
    row.Set("lower_bound", round.lowerBound).Set("bits_up", round.bitsUp);
    row.SetPair("energy", round.energyPlanned, round.energyRealised);
    row.SetPair("computing_energy", round.computingPlanned, round.computingRealised);
    row.Set("involved", round.involved);
    double model = 0;
    double planned = 0;
    double realised = 0;
    double share = 0;
    uint32_t came = 0;
    for (const LearningWorkerRound& part : round.workers)
    {
        if (part.came)
        {
            model = std::max(model, part.modelTime);
            planned = std::max(planned, part.uploadPlanned);
            realised = std::max(realised, part.uploadRealised);
            share += part.rateRealised / part.ratePlanned;
            ++came;
        }
    }
    if (came > 0)
    {
        row.Set("broadcast", model).Set("goodput", share / came);
        row.SetPair("upload", planned, realised);
    }
    if (!round.completed)
    {
        row.Set("status", round.detail);
    }
}

/// Report how the model becomes better.
inline void
ReportCurve(const Outcome& outcome, const std::vector<double>& instants, ScenarioResults& results)
{
    for (const double instant : instants)
    {
        const LearningRound* last = nullptr;
        for (const LearningRound& round : outcome.rounds)
        {
            const bool ended = round.ended - outcome.rounds.front().begun <= instant;
            last = ended ? &round : last;
        }
        // Behind the last round the model is not what it would be.
        if (last && (last != &outcome.rounds.back()))
        {
            ResultRow& row = results.AddRow("instants");
            row.Set("at", instant).Set("round", last->round);
            row.Set("loss", last->loss).Set("accuracy", last->accuracy);
        }
    }
    double bits = 0;
    for (const LearningRound& round : outcome.rounds)
    {
        bits += round.bitsUp;
        ResultRow& row = results.AddRow("curves");
        row.Set("round", round.round).Set("time", round.ended - outcome.rounds.front().begun);
        row.Set("loss", round.loss).Set("accuracy", round.accuracy).Set("bits_up", bits);
    }
}

/// Report what came of a scenario.
inline void
Report(const Scenario& scenario,
       const Outcome& outcome,
       const Options& options,
       ScenarioResults& results)
{
    results.Count(outcome.counts, outcome.fault);
    if (outcome.rounds.empty())
    {
        results.AddRow().Set("status", "no round has begun");
        return;
    }
    if (scenario.part == "radio" && outcome.rounds.size() > 1)
    {
        ReportRound(outcome.rounds.front(), results.AddRow());
    }
    if (outcome.rounds.back().phase > 0 && outcome.rounds.size() > 1)
    {
        ReportRound(outcome.rounds[outcome.rounds.size() - 2], results.AddRow()); // of the other
    }
    ReportRound(outcome.rounds.back(), results.AddRow());
    if (scenario.part == "curve")
    {
        ReportCurve(outcome, options.instants, results);
    }
    if (scenario.part == "reference" || scenario.part == "radio")
    {
        ReportOperations(GetScheme(scenario.planner), outcome.rounds.back(), results);
    }
    if (scenario.part == "faults")
    {
        ReportRounds(outcome.rounds, results);
    }
}

} // namespace partel
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PARTEL_RESULTS_H
