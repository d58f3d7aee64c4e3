/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PARTEL_SUPPORT_H
#define EDGE_AI_PARTEL_SUPPORT_H

#include "partel-bound.h"
#include "partel-polish.h"
#include "subchannel-owners.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Settings of SUPPORT.
struct SupportOptions
{
    RelaxationOptions relaxation;
    bool polish{true}; ///< improve the rounded division by moves and swaps
    PolishOptions polishing;
};

/// @ingroup edge-ai
/// What SUPPORT came to for real loads, before budgets, units and whole loads.
struct SupportResult
{
    PartelBound bound;            ///< of the relaxation; its time is infinite if nobody can send
    std::vector<uint32_t> owners; ///< of subchannels
    std::vector<double> rates;    ///< R_k [bit/s]
    std::vector<double> loads;    ///< L_k, real
    double time{0};               ///< T of step 4 [s]
    PolishResult polish;          ///< all rounds of it
};

/// @ingroup edge-ai
/// Step 2. @param [in] radio the round  @param [in] shares C_k,n, a row per worker
/// @returns who has the most of each subchannel (ties: the first) among those to whom it is of use
std::vector<uint32_t> RoundOwners(const PartelRadio& radio, const std::vector<double>& shares);

/**
 * @ingroup edge-ai
 * SUPPORT of arXiv 2010.04061, steps 1 to 4: relax, round, polish, divide the load. Where offsets
 * differ the weights of the polish depend on T; it is repeated with the T it led to until T falls
 * no more.
 * @param [in] radio the round
 * @param [in] options settings
 * @returns owners and real loads
 */
SupportResult SolveSupport(const PartelRadio& radio,
                           const SupportOptions& options = SupportOptions());

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PARTEL_SUPPORT_H
