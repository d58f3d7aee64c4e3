/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROTOCOL_CHECKER_H
#define EDGE_AI_PROTOCOL_CHECKER_H

#include "ns3/attribute.h"
#include "ns3/ptr.h"

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// @returns checker of an attribute that is the TypeId of a socket factory: of those that messages
///          go over, TcpSocketFactory and UdpSocketFactory
Ptr<const AttributeChecker> MakeProtocolChecker();

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PROTOCOL_CHECKER_H
