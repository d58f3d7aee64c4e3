/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_OPTIONS_H
#define EDGE_AI_CODE_OPTIONS_H

// What the example code takes on its command line.

#include "ns3/code-helper.h"
#include "ns3/experiment.h"
#include "ns3/network-catalogue.h"

#include <exception>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace code
{

/// What the command line says.
struct Options
{
    std::vector<std::string> planners{"all"};
    std::string network{"AlexNet"};
    std::string hostNetwork{"MobileNetV1"};
    std::string rivalNetwork{"ResNet-18"};
    double speed{50e9};
    double hostSpeed{70e9};
    double rivalSpeed{60e9};
    double load{200};
    double hostLoad{40};
    double rivalLoad{30};
    uint32_t services{2};
    uint32_t users{2};
    std::string link{"ideal"};
    std::string access{"lan"};
    double rate{200e6};
    bool poisson{false};
    bool slices{false};
    double duration{30};
    bool hostLoads{true};
    bool links{true};
    bool loadStep{true};
    bool train{true};
    double samples{20};
    double epochs{2};
    bool pcap{false};
    CodePairSettings pair;
};

/// Declare what the command line may say.
inline void
AddOptions(Experiment& experiment, Options& o)
{
    experiment.AddWords(
        "planners",
        "TypeId names of planners of paths to compare, or all",
        o.planners,
        [](const std::string& name) { return name == "all" || CodeHelper::RequirePlanner(name); },
        CodeHelper::ListPlanners);
    const auto read = [](const std::string& name) { LoadNetworkProfile(name); };
    experiment.AddText("network", "Network of the service that routes", o.network, read);
    experiment.AddText("hostNetwork", "Network of the host", o.hostNetwork, read);
    experiment.AddText("rivalNetwork", "Network of a third service", o.rivalNetwork, read);
    experiment.AddValue("speed", "Of the first server [FLOP/s]", o.speed, 1e6, 1e18);
    experiment.AddValue("hostSpeed", "Of the host [FLOP/s]", o.hostSpeed, 1e6, 1e18);
    experiment.AddValue("rivalSpeed", "Of a third server [FLOP/s]", o.rivalSpeed, 1e6, 1e18);
    experiment.AddValue("load", "Tasks of the first service [1/s]", o.load, 1e-3, 1e5);
    experiment.AddValue("hostLoad", "Tasks of the host's own [1/s]", o.hostLoad, 1e-3, 1e5);
    experiment.AddValue("rivalLoad", "Tasks of a third service [1/s]", o.rivalLoad, 1e-3, 1e5);
    experiment.AddValue("services",
                        "Services; a third one routes its tasks, too",
                        o.services,
                        2,
                        3);
    experiment.AddValue("users", "Users of each service", o.users, 1, 1000);
    experiment.AddChoice("link",
                         "Between servers; ideal: point-to-point, with segments so large that "
                         "headers cost next to nothing",
                         o.link,
                         {"ideal", "p2p", "csma", "wifi"});
    experiment.AddChoice("access", "Between users and servers", o.access, {"lan", "wifi"});
    experiment.AddValue("rate",
                        "Between servers [bit/s]; over Wi-Fi, what the first decision assumes",
                        o.rate,
                        1e4,
                        1e12);
    experiment.AddValue("poisson", "Tasks come at random, not in equal distances", o.poisson);
    experiment.AddValue("slices",
                        "Guests have slices of a processor, instead of one queue for all",
                        o.slices);
    experiment.AddValue("duration", "Simulated time of a scenario [s]", o.duration, 2, 1e5);
    experiment.AddValue("hostLoads", "Vary the host's load", o.hostLoads);
    experiment.AddValue("links", "Vary rates and kinds of the links", o.links);
    experiment.AddValue("loadStep",
                        "The host's load rises by half for the middle of a run",
                        o.loadStep);
    experiment.AddValue("train", "Exchange the training of paths", o.train);
    experiment.AddValue("samples",
                        "Trained with, per epoch; 5000 in the definition, few here so that the "
                        "exchange is short",
                        o.samples,
                        1,
                        1e9);
    experiment.AddValue("epochs", "Of training; 3 in the definition", o.epochs, 1, 1e6);
    experiment.AddValue("blocks", "Of every model", o.pair.blocks, 1, 24);
    experiment.AddValue("bits", "Per transmitted activation [bit]", o.pair.activationBits, 1, 64);
    experiment.AddValue("pcap", "Keep packet traces of the servers' links", o.pcap);
    experiment.AddRule([&o]() -> std::string {
        try
        {
            CodeHelper helper(o.pair);
            helper.AddService({"network", o.network, o.speed, o.load});
            helper.AddService({"hostNetwork", o.hostNetwork, o.hostSpeed, o.hostLoad});
            if (o.services == 3)
            {
                helper.AddService({"rivalNetwork", o.rivalNetwork, o.rivalSpeed, o.rivalLoad});
            }
        }
        catch (const std::exception& error)
        {
            return std::string("--network, --hostNetwork, --rivalNetwork, --blocks: ") +
                   error.what();
        }
        return "";
    });
}

} // namespace code
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_OPTIONS_H
