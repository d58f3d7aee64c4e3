/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-oma.h"

#include "ecc-closed-forms.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// One direction of orthogonal access.
class OmaLink
{
  public:
    /// @param [in] problem a sound problem  @param [in] gains of the direction  @param [in] plan
    /// splits
    /// @param [in] subchannels of the direction
    OmaLink(const EccProblem& problem,
            const EccGains& gains,
            const EccPlan& plan,
            const std::vector<uint32_t>& subchannels)
        : m_problem(problem),
          m_gains(gains),
          m_plan(plan),
          m_subchannels(subchannels)
    {
    }

    /// @param [in] i offloading user  @returns its share of the subchannel's width
    double GetShare(std::size_t i) const
    {
        double sharers = 0;
        for (std::size_t v = 0; v < m_subchannels.size(); ++v)
        {
            sharers += m_problem.users[v].cell == m_problem.users[i].cell && AreTogether(v, i);
        }
        return 1 / sharers;
    }

    /// @param [in] i offloading user  @returns h = g / sigma^2 in its share of the width [1/W]
    double GetGainOverNoise(std::size_t i) const
    {
        return m_gains(m_subchannels[i], m_problem.users[i].cell, i) /
               (m_problem.GetNoisePower() * GetShare(i));
    }

    /// @param [in] powers of all users [W]  @param [in] uplink or downlink  @returns rates [bit/s]
    std::vector<double> GetRates(const std::vector<double>& powers, bool uplink) const
    {
        std::vector<double> rates(powers.size());
        for (std::size_t i = 0; i < powers.size(); ++i)
        {
            if (!IsOffloading(m_problem, i, m_plan.splits[i]))
            {
                continue;
            }
            const std::size_t m = m_subchannels[i];
            const std::size_t n = m_problem.users[i].cell;
            double others = m_problem.GetNoisePower();
            for (std::size_t v = 0; v < powers.size(); ++v)
            {
                const std::size_t cell = m_problem.users[v].cell;
                if (cell != n && AreTogether(v, i))
                {
                    others += powers[v] * (uplink ? m_gains(m, n, v) : m_gains(m, cell, i));
                }
            }
            const double share = GetShare(i);
            rates[i] = GetShannonRate(share * m_problem.bandwidth,
                                      powers[i] * m_gains(m, n, i) / (others * share));
        }
        return rates;
    }

  private:
    /// @param [in] v user  @param [in] i offloading user  @returns whether v sends where i does
    bool AreTogether(std::size_t v, std::size_t i) const
    {
        return IsOffloading(m_problem, v, m_plan.splits[v]) && m_subchannels[v] == m_subchannels[i];
    }

    const EccProblem& m_problem;                ///< constants
    const EccGains& m_gains;                    ///< of this direction
    const EccPlan& m_plan;                      ///< splits
    const std::vector<uint32_t>& m_subchannels; ///< of this direction
};

} // namespace

namespace
{

/// Scale the downlink powers of a cell into its access point's, none below its least.
/// @param [in] problem a sound problem  @param [in] n cell  @param [in,out] plan gets them
void
ScalePowers(const EccProblem& problem, std::size_t n, EccPlan& plan)
{
    const auto& cell = problem.cells[n];
    double room = cell.powerTotal;
    std::vector<std::size_t> users;
    for (std::size_t i : problem.GetUsersOf(n))
    {
        if (IsOffloading(problem, i, plan.splits[i]))
        {
            users.push_back(i);
        }
    }
    // From the smallest power up: whom the common factor would take below the least keeps that, and
    // the factor is for the others.
    std::stable_sort(users.begin(), users.end(), [&plan](std::size_t a, std::size_t b) {
        return plan.downlinkPowers[a] < plan.downlinkPowers[b];
    });
    double sum = 0;
    for (std::size_t i : users)
    {
        sum += plan.downlinkPowers[i];
    }
    for (std::size_t i : users)
    {
        const double power = plan.downlinkPowers[i];
        const double factor = std::min(1.0, room / sum);
        if (power * factor >= cell.powerMin)
        {
            plan.downlinkPowers[i] = power * factor;
            continue;
        }
        plan.downlinkPowers[i] = cell.powerMin;
        room -= cell.powerMin;
        sum -= power;
    }
}

} // namespace

EccBaseline
SolveOma(const EccProblem& problem, const EccPlan& noma)
{
    EccBaseline oma;
    oma.plan = noma;
    const OmaLink uplink(problem, problem.uplinkGains, noma, noma.uplinkSubchannels);
    const OmaLink downlink(problem, problem.downlinkGains, noma, noma.downlinkSubchannels);
    for (std::size_t i = 0; i < problem.users.size(); ++i)
    {
        if (!IsOffloading(problem, i, noma.splits[i]))
        {
            continue;
        }
        const auto& user = problem.users[i];
        const auto& cell = problem.cells[user.cell];
        const auto weights = GetEccWeights(problem, i);
        oma.plan.uplinkPowers[i] = GetLonePower(uplink.GetGainOverNoise(i),
                                                weights.time,
                                                weights.energy,
                                                user.powerMin,
                                                user.powerMax);
        oma.plan.downlinkPowers[i] = GetLonePower(downlink.GetGainOverNoise(i),
                                                  weights.time,
                                                  weights.energy,
                                                  cell.powerMin,
                                                  cell.powerTotal);
    }
    for (std::size_t n = 0; n < problem.cells.size(); ++n)
    {
        ScalePowers(problem, n, oma.plan);
    }
    oma.evaluation =
        EvaluateEccAtRates(problem,
                           oma.plan.splits,
                           {{}, {}, oma.plan.uplinkPowers, oma.plan.downlinkPowers, oma.plan.units},
                           uplink.GetRates(oma.plan.uplinkPowers, true),
                           downlink.GetRates(oma.plan.downlinkPowers, false));
    return oma;
}

} // namespace edgeai
} // namespace ns3
