/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_IOVT_OPTIONS_H
#define EDGE_AI_IOVT_OPTIONS_H

// What the example iovt takes on its command line.

#include "ns3/chain-planner.h"
#include "ns3/experiment.h"

#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace iovt
{

/// What the command line says.
struct Options
{
    double rate{100e6};
    std::vector<double> rates{20e6, 100e6, 1000e6};
    std::string link{"all"};
    std::vector<std::string> planners{"all"};
    std::string part{"all"};
    std::string objective{"bottleneck"};
    bool full{false};
    double cameraRate{1e9};
    double wifiRate{20e6};
    double wifiFrameRate{15};
    double weight{0.5};
    double accuracyMin{0};
    uint32_t frames{30};
    uint32_t queue{2};
    std::string drop{"DropOldest"};
    std::string protocol{"tcp"};
    double duration{36};
    double degradedRate{4e6};
    double degradedFrameRate{20};
    double distance{15};
    bool pcap{false};
};

/// @param [in] o options with --objective=summed  @returns "", or which of them is not looked at
inline std::string
ExplainUnused(const Options& o)
{
    const Options none;
    const std::pair<const char*, bool> unused[] = {
        {"rate", o.rate != none.rate},
        {"cameraRate", o.cameraRate != none.cameraRate},
        {"wifiRate", o.wifiRate != none.wifiRate},
        {"wifiFrameRate", o.wifiFrameRate != none.wifiFrameRate},
        {"weight", o.weight != none.weight},
        {"accuracyMin", o.accuracyMin != none.accuracyMin},
        {"duration", o.duration != none.duration},
        {"degradedRate", o.degradedRate != none.degradedRate},
        {"degradedFrameRate", o.degradedFrameRate != none.degradedFrameRate},
        {"distance", o.distance != none.distance},
        {"pcap", o.pcap}};
    for (const auto& [name, given] : unused)
    {
        if (given)
        {
            return std::string("--") + name +
                   ": --objective=summed looks at --full, --rates, --frames, " +
                   "--queue, --drop and --protocol only";
        }
    }
    return "";
}

/// Declare what the command line may say.
inline void
AddOptions(Experiment& experiment, Options& o)
{
    experiment.AddChoice("link", "Network", o.link, {"all", "p2p", "wifi"});
    experiment.AddChoice("part",
                         "Tables",
                         o.part,
                         {"all", "front", "schemes", "queueing", "degradation"});
    experiment.AddChoice(
        "objective",
        "What is planned for: the bottleneck, or summed latencies as the authors of "
        "the method coded it, over RepVGG-B3 and two devices as they measured it",
        o.objective,
        {"bottleneck", "summed"});
    experiment.AddValue("full",
                        "Summed latencies: also with whatever branches of a block are fastest",
                        o.full);
    experiment.AddRule([&o]() -> std::string {
        return o.full && o.objective != "summed" ? "--full: needs --objective=summed" : "";
    });
    experiment.AddWords(
        "planner",
        "TypeId names of pipeline planners to compare, or all",
        o.planners,
        [](const std::string& name) { return name == "all" || RequireChainPlanner(name); },
        ListChainPlanners);
    experiment.AddNumbers("rates",
                          "Rates of the links between boards, for all schemes [bit/s]",
                          o.rates,
                          1e3,
                          1e12);
    experiment.AddValue("rate", "Rate of these links elsewhere [bit/s]", o.rate, 1e3, 1e12);
    experiment.AddValue("cameraRate", "Rate of the camera's link [bit/s]", o.cameraRate, 1e3, 1e12);
    experiment.AddValue("wifiRate",
                        "What the first plan takes for a link's rate over Wi-Fi [bit/s]",
                        o.wifiRate,
                        1e3,
                        1e12);
    experiment.AddValue("wifiFrameRate",
                        "Camera's rate over Wi-Fi [1/s]",
                        o.wifiFrameRate,
                        1e-3,
                        1e4);
    experiment.AddValue("weight", "Weight of throughput against accuracy", o.weight, 0, 1);
    experiment.AddValue("accuracyMin", "Least accuracy of a plan, 0: none", o.accuracyMin, 0, 1);
    experiment.AddValue("frames", "Frames counted per scenario", o.frames, 1, 1e6);
    experiment.AddValue("queue", "Frames that may wait before a board or a link", o.queue, 1, 1e6);
    experiment.AddChoice("drop",
                         "Who goes when a queue is full",
                         o.drop,
                         {"DropOldest", "DropNewest"});
    experiment.AddChoice("protocol", "What frames travel over", o.protocol, {"tcp", "udp"});
    experiment.AddValue("duration",
                        "Length of the run with a link that degrades [s]",
                        o.duration,
                        1,
                        1e5);
    experiment.AddValue("degradedRate",
                        "Rate of the link from half way on [bit/s]",
                        o.degradedRate,
                        1e3,
                        1e12);
    experiment.AddValue("degradedFrameRate",
                        "Camera's rate in that run [1/s]",
                        o.degradedFrameRate,
                        1e-3,
                        1e4);
    experiment.AddValue("distance",
                        "Wi-Fi: distance of every node from the access point [m]",
                        o.distance,
                        0.1,
                        1e4);
    experiment.AddValue("pcap", "Keep packet traces of a second of frames", o.pcap);
    experiment.AddRule([&o] { return o.objective == "summed" ? ExplainUnused(o) : ""; });
    experiment.AddRule([&o]() -> std::string {
        const bool own = o.planners != std::vector<std::string>{"all"};
        return o.objective == "summed" && (own || o.link == "wifi" || o.part != "all")
                   ? std::string(own                ? "--planner"
                                 : o.link == "wifi" ? "--link=wifi"
                                                    : "--part") +
                         ": --objective=summed has planners and tables of its own, point-to-point"
                   : "";
    });
}

} // namespace iovt
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_IOVT_OPTIONS_H
