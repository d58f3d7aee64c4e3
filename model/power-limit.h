/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_POWER_LIMIT_H
#define EDGE_AI_POWER_LIMIT_H

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Most that a node, a unit of a processor or a radio may draw or send [W]; what messages say of
/// powers has the same end. A typing error of an exponent is found before energies are no numbers.
inline constexpr double POWER_LIMIT = 1e9;

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_POWER_LIMIT_H
