/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fault-network.h"

#include "support/link-rig.h"

#include "ns3/channel.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4.h"
#include "ns3/loopback-net-device.h"
#include "ns3/nstime.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/string.h"
#include "ns3/wifi-mac.h"
#include "ns3/wifi-net-device.h"

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] node with a protocol stack  @returns its net devices that lead anywhere
NetDeviceContainer
ListDevices(Ptr<Node> node)
{
    NetDeviceContainer devices;
    for (uint32_t i = 0; i < node->GetNDevices(); ++i)
    {
        if (!DynamicCast<LoopbackNetDevice>(node->GetDevice(i)))
        {
            devices.Add(node->GetDevice(i));
        }
    }
    return devices;
}

/// @param [in] node some  @param [in] address another's  @param [out] found the node's own address
/// on a network with it  @returns whether there is one
bool
FindOnNetwork(Ptr<Node> node, Ipv4InterfaceAddress address, Ipv4Address& found)
{
    const auto ipv4 = node->GetObject<Ipv4>();
    for (uint32_t i = 1; i < ipv4->GetNInterfaces(); ++i)
    {
        for (uint32_t j = 0; j < ipv4->GetNAddresses(i); ++j)
        {
            const Ipv4Address own = ipv4->GetAddress(i, j).GetLocal();
            if (address.GetMask().IsMatch(own, address.GetLocal()))
            {
                found = own;
                return true;
            }
        }
    }
    return false;
}

/**
 * Let the stations of a crowd join one after the other. They all begin when they have listened for
 * beacons for the same time, and hundreds of requests at one instant take minutes to simulate.
 * @param [in] stations on Wi-Fi
 */
void
JoinInTurn(const NodeContainer& stations)
{
    for (uint32_t i = 0; i < stations.GetN(); ++i)
    {
        for (uint32_t k = 0; k < stations.Get(i)->GetNDevices(); ++k)
        {
            if (const auto wifi = DynamicCast<WifiNetDevice>(stations.Get(i)->GetDevice(k)))
            {
                wifi->GetMac()->SetAttribute("WaitBeaconTimeout",
                                             TimeValue(MilliSeconds(120 + 20 * i)));
            }
        }
    }
}

} // namespace

FaultNetwork::FaultNetwork(const std::string& accessName,
                           uint32_t deviceCount,
                           uint32_t behindCount)
{
    devices.Create(deviceCount);
    const NodeContainer one(1);
    edge = one.Get(0);
    behind.Create(behindCount);
    ConnectByLink(accessName, one, devices);
    constexpr uint32_t CROWD = 50;
    if (deviceCount > CROWD)
    {
        JoinInTurn(devices);
    }
    for (uint32_t i = 0; i < deviceCount; ++i)
    {
        access.Add(ListDevices(devices.Get(i)));
        atDevices.push_back(PacketTrouble::Install(devices.Get(i)));
    }
    access.Add(ListDevices(edge));
    atEdge = PacketTrouble::Install(edge); // before there are wires to others
    ConnectBehind();
    for (uint32_t i = 0; i < deviceCount; ++i)
    {
        AddRoutes(devices.Get(i));
    }
    if (accessName == "lte")
    {
        AddRoutesFromCore();
    }
}

void
FaultNetwork::SetRule(const PacketTrouble::Rule& rule)
{
    atEdge->SetRule(rule);
    for (const Ptr<PacketTrouble>& trouble : atDevices)
    {
        trouble->SetRule(rule);
    }
}

uint64_t
FaultNetwork::GetTroubled() const
{
    uint64_t count = atEdge->GetCount();
    for (const Ptr<PacketTrouble>& trouble : atDevices)
    {
        count += trouble->GetCount();
    }
    return count;
}

void
FaultNetwork::ConnectBehind()
{
    InternetStackHelper stack;
    stack.Install(behind);
    stack.AssignStreams(behind, 3000);
    PointToPointHelper wire;
    wire.SetDeviceAttribute("DataRate", StringValue("100Mbps"));
    wire.SetChannelAttribute("Delay", StringValue("100us"));
    Ipv4AddressHelper addresses("10.128.0.0", "255.255.255.252");
    for (uint32_t i = 0; i < behind.GetN(); ++i)
    {
        addresses.Assign(wire.Install(edge, behind.Get(i)));
        addresses.NewNetwork();
        AddRoutes(behind.Get(i));
    }
}

void
FaultNetwork::AddRoutes(Ptr<Node> node) const
{
    const auto ipv4 = node->GetObject<Ipv4>();
    Ipv4Address gateway;
    if (ipv4->GetNInterfaces() > 1 && ipv4->GetNAddresses(1) > 0 &&
        FindOnNetwork(edge, ipv4->GetAddress(1, 0), gateway))
    {
        Ipv4StaticRoutingHelper().GetStaticRouting(ipv4)->SetDefaultRoute(gateway, 1);
    }
}

void
FaultNetwork::AddRoutesFromCore() const
{
    const Ptr<NetDevice> own = access.Get(access.GetN() - 1);
    const Ptr<Channel> cable = own->GetChannel();
    const Ptr<NetDevice> other = cable->GetDevice(cable->GetDevice(0) == own ? 1 : 0);
    const auto ipv4 = other->GetNode()->GetObject<Ipv4>();
    const auto interface = static_cast<uint32_t>(ipv4->GetInterfaceForDevice(other));
    Ipv4Address gateway;
    FindOnNetwork(edge, ipv4->GetAddress(interface, 0), gateway);
    Ipv4StaticRoutingHelper().GetStaticRouting(ipv4)->AddNetworkRouteTo("10.128.0.0",
                                                                        "255.128.0.0",
                                                                        gateway,
                                                                        interface);
}

} // namespace edgeai
} // namespace ns3
