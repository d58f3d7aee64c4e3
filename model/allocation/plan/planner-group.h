/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PLANNER_GROUP_H
#define EDGE_AI_PLANNER_GROUP_H

#include "ns3/type-id.h"

namespace ns3
{
namespace edgeai
{

/// Group of types of planners that decide nothing by themselves but ask another process. They are
/// found by name; lists of the methods that there are do not have them.
inline constexpr const char* REMOTE_PLANNERS = "EdgeAiRemote";

/// @param [in] planner its type  @returns whether it is one of those
inline bool
IsRemotePlanner(TypeId planner)
{
    return planner.GetGroupName() == REMOTE_PLANNERS;
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PLANNER_GROUP_H
