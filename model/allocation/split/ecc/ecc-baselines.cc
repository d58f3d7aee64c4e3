/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-baselines.h"

#include "ecc-response.h"
#include "ecc-solver.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] problem a sound problem  @returns everybody who can offloads raw input, radios one
/// by one over the subchannels, at full power
EccPlan
MakeRoundRobinPlan(const EccProblem& problem)
{
    const auto admitted = AdmitEccUsers(problem);
    const auto subchannels = static_cast<uint32_t>(problem.GetSubchannelCount());
    std::vector<uint32_t> splits;
    std::vector<uint32_t> places;
    std::vector<uint32_t> served(problem.cells.size());
    for (std::size_t i = 0; i < problem.users.size(); ++i)
    {
        const bool onAir = admitted[i] && problem.users[i].linkRate == 0;
        splits.push_back(admitted[i] ? 0 : problem.GetLayerCount(i));
        places.push_back(onAir ? served[problem.users[i].cell]++ % subchannels : ECC_NO_SUBCHANNEL);
    }
    auto plan = MakeEccPlan(problem, splits, places, places);
    for (std::size_t i = 0; i < problem.users.size(); ++i)
    {
        const bool onAir = places[i] != ECC_NO_SUBCHANNEL;
        plan.uplinkPowers[i] = onAir ? problem.users[i].powerMax : 0;
        plan.downlinkPowers[i] = onAir ? plan.downlinkPowers[i] : 0;
    }
    return plan;
}

/// @param [in] problem a sound problem  @param [in] plan the plan  @returns it with its real costs
EccBaseline
Score(const EccProblem& problem, EccPlan plan)
{
    ClearSilentUsers(problem, plan);
    auto evaluation = EvaluateEcc(problem, plan);
    return {std::move(plan), std::move(evaluation), 0};
}

/**
 * Splits user by user at interference-free rates.
 * @param [in] problem a sound problem
 * @param [in] valueOf what to minimise
 * @returns the baseline
 */
EccBaseline
SplitAlone(const EccProblem& problem, const std::function<double(const EccUserCost&)>& valueOf)
{
    auto plan = MakeRoundRobinPlan(problem);
    for (std::size_t i = 0; i < problem.users.size(); ++i)
    {
        if (!IsOffloading(problem, i, plan.splits[i]))
        {
            continue;
        }
        const std::size_t n = problem.users[i].cell;
        const double noise = problem.GetNoisePower();
        auto rateOf = [&](const EccGains& gains, uint32_t m, double power) {
            return GetShannonRate(problem.bandwidth, power * gains(m, n, i) / noise);
        };
        const double wired = problem.users[i].linkRate;
        const double up =
            wired > 0
                ? wired
                : rateOf(problem.uplinkGains, plan.uplinkSubchannels[i], plan.uplinkPowers[i]);
        const double down = wired > 0 ? wired
                                      : rateOf(problem.downlinkGains,
                                               plan.downlinkSubchannels[i],
                                               plan.downlinkPowers[i]);
        double least = HUGE_VAL;
        for (uint32_t split = 0; split <= problem.GetLayerCount(i); ++split)
        {
            const double value = valueOf(ComputeEccUserCost(problem,
                                                            i,
                                                            split,
                                                            up,
                                                            down,
                                                            plan.uplinkPowers[i],
                                                            plan.downlinkPowers[i],
                                                            plan.units[i]));
            if (value < least)
            {
                least = value;
                plan.splits[i] = split;
            }
        }
    }
    return Score(problem, plan);
}

} // namespace

EccBaseline
SolveDeviceOnly(const EccProblem& problem)
{
    return Score(problem, MakeDeviceOnlyPlan(problem));
}

EccBaseline
SolveEdgeOnly(const EccProblem& problem)
{
    return Score(problem, MakeRoundRobinPlan(problem));
}

EccBaseline
SolveNeurosurgeon(const EccProblem& problem)
{
    return SplitAlone(problem, [](const EccUserCost& cost) { return cost.GetTime(); });
}

EccBaseline
SolveDnnSurgery(const EccProblem& problem, bool heavy)
{
    return SplitAlone(problem, [heavy](const EccUserCost& cost) {
        return heavy ? std::max({cost.deviceTime, cost.uploadTime, cost.serverTime})
                     : cost.deviceTime + cost.uploadTime + cost.serverTime;
    });
}

