/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "group-link.h"

#include "application/control/rated-link-control.h"
#include "peer-address.h"

#include "ns3/broadband-net-device.h"
#include "ns3/channel.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4-static-routing.h"
#include "ns3/ipv4.h"
#include "ns3/wifi-net-device.h"
#include "ns3/wifi-remote-station-manager.h"

namespace ns3
{
namespace edgeai
{

namespace
{

/// What a frame to a group takes beside its bits over Wi-Fi: preamble, waits, mean back-off [s].
/// The longest of them is that of DSSS; a little too much only lets the next frame wait.
constexpr double WIFI_FRAME_TIME = 2e-4;

/// @param [in] server a node  @param [in] channel some  @returns its device there, or null
Ptr<NetDevice>
FindDeviceOn(Ptr<Node> server, Ptr<Channel> channel)
{
    for (uint32_t i = 0; channel && i < server->GetNDevices(); ++i)
    {
        if (server->GetDevice(i)->GetChannel() == channel)
        {
            return server->GetDevice(i);
        }
    }
    return nullptr;
}

/// @param [in] device of a link for groups  @returns why it is none, in words, or ""
std::string
ExplainDevice(Ptr<NetDevice> device)
{
    if (DynamicCast<BroadbandNetDevice>(device))
    {
        return "the downlink of a broadband cell sends a copy to every user";
    }
    if (device->IsPointToPoint())
    {
        return "a point-to-point link has one other end";
    }
    return device->IsMulticast() ? "" : "the server's device knows no multicast";
}

/// @param [in] server node  @param [in] device of it  @returns rate as GroupLink has it [bit/s]
double
FindGroupRate(Ptr<Node> server, Ptr<NetDevice> device)
{
    if (const auto wifi = DynamicCast<WifiNetDevice>(device))
    {
        const WifiMode mode = wifi->GetRemoteStationManager()->GetNonUnicastMode();
        const auto rate = static_cast<double>(mode.GetDataRate(20));
        const double bits = 8.0 * device->GetMtu();
        return bits / (bits / rate + WIFI_FRAME_TIME);
    }
    const auto rated = CreateObject<RatedLinkControl>();
    rated->SetDevice(device);
    rated->SetServer(server);
    return rated->KnowsRate() ? rated->GetLinkRate() : 0;
}

} // namespace

std::string
FindGroupLink(Ptr<Node> server, const NodeContainer& members, GroupLink& link)
{
    link = GroupLink();
    for (uint32_t k = 0; k < members.GetN(); ++k)
    {
        const Ptr<NetDevice> own = FindPeerDevice(server, members.Get(k));
        const Ptr<NetDevice> towards = own ? FindDeviceOn(server, own->GetChannel()) : nullptr;
        const std::string node = "node " + std::to_string(members.Get(k)->GetId());
        if (!towards)
        {
            return node + " is on no link of the server, and routers do not pass groups on";
        }
        const std::string fault = ExplainDevice(towards);
        if (!fault.empty())
        {
            return fault;
        }
        if (link.device && link.device != towards)
        {
            return node + " is on another link of the server than those before";
        }
        link.device = towards;
    }
    const Ptr<Ipv4> ipv4 = server->GetObject<Ipv4>();
    const int32_t interface = ipv4 && link.device ? ipv4->GetInterfaceForDevice(link.device) : -1;
    if (interface < 0 || ipv4->GetNAddresses(interface) == 0)
    {
        return "the server has no IPv4 address on the link";
    }
    link.rate = FindGroupRate(server, link.device);
    return "";
}

std::string
RouteGroup(Ptr<Node> server, Ptr<NetDevice> device)
{
    const Ptr<Ipv4StaticRouting> routing =
        Ipv4StaticRoutingHelper().GetStaticRouting(server->GetObject<Ipv4>());
    if (!routing)
    {
        return "the server has no static routing that a route to the group could be added to";
    }
    Ipv4StaticRoutingHelper().SetDefaultMulticastRoute(server, device);
    return "";
}

} // namespace edgeai
} // namespace ns3
