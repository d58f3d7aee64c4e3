/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_RIG_H
#define EDGE_AI_DTO_EE_RIG_H

// A DTO-EE problem built of nodes with a wire for every link, and run.

#include "application/pipeline/dto-ee/dto-ee-controller.h"
#include "application/pipeline/dto-ee/dto-ee-device.h"
#include "application/pipeline/dto-ee/dto-ee-node-application.h"
#include "dto-ee-test-support.h"

#include "ns3/boolean.h"
#include "ns3/config.h"
#include "ns3/data-rate.h"
#include "ns3/double.h"
#include "ns3/dto-ee-helper.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-global-routing-helper.h"
#include "ns3/net-device-container.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/traffic-control-helper.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace dtoeetest
{

/// What a link does with tasks.
enum class Wire
{
    RATED,   ///< it has the problem's rate: tasks queue for it
    DELAYED, ///< it takes as long as a task takes at the problem's rate, however many there are
    FAST,    ///< it takes next to no time, whatever the problem says
};

/// One simulation: create it, change what the test is about, Run() it, look at the monitor.
class DtoEeRig
{
  public:
    DtoEeRig(const DtoEeProblem& theProblem, const DtoEeSettings& theSettings)
        : problem(theProblem),
          settings(theSettings)
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        settings.accuracyValue = problem.accuracyValue;
        settings.variability = problem.serviceVariability;
        settings.linkQueues = problem.linkQueues;
        settings.thresholds = problem.thresholdGrid;
        settings.seed = problem.seed;
        model.name = "toy";
        for (const DtoEeStage& stage : problem.stages)
        {
            model.stages.push_back({stage.flop, stage.inputBits});
        }
        for (const DtoEeExit& exit : problem.exits)
        {
            model.exits.push_back({exit.stage, exit.exponent, exit.errorSlope, exit.threshold});
        }
        model.accuracyBest = problem.accuracyBest;
        model.errorSlope = problem.errorSlope;
    }

    ~DtoEeRig()
    {
        helper = nullptr;
        Simulator::Destroy();
    }

    /// Connect and install. Called by Run() unless the test did it.
    void Build()
    {
        Config::SetDefault("ns3::TcpSocket::InitialCwnd", UintegerValue(1000));
        NodeContainer devices(problem.arrivalRates.size());
        std::vector<NodeContainer> stages;
        all = {devices};
        DtoEeHelper::LinkRates rates;
        for (const DtoEeStage& stage : problem.stages)
        {
            NodeContainer nodes(stage.nodes.size());
            std::vector<double> speeds;
            for (const DtoEeNode& node : stage.nodes)
            {
                speeds.push_back(node.speed);
            }
            DtoEeHelper::InstallProcessors(nodes, speeds, exponential);
            stages.push_back(nodes);
            all.push_back(nodes);
            rates.push_back(stage.linkRates);
            for (std::vector<double>& row : rates.back())
            {
                for (double& rate : row)
                {
                    rate *= estimate;
                }
            }
        }
        InternetStackHelper stack;
        for (const NodeContainer& nodes : all)
        {
            stack.Install(nodes);
        }
        hub.Create(1);
        stack.Install(hub);
        Connect();
        helper = std::make_unique<DtoEeHelper>(model, settings);
        helper->SetAttribute("SegmentSize", UintegerValue(60000));
        helper->SetAttribute("SocketBuffer", UintegerValue(100000000));
        helper->SetAttribute("InFlight", UintegerValue(wire == Wire::RATED ? 2 : 1000));
        helper->SetDeviceAttribute("TaskStart", TimeValue(Seconds(taskStart)));
        if (prepare)
        {
            prepare(*helper);
        }
        applications = helper->Install(devices, problem.arrivalRates, stages, rates, hub.Get(0));
    }

    /// @param [in] until when to stop [s]  @returns counts at the end
    TaskCounts Run(double until)
    {
        if (!helper)
        {
            Build();
        }
        helper->AssignStreams(100);
        Simulator::Stop(Seconds(until));
        Simulator::Run();
        return helper->GetMonitor().GetCounts();
    }

    /// @returns a device
    Ptr<DtoEeDevice> GetDevice(uint32_t index) const
    {
        return DynamicCast<DtoEeDevice>(applications.Get(index));
    }

    /// @returns a node
    Ptr<DtoEeNodeApplication> GetNode(uint32_t stage, uint32_t index) const
    {
        return DynamicCast<DtoEeNodeApplication>(
            applications.Get(problem.GetFirstIndex(stage) + index));
    }

    /// @returns both ends of a link
    NetDeviceContainer GetLink(uint32_t stage, uint32_t from, uint32_t to) const
    {
        return links.at({stage, from, to});
    }

    /// @returns both ends of the wire between the hub and a node; stage 0: a device
    NetDeviceContainer GetHubLink(uint32_t stage, uint32_t index) const
    {
        return hubLinks.at({stage, index});
    }

    DtoEeProblem problem;
    DtoEeSettings settings;
    DtoEeModel model;
    Wire wire{Wire::RATED};
    bool exponential{false};
    double taskStart{1};                       ///< [s]
    double estimate{1};                        ///< told rates of links over the true ones
    std::function<void(DtoEeHelper&)> prepare; ///< before all is installed
    std::vector<NodeContainer> all;            ///< devices, then nodes by stage
    NodeContainer hub;                         ///< everybody has a fast wire to it
    ApplicationContainer applications;
    std::unique_ptr<DtoEeHelper> helper;

  private:
    void Connect()
    {
        Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.252");
        PointToPointHelper point;
        point.SetDeviceAttribute("Mtu", UintegerValue(65535));
        // Words go before tasks, which needs a short queue in the device.
        TrafficControlHelper control;
        control.SetRootQueueDisc("ns3::PfifoFastQueueDisc", "MaxSize", StringValue("100000p"));
        point.SetQueue("ns3::DropTailQueue", "MaxSize", StringValue("1p"));
        // First the way that answers and reports take, which is the first address of everybody.
        point.SetDeviceAttribute("DataRate", StringValue("100Gbps"));
        point.SetChannelAttribute("Delay", StringValue("0s"));
        for (uint32_t h = 0; h < all.size(); ++h)
        {
            for (uint32_t i = 0; i < all[h].GetN(); ++i)
            {
                const NetDeviceContainer pair = point.Install(hub.Get(0), all[h].Get(i));
                hubLinks[{h, i}] = pair;
                control.Install(pair);
                addresses.Assign(pair);
                addresses.NewNetwork();
            }
        }
        for (uint32_t h = 0; h < problem.stages.size(); ++h)
        {
            const DtoEeStage& stage = problem.stages[h];
            for (uint32_t i = 0; i < stage.linkRates.size(); ++i)
            {
                for (uint32_t j = 0; j < stage.nodes.size(); ++j)
                {
                    const double rate = stage.linkRates[i][j];
                    if (rate > 0)
                    {
                        const double used = wire == Wire::RATED ? rate : 100e9;
                        const double delay = wire == Wire::DELAYED ? stage.inputBits / rate : 0;
                        point.SetDeviceAttribute("DataRate",
                                                 DataRateValue(DataRate(std::llround(used))));
                        point.SetChannelAttribute("Delay", TimeValue(Seconds(delay)));
                        NetDeviceContainer pair = point.Install(all[h].Get(i), all[h + 1].Get(j));
                        links[{h + 1, i, j}] = pair;
                        control.Install(pair);
                        addresses.Assign(pair);
                        addresses.NewNetwork();
                    }
                }
            }
        }
        Ipv4GlobalRoutingHelper::PopulateRoutingTables();
    }

    std::map<std::tuple<uint32_t, uint32_t, uint32_t>, NetDeviceContainer> links;
    std::map<std::pair<uint32_t, uint32_t>, NetDeviceContainer> hubLinks;
};

