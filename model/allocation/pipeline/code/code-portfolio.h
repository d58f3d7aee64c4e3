/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_PORTFOLIO_H
#define EDGE_AI_CODE_PORTFOLIO_H

#include "code-problem.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Rewards of paths in several states of loads and links.
struct CodePortfolioTable
{
    std::vector<CodePath> paths;              ///< candidates
    std::vector<std::vector<double>> rewards; ///< F with trained accuracies: [path][state]
};

/**
 * The paths that are worth training for changing loads and links: those of the largest sum of F
 * over all states.
 * @param [in] states the same two services in each, sound
 * @param [in] count how many paths at most
 * @returns paths and rewards, the largest sum first
 */
CodePortfolioTable MakePortfolioTable(const std::vector<CodeProblem>& states, uint32_t count);

/// A set of paths to keep trained.
struct CodePortfolio
{
    std::vector<uint32_t> chosen; ///< indices of paths, ascending
    double reward{1};             ///< mean over states of max(1, the best F of the chosen)
};

/**
 * Greedy choice: one path after the other, each the one that helps the most. Its reward over that
 * of nothing is within 1 - 1/e of the best, as it is monotone and submodular.
 * @param [in] table of candidates
 * @param [in] weights of the states, positive; empty: all equal
 * @param [in] count K, how many paths at most
 * @returns the portfolio
 */
CodePortfolio ChoosePortfolioGreedily(const CodePortfolioTable& table,
                                      const std::vector<double>& weights,
                                      uint32_t count);

/**
 * The best portfolio by looking at every set of so many paths.
 * @param [in] table of candidates
 * @param [in] weights of the states, positive; empty: all equal
 * @param [in] count K, how many paths at most
 * @returns the portfolio
 */
CodePortfolio EnumeratePortfolios(const CodePortfolioTable& table,
                                  const std::vector<double>& weights,
                                  uint32_t count);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_PORTFOLIO_H
