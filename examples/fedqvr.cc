/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What do few bits and skewed data cost federated learning, when updates travel in real packets?
// FedQVR, whose devices send quantised changes of control variates, against FedAvg, FedPAQ, QSGD,
// FedNova, FedCOMGATE and SCAFFOLD.
//
//   worker 0 ---+
//   worker 1 ---+--- server     ideal links, one 802.11ax cell
//   ...         |
//
// Tables: methods against each other on ideal links, a few workers asked in each round; Wi-Fi,
// where an upload has as long as it takes, or a window behind which it is lost; and links that
// fade, where bands and bits decide which updates come by their deadline (FedQVR-E). Figures: loss
// and accuracy against rounds and bits (--runs=5 for error bars).

#include "fedqvr-scenario.h"

#include "ns3/experiment.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::fedqvr;

namespace
{

/// @param [in] method as somebody named it  @param [in] settings that are put to its own
/// @returns the text of both
std::string
Join(const std::string& method, const std::string& settings)
{
    return method.back() == ')' ? method.substr(0, method.size() - 1) + "," + settings + ")"
                                : method + "(" + settings + ")";
}

/// The scenarios, tables and figures of this example.
struct Campaign
{
    /// Methods against each other.
    void Reference() const
    {
        for (const std::string& method : options.methods)
        {
            Scenario scenario;
            scenario.part = "reference";
            scenario.method = method;
            scenario.workers = options.workers;
            scenario.rounds = options.rounds;
            Add(scenario, std::min(options.sampled, options.workers));
        }
        experiment.AddTable(TableView(std::to_string(options.sampled) + " of " +
                                          std::to_string(options.workers) +
                                          " workers in each round, ideal links",
                                      "method loss accuracy bits time lost status")
                                .Where("part", "reference"));
        for (const char* what : {"loss", "accuracy"})
        {
            for (const char* against : {"round", "bits_up"})
            {
                experiment.AddFigure(
                    FigureView(std::string(what) + "-" + against,
                               std::string("Federated learning on skewed data: ") + what)
                        .From("curves")
                        .Where("part", "reference")
                        .Series("method", against, what)
                        .Axes("", what));
            }
        }
    }

    /// One medium that everybody contends for.
    void Radio() const
    {
        for (const double window : {0., options.window})
        {
            for (const char* method : {"FedAvg", "SCAFFOLD", "FedQVR(bits=4)", "FedQVR-E"})
            {
                Scenario scenario;
                scenario.part = "radio";
                scenario.link = "wifi";
                scenario.method = method;
                scenario.workers = options.radioWorkers;
                scenario.rounds = options.radioRounds;
                scenario.window = window;
                Add(scenario, 0);
            }
        }
        experiment.AddTable(TableView(std::to_string(options.radioWorkers) + " workers over Wi-Fi",
                                      "window method loss accuracy bits time lost status")
                                .Where("part", "radio")
                                .RuleBy("window"));
    }

    /// A deadline of each upload over links that fade.
    void Deadline() const
    {
        const auto add = [this](const std::string& method,
                                const std::string& allocation,
                                const std::string& planner,
                                uint32_t bits = 4) {
            Scenario scenario;
            scenario.part = "deadline";
            scenario.link = "fading";
            scenario.method = method;
            scenario.label = method + allocation;
            scenario.planner = planner;
            scenario.bits = bits;
            scenario.workers = options.workers;
            scenario.rounds = options.rounds;
            scenario.window = options.deadline;
            Add(scenario, std::min(options.sampled, options.workers));
        };
        add("FedQVR-E", "", "FedQvrPlanner");
        add("FedQVR-inverse", "", "FedQvrPlanner");
        add("FedQVR-E", ", uniform outage", "FedQvrUniformOutagePlanner");
        for (const uint32_t bits : {2, 3, 4, 6})
        {
            add("FedQVR-E", ", equal B=" + std::to_string(bits), "FedQvrEqualPlanner", bits);
        }
        add("FedPAQ(bits=2)", ", equal", "FedQvrEqualPlanner");
        add("FedPAQ(bits=4)", ", equal", "FedQvrEqualPlanner");
        experiment.AddTable(TableView("uploads with a deadline over fading links, in datagrams",
                                      "method loss accuracy bits time lost")
                                .Where("part", "deadline"));
        experiment.AddFigure(FigureView("deadline-loss", "Uploads with a deadline: loss")
                                 .From("curves")
                                 .Where("part", "deadline")
                                 .Series("method", "time", "loss")
                                 .Axes("", "loss"));
    }

