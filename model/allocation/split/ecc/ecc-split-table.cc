/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-split-table.h"

#include "ecc-cost.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

EccSplitTable::EccSplitTable(const EccProblem& problem, double unitStep)
    : m_problem(problem),
      m_unitStep(unitStep)
{
    const auto& cell = problem.cells[0];
    const auto levels =
        static_cast<std::size_t>((cell.unitTotal - cell.unitMin) / unitStep + 1e-9) + 1;
    for (std::size_t i = 0; i < problem.users.size(); ++i)
    {
        m_fixedCost.emplace_back(levels);
        for (std::size_t level = 0; level < levels; ++level)
        {
            const double units = GetUnits(level);
            for (uint32_t split = 0; split < problem.GetLayerCount(i); ++split)
            {
                const auto cost =
                    ComputeEccUserCost(problem, i, split, HUGE_VAL, HUGE_VAL, 0, 0, units);
                m_fixedCost[i][level].push_back(
                    PriceEccUser(problem, i, cost.GetTime(), cost.GetEnergy(), units).value);
            }
        }
    }
}

double
EccSplitTable::GetUnits(std::size_t level) const
{
    return m_problem.cells[0].unitMin + m_unitStep * static_cast<double>(level);
}

double
EccSplitTable::GetCost(std::size_t i, std::size_t level, uint32_t split, double perBit) const
{
    return m_fixedCost[i][level][split] + m_problem.users[i].chain.uploadBits[split] * perBit;
}

uint32_t
EccSplitTable::ChooseSplit(std::size_t i, double perBit, std::size_t level) const
{
    uint32_t best = 0;
    for (uint32_t split = 1; split < m_problem.GetLayerCount(i); ++split)
    {
        if (GetCost(i, level, split, perBit) < GetCost(i, level, best, perBit))
        {
            best = split;
        }
    }
    return best;
}

double
EccSplitTable::GetLeastCost(const std::vector<std::size_t>& set,
                            const std::vector<double>& perBit,
                            double bound)
{
    const auto& cell = m_problem.cells[0];
    const double room = cell.unitTotal - static_cast<double>(set.size()) * cell.unitMin;
    const auto levels = static_cast<std::size_t>(room / m_unitStep + 1e-9) + 1;
    m_cost.resize(set.size());
    double relaxed = 0;
    for (std::size_t k = 0; k < set.size(); ++k)
    {
        m_cost[k].resize(levels);
        for (std::size_t level = 0; level < levels; ++level)
        {
            const uint32_t split = ChooseSplit(set[k], perBit[k], level);
            m_cost[k][level] = GetCost(set[k], level, split, perBit[k]);
        }
        relaxed += *std::min_element(m_cost[k].begin(), m_cost[k].end());
    }
    // As if everybody could have what is best for them: most configurations end here.
    if (relaxed >= bound)
    {
        return HUGE_VAL;
    }
    m_least.assign(set.size() + 1, std::vector<double>(levels, HUGE_VAL));
    m_from.assign(set.size() + 1, std::vector<std::size_t>(levels));
    std::fill(m_least[0].begin(), m_least[0].end(), 0);
    for (std::size_t k = 0; k < set.size(); ++k)
    {
        for (std::size_t total = 0; total < levels; ++total)
        {
            for (std::size_t level = 0; level <= total; ++level)
            {
                const double value = m_least[k][total - level] + m_cost[k][level];
                if (value < m_least[k + 1][total])
                {
                    m_least[k + 1][total] = value;
                    m_from[k + 1][total] = level;
                }
            }
        }
    }
    return m_least.back().back();
}

EccSplitTable::Choice
EccSplitTable::Choose(const std::vector<std::size_t>& set, const std::vector<double>& perBit)
{
    Choice choice;
    choice.value = GetLeastCost(set, perBit, HUGE_VAL);
    choice.splits.resize(set.size());
    choice.units.resize(set.size());
    std::size_t total = m_least.back().size() - 1;
    for (std::size_t k = set.size(); k > 0; --k)
    {
        const std::size_t level = m_from[k][total];
        choice.units[k - 1] = GetUnits(level);
        choice.splits[k - 1] = ChooseSplit(set[k - 1], perBit[k - 1], level);
        total -= level;
    }
    return choice;
}

} // namespace edgeai
} // namespace ns3