namespace
{

/// A unit moves in each, so that servers of very many units would take for ever.
constexpr uint32_t ITERATIONS_MAX = 10000;

/// Iterative alternating optimisation under way.
class Iao
{
  public:
    /// @param [in] problem a sound problem
    explicit Iao(const EccProblem& problem)
        : m_problem(problem),
          m_best(Score(problem, MakeRoundRobinPlan(problem)))
    {
    }

    /// @returns the result
    EccBaseline Run()
    {
        for (bool improved = true; improved && !m_best.limited;)
        {
            improved = ImproveSplits();
            improved = ImproveUnits() || improved;
            m_best.iterations += improved;
            m_best.limited = m_best.iterations >= ITERATIONS_MAX;
        }
        return m_best;
    }

  private:
    /// @returns whether best splits lowered the utility
    bool ImproveSplits()
    {
        auto plan = m_best.plan;
        plan.splits = RespondEcc(m_problem,
                                 plan.splits,
                                 {{}, {}, plan.uplinkPowers, plan.downlinkPowers, plan.units},
                                 m_best.evaluation);
        return Offer(plan);
    }

    /// @returns whether moving one unit lowered the utility
    bool ImproveUnits()
    {
        bool improved = false;
        for (std::size_t n = 0; n < m_problem.cells.size(); ++n)
        {
            auto plan = m_best.plan;
            if (MoveUnit(n, plan))
            {
                improved = Offer(plan) || improved;
            }
        }
        return improved;
    }

    /// @param [in] i user  @param [in] units r_i  @returns its part of the utility with those
    double ValueOf(std::size_t i, double units) const
    {
        const auto& plan = m_best.plan;
        const auto cost = ComputeEccUserCost(m_problem,
                                             i,
                                             plan.splits[i],
                                             m_best.evaluation.uplinkRates[i],
                                             m_best.evaluation.downlinkRates[i],
                                             plan.uplinkPowers[i],
                                             plan.downlinkPowers[i],
                                             units);
        return PriceEccUser(m_problem, i, cost.GetTime(), cost.GetEnergy(), units).value;
    }

    /// Move a unit from whom it costs least to whom it serves most. Units of users that went silent
    /// are free. @param [in] n cell  @param [in,out] plan gets it  @returns whether there are both
    bool MoveUnit(std::size_t n, EccPlan& plan) const
    {
        const std::size_t nobody = m_problem.users.size();
        double spare = m_problem.cells[n].unitTotal;
        double loss = HUGE_VAL;
        double gain = -HUGE_VAL;
        std::size_t giver = nobody;
        std::size_t taker = nobody;
        for (std::size_t i : m_problem.GetUsersOf(n))
        {
            if (!IsOffloading(m_problem, i, plan.splits[i]))
            {
                continue;
            }
            const double units = plan.units[i];
            spare -= units;
            const double now = ValueOf(i, units);
            if (now - ValueOf(i, units + 1) > gain)
            {
                gain = now - ValueOf(i, units + 1);
                taker = i;
            }
            if (units - 1 >= m_problem.cells[n].unitMin && ValueOf(i, units - 1) - now < loss)
            {
                loss = ValueOf(i, units - 1) - now;
                giver = i;
            }
        }
        const bool free = spare >= 1 - 1e-9;
        if (taker == nobody || (!free && (giver == nobody || giver == taker)))
        {
            return false;
        }
        plan.units[taker] += 1;
        if (!free)
        {
            plan.units[giver] -= 1;
        }
        return true;
    }

    /// @param [in] plan a plan  @returns whether it is better, and then kept
    bool Offer(const EccPlan& plan)
    {
        auto scored = Score(m_problem, plan);
        if (!(scored.evaluation.utility < m_best.evaluation.utility * (1 - 1e-12)))
        {
            return false;
        }
        scored.iterations = m_best.iterations;
        m_best = std::move(scored);
        return true;
    }

    const EccProblem& m_problem; ///< the problem
    EccBaseline m_best;          ///< so far
};

} // namespace

EccBaseline
SolveIao(const EccProblem& problem)
{
    return Iao(problem).Run();
}

} // namespace edgeai
} // namespace ns3
