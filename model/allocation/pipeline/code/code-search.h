/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_SEARCH_H
#define EDGE_AI_CODE_SEARCH_H

#include "code-value.h"

#include <cstdint>
#include <limits>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What a search of paths goes by.
struct CodeSearchOptions
{
    CodeObjective objective{CodeObjective::REWARD};
    double interferenceLoss{0}; ///< c_i of the accuracy that is expected; 0: the predictor, y = 0
    uint32_t count{1};          ///< how many of the best paths are wanted
    /// Paths worth less than this are not wanted: the more is asked for, the faster the search.
    double floor{-std::numeric_limits<double>::infinity()};
    bool throughHost{false}; ///< only paths that pass a block of the host are wanted
    /// Drop beginnings of paths that cannot become one of the best; the result is the same.
    bool bound{true};
};

/// A path with what is expected of it.
struct CodeCandidate
{
    CodePath path;
    CodeLabel label;    ///< with the head
    double accuracy{0}; ///< expected of the local task
    double value{0};    ///< F, or -J: the more the better
};

/// The best paths, and how hard they were to find.
struct CodeSearchResult
{
    std::vector<CodeCandidate> best; ///< the best first; fewer than wanted if there are no more
    uint64_t labels{0};              ///< kept in all, or paths looked at
};

/**
 * The best paths by label setting, exactly: block by block, every node keeps the beginnings of
 * paths that fewer than `count` others are at least as good as in everything that counts - work at
 * either server, bits on either link, loss, changes of the model. Exact because costs add up and
 * the value never rises with any of them: what others are better than with the same continuation is
 * not among the best. A beginning is dropped, too, if it is worth less than the best paths already
 * with the head alone behind it. Of equal values the cheaper path comes first.
 * @param [in] problem a sound problem
 * @param [in] options what counts
 * @returns the paths
 */
CodeSearchResult SearchCodePaths(const CodeProblem& problem, const CodeSearchOptions& options);

/**
 * The same by looking at every path.
 * @param [in] problem a sound problem
 * @param [in] options what counts
 * @returns the paths
 */
CodeSearchResult EnumerateCodePaths(const CodeProblem& problem, const CodeSearchOptions& options);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_SEARCH_H
