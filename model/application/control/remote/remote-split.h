/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_REMOTE_SPLIT_H
#define EDGE_AI_REMOTE_SPLIT_H

#include "ns3/split-planner.h"

namespace ns3
{
namespace edgeai
{

/**
 * What another process decided about devices and their server, completed. Of each usable decision
 * split, keep ratios, clocks and power are looked at; its band is an equal share of what there is
 * unless it says one. Steps, latency, energy and distortion follow; a budget that is not kept makes
 * it VIOLATED. A decision with ways on shared subchannels has to bring its steps, and stays as it
 * is.
 * @param [in] problem sound  @param [in,out] plan of it
 * @throws std::invalid_argument naming what cannot be done, and what could
 */
void CompletePlan(const SplitProblem& problem, SplitPlan& plan);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_REMOTE_SPLIT_H
