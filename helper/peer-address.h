/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PEER_ADDRESS_H
#define EDGE_AI_PEER_ADDRESS_H

#include "ns3/address.h"
#include "ns3/ptr.h"

#include <cstdint>

namespace ns3
{

class NetDevice;
class Node;

namespace edgeai
{

/**
 * @ingroup edge-ai
 * Where one node finds another: its address on a network both are on, which needs no routes, else
 * its first usable one; itself by its loopback. Aborts if it has none.
 * @param [in] server node that listens
 * @param [in] device node that connects
 * @param [in] port the server listens on
 * @returns address and port
 */
Address FindPeerAddress(Ptr<Node> server, Ptr<Node> device, uint16_t port);

/**
 * @param [in] server node of one end  @param [in] device node of the other
 * @returns the net device of the latter on a channel that both are on, else its first one, or
 *          nullptr if it has none
 */
Ptr<NetDevice> FindPeerDevice(Ptr<Node> server, Ptr<Node> device);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PEER_ADDRESS_H
