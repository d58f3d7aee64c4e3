/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-portfolio.h"

#include "code-paths.h"
#include "code-value.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns mean over states of max(1, the best of the chosen)
double
Judge(const CodePortfolioTable& table,
      const std::vector<double>& weights,
      const std::vector<uint32_t>& chosen)
{
    const std::size_t states = table.rewards.empty() ? 0 : table.rewards.front().size();
    double sum = 0;
    double total = 0;
    for (std::size_t state = 0; state < states; ++state)
    {
        double best = 1;
        for (const uint32_t path : chosen)
        {
            best = std::max(best, table.rewards[path][state]);
        }
        const double weight = weights.empty() ? 1 : weights[state];
        sum += weight * best;
        total += weight;
    }
    return total > 0 ? sum / total : 1;
}

} // namespace

CodePortfolioTable
MakePortfolioTable(const std::vector<CodeProblem>& states, uint32_t count)
{
    CodePortfolioTable all;
    for (std::size_t state = 0; state < states.size(); ++state)
    {
        const CodeProblem& problem = states[state];
        const CodeValue value(problem);
        std::size_t index = 0;
        ForEachCodePath(CodeCosts(problem), [&](const CodePath& path, const CodeLabel& label) {
            if (state == 0)
            {
                all.paths.push_back(path);
                all.rewards.emplace_back();
            }
            const double accuracy = GetTrainedAccuracy(problem, path, label);
            all.rewards[index].push_back(value.GetReward(label, accuracy));
            ++index;
        });
    }
    std::vector<uint32_t> order(all.paths.size());
    std::iota(order.begin(), order.end(), 0);
    std::vector<double> sums;
    for (const std::vector<double>& rewards : all.rewards)
    {
        sums.push_back(std::accumulate(rewards.begin(), rewards.end(), 0.));
    }
    std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
        return sums[a] > sums[b];
    });
    order.resize(std::min<std::size_t>(order.size(), count));
    CodePortfolioTable table;
    for (const uint32_t index : order)
    {
        table.paths.push_back(all.paths[index]);
        table.rewards.push_back(all.rewards[index]);
    }
    return table;
}

CodePortfolio
ChoosePortfolioGreedily(const CodePortfolioTable& table,
                        const std::vector<double>& weights,
                        uint32_t count)
{
    CodePortfolio portfolio;
    for (uint32_t round = 0; round < count; ++round)
    {
        uint32_t best = table.paths.size();
        double reward = portfolio.reward;
        for (uint32_t path = 0; path < table.paths.size(); ++path)
        {
            std::vector<uint32_t> tried = portfolio.chosen;
            tried.push_back(path);
            const double value = Judge(table, weights, tried);
            if (value > reward)
            {
                reward = value;
                best = path;
            }
        }
        if (best == table.paths.size())
        {
            break; // nothing helps any more
        }
        portfolio.chosen.push_back(best);
        portfolio.reward = reward;
    }
    std::sort(portfolio.chosen.begin(), portfolio.chosen.end());
    return portfolio;
}

CodePortfolio
EnumeratePortfolios(const CodePortfolioTable& table,
                    const std::vector<double>& weights,
                    uint32_t count)
{
    CodePortfolio best;
    std::vector<uint32_t> chosen;
    const std::function<void(uint32_t)> choose = [&](uint32_t from) {
        const double reward = Judge(table, weights, chosen);
        if (reward > best.reward)
        {
            best = {chosen, reward};
        }
        for (uint32_t path = from; path < table.paths.size() && chosen.size() < count; ++path)
        {
            chosen.push_back(path);
            choose(path + 1);
            chosen.pop_back();
        }
    };
    choose(0);
    return best;
}

} // namespace edgeai
} // namespace ns3
