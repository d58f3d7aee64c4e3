/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_FIXTURE_H
#define EDGE_AI_CODE_FIXTURE_H

// What the system tests of services share: a server and a user for each on point-to-point links
// that cost next to nothing beyond the payload, with processors of the services' speeds.

#include "application/pipeline/code/code-server.h"
#include "application/pipeline/code/code-user.h"

#include "ns3/boolean.h"
#include "ns3/code-helper.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/node-container.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/rng-seed-manager.h"
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

/// One simulation: create it, add services, change what the test is about, Run() it.
class CodeFixture
{
  public:
    explicit CodeFixture(const CodePairSettings& pair = CodePairSettings())
        : helper(pair)
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        helper.SetSocketAttribute("SegmentSize", UintegerValue(60000));
        helper.SetSocketAttribute("SocketBuffer", UintegerValue(4000000));
    }

    ~CodeFixture()
    {
        Simulator::Destroy();
    }

    /// The base case: AlexNet with a planner, MobileNetV1 for the host.
    void AddBase(const std::string& planner, double hostLoad = 40)
    {
        helper.AddService({"local", "AlexNet", 50e9, 200, planner});
        helper.AddService({"host", "MobileNetV1", 70e9, hostLoad});
        count = 2;
    }

    /// Connect and install. Called by Run() unless the test did it.
    void Build()
    {
        helper.SetLinkRate(rate);
        servers.Create(count);
        InternetStackHelper stack;
        stack.Install(servers);
        for (uint32_t i = 0; i < count; ++i)
        {
            users.emplace_back(1U);
            stack.Install(users.back());
        }
        PointToPointHelper wire;
        wire.SetDeviceAttribute("Mtu", UintegerValue(65535));
        wire.SetChannelAttribute("Delay", StringValue("0s"));
        wire.SetQueue("ns3::DropTailQueue", "MaxSize", StringValue("100000p"));
        CompatDisableFlowControl(wire);
        Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
        const auto connect = [&](Ptr<Node> one, Ptr<Node> other, double speed) {
            wire.SetDeviceAttribute("DataRate", StringValue("100Gbps"));
            NetDeviceContainer pair = wire.Install(one, other);
            SetRate(pair.Get(0), speed);
            SetRate(pair.Get(1), speed);
            addresses.Assign(pair);
            addresses.NewNetwork();
            return pair;
        };
        for (uint32_t i = 0; i < count; ++i)
        {
            for (uint32_t j = i + 1; j < count; ++j)
            {
                links.Add(connect(servers.Get(i), servers.Get(j), rate));
            }
            connect(servers.Get(i), users[i].Get(0), 10e9);
        }
        helper.InstallProcessors(servers);
        applications = helper.Install(servers, users);
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

    Ptr<CodeServer> GetServer(uint32_t service) const
    {
        return DynamicCast<CodeServer>(applications.Get(service));
    }

    Ptr<CodeUser> GetUser(uint32_t service) const
    {
        return DynamicCast<CodeUser>(applications.Get(count + service));
    }

    static void SetRate(Ptr<NetDevice> device, double rate)
    {
        device->SetAttribute("DataRate", StringValue(std::to_string(std::llround(rate)) + "bps"));
    }

    CodeHelper helper;
    uint32_t count{0};  ///< services
    double rate{200e6}; ///< of every link between servers [bit/s]
    NodeContainer servers;
    std::vector<NodeContainer> users;
    NetDeviceContainer links; ///< both ends of each link between servers
    ApplicationContainer applications;
    bool built{false};
};

/// Every task ends once: generated = completed + dropped + unfinished, no misuse; energy adds up.
inline bool
IsSound(const CodeFixture& fixture)
{
    const InferenceMonitor& monitor = fixture.helper.GetMonitor();
    return monitor.GetCounts().IsConserved() && monitor.GetErrors().GetTotal() == 0 &&
           monitor.GetEnergyBalance().fault.empty();
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_FIXTURE_H
