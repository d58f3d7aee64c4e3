/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_GROUP_LINK_H
#define EDGE_AI_GROUP_LINK_H

#include "ns3/net-device.h"
#include "ns3/node-container.h"
#include "ns3/node.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A link on which one packet of a node comes to many.
struct GroupLink
{
    Ptr<NetDevice> device; ///< of the node
    double rate{0};        ///< at which it takes full packets, headers included [bit/s]; 0: unknown
};

/**
 * @ingroup edge-ai
 * @param [in] server node that is to send to a group
 * @param [in] members nodes of the group
 * @param [out] link over which one packet comes to all of them
 * @returns "" or why there is none, in words
 */
std::string FindGroupLink(Ptr<Node> server, const NodeContainer& members, GroupLink& link);

/**
 * @ingroup edge-ai
 * Let packets to multicast addresses leave a node over a device, by a route.
 * @param [in] server the node  @param [in] device of it
 * @returns "" or why there can be none, in words
 */
std::string RouteGroup(Ptr<Node> server, Ptr<NetDevice> device);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_GROUP_LINK_H
