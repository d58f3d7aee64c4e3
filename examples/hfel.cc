/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How should edge servers without a cloud share their models, when the links between them are
// unequal? HFEL: each cell divides its band, clocks and powers under budgets of energy, and in each
// round links are chosen so that it is short and models stay close.
//
//   devices ... --- server 0 ---+--- server 1 --- ... devices
//                       |    \  |  /    |
//   devices ... --- server 2 ---+--- server 3 --- ... devices      links of 0.2 to 5 Mbit/s
//
// Tables: schemes against each other, plan and reality; what is known of the models' distance, and
// when; budgets, bands and limits of that distance; cells of Wi-Fi. Figures: accuracy against time,
// links and distance in each round (--runs=5 for error bars).

#include "hfel-scenario.h"

#include "ns3/experiment.h"

#include <cmath>
#include <filesystem>
#include <stdexcept>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::hfel;

namespace
{

/// The scenarios, tables and figures of this example.
struct Campaign
{
    /// @returns a scenario with what the command line says
    Scenario Make(const std::string& part, const std::string& scheme, uint32_t rounds) const
    {
        Scenario scenario;
        scenario.part = part;
        scenario.scheme = scheme;
        scenario.rounds = rounds;
        scenario.edgeRounds = options.edgeRounds;
        scenario.budget = options.budget;
        scenario.bandwidth = options.bandwidth;
        scenario.share = options.share;
        return scenario;
    }

    /// Schemes against each other.
    void Schemes() const
    {
        struct Scheme
        {
            const char* name;
            const char* cell;
            const char* topology;
            const char* mode;
        };

        const Scheme schemes[] = {
            {"S1, threshold", "HfelPlanner", "HfelThresholdPlanner", "sketch"},
            {"equal band, threshold", "HfelEqualBandPlanner", "HfelThresholdPlanner", "sketch"},
            {"fixed clock, threshold", "HfelFixedClockPlanner", "HfelThresholdPlanner", "sketch"},
            {"S1, full mesh", "HfelPlanner", "HfelFullMeshPlanner", ""},
            {"S1, ring", "HfelPlanner", "HfelRingPlanner", ""},
            {"S1, star", "HfelPlanner", "HfelStarPlanner", ""},
            {"S1, random graph", "HfelPlanner", "HfelRandomGraphPlanner", ""},
            {"equal band, full mesh", "HfelEqualBandPlanner", "HfelFullMeshPlanner", ""},
            {"S1, no exchange", "HfelPlanner", "HfelNoExchangePlanner", ""},
            {"S1, Hier-FAvg", "HfelPlanner", "HierFavgPlanner", ""},
            {"S1, CE-FedAvg", "HfelPlanner", "CeFedAvgPlanner", ""},
            {"S1, FedAvg (q = 1)", "HfelPlanner", "CloudFedAvgPlanner", ""},
            {"S1, threshold, exact", "HfelPlanner", "HfelThresholdPlanner", "exact"},
            {"S1, threshold, lagged", "HfelPlanner", "HfelThresholdPlanner", "lagged"},
        };
        for (const Scheme& scheme : schemes)
        {
            Scenario scenario = Make("schemes", scheme.name, options.rounds);
            scenario.cell = scheme.cell;
            scenario.topology = scheme.topology;
            scenario.mode = scheme.mode;
            if (scenario.topology == "CloudFedAvgPlanner")
            {
                // As many edge rounds, each of them averaged by the cloud.
                scenario.rounds *= scenario.edgeRounds;
                scenario.edgeRounds = 1;
            }
            Add(scenario);
        }
        Scenario scenario = Make("schemes", "S1, lagged, no barrier", options.rounds);
        scenario.mode = "lagged";
        scenario.barrier = false;
        Add(scenario);
        experiment.AddTable(TableView("Schemes, ideal links in cells",
                                      "scheme time edge accuracy own links xi status")
                                .Where("part", "schemes"));
        experiment.AddTable(
            TableView("Energy and bytes", "scheme energy cell_bits link_bits word_bits")
                .Where("part", "schemes"));
        Draw("accuracy-time", "Accuracy of the mean model", "at", "accuracy");
        Draw("own-time", "Mean accuracy of servers' models", "at", "own");
        Draw("links-round", "Links that are used", "round", "links");
        Draw("distance-round", "Distance of models after mixing", "round", "xi_after");
    }

