/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DP_SPARSE_SEARCH_H
#define EDGE_AI_DP_SPARSE_SEARCH_H

#include "dp-sparse-law.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// How long the search goes on.
struct DpSparseSearchOptions
{
    uint32_t starts{24};     ///< values of D to begin with, >= 1
    uint32_t iterations{20}; ///< alternations from each, >= 1
};

/// @param [in] law of the pairs  @param [in] pairs a matching  @param [in] delay D [s]
/// @returns what it comes to
DpSparseSolution EvaluateDpSparse(const DpSparseLaw& law,
                                  std::vector<DpSparsePair> pairs,
                                  double delay);

/// @param [in] law of the pairs  @param [in] delay D [s]
/// @returns the matching of largest weight until then; pairs that bring nothing are left out
std::vector<DpSparsePair> MatchDpSparse(const DpSparseLaw& law, double delay);

/**
 * @ingroup edge-ai
 * The algorithm (steps 2 to 4 of the definition): from several values of D - equally spaced
 * quantiles of all ends with s_min and s_opt - the best matching until D and the best D of that
 * matching take turns until D is unchanged; the best of all is kept. That nobody sends is always a
 * candidate.
 * @param [in] law of the pairs  @param [in] options how long
 * @returns the best that was found
 */
DpSparseSolution SearchDpSparse(const DpSparseLaw& law, const DpSparseSearchOptions& options);

/// @ingroup edge-ai
/// Largest problem of EnumerateDpSparse.
constexpr std::size_t DP_SPARSE_CLIENTS_MAX = 5;
constexpr std::size_t DP_SPARSE_CHANNELS_MAX = 3; ///< see DP_SPARSE_CLIENTS_MAX

/// @ingroup edge-ai
/// The reference: every partial matching with its best D.
/// @param [in] law of the pairs  @returns the best
DpSparseSolution EnumerateDpSparse(const DpSparseLaw& law);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DP_SPARSE_SEARCH_H
