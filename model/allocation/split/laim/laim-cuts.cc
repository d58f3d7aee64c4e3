/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "laim-cuts.h"

#include "laim-solver.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Relative room for rounding in plans: far more than there is, far less than matters.
constexpr double ROOM = 1e-9;

/// Of the sums in a bound, relative to their terms: a price may make one of them large.
constexpr double BOUND_ROUNDING = 1e-14;

/// Merits that differ by less count as equal. @see IsBetterLaimSolution
constexpr double TIE = 1e-12;

/// The search of one device.
class CutSearch
{
  public:
    CutSearch(const std::vector<LaimCase>& cases, const LaimCaseSolver& solve, bool preferLatency)
        : m_cases(cases),
          m_solve(solve),
          m_preferLatency(preferLatency),
          m_solutions(cases.size())
    {
    }

    void SolveOne(std::size_t index)
    {
        const LaimSolution solution = m_solve(m_cases[index]);
        m_solutions[index] = solution;
        ++m_choice.solves;
        m_choice.summary.evaluations += solution.summary.evaluations;
        m_choice.summary.iterations += solution.summary.iterations;
        m_choice.summary.limited = m_choice.summary.limited || solution.summary.limited;
        if (IsBetterLaimSolution(solution, m_best, m_preferLatency))
        {
            m_best = solution;
            m_price = GetPrice(m_cases[index].task, solution);
        }
    }

    void SolveAll()
    {
        for (std::size_t i = 0; i < m_cases.size(); ++i)
        {
            SolveOne(i);
        }
    }

    void SolveWithBounds()
    {
        // Prices of neighbouring cuts are near each other.
        SolveOne(m_cases.size() / 2);
        std::vector<LaimBound> bounds;
        for (const LaimCase& one : m_cases)
        {
            bounds.push_back(Bound(one));
        }
        std::optional<std::size_t> promising;
        for (std::size_t i = 0; i < m_cases.size(); ++i)
        {
            if (!IsDone(i, bounds[i]) &&
                (!promising || IsMorePromising(bounds[i], bounds[*promising])))
            {
                promising = i;
            }
        }
        if (promising)
        {
            SolveOne(*promising);
        }
        for (std::size_t i = 0; i < m_cases.size(); ++i)
        {
            if (!IsDone(i, bounds[i]) && !IsDone(i, Bound(m_cases[i])))
            {
                SolveOne(i);
            }
        }
    }

    /// @returns the best of what was solved, in the order of cuts
    LaimCutChoice Choose()
    {
        bool first = true;
        for (std::size_t i = 0; i < m_cases.size(); ++i)
        {
            if (m_solutions[i] &&
                (first ||
                 IsBetterLaimSolution(*m_solutions[i], m_choice.solution, m_preferLatency)))
            {
                m_choice.index = i;
                m_choice.solution = *m_solutions[i];
                m_choice.summary.residual = m_solutions[i]->summary.residual;
                first = false;
            }
        }
        if (!m_choice.solution.feasible && m_choice.solves < m_cases.size())
        {
            m_choice.index = 0; // none is feasible, and the first of equals counts
        }
        return m_choice;
    }

  private:
    /// @returns the price of time behind a solution [W]; 0: it says nothing
    static double GetPrice(const LaimTask& task, const LaimSolution& solution)
    {
        // With everything at its limit and energy to spare time alone counts.
        constexpr double PRICELESS = 1e6;
        const bool spare = solution.energy < task.energyBudget * (1 - ROOM) &&
                           solution.merit < task.keepRatioMax * (1 - ROOM);
        return solution.multiplier * (spare ? PRICELESS : 1);
    }

    LaimBound Bound(const LaimCase& one)
    {
        ++m_choice.summary.evaluations;
        const double own = m_price > 0 ? m_price : GetSaturationPrice(one.task);
        return LaimBound(one.task, own > 0 ? own : 1);
    }

    /// @returns whether there is nothing to be found out about a case any more
    bool IsDone(std::size_t index, const LaimBound& bound) const
    {
        return m_solutions[index] ||
               bound.GetMerit() < m_cases[index].task.keepRatioMin * (1 - ROOM) ||
               (m_best.feasible && bound.IsBeaten(m_best, m_preferLatency));
    }

    bool IsMorePromising(const LaimBound& one, const LaimBound& other) const
    {
        if (std::abs(one.GetMerit() - other.GetMerit()) > TIE)
        {
            return one.GetMerit() > other.GetMerit();
        }
        const double ratio = std::min(one.GetMerit(), other.GetMerit());
        return m_preferLatency ? one.GetLatency(ratio) < other.GetLatency(ratio)
                               : one.GetEnergy(ratio) < other.GetEnergy(ratio);
    }

    const std::vector<LaimCase>& m_cases;
    const LaimCaseSolver& m_solve;
    bool m_preferLatency;
    std::vector<std::optional<LaimSolution>> m_solutions;
    LaimSolution m_best; ///< so far; infeasible: none
    double m_price{0};   ///< behind it [W]; 0: unknown
    LaimCutChoice m_choice;
};

} // namespace

LaimBound::LaimBound(const LaimTask& task, double nu)
    : m_nu(nu),
      m_latencyBudget(task.latencyBudget),
      m_energyBudget(task.energyBudget),
      m_most(task.keepRatioMax)
{
    const PricePoint point = MakePricePoint(task, nu);
    m_constant = nu * point.constantTime + point.constantEnergy;
    m_slope = nu * point.scaledTime + point.scaledEnergy;
    m_rounding =
        BOUND_ROUNDING * (nu * task.latencyBudget + task.energyBudget + m_constant + m_slope);
}

double
LaimBound::GetMerit() const
{
    const double left = m_nu * m_latencyBudget + m_energyBudget - m_constant + m_rounding;
    if (m_slope > 0)
    {
        return std::min(left / m_slope, m_most);
    }
    return left < 0 ? -1 : m_most;
}

double
LaimBound::GetEnergy(double keepRatio) const
{
    return m_constant + keepRatio * m_slope - m_nu * m_latencyBudget - m_rounding;
}

double
LaimBound::GetLatency(double keepRatio) const
{
    return (m_constant + keepRatio * m_slope - m_energyBudget - m_rounding) / m_nu;
}

bool
LaimBound::IsBeaten(const LaimSolution& best, bool preferLatency) const
{
    const double merit = GetMerit();
    if (merit < best.merit - ROOM)
    {
        return true;
    }
    // What is no less in keep ratio has to be less in energy, or time.
    const double equal = best.merit - TIE;
    return merit <= best.merit + TIE / 2 &&
           (preferLatency ? GetLatency(equal) > best.latency * (1 + ROOM)
                          : GetEnergy(equal) > best.energy * (1 + ROOM));
}

LaimCutChoice
ChooseCut(const std::vector<LaimCase>& cases,
          const LaimCaseSolver& solve,
          bool preferLatency,
          bool bounded)
{
    CutSearch search(cases, solve, preferLatency);
    if (bounded && cases.size() > 2)
    {
        search.SolveWithBounds();
    }
    else
    {
        search.SolveAll();
    }
    return search.Choose();
}

} // namespace edgeai
} // namespace ns3
