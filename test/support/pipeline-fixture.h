/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PIPELINE_FIXTURE_H
#define EDGE_AI_PIPELINE_FIXTURE_H

// What the system tests of pipelines share: camera, stages and sink on point-to-point links that
// cost next to nothing beyond the payload, with processors of the problem's rooflines. The
// controller has wires of its own, so that what it says disturbs no frame.

#include "application/pipeline/pipeline-camera.h"
#include "application/pipeline/pipeline-stage-application.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/node-container.h"
#include "ns3/pipeline-helper.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <sstream>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// One simulation: create it, change what the test is about, Run() it, look at the monitor.
class PipelineFixture
{
  public:
    PipelineFixture(const ChainProblem& theProblem, const std::string& planner)
        : problem(theProblem),
          helper(theProblem, planner)
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        way.Create(problem.devices.size() + 2);
        controller.Create(1);
        PipelineHelper::InstallProcessors(GetDevices(), problem.devices);
        helper.SetSocketAttribute("SegmentSize", UintegerValue(60000));
        helper.SetSocketAttribute("SocketBuffer", UintegerValue(4000000));
        helper.SetSocketAttribute("FragmentSize", UintegerValue(60000));
    }

    ~PipelineFixture()
    {
        Simulator::Destroy();
    }

    /// Connect and install. Called by Run() unless the test did it.
    void Build()
    {
        InternetStackHelper stack;
        stack.Install(way);
        stack.Install(controller);
        Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
        PointToPointHelper wire;
        wire.SetDeviceAttribute("Mtu", UintegerValue(65535));
        wire.SetChannelAttribute("Delay", StringValue("0s"));
        wire.SetQueue("ns3::DropTailQueue", "MaxSize", StringValue("100000p"));
        CompatDisableFlowControl(wire);
        const auto connect = [&](Ptr<Node> from, Ptr<Node> to, double rate) {
            wire.SetDeviceAttribute("DataRate", StringValue("100Gbps"));
            NetDeviceContainer pair = wire.Install(from, to);
            SetRate(pair.Get(0), rate);
            addresses.Assign(pair);
            addresses.NewNetwork();
            return pair;
        };
        for (uint32_t i = 0; i + 1 < way.GetN(); ++i)
        {
            links.Add(connect(way.Get(i), way.Get(i + 1), problem.linkRates[i]));
        }
        for (uint32_t i = 0; i < way.GetN(); ++i)
        {
            SetRate(connect(way.Get(i), controller.Get(0), 1e9).Get(1), controlRate);
        }
        applications = helper.Install(way.Get(0), GetDevices(), GetSinkNode(), controller.Get(0));
        helper.AssignStreams(100);
        built = true;
    }

    /// @param [in] until when to stop [s]  @returns counts at the end
    TaskCounts Run(double until)
    {
        if (!built)
        {
            Build();
        }
        Simulator::Stop(Seconds(until));
        Simulator::Run();
        return helper.GetMonitor().GetCounts();
    }

    /// The device at the beginning of link i sends at another rate from now on [bit/s].
    void SetLinkRate(uint32_t link, double rate)
    {
        SetRate(links.Get(2 * link), rate);
    }

    NodeContainer GetDevices() const
    {
        NodeContainer devices;
        for (uint32_t i = 1; i + 1 < way.GetN(); ++i)
        {
            devices.Add(way.Get(i));
        }
        return devices;
    }

    Ptr<Node> GetSinkNode() const
    {
        return way.Get(way.GetN() - 1);
    }

    /// @returns the stage, from 1
    Ptr<PipelineStageApplication> GetStage(uint32_t stage) const
    {
        return DynamicCast<PipelineStageApplication>(applications.Get(1 + stage));
    }

    Ptr<PipelineCamera> GetCamera() const
    {
        return DynamicCast<PipelineCamera>(applications.Get(1));
    }

    /// @returns completed frames in the order of their capture
    std::vector<const TaskRecord*> GetCompleted() const
    {
        std::vector<const TaskRecord*> completed;
        for (const TaskRecord* record : helper.GetMonitor().GetRecords())
        {
            if (record->outcome == TaskOutcome::COMPLETED)
            {
                completed.push_back(record);
            }
        }
        return completed;
    }

    ChainProblem problem;
    PipelineHelper helper;
    NodeContainer way; ///< camera, stages, sink
    NodeContainer controller;
    NetDeviceContainer links; ///< both ends of link 0, of link 1, ...
    ApplicationContainer applications;
    double controlRate{1e9}; ///< at which the controller sends [bit/s]
    bool built{false};

  private:
    static void SetRate(Ptr<NetDevice> device, double rate)
    {
        device->SetAttribute("DataRate", StringValue(std::to_string(std::llround(rate)) + "bps"));
    }
};

/**
 * @param [in] times of the stages [s]  @param [in] frameRate of the camera [1/s]
 * @returns one layer per device, which takes just that long; links that take next to no time
 */
inline ChainProblem
MakeTimedProblem(const std::vector<double>& times, double frameRate)
{
    ChainProblem problem;
    problem.frameRate = frameRate;
    problem.frameBytes = 10;
    problem.linkRates.assign(times.size() + 1, 100e9);
    for (const double time : times)
    {
        ChainLayer layer;
        layer.name = "layer " + std::to_string(problem.layers.size() + 1);
        layer.options.push_back({time * 1e12, 1, 0});
        layer.inputBytes = 1;
        layer.outputBytes = 1;
        layer.sentBytes = 10;
        problem.layers.push_back(layer);
        problem.devices.push_back({layer.name, 1e12, 1e12, 0, 0});
    }
    return problem;
}

/// @param [in] counts of a run  @param [in] outcome which  @returns how many
inline uint64_t
GetCount(const TaskCounts& counts, TaskOutcome outcome)
{
    const auto it = counts.byOutcome.find(outcome);
    return it == counts.byOutcome.end() ? 0 : it->second;
}

/// Every frame ends once: generated = completed + dropped + unfinished, no misuse; energy adds up.
inline bool
IsSound(const InferenceMonitor& monitor)
{
    return monitor.GetCounts().IsConserved() && monitor.GetErrors().GetTotal() == 0 &&
           monitor.GetEnergyBalance().fault.empty();
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PIPELINE_FIXTURE_H
