/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_HALP_SEARCH_H
#define EDGE_AI_HALP_SEARCH_H

#include "halp-graph.h"
#include "row-partition-plan.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What SearchHalp tries.
struct HalpSearchOptions
{
    double zoneMin{0};           ///< least Z, in [0, 1]
    double zoneMax{.5};          ///< largest Z, in [zoneMin, 1]
    double zoneStep{.02};        ///< > 0
    double ratioMin{.3};         ///< least rho, in [0, 1]
    double ratioMax{.85};        ///< largest rho, in [ratioMin, 1]
    double ratioStep{.01};       ///< > 0
    uint32_t convolutionZone{4}; ///< least rows of the zone behind a convolution
    uint32_t poolingZone{2};     ///< least rows of the zone behind pooling
    HalpOrder order{HalpOrder::EDGE_FIRST};
    bool refine{false}; ///< move single boundaries by one row afterwards, while that helps
};

/**
 * The zone and the ratio of least T on a grid, on the exact timeline; of equal ones the narrower
 * zone, then the smaller ratio. Where both secondaries are equally fast the ratio is 0.5 alone.
 * With `refine`, for every layer from the last to the first its boundaries are moved by a row
 * up or down, alone and both together, as long as T falls.
 * @param [in] problem a sound problem with three nodes
 * @param [in] options what to try
 * @returns the plan; INFEASIBLE with the reason if no point of the grid keeps the secondaries apart
 */
RowPartitionPlan SearchHalp(const RowPartitionProblem& problem, const HalpSearchOptions& options);

/**
 * @param [in] problem a sound problem with three nodes
 * @param [in] zones valid boundaries (see ExplainHalpZones)
 * @param [in] order of the rows of a layer
 * @returns the plan
 */
RowPartitionPlan EvaluateHalp(const RowPartitionProblem& problem,
                              const std::vector<RowZone>& zones,
                              HalpOrder order = HalpOrder::EDGE_FIRST);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_HALP_SEARCH_H
