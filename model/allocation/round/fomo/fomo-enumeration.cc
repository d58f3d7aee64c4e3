/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fomo-enumeration.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Gives the deepest block to each worker that can train it, and so on towards the output.
class FomoEnumeration
{
  public:
    explicit FomoEnumeration(const FomoCase& problem)
        : m_problem(problem),
          m_workers(problem.blocks.size()),
          m_taken(problem.compute.workers, false)
    {
    }

    /// @param [in] blocks from the output on that have no worker yet
    void Extend(std::size_t blocks)
    {
        if (blocks == 0)
        {
            ++m_count;
            const FomoSolution tried = DivideAmong(m_problem, m_workers);
            if (m_count == 1 || tried.division.time < m_best.division.time)
            {
                m_best = tried;
            }
            return;
        }
        for (std::size_t k = 0; k < m_taken.size(); ++k)
        {
            if (!m_taken[k] && std::isfinite(m_problem.compute.Get(k, blocks - 1)))
            {
                m_taken[k] = true;
                m_workers[blocks - 1] = k;
                Extend(blocks - 1);
                m_taken[k] = false;
            }
        }
    }

    /// @returns the best of all
    FomoSolution GetBest() const
    {
        FomoSolution best = m_best;
        best.iterations = m_count;
        best.evaluations = m_count;
        best.lowerBound = best.division.time;
        if (m_count == 0)
        {
            best.reason = ExplainFomoShortage(m_problem.blocks, m_problem.compute);
        }
        return best;
    }

  private:
    const FomoCase& m_problem;
    std::vector<std::size_t> m_workers; ///< of the blocks
    std::vector<char> m_taken;          ///< of the workers
    FomoSolution m_best;
    uint32_t m_count{0}; ///< of matchings
};

} // namespace

FomoSolution
EnumerateFomo(const FomoCase& problem)
{
    FomoEnumeration enumeration(problem);
    enumeration.Extend(problem.blocks.size());
    return enumeration.GetBest();
}

} // namespace edgeai
} // namespace ns3
