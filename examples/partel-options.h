/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PARTEL_OPTIONS_H
#define EDGE_AI_PARTEL_OPTIONS_H

// What the example partel takes on its command line.

#include "learning-runs.h"

#include <cmath>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace partel
{

/// What the command line says.
struct Options
{
    std::string part{"all"};
    std::vector<std::string> planners{"PartelPlanner",
                                      "PartelEqualPlanner",
                                      "PartelBestGainPlanner",
                                      "PartelComputePlanner",
                                      "PartelFixedPartitionPlanner",
                                      "PartelFederatedPlanner"};
    uint32_t features{99999};
    uint32_t radioFeatures{4999};
    uint32_t radioRounds{6};
    double radius{150};
    double distance{5};
    std::vector<double> subchannels{8, 16, 32, 64};
    std::vector<double> workers{2, 4, 8, 16};
    std::vector<double> powers{.05, .1, .2, .4, .8};
    std::vector<double> spreads{1, 2, 4, 8, 16};
    uint32_t rounds{40};
    std::vector<double> instants{.5, 1, 2, 4, 8};
    double silent{3};
    double back{6};
    std::string broadcast{"unicast"};
    bool pcap{false};
};

/// @param [in] numbers some  @returns "" or which is no whole number
inline std::string
ExplainWhole(const std::string& option, const std::vector<double>& numbers)
{
    for (const double number : numbers)
    {
        if (number != std::floor(number))
        {
            return "--" + option + ": " + std::to_string(number) + " is no whole number";
        }
    }
    return "";
}

/// Declare what the command line may say.
inline void
AddOptions(Experiment& experiment, Options& o)
{
    experiment.AddChoice("part",
                         "Tables",
                         o.part,
                         {"all", "reference", "radio", "latency", "curve", "faults"});
    AddRoundPlanners(experiment, o.planners);
    experiment.AddValue("features",
                        "Reference: of the model, of 10 (features + 1) parameters; T elsewhere, "
                        "by an independent implementation, is known for 99999 alone",
                        o.features,
                        10,
                        1e6);
    experiment.AddValue("radioFeatures", "Radio: likewise", o.radioFeatures, 10, 1e6);
    experiment.AddValue("radioRounds",
                        "Radio: rounds; the first and the last are shown",
                        o.radioRounds,
                        1,
                        1000);
    experiment.AddValue("radius",
                        "Broadband cell: distance of the farthest worker [m]",
                        o.radius,
                        1,
                        1e4);
    experiment.AddValue("distance",
                        "Wi-Fi: of every worker from the access point [m]",
                        o.distance,
                        .1,
                        100);
    experiment.AddChoice("broadcast",
                         "Wi-Fi: how models go to workers",
                         o.broadcast,
                         {"unicast", "group"});
    experiment.AddNumbers("subchannels", "Latency: N", o.subchannels, 1, 1000);
    experiment.AddNumbers("workers", "Latency: K", o.workers, 1, 100);
    experiment.AddNumbers("powers", "Latency: P of a worker [W]", o.powers, 1e-6, 1e3);
    experiment.AddNumbers("spreads",
                          "Latency: speed of the fastest over that of the slowest",
                          o.spreads,
                          1,
                          1e4);
    experiment.AddValue("rounds",
                        "Curve: rounds; of logistic units twice, of W and Z four times as many",
                        o.rounds,
                        1,
                        1e5);
    experiment.AddNumbers("instants",
                          "Curve: when the accuracy is shown [s]",
                          o.instants,
                          1e-3,
                          1e6);
    experiment.AddValue("silent", "Faults: when worker 2 falls silent [s]", o.silent, .1, 1e6);
    experiment.AddValue("back", "Faults: when it is back [s]", o.back, .1, 1e6);
    experiment.AddValue("pcap", "Keep packet traces of the radio part", o.pcap);
    experiment.AddRule([&o]() -> std::string {
        const std::string fault = ExplainWhole("subchannels", o.subchannels);
        return !fault.empty()       ? fault
               : o.back <= o.silent ? "--back must be later than --silent"
               : o.part == "faults" && o.planners != Options().planners
                   ? "--planners: the part faults has SUPPORT alone"
                   : ExplainWhole("workers", o.workers);
    });
}

} // namespace partel
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PARTEL_OPTIONS_H
