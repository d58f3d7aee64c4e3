/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PARTEL_BOUND_H
#define EDGE_AI_PARTEL_BOUND_H

#include "partel-relaxation.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// The round with subchannels in parts.
struct PartelBound
{
    double time{0};             ///< T of the division that was found; infinite if nobody has a
                                ///< subchannel of use [s]
    double lowerBound{0};       ///< no division is faster, in parts or whole [s]
    double gap{0};              ///< (time - lowerBound) / (time - least offset)
    std::vector<double> shares; ///< C_k,n, a row per worker
    uint32_t iterations{0};     ///< of the outer search
    uint32_t evaluations{0};    ///< of a division
    bool limited{false};        ///< a bound on the work ended it, not the tolerance
};

/// @ingroup edge-ai
/// @param [in] offsets d_k [s]  @param [in] time T [s]  @returns w_k = (T - d_k)^+ [s]
std::vector<double> GetWeights(const std::vector<double>& offsets, double time);

/**
 * @ingroup edge-ai
 * The outer search of SUPPORT: the least T at which the relaxation serves L. A division serves L
 * until a time that step 4 gives exactly, and its certificate proves every time infeasible at which
 * F + gap < L, since F and gap follow for any T from the same rates. So each relaxed solve narrows
 * the bracket from both ends, and the next one begins at its upper end from the division before:
 * four or so of them where halving the bracket takes forty, each from equal parts. Where all
 * offsets are equal the division does not depend on T and one solve is enough.
 * @param [in] radio the round  @param [in] options of each solve; the tolerance is also that of
 *             the bracket, relative to the time after the least offset
 * @returns the bracket and the division
 */
PartelBound FindRelaxedTime(const PartelRadio& radio,
                            const RelaxationOptions& options = RelaxationOptions());

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PARTEL_BOUND_H
