/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CHAIN_PROGRAMME_H
#define EDGE_AI_CHAIN_PROGRAMME_H

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What it costs a stage to take a run of consecutive items in one of several ways. Stages 0..M-1
 * share items 0..n-1 in order; stage i takes items from..to-1 (none if from = to). Costs are not
 * negative; infinity forbids the run. Everything is forbidden until it is set.
 */
class ChainTable
{
  public:
    /// @param [in] stages M  @param [in] items n  @param [in] choices V, ways to take a run
    ChainTable(uint32_t stages, uint32_t items, uint32_t choices);

    /// @returns M
    uint32_t GetStages() const
    {
        return m_stages;
    }

    /// @returns n
    uint32_t GetItems() const
    {
        return m_items;
    }

    /// @returns V
    uint32_t GetChoices() const
    {
        return m_choices;
    }

    /**
     * @param [in] stage 0..M-1
     * @param [in] from first item, 0..to
     * @param [in] to item behind the last, 0..n
     * @param [in] choice 0..V-1
     * @returns the cost, to read or set
     */
    double& At(uint32_t stage, uint32_t from, uint32_t to, uint32_t choice)
    {
        return m_costs[Index(stage, from, to, choice)];
    }

    /// @copydoc At
    double At(uint32_t stage, uint32_t from, uint32_t to, uint32_t choice) const
    {
        return m_costs[Index(stage, from, to, choice)];
    }

    /// @param [in] stage stage @param [in] to end of the run @param [in] choice choice
    /// @returns costs of the runs that end there, by their first item 0..to
    const double* GetRunsTo(uint32_t stage, uint32_t to, uint32_t choice) const
    {
        return &m_costs[Index(stage, 0, to, choice)];
    }

    /// @returns the costs that are finite, ascending; of values that differ by less than 1e-12 of
    /// themselves only the largest
    std::vector<double> ListValues() const;

  private:
    /// @returns place of an entry; runs with the same end lie side by side
    std::size_t Index(uint32_t stage, uint32_t from, uint32_t to, uint32_t choice) const
    {
        return ((std::size_t(stage) * m_choices + choice) * (m_items + 1) + to) * (m_items + 1) +
               from;
    }

    uint32_t m_stages;           ///< M
    uint32_t m_items;            ///< n
    uint32_t m_choices;          ///< V
    std::vector<double> m_costs; ///< see Index
};

/// @ingroup edge-ai
/// How the costs of the stages combine.
enum class ChainRule
{
    LARGEST, ///< the largest counts
    SUM,     ///< all count
};

/// @ingroup edge-ai
/// A bound on a second cost that every stage must keep.
struct ChainBound
{
    const ChainTable* table{nullptr};                      ///< of the same size; nullptr: no bound
    double limit{std::numeric_limits<double>::infinity()}; ///< largest admissible entry
};

/// @ingroup edge-ai
/// A division of the items among the stages.
struct ChainPath
{
    bool feasible{false};          ///< false: nothing else is set
    double value{0};               ///< combined cost
    double second{0};              ///< combined second cost, where there is one
    std::vector<uint32_t> cuts;    ///< 0 = c_0 <= c_1 <= ... <= c_M = n; stage i takes c_i..c_{i+1}
    std::vector<uint32_t> choices; ///< of each stage; 0 where it takes nothing
};

/**
 * @ingroup edge-ai
 * Division of least combined cost, by dynamic programming over (stage, items taken so far):
 * G_0(0) = start, G_i(b) = min over a <= b and choices of G_{i-1}(a) combined with the cost of
 * a..b-1; O(M n^2 V). Ties: least a, then least choice, from the last stage to the first.
 * @param [in] costs costs
 * @param [in] rule how they combine
 * @param [in] start what is there before the first stage
 * @param [in] bound runs whose entry there exceeds the limit are left out
 * @returns the division; not feasible if every one is forbidden
 */
ChainPath MinimiseChain(const ChainTable& costs,
                        ChainRule rule,
                        double start = 0,
                        const ChainBound& bound = ChainBound());

/**
 * @ingroup edge-ai
 * All compromises between the sums of two costs within limits of both, by label setting: labels
 * (first, second) at every (stage, items taken so far), dominated ones dropped. Their number can
 * grow exponentially (it is a knapsack problem), but is small where few values differ.
 * @param [in] first first cost
 * @param [in] second second cost, of the same size
 * @param [in] firstLimit largest admissible sum of the first
 * @param [in] secondLimit largest admissible sum of the second
 * @param [in] bound runs whose entry there exceeds the limit are left out
 * @returns divisions none of which is better than another in both, ascending in the first sum
 *          (value) and descending in the second; empty if there is none
 */
std::vector<ChainPath> ListChainCompromises(const ChainTable& first,
                                            const ChainTable& second,
                                            double firstLimit,
                                            double secondLimit,
                                            const ChainBound& bound = ChainBound());

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CHAIN_PROGRAMME_H
