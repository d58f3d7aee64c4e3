/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a protocol stack makes of the paper's plans, for laim.cc --setup=printed.
//
// Every scheme of the paper, with either objective where it has one, plans for budgets of every
// panel of Fig. 4 and Fig. 5 - the middle one of a sweep, with --full all - and its plans run over
// the ideal link, Wi-Fi and the broadband radio. A real link is slower than Shannon's rate, so
// tasks come late: the smallest margin with which none does is looked for, with Shannon's rate and
// with the measured one, and what is left of the score with it.

#ifndef EDGE_AI_EXAMPLE_LAIM_PRINTED_STACK_H
#define EDGE_AI_EXAMPLE_LAIM_PRINTED_STACK_H

#include "laim-printed-cases.h"
#include "laim-simulation.h"

#include "ns3/laim-agreement.h"
#include "ns3/profile-json.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace laim
{

/// Works in a folder as long as it lives. Messages carry the path of a network's profile, and what
/// a run gives must not depend on how long the path of its folder is.
class InFolder
{
  public:
    /// @param [in] folder that exists
    explicit InFolder(const std::filesystem::path& folder)
        : m_before(std::filesystem::current_path())
    {
        std::filesystem::current_path(folder);
    }

    ~InFolder()
    {
        std::error_code ignored; // it has been there
        std::filesystem::current_path(m_before, ignored);
    }

    InFolder(const InFolder&) = delete;
    InFolder& operator=(const InFolder&) = delete;

  private:
    std::filesystem::path m_before;
};

/// Simulates the printed plans of one scheme for one budget over one link.
struct PrintedRun
{
    const Options& options;
    PrintedBudget at;
    PrintedScheme scheme;
    Scenario scenario;  ///< with all of it but rate and margin
    std::string folder; ///< where its profile is

    /// @returns the published score; not a number: infeasible in the paper, or not of a scheme
    /// there
    double GetPublished() const
    {
        for (const LaimPublishedCurve& curve : GetLaimPublishedCurves())
        {
            if (curve.panel == at.panel && curve.overLatency == (at.sweep == "latency") &&
                curve.scheme == scheme.name && curve.points[at.place].score >= 0)
            {
                return curve.points[at.place].score;
            }
        }
        return NOT_AVAILABLE;
    }

    /// @param [in] o what came of a simulation  @returns what its plans are worth, late or not
    double GetScore(const Outcome& o) const
    {
        const MonotoneMap map(CalibrateLaimScore(at.panel, LaimIndex::MAX_MIN));
        return o.tasks.counts.completed > 0 ? map(std::min(o.deviceKeepRatio, o.serverKeepRatio))
                                            : NOT_AVAILABLE;
    }

    /// Simulate, and add the row. @param [in,out] results of the scenario
    /// @param [in] adaptRate plan with the measured rate  @param [in] margin of the plan
    /// @returns what came of it
    Outcome Report(ScenarioResults& results, bool adaptRate, double margin) const
    {
        Scenario mine = scenario;
        mine.adaptRate = adaptRate;
        mine.margin = margin;
        const InFolder here(folder);
        const Outcome o = Simulate(options, mine);
        results.Count(o.all, o.fault);
        ResultRow& row = results.AddRow();
        row.Set("adapt_rate", adaptRate).Set("margin", margin).Set("published", GetPublished());
        row.Set("device_keep_ratio", o.deviceKeepRatio).Set("server_keep_ratio", o.serverKeepRatio);
        row.Set("score", GetScore(o));
        for (const std::string quantity : {"latency", "energy"})
        {
            const QuantitySummary& summary = *o.tasks.Find(quantity);
            row.SetPair(quantity, summary.planned, summary.realised);
        }
        row.Set("deadline_miss_ratio", o.tasks.deadlineMissRatio);
        row.Set("completed", o.tasks.counts.completed);
        row.Set("status", o.status);
        return o;
    }

    /// Look for the smallest margin with which no task is late. @param [in,out] results of the
    /// scenario  @param [in] adaptRate plan with the measured rate
    void Close(ScenarioResults& results, bool adaptRate) const
    {
        double before = NOT_AVAILABLE;
        double missed = NOT_AVAILABLE;
        double late = NOT_AVAILABLE;
        for (const double margin :
             {0.0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5})
        {
            const Outcome o = Report(results, adaptRate, margin);
            if (margin == 0)
            {
                before = GetScore(o);
                missed = o.tasks.deadlineMissRatio;
                const QuantitySummary& latency = *o.tasks.Find("latency");
                late = latency.realised / latency.planned;
            }
            const bool none = o.tasks.counts.completed == 0;
            if (none || o.tasks.deadlineMissRatio == 0 || margin == 0.5)
            {
                ResultRow& row = results.AddRow("closing");
                row.Set("adapt_rate", adaptRate).Set("published", GetPublished());
                row.Set("latency_ratio", late).Set("deadline_miss_ratio", missed);
                row.Set("score_without", before);
                if (o.tasks.deadlineMissRatio == 0)
                {
                    row.Set("margin", margin).Set("score", GetScore(o));
                }
                row.Set("status",
                        none                             ? o.status
                        : o.tasks.deadlineMissRatio != 0 ? "none up to 50 %"
                                                         : "");
                return;
            }
        }
    }
};

/// Add what one link makes of the printed plans. @param [in] part "printed schemes" or "printed
/// margin"
inline void
AddPrintedRuns(Experiment& experiment,
               const Options& options,
               const std::string& link,
               const std::string& part)
{
    const bool closes = part == "printed margin";
    for (const PrintedBudget& at : GetPrintedBudgets(options.full))
    {
        const LaimPublishedCase& which = GetLaimPublishedCases()[at.panel];
        const std::string file = which.name.substr(0, 1) + "-" + which.network + "-printed.json";
        WriteProfileFile(MakeLaimPublishedProfile(which), experiment.GetPath(file));
        for (const PrintedScheme& scheme : GetPrintedSchemes())
        {
            Scenario scenario{link, scheme.planner, at.latency, at.energy};
            scenario.objective = scheme.hasObjective ? scheme.objective : "";
            scenario.printed = file;
            const PrintedRun run{options, at, scheme, scenario, experiment.GetPath("")};
            for (const bool adaptRate : {false, true})
            {
                if (closes ? scheme.name != "proposed" : adaptRate)
                {
                    continue;
                }
                experiment.AddScenario(
                    {{"part", part},
                     {"case", which.name},
                     {"link", link},
                     {"sweep", at.sweep},
                     {"budget", at.budget},
                     {"scheme", scheme.name},
                     {"objective", scheme.objective},
                     {"planner", scheme.planner},
                     {"latency_budget", at.latency},
                     {"energy_budget", at.energy},
                     {"adapt_rate", adaptRate}},
                    [run, adaptRate, closes](ScenarioResults& results) {
                        closes ? run.Close(results, adaptRate)
                               : void(run.Report(results, adaptRate, 0));
                    },
                    closes ? std::vector<std::string>{"results", "closing"}
                           : std::vector<std::string>{"results"});
            }
        }
    }
}

/// The printed plans over one link, and what margin closes the gap.
inline void
AddStack(Experiment& experiment, const Options& options, const std::string& link)
{
    AddPrintedRuns(experiment, options, link, "printed schemes");
    for (const LaimPublishedCase& which : GetLaimPublishedCases())
    {
        experiment.AddTable(TableView("The paper's plans over the " + link + " link, " + which.name,
                                      "latency_budget energy_budget scheme objective "
                                      "device_keep_ratio server_keep_ratio published score latency "
                                      "energy_ratio deadline_miss_ratio status")
                                .Where("part", "printed schemes")
                                .Where("case", which.name)
                                .Where("link", link)
                                .RuleBy("budget"));
    }
    AddPrintedRuns(experiment, options, link, "printed margin");
    experiment.AddTable(
        TableView("What margin closes the gap of \"proposed\" over the " + link +
                      " link, with Shannon's rate or the measured one",
                  "case latency_budget energy_budget objective adapt_rate latency_ratio "
                  "deadline_miss_ratio margin published score_without score status")
            .From("closing")
            .Where("link", link)
            .RuleBy("budget"));
}

/// What is left of the published scores over all links, with the margins that close the gaps.
inline void
AddStackFigures(Experiment& experiment, const std::vector<std::string>& links)
{
    for (const LaimPublishedCase& which : GetLaimPublishedCases())
    {
        for (const std::string sweep : {"latency", "energy"})
        {
            FigureView figure("printed-" + which.name.substr(0, 1) + "-" + sweep + "-stack",
                              which.name +
                                  ", \"proposed\" with the least margin that leaves no task late");
            figure.From("closing").Where("case", which.name).Where("sweep", sweep);
            figure.Where("adapt_rate", 0.0);
            figure
                .Curve("proposed, published",
                       "budget",
                       "published",
                       SeriesStyle::POINTS,
                       {{"objective", "MaxMin"}, {"link", links.front()}})
                .Like("proposed");
            for (const std::string objective : {"MaxMin", "Share"})
            {
                for (const std::string& link : links)
                {
                    figure.Curve(objective + ", " + link,
                                 "budget",
                                 "score",
                                 SeriesStyle::LINES_POINTS,
                                 {{"objective", objective}, {"link", link}});
                }
            }
            figure.Axes(sweep == "latency" ? "latency budget [s]" : "energy budget [mJ]", "score");
            experiment.AddFigure(figure);
        }
    }
}

} // namespace laim
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXAMPLE_LAIM_PRINTED_STACK_H
