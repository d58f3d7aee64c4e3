/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_TRANSLATION_H
#define EDGE_AI_ECC_TRANSLATION_H

#include "ecc-cost.h"

#include "ns3/split-plan.h"
#include "ns3/split-problem.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * @param [in] problem a sound problem
 * @param [in] decidesRadio whether the method decides about powers and subchannels, so that links
 *             with a rate of their own are not for it
 * @returns "" or why ECC and its baselines do not take it, in one sentence
 */
std::string ExplainEccRefusal(const SplitProblem& problem, bool decidesRadio);

/**
 * @ingroup edge-ai
 * A split-inference problem as ECC sees it: device k is user k, its j-th admissible cut is split j.
 * The network is whole (no pruning), processors run at their largest clocks, uploads are scaled by
 * the rate factor. Static power counts for as long as a unit is busy. Without NomaRadio the devices
 * have one subchannel each, of equal widths that add up to the band, with the same gain on all.
 * Without ComputingUnits the server is one unit that is divided as its clock is: at share r it is r
 * times as fast, draws r^3 times the dynamic power and all of the static one, and no share is below
 * its least clock.
 * @param [in] problem a sound problem that is not refused
 * @param [in] preferences what a SplitProblem does not say
 * @param [in] weights of devices that have none
 * @returns the problem
 */
EccProblem MakeEccProblem(const SplitProblem& problem,
                          const EccPreferences& preferences = EccPreferences(),
                          const EccWeights& weights = EccWeights());

/**
 * @ingroup edge-ai
 * @param [in] problem a sound problem that is not refused
 * @param [in] ecc the same as ECC sees it
 * @returns subchannels, powers and units of the plan in force (SplitProblem::present), as far as
 *          they exist in the problem; the rest as in MakeEccStart()
 */
EccPoint MakeEccPresent(const SplitProblem& problem, const EccProblem& ecc);

/**
 * @ingroup edge-ai
 * What every device shall do, with positions in the decoding orders and expected costs; status
 * VIOLATED where a latency or energy budget is exceeded.
 * @param [in] problem what the plan is for
 * @param [in] ecc the same as ECC sees it
 * @param [in] plan of ECC or a baseline
 * @param [in] evaluation of the plan
 * @param [in] orthogonal whether users of a cell and subchannel divide its width (OMA)
 * @returns decisions, status and reason; no summary
 */
SplitPlan MakeSplitPlan(const SplitProblem& problem,
                        const EccProblem& ecc,
                        const EccPlan& plan,
                        const EccEvaluation& evaluation,
                        bool orthogonal);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_TRANSLATION_H
