/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOMO_OPTIONS_H
#define EDGE_AI_FOMO_OPTIONS_H

// What the example fomo takes on its command line.

#include "learning-runs.h"

#include <cmath>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace fomo
{

/// What the command line says.
struct Options
{
    std::string part{"all"};
    std::vector<std::string> planners{"FomoPlanner",
                                      "FomoDualPlanner",
                                      "FomoAlternatingPlanner",
                                      "FomoEqualBandPlanner",
                                      "FomoIndexOrderPlanner",
                                      "FomoRandomPlanner",
                                      "FomoComputeOnlyPlanner",
                                      "FomoFullFederatedPlanner",
                                      "FomoSinglePlanner"};
    uint32_t adapterWidth{768};
    uint32_t wholeWidth{256};
    uint32_t draws{10};
    std::string rounding{"Remainders"};
    double radius{200};
    double distance{5};
    uint32_t radioRounds{4};
    uint32_t radioRank{64};
    uint32_t sweepRank{64};
    uint32_t width{192};
    std::vector<double> devices{6, 8, 12, 16, 24};
    std::vector<double> bandwidths{2.5e6, 5e6, 10e6, 20e6, 40e6};
    std::vector<double> spreads{0, .5, 1, 1.4};
    std::vector<double> memories{.25, .5, 1, 1.2};
    double seconds{60};
    double wholeSeconds{240};
    uint32_t pretraining{40};
    uint32_t worker{9};
    double silent{3};
    double back{6};
    bool pcap{false};
};

/// Declare what the command line may say.
inline void
AddOptions(Experiment& experiment, Options& o)
{
    experiment.AddChoice("part",
                         "Tables",
                         o.part,
                         {"all", "reference", "radio", "latency", "curve", "faults"});
    AddRoundPlanners(experiment, o.planners);
    experiment.AddValue("adapterWidth",
                        "E1: width of a layer; adapters of rank 12288 / width have the bytes of "
                        "RoBERTa-base's, a divisor of 12288",
                        o.adapterWidth,
                        128,
                        4096);
    experiment.AddValue("wholeWidth",
                        "E2: width of a layer, whose bytes and the band are a share of the "
                        "regime's; 1882 is all of them and takes 10 GB",
                        o.wholeWidth,
                        16,
                        1882);
    experiment.AddValue("draws",
                        "Reference: rounds of RANDOM, of which the mean is shown",
                        o.draws,
                        1,
                        10000);
    experiment.AddChoice("rounding",
                         "Broadband: how shares become whole subchannels",
                         o.rounding,
                         {"Remainders", "Earliest"});
    experiment.AddValue("radius",
                        "Broadband cell: distance of the farthest device [m]",
                        o.radius,
                        1,
                        1e4);
    experiment.AddValue("distance",
                        "Wi-Fi: of every device from the access point [m]",
                        o.distance,
                        .1,
                        100);
    experiment.AddValue("radioRounds",
                        "Radio: rounds; the first and the last are shown",
                        o.radioRounds,
                        1,
                        1000);
    experiment.AddValue("width", "Radio, latency and faults: width of a layer", o.width, 16, 6144);
    experiment.AddValue("radioRank",
                        "Radio: rank of the adapters that travel; 12288 / width has all of the "
                        "regime's bytes",
                        o.radioRank,
                        1,
                        192);
    experiment.AddValue("sweepRank",
                        "Latency and faults: rank of the adapters; fewer than 12288 / width "
                        "have a share of the regime's bytes over that share of its band",
                        o.sweepRank,
                        1,
                        192);
    experiment.AddNumbers("devices", "Latency: K", o.devices, 1, 64);
    experiment.AddNumbers("bandwidths", "Latency: B [Hz]", o.bandwidths, 1e4, 1e10);
    experiment.AddNumbers("spreads",
                          "Latency: distance of the devices' speeds from their mean, 1: as given",
                          o.spreads,
                          0,
                          1.4);
    experiment.AddNumbers("memories", "Latency: likewise of memory", o.memories, 0, 1.2);
    experiment.AddValue("seconds", "Curve: simulated time of E1 [s]", o.seconds, 1, 1e6);
    experiment.AddValue("wholeSeconds", "Curve: simulated time of E2 [s]", o.wholeSeconds, 1, 1e6);
    experiment.AddValue("pretraining",
                        "Curve: steps on an easier form of the task that the model was trained "
                        "with before",
                        o.pretraining,
                        0,
                        1e5);
    experiment.AddValue("worker", "Faults: which device falls silent", o.worker, 0, 15);
    experiment.AddValue("silent", "Faults: when it does [s]", o.silent, .1, 1e6);
    experiment.AddValue("back", "Faults: when it is back [s]", o.back, .1, 1e6);
    experiment.AddValue("pcap", "Keep packet traces of the radio part", o.pcap);
    experiment.AddRule([&o]() -> std::string {
        for (const double count : o.devices)
        {
            if (count != std::floor(count))
            {
                return "--devices: " + std::to_string(count) + " is no whole number";
            }
        }
        return 12288 % o.adapterWidth != 0 ? "--adapterWidth must divide 12288"
               : o.back <= o.silent        ? "--back must be later than --silent"
               : o.part == "faults" && o.planners != Options().planners
                   ? "--planners: the part faults has FOMO alone"
                   : "";
    });
}

} // namespace fomo
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOMO_OPTIONS_H
