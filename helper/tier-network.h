/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIER_NETWORK_H
#define EDGE_AI_TIER_NETWORK_H

#include "allocation/topology/topology-problem.h"

#include "ns3/address.h"
#include "ns3/node-container.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * @param [in] one node  @param [in] other node
 * @param [out] link with rate and delay of the net devices that both have on one channel; delay 0
 * where the channel says none
 * @returns whether they have such
 */
bool FindTierLink(Ptr<Node> one, Ptr<Node> other, TopologyLink& link);

/// @ingroup edge-ai
/// @param [in] servers nodes  @returns links between them, by first and second server
std::vector<TopologyLink> ListTierLinks(const NodeContainer& servers);

/**
 * @ingroup edge-ai
 * Where servers find their coordinator: an address that is on no link between them, if it has one,
 * so that its words go another way round when a link is down.
 * @param [in] servers nodes; the first coordinates  @param [in] server that connects
 * @param [in] port it listens on
 * @returns address and port
 */
Address FindCoordinatorAddress(const NodeContainer& servers, uint32_t server, uint16_t port);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIER_NETWORK_H
