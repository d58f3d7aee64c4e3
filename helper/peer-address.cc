/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "peer-address.h"

#include "ns3/abort.h"
#include "ns3/channel.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6.h"
#include "ns3/loopback-net-device.h"
#include "ns3/net-device.h"
#include "ns3/node.h"

namespace ns3
{
namespace edgeai
{

Address
FindPeerAddress(Ptr<Node> server, Ptr<Node> device, uint16_t port)
{
    if (server == device)
    {
        // A node's packets to its own address in a network are sent into the network, and lost.
        return server->GetObject<Ipv4>()
                   ? Address(InetSocketAddress(Ipv4Address::GetLoopback(), port))
                   : Address(Inet6SocketAddress(Ipv6Address::GetLoopback(), port));
    }
    // An address on a network the device is on too needs no routes; else the server's first.
    if (Ptr<Ipv4> ipv4 = server->GetObject<Ipv4>())
    {
        Ptr<Ipv4> own = device->GetObject<Ipv4>();
        Ipv4Address found = Ipv4Address::GetAny();
        for (uint32_t i = 1; i < ipv4->GetNInterfaces(); ++i)
        {
            for (uint32_t j = 0; j < ipv4->GetNAddresses(i); ++j)
            {
                const Ipv4InterfaceAddress address = ipv4->GetAddress(i, j);
                const Ipv4Address local = address.GetLocal();
                const bool near =
                    own && own->GetInterfaceForPrefix(local.CombineMask(address.GetMask()),
                                                      address.GetMask()) != -1;
                if (near)
                {
                    return InetSocketAddress(local, port);
                }
                found = found == Ipv4Address::GetAny() ? local : found;
            }
        }
        if (found != Ipv4Address::GetAny())
        {
            return InetSocketAddress(found, port);
        }
    }
    if (Ptr<Ipv6> ipv6 = server->GetObject<Ipv6>())
    {
        Ptr<Ipv6> own = device->GetObject<Ipv6>();
        Ipv6Address found = Ipv6Address::GetAny();
        for (uint32_t i = 1; i < ipv6->GetNInterfaces(); ++i)
        {
            for (uint32_t j = 0; j < ipv6->GetNAddresses(i); ++j)
            {
                const Ipv6InterfaceAddress address = ipv6->GetAddress(i, j);
                const Ipv6Address local = address.GetAddress();
                if (local.IsLinkLocal())
                {
                    continue;
                }
                if (own && own->GetInterfaceForPrefix(local.CombinePrefix(address.GetPrefix()),
                                                      address.GetPrefix()) != -1)
                {
                    return Inet6SocketAddress(local, port);
                }
                found = found == Ipv6Address::GetAny() ? local : found;
            }
        }
        if (found != Ipv6Address::GetAny())
        {
            return Inet6SocketAddress(found, port);
        }
    }
    NS_ABORT_MSG("node " << server->GetId() << " has no address; assign addresses before Install");
    return Address();
}

Ptr<NetDevice>
FindPeerDevice(Ptr<Node> server, Ptr<Node> device)
{
    Ptr<NetDevice> first;
    for (uint32_t i = 0; i < device->GetNDevices(); ++i)
    {
        const Ptr<NetDevice> own = device->GetDevice(i);
        if (DynamicCast<LoopbackNetDevice>(own))
        {
            continue;
        }
        first = first ? first : own;
        for (uint32_t j = 0; own->GetChannel() && j < server->GetNDevices(); ++j)
        {
            if (server->GetDevice(j)->GetChannel() == own->GetChannel())
            {
                return own;
            }
        }
    }
    return first;
}

} // namespace edgeai
} // namespace ns3
