/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Does the plan that is optimal on paper survive the protocol stack? Pruning-aware co-inference of
// a large model (Lyu et al., "The Larger the Merrier?", arXiv 2505.09214) against every baseline.
//
//   device ))) ideal link  ))) server                    --link=ideal
//   device ))) 802.11ax, 5 GHz ((( access point --- 1 Gbit/s, 1 ms --- server     --link=wifi
//   device ))) broadband OFDM radio ((( base station with server                  --link=broadband
//
// For every budget of a sweep and every planner a simulation runs some tasks. Over Wi-Fi the stack
// does not give Shannon's rate: a second table shows what the measured rate factor and a margin
// make of it. Over the broadband radio devices also move, planned once or anew. In the last table a
// latency limit wants the high clock, an energy limit the low one.
// --setup=printed is the paper's own set-up, beside what it published: see laim-printed.h.

#include "laim-printed.h"

#include "ns3/experiment.h"

#include <sstream>
#include <tuple>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::laim;

namespace
{

/// The scenarios, tables and figures of this example.
struct Campaign
{
    Experiment& experiment;
    const Options& options;

    /// Say what is reported of every scenario, and of devices in motion over time.
    void SetColumns() const
    {
        ResultColumns columns;
        columns.Add("part", "", "table to which the scenario belongs");
        columns.Add("link", "", "between device and server");
        columns.Add("planner", "", "TypeId name");
        columns.Add("variant", "", "how the planner is used").Head("plan");
        columns.Add("latency_budget", "s", "latency budget of a task").Head("T0");
        columns.Add("energy_budget", "J", "energy budget of a task").Head("E0");
        columns.Add("adapt_rate", "", "1: planned with the measured rate factor");
        columns.Add("margin", "", "planned for T0 / (1 + margin)");
        columns.Add("clock_share", "", "largest clocks, of the preset's").Shown("%", 100);
        columns.Add("split", "", "blocks on the device");
        columns.Add("keep_ratio", "", "of the side that computes, or the larger part").Digits(6);
        columns.Add("distortion", "normalised", "bound of the distortion").Shown("lambda D", 1);
        columns.AddPair("latency", "s", "mean over completed tasks", 5);
        columns.AddPair("energy", "J", "mean over completed tasks", 5);
        columns.Add("rate_factor", "", "rate of the stack over Shannon's, as planned with");
        columns.Add("deadline_miss_ratio", "", "of the tasks counted")
            .Head("missed")
            .Shown("%", 100)
            .Digits(3);
        columns.Add("completed", "tasks", "of the tasks counted");
        columns.Add("status", "", "why tasks were dropped, if all were").Head("dropped because");
        experiment.SetColumns(columns);
        ResultColumns motion;
        motion.Add("link", "", "between device and server");
        motion.Add("variant", "", "how the planner is used");
        motion.Add("time", "s", "when the tasks were generated");
        motion.Add("latency_ratio", "", "of the latest device").Head("realised latency over plan");
        experiment.AddSheet("motion", motion);
    }

    /// One table and its figures: every planner over a sweep of one budget.
    void Sweep(const std::string& link, bool overLatency) const
    {
        const std::string kind = overLatency ? "latency" : "energy";
        const std::string budget = kind + " budget";
        const std::string column = kind + "_budget";
        for (const double value : overLatency ? options.latencies : options.energies)
        {
            for (const std::string& planner : options.planners)
            {
                Scenario scenario{link, planner, options.latency, options.energy};
                (overLatency ? scenario.latency : scenario.energy) = value;
                Add(budget, "", scenario);
            }
        }
        experiment.AddTable(
            TableView(options.network + " over the " + link + " link, sweep of the " + budget,
                      "latency_budget energy_budget planner split keep_ratio distortion latency "
                      "energy deadline_miss_ratio status")
                .Where("part", budget)
                .Where("link", link)
                .RuleBy(column));
        const auto draw = [&](const std::string& stem, const std::string& title, const char* y) {
            FigureView figure(link + "-" + kind + "-" + stem,
                              title + ", " + options.network + ", " + link + " link");
            figure.Where("part", budget).Where("link", link).Series("planner", column, y);
            figure.Axes(budget + (overLatency ? " [s]" : " [J]"), "");
            experiment.AddFigure(overLatency ? figure : figure.LogX());
        };
        draw("distortion", "Distortion bound by planner", "distortion");
        draw("plan-reality", "Realised latency over plan by planner", "latency_ratio");
    }

    /// What the measured rate factor and a margin make of the gap over a real link.
    void CloseGap(const std::string& link) const
    {
        for (const double latency : options.latencies)
        {
            Scenario scenario{link, "LaimPlanner", latency, options.energy};
            Add("measured rate", "Shannon rate", scenario);
            scenario.adaptRate = true;
            Add("measured rate", "measured rate", scenario);
            scenario.margin = 0.02;
            scenario.files = latency == options.latency ? experiment.GetPath(link) : "";
            Add("measured rate", "measured rate, 2 % margin", scenario);
        }
        experiment.AddTable(TableView("Closing the gap: LaimPlanner over the " + link + " link",
                                      "latency_budget variant rate_factor keep_ratio latency "
                                      "energy_ratio deadline_miss_ratio status")
                                .Where("part", "measured rate")
                                .Where("link", link)
                                .RuleBy("latency_budget"));
    }

