/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "edge-ai-version.h"

#include "ns3/edge-ai-compat.h"

namespace ns3
{
namespace edgeai
{

std::string
GetNs3Release()
{
    return std::to_string(EDGE_AI_NS3 / 100) + "." + std::to_string(EDGE_AI_NS3 % 100);
}

} // namespace edgeai
} // namespace ns3
