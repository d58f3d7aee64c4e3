/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CO_INFERENCE_FIXTURE_H
#define EDGE_AI_CO_INFERENCE_FIXTURE_H

// What the system tests of co-inference share: devices and a server on ideal links, with the
// constants of Lyu et al. as this module reads them.

#include "ns3/boolean.h"
#include "ns3/co-inference-client.h"
#include "ns3/co-inference-helper.h"
#include "ns3/co-inference-server.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/ideal-link-helper.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/node-container.h"
#include "ns3/processor-helper.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <sstream>
#include <string>

namespace ns3
{
namespace edgeai
{

/// One simulation: create it, change what the test is about, Run() it, look at the monitor.
class CoInferenceFixture
{
  public:
    explicit CoInferenceFixture(const std::string& planner = "LaimPlanner",
                                uint32_t deviceCount = 1,
                                const std::string& network = "ViT-L/16@part=encoder",
                                const std::string& devicePreset = "LaimDevice",
                                const std::string& serverPreset = "LaimServer")
        : helper(network, planner)
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        devices.Create(deviceCount);
        server.Create(1);
        ProcessorHelper(devicePreset).Install(devices);
        ProcessorHelper(serverPreset).Install(server);
        helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                           "Period",
                           TimeValue(Seconds(5)),
                           "Offset",
                           TimeValue(Seconds(1)),
                           "MaxTasks",
                           UintegerValue(3));
    }

    /// Connect and install. Called by Run() unless the test did it.
    void Build()
    {
        links = link.Install(server.Get(0), devices);
        InternetStackHelper stack;
        stack.Install(devices);
        stack.Install(server);
        Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
        for (uint32_t i = 0; i < links.GetN(); i += 2)
        {
            addresses.Assign(NetDeviceContainer(links.Get(i), links.Get(i + 1)));
            addresses.NewNetwork();
        }
        applications = helper.Install(server.Get(0), devices);
        helper.AssignStreams(100);
        built = true;
    }

    /// @param [in] until when to stop [s]  @returns counts at the end
    TaskCounts Run(double until = 30)
    {
        if (!built)
        {
            Build();
        }
        Simulator::Stop(Seconds(until));
        Simulator::Run();
        return helper.GetMonitor().GetCounts();
    }

    ~CoInferenceFixture()
    {
        Simulator::Destroy();
    }

    /// @returns the application of device i
    Ptr<CoInferenceClient> GetClient(uint32_t i = 0) const
    {
        return DynamicCast<CoInferenceClient>(applications.Get(1 + i));
    }

    /// @returns the server's application
    Ptr<CoInferenceServer> GetServer() const
    {
        return DynamicCast<CoInferenceServer>(applications.Get(0));
    }

    CoInferenceHelper helper;
    IdealLinkHelper link;
    NodeContainer devices;
    NodeContainer server;
    NetDeviceContainer links; ///< device 0, its peer, device 1, its peer, ...
    ApplicationContainer applications;
    bool built{false};
};

/// Every task of a monitor ends once: generated = completed + dropped + unfinished, no misuse; and
/// energy adds up.
inline bool
IsConserved(const InferenceMonitor& monitor)
{
    return monitor.GetCounts().IsConserved() && monitor.GetErrors().GetTotal() == 0 &&
           monitor.GetEnergyBalance().fault.empty();
}

/// @param [in] monitor of a run  @returns "" if it IsConserved(), else what is wrong, in words
inline std::string
ExplainImbalance(const InferenceMonitor& monitor)
{
    std::string text = monitor.GetCounts().IsConserved() ? "" : "counts are not conserved; ";
    for (const std::string& message : monitor.GetErrors().messages)
    {
        text += message + "; ";
    }
    return text + monitor.GetEnergyBalance().fault;
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CO_INFERENCE_FIXTURE_H
