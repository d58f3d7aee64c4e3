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

class Node;

namespace edgeai
{

/**
 * @ingroup edge-ai
 * Where one node finds another: its address on a network both are on, which needs no routes, else
 * its first usable one. Aborts if it has none.
 * @param [in] server node that listens
 * @param [in] device node that connects
 * @param [in] port the server listens on
 * @returns address and port
 */
Address FindPeerAddress(Ptr<Node> server, Ptr<Node> device, uint16_t port);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PEER_ADDRESS_H
