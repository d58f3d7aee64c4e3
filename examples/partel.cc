/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How soon has a model learned that no worker trains as a whole, when updates travel in real
// packets? PARTEL (Wen, Jeon, Bennis, Huang, arXiv 2010.04061; policy SUPPORT) against equal
// shares, the best worker of each subchannel, loads by clocks, fixed partitions, and federated
// learning, planned and realised.
//
//   worker 0 ---+
//   worker 1 ---+--- server     ideal links, one broadband cell whose subchannels and powers the
//   ...         |               plan gives out, one 802.11ax cell that everybody contends for
//
// Tables: a portable instance beside figures of an independent implementation; both radios, where
// the first plan knows nothing and the last has learned; rounds in which a worker falls silent.
// Figures: the round's latency against subchannels, workers, power and spread of speeds; loss and
// accuracy against simulated seconds (--runs=5 for error bars).

#include "partel-results.h"
#include "partel-scenario.h"

#include "ns3/experiment.h"

#include <map>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::partel;

namespace
{

/// The scenarios, tables and figures of this example.
struct Campaign
{
    /// A portable instance: gains by formula, real packets on ideal links.
    void Reference() const
    {
        const std::map<std::string, double> elsewhere{{"SUPPORT", 1.875},
                                                      {"EQUAL", 4.92097},
                                                      {"BEST-GAIN", 3.07229},
                                                      {"COMPUTE-PROP", 8.61934}};
        for (const std::string& planner : options.planners)
        {
            Scenario scenario;
            scenario.part = "reference";
            scenario.planner = planner;
            SetModel(options.features, scenario);
            scenario.speeds = MakeSpeeds(scenario.workers);
            const auto known = elsewhere.find(GetScheme(planner));
            const bool same = known != elsewhere.end() && options.features == 99999;
            Add(scenario, same ? known->second : NOT_AVAILABLE);
        }
        experiment.AddTable(
            TableView("8 workers, 32 subchannels, " + std::to_string(10 * (options.features + 1)) +
                          " parameters, ideal links",
                      "scheme elsewhere time lower_bound goodput energy bits_up status")
                .Where("part", "reference"));
        AddOperationFigures(experiment, "reference", "ideal", Scenario().workers);
    }

    /// Both radios.
    void Radio() const
    {
        for (const char* link : {"broadband", "wifi"})
        {
            for (const std::string& planner : options.planners)
            {
                Scenario scenario;
                scenario.part = "radio";
                scenario.link = link;
                scenario.planner = planner;
                SetModel(options.radioFeatures, scenario);
                // Slower than the reference's: models go to one worker after the other, which
                // takes longer than uploads.
                scenario.speeds = MakeSpeeds(scenario.workers, 2e5);
                scenario.rounds = options.radioRounds;
                scenario.files = experiment.GetPath(scenario.link + "-" + GetScheme(planner));
                if (scenario.link != "wifi" || planner.find("BestGain") == std::string::npos)
                {
                    Add(scenario); // a medium that is shared has no subchannels to choose
                }
            }
        }
        experiment.AddTable(
            TableView(std::to_string(10 * (options.radioFeatures + 1)) +
                          " parameters over radio: the first round, and one that has learned",
                      "link scheme round time broadcast upload goodput bits_up status")
                .Where("part", "radio")
                .RuleBy("link"));
        AddOperationFigures(experiment, "radio", "broadband", Scenario().workers);
    }

    /// T of a round against what there is.
    void Latency() const
    {
        Sweep("subchannels", options.subchannels, [](double x, Scenario& scenario) {
            scenario.subchannels = std::lround(x);
        });
        Sweep("workers", options.workers, [](double x, Scenario& scenario) {
            scenario.workers = std::lround(x);
        });
        Sweep("power", options.powers, [](double x, Scenario& scenario) { scenario.power = x; });
        Sweep("spread", options.spreads, [](double, Scenario&) {});
    }

    /// Loss and accuracy against seconds.
    void Curve() const
    {
        const std::string net = "Mlp(200,32,10,activation=logistic,loss=squared)";
        AddCurve("Softmax(200,10)", "softmax", "Gradient", .1, 1);
        AddCurve("Mlp(200,32,10)", "mlp", "Gradient", .2, 1);
        AddCurve(net, "logistic", "Gradient", 5, 2);
        AddCurve(net, "", "Coordinates(penalty=1,step=0.3,steps=3,turns=2)", 5, 4);
        experiment.AddTable(
            TableView("After the last round", "model scheme phase round time bits_up")
                .Where("part", "curve")
                .RuleBy("model"));
        experiment.AddTable(
            TableView("While it learns", "model scheme at round loss accuracy").From("instants"));
    }

