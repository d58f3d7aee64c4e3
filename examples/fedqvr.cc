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
// Tables, each without a network and over packets: methods against each other on ideal links, a few
// workers asked in each round; skew of classes, unequal local steps, participation; links that
// fade, where bands and bits decide which updates come by their deadline (FedQVR-E), windows and
// bands; Wi-Fi, where an upload has as long as it takes, or a window behind which it is lost.
// Figures: loss gap against rounds and bits, accuracy against time (--runs=5 for error bars).

#include "fedqvr-campaign.h"

#include "ns3/experiment.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::fedqvr;

namespace
{

/// Declare what the command line may say.
void
AddOptions(Experiment& experiment, Options& o)
{
    experiment.AddChoice(
        "part",
        "Tables",
        o.part,
        {"all", "reference", "skew", "steps", "sampling", "deadline", "tau", "radio"});
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
    experiment.AddNumbers("deadlineBands",
                          "Deadline: for all uploads [Hz]",
                          o.deadlineBands,
                          1,
                          1e10);
    experiment.AddValue("radioWorkers", "Radio: N, all of them asked", o.radioWorkers, 1, 100);
    experiment.AddValue("radioRounds", "Radio: rounds", o.radioRounds, 1, 1e5);
    experiment.AddValue("distance", "Wi-Fi: of every worker [m]", o.distance, .1, 100);
    experiment.AddValue("window", "Radio: that an upload has [s]", o.window, 1e-6, 1e3);
    experiment.AddRule([&o]() -> std::string {
        const std::string fault =
            o.part == "radio" ? "" : ExplainSamples(o.samples, o.workers, "--workers");
        const bool radio = o.part == "radio" || o.part == "all";
        return fault.empty() && radio ? ExplainSamples(o.samples, o.radioWorkers, "--radioWorkers")
                                      : fault;
    });
    experiment.AddRule([&o]() -> std::string {
        return o.sampled <= o.workers
                   ? ""
                   : "--sampled=" + std::to_string(o.sampled) + ": allowed is 1 to the " +
                         std::to_string(o.workers) + " of --workers";
    });
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
              {"skew", &Campaign::Skew},
              {"steps", &Campaign::Steps},
              {"sampling", &Campaign::Sampling},
              {"deadline", &Campaign::Deadline},
              {"tau", &Campaign::Window},
              {"radio", &Campaign::Radio}});
    return experiment.Run();
}