    /// What planning anew is worth to devices that move through a fading channel.
    void Move(const std::string& link) const
    {
        Scenario scenario{link, "LaimPlanner", options.latency, options.energy};
        scenario.moving = true;
        scenario.planOnce = true;
        Add("motion", "once", scenario);
        scenario.planOnce = false;
        Add("motion", "anew, gain of the instant", scenario);
        scenario.meanGain = true;
        Add("motion", "anew, mean gain", scenario);
        scenario.adaptRate = true;
        Add("motion", "anew, mean gain, measured rate", scenario);
        scenario.margin = 0.05;
        scenario.files = experiment.GetPath(link + "-motion");
        Add("motion", "same, 5 % margin", scenario);
        std::ostringstream who;
        who << "LaimPlanner, " << options.devices << " device(s), " << options.speed << " m/s, "
            << options.fading << " fading, T0 " << options.latency << " s";
        experiment.AddTable(
            TableView("In motion: " + who.str(),
                      "variant keep_ratio latency energy_ratio deadline_miss_ratio status")
                .Where("part", "motion")
                .Where("link", link));
        experiment.AddFigure(
            FigureView(link + "-motion", "Latest device of each period in motion, " + who.str())
                .From("motion")
                .Where("link", link)
                .Series("variant", "time", "latency_ratio"));
    }

    /// A latency limit wants the high clock, an energy limit the low one.
    void Reversal(const std::string& link) const
    {
        for (const auto& [limit, latency, energy] :
             {std::tuple{"latency limit", 0.4, 20.0}, std::tuple{"energy limit", 4.0, 0.5}})
        {
            for (const double share : {1.0, 0.5, 0.25})
            {
                Scenario scenario{link, "LaimFixedFrequencyPlanner", latency, energy};
                scenario.clockShare = share;
                Add("fixed clocks", limit, scenario);
            }
        }
        experiment.AddTable(
            TableView(
                "Fixed clocks over the " + link + " link: which clock wins?",
                "variant latency_budget energy_budget clock_share keep_ratio distortion latency "
                "energy deadline_miss_ratio status")
                .Where("part", "fixed clocks")
                .Where("link", link)
                .RuleBy("variant"));
    }

    /// Add a scenario, and say what is reported of it.
    void Add(const std::string& part, const std::string& variant, const Scenario& scenario) const
    {
        const auto run = [options = options, scenario](ScenarioResults& results) {
            Scenario mine = scenario;
            mine.files = results.GetStem(scenario.files);
            const Outcome o = Simulate(options, mine);
            results.Count(o.all, o.fault);
            ResultRow& row = results.AddRow();
            row.Set("adapt_rate", scenario.adaptRate).Set("margin", scenario.margin);
            row.Set("split", o.split);
            row.Set("keep_ratio", o.keepRatio);
            row.Set("distortion", o.tasks.Find("distortion")->realised);
            for (const std::string quantity : {"latency", "energy"})
            {
                const QuantitySummary& summary = *o.tasks.Find(quantity);
                row.SetPair(quantity, summary.planned, summary.realised);
            }
            row.Set("rate_factor", o.rateFactor);
            row.Set("deadline_miss_ratio", o.tasks.deadlineMissRatio);
            row.Set("completed", o.tasks.counts.completed);
            row.Set("status", o.status);
            for (auto late = o.lateness.begin(); scenario.moving && late != o.lateness.end();
                 ++late)
            {
                results.AddRow("motion")
                    .Set("time", late->first)
                    .Set("latency_ratio", late->second);
            }
        };
        experiment.AddScenario({{"part", part},
                                {"link", scenario.link},
                                {"planner", scenario.planner},
                                {"variant", variant},
                                {"latency_budget", scenario.latency},
                                {"energy_budget", scenario.energy},
                                {"clock_share", scenario.clockShare}},
                               run);
    }
};

} // namespace

int
main(int argc, char* argv[])
{
    Options o;
    Experiment experiment("laim", "Pruning-aware co-inference: plan against reality.");
    AddOptions(experiment, o);
    experiment.Parse(argc, argv);

    if (o.setup == "printed")
    {
        return RunPrinted(experiment, o);
    }
    const Campaign campaign{experiment, o};
    campaign.SetColumns();
    for (const std::string link : {"ideal", "wifi", "broadband"})
    {
        if (o.link != "all" && o.link != link)
        {
            continue;
        }
        for (const bool overLatency : {true, false})
        {
            if (o.sweep == "all" || o.sweep == (overLatency ? "latency" : "energy"))
            {
                campaign.Sweep(link, overLatency);
            }
        }
        if (link != "ideal")
        {
            campaign.CloseGap(link);
        }
        if (link == "broadband")
        {
            campaign.Move(link);
        }
        campaign.Reversal(link);
    }
    return experiment.Run();
}
