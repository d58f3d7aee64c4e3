/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_NEIGHBOR_CACHE_H
#define EDGE_AI_NEIGHBOR_CACHE_H

#include "ns3/net-device.h"
#include "ns3/ptr.h"

namespace ns3
{
namespace edgeai
{

/**
 * Enter the IPv4 and IPv6 addresses of one device in the ARP and neighbour discovery caches of
 * another, for good; devices without addresses are left as they are.
 * @param [in] at device whose caches are filled
 * @param [in] of device whose addresses are entered
 * @throws std::invalid_argument if either is null, or of no node
 */
void FillNeighborCache(Ptr<NetDevice> at, Ptr<NetDevice> of);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_NEIGHBOR_CACHE_H
