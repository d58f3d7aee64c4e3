/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_NGTO_H
#define EDGE_AI_DTO_EE_NGTO_H

#include "dto-ee-network.h"
#include "dto-ee-queue.h"

#include "ns3/plan-head.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/// Settings of the game.
struct NgtoOptions
{
    uint32_t sweeps{2000};   ///< at most, >= 1
    double tolerance{1e-12}; ///< it ends when no share moved more
};

/// What the game came to.
struct NgtoSolution
{
    DtoEeShares shares;  ///< rows over the links
    PlanSummary summary; ///< sweeps; residual: the last one's largest move
};

/**
 * NGTO, the non-cooperative game of sec. 6: one offloader after the other divides its tasks so that
 * they wait least, given what the others send, and whatever that does to the others. An offloader
 * to whom the others leave no room keeps its row.
 * @param [in] network of a problem
 * @param [in] law of the queues
 * @param [in] shares to begin with
 * @param [in] passing S_0..S_H
 * @param [in] options settings
 * @returns the rows when nobody moves any more, or after the last sweep (summary.limited)
 */
NgtoSolution PlayNgto(const DtoEeNetwork& network,
                      const DtoEeQueueLaw& law,
                      const DtoEeShares& shares,
                      const std::vector<double>& passing,
                      const NgtoOptions& options = NgtoOptions());

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_NGTO_H