    /// @param [in] scenario without its text  @param [in] sampled workers of a round; 0: all
    void Add(Scenario scenario, uint32_t sampled) const
    {
        std::string settings = "sampled=" + std::to_string(sampled);
        if (scenario.method.rfind("QSGD", 0) != 0) // which has one step
        {
            settings += ",steps=1.." + std::to_string(options.steps);
        }
        if (scenario.window > 0)
        {
            settings += ",window=" + std::to_string(scenario.window);
        }
        scenario.text = Join(scenario.method, settings);
        experiment.AddScenario(
            {{"part", scenario.part},
             {"link", scenario.link},
             {"window", scenario.window},
             {"method", scenario.label.empty() ? scenario.method : scenario.label}},
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
    experiment.AddChoice("part", "Tables", o.part, {"all", "reference", "deadline", "radio"});
    experiment.AddValue("workers", "Reference: N", o.workers, 1, 1e4);
    experiment.AddValue("sampled", "Reference: asked in a round", o.sampled, 1, 1e4);
    experiment.AddValue("steps", "Most local steps of a worker, from 1", o.steps, 1, 1e4);
    experiment.AddValue("samples",
                        "Of the data, a third of them for the accuracy",
                        o.samples,
                        90,
                        1e7);
    experiment.AddValue("rounds", "Reference: rounds", o.rounds, 1, 1e5);
    experiment.AddValue("skew", "Of the Dirichlet distribution of classes", o.skew, 1e-3, 1e3);
    experiment.AddValue("bandwidth", "Reference: for all uploads [Hz]", o.bandwidth, 1, 1e10);
    experiment.AddValue("deadline", "Deadline: of an upload [s]", o.deadline, 1e-6, 1e3);
    experiment.AddValue("deadlineBand", "Deadline: for all uploads [Hz]", o.deadlineBand, 1, 1e10);
    experiment.AddValue("radioWorkers", "Radio: N, all of them asked", o.radioWorkers, 1, 100);
    experiment.AddValue("radioRounds", "Radio: rounds", o.radioRounds, 1, 1e5);
    experiment.AddValue("distance", "Wi-Fi: of every worker [m]", o.distance, .1, 100);
    experiment.AddValue("window", "Radio: that an upload has [s]", o.window, 1e-6, 1e3);
}

/// Declare what is reported.
void
SetColumns(Experiment& experiment)
{
    ResultColumns columns;
    columns.Add("part", "", "table to which the scenario belongs");
    columns.Add("link", "", "between server and workers");
    columns.Add("window", "s", "that an upload has; 0: as much as it takes");
    columns.Add("method", "", "of federated learning");
    columns.Add("loss", "", "mean of the last 20 rounds, and over workers").Digits(5);
    columns.Add("accuracy", "", "likewise, of data that nobody learns from").Digits(4);
    columns.Add("bits", "bit", "payload of an update that came").Head("update").Digits(6);
    columns.Add("time", "s", "of a round, mean").Digits(5);
    columns.Add("lost", "%", "of the updates").Digits(4);
    columns.Add("status", "", "the first round without a new model, and why");
    experiment.SetColumns(columns);
    ResultColumns curves;
    curves.Add("part", "", "table to which the scenario belongs");
    curves.Add("link", "", "between server and workers");
    curves.Add("window", "s", "that an upload has");
    curves.Add("method", "", "of federated learning");
    curves.Add("round", "", "number");
    curves.Add("time", "s", "end of the round, since the first began");
    curves.Add("loss", "", "mean over workers").Digits(5);
    curves.Add("accuracy", "", "of data that nobody learns from").Digits(4);
    curves.Add("bits_up", "bit", "payload of updates until then").Head("updates");
    experiment.AddSheet("curves", curves);
}

} // namespace

int
main(int argc, char* argv[])
{
    Options options;
    Experiment experiment("fedqvr", "Federated learning over packets: bits, loss and seconds.");
    AddOptions(experiment, options);
    experiment.Parse(argc, argv);
    SetColumns(experiment);
    const Campaign campaign{experiment, options};
    AddParts(campaign,
             options.part,
             {{"reference", &Campaign::Reference},
              {"deadline", &Campaign::Deadline},
              {"radio", &Campaign::Radio}});
    return experiment.Run();
}
