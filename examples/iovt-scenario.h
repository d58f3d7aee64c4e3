/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_IOVT_SCENARIO_H
#define EDGE_AI_IOVT_SCENARIO_H

// One simulation of the example iovt: what it takes, the network it builds, and what comes of it.

#include "iovt-options.h"

#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/iovt-defaults.h"
#include "ns3/network-module.h"
#include "ns3/pipeline-helper.h"
#include "ns3/placement-helper.h"
#include "ns3/point-to-point-module.h"
#include "ns3/step-summary.h"
#include "ns3/wifi-cell-helper.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace iovt
{

/// A way to decide, with its name in the tables.
struct Scheme
{
    std::string name;
    std::string planner;
    uint32_t device{0};                                            ///< IovtDevicePlanner: which one
    std::vector<std::pair<std::string, std::string>> attributes{}; ///< others, as text
};

/// The co-design, and every baseline.
inline const std::vector<Scheme> SCHEMES{{"co-design", "IovtPlanner"},
                                         {"fixed structure", "IovtFixedStructurePlanner"},
                                         {"structure only", "IovtStructureOnlyPlanner"},
                                         {"unfused", "IovtUnfusedPlanner"},
                                         {"equal layers", "IovtEqualLayersPlanner"},
                                         {"equal work", "IovtEqualFlopPlanner"},
                                         {"by peak", "IovtPeakProportionalPlanner"},
                                         {"two devices", "IovtSplitPointPlanner"},
                                         {"device 1", "IovtDevicePlanner", 1},
                                         {"device 2", "IovtDevicePlanner", 2},
                                         {"device 3", "IovtDevicePlanner", 3}};

/// One simulation.
struct Scenario
{
    std::string part;
    std::string variant{};
    std::string link{"p2p"};
    std::string network{"RepVGG-A0"};
    Scheme scheme{SCHEMES[0]};
    ChainProblem problem;
    bool throughputOnly{false}; ///< the most frames that keep accuracyMin
    double duration{1};         ///< [s]
    double warmUp{0};           ///< frames captured before are not counted [s]
    uint32_t queue{2};
    double load{NOT_AVAILABLE}; ///< share of 1 / T_b that the camera captures, if it is one
    bool replan{false};
    bool cached{true};   ///< all weights are on the boards
    double degradeAt{0}; ///< [s]; 0: never
    std::string files{}; ///< prefix of frames, steps and timeline; empty: none
    std::string pcap{};  ///< prefix of packet traces; empty: none
};

/// What came of it.
struct Outcome
{
    ChainPlan plan;                   ///< the first one
    ChainPlan lastPlan;               ///< the last one
    double throughput{NOT_AVAILABLE}; ///< realised [1/s]
    double latency{NOT_AVAILABLE};    ///< mean [s]
    double accuracy{NOT_AVAILABLE};   ///< mean
    TaskCounts counts;
    std::string fault; ///< what does not add up of their energy
    std::vector<StepSummary> steps;
    std::vector<ThroughputWindow> windows; ///< of 1 s
    std::vector<PipelineChange> plans;
    std::string status{}; ///< why there is nothing, if there is nothing
};

/// @returns the schemes of some planners, or of "all"; a planner that is no scheme becomes one
inline std::vector<Scheme>
GetSchemes(const std::vector<std::string>& planners)
{
    std::vector<Scheme> schemes;
    for (const std::string& name : planners)
    {
        const std::size_t before = schemes.size();
        for (const Scheme& scheme : SCHEMES)
        {
            if (name == "all" || name == scheme.planner || name == "ns3::edgeai::" + scheme.planner)
            {
                schemes.push_back(scheme);
            }
        }
        if (schemes.size() == before)
        {
            schemes.push_back({name, name});
        }
    }
    return schemes;
}

/// @returns what the planner of a scenario's scheme says, without a simulation
inline ChainPlan
PlanFor(const Scenario& scenario)
{
    Ptr<ChainPlanner> planner = CreateChainPlanner(scenario.scheme.planner);
    if (scenario.scheme.device > 0)
    {
        planner->SetAttribute("Device", UintegerValue(scenario.scheme.device));
    }
    if (scenario.throughputOnly)
    {
        planner->SetAttribute("Objective", StringValue("Throughput"));
    }
    for (const auto& [name, value] : scenario.scheme.attributes)
    {
        planner->SetAttribute(name, StringValue(value));
    }
    return planner->Plan(scenario.problem);
}

/// Connects the nodes of a way. @returns the devices at the beginning of each link, where links
/// are point-to-point
inline NetDeviceContainer
BuildNetwork(const Options& options, const Scenario& scenario, const NodeContainer& way)
{
    InternetStackHelper stack;
    stack.Install(way);
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    NetDeviceContainer senders;
    if (scenario.link == "p2p")
    {
        PointToPointHelper wire;
        wire.SetChannelAttribute("Delay", StringValue("100us"));
        wire.SetQueue("ns3::DropTailQueue", "MaxSize", StringValue("1000p"));
        for (uint32_t i = 0; i + 1 < way.GetN(); ++i)
        {
            const double rate = scenario.problem.linkRates[i];
            wire.SetDeviceAttribute("DataRate", DataRateValue(DataRate(std::llround(rate))));
            NetDeviceContainer pair = wire.Install(way.Get(i), way.Get(i + 1));
            senders.Add(pair.Get(0));
            addresses.Assign(pair);
            addresses.NewNetwork();
        }
        if (!scenario.pcap.empty())
        {
            wire.EnablePcap(scenario.pcap, senders);
        }
    }
    else
    {
        NodeContainer accessPoint(1);
        stack.Install(accessPoint);
        PlacementHelper().At(Vector(), accessPoint);
        PlacementHelper().OnCircle(options.distance, way);
        WifiCellHelper cell;
        NetDeviceContainer wifi = cell.Install(accessPoint.Get(0), way);
        cell.AssignStreams(wifi, 1000);
        addresses.Assign(wifi);
        stack.AssignStreams(NodeContainer(way, accessPoint), 2000);
        if (!scenario.pcap.empty())
        {
            cell.EnablePcap(scenario.pcap, wifi.Get(0));
        }
    }
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();
    return senders;
}

/// Fills in what the monitor knows.
inline void
Summarise(const PipelineHelper& pipeline, const Scenario& scenario, Outcome& outcome)
{
    const InferenceMonitor& monitor = pipeline.GetMonitor();
    outcome.counts = monitor.GetCounts();
    outcome.fault = monitor.GetEnergyBalance().fault;
    outcome.plans = pipeline.GetController()->GetPlans();
    const auto records = monitor.GetRecords();
    outcome.steps = SummariseSteps(records, scenario.warmUp, scenario.duration);
    outcome.windows = ListThroughput(records, 1, scenario.duration);
    double first = NOT_AVAILABLE;
    double last = NOT_AVAILABLE;
    double latency = 0;
    double accuracy = 0;
    uint64_t count = 0;
    for (const TaskRecord* record : records)
    {
        if (record->outcome == TaskOutcome::COMPLETED && record->generated >= scenario.warmUp)
        {
            first = std::fmin(first, record->ended);
            last = std::fmax(last, record->ended);
            latency += record->realised.latency;
            accuracy += 1 - record->realised.distortion;
            ++count;
        }
        else if (IsDropped(record->outcome) && outcome.status.empty())
        {
            outcome.status = record->detail;
        }
    }
    if (count > 1)
    {
        outcome.throughput = (count - 1) / (last - first);
        outcome.latency = latency / count;
        outcome.accuracy = accuracy / count;
        outcome.status = "";
    }
}

/// @returns what came of a scenario
inline Outcome
Simulate(const Options& options, const Scenario& scenario)
{
    const uint32_t stages = scenario.problem.devices.size();
    NodeContainer way(stages + 2);
    NodeContainer devices;
    for (uint32_t i = 1; i <= stages; ++i)
    {
        devices.Add(way.Get(i));
    }
    const NetDeviceContainer senders = BuildNetwork(options, scenario, way);
    PipelineHelper::InstallProcessors(devices, scenario.problem.devices);
    PipelineHelper pipeline(scenario.problem, scenario.scheme.planner);
    pipeline.SetNetworkName(scenario.network);
    if (scenario.scheme.device > 0)
    {
        pipeline.SetPlannerAttribute("Device", UintegerValue(scenario.scheme.device));
    }
    if (scenario.throughputOnly)
    {
        pipeline.SetPlannerAttribute("Objective", StringValue("Throughput"));
    }
    for (const auto& [name, value] : scenario.scheme.attributes)
    {
        pipeline.SetPlannerAttribute(name, StringValue(value));
    }
    pipeline.SetQueues(scenario.queue,
                       options.drop == "DropOldest" ? Processor::DROP_OLDEST
                                                    : Processor::DROP_NEWEST);
    if (options.protocol == "udp")
    {
        pipeline.SetLinkAttribute("Protocol", StringValue("ns3::UdpSocketFactory"));
    }
    pipeline.SetStageAttribute("Cache", StringValue(scenario.cached ? "Everything" : "FirstPlan"));
    pipeline.SetControllerAttribute("Replan", BooleanValue(scenario.replan));
    const Ptr<Node> sink = way.Get(stages + 1);
    const ApplicationContainer apps = pipeline.Install(way.Get(0), devices, sink, sink);
    for (uint32_t i = 0; i <= stages && options.protocol == "udp"; ++i)
    {
        // As fast as the link takes fragments with their headers, so that frames wait in the queue.
        apps.Get(1 + i)->SetAttribute("DatagramRate",
                                      DoubleValue(0.97 * scenario.problem.linkRates[i]));
    }
    pipeline.AssignStreams(1);
    if (scenario.degradeAt > 0)
    {
        // The link behind the first board.
        Simulator::Schedule(Seconds(scenario.degradeAt),
                            &PointToPointNetDevice::SetDataRate,
                            DynamicCast<PointToPointNetDevice>(senders.Get(1)),
                            DataRate(std::llround(options.degradedRate)));
    }
    Simulator::Stop(Seconds(scenario.duration));
    Simulator::Run();
    const InferenceMonitor& monitor = pipeline.GetMonitor();
    Outcome outcome;
    Summarise(pipeline, scenario, outcome);
    if (!outcome.plans.empty())
    {
        outcome.plan = outcome.plans.front().plan;
        outcome.lastPlan = outcome.plans.back().plan;
    }
    if (!scenario.files.empty())
    {
        monitor.Write(scenario.files + "-frames.csv");
        monitor.Write(scenario.files + "-timeline.json");
    }
    Simulator::Destroy();
    return outcome;
}

} // namespace iovt
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_IOVT_SCENARIO_H
