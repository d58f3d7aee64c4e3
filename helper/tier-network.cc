/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tier-network.h"

#include "application/control/rated-link-control.h"
#include "peer-address.h"

#include "ns3/channel.h"
#include "ns3/inet-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/nstime.h"

namespace ns3
{
namespace edgeai
{

bool
FindTierLink(Ptr<Node> one, Ptr<Node> other, TopologyLink& link)
{
    const Ptr<NetDevice> device = FindPeerDevice(one, other);
    const Ptr<Channel> channel = device ? device->GetChannel() : nullptr;
    bool shared = false;
    for (std::size_t i = 0; channel && i < channel->GetNDevices(); ++i)
    {
        shared = shared || channel->GetDevice(i)->GetNode() == one;
    }
    if (!shared)
    {
        return false;
    }
    const auto control = CreateObject<RatedLinkControl>();
    control->SetDevice(device);
    link.rate = control->GetLinkRate();
    TimeValue delay;
    link.delay = channel->GetAttributeFailSafe("Delay", delay) ? delay.Get().GetSeconds() : 0;
    return true;
}

std::vector<TopologyLink>
ListTierLinks(const NodeContainer& servers)
{
    std::vector<TopologyLink> links;
    for (uint32_t m = 0; m < servers.GetN(); ++m)
    {
        for (uint32_t j = m + 1; j < servers.GetN(); ++j)
        {
            TopologyLink link;
            link.first = m;
            link.second = j;
            if (FindTierLink(servers.Get(m), servers.Get(j), link))
            {
                links.push_back(link);
            }
        }
    }
    return links;
}

Address
FindCoordinatorAddress(const NodeContainer& servers, uint32_t server, uint16_t port)
{
    const Ptr<Ipv4> ipv4 = servers.Get(0)->GetObject<Ipv4>();
    for (uint32_t i = 1; ipv4 && i < ipv4->GetNInterfaces(); ++i)
    {
        for (uint32_t a = 0; a < ipv4->GetNAddresses(i); ++a)
        {
            const Ipv4InterfaceAddress address = ipv4->GetAddress(i, a);
            bool between = false;
            for (uint32_t m = 1; m < servers.GetN(); ++m)
            {
                const Ptr<Ipv4> other = servers.Get(m)->GetObject<Ipv4>();
                between =
                    between || (other && other->GetInterfaceForPrefix(
                                             address.GetLocal().CombineMask(address.GetMask()),
                                             address.GetMask()) != -1);
            }
            if (!between)
            {
                return InetSocketAddress(address.GetLocal(), port);
            }
        }
    }
    return FindPeerAddress(servers.Get(0), servers.Get(server), port);
}

} // namespace edgeai
} // namespace ns3
