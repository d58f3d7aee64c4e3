/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_IOVT_AUTHORS_SCAN_H
#define EDGE_AI_IOVT_AUTHORS_SCAN_H

#include "ns3/chain-problem.h"

#include <array>
#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What the authors' scan over splits charges.
struct AuthorsScanTerms
{
    std::array<uint32_t, 2> order{0, 1}; ///< index of the device that has the first part, and of
                                         ///< the other
    double linkTime{1e-3};               ///< fixed time of the link [s]
    double streams{1};  ///< how often the activation at the cut is sent; the published
                        ///< scan charges 2 whatever the branches
    double kappa{0};    ///< weight of the accuracy loss
    double timeUnit{1}; ///< what the sum counts times in [s], > 0
};

/// @ingroup edge-ai
/// A split of a chain over two devices.
struct AuthorsSplit
{
    uint32_t cut{0};                   ///< layers of the first part
    std::array<uint32_t, 2> options{}; ///< structure of each part
    std::array<double, 2> times{};     ///< of each part [s]
    double linkTime{0}; ///< of the link, with its fixed time; 0 without a second part [s]
    double total{0};    ///< T_1 + T_2 + link, latencies summed [s]
    double value{0};    ///< total / timeUnit + kappa loss
};

/**
 * @ingroup edge-ai
 * The scan over splits of the code published in 2026 (github.com/word-ky/codesign) with its inner
 * problem solved exactly (this module's derivation): given a split the sum separates, so that each
 * part has the structure of least time and loss. The link in between is links[1] of the problem;
 * the first and the last one are not part of the sum. The frame crosses it when the first part is
 * empty.
 * @param [in] problem a sound problem with two devices
 * @param [in] terms what is charged
 * @returns the best division of every split 0..n; a value is infinite where a device does not offer
 *          a layer
 */
std::vector<AuthorsSplit> ScanSplits(const ChainProblem& problem, const AuthorsScanTerms& terms);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_IOVT_AUTHORS_SCAN_H
