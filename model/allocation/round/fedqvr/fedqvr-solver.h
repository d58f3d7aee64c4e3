/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FEDQVR_SOLVER_H
#define EDGE_AI_FEDQVR_SOLVER_H

#include "fedqvr-band.h"
#include "fedqvr-case.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Settings of SolveFedQvr().
struct FedQvrOptions
{
    double tolerance{1e-11};       ///< relative decrease of J that ends the relaxation, > 0
    uint32_t iterations{1000};     ///< of the relaxation at most, >= 1
    uint32_t startBits{4};         ///< B to begin with; where it is not allowed the next that is
    uint32_t singleChangesMax{16}; ///< devices up to which every single change of B is tried
};

/// @ingroup edge-ai
/// What a solver found.
struct FedQvrSolution
{
    std::string reason;      ///< why there is none, in words
    FedQvrDivision division; ///< of whole bits
    FedQvrDivision relaxed;  ///< of bits that need not be whole; no bits: not known
    uint32_t iterations{0};
    uint32_t evaluations{0}; ///< W-steps
    double residual{0};      ///< last relative decrease of the relaxation
    bool limited{false};     ///< a search ended at its bound
};

/**
 * @ingroup edge-ai
 * FedQVR-E (section B of the definition): the continuous relaxation by block descent, which is
 * jointly convex, bits rounded down, then single changes of one bit, each with a W-step of its own,
 * as long as the best of them lowers J; for many devices block descent over whole bits instead. The
 * relaxation leaves a bound on outage out.
 * @param [in] problem with at least one device  @param [in] options settings
 * @returns the division, and the relaxed one, whose J no division of whole bits falls below by more
 *          than the tolerance
 */
FedQvrSolution SolveFedQvr(const FedQvrCase& problem, const FedQvrOptions& options = {});

/**
 * @ingroup edge-ai
 * The best of all combinations of bits, with a W-step each.
 * @param [in] problem with at least one device
 * @returns the division
 */
FedQvrSolution EnumerateFedQvr(const FedQvrCase& problem);

/// @ingroup edge-ai
/// @param [in] problem some  @returns how many combinations of bits there are
double CountFedQvrCombinations(const FedQvrCase& problem);

/**
 * @ingroup edge-ai
 * FedQVR-fixed: the same bits and the same band for everybody.
 * @param [in] problem with at least one device  @param [in] bits B, within its range
 * @returns the division; its J may be infinite
 */
FedQvrSolution DivideFedQvrEqually(const FedQvrCase& problem, uint32_t bits);

/**
 * @ingroup edge-ai
 * The same probability of loss for everybody, as FedTOE has it: for each on a logarithmic grid
 * bits are added one by one, each time the one with the largest decrease of the quantisers'
 * variance per hertz that still fits; the probability with the least J is kept.
 * @param [in] problem with at least one device
 * @param [in] least probability of the grid  @param [in] most of it, at most outageMax if there is
 * one
 * @param [in] points of the grid, >= 2
 * @returns the division
 */
FedQvrSolution DivideForUniformOutage(const FedQvrCase& problem,
                                      double least,
                                      double most,
                                      uint32_t points);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FEDQVR_SOLVER_H
