/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_INFINITE_H
#define EDGE_AI_INFINITE_H

#include <limits>

namespace ns3
{
namespace edgeai
{

/// What no limit is, and what a plan costs that nothing can carry out.
constexpr double INFINITE = std::numeric_limits<double>::infinity();

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_INFINITE_H
