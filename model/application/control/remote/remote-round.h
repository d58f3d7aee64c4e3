/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_REMOTE_ROUND_H
#define EDGE_AI_REMOTE_ROUND_H

#include "allocation/round/round-planner.h"

namespace ns3
{
namespace edgeai
{

/**
 * What another process decided about a round, completed. Of each involved worker bits and work
 * follow from what it shall do of the problem's part, its rate from subchannels and powers, from
 * its band, or it is its link's.
 * @param [in] problem sound  @param [in,out] plan of it
 * @throws std::invalid_argument naming what cannot be done, and what could
 */
void CompletePlan(const RoundProblem& problem, RoundPlan& plan);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_REMOTE_ROUND_H
