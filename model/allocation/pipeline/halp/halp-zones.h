/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_HALP_ZONES_H
#define EDGE_AI_HALP_ZONES_H

#include "profile/row-span.h"
#include "row-partition-plan.h"
#include "row-partition-problem.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// How wide the host's zone is and where it lies, the same in all layers.
struct HalpShape
{
    double zoneShare{0};         ///< Z, least share of the height that is the zone's, in [0, 1]
    double ratio{.5};            ///< rho, share of secondary 1 of the other rows, in [0, 1]
    uint32_t convolutionZone{4}; ///< least rows of the zone behind a convolution
    uint32_t poolingZone{2};     ///< least rows of the zone behind pooling
};

/**
 * Boundaries by eq. (4): z_i = max(least, floor(Z H_i + 0.5)) rows for the host, at most all, and
 * u_i = floor(rho (H_i - z_i) + 0.5) for secondary 1.
 * @param [in] problem a sound problem
 * @param [in] shape of the zone
 * @param [out] zones one per layer
 */
void MakeHalpZones(const RowPartitionProblem& problem,
                   const HalpShape& shape,
                   std::vector<RowZone>& zones);

/// Rows that are exchanged behind a layer, eq. (5); those of the last layer go to the host.
struct HalpExchange
{
    RowSpan toFirst;    ///< e01, host to secondary 1
    RowSpan toSecond;   ///< e02, host to secondary 2
    RowSpan fromFirst;  ///< e10, secondary 1 to host
    RowSpan fromSecond; ///< e20, secondary 2 to host
};

/**
 * @param [in] problem a sound problem
 * @param [in] zones one per layer
 * @param [in] layer 1..N whose output is exchanged; 0: the rows of the image
 * @returns the rows
 */
HalpExchange GetHalpExchange(const RowPartitionProblem& problem,
                             const std::vector<RowZone>& zones,
                             uint32_t layer);

/**
 * @param [in] problem a sound problem
 * @param [in] zones boundaries
 * @returns "" if they lie within the layers and no secondary needs rows of the other, else the
 *          first that does not
 */
std::string ExplainHalpZones(const RowPartitionProblem& problem, const std::vector<RowZone>& zones);

/// @param [in] problem a sound problem  @param [in] zones boundaries within the layers
/// @returns whether no secondary needs rows of the other
bool AreHalpZonesValid(const RowPartitionProblem& problem, const std::vector<RowZone>& zones);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_HALP_ZONES_H
