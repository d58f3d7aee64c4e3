/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CHAIN_SOLVER_H
#define EDGE_AI_CHAIN_SOLVER_H

#include "chain-plan.h"
#include "chain-problem.h"
#include "chain-search.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What a pipeline is planned for.
enum class ChainObjective
{
    WEIGHTED,   ///< P2: front of bottleneck and accuracy, pick of largest J(w)
    THROUGHPUT, ///< P1: least bottleneck within the limits
    LATENCY,    ///< least latency within the limits
    BOTTLENECK, ///< 4.1: least bottleneck whatever floor and latency limit say; VIOLATED then
};

/// @ingroup edge-ai
/// Settings of SolveChain.
struct ChainSolverOptions
{
    ChainObjective objective{ChainObjective::WEIGHTED}; ///< what to plan for
    ChainSearch::Scan scan{ChainSearch::BISECT};        ///< how to find the front
    bool freeOrder{false};      ///< whether the devices may change places (4.5)
    int64_t option{-1};         ///< structure of every stage; -1: each stage's own choice
    std::vector<uint32_t> cuts; ///< c_0..c_M that are given; empty: free
};

/// @ingroup edge-ai
/// Most devices that SolveChain reorders: it tries all permutations.
constexpr uint32_t MAX_FREE_DEVICES = 5;

/**
 * @ingroup edge-ai
 * Sections 4.1 to 4.5 of this module's statement of arXiv 2411.00838 (its derivation). Where
 * nothing keeps intensityShare (eta), it is lowered by 0.1 until something does; the plan says what
 * was kept.
 * @param [in] problem a sound problem for which ExplainChainSize has no objection
 * @param [in] options settings
 * @returns the plan; INFEASIBLE with the limit that cannot be kept and its least achievable value
 */
ChainPlan SolveChain(const ChainProblem& problem,
                     const ChainSolverOptions& options = ChainSolverOptions());

/// @ingroup edge-ai
/// @param [in] problem a sound problem  @param [in] freeOrder whether devices may change places
/// @returns "" or why the tables of the search would be too large
std::string ExplainChainSize(const ChainProblem& problem, bool freeOrder);

/**
 * @ingroup edge-ai
 * What is left of several fronts when only compromises stay that no other equals or beats.
 * @param [in] points compromises in any order; of equal ones the first stays
 * @returns the front, bottleneck and accuracy strictly rising
 */
std::vector<ChainPoint> MergeFronts(std::vector<ChainPoint> points);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CHAIN_SOLVER_H