/// Sums over the tasks that ended, without records: for runs that are long.
struct DtoEeTally
{
    /// @param [in] rig built  @param [in] begin tasks generated before are left out [s]
    DtoEeTally(DtoEeRig& rig, double begin)
        : from(begin)
    {
        rig.helper->GetLedger()->TraceConnectWithoutContext("TaskEnded",
                                                            MakeCallback(&DtoEeTally::Add, this));
    }

    void Add(const TaskRecord& record)
    {
        dropped += IsDropped(record.outcome);
        if (record.outcome != TaskOutcome::COMPLETED || record.generated < from)
        {
            return;
        }
        ++completed;
        // Until the answer was there to be sent, which the formulas end with.
        const double time = record.steps.back().queued - record.generated;
        time1 += time;
        time2 += time * time;
        const auto& figures = record.Get<DtoEeFigures>();
        correct += figures.correct;
        leftEarly += figures.leftEarlyRealised;
        leftEarlyPlanned += figures.leftEarlyPlanned;
    }

    /// @returns mean response time [s]
    double GetTime() const
    {
        return time1 / completed;
    }

    double from;
    double completed{0};
    double dropped{0};
    double time1{0};
    double time2{0};
    double correct{0};
    double leftEarly{0};
    double leftEarlyPlanned{0};
};

} // namespace dtoeetest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_RIG_H
