/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_HALP_OPTIONS_H
#define EDGE_AI_HALP_OPTIONS_H

// What the example halp takes on its command line.

#include "ns3/experiment.h"
#include "ns3/network-catalogue.h"
#include "ns3/row-partition-helper.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace halp
{

/// What the command line says.
struct Options
{
    std::string part{"all"};
    std::vector<std::string> planners{"all"};
    std::string link{"all"};
    std::string network{"VGG-16"};
    double speed{10e9};
    double rate{100e6};
    std::vector<double> rates{10e6, 20e6, 40e6, 100e6, 200e6, 400e6, 1e9};
    double wifiRate{40e6};
    uint32_t wifiImages{8};
    double distance{5};
    double overhead{0};
    std::vector<double> overheads{0, 5e-3, 10e-3, 20e-3};
    std::vector<double> latencies{0, 1e-3, 2e-3};
    uint32_t batch{1};
    std::vector<double> batches{1, 2, 4, 8};
    std::string selection{"MobileNetV1"};
    std::vector<double> deadlines{.08, .10, .12, .15, .20, .25};
    double deadline{0};
    double uplink{20e6};
    double deviation{4e6};
    uint32_t images{150};
    double silent{18};
    double back{33};
    double degraded{20e6};
    bool pcap{false};
};

/// @returns the names of planners, "all" replaced by all there are
inline std::vector<std::string>
GetPlanners(const Options& options)
{
    std::vector<std::string> names;
    for (const std::string& name : options.planners)
    {
        const std::vector<std::string> some =
            name == "all" ? RowPartitionHelper::ListPlanners() : std::vector<std::string>{name};
        for (const std::string& one : some)
        {
            const std::string prefix = "ns3::edgeai::";
            names.push_back(one.rfind(prefix, 0) == 0 ? one.substr(prefix.size()) : one);
        }
    }
    return names;
}

/// @returns the sizes of the network that may answer under a deadline
inline std::vector<std::string>
GetCandidates(const Options& options)
{
    if (options.selection != "MobileNetV1")
    {
        return {options.selection};
    }
    std::vector<std::string> names;
    for (const char* size : {"width=1",
                             "width=0.75",
                             "width=0.5",
                             "width=0.25",
                             "resolution=192",
                             "resolution=160",
                             "resolution=128"})
    {
        names.push_back(options.selection + "@" + size);
    }
    return names;
}

/// Throws in words where a network cannot be divided by rows. @param [in] name of it
inline void
RequireRows(const std::string& name)
{
    RowPartitionHelper("HalpPlanner").AddNetwork(LoadNetworkProfile(name), name);
}

/// Declare what the command line may say.
inline void
AddOptions(Experiment& experiment, Options& o)
{
    experiment.AddChoice(
        "part",
        "Tables",
        o.part,
        {"all", "methods", "rates", "overheads", "batches", "gantt", "selection", "course"});
    experiment.AddWords(
        "planners",
        "TypeId names of planners that divide rows, or all",
        o.planners,
        [](const std::string& name) {
            if (name != "all")
            {
                RowPartitionHelper::RequirePlanner(name);
            }
            return true;
        },
        &RowPartitionHelper::ListPlanners);
    experiment.AddChoice("link",
                         "Network between host and secondaries",
                         o.link,
                         {"all", "ideal", "shared", "p2p", "csma", "wifi"});
    experiment.AddText("network", "Network whose rows are divided", o.network, &RequireRows);
    experiment.AddValue("speed",
                        "Effective speed of host and secondaries [FLOP/s]",
                        o.speed,
                        1e3,
                        1e18);
    experiment.AddValue("rate", "Rate of the links [bit/s]", o.rate, 1e3, 1e12);
    experiment.AddNumbers("rates", "Rates that are compared [bit/s]", o.rates, 1e3, 1e12);
    experiment.AddValue("wifiRate",
                        "What the first plan takes for the rate over Wi-Fi [bit/s]",
                        o.wifiRate,
                        1e3,
                        1e12);
    experiment.AddValue("wifiImages", "Images over Wi-Fi, the last is shown", o.wifiImages, 1, 1e4);
    experiment.AddValue("distance", "Wi-Fi: of every node from the host [m]", o.distance, .1, 1e4);
    experiment.AddValue("overhead", "Fixed time of every operation [s]", o.overhead, 0, 10);
    experiment.AddNumbers("overheads", "Fixed times that are compared [s]", o.overheads, 0, 10);
    experiment.AddNumbers("latencies", "Latencies of a message with them [s]", o.latencies, 0, 10);
    experiment.AddValue("batch", "Images that are shared together", o.batch, 1, 256);
    experiment.AddNumbers("batches", "Sizes of batches that are compared", o.batches, 1, 256);
    experiment.AddText("selection",
                       "Network that answers under deadlines; MobileNetV1: in seven sizes",
                       o.selection,
                       &RequireRows);
    experiment.AddNumbers("deadlines", "Deadlines that are compared [s]", o.deadlines, 1e-6, 1e6);
    experiment.AddValue("deadline",
                        "Deadline of the other tables [s]; 0: none",
                        o.deadline,
                        0,
                        1e6);
    experiment.AddValue("uplink", "Mean rate of the device's uplink [bit/s]", o.uplink, 1e3, 1e12);
    experiment.AddValue("deviation",
                        "Its standard deviation under deadlines [bit/s]",
                        o.deviation,
                        0,
                        1e12);
    experiment.AddValue("images", "Images for each deadline", o.images, 1, 1e6);
    experiment.AddValue("silent", "When secondary 2 falls silent [s]", o.silent, 1, 1e6);
    experiment.AddValue("back", "When it is back [s]", o.back, 1, 1e6);
    experiment.AddValue("degraded",
                        "Rate of secondary 1's link later in that run [bit/s]",
                        o.degraded,
                        1e3,
                        1e12);
    experiment.AddValue("pcap", "Keep packet traces of the links of one image", o.pcap);
    experiment.AddRule([&o]() -> std::string {
        for (const double batch : o.batches)
        {
            if (batch != std::floor(batch))
            {
                return "--batches: " + std::to_string(batch) + " is no whole number";
            }
        }
        return o.back > o.silent ? "" : "--back must be later than --silent";
    });
}

} // namespace halp
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_HALP_OPTIONS_H
