/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Does somebody else's code learn the same over a simulated network? Federated averaging by this
// module, by a Python process with numpy and by one with PyTorch, over links without loss and over
// links whose late updates are lost, to every one of them alike.
//
//   worker 0 ---+                                     examples/trainers/numpy_trainer.py
//   worker 1 ---+--- server  <-- pipe, or socket -->  examples/trainers/torch_trainer.py
//   ...         |                                     or anything that speaks the protocol, such as
//                                                     own_trainer.py with a model of its own
//
// Table: loss, accuracy, updates lost. Rows of the same link have to agree but for roundings of the
// numbers that travel. Figure: loss against rounds, with losses and without.

#include "learning-runs.h"

#include "ns3/core-module.h"
#include "ns3/learning-helper.h"
#include "ns3/point-to-point-module.h"
#include "ns3/processor-helper.h"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

const std::string BUILT_IN = "built-in";        ///< this module's FedAvg
const std::string OWN = "own";                  ///< a trainer with a model and data of its own
const std::string ABSENT = " is not installed"; ///< how trainers say what they lack

/// What the command line says.
struct Options
{
    std::vector<std::string> links{"ideal", "lossy"};
    std::vector<std::string> trainers{BUILT_IN, "numpy", "torch"};
    std::string python{"/usr/bin/python3"};
    std::string socket;
    std::string model{"Mlp(20,16,10,l2=0.001)"};
    uint32_t workers{10};
    uint32_t sampled{6};
    uint32_t steps{8};
    uint32_t samples{3000};
    uint32_t rounds{40};
    double errorRate{.05};
    double window{.05};
    double timeout{300};
};

/// @param [in] options of the command line  @param [in] link of the scenario
/// @param [in] trainer of the scenario  @returns text of the method
std::string
GetMethod(const Options& options, const std::string& link, const std::string& trainer)
{
    std::ostringstream common;
    common << "sampled=" << std::min(options.sampled, options.workers) << ",steps=1.."
           << options.steps;
    if (link == "lossy")
    {
        common << ",window=" << options.window;
    }
    if (trainer == BUILT_IN)
    {
        return "FedAvg(" + common.str() + ")";
    }
    common << ",timeout=" << options.timeout;
    if (trainer == "socket")
    {
        return "External(socket=\"" + options.socket + "\"," + common.str() + ")";
    }
    // Blanks of the way there stay in one word.
    return "External(command=\"'" + options.python + "' '" + EDGE_AI_EXAMPLES_FOLDER +
           "/trainers/" + trainer + "_trainer.py'\"," + common.str() + ")";
}

/// A cable for each worker, on which the server loses packets: TCP sends them again, and late.
void
BuildCables(double errorRate,
            Ptr<Node> server,
            const NodeContainer& workers,
            Ipv4AddressHelper& addresses)
{
    PointToPointHelper cable;
    cable.SetDeviceAttribute("DataRate", StringValue("2Mbps"));
    cable.SetChannelAttribute("Delay", StringValue("2ms"));
    for (uint32_t k = 0; k < workers.GetN(); ++k)
    {
        const NetDeviceContainer ends = cable.Install(server, workers.Get(k));
        Ptr<RateErrorModel> errors = CreateObject<RateErrorModel>();
        errors->SetAttribute("ErrorUnit", StringValue("ERROR_UNIT_PACKET"));
        errors->SetAttribute("ErrorRate", DoubleValue(errorRate));
        errors->AssignStreams(1000 + k);
        ends.Get(0)->SetAttribute("ReceiveErrorModel", PointerValue(errors));
        addresses.Assign(ends);
        addresses.NewNetwork();
    }
}

/// Report what rounds came to. @param [in] rounds in their order  @param [in,out] results get it
void
Report(const std::vector<LearningRound>& rounds, ScenarioResults& results)
{
    double involved = 0;
    double lost = 0;
    for (const LearningRound& round : rounds)
    {
        involved += round.involved;
        lost += round.lost;
        ResultRow& row = results.AddRow("curves");
        row.Set("round", round.round).Set("time", round.ended - rounds.front().begun);
        row.Set("lost", round.lost).Set("loss", round.loss).Set("accuracy", round.accuracy);
    }
    ResultRow& row = results.AddRow();
    if (rounds.empty())
    {
        row.Set("status", "no round has begun");
        return;
    }
    row.Set("loss", rounds.back().loss).Set("accuracy", rounds.back().accuracy);
    row.Set("time", (rounds.back().ended - rounds.front().begun) / rounds.size());
    row.Set("updates", involved).Set("lost", lost);
    const std::string status = ExplainRounds(rounds);
    if (!status.empty())
    {
        row.Set("status", status);
    }
}

