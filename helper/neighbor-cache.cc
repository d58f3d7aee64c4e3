/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "neighbor-cache.h"

#include "setting-check.h"

#include "ns3/arp-cache.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-interface.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ndisc-cache.h"
#include "ns3/node.h"

namespace ns3
{
namespace edgeai
{

void
FillNeighborCache(Ptr<NetDevice> at, Ptr<NetDevice> of)
{
    const SettingCheck check("FillNeighborCache");
    check.Device("at", at);
    check.Device("of", of);
    const auto ipv4At = at->GetNode()->GetObject<Ipv4L3Protocol>();
    const auto ipv4Of = of->GetNode()->GetObject<Ipv4L3Protocol>();
    if (ipv4At && ipv4Of && ipv4At->GetInterfaceForDevice(at) >= 0 &&
        ipv4Of->GetInterfaceForDevice(of) >= 0)
    {
        const auto cache = ipv4At->GetInterface(ipv4At->GetInterfaceForDevice(at))->GetArpCache();
        const auto interface = ipv4Of->GetInterface(ipv4Of->GetInterfaceForDevice(of));
        for (uint32_t i = 0; cache && i < interface->GetNAddresses(); ++i)
        {
            const Ipv4Address address = interface->GetAddress(i).GetLocal();
            ArpCache::Entry* entry = cache->Lookup(address);
            entry = entry ? entry : cache->Add(address);
            entry->SetMacAddress(of->GetAddress());
            entry->MarkPermanent();
        }
    }
    const auto ipv6At = at->GetNode()->GetObject<Ipv6L3Protocol>();
    const auto ipv6Of = of->GetNode()->GetObject<Ipv6L3Protocol>();
    if (ipv6At && ipv6Of && ipv6At->GetInterfaceForDevice(at) >= 0 &&
        ipv6Of->GetInterfaceForDevice(of) >= 0)
    {
        const auto cache = ipv6At->GetInterface(ipv6At->GetInterfaceForDevice(at))->GetNdiscCache();
        const auto interface = ipv6Of->GetInterface(ipv6Of->GetInterfaceForDevice(of));
        for (uint32_t i = 0; cache && i < interface->GetNAddresses(); ++i)
        {
            const Ipv6Address address = interface->GetAddress(i).GetAddress();
            NdiscCache::Entry* entry = cache->Lookup(address);
            entry = entry ? entry : cache->Add(address);
            entry->SetRouter(false);
            entry->SetMacAddress(of->GetAddress());
            entry->MarkPermanent();
        }
    }
}

} // namespace edgeai
} // namespace ns3