    /// @param [in] stem of the file  @param [in] title of the figure  @param [in] x column
    /// @param [in] y column
    void Draw(const std::string& stem,
              const std::string& title,
              const std::string& x,
              const std::string& y) const
    {
        FigureView figure(stem, title);
        figure.From("rounds").Where("part", "schemes").Axes("", y == "own" ? "accuracy" : "");
        std::vector<std::string> schemes{"S1, threshold", "S1, threshold, lagged", "S1, ring"};
        if (y != "xi_after") // which is none there
        {
            schemes.emplace_back("S1, full mesh");
        }
        if (x != "round") // where they are no others
        {
            schemes.insert(schemes.end(), {"equal band, threshold", "S1, Hier-FAvg"});
        }
        schemes.emplace_back("S1, no exchange");
        for (const std::string& scheme : schemes)
        {
            figure.Curve(scheme, x, y, SeriesStyle::LINES_POINTS, {{"scheme", scheme}});
        }
        if (y == "xi_after")
        {
            figure.LogY(); // which leaves out what is 0
        }
        experiment.AddFigure(figure);
    }

    /// Budgets, bands and limits of the distance.
    void Sweeps() const
    {
        for (const auto& [scheme, cell] :
             {std::pair{"S1", "HfelPlanner"}, std::pair{"equal band", "HfelEqualBandPlanner"}})
        {
            for (const double budget : {6e-3, 10e-3, 15e-3, 25e-3})
            {
                Scenario scenario = Make("budget", scheme, options.sweepRounds);
                scenario.cell = cell;
                scenario.mode = "lagged";
                scenario.budget = budget;
                Add(scenario);
            }
            for (const double bandwidth : {.25e6, .5e6, 2e6, 4e6})
            {
                Scenario scenario = Make("band", scheme, options.sweepRounds);
                scenario.cell = cell;
                scenario.mode = "lagged";
                scenario.bandwidth = bandwidth;
                Add(scenario);
            }
        }
        for (const double share : {.01, .05, .25, 1., 2.})
        {
            Scenario scenario = Make("consensus", "S1", options.sweepRounds);
            scenario.mode = "lagged";
            scenario.share = share;
            Add(scenario);
        }
        AddSweep("budget", "budget", "Latency against the budget of a device");
        AddSweep("band", "bandwidth", "Latency against the band of a cell");
        AddSweep("consensus", "share", "Latency against the limit of the distance");
    }

    /// @param [in] part of the table  @param [in] x column  @param [in] title of it
    void AddSweep(const std::string& part, const std::string& x, const std::string& title) const
    {
        experiment.AddTable(TableView(title, "scheme " + x + " time accuracy own links status")
                                .Where("part", part)
                                .RuleBy("scheme"));
        FigureView figure(part, title);
        figure.Where("part", part);
        figure.Series("scheme", x, "time_realised").Axes("", "").LogX();
        experiment.AddFigure(figure);
    }

    /// Cells that contend.
    void Radio() const
    {
        for (const auto& [name, topology] : {std::pair{"threshold", "HfelThresholdPlanner"},
                                             std::pair{"full mesh", "HfelFullMeshPlanner"},
                                             std::pair{"ring", "HfelRingPlanner"}})
        {
            Scenario scenario = Make("radio", name, options.radioRounds);
            scenario.link = "wifi";
            scenario.topology = topology;
            scenario.mode = scenario.scheme == "threshold" ? "lagged" : "";
            Add(scenario);
        }
        experiment.AddTable(TableView("Cells of 802.11ax, one channel each",
                                      "scheme time edge accuracy own links status")
                                .Where("part", "radio"));
    }

    /// @param [in] scenario to simulate
    void Add(const Scenario& scenario) const
    {
        experiment.AddScenario({{"part", scenario.part},
                                {"link", scenario.link},
                                {"scheme", scenario.scheme},
                                {"budget", scenario.budget},
                                {"bandwidth", scenario.bandwidth},
                                {"share", scenario.share}},
                               [options = options, scenario](ScenarioResults& results) {
                                   Simulate(options, scenario, results);
                               });
    }

