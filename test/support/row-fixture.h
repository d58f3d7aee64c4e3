/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_FIXTURE_H
#define EDGE_AI_ROW_FIXTURE_H

// What the system tests of divisions by rows share: a device, a host and secondaries whose links
// cost next to nothing beyond the payload: one between each two of them, or one medium for all.

#include "application/pipeline/rows/row-figures.h"
#include "application/pipeline/rows/row-host.h"
#include "application/pipeline/rows/row-secondary.h"

#include "ns3/boolean.h"
#include "ns3/config.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/network-catalogue.h"
#include "ns3/node-container.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/row-partition-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// One simulation: create it, change what the test is about, Run() it, look at the helper.
class RowFixture
{
  public:
    /// @param [in] planner TypeId name  @param [in] theRate of the links [bit/s]
    /// @param [in] isShared whether they are one medium
    explicit RowFixture(const std::string& planner, double theRate = 100e6, bool isShared = false)
        : helper(planner),
          rate(theRate),
          shared(isShared)
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        // Links whose acknowledgements wait behind rows, and whose senders do not wait for them.
        Config::SetDefault("ns3::TcpSocket::InitialCwnd", UintegerValue(1000));
        device.Create(1);
        helper.SetLinks(rate, shared);
        helper.SetUpload(20e6);
        helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                           "Period",
                           TimeValue(Seconds(5)),
                           "Offset",
                           TimeValue(Seconds(1)),
                           "MaxTasks",
                           UintegerValue(1));
        // Messages that are handed over at one instant leave in one segment, as far as they fit,
        // and arrive at its end; on one medium segments of several messages would take turns.
        SetSegment(shared ? 60000 : 8000);
        helper.SetSocketAttribute("SocketBuffer", UintegerValue(4000000));
        helper.SetHostAttribute("Replan", BooleanValue(false));
    }

    ~RowFixture()
    {
        Simulator::Destroy();
        Config::Reset();
    }

    /// @param [in] size largest segment of TCP [B]
    void SetSegment(uint32_t size)
    {
        helper.SetSocketAttribute("SegmentSize", UintegerValue(size));
    }

    /// Images at one instant. @param [in] count how many come  @param [in] first when [s]
    void SetBatch(uint32_t count, double first = 1)
    {
        helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                           "Period",
                           TimeValue(NanoSeconds(1)),
                           "Offset",
                           TimeValue(Seconds(first)),
                           "MaxTasks",
                           UintegerValue(count));
        helper.SetHostAttribute("Batch", UintegerValue(count));
    }

    /// Connect and install. Called by Run() unless the test did it.
    void Build()
    {
        if (networks.empty())
        {
            networks = {"VGG-16"};
        }
        for (const std::string& name : networks)
        {
            helper.AddNetwork(LoadNetworkProfile(name), name);
        }
        nodes.Create(speeds.size());
        InternetStackHelper stack;
        stack.Install(nodes);
        stack.Install(device);
        Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
        PointToPointHelper wire;
        wire.SetDeviceAttribute("Mtu", UintegerValue(65535));
        wire.SetChannelAttribute("Delay", TimeValue(Seconds(delay)));
        wire.SetQueue("ns3::DropTailQueue", "MaxSize", StringValue("100000p"));
        CompatDisableFlowControl(wire);
        Ipv6AddressHelper addresses6(Ipv6Address("2001:1::"), Ipv6Prefix(64));
        const auto connect = [&](Ptr<Node> from, Ptr<Node> to, double bitRate) {
            wire.SetDeviceAttribute("DataRate",
                                    StringValue(std::to_string(std::llround(bitRate)) + "bps"));
            NetDeviceContainer pair = wire.Install(from, to);
            if (ipv6)
            {
                addresses6.Assign(pair);
                addresses6.NewNetwork();
                return pair;
            }
            addresses.Assign(pair);
            addresses.NewNetwork();
            return pair;
        };
        uplink = connect(device.Get(0), nodes.Get(0), 20e6);
        for (uint32_t i = 0; i < nodes.GetN(); ++i)
        {
            for (uint32_t j = i + 1; j < nodes.GetN(); ++j)
            {
                links.Add(connect(nodes.Get(i), nodes.Get(j), rate));
            }
        }
        if (shared)
        {
            RowPartitionHelper::ShareMedium(links, rate);
        }
        RowPartitionHelper::InstallProcessors(nodes, speeds, operationTime, 5);
        NodeContainer secondaries;
        for (uint32_t i = 1; i < nodes.GetN(); ++i)
        {
            secondaries.Add(nodes.Get(i));
        }
        applications = helper.Install(nodes.Get(0), secondaries, device);
        helper.AssignStreams(100);
        built = true;
    }

    /// @param [in] until when to stop [s]  @returns what became of the images
    std::vector<RowPartitionImage> Run(double until)
    {
        if (!built)
        {
            Build();
        }
        Simulator::Stop(Seconds(until));
        Simulator::Run();
        return helper.GetImages();
    }

    /// @returns whether every image ended once, and energy adds up
    bool IsSound() const
    {
        const InferenceMonitor& monitor = helper.GetMonitor();
        return monitor.GetCounts().IsConserved() && monitor.GetErrors().GetTotal() == 0 &&
               monitor.GetEnergyBalance().fault.empty();
    }

    /// @returns the host
    Ptr<RowHost> GetHost() const
    {
        return DynamicCast<RowHost>(applications.Get(0));
    }

    /// @param [in] index from 1  @returns the secondary
    Ptr<RowSecondary> GetSecondary(uint32_t index) const
    {
        return DynamicCast<RowSecondary>(applications.Get(index));
    }

    /// @returns pieces of input, at all applications, that were no message
    uint64_t GetMalformedCount() const
    {
        uint64_t count = 0;
        for (uint32_t i = 0; i < applications.GetN(); ++i)
        {
            count += DynamicCast<MessageApplication>(applications.Get(i))->GetMalformedCount();
        }
        return count;
    }

    RowPartitionHelper helper;
    double rate;                                  ///< of the links [bit/s]
    bool shared;                                  ///< they are one medium
    std::vector<double> speeds{10e9, 10e9, 10e9}; ///< of host and secondaries [FLOP/s]
    double delay{0};                              ///< of all links [s]
    double operationTime{0};                      ///< tau_o [s]
    std::vector<std::string> networks;            ///< empty: VGG-16
    bool ipv6{false};                             ///< instead of IPv4
    NodeContainer device;
    NodeContainer nodes; ///< host and secondaries
    NetDeviceContainer uplink;
    NetDeviceContainer links; ///< pairs 0-1, 0-2, 1-2, ... of their two ends
    ApplicationContainer applications;
    bool built{false};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_FIXTURE_H
