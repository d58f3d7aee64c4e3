/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The paper's own set-up for laim.cc: every published curve of Fig. 4 and Fig. 5 beside what this
// module plans, and what a protocol stack makes of those plans.
//
// A score cannot be computed here. A monotone map from what a plan keeps to the score is fitted to
// one published curve, "proposed" over latency, and must predict the others: once from the kept
// share of all weights, which is all that the printed objective knows, once from the smaller keep
// ratio. What is printed, read off and assumed is said in laim-published.h.

#ifndef EDGE_AI_EXAMPLE_LAIM_PRINTED_H
#define EDGE_AI_EXAMPLE_LAIM_PRINTED_H

#include "laim-printed-columns.h"
#include "laim-printed-stack.h"

#include "ns3/laim-agreement.h"

#include <cmath>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace laim
{

/// Add the rows of one case.
inline void
ReportAgreement(uint32_t panel, ScenarioResults& results)
{
    const LaimPanelAgreement agreement = CompareLaimPanel(panel);
    const std::string name = GetLaimPublishedCases()[panel].name;
    ResultRow& whole = results.AddRow("cases");
    whole.Set("share_error", agreement.error[0]).Set("smaller_error", agreement.error[1]);
    whole.Set("share_rank", agreement.spearman[0]).Set("smaller_rank", agreement.spearman[1]);
    whole.Set("inside_error", agreement.errorInside).Set("inside", double(agreement.inside));
    const LaimPublishedSplits& drawn = GetLaimPublishedSplits()[panel];
    results.AddRow("splits").Set("cut", drawn.cuts[0]).Set("published", drawn.scores[0]);
    for (const LaimPredictedSplit& split : CompareLaimSplits(panel))
    {
        ResultRow& row = results.AddRow("splits");
        row.Set("cut", split.cut).Set("published", split.published);
        row.Set("keep_ratio", split.keepRatio).Set("score", split.score);
    }
    for (const LaimCurveAgreement& curve : agreement.curves)
    {
        const std::string sweep = curve.curve.overLatency ? "latency" : "energy";
        ResultRow& row = results.AddRow("curves");
        row.Set("sweep", sweep).Set("scheme", curve.curve.scheme);
        row.Set("points", double(curve.compared)).Set("feasible", double(curve.sameFeasible));
        row.Set("share_error", curve.error[0]).Set("smaller_error", curve.error[1]);
        row.Set("constant_error", curve.errorOfConstant);
        row.Set("reading_error", curve.readingError);
        if (!curve.curve.overLatency)
        {
            row.Set("own_error", curve.errorOfOwn);
        }
        const std::string fitted = curve.calibration ? "fitted" : "";
        row.Set("share_verdict",
                curve.calibration ? fitted : Judge(curve.error[0], curve.errorOfConstant));
        row.Set("smaller_verdict",
                curve.calibration ? fitted : Judge(curve.error[1], curve.errorOfConstant));
        for (const LaimPredictedPoint& point : curve.points)
        {
            ResultRow& each = results.AddRow("points");
            each.Set("sweep", sweep).Set("scheme", curve.curve.scheme);
            each.Set("budget", GetSwept(point.published, curve.curve.overLatency));
            if (point.published.score >= 0)
            {
                each.Set("published", point.published.score);
                each.Set("reading_error", point.published.GetReadingError());
            }
            if (point.published.otherScore > 0)
            {
                each.Set("other_reading", point.published.otherScore);
            }
            if (point.feasible)
            {
                each.Set("device_keep_ratio", point.deviceKeepRatio);
                each.Set("server_keep_ratio", point.serverKeepRatio);
                each.Set("share", point.index[0]).Set("smaller", point.index[1]);
                each.Set("share_score", point.score[0]).Set("smaller_score", point.score[1]);
            }
        }
    }
}

/// Tables and figures of one case beside the paper.
inline void
AddAgreement(Experiment& experiment, uint32_t panel)
{
    const std::string name = GetLaimPublishedCases()[panel].name;
    experiment.AddScenario({{"part", "agreement"}, {"case", name}},
                           [panel](ScenarioResults& results) { ReportAgreement(panel, results); },
                           {"cases", "curves", "points", "splits"});
    experiment.AddTable(
        TableView("Published curves, " + name + ": errors of predicted scores",
                  "sweep scheme points feasible reading_error share_error "
                  "smaller_error constant_error own_error share_verdict smaller_verdict")
            .From("curves")
            .Where("case", name)
            .RuleBy("sweep"));
    experiment.AddTable(TableView("Published points, " + name +
                                      ": budgets in s and mJ, plans of the printed objective, "
                                      "(*) of plans that keep both parts alike",
                                  "sweep scheme budget published other_reading reading_error "
                                  "device_keep_ratio server_keep_ratio share smaller share_score "
                                  "smaller_score")
                            .From("points")
                            .Where("case", name)
                            .RuleBy("scheme"));
    experiment.AddTable(TableView("Published cuts (Fig. 6), " + name +
                                      ", fitted at cut 3; cut 0 sends an input of unknown size",
                                  "cut published keep_ratio score")
                            .From("splits")
                            .Where("case", name));
    for (const std::string sweep : {"latency", "energy"})
    {
        const std::string stem = std::string("printed-") + name[0] + "-" + sweep;
        const auto draw = [&](const std::string& score, const std::string& from) {
            FigureView figure(stem + "-" + score, name + ", scores by " + from);
            figure.From("points").Where("case", name).Where("sweep", sweep);
            for (const std::string scheme :
                 {"proposed", "fixed power", "device only", "server only", "fixed clock"})
            {
                figure.Curve(scheme, "budget", score, SeriesStyle::LINES, {{"scheme", scheme}});
                figure
                    .Curve(scheme + ", published",
                           "budget",
                           "published",
                           SeriesStyle::POINTS,
                           {{"scheme", scheme}})
                    .Like(scheme);
            }
            figure.Axes(sweep == "latency" ? "latency budget [s]" : "energy budget [mJ]", "score");
            experiment.AddFigure(figure);
        };
        draw("share_score", "kept share (printed objective)");
        draw("smaller_score", "smaller keep ratio (parts kept alike)");
    }
}

/// The whole of --setup=printed. @returns the exit code
inline int
RunPrinted(Experiment& experiment, const Options& options)
{
    SetPrintedColumns(experiment);
    for (uint32_t panel = 0; panel < GetLaimPublishedCases().size(); ++panel)
    {
        AddAgreement(experiment, panel);
    }
    experiment.AddTable(TableView("Published points by index of the plan",
                                  "case share_error smaller_error share_rank smaller_rank "
                                  "inside_error inside")
                            .From("cases"));
    std::vector<std::string> links{"ideal", "wifi", "broadband"};
    if (options.link != "all")
    {
        links = {options.link};
    }
    for (const std::string& link : links)
    {
        AddStack(experiment, options, link);
    }
    if (options.full)
    {
        AddStackFigures(experiment, links);
    }
    return experiment.Run();
}

} // namespace laim
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXAMPLE_LAIM_PRINTED_H
