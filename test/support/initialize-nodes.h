/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_INITIALIZE_NODES_H
#define EDGE_AI_INITIALIZE_NODES_H

#include "ns3/nstime.h"
#include "ns3/simulator.h"

namespace ns3
{
namespace edgeai
{

/// Make nodes what they are when applications start. A test that sends by itself does so first:
/// before that, queue discs of ns-3.35 have no place for a packet.
inline void
InitializeNodes()
{
    Simulator::Stop(Seconds(0));
    Simulator::Run();
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_INITIALIZE_NODES_H
