/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_SCENARIO_H
#define EDGE_AI_CODE_SCENARIO_H

// One simulation of the example code: what it takes, the network it builds, and what comes of it.

#include "code-options.h"

#include "ns3/core-module.h"
#include "ns3/csma-module.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/internet-module.h"
#include "ns3/mobility-module.h"
#include "ns3/network-module.h"
#include "ns3/placement-helper.h"
#include "ns3/point-to-point-module.h"
#include "ns3/wifi-cell-helper.h"

#include <cmath>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace code
{

/// One simulation.
struct Scenario
{
    std::string part;
    std::string link;
    std::string planner;
    double rate{0};
    double hostLoad{0};
    double duration{0};
    double warmUp{2};
    bool step{false};     ///< the host's load rises by half for the middle of the run
    bool exchange{false}; ///< training is traffic
    bool idle{false};     ///< users begin in the last second only
    double load{0};       ///< of the first service [1/s]
    std::string files{};  ///< prefix of tasks and timeline; empty: none
    std::string pcap{};   ///< prefix of packet traces; empty: none
};

/// What came of it.
struct Outcome
{
    CodePathReport plan; ///< of the first service's planner, without a simulation
    CodePathReport last; ///< what was used in the end
    CodeOutcome local;   ///< first service
    CodeOutcome host;    ///< second service
    CodeOutcome rival;   ///< third service
    std::vector<CodePathReport> decisions;
    std::vector<CodeTrainingReport> training;
    std::vector<CodeSecond> seconds;     ///< of the first service
    std::vector<CodeSecond> hostSeconds; ///< of the host
    TaskCounts counts;
    std::string fault; ///< what does not add up of their energy
};

/// Joins servers. @returns their devices
inline NetDeviceContainer
JoinServers(const Scenario& scenario, const NodeContainer& servers, Ipv4AddressHelper& addresses)
{
    NetDeviceContainer devices;
    const DataRateValue rate(DataRate(std::llround(scenario.rate)));
    if (scenario.link == "csma")
    {
        CsmaHelper bus;
        bus.SetChannelAttribute("DataRate", rate);
        bus.SetChannelAttribute("Delay", StringValue("1us"));
        devices = bus.Install(servers);
        addresses.Assign(devices);
        addresses.NewNetwork();
        if (!scenario.pcap.empty())
        {
            bus.EnablePcap(scenario.pcap, devices);
        }
        return devices;
    }
    if (scenario.link == "wifi")
    {
        // The host is the access point, the others are stations.
        NodeContainer stations(servers.Get(0));
        for (uint32_t i = 2; i < servers.GetN(); ++i)
        {
            stations.Add(servers.Get(i));
        }
        PlacementHelper().At(Vector(), NodeContainer(servers.Get(1)));
        PlacementHelper().OnCircle(10, stations);
        WifiCellHelper cell;
        devices = cell.Install(servers.Get(1), stations);
        cell.AssignStreams(devices, 1000);
        addresses.Assign(devices);
        addresses.NewNetwork();
        if (!scenario.pcap.empty())
        {
            cell.GetPhy().EnablePcap(scenario.pcap, devices);
        }
        return devices;
    }
    PointToPointHelper wire;
    wire.SetQueue("ns3::DropTailQueue", "MaxSize", StringValue("10000p"));
    wire.SetDeviceAttribute("DataRate", rate);
    if (scenario.link == "ideal")
    {
        wire.SetDeviceAttribute("Mtu", UintegerValue(65535));
        wire.SetChannelAttribute("Delay", StringValue("0s"));
        CompatDisableFlowControl(wire);
    }
    else
    {
        wire.SetChannelAttribute("Delay", StringValue("100us"));
    }
    for (uint32_t i = 0; i < servers.GetN(); ++i)
    {
        for (uint32_t j = i + 1; j < servers.GetN(); ++j)
        {
            NetDeviceContainer pair = wire.Install(servers.Get(i), servers.Get(j));
            addresses.Assign(pair);
            addresses.NewNetwork();
            devices.Add(pair);
        }
    }
    if (!scenario.pcap.empty())
    {
        wire.EnablePcap(scenario.pcap, devices);
    }
    return devices;
}

/// Joins the users of a service to its server.
inline void
JoinUsers(const Options& options,
          const Scenario& scenario,
          Ptr<Node> server,
          const NodeContainer& users,
          Ipv4AddressHelper& addresses)
{
    if (options.access == "wifi")
    {
        if (!server->GetObject<MobilityModel>())
        {
            PlacementHelper().At(Vector(), NodeContainer(server));
        }
        PlacementHelper().OnCircle(5, users, server->GetObject<MobilityModel>()->GetPosition());
        WifiCellHelper cell;
        NetDeviceContainer devices = cell.Install(server, users);
        cell.AssignStreams(devices, 2000 + 100 * server->GetId());
        addresses.Assign(devices);
        addresses.NewNetwork();
        return;
    }
    PointToPointHelper wire;
    wire.SetDeviceAttribute("DataRate", StringValue("10Gbps"));
    wire.SetQueue("ns3::DropTailQueue", "MaxSize", StringValue("10000p"));
    if (scenario.link == "ideal")
    {
        wire.SetDeviceAttribute("Mtu", UintegerValue(65535));
        CompatDisableFlowControl(wire);
    }
    wire.SetChannelAttribute("Delay", StringValue(scenario.link == "ideal" ? "0s" : "100us"));
    for (uint32_t i = 0; i < users.GetN(); ++i)
    {
        addresses.Assign(wire.Install(users.Get(i), server));
        addresses.NewNetwork();
    }
}

/// Add the services. @returns a helper that knows them
inline CodeHelper
MakeServices(const Options& options, const Scenario& scenario)
{
    CodePairSettings pair = options.pair;
    if (scenario.exchange)
    {
        pair.trainingSamples = options.samples;
        pair.trainingEpochs = options.epochs;
    }
    CodeHelper helper(pair);
    helper.SetLinkRate(scenario.rate);
    helper.AddService({"first", options.network, options.speed, scenario.load, scenario.planner});
    helper.AddService({"host", options.hostNetwork, options.hostSpeed, scenario.hostLoad});
    if (options.services == 3)
    {
        helper.AddService({"rival",
                           options.rivalNetwork,
                           options.rivalSpeed,
                           options.rivalLoad,
                           scenario.planner});
    }
    return helper;
}

/// @returns what came of a scenario
inline Outcome
Simulate(const Options& options, const Scenario& scenario)
{
    CodeHelper helper = MakeServices(options, scenario);
    NodeContainer servers(options.services);
    std::vector<NodeContainer> users;
    InternetStackHelper stack;
    stack.Install(servers);
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    const NetDeviceContainer links = JoinServers(scenario, servers, addresses);
    for (uint32_t i = 0; i < options.services; ++i)
    {
        users.emplace_back(options.users);
        stack.Install(users.back());
        JoinUsers(options, scenario, servers.Get(i), users.back(), addresses);
    }
    helper.InstallProcessors(servers);
    if (scenario.link == "ideal" && options.access == "lan")
    {
        helper.SetSocketAttribute("SegmentSize", UintegerValue(60000));
    }
    helper.SetSocketAttribute("SocketBuffer", UintegerValue(4000000));
    helper.SetServerAttribute("Slices", BooleanValue(options.slices));
    helper.SetServerAttribute("Exchange", BooleanValue(scenario.exchange));
    helper.SetPoisson(options.poisson);
    const ApplicationContainer applications = helper.Install(servers, users);
    helper.AssignStreams(1);
    for (uint32_t i = options.services; i < applications.GetN() && scenario.idle; ++i)
    {
        applications.Get(i)->SetStartTime(Seconds(scenario.duration - 1));
    }
    if (scenario.step)
    {
        helper.ScheduleLoad(1, scenario.duration / 4, 1.5);
        helper.ScheduleLoad(1, scenario.duration / 2, 1);
    }
    Simulator::Stop(Seconds(scenario.duration));
    Simulator::Run();
    Outcome outcome;
    const InferenceMonitor& monitor = helper.GetMonitor();
    outcome.counts = monitor.GetCounts();
    outcome.fault = monitor.GetEnergyBalance().fault;
    const double from = scenario.warmUp;
    const double until = scenario.duration;
    outcome.local = helper.GetOutcome(0, from, until);
    outcome.host = helper.GetOutcome(1, from, until);
    if (options.services == 3)
    {
        outcome.rival = helper.GetOutcome(2, from, until);
    }
    outcome.decisions = helper.GetDecisions(0);
    outcome.training = helper.GetTraining(0);
    outcome.seconds = helper.GetSeconds(0);
    outcome.hostSeconds = helper.GetSeconds(1);
    for (const CodePathReport& decision : outcome.decisions)
    {
        if (outcome.plan.path.empty() && decision.host == "host")
        {
            outcome.plan = decision; // the first
        }
        if (decision.outcome == "used" || decision.outcome == "kept")
        {
            outcome.last = decision;
        }
    }
    if (!scenario.files.empty())
    {
        monitor.Write(scenario.files + "-tasks.csv");
        monitor.Write(scenario.files + "-timeline.json");
    }
    Simulator::Destroy();
    return outcome;
}

} // namespace code
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_SCENARIO_H