    /// Learning curves of a model, and, unless there are some already, figures of that stem.
    void AddCurve(const std::string& model,
                  const std::string& stem,
                  const std::string& method,
                  double step,
                  uint32_t times) const
    {
        const bool turns = method != "Gradient";
        for (const std::string& planner : options.planners)
        {
            const std::string scheme = GetScheme(planner);
            const bool whole = scheme == "FEDERATED";
            if ((scheme != "SUPPORT" && scheme != "EQUAL" && !whole) || (whole && turns))
            {
                continue; // nobody has variables of others' samples
            }
            Scenario scenario;
            scenario.part = "curve";
            scenario.planner = planner;
            scenario.model = model;
            scenario.method = method;
            scenario.data = "Mixture(200,10,samples=2000,separation=3)";
            // Who divides the model learns from one batch, who does not from one of each.
            scenario.partition = whole ? "iid" : "shared";
            scenario.units = model[0] == 'M';
            scenario.step = step;
            scenario.batch = 40;
            scenario.rounds = times * options.rounds;
            scenario.speeds = MakeSpeeds(scenario.workers, 20e6);
            Add(scenario);
        }
        for (const char* what : {"loss", "accuracy"})
        {
            if (!stem.empty())
            {
                experiment.AddFigure(FigureView(std::string(what) + "-" + stem,
                                                model + " on clouds of points: " + what)
                                         .From("curves")
                                         .Where("model", model)
                                         .Series("scheme", "time", what)
                                         .Axes("simulated time [s]", what));
            }
        }
    }

    /// A worker falls silent and comes back.
    void Faults() const
    {
        for (const bool deadline : {false, true})
        {
            Scenario scenario;
            scenario.part = "faults";
            SetModel(9999, scenario);
            scenario.workers = 5;
            scenario.speeds = MakeSpeeds(scenario.workers, 1e5);
            scenario.rounds = 14;
            scenario.patience = 1.5;
            scenario.deadline = deadline ? .8 : 0;
            scenario.silence = true;
            Add(scenario);
            const std::string mode = GetMode(scenario);
            experiment.AddTable(
                TableView("Worker 2 is silent from " + std::to_string(std::lround(options.silent)) +
                              " s to " + std::to_string(std::lround(options.back)) + " s: " + mode,
                          "round begun time attempts involved lost missing loss detail")
                    .From("rounds")
                    .Where("mode", mode));
        }
    }

    /// One figure of T, with all schemes planned and realised.
    template <typename Change>
    void Sweep(const std::string& column, const std::vector<double>& values, Change change) const
    {
        for (const std::string& planner : options.planners)
        {
            for (const double value : values)
            {
                Scenario scenario;
                scenario.part = "latency against " + column;
                scenario.planner = planner;
                SetModel(9999, scenario);
                change(value, scenario);
                scenario.speeds =
                    SpreadSpeeds(scenario.workers, column == "spread" ? value : 8, 3e5);
                Add(scenario);
            }
        }
        FigureView figure("latency-" + column, "A round of 100000 parameters, ideal links");
        figure.Where("part", "latency against " + column).LogY();
        if (column != "workers")
        {
            figure.LogX();
        }
        figure.Series("scheme", column, "time_realised").Axes("", "T realised [s]");
        experiment.AddFigure(figure);
        experiment.AddTable(TableView("A round of 100000 parameters against " + column,
                                      column + " scheme time lower_bound involved")
                                .Where("part", "latency against " + column)
                                .RuleBy("scheme"));
    }

    /// The reference's model on sparse texts, a FLOP for each parameter.
    static void SetModel(uint32_t features, Scenario& scenario)
    {
        scenario.model = NameSoftmax(features);
        scenario.data =
            "Text(" + std::to_string(features) + ",10,samples=100,words=20)"; // to be quick
        scenario.work = 1;
        scenario.batch = 10;
    }

    void Add(const Scenario& scenario, double elsewhere = NOT_AVAILABLE) const
    {
        const auto [least, most] =
            std::minmax_element(scenario.speeds.begin(), scenario.speeds.end());
        experiment.AddScenario({{"part", scenario.part},
                                {"link", scenario.link},
                                {"scheme", NameScheme(scenario)},
                                {"model", scenario.model},
                                {"workers", scenario.workers},
                                {"subchannels", scenario.subchannels},
                                {"power", scenario.power},
                                {"spread", *most / *least},
                                {"mode", GetMode(scenario)},
                                {"elsewhere", elsewhere}},
                               [options = options, scenario](ScenarioResults& results) {
                                   Scenario mine = scenario;
                                   mine.files = results.GetStem(scenario.files);
                                   Report(mine, Simulate(options, mine), options, results);
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
    Experiment experiment("partel", "A model that is divided over workers: plan against reality.");
    AddOptions(experiment, options);
    experiment.Parse(argc, argv);
    SetColumns(experiment);
    const Campaign campaign{experiment, options};
    AddParts(campaign,
             options.part,
             {{"reference", &Campaign::Reference},
              {"radio", &Campaign::Radio},
              {"latency", &Campaign::Latency},
              {"curve", &Campaign::Curve},
              {"faults", &Campaign::Faults}});
    return experiment.Run();
}
