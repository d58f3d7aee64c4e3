/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FEDQVR_CAMPAIGN_H
#define EDGE_AI_FEDQVR_CAMPAIGN_H

// The parts of the example fedqvr: which scenarios a table compares, and what is drawn of them.

#include "fedqvr-scenario.h"

#include "ns3/experiment.h"

#include <algorithm>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace fedqvr
{

/// The scenarios, tables and figures of this example.
struct Campaign
{
    /// Methods against each other.
    void Reference() const
    {
        for (const char* method : {"FedAvg",
                                   "FedPAQ(bits=4)",
                                   "FedPAQ(bits=2)",
                                   "QSGD(bits=4)",
                                   "FedNova",
                                   "FedCOMGATE(bits=4)",
                                   "SCAFFOLD",
                                   "SCAFFOLDn",
                                   "FedQVR(bits=8)",
                                   "FedQVR(bits=4)",
                                   "FedQVR(bits=2)",
                                   "FedQVR(bits=1)",
                                   "FedQVR-E"})
        {
            Add(Make("reference", method));
        }
        AddLossless("reference",
                    "",
                    std::to_string(options.sampled) + " of " + std::to_string(options.workers) +
                        " workers in each round, ideal links",
                    "bits time status");
        DrawGaps("reference", "round");
        DrawGaps("reference", "bits_up");
    }

    /// Classes from most uneven to even.
    void Skew() const
    {
        for (const double skew : {.05, .3, 100.})
        {
            for (const char* method : {"FedAvg", "SCAFFOLD", "FedQVR(bits=2)"})
            {
                Scenario scenario = Make("skew", method);
                scenario.skew = skew;
                Add(scenario);
            }
        }
        AddLossless("skew", "skew", "classes from most uneven to even", "status");
        experiment.AddFigure(FigureView("skew-gap", "Loss gap against the skew of classes")
                                 .Where("part", "skew")
                                 .Series("method", "skew", "gap")
                                 .Axes("concentration of the Dirichlet distribution", "loss gap")
                                 .LogX()
                                 .LogY());
    }

    /// Local steps of 10 in the mean, further and further apart.
    void Steps() const
    {
        for (const uint32_t spread : {0, 5, 9})
        {
            for (const char* method : {"FedAvg", "FedNova", "FedQVR(bits=4)"})
            {
                Scenario scenario = Make("steps", method);
                scenario.stepsLeast = 10 - spread;
                scenario.stepsMost = 10 + spread;
                Add(scenario);
            }
        }
        AddLossless("steps", "steps", "local steps of 10 in the mean", "time status");
        experiment.AddFigure(FigureView("steps-gap", "Loss gap against the spread of local steps")
                                 .Where("part", "steps")
                                 .Series("method", "steps", "gap", SeriesStyle::POINTS)
                                 .Axes("local steps of a worker", "loss gap")
                                 .LogY());
    }

    /// Some or all of the workers in a round.
    void Sampling() const
    {
        std::vector<uint32_t> counts{2, 5, options.workers};
        counts.erase(std::remove_if(counts.begin(),
                                    counts.end() - 1,
                                    [&](uint32_t count) { return count >= options.workers; }),
                     counts.end() - 1);
        for (const uint32_t sampled : counts)
        {
            for (const char* method : {"FedAvg", "FedQVR(bits=2)"})
            {
                Scenario scenario = Make("sampling", method);
                scenario.sampled = sampled;
                Add(scenario);
            }
        }
        AddLossless("sampling", "sampled", "workers asked in each round", "time status");
        experiment.AddFigure(FigureView("sampling-gap", "Loss gap against participation")
                                 .Where("part", "sampling")
                                 .Series("method", "sampled", "gap")
                                 .Axes("workers asked in a round", "loss gap")
                                 .LogY());
    }

    /// A deadline of each upload over links that fade.
    void Deadline() const
    {
        for (const double band : options.deadlineBands)
        {
            AddFading("deadline", "FedQVR-E", "", "FedQvrPlanner", band, options.deadline);
            AddFading("deadline", "FedQVR-inverse", "", "FedQvrPlanner", band, options.deadline);
            AddFading("deadline",
                      "FedQVR-E",
                      ", uniform outage",
                      "FedQvrUniformOutagePlanner",
                      band,
                      options.deadline);
            for (const uint32_t bits : {2, 3, 4, 6})
            {
                AddEqual("deadline", bits, band);
            }
            for (const char* method : {"FedPAQ(bits=2)", "FedPAQ(bits=4)"})
            {
                AddFading("deadline",
                          method,
                          ", equal",
                          "FedQvrEqualPlanner",
                          band,
                          options.deadline);
            }
        }
        experiment.AddTable(TableView("uploads with a deadline over fading links, in datagrams",
                                      "band method gap_memory gap accuracy_memory accuracy bits "
                                      "time lost_memory outage lost")
                                .Where("part", "deadline")
                                .RuleBy("band"));
        experiment.AddTable(
            TableView("J of the same plans, above the sum of D", "band method excess_memory excess")
                .Where("part", "deadline")
                .RuleBy("band"));
        experiment.AddFigure(FigureView("deadline-excess", "J of allocations against the band")
                                 .Where("part", "deadline")
                                 .Series("method", "band", "excess")
                                 .Axes("", "(J - sum D) / sum D")
                                 .LogX()
                                 .LogY()
                                 .RangeY(.01, 100)); // beyond that nothing is left of updates
        if (!options.deadlineBands.empty())
        {
            experiment.AddFigure(
                FigureView("deadline-gap", GetGapTitle())
                    .From("curves")
                    .Where("part", "deadline")
                    .Where("band", options.deadlineBands[options.deadlineBands.size() / 2])
                    .Series("method", "time", "gap", SeriesStyle::LINES)
                    .Axes("", "loss gap")
                    .LogY());
        }
    }

    /// @returns title of the figure of uploads with a deadline: which of the bands it is of
    std::string GetGapTitle() const
    {
        std::ostringstream title;
        title << "Loss gap with uploads of " << options.deadline * 1e3 << " ms over "
              << options.deadlineBands[options.deadlineBands.size() / 2] / 1e3 << " kHz";
        return title.str();
    }

    /// Windows from short to long.
    void Window() const
    {
        for (const double window : {.004, .008, .016, .032})
        {
            std::ostringstream label;
            label << ", " << 1e3 * window << " ms";
            AddFading("tau", "FedQVR-E", label.str(), "FedQvrPlanner", 120e3, window);
            AddFading("tau", "FedPAQ(bits=4)", label.str(), "FedQvrEqualPlanner", 120e3, window);
        }
        experiment.AddTable(TableView("windows from short to long, 120 kHz",
                                      "window method gap_memory gap accuracy_memory accuracy bits "
                                      "time outage lost")
                                .Where("part", "tau")
                                .RuleBy("window"));
        experiment.AddFigure(FigureView("tau-accuracy", "Accuracy against time, by window")
                                 .From("curves")
                                 .Where("part", "tau")
                                 .Series("method", "time", "accuracy", SeriesStyle::LINES)
                                 .Axes("time [s]", "accuracy")
                                 .LogX());
    }

    /// One medium that everybody contends for.
    void Radio() const
    {
        for (const double window : {0., options.window})
        {
            for (const char* method : {"FedAvg", "SCAFFOLD", "FedQVR(bits=4)", "FedQVR-E"})
            {
                Scenario scenario = Make("radio", method);
                scenario.link = "wifi";
                scenario.workers = options.radioWorkers;
                scenario.sampled = 0;
                scenario.rounds = options.radioRounds;
                scenario.window = window;
                Add(scenario);
            }
        }
        experiment.AddTable(TableView(std::to_string(options.radioWorkers) + " workers over Wi-Fi",
                                      "window method gap accuracy bits time lost status")
                                .Where("part", "radio")
                                .RuleBy("window"));
    }

    /// @param [in] part of the campaign  @param [in] method as somebody named it
    /// @returns a scenario of it as the command line has them
    Scenario Make(const std::string& part, const std::string& method) const
    {
        Scenario scenario;
        scenario.part = part;
        scenario.method = method;
        scenario.workers = options.workers;
        scenario.sampled = options.sampled;
        scenario.rounds = options.rounds;
        scenario.skew = options.skew;
        scenario.stepsMost = options.steps;
        scenario.band = options.bandwidth;
        return scenario;
    }

    /// Over links that fade. @param [in] allocation of the planner, for labels
    void AddFading(const std::string& part,
                   const std::string& method,
                   const std::string& allocation,
                   const std::string& planner,
                   double band,
                   double window,
                   uint32_t bits = 4) const
    {
        Scenario scenario = Make(part, method);
        scenario.link = "fading";
        scenario.label = method + allocation;
        scenario.planner = planner;
        scenario.bits = bits;
        scenario.window = window;
        scenario.band = band;
        Add(scenario);
    }

    /// Likewise with equal bands and the same bits for all.
    void AddEqual(const std::string& part, uint32_t bits, double band) const
    {
        AddFading(part,
                  "FedQVR-E",
                  ", equal B=" + std::to_string(bits),
                  "FedQvrEqualPlanner",
                  band,
                  options.deadline,
                  bits);
    }

    /// A table of updates that all come. @param [in] varied column; ""  @param [in] more columns
    void AddLossless(const std::string& part,
                     const std::string& varied,
                     const std::string& title,
                     const std::string& more) const
    {
        TableView table(title,
                        varied +
                            " method gap_memory gap accuracy_memory accuracy reached_memory "
                            "reached " +
                            more);
        table.Where("part", part);
        experiment.AddTable(varied.empty() ? table : table.RuleBy(varied));
    }

    /// Loss gaps round by round. @param [in] against column of curves
    void DrawGaps(const std::string& part, const std::string& against) const
    {
        FigureView figure("gap-" + against, "Federated learning on skewed data");
        figure.From("curves").Where("part", part);
        figure.Series("method", against, "gap", SeriesStyle::LINES).Axes("", "loss gap").LogY();
        experiment.AddFigure(against == "bits_up" ? figure.LogX() : figure);
    }

    /// @param [in] scenario without its text
    void Add(Scenario scenario) const
    {
        std::ostringstream settings;
        std::ostringstream steps;
        const bool single = scenario.method.rfind("QSGD", 0) == 0; // which has one step
        steps << scenario.stepsLeast << ".." << scenario.stepsMost;
        settings << "sampled=" << scenario.sampled << (single ? "" : ",steps=" + steps.str());
        if (scenario.window > 0)
        {
            settings << ",window=" << scenario.window;
        }
        const std::string& method = scenario.method;
        scenario.text = method.back() == ')'
                            ? method.substr(0, method.size() - 1) + "," + settings.str() + ")"
                            : method + "(" + settings.str() + ")";
        experiment.AddScenario({{"part", scenario.part},
                                {"link", scenario.link},
                                {"skew", scenario.skew},
                                {"steps", single ? "1" : steps.str()},
                                {"sampled", scenario.sampled},
                                {"window", scenario.window},
                                {"band", scenario.band},
                                {"method", scenario.label.empty() ? method : scenario.label}},
                               [options = options, scenario](ScenarioResults& results) {
                                   Simulate(options, scenario, results);
                               });
    }

    Experiment& experiment;
    const Options& options;
};

} // namespace fedqvr
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FEDQVR_CAMPAIGN_H
