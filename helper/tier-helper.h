/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIER_HELPER_H
#define EDGE_AI_TIER_HELPER_H

#include "learning-helper.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What TieredLearningHelper asks of nodes: each is one server or one device, and cells are not
/// larger than messages can say.
/// @param [in] servers nodes  @param [in] devices nodes of each cell's
/// @returns "" or what is not so
std::string ExplainTierNodes(const NodeContainer& servers,
                             const std::vector<NodeContainer>& devices);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIER_HELPER_H