    Experiment& experiment;
    const Options& options;
};

/// Declare what the command line may say.
void
AddOptions(Experiment& experiment, Options& o)
{
    experiment.AddChoice("part", "Tables", o.part, {"all", "schemes", "sweeps", "radio"});
    experiment.AddText("model", "Text that makes the model", o.model, [](const auto& text) {
        TieredLearningHelper(text, "HfelPlanner", "HfelThresholdPlanner");
    });
    experiment.AddValue("cells", "M, edge servers", o.cells, 2, 20);
    experiment.AddValue("devices", "K, of each cell", o.devices, 1, 20);
    experiment.AddValue("rounds", "Schemes: T", o.rounds, 1, 1e4);
    experiment.AddValue("sweepRounds", "Sweeps: T", o.sweepRounds, 1, 1e4);
    experiment.AddValue("radioRounds", "Radio: T", o.radioRounds, 1, 1e4);
    experiment.AddValue("edgeRounds", "q, edge rounds of a round", o.edgeRounds, 1, 100);
    experiment.AddValue("samples", "Of each device", o.samples, 1, 1e4);
    experiment.AddValue("skew", "Of the Dirichlet distribution of a cell", o.skew, 1e-3, 1e3);
    experiment.AddValue("budget", "E_max, of a device and edge round [J]", o.budget, 1e-4, 1);
    experiment.AddValue("bandwidth", "B, of a cell [Hz]", o.bandwidth, 1e3, 1e9);
    experiment.AddValue("share", "Xi_max over the first Xi_z", o.share, 1e-3, 10);
    experiment.AddValue("cloudRate",
                        "Between a server and the cloud [bit/s]",
                        o.cloudRate,
                        1e3,
                        1e9);
    experiment.AddRule([&o]() -> std::string {
        const uint32_t samples = CountSamples(o);
        return samples - std::lround(samples * FOR_SCORES) >= BATCH
                   ? ""
                   : "--samples=" + std::to_string(o.samples) +
                         ": with these --cells and "
                         "--devices there are " +
                         std::to_string(samples) + " in all, too few for batches of " +
                         std::to_string(BATCH);
    });
    experiment.AddText("traces",
                       "Schemes: prefix of packet traces of servers; empty: none",
                       o.traces,
                       [](const std::string& prefix) {
                           const auto folder = std::filesystem::path(prefix).parent_path();
                           if (!folder.empty() && !std::filesystem::is_directory(folder))
                           {
                               throw std::invalid_argument("there is no folder " + folder.string());
                           }
                       });
}

/// Declare what is reported.
void
SetColumns(Experiment& experiment)
{
    ResultColumns columns;
    columns.Add("part", "", "table to which the scenario belongs");
    columns.Add("link", "", "between devices and server");
    columns.Add("scheme", "", "who decides");
    columns.Add("budget", "J", "of a device and edge round").Shown("mJ", 1e3);
    columns.Add("bandwidth", "Hz", "of a cell").Shown("MHz", 1e-6);
    columns.Add("share", "", "Xi_max over the first Xi_z").Head("Xi_max/Xi_1");
    columns.AddPair("time", "s", "T, sum of all rounds", 4);
    columns.AddPair("edge", "s", "A, sum of all cells and rounds", 4);
    columns.Add("accuracy", "", "of the mean model, last 10 rounds").Digits(3);
    columns.Add("own", "", "mean of the servers' models, likewise").Digits(3);
    columns.Add("links", "", "of a round, but the first").Digits(3);
    columns.Add("xi", "", "distance of models after mixing, last 10 rounds").Digits(2);
    columns.Add("energy", "J", "of all devices").Digits(4);
    columns.Add("cell_bits", "bit", "payload in cells").Shown("Mbit", 1e-6).Digits(4);
    columns.Add("link_bits", "bit", "payload between servers").Shown("Mbit", 1e-6).Digits(4);
    columns.Add("word_bits", "bit", "other messages there").Shown("Mbit", 1e-6).Digits(3);
    columns.Add("status", "", "the first round that was not as planned, and why");
    experiment.SetColumns(columns);
    ResultColumns rounds;
    rounds.Add("part", "", "table to which the scenario belongs");
    rounds.Add("scheme", "", "who decides");
    rounds.Add("round", "", "number");
    rounds.Add("at", "s", "end of the round, since the first began").Head("time");
    rounds.AddPair("latency", "s", "T of the round", 4);
    rounds.Add("links", "", "that are used");
    rounds.Add("rho", "", "of the plan").Digits(3);
    rounds.Add("rho_max", "", "that was asked for").Digits(3);
    rounds.Add("xi_before", "", "distance of models before mixing").Head("Xi before").Digits(3);
    rounds.Add("xi_after", "", "and after it").Head("Xi after").Digits(3);
    rounds.Add("accuracy", "", "of the mean model").Digits(3);
    rounds.Add("own", "", "mean of the servers' models").Head("accuracy of servers").Digits(3);
    rounds.Add("loss", "", "of the mean model").Digits(4);
    experiment.AddSheet("rounds", rounds);
}

} // namespace

int
main(int argc, char* argv[])
{
    Options options;
    Experiment experiment("hfel", "Two tiers over packets: resources of cells, links of servers.");
    AddOptions(experiment, options);
    experiment.Parse(argc, argv);
    SetColumns(experiment);
    const Campaign campaign{experiment, options};
    AddParts(campaign,
             options.part,
             {{"schemes", &Campaign::Schemes},
              {"sweeps", &Campaign::Sweeps},
              {"radio", &Campaign::Radio}});
    return experiment.Run();
}
