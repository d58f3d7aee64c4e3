/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_SCENARIO_H
#define EDGE_AI_DTO_EE_SCENARIO_H

// One simulation of the example dto-ee: the network it builds, and what comes of it.

#include "dto-ee-options.h"

#include "ns3/broadband-helper.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/placement-helper.h"
#include "ns3/point-to-point-module.h"
#include "ns3/traffic-control-module.h"
#include "ns3/wifi-cell-helper.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace dtoee
{

/// One simulation.
struct Scenario
{
    std::string part;
    std::string name; ///< of the method in the tables
    std::string planner;
    double load{0};        ///< of all devices [1/s]
    double value{2};       ///< a [s]
    double threshold{0.8}; ///< of all exits to begin with
    double duration{10};   ///< behind the warm-up [s]
    double loadStep{0};    ///< factor half way; 0: none
    bool fails{false};     ///< a node does half way
    bool own{false};       ///< every node has a threshold of its own
    std::string stem{};    ///< of files; empty: none
};

/// What came of it.
struct Outcome
{
    TaskCounts counts;
    std::string fault;
    double planned{0};     ///< T, mean over slots [s]
    double exponential{0}; ///< the same by the M/M/1 form [s]
    double realised{0};    ///< mean of tasks [s]
    double accuracyPlanned{0};
    double accuracyRealised{0};
    double dropped{0};     ///< share of the tasks
    double unfinished{0};  ///< likewise, LAST_TASKS after the last was made
    double controlRate{0}; ///< bytes of messages with their headers [B/s]
    double gap{0};         ///< over T, behind the last round of a slot, median
    double maxLoad{0};     ///< of the busiest node, mean over slots
    uint64_t malformed{0};
    std::vector<DtoEeSlotReport> slots;
    std::vector<DtoEeRoundReport> rounds;
    std::vector<double> slotTimes;      ///< mean response time of tasks generated in each slot [s]
    std::vector<double> slotAccuracies; ///< likewise
    std::vector<double> slotDropped;    ///< tasks of it that were dropped
};

constexpr double FIRST_SLOT = 1; ///< stations have to associate before [s]
constexpr double TASK_START = 3; ///< [s]
constexpr double WARM_UP = 2;    ///< tasks that are not counted [s]
/// How long tasks may take behind the last: those that were quick alone would count without [s].
constexpr double LAST_TASKS = 10;

/// Draws of a repetition: what is drawn does not depend on the method.
class Draws
{
  public:
    Draws()
        : m_draw(CreateObject<UniformRandomVariable>())
    {
        m_draw->SetStream(900);
    }

    double Get(double least, double most)
    {
        return m_draw->GetValue(least, most);
    }

  private:
    Ptr<UniformRandomVariable> m_draw;
};

/// The nodes of a scenario and what links them.
struct Network
{
    NodeContainer devices;
    NodeContainer cells; ///< access points or base stations
    std::vector<NodeContainer> stages;
    std::vector<double> arrivals; ///< of each device [1/s]
    DtoEeHelper::LinkRates rates; ///< first estimates [bit/s]
};

/// Wires: words go before tasks, which takes a short queue in the device.
class Wires
{
  public:
    Wires()
        : m_addresses("10.1.0.0", "255.255.255.252")
    {
        m_wire.SetChannelAttribute("Delay", StringValue("50us"));
        m_wire.SetQueue("ns3::DropTailQueue", "MaxSize", StringValue("2p"));
        m_control.SetRootQueueDisc("ns3::PfifoFastQueueDisc", "MaxSize", StringValue("10000p"));
    }

    void Connect(Ptr<Node> one, Ptr<Node> other, double rate, uint32_t mtu)
    {
        m_wire.SetDeviceAttribute("DataRate", DataRateValue(DataRate(std::llround(rate))));
        m_wire.SetDeviceAttribute("Mtu", UintegerValue(mtu));
        const NetDeviceContainer pair = m_wire.Install(one, other);
        m_control.Install(pair);
        m_addresses.Assign(pair);
        m_addresses.NewNetwork();
    }

  private:
    PointToPointHelper m_wire;
    TrafficControlHelper m_control;
    Ipv4AddressHelper m_addresses;
};

/// Devices around the station of their cell, which has a wire to every node of the first stage.
inline void
BuildCells(const Options& options, const Scenario& scenario, Network& network, Wires& wires)
{
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    network.cells.Create(options.cells);
    InternetStackHelper stack;
    stack.Install(network.cells);
    for (uint32_t c = 0; c < options.cells; ++c)
    {
        NodeContainer members;
        for (uint32_t i = c; i < network.devices.GetN(); i += options.cells)
        {
            members.Add(network.devices.Get(i));
        }
        const Ptr<Node> station = network.cells.Get(c);
        const Vector centre(1000.0 * c, 0, 0);
        PlacementHelper().At(centre, station);
        PlacementHelper().OnCircle(options.link == "wifi" ? 8 : 50, members, centre);
        const int64_t stream = 1000 + 100 * c;
        if (options.link == "wifi")
        {
            WifiCellHelper cell;
            const NetDeviceContainer wifi = cell.Install(station, members);
            cell.AssignStreams(wifi, stream);
            addresses.Assign(wifi);
            if (!scenario.stem.empty() && options.pcap)
            {
                cell.GetPhy().EnablePcap(scenario.stem, wifi.Get(0));
            }
        }
        else
        {
            BroadbandHelper radio;
            radio.SetAttribute("Bandwidth", DoubleValue(20e6));
            const NetDeviceContainer links = radio.Install(station, members);
            radio.AssignStreams(links, stream);
            addresses.Assign(links);
            BroadbandHelper::FillNeighborCaches(links);
        }
        addresses.NewNetwork();
        for (uint32_t j = 0; j < network.stages[0].GetN(); ++j)
        {
            wires.Connect(station, network.stages[0].Get(j), 1e9, 1500);
        }
    }
    stack.AssignStreams(NodeContainer(network.devices, network.cells), 2000);
}

/// @returns devices and stages, connected; rates and speeds are drawn
inline Network
BuildNetwork(const Options& options, const Scenario& scenario, const DtoEeModel& model)
{
    Draws draws;
    Network network;
    network.devices.Create(options.devices);
    double total = 0;
    for (uint32_t i = 0; i < options.devices; ++i)
    {
        network.arrivals.push_back(draws.Get(2, 6));
        total += network.arrivals.back();
    }
    for (double& rate : network.arrivals)
    {
        rate *= scenario.load / total;
    }
    InternetStackHelper stack;
    stack.Install(network.devices);
    Wires wires;
    for (std::size_t h = 0; h < model.stages.size(); ++h)
    {
        NodeContainer nodes(options.nodes);
        stack.Install(nodes);
        std::vector<double> speeds;
        for (uint32_t j = 0; j < options.nodes; ++j)
        {
            speeds.push_back(options.speed * draws.Get(200e9, 1000e9));
        }
        DtoEeHelper::InstallProcessors(nodes, speeds, options.service == "exponential");
        const NodeContainer& before = h == 0 ? network.devices : network.stages.back();
        network.rates.emplace_back(before.GetN(), std::vector<double>(options.nodes));
        for (uint32_t i = 0; i < before.GetN(); ++i)
        {
            for (uint32_t j = 0; j < options.nodes; ++j)
            {
                double& rate = network.rates.back()[i][j];
                rate = h == 0 ? draws.Get(20e6, 100e6) : draws.Get(200e6, 1000e6);
                if (h > 0 || options.link == "ideal")
                {
                    wires.Connect(before.Get(i), nodes.Get(j), rate, 65535);
                }
            }
        }
        network.stages.push_back(nodes);
    }
    if (options.link != "ideal")
    {
        BuildCells(options, scenario, network, wires);
    }
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();
    return network;
}

/// Stops as soon as all tasks have ended. @param [in] monitor knows them; outlives the simulation
inline void
StopWhenDone(const InferenceMonitor* monitor)
{
    if (monitor->GetCounts().unfinished == 0)
    {
        Simulator::Stop();
        return;
    }
    Simulator::Schedule(MilliSeconds(100), &StopWhenDone, monitor);
}

/// Fills in what the monitor knows. @param [in] until when the last tasks were made [s]
inline void
Summarise(const DtoEeHelper& helper, double until, Outcome& outcome)
{
    const InferenceMonitor& monitor = helper.GetMonitor();
    outcome.counts = monitor.GetCounts();
    outcome.fault = monitor.GetEnergyBalance().fault;
    const auto late = [=](const auto& report) { return report.begun >= until; };
    outcome.slots = helper.GetSlots();
    outcome.slots.erase(std::find_if(outcome.slots.begin(), outcome.slots.end(), late),
                        outcome.slots.end());
    for (const DtoEeRoundReport& round : helper.GetRounds())
    {
        if (round.ended < until)
        {
            outcome.rounds.push_back(round);
        }
    }
    outcome.malformed = helper.GetMalformedCount();
    const DtoEeControlReport control = helper.GetControl();
    // Words of a slot are said at its beginning; a slot takes a second.
    outcome.controlRate =
        double(control.bodyBytes + control.headerBytes) / double(helper.GetSlots().size());
    const double from = TASK_START + WARM_UP;
    double slots = 0;
    for (const DtoEeSlotReport& slot : outcome.slots)
    {
        if (slot.begun >= from)
        {
            ++slots;
            outcome.planned += slot.responseTime;
            outcome.exponential += slot.exponentialTime;
            outcome.accuracyPlanned += slot.accuracy;
            outcome.maxLoad += *std::max_element(slot.loads.begin(), slot.loads.end());
        }
    }
    for (double* sum :
         {&outcome.planned, &outcome.exponential, &outcome.accuracyPlanned, &outcome.maxLoad})
    {
        *sum /= slots;
    }
    std::vector<double> gaps;
    for (std::size_t r = 0; r < outcome.rounds.size(); ++r)
    {
        const bool last =
            r + 1 == outcome.rounds.size() || outcome.rounds[r + 1].slot != outcome.rounds[r].slot;
        if (last && outcome.rounds[r].ended >= from)
        {
            gaps.push_back(outcome.rounds[r].gap);
        }
    }
    std::sort(gaps.begin(), gaps.end());
    outcome.gap = gaps.empty() ? NOT_AVAILABLE : gaps[gaps.size() / 2];

    std::vector<double> completed(outcome.slots.size());
    outcome.slotTimes = outcome.slotAccuracies = outcome.slotDropped = completed;
    double tasks = 0;
    double counted = 0;
    for (const TaskRecord* task : monitor.GetRecords())
    {
        const auto s = static_cast<std::size_t>(task->generated - FIRST_SLOT);
        const bool done = task->outcome == TaskOutcome::COMPLETED;
        if (s < completed.size())
        {
            completed[s] += done;
            outcome.slotTimes[s] += done ? task->realised.latency : 0;
            outcome.slotAccuracies[s] += done ? 1 - task->realised.distortion : 0;
            outcome.slotDropped[s] += IsDropped(task->outcome);
        }
        if (task->generated >= from)
        {
            ++tasks;
            counted += done;
            outcome.realised += done ? task->realised.latency : 0;
            outcome.accuracyRealised += done ? 1 - task->realised.distortion : 0;
            outcome.dropped += IsDropped(task->outcome);
            outcome.unfinished += task->outcome == TaskOutcome::UNFINISHED;
        }
    }
    outcome.realised /= counted;
    outcome.accuracyRealised /= counted;
    outcome.dropped /= tasks;
    outcome.unfinished /= tasks;
    for (std::size_t s = 0; s < completed.size(); ++s)
    {
        outcome.slotTimes[s] /= completed[s];
        outcome.slotAccuracies[s] /= completed[s];
    }
}

/// @returns what came of a scenario
inline Outcome
Simulate(const Options& options, const Scenario& scenario)
{
    DtoEeModel model = MakeModel(options);
    for (DtoEeModel::Exit& exit : model.exits)
    {
        exit.threshold = scenario.threshold;
    }
    const Network network = BuildNetwork(options, scenario, model);
    DtoEeSettings settings;
    settings.planner = scenario.planner;
    settings.rounds = options.rounds;
    settings.first = Seconds(FIRST_SLOT);
    settings.accuracyValue = scenario.value;
    settings.variability = options.service == "exponential" ? 1 : 0;
    settings.seed = RngSeedManager::GetRun();
    DtoEeHelper helper(model, settings);
    helper.SetDeviceAttribute("TaskStart", TimeValue(Seconds(TASK_START)));
    if (scenario.own)
    {
        helper.SetPlannerAttribute("ThresholdScope", StringValue("Node"));
    }
    helper.SetNodeAttribute("SegmentSize", UintegerValue(60000));
    helper.SetNodeAttribute("SocketBuffer", UintegerValue(16000000));
    helper.SetDeviceAttribute("SocketBuffer", UintegerValue(1000000));
    helper.Install(network.devices, network.arrivals, network.stages, network.rates);
    const double until = TASK_START + WARM_UP + scenario.duration;
    const Time half = Seconds(TASK_START + WARM_UP + std::floor(scenario.duration / 2));
    if (scenario.loadStep > 0)
    {
        helper.ChangeLoad(half, scenario.loadStep);
    }
    if (scenario.fails)
    {
        helper.FailNode(half,
                        static_cast<uint32_t>(options.failNode[0]),
                        static_cast<uint32_t>(options.failNode[1]));
        // Answers may have gone over its wires.
        Simulator::Schedule(half, &Ipv4GlobalRoutingHelper::RecomputeRoutingTables);
    }
    helper.ChangeLoad(Seconds(until), 0);
    Simulator::Schedule(Seconds(until), &StopWhenDone, &helper.GetMonitor());
    helper.AssignStreams(1);
    Simulator::Stop(Seconds(until + LAST_TASKS));
    Simulator::Run();
    Outcome outcome;
    Summarise(helper, until, outcome);
    if (!scenario.stem.empty())
    {
        helper.GetMonitor().Write(scenario.stem + "-tasks.csv");
    }
    Simulator::Destroy();
    return outcome;
}

} // namespace dtoee
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_SCENARIO_H
