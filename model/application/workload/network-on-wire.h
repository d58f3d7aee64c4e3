/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_NETWORK_ON_WIRE_H
#define EDGE_AI_NETWORK_ON_WIRE_H

#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What messages call a network: a catalogue name as it is; of a profile file the name without its
 * folders and a digest of what it holds, so that neither the size of messages nor who finds it
 * depends on where the file lies.
 * @param [in] network catalogue name or profile file
 * @returns that name; of a file that cannot be read without the digest, which no server offers
 */
std::string GetNetworkOnWire(const std::string& network);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_NETWORK_ON_WIRE_H
