/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The scenarios of laim.cc: network, processors, applications, one simulation each.

#ifndef EDGE_AI_EXAMPLE_LAIM_SIMULATION_H
#define EDGE_AI_EXAMPLE_LAIM_SIMULATION_H

#include "laim-options.h"
#include "laim-scenario.h"

#include "ns3/broadband-helper.h"
#include "ns3/co-inference-figures.h"
#include "ns3/co-inference-helper.h"
#include "ns3/core-module.h"
#include "ns3/ideal-link-helper.h"
#include "ns3/internet-module.h"
#include "ns3/mobility-module.h"
#include "ns3/network-module.h"
#include "ns3/placement-helper.h"
#include "ns3/point-to-point-module.h"
#include "ns3/processor-helper.h"
#include "ns3/propagation-loss-model.h"
#include "ns3/wifi-cell-helper.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace laim
{

/// Put a station in the middle and the devices on a circle around it, driving away from it and
/// towards it by turns.
inline void
Place(const NodeContainer& station, const NodeContainer& devices, double radius, double speed = 0)
{
    PlacementHelper().At(Vector(), station);
    PlacementHelper("ns3::ConstantVelocityMobilityModel").OnCircle(radius, devices);
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        auto motion = devices.Get(i)->GetObject<ConstantVelocityMobilityModel>();
        const Vector place = motion->GetPosition();
        const double radial = (i % 2 == 0 ? speed : -speed) / radius;
        motion->SetVelocity(Vector(radial * place.x, radial * place.y, 0));
    }
}

/// @returns the server, linked to the devices, all with addresses
inline Ptr<Node>
BuildNetwork(const Options& options, const Scenario& scenario, const NodeContainer& devices)
{
    NodeContainer server(1);
    InternetStackHelper stack;
    stack.Install(devices);
    stack.Install(server);
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    if (scenario.link == "ideal")
    {
        IdealLinkHelper link;
        if (!scenario.printed.empty())
        {
            link.SetAttribute("MaxTxPower", DoubleValue(0.5));
            link.SetAttribute("Gain", DoubleValue(1e-3 * std::pow(500, -2.8)));
            link.SetAttribute("NoiseDensity", DoubleValue(2e-19));
        }
        NetDeviceContainer links = link.Install(server.Get(0), devices);
        for (uint32_t i = 0; i < links.GetN(); i += 2)
        {
            addresses.Assign(NetDeviceContainer(links.Get(i), links.Get(i + 1)));
            addresses.NewNetwork();
        }
        if (!scenario.files.empty() && options.pcap)
        {
            link.GetPointToPoint().EnablePcap(scenario.files, links);
        }
        return server.Get(0);
    }
    if (scenario.link == "broadband")
    {
        const double radius = scenario.printed.empty() ? options.cellRadius : 500;
        Place(server, devices, radius, scenario.moving ? options.speed : 0);
        BroadbandHelper radio;
        if (!scenario.printed.empty())
        {
            auto loss = CreateObject<LogDistancePropagationLossModel>();
            loss->SetPathLossExponent(2.8);
            loss->SetReference(1, 30);
            radio.SetAttribute("PathLoss", PointerValue(loss));
            radio.SetAttribute("NoiseDensity", DoubleValue(2e-19));
            radio.SetUserAttribute("PowerLimit", DoubleValue(0.5));
        }
        radio.SetAttribute("Bandwidth", DoubleValue(5e6));
        radio.SetAttribute("Scheduler", StringValue("Planned"));
        if (scenario.moving)
        {
            radio.SetAttribute("Profile", StringValue(options.fading));
        }
        NetDeviceContainer links = radio.Install(server.Get(0), devices);
        radio.AssignStreams(links, 1000);
        stack.AssignStreams(NodeContainer(devices, server), 2000);
        addresses.Assign(links);
        BroadbandHelper::FillNeighborCaches(links);
        if (!scenario.files.empty() && options.pcap)
        {
            radio.EnablePcap(scenario.files, links);
            radio.EnableBlockTrace(scenario.files + "-blocks.csv", links);
        }
        return server.Get(0);
    }
    NodeContainer accessPoint(1);
    stack.Install(accessPoint);
    Place(accessPoint, devices, options.distance);
    WifiCellHelper cell;
    NetDeviceContainer wifi = cell.Install(accessPoint.Get(0), devices);
    cell.AssignStreams(wifi, 1000);
    PointToPointHelper wire;
    wire.SetDeviceAttribute("DataRate", StringValue("1Gbps"));
    wire.SetChannelAttribute("Delay", StringValue("1ms"));
    NetDeviceContainer wired = wire.Install(server.Get(0), accessPoint.Get(0));
    addresses.Assign(wired);
    addresses.NewNetwork();
    addresses.Assign(wifi);
    stack.AssignStreams(NodeContainer(devices, server, accessPoint), 2000);
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();
    if (!scenario.files.empty() && options.pcap)
    {
        cell.EnablePcap(scenario.files, wifi);
    }
    return server.Get(0);
}

