/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BODY_LIMITS_H
#define EDGE_AI_BODY_LIMITS_H

#include <cstddef>

namespace ns3
{
namespace edgeai
{

/// Bounds of what the body of a message may hold, whatever a peer says.
struct BodyLimits
{
    static constexpr std::size_t TEXT = 1024;        ///< longest text [B]
    static constexpr std::size_t REASON = 500;       ///< that others' reasons are cut to [B]
    static constexpr std::size_t LIST = 1024 * 1024; ///< longest list [elements]
    static constexpr double INSTANT = 1e10; ///< latest [s]; the simulator's clock ends before
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BODY_LIMITS_H
