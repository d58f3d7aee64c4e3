/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Does it pay that devices fine-tune a large model together, each another depth block? FoMo (Wu,
// Chen, Huang, arXiv 2407.09873) against equal bands, blocks by index and by lot, alternation,
// federated fine-tuning, and one device alone, planned and realised with true gradients.
//
//   device 0 ---+
//   device 1 ---+--- server     ideal links of one band, one broadband cell whose subchannels the
//   ...         |               plan gives out, one 802.11ax cell that everybody contends for
//
// Regime E1: adapters of RoBERTa-base, 10 MHz; E2: its whole blocks, 100 MHz. Work and memory are
// RoBERTa-base's; what is trained is a small net of as many bytes (E1), or of a share of the bytes
// over that share of the band (E2): times are the same.
// Tables: all planners in both regimes; both radios; rounds in which a device falls silent.
// Figures: the round's latency; loss and accuracy against seconds (--runs=5 for error bars).

#include "fomo-elsewhere.h"
#include "fomo-results.h"
#include "fomo-scenario.h"
#include "fomo-warning.h"

#include "ns3/experiment.h"

#include <iostream>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::fomo;

namespace
{

/// The scenarios, tables and figures of this example.
struct Campaign
{
    /// Both regimes: real packets on ideal links.
    void Reference() const
    {
        for (const Regime& regime : {AdapterRegime(), WholeRegime()})
        {
            const bool adapters = regime.rank > 0;
            for (const std::string& planner : options.planners)
            {
                Scenario scenario;
                scenario.part = "reference";
                scenario.regime = regime;
                scenario.bandwidth = regime.bandwidth;
                scenario.planner = planner;
                scenario.width = adapters ? options.adapterWidth : options.wholeWidth;
                scenario.rank = adapters ? 12288 / options.adapterWidth : 0;
                const std::string scheme = GetScheme(planner);
                scenario.rounds = scheme == "RANDOM" ? options.draws : 1;
                scenario.files = experiment.GetPath(regime.name + "-" + scheme);
                Add(scenario, GetElsewhere(regime.name, scheme));
            }
            experiment.AddTable(
                TableView(adapters ? "E1: adapters of RoBERTa-base, 16 devices, 10 MHz, ideal links"
                                   : "E2: whole blocks of RoBERTa-base, 16 devices, 100 MHz, ideal "
                                     "links",
                          "scheme elsewhere time lower_bound involved goodput apart share bits_up "
                          "status")
                    .Where("part", "reference")
                    .Where("regime", regime.name));
            experiment.AddTable(
                TableView(regime.name + ": what FOMO gives to whom, and what becomes of it",
                          "device block band compute upload end")
                    .From("devices")
                    .Where("regime", regime.name));
        }
    }

    /// Both radios, E1.
    void Radio() const
    {
        for (const char* link : {"broadband", "wifi"})
        {
            for (const std::string& planner : options.planners)
            {
                const std::string scheme = GetScheme(planner);
                if (scheme == "RANDOM" || scheme == "COMPUTE-ONLY" ||
                    (scheme == "DUAL-ASCENT" && link == std::string("broadband")))
                {
                    continue; // the ascent takes rates in proportion to bands alone
                }
                Scenario scenario;
                scenario.part = "radio";
                scenario.link = link;
                scenario.planner = planner;
                scenario.width = options.width;
                scenario.rank = options.radioRank;
                scenario.rounds = options.radioRounds;
                scenario.files = experiment.GetPath(scenario.link + "-" + scheme);
                Add(scenario);
            }
        }
        experiment.AddTable(
            TableView("E1 over radio: the first round, and one that has learned",
                      "link scheme round time broadcast compute upload goodput involved status")
                .Where("part", "radio")
                .RuleBy("link"));
    }

    /// T of a round against what there is, E1.
    void Latency() const
    {
        Sweep("devices", "devices", options.devices, [](double x, Scenario& scenario) {
            scenario.devices = std::lround(x);
        });
        Sweep("bandwidth", "the band", options.bandwidths, [](double x, Scenario& scenario) {
            scenario.bandwidth = x;
        });
        Sweep("speed_spread",
              "the spread of speeds",
              options.spreads,
              [](double x, Scenario& scenario) { scenario.speedSpread = x; });
        Sweep("memory_spread",
              "the spread of memory",
              options.memories,
              [](double x, Scenario& scenario) { scenario.memorySpread = x; });
    }

    /// Loss and accuracy against seconds.
    void Curve() const
    {
        for (const Regime& regime : {AdapterRegime(), WholeRegime()})
        {
            for (const char* partition : {"shared", "iid"})
            {
                AddCurves(regime, partition);
            }
        }
        experiment.AddTable(TableView("After the same simulated time",
                                      "regime mode scheme round time loss accuracy status")
                                .Where("part", "curve")
                                .RuleBy("mode"));
    }

    /// A device falls silent and comes back.
    void Faults() const
    {
        for (const bool deadline : {false, true})
        {
            Scenario scenario;
            scenario.part = "faults";
            scenario.width = options.width;
            scenario.rank = options.sweepRank;
            scenario.rounds = 14;
            scenario.patience = 1.5;
            scenario.deadline = deadline ? 1 : 0;
            scenario.silence = true;
            scenario.mode = deadline ? "a deadline, what is missing stays as it was"
                                     : "patience, what is missing is planned again";
            Add(scenario);
            experiment.AddTable(
                TableView("Device " + std::to_string(options.worker) + " is silent from " +
                              std::to_string(std::lround(options.silent)) + " s to " +
                              std::to_string(std::lround(options.back)) + " s: " + scenario.mode,
                          "round begun time attempts involved lost missing loss detail")
                    .From("rounds")
                    .Where("mode", scenario.mode));
        }
    }

    /// Curves of one regime and partition.
    void AddCurves(const Regime& regime, const std::string& partition) const
    {
        const bool adapters = regime.rank > 0;
        const std::string mode =
            partition == "shared" ? "the same samples everywhere" : "own samples of each device";
        for (const std::string& planner : options.planners)
        {
            const std::string scheme = GetScheme(planner);
            if (scheme != "FOMO" && scheme != "EQUAL-BW" && scheme != "FULL-FED" &&
                scheme != "SINGLE")
            {
                continue;
            }
            Scenario scenario;
            scenario.part = "curve";
            scenario.regime = regime;
            scenario.bandwidth = regime.bandwidth;
            scenario.planner = planner;
            scenario.mode = mode;
            scenario.width = 32;
            scenario.rank = adapters ? 8 : 0;
            scenario.data = NameData(scenario.width, 1000, "5");
            scenario.partition = partition;
            scenario.step = .05;
            scenario.batch = 32;
            scenario.pretraining = options.pretraining;
            scenario.seconds = adapters ? options.seconds : options.wholeSeconds;
            Add(scenario);
        }
        const std::pair<const char*, const char*> figures[] = {
            {"loss", "loss"},
            {"accuracy", "accuracy"},
            {"progress", "loss over that after the first round"}};
        for (const auto& [stem, what] : figures)
        {
            experiment.AddFigure(
                FigureView(std::string(stem) + "-" + regime.name + "-" + partition,
                           regime.name + ", " + mode + ": " + stem + " against seconds")
                    .From("curves")
                    .Where("regime", regime.name)
                    .Where("mode", mode)
                    .Series("scheme", "time", stem)
                    .Axes("simulated time [s]", what));
        }
    }

    /// One figure of T.
    template <typename Change>
    void Sweep(const std::string& column,
               const std::string& words,
               const std::vector<double>& values,
               Change change) const
    {
        const std::string part = "latency against " + words;
        for (const std::string& planner : options.planners)
        {
            for (const double value : values)
            {
                Scenario scenario;
                scenario.part = part;
                scenario.width = options.width;
                scenario.rank = options.sweepRank;
                scenario.planner = planner;
                scenario.rounds = GetScheme(planner) == "RANDOM" ? options.draws : 1;
                change(value, scenario);
                Add(scenario);
            }
        }
        FigureView figure("latency-" + column, "E1: a round of adapters, ideal links");
        figure.Where("part", part).LogY().Series("scheme", column, "time_realised");
        if (column == "bandwidth")
        {
            figure.LogX();
        }
        experiment.AddFigure(figure.Axes("", "T realised [s]"));
        experiment.AddTable(TableView("E1: a round against " + words,
                                      column + " scheme time lower_bound involved status")
                                .Where("part", part)
                                .RuleBy("scheme"));
    }

    void Add(const Scenario& scenario, double elsewhere = NOT_AVAILABLE) const
    {
        const std::string model = NameModel(scenario.width);
        experiment.AddScenario(
            {{"part", scenario.part},
             {"regime", scenario.regime.name},
             {"link", scenario.link},
             {"scheme", GetScheme(scenario.planner)},
             {"mode", scenario.mode},
             {"model",
              scenario.rank > 0 ? "adapters of rank " + std::to_string(scenario.rank) +
                                      " of 12 layers of " + std::to_string(scenario.width)
                                : "12 layers of " + std::to_string(scenario.width)},
             {"devices", scenario.devices},
             {"bandwidth", scenario.bandwidth},
             {"share", GetShare(scenario)},
             {"speed_spread", scenario.speedSpread},
             {"memory_spread", scenario.memorySpread},
             {"elsewhere", elsewhere}},
            [options = options, scenario](ScenarioResults& results) {
                Scenario mine = scenario;
                mine.files = results.GetStem(scenario.files);
                Report(mine, Simulate(options, mine), results);
            });
    }

    Experiment& experiment;
    const Options& options;
};

} // namespace

int
main(int argc, char* argv[])
{
    Options options;
    Experiment experiment("fomo", "A model that devices fine-tune together: plan against reality.");
    AddOptions(experiment, options);
    experiment.Parse(argc, argv);
    AddMainColumns(experiment);
    AddOtherSheets(experiment);
    const Campaign campaign{experiment, options};
    AddParts(campaign,
             options.part,
             {{"reference", &Campaign::Reference},
              {"radio", &Campaign::Radio},
              {"latency", &Campaign::Latency},
              {"curve", &Campaign::Curve},
              {"faults", &Campaign::Faults}});
    const int code = experiment.Run();
    PrintWarning(experiment.GetSheet(), std::cout);
    return code;
}
