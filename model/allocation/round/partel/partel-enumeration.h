/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PARTEL_ENUMERATION_H
#define EDGE_AI_PARTEL_ENUMERATION_H

#include "partel-radio.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// The best owners of all.
struct PartelEnumeration
{
    double time{0};               ///< T with real loads; infinite if no owners will do [s]
    std::vector<uint32_t> owners; ///< the first of those that are equally good
    uint32_t divisions{0};        ///< that were looked at, K^N
};

/// @ingroup edge-ai
/// @param [in] workers K, >= 1  @param [in] subchannels N, >= 1
/// @returns K^N, infinite if no double holds it
double CountDivisions(std::size_t workers, std::size_t subchannels);

/**
 * @ingroup edge-ai
 * The exact reference: all K^N owners of the subchannels, water-filling for each worker, step 4, or
 * step 6 where there are budgets of energy. Each worker's rate over each set of subchannels is
 * found once.
 * @param [in] radio the round, with K^N <= 2^32
 * @returns the best
 */
PartelEnumeration EnumerateOwners(const PartelRadio& radio);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PARTEL_ENUMERATION_H