/// @returns figures of the tasks generated after the warm-up [s], whose tasks teach the rate factor
inline Outcome
Summarise(const InferenceMonitor& monitor, double warmUp)
{
    Outcome outcome;
    std::vector<const TaskRecord*> tasks = monitor.GetRecords();
    tasks.erase(std::remove_if(tasks.begin(),
                               tasks.end(),
                               [warmUp](const auto* task) { return task->generated < warmUp; }),
                tasks.end());
    outcome.all = monitor.GetCounts();
    outcome.fault = monitor.GetEnergyBalance().fault;
    outcome.tasks = SummariseTasks(tasks);
    double kept = 0;
    double before = 0;
    double behind = 0;
    double factor = 0;
    double split = 0;
    for (const TaskRecord* task : tasks)
    {
        if (task->outcome == TaskOutcome::COMPLETED)
        {
            // The side that computes; with separate ratios, the larger part's.
            const auto& figures = task->Get<CoInferenceFigures>();
            const SplitChoice& plan = figures.planned;
            kept += plan.serverKeepRatio > 0 ? plan.serverKeepRatio : plan.deviceKeepRatio;
            before += plan.deviceKeepRatio;
            behind += plan.serverKeepRatio;
            factor += figures.rateFactorPlanned;
            split += plan.split;
            double& late = outcome.lateness[task->generated];
            late = std::max(late, task->realised.latency / task->planned.latency);
        }
        else if (outcome.status.empty())
        {
            outcome.status = ToString(task->outcome);
        }
    }
    const double completed = outcome.tasks.counts.completed;
    if (completed > 0)
    {
        outcome.keepRatio = kept / completed;
        outcome.deviceKeepRatio = before / completed;
        outcome.serverKeepRatio = behind / completed;
        outcome.rateFactor = factor / completed;
        outcome.split = split / completed;
        outcome.status = "";
    }
    return outcome;
}

/// @returns what came of a scenario
inline Outcome
Simulate(const Options& options, const Scenario& scenario)
{
    Config::SetDefault("ns3::edgeai::BroadbandLinkControl::AverageFading",
                       BooleanValue(scenario.meanGain));
    NodeContainer devices(options.devices);
    Ptr<Node> server = BuildNetwork(options, scenario, devices);
    const bool printed = !scenario.printed.empty();
    const double deviceClock = (printed ? 1e9 : 2e9) * scenario.clockShare;
    const double serverClock = (printed ? 4e9 : 10e9) * scenario.clockShare;
    ProcessorHelper processors("LaimDevice");
    processors.SetAttribute("OperatingPoints", StringValue("1e6.." + std::to_string(deviceClock)));
    if (printed)
    {
        processors.SetAttribute("PowerCoefficient", DoubleValue(5e-29));
    }
    processors.Install(devices);
    CoInferenceHelper inference(printed ? scenario.printed : options.network, scenario.planner);
    // Each device has a slice of the server, as the joint planner assumes.
    ProcessorHelper servers("LaimServer");
    servers.SetAttribute("OperatingPoints", StringValue("1e6.." + std::to_string(serverClock)));
    servers.Install(server);
    inference.GetMonitor().SetAttribute("BudgetTolerance", DoubleValue(options.tolerance));
    inference.SetBudget(Seconds(scenario.latency), scenario.energy);
    inference.SetControllerAttribute("AdaptRate", BooleanValue(scenario.adaptRate));
    inference.SetControllerAttribute("Margin", DoubleValue(scenario.margin));
    if (printed)
    {
        inference.SetControllerAttribute("KeepRatioMin", DoubleValue(1e-4));
        inference.SetControllerAttribute("BitsPerWeight", DoubleValue(32));
    }
    if (scenario.planOnce)
    {
        inference.SetControllerAttribute("PlanTolerance", DoubleValue(1e9));
    }
    const auto is = [&](const char* name) {
        return scenario.planner.find(name) != std::string::npos;
    };
    if (options.split >= 0 && !is("OnDevicePlanner") && !is("OnServerPlanner"))
    {
        inference.SetPlannerAttribute("Split", IntegerValue(options.split));
    }
    if (!scenario.objective.empty())
    {
        inference.SetPlannerAttribute("Objective", StringValue(scenario.objective));
    }
    // Room between tasks: what is compared here is one task's plan, not a queue.
    const double period = 2.5 * scenario.latency;
    const double start = 3;
    const uint32_t warmUp = 3;
    inference.SetArrivals("ns3::edgeai::PeriodicArrivals",
                          "Period",
                          TimeValue(Seconds(period)),
                          "Offset",
                          TimeValue(Seconds(start)),
                          "MaxTasks",
                          UintegerValue(options.tasks + warmUp));
    inference.Install(server, devices);
    inference.AssignStreams(1);
    Simulator::Stop(Seconds(start + period * (options.tasks + warmUp) + 15));
    Simulator::Run();
    const InferenceMonitor& monitor = inference.GetMonitor();
    if (!scenario.files.empty())
    {
        monitor.Write(scenario.files + "-tasks.csv");
        monitor.Write(scenario.files + "-timeline.json");
    }
    const Outcome outcome = Summarise(monitor, start + (warmUp - 0.5) * period);
    Simulator::Destroy();
    return outcome;
}

} // namespace laim
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXAMPLE_LAIM_SIMULATION_H
