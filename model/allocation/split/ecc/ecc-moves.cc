/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-moves.h"

#include "ecc-closed-forms.h"
#include "ecc-response.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] problem the problem  @param [in] plan the plan  @param [in] i user
/// @returns whether i offloads
bool
Offloads(const EccProblem& problem, const EccPlan& plan, std::size_t i)
{
    return IsOffloading(problem, i, plan.splits[i]);
}

/// @param [in,out] plan a plan  @param [in] uplink or downlink  @returns subchannels of the users
std::vector<uint32_t>&
SubchannelsOf(EccPlan& plan, bool uplink)
{
    return uplink ? plan.uplinkSubchannels : plan.downlinkSubchannels;
}

/// @param [in] problem the problem  @param [in] subchannels of the users  @param [in] i user
/// @param [in] m subchannel  @returns whether m has room for i
bool
HasRoom(const EccProblem& problem,
        const std::vector<uint32_t>& subchannels,
        std::size_t i,
        std::size_t m)
{
    uint32_t crowd = 0;
    for (std::size_t v = 0; v < subchannels.size(); ++v)
    {
        crowd += subchannels[v] == m && v != i && problem.users[v].cell == problem.users[i].cell;
    }
    return crowd < problem.usersPerSubchannel;
}

/// Put a waking user on the subchannels that give it the best rates. @param [in] problem the
/// problem
/// @param [in] i user  @param [in,out] plan gets it  @returns whether there is room
bool
ChooseSubchannels(const EccProblem& problem, std::size_t i, EccPlan& plan)
{
    double up = 0;
    double down = 0;
    auto best = plan;
    for (uint32_t m = 0; m < problem.GetSubchannelCount(); ++m)
    {
        auto trial = plan;
        trial.uplinkSubchannels[i] = trial.downlinkSubchannels[i] = m;
        const auto rates = EvaluateEcc(problem, trial);
        if (rates.uplinkRates[i] > up && HasRoom(problem, plan.uplinkSubchannels, i, m))
        {
            up = rates.uplinkRates[i];
            best.uplinkSubchannels[i] = m;
        }
        if (rates.downlinkRates[i] > down && HasRoom(problem, plan.downlinkSubchannels, i, m))
        {
            down = rates.downlinkRates[i];
            best.downlinkSubchannels[i] = m;
        }
    }
    if (up == 0 || down == 0)
    {
        return false;
    }
    plan = std::move(best);
    plan.splits[i] = ChooseEccSplit(problem,
                                    i,
                                    up,
                                    down,
                                    plan.uplinkPowers[i],
                                    plan.downlinkPowers[i],
                                    plan.units[i],
                                    false);
    return true;
}

/// @param [in] problem the problem  @param [in] i user  @param [in,out] plan gets it
/// @returns whether the user was silent and there is room
bool
Wake(const EccProblem& problem, std::size_t i, EccPlan& plan)
{
    const auto& user = problem.users[i];
    const auto& cell = problem.cells[user.cell];
    std::size_t active = 1;
    for (std::size_t v = 0; v < plan.splits.size(); ++v)
    {
        active += problem.users[v].cell == user.cell && Offloads(problem, plan, v);
    }
    if (Offloads(problem, plan, i) || active > problem.GetOffloadLimit(user.cell))
    {
        return false;
    }
    const auto share = 1 / static_cast<double>(active);
    plan.splits[i] = 0;
    plan.uplinkPowers[i] = user.powerMax;
    plan.downlinkPowers[i] = std::max(cell.powerMin, cell.powerTotal * share);
    plan.units[i] =
        std::min(GetLoneUnits(problem, i), std::max(cell.unitMin, cell.unitTotal * share));
    return ChooseSubchannels(problem, i, plan);
}

/// @param [in] problem the problem  @param [in] move a RESTART  @param [in,out] plan gets it
/// @returns whether the power changed
bool
Restart(const EccProblem& problem, const EccMove& move, EccPlan& plan)
{
    const auto& user = problem.users[move.first];
    const auto& cell = problem.cells[user.cell];
    auto& power = (move.uplink ? plan.uplinkPowers : plan.downlinkPowers)[move.first];
    const double least = move.uplink ? user.powerMin : cell.powerMin;
    const double largest = move.uplink ? user.powerMax : cell.powerTotal;
    const double next = move.second == 0 ? least : largest;
    if (!Offloads(problem, plan, move.first) || power == next)
    {
        return false;
    }
    power = next;
    return true;
}

/// @param [in] problem the problem  @param [in] move a TRADE  @param [in,out] plan gets it
/// @returns whether anybody moved
bool
Trade(const EccProblem& problem, const EccMove& move, EccPlan& plan)
{
    bool moved = false;
    auto& subchannels = SubchannelsOf(plan, move.uplink);
    for (std::size_t i = 0; i < subchannels.size(); ++i)
    {
        const bool first = subchannels[i] == move.first;
        if (problem.users[i].cell == move.cell && (first || subchannels[i] == move.second))
        {
            subchannels[i] = static_cast<uint32_t>(first ? move.second : move.first);
            moved = true;
        }
    }
    return moved;
}

} // namespace

