/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_RESULTS_H
#define EDGE_AI_CODE_RESULTS_H

// What the example code reports of a simulation.

#include "code-scenario.h"

#include "ns3/experiment.h"

#include <cmath>
#include <string>

namespace ns3
{
namespace edgeai
{
namespace code
{

/// Declare what is reported of all scenarios, and of some in their course.
inline void
SetColumns(Experiment& experiment)
{
    ResultColumns columns;
    columns.Add("part", "", "table to which the scenario belongs");
    columns.Add("planner", "", "TypeId name of the first service's planner");
    columns.Add("link", "", "between servers");
    columns.Add("link_rate", "bit/s", "nominal, between servers")
        .Head("link")
        .Shown("Mbit/s", 1e-6);
    columns.Add("host_load", "1/s", "tasks of the host's own").Head("host's load");
    columns.Add("path", "", "first decision: own (l) and host's (h) blocks, or of a copy (L)");
    columns.Add("last_path", "", "used in the end").Head("path in the end");
    columns.AddPair("local_rate", "1/s", "x_l, tasks of the first service");
    columns.AddPair("host_rate", "1/s", "x_h, tasks of the host's own");
    columns.AddPair("throughput", "1/s", "x_l + x_h");
    columns.AddPair("accuracy", "", "mean of both services' tasks; realised: right answers");
    columns.AddPair("reward", "", "F; realised: from throughputs and the paths' accuracies");
    columns.AddPair("latency", "s", "of the first service; planned: through idle servers");
    columns.Add("trainings", "", "that the planner counts");
    columns.Add("rival_rate", "1/s", "tasks of a third service").Head("rival");
    columns.Add("generated", "", "tasks of all services");
    columns.Add("completed", "", "answered");
    columns.Add("dropped", "", "with a reason");
    columns.Add("status", "", "why nothing was planned, if nothing was").Head("nothing because");
    experiment.SetColumns(columns);

    ResultColumns seconds;
    seconds.Add("part", "", "table to which the scenario belongs");
    seconds.Add("start", "s", "of a second").Head("from");
    seconds.Add("local_rate", "1/s", "x_l").Head("x_l");
    seconds.Add("host_rate", "1/s", "x_h").Head("x_h");
    seconds.Add("latency", "s", "of the first service");
    seconds.Add("utilisation", "", "of the first server").Head("server").Digits(3);
    seconds.Add("host_utilisation", "", "of the host").Head("host").Digits(3);
    seconds.Add("guest_share", "", "of the host, for guests").Head("guests").Digits(3);
    seconds.Add("training_share", "", "of the first server, for training")
        .Head("training")
        .Digits(3);
    seconds.Add("up_use", "", "payload to the host over the link's rate").Head("uplink").Digits(3);
    seconds.Add("down_use", "", "payload back over the link's rate").Head("downlink").Digits(3);
    experiment.AddSheet("seconds", seconds);

    ResultColumns decisions;
    decisions.Add("part", "", "table to which the scenario belongs");
    decisions.Add("made", "s", "when");
    decisions.Add("cause", "", "why");
    decisions.Add("host", "", "service whose blocks it passes");
    decisions.Add("path", "", "own (l) and host's (h) blocks");
    decisions.Add("predicted", "", "F before training").Digits(5);
    decisions.Add("trained", "", "F as trained").Digits(5);
    decisions.Add("asked", "1/s", "rate that the host was asked for");
    decisions.Add("granted", "1/s", "rate that it granted");
    decisions.Add("outcome", "", "what became of it");
    experiment.AddSheet("decisions", decisions);

    ResultColumns training;
    training.Add("part", "", "table to which the scenario belongs");
    training.Add("path", "", "own (l) and host's (h) blocks");
    training.Add("steps", "", "samples times epochs");
    training.Add("began", "s", "when");
    training.AddPair("time", "s", "of all steps; planned: on idle servers and links");
    training.AddPair("bits", "bit", "payloads on the links", 5, "Mbit", 1e-6);
    training.Add("full_time", "s", "planned for 5000 samples and 3 epochs").Head("5000 x 3");
    training.Add("full_bits", "bit", "planned for 5000 samples and 3 epochs")
        .Head("5000 x 3")
        .Shown("Gbit", 1e-9);
    training.Add("outcome", "", "how it ended");
    experiment.AddSheet("training", training);
}

/// Report what happened in the course of a scenario.
inline void
ReportCourse(const Scenario& scenario, const Outcome& o, ScenarioResults& results)
{
    for (std::size_t i = 0; i < o.seconds.size(); ++i)
    {
        const CodeSecond& own = o.seconds[i];
        const CodeSecond& host = o.hostSeconds[i];
        ResultRow& row = results.AddRow("seconds");
        row.Set("start", own.start).Set("local_rate", own.throughput);
        row.Set("host_rate", host.throughput).Set("latency", own.latency);
        row.Set("utilisation", own.utilisation).Set("host_utilisation", host.utilisation);
        row.Set("guest_share", host.guestShare).Set("training_share", own.trainingShare);
        row.Set("up_use", own.sent / scenario.rate).Set("down_use", host.sent / scenario.rate);
    }
    for (const CodePathReport& decision : o.decisions)
    {
        ResultRow& row = results.AddRow("decisions");
        row.Set("made", decision.made).Set("cause", decision.cause).Set("host", decision.host);
        row.Set("path", decision.path).Set("predicted", decision.predictedReward);
        row.Set("trained", decision.reward).Set("asked", decision.asked);
        row.Set("granted", decision.granted).Set("outcome", decision.outcome);
    }
    for (const CodeTrainingReport& one : o.training)
    {
        constexpr double FULL = 5000 * 3;
        const double scale = FULL / static_cast<double>(one.steps);
        ResultRow& row = results.AddRow("training");
        row.Set("path", one.path).Set("steps", one.steps);
        row.Set("began", one.began).SetPair("time", one.timePlanned, one.time);
        row.SetPair("bits", one.bitsPlanned, one.bits);
        row.Set("full_time", scale * one.timePlanned).Set("full_bits", scale * one.bitsPlanned);
        row.Set("outcome", one.ending.empty() ? "under way" : one.ending);
    }
}

/// Report what came of a scenario.
inline void
Report(const Options& options, const Scenario& scenario, const Outcome& o, ScenarioResults& results)
{
    results.Count(o.counts, o.fault);
    const CodePathReport& plan = o.plan;
    const double realised = o.local.throughput + o.host.throughput;
    const double own = plan.ownLocalRate + plan.ownHostRate;
    const double accuracy = (o.local.accuracyPlanned + o.host.accuracyPlanned) / 2;
    const double reward =
        std::pow(accuracy / plan.ownAverageAccuracy, options.pair.accuracyExponent) *
        std::pow(realised / own, options.pair.throughputExponent);
    ResultRow& row = results.AddRow();
    row.Set("path", plan.path).Set("last_path", o.last.path);
    row.SetPair("local_rate", plan.localRate, o.local.throughput);
    row.SetPair("host_rate", plan.hostRate, o.host.throughput);
    row.SetPair("throughput", plan.localRate + plan.hostRate, realised);
    row.SetPair("accuracy", plan.averageAccuracy, (o.local.accuracy + o.host.accuracy) / 2);
    row.SetPair("reward", plan.reward, reward);
    row.SetPair("latency", plan.latency, o.local.latency);
    row.Set("trainings", plan.trainings);
    row.Set("rival_rate", options.services == 3 ? o.rival.throughput : NOT_AVAILABLE);
    row.Set("generated", o.counts.generated).Set("completed", o.counts.completed);
    row.Set("dropped", o.counts.dropped);
    row.Set("status", plan.path.empty() ? plan.outcome : "");
    if (scenario.step || scenario.exchange)
    {
        ReportCourse(scenario, o, results);
    }
}

} // namespace code
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_RESULTS_H
