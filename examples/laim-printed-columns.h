/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The sheets of laim.cc --setup=printed, and how a predicted curve is judged.

#ifndef EDGE_AI_EXAMPLE_LAIM_PRINTED_COLUMNS_H
#define EDGE_AI_EXAMPLE_LAIM_PRINTED_COLUMNS_H

#include "ns3/experiment.h"

#include <string>

namespace ns3
{
namespace edgeai
{
namespace laim
{

/// @returns whether a prediction is one: near, and twice as near as a constant
inline std::string
Judge(double error, double constant)
{
    if (error < 0.02 && error < constant / 2)
    {
        return "agrees";
    }
    return error < constant / 2 ? "follows" : "differs";
}

/// Declare the columns of all sheets.
inline void
SetPrintedColumns(Experiment& experiment)
{
    ResultColumns columns;
    columns.Add("part", "", "table to which the scenario belongs");
    columns.Add("case", "", "panel, network and pruning of the paper");
    columns.Add("link", "", "between device and server");
    columns.Add("sweep", "", "latency (Fig. 4) or energy (Fig. 5)");
    columns.Add("budget", "", "the one that is swept: latency [s] or energy [mJ]");
    columns.Add("scheme", "", "as the paper calls it");
    columns.Add("objective", "", "what is made large: kept share, or smaller keep ratio");
    columns.Add("planner", "", "TypeId name");
    columns.Add("latency_budget", "s", "latency budget of a task").Head("T0");
    columns.Add("energy_budget", "J", "energy budget of a task").Head("E0");
    columns.Add("adapt_rate", "", "1: planned with the measured rate factor").Head("adapted");
    columns.Add("margin", "", "planned for both budgets over 1 + margin");
    columns.Add("device_keep_ratio", "", "as planned").Head("x");
    columns.Add("server_keep_ratio", "", "as planned").Head("y");
    columns.Add("published", "", "score, read off to 1e-4; none: infeasible, or not drawn");
    columns.Add("score", "", "calibrated to the smaller keep ratio; of tasks in time or not");
    columns.AddPair("latency", "s", "mean over completed tasks", 5);
    columns.AddPair("energy", "J", "mean over completed tasks", 5);
    columns.Add("deadline_miss_ratio", "", "of the tasks counted")
        .Head("missed")
        .Shown("%", 100)
        .Digits(3);
    columns.Add("completed", "tasks", "of the tasks counted");
    columns.Add("status", "", "why tasks were dropped, if all were").Head("");
    experiment.SetColumns(columns);

    ResultColumns closing;
    closing.Add("case", "", "panel, network and pruning of the paper");
    closing.Add("link", "", "between device and server");
    closing.Add("sweep", "", "latency (Fig. 4) or energy (Fig. 5)");
    closing.Add("budget", "", "the one that is swept: latency [s] or energy [mJ]");
    closing.Add("latency_budget", "s", "latency budget of a task").Head("T0");
    closing.Add("energy_budget", "J", "energy budget of a task").Head("E0");
    closing.Add("objective", "", "what is made large: kept share, or smaller keep ratio");
    closing.Add("adapt_rate", "", "1: planned with the measured rate factor").Head("adapted");
    closing.Add("latency_ratio", "", "without margin, realised over planned").Head("real/plan");
    closing.Add("deadline_miss_ratio", "", "without margin, of the tasks counted")
        .Head("missed")
        .Shown("%", 100)
        .Digits(3);
    closing.Add("margin", "", "smallest tried with which no task is late")
        .Head("closed by")
        .Shown("%", 100)
        .Digits(3);
    closing.Add("published", "", "score of \"proposed\", read off to 1e-4");
    closing.Add("score_without", "", "by the smaller keep ratio, without margin")
        .Head("score without");
    closing.Add("score", "", "the same, with that margin").Head("score with");
    closing.Add("status", "", "why there is no such margin").Head("");
    experiment.AddSheet("closing", closing);

    ResultColumns curves;
    curves.Add("case", "", "panel, network and pruning of the paper");
    curves.Add("sweep", "", "latency (Fig. 4) or energy (Fig. 5)");
    curves.Add("scheme", "", "as the paper calls it");
    curves.Add("points", "", "with a published and a predicted score").Head("scores");
    curves.Add("feasible", "", "points where paper and plan agree on whether there is a plan")
        .Head("feasible alike");
    curves.Add("reading_error", "", "mean of what may be misread of these scores").Head("reading");
    curves.Add("share_error", "", "mean absolute, of the score from the kept share")
        .Head("by share");
    curves.Add("smaller_error", "", "the same, from the smaller keep ratio").Head("by smaller");
    curves.Add("constant_error", "", "of the calibration's mean score").Head("constant");
    curves.Add("own_error", "", "energy: of a map fitted to the scheme's own latency curve")
        .Head("own curve");
    curves.Add("share_verdict", "", "agrees, follows, differs; fitted").Head("share");
    curves.Add("smaller_verdict", "", "the same").Head("smaller");
    experiment.AddSheet("curves", curves);

    ResultColumns points;
    points.Add("case", "", "panel, network and pruning of the paper");
    points.Add("sweep", "", "latency (Fig. 4) or energy (Fig. 5)");
    points.Add("scheme", "", "as the paper calls it");
    points.Add("budget", "", "latency [s] or energy [mJ]");
    points.Add("published", "", "score, read off to 1e-4; none: infeasible in the paper");
    points.Add("other_reading", "", "beside a break of the axis, the other one").Head("or");
    points.Add("reading_error", "", "what may be misread: 1e-4, or as far as to the other")
        .Head("reading");
    points.Add("device_keep_ratio", "", "of the plan with the printed objective").Head("x");
    points.Add("server_keep_ratio", "", "of the same").Head("y");
    points.Add("share", "", "kept share of the plan with the printed objective");
    points.Add("smaller", "", "smaller keep ratio of the plan that makes it large")
        .Head("smaller ratio*");
    points.Add("share_score", "", "predicted from the share").Head("by share");
    points.Add("smaller_score", "", "predicted from the smaller keep ratio").Head("by smaller");
    experiment.AddSheet("points", points);

    ResultColumns cases;
    cases.Add("case", "", "panel, network and pruning of the paper");
    cases.Add("share_error", "", "mean absolute, of all points").Head("by share");
    cases.Add("smaller_error", "", "the same").Head("by smaller");
    cases.Add("share_rank", "", "Spearman correlation of index and score").Head("rank, share");
    cases.Add("smaller_rank", "", "the same").Head("rank, smaller");
    cases.Add("inside_error", "", "by smaller, where it is in the calibrated range").Head("inside");
    cases.Add("inside", "", "points there").Head("of points");
    experiment.AddSheet("cases", cases);

    ResultColumns splits;
    splits.Add("case", "", "panel, network and pruning of the paper");
    splits.Add("cut", "", "blocks on the device").Head("blocks on the device");
    splits.Add("published", "", "score of Fig. 6, read off").Head("published score");
    splits.Add("keep_ratio", "", "of both parts, for a capacity fitted at cut 3");
    splits.Add("score", "", "predicted from it");
    experiment.AddSheet("splits", splits);
}

} // namespace laim
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXAMPLE_LAIM_PRINTED_COLUMNS_H