/// Simulate a scenario, and report it.
void
Simulate(const Options& options,
         const std::string& link,
         const std::string& trainer,
         ScenarioResults& results)
{
    NodeContainer workers(options.workers);
    NodeContainer server(1);
    Ipv4AddressHelper addresses = InstallStacks(server.Get(0), workers);
    if (link == "ideal")
    {
        BuildIdealLinks(IdealLinkHelper(), server.Get(0), workers, addresses);
    }
    else
    {
        BuildCables(options.errorRate, server.Get(0), workers, addresses);
    }
    ProcessorHelper processor;
    processor.SetAttribute("OperatingPoints", StringValue("1e9"));
    processor.SetAttribute("FlopPerCycle", DoubleValue(1));
    processor.Install(workers);
    LearningHelper learning(trainer == OWN ? "External" : options.model, "FedQvrEqualPlanner");
    if (trainer != OWN)
    {
        learning.SetData("Mixture(20,10,samples=" + std::to_string(options.samples) +
                             ",separation=2)",
                         1 / 3.);
        learning.SetPartition("dirichlet(0.5)");
        learning.SetTraining(.1, 32);
    }
    learning.SetMethod(GetMethod(options, link, trainer));
    learning.SetServerAttribute("Rounds", UintegerValue(options.rounds));
    learning.Install(server.Get(0), workers);
    learning.AssignStreams(1);
    try
    {
        const Outcome outcome = RunRounds(learning, options.rounds);
        results.Count(outcome.counts, outcome.fault);
        Report(outcome.rounds, results);
    }
    catch (const std::exception& failure)
    {
        const std::string words = failure.what();
        if (words.find(ABSENT) == std::string::npos)
        {
            throw;
        }
        Simulator::Destroy();
        results.AddRow().Set("status", "skipped: " + trainer + ABSENT);
    }
}

/// Declare what the command line may say.
void
AddOptions(Experiment& experiment, Options& o)
{
    const auto among = [](const std::vector<std::string>& known) {
        return [known](const std::string& word) {
            return std::find(known.begin(), known.end(), word) != known.end();
        };
    };
    const std::vector<std::string> links{"ideal", "lossy"};
    const std::vector<std::string> trainers{BUILT_IN, "numpy", "torch", OWN, "socket"};
    experiment.AddWords("links", "Of ideal, lossy", o.links, among(links), [links] {
        return links;
    });
    experiment.AddWords("trainers",
                        "Of built-in, numpy, torch, own, socket",
                        o.trainers,
                        among(trainers),
                        [trainers] { return trainers; });
    experiment.AddSetting("python", "Program that runs numpy's and torch's trainer", o.python);
    experiment.AddSetting("socket", "Path where the trainer 'socket' listens", o.socket);
    experiment.AddRule([&o] {
        const bool wanted =
            std::find(o.trainers.begin(), o.trainers.end(), "socket") != o.trainers.end();
        return wanted && o.socket.empty() ? "--trainers: socket needs --socket=PATH" : "";
    });
    experiment.AddText("model", "Softmax(20,10) or Mlp(20,...,10)", o.model, [](const auto& text) {
        LearningHelper(text, "FedQvrEqualPlanner");
    });
    experiment.AddValue("workers", "N", o.workers, 1, 1e4);
    experiment.AddValue("sampled", "Asked in a round", o.sampled, 1, 1e4);
    experiment.AddValue("steps", "Most local steps of a worker, from 1", o.steps, 1, 1e4);
    experiment.AddValue("samples", "Of the data, a third for the accuracy", o.samples, 90, 1e7);
    experiment.AddRule([&o]() -> std::string {
        const bool ours = std::any_of(o.trainers.begin(), o.trainers.end(), [](const auto& name) {
            return name != OWN;
        });
        return ours ? ExplainSamples(o.samples, o.workers, "--workers") : "";
    });
    experiment.AddValue("rounds", "Rounds", o.rounds, 1, 1e5);
    experiment.AddValue("errorRate",
                        "Lossy: of packets to the server; where nearly all are lost nobody joins",
                        o.errorRate,
                        0,
                        .99);
    experiment.AddValue("window", "Lossy: that an upload has [s]", o.window, 1e-6, 1e3);
    experiment.AddValue("timeout",
                        "Real time that a trainer may be silent [s]",
                        o.timeout,
                        .01,
                        1e6);
}

/// Declare what is reported. @param [in] trainer whose curves are drawn
void
SetColumns(Experiment& experiment, const std::string& trainer)
{
    ResultColumns columns;
    columns.Add("link", "", "between server and workers");
    columns.Add("trainer", "", "who trains");
    columns.Add("loss", "", "after the last round, mean over workers").Digits(9);
    columns.Add("accuracy", "", "of data that nobody learns from").Digits(4);
    columns.Add("time", "s", "of a round, mean").Digits(6);
    columns.Add("updates", "", "that were asked for");
    columns.Add("lost", "", "of them, to the network");
    columns.Add("status", "", "the first round that was not as it should be, and why");
    experiment.SetColumns(columns);
    ResultColumns curves;
    curves.Add("link", "", "between server and workers");
    curves.Add("trainer", "", "who trains");
    curves.Add("round", "", "number");
    curves.Add("time", "s", "end of the round, since the first began");
    curves.Add("lost", "", "updates of the round");
    curves.Add("loss", "", "mean over workers").Digits(9);
    curves.Add("accuracy", "", "of data that nobody learns from").Digits(4);
    experiment.AddSheet("curves", curves);
    experiment.AddTable(TableView("The same rounds by different hands",
                                  "link trainer loss accuracy time updates lost status")
                            .RuleBy("link"));
    experiment.AddFigure(FigureView("loss-round", "What late updates cost federated averaging")
                             .From("curves")
                             .Where("trainer", trainer)
                             .Series("link", "round", "loss")
                             .Axes("", "loss"));
}

} // namespace

int
main(int argc, char* argv[])
{
    Options options;
    Experiment experiment("external-learning", "Learning by another process, over packets.");
    AddOptions(experiment, options);
    experiment.Parse(argc, argv);
    SetColumns(experiment, options.trainers.front());
    for (const std::string& link : options.links)
    {
        for (const std::string& trainer : options.trainers)
        {
            experiment.AddScenario({{"link", link}, {"trainer", trainer}},
                                   [options, link, trainer](ScenarioResults& results) {
                                       Simulate(options, link, trainer, results);
                                   });
        }
    }
    return experiment.Run();
}
