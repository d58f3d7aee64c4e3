/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOMO_CASE_H
#define EDGE_AI_FOMO_CASE_H

#include "fomo-band.h"
#include "fomo-costs.h"
#include "fomo-crunch.h"
#include "fomo-uplink.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A problem as its solvers see it: blocks that may be merged ones, compute times, the uplink.
struct FomoCase
{
    /// @param [in] problem a sound one  @param [in] blocksMax merged blocks; 0: as many as there
    /// are
    explicit FomoCase(const RoundProblem& problem, std::size_t blocksMax = 0);

    /// @param [in] band share of each worker [Hz]
    /// @returns costs: compute time and upload with that share (P1 of the definition)
    FomoTable MakeTable(const std::vector<double>& band) const;

    /// @param [in] workers of the blocks  @returns what they send
    std::vector<FomoUpload> MakeUploads(const std::vector<std::size_t>& workers) const;

    /// @returns B / J, the equal share [Hz]; 0 if there is no band to divide
    double GetEqualShare() const;

    std::vector<FomoBlock> blocks; ///< J of them, from the output to the input; J <= K
    FomoTable compute;             ///< infinite for who cannot send, too
    FomoUplink uplink;
};

/// @ingroup edge-ai
/// What a solver found.
struct FomoSolution
{
    std::string reason;               ///< why there is none, in words; "" if there is one
    std::vector<std::size_t> workers; ///< of each block
    FomoDivision division;            ///< of the band, block by block
    uint32_t iterations{0};           ///< of the method's outer loop
    uint32_t evaluations{0};          ///< inner solves
    double residual{0};               ///< what the method's stopping rule compares
    bool limited{false};              ///< an iteration met its bound
    double lowerBound{0};             ///< no division and no matching are faster [s]; 0: not known
};

/**
 * @ingroup edge-ai
 * @param [in] problem blocks, compute times, uplink
 * @param [in] workers of the blocks, whose compute times are finite
 * @returns these workers with the best division of the band among them
 */
FomoSolution DivideAmong(const FomoCase& problem, const std::vector<std::size_t>& workers);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOMO_CASE_H