bool
ApplyEccMove(const EccProblem& problem, const EccMove& move, EccPlan& plan)
{
    const std::size_t i = move.first;
    auto& subchannels = SubchannelsOf(plan, move.uplink);
    switch (move.kind)
    {
    case EccMove::TRADE:
        return Trade(problem, move, plan);
    case EccMove::WAKE:
        return Wake(problem, i, plan);
    case EccMove::RESTART:
        return Restart(problem, move, plan);
    default:
        break;
    }
    if (!Offloads(problem, plan, i))
    {
        return false;
    }
    switch (move.kind)
    {
    case EccMove::RELIEVE:
        if (move.second == i)
        {
            return false;
        }
        plan.splits[i] = problem.GetLayerCount(i);
        ClearSilentUsers(problem, plan);
        return Wake(problem, move.second, plan);
    case EccMove::SHIFT:
        if (subchannels[i] == move.second || !HasRoom(problem, subchannels, i, move.second))
        {
            return false;
        }
        subchannels[i] = static_cast<uint32_t>(move.second);
        return true;
    case EccMove::SWAP:
        std::swap(subchannels[i], subchannels[move.second]);
        return Offloads(problem, plan, move.second) && subchannels[i] != subchannels[move.second];
    default:
        break;
    }
    const auto split = move.kind == EccMove::SILENCE ? problem.GetLayerCount(i)
                                                     : static_cast<uint32_t>(move.second);
    if (plan.splits[i] == split)
    {
        return false;
    }
    plan.splits[i] = split;
    return true;
}

namespace
{

/// A list that takes only moves that can be made.
class MoveList
{
  public:
    /// @param [in] problem the problem  @param [in] plan from where
    MoveList(const EccProblem& problem, const EccPlan& plan)
        : m_problem(problem),
          m_plan(plan)
    {
    }

    /// @param [in] move one more, if it can be made
    void Add(const EccMove& move)
    {
        auto trial = m_plan;
        if (ApplyEccMove(m_problem, move, trial))
        {
            m_moves.push_back(move);
        }
    }

    /// @returns the moves
    const std::vector<EccMove>& Get() const
    {
        return m_moves;
    }

  private:
    const EccProblem& m_problem;  ///< the problem
    const EccPlan& m_plan;        ///< from where
    std::vector<EccMove> m_moves; ///< so far
};

} // namespace

std::vector<EccMove>
ListEccMoves(const EccProblem& problem, const EccPlan& plan, bool deep)
{
    MoveList list(problem, plan);
    const std::size_t users = plan.splits.size();
    const std::size_t subchannels = problem.GetSubchannelCount();
    for (bool uplink : {true, false})
    {
        for (std::size_t i = 0; i < users; ++i)
        {
            for (std::size_t m = 0; m < subchannels; ++m)
            {
                list.Add({EccMove::SHIFT, uplink, i, m, 0, 0});
            }
            for (std::size_t v = i + 1; v < users; ++v)
            {
                if (problem.users[v].cell == problem.users[i].cell)
                {
                    list.Add({EccMove::SWAP, uplink, i, v, 0, 0});
                }
            }
        }
    }
    if (!deep)
    {
        return list.Get();
    }
    for (std::size_t i = 0; i < users; ++i)
    {
        for (std::size_t v = 0; v < users; ++v)
        {
            if (problem.users[v].cell == problem.users[i].cell)
            {
                list.Add({EccMove::RELIEVE, true, i, v, 0, 0});
            }
        }
    }
    for (bool uplink : {true, false})
    {
        for (std::size_t n = 0; n < problem.cells.size(); ++n)
        {
            for (std::size_t m = 0; m < subchannels; ++m)
            {
                for (std::size_t other = m + 1; other < subchannels; ++other)
                {
                    list.Add({EccMove::TRADE, uplink, m, other, n, 0});
                }
            }
        }
    }
    for (std::size_t i = 0; i < users; ++i)
    {
        list.Add({EccMove::SILENCE, true, i, 0, 0, 0});
        list.Add({EccMove::WAKE, true, i, 0, 0, 0});
        for (uint32_t split = 0; split < problem.GetLayerCount(i); ++split)
        {
            list.Add({EccMove::SPLIT, true, i, split, 0, 0});
        }
        for (bool uplink : {true, false})
        {
            list.Add({EccMove::RESTART, uplink, i, 0, 0, 0});
            list.Add({EccMove::RESTART, uplink, i, 1, 0, 0});
        }
    }
    return list.Get();
}

} // namespace edgeai
} // namespace ns3
