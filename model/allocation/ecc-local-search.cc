/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-local-search.h"

#include "ecc-closed-forms.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

/// One step away from a plan.
struct Move
{
    /// What is done.
    enum Kind
    {
        UPLINK,        ///< user to uplink subchannel target
        DOWNLINK,      ///< user to downlink subchannel target
        UPLINK_SWAP,   ///< uplink subchannels of user and target
        DOWNLINK_SWAP, ///< downlink subchannels of user and target
        SILENCE,       ///< user computes alone
        WAKE,          ///< silent user offloads
    };

    Kind kind;          ///< what
    std::size_t user;   ///< whom
    std::size_t target; ///< where, or with whom
    double promise;     ///< utility at unchanged powers
};

/// A search under way.
class Search
{
  public:
    /// @param [in] problem the problem  @param [in] plan start  @param [in] descent settings
    /// @param [in] options settings
    Search(const EccProblem& problem,
           const EccPlan& plan,
           const EccDescentOptions& descent,
           const EccSearchOptions& options)
        : m_problem(problem),
          m_descent(descent),
          m_options(options),
          m_plan(plan)
    {
    }

    /// @returns what was done
    EccSearchSummary Run();

    /// @returns the result
    const EccPlan& GetPlan() const
    {
        return m_plan;
    }

  private:
    /// Descend. @param [in,out] plan start and result  @returns utility
    double Descend(EccPlan& plan);
    /// Best responses. @param [in,out] plan gets new splits  @returns whether any changed
    bool Respond(EccPlan& plan) const;
    /// Best responses and descents while they help.
    void RunRounds();
    /// @returns whether one pass over the neighbourhood found something
    bool RunPass();
    /// @returns every move that constraints allow
    std::vector<Move> ListMoves() const;
    /// Add moves of one direction. @param [in,out] moves the list  @param [in] up uplink, or
    /// downlink
    void ListSubchannelMoves(std::vector<Move>& moves, bool up) const;
    /// Keep the moves of greatest promise if there are too many. @param [in,out] moves the list
    void Screen(std::vector<Move>& moves) const;
    /// @param [in] move what to do  @param [in,out] plan to whom  @returns false if there is no
    /// room
    bool Apply(const Move& move, EccPlan& plan) const;
    /// Let a silent user offload. @param [in] i user  @param [in,out] plan gets it  @returns
    /// success
    bool Wake(std::size_t i, EccPlan& plan) const;

    /// @param [in] plan the plan  @param [in] i user  @returns whether i offloads
    bool Offloads(const EccPlan& plan, std::size_t i) const
    {
        return IsOffloading(m_problem, i, plan.splits[i]);
    }

    /// @param [in] plan the plan  @param [in] i user  @param [in] m subchannel  @param [in] up
    /// uplink, or downlink  @returns whether m has room for i
    bool HasRoom(const EccPlan& plan, std::size_t i, std::size_t m, bool up) const;

    const EccProblem& m_problem;        ///< the problem
    const EccDescentOptions& m_descent; ///< settings
    const EccSearchOptions& m_options;  ///< settings
    EccPlan m_plan;                     ///< best so far
    double m_residual{0};               ///< of the last descent
    EccSearchSummary m_summary;         ///< the account
};

double
Search::Descend(EccPlan& plan)
{
    ClearSilentUsers(m_problem, plan);
    const auto summary = DescendEcc(m_problem, plan, m_descent);
    m_summary.steps += summary.steps;
    m_summary.evaluations += summary.evaluations;
    m_residual = summary.residual;
    // Under CINR order the descent's frozen order may not be that of its end.
    return m_problem.sicOrder == EccProblem::GAIN && m_descent.mode == ECC_GD_SCALED
               ? summary.value
               : EvaluateEcc(m_problem, plan).utility;
}

bool
Search::Respond(EccPlan& plan) const
{
    const auto rates = EvaluateEcc(m_problem, plan);
    auto splits = RespondEcc(m_problem,
                             plan.splits,
                             {{}, {}, plan.uplinkPowers, plan.downlinkPowers, plan.units},
                             rates);
    const bool changed = splits != plan.splits;
    plan.splits = std::move(splits);
    return changed;
}

void
Search::RunRounds()
{
    for (uint32_t round = 0; round < m_options.maxRounds; ++round)
    {
        auto trial = m_plan;
        if (!Respond(trial))
        {
            break;
        }
        const double utility = Descend(trial);
        if (utility >= m_summary.utility)
        {
            break;
        }
        m_plan = std::move(trial);
        m_summary.utility = utility;
        m_summary.residual = m_residual;
        ++m_summary.rounds;
    }
}

bool
Search::HasRoom(const EccPlan& plan, std::size_t i, std::size_t m, bool up) const
{
    const auto& subchannels = up ? plan.uplinkSubchannels : plan.downlinkSubchannels;
    uint32_t crowd = 0;
    for (std::size_t v = 0; v < subchannels.size(); ++v)
    {
        crowd +=
            subchannels[v] == m && v != i && m_problem.users[v].cell == m_problem.users[i].cell;
    }
    return crowd < m_problem.usersPerSubchannel;
}

bool
Search::Wake(std::size_t i, EccPlan& plan) const
{
    const auto& user = m_problem.users[i];
    const auto& cell = m_problem.cells[user.cell];
    std::size_t active = 1;
    for (std::size_t v = 0; v < plan.splits.size(); ++v)
    {
        active += m_problem.users[v].cell == user.cell && Offloads(plan, v);
    }
    if (active > m_problem.GetOffloadLimit(user.cell))
    {
        return false;
    }
    plan.splits[i] = 0;
    plan.uplinkPowers[i] = user.powerMax;
    plan.downlinkPowers[i] = std::max(cell.powerMin, cell.powerTotal / static_cast<double>(active));
    plan.units[i] = std::min(GetLoneUnits(m_problem, i),
                             std::max(cell.unitMin, cell.unitTotal / static_cast<double>(active)));
    double up = 0;
    double down = 0;
    auto best = plan;
    for (uint32_t m = 0; m < m_problem.GetSubchannelCount(); ++m)
    {
        const bool upRoom = HasRoom(plan, i, m, true);
        const bool downRoom = HasRoom(plan, i, m, false);
        auto trial = plan;
        trial.uplinkSubchannels[i] = trial.downlinkSubchannels[i] = m;
        const auto rates = EvaluateEcc(m_problem, trial);
        if (upRoom && rates.uplinkRates[i] > up)
        {
            up = rates.uplinkRates[i];
            best.uplinkSubchannels[i] = m;
        }
        if (downRoom && rates.downlinkRates[i] > down)
        {
            down = rates.downlinkRates[i];
            best.downlinkSubchannels[i] = m;
        }
    }
    if (up == 0 || down == 0)
    {
        return false;
    }
    plan = best;
    plan.splits[i] = ChooseEccSplit(m_problem,
                                    i,
                                    up,
                                    down,
                                    plan.uplinkPowers[i],
                                    plan.downlinkPowers[i],
                                    plan.units[i],
                                    false);
    return true;
}

bool
Search::Apply(const Move& move, EccPlan& plan) const
{
    const std::size_t i = move.user;
    const std::size_t target = move.target;
    switch (move.kind)
    {
    case Move::WAKE:
        return !Offloads(plan, i) && Wake(i, plan);
    case Move::SILENCE:
        plan.splits[i] = m_problem.GetLayerCount(i);
        return Offloads(m_plan, i);
    case Move::UPLINK:
    case Move::DOWNLINK: {
        const bool up = move.kind == Move::UPLINK;
        auto& subchannel = (up ? plan.uplinkSubchannels : plan.downlinkSubchannels)[i];
        if (!Offloads(plan, i) || subchannel == target || !HasRoom(plan, i, target, up))
        {
            return false;
        }
        subchannel = static_cast<uint32_t>(target);
        return true;
    }
    case Move::UPLINK_SWAP:
    case Move::DOWNLINK_SWAP:
        break;
    }
    auto& subchannels =
        move.kind == Move::UPLINK_SWAP ? plan.uplinkSubchannels : plan.downlinkSubchannels;
    if (!Offloads(plan, i) || !Offloads(plan, target) || subchannels[i] == subchannels[target])
    {
        return false;
    }
    std::swap(subchannels[i], subchannels[target]);
    return true;
}

void
Search::ListSubchannelMoves(std::vector<Move>& moves, bool up) const
{
    for (std::size_t i = 0; i < m_plan.splits.size(); ++i)
    {
        for (std::size_t m = 0; m < m_problem.GetSubchannelCount(); ++m)
        {
            moves.push_back({up ? Move::UPLINK : Move::DOWNLINK, i, m, 0});
        }
        for (std::size_t v = i + 1; v < m_plan.splits.size(); ++v)
        {
            if (m_problem.users[v].cell == m_problem.users[i].cell)
            {
                moves.push_back({up ? Move::UPLINK_SWAP : Move::DOWNLINK_SWAP, i, v, 0});
            }
        }
    }
}

std::vector<Move>
Search::ListMoves() const
{
    std::vector<Move> moves;
    ListSubchannelMoves(moves, true);
    ListSubchannelMoves(moves, false);
    for (std::size_t i = 0; i < m_plan.splits.size() && m_options.deep; ++i)
    {
        moves.push_back({Offloads(m_plan, i) ? Move::SILENCE : Move::WAKE, i, 0, 0});
    }
    Screen(moves);
    return moves;
}

void
Search::Screen(std::vector<Move>& moves) const
{
    auto end = std::remove_if(moves.begin(), moves.end(), [this](const Move& move) {
        auto trial = m_plan;
        return !Apply(move, trial);
    });
    moves.erase(end, moves.end());
    if (moves.size() <= m_options.exhaustive)
    {
        return;
    }
    for (auto& move : moves)
    {
        auto trial = m_plan;
        Apply(move, trial);
        move.promise = EvaluateEcc(m_problem, trial).utility;
    }
    std::stable_sort(moves.begin(), moves.end(), [](const Move& a, const Move& b) {
        return a.promise < b.promise;
    });
    moves.resize(std::min<std::size_t>(moves.size(), m_options.screened));
}

bool
Search::RunPass()
{
    bool found = false;
    for (const auto& move : ListMoves())
    {
        auto trial = m_plan;
        // An earlier move of this pass may have taken the room.
        if (!Apply(move, trial))
        {
            continue;
        }
        ++m_summary.trials;
        double utility = Descend(trial);
        if (m_options.deep && Respond(trial))
        {
            utility = Descend(trial);
        }
        if (utility < m_summary.utility * (1 - m_options.threshold))
        {
            m_plan = std::move(trial);
            m_summary.utility = utility;
            m_summary.residual = m_residual;
            ++m_summary.moves;
            found = true;
        }
    }
    return found;
}

EccSearchSummary
Search::Run()
{
    m_summary.utility = Descend(m_plan);
    m_summary.residual = m_residual;
    RunRounds();
    while (m_options.enabled && m_summary.passes < m_options.maxPasses)
    {
        ++m_summary.passes;
        if (!RunPass())
        {
            break;
        }
        RunRounds();
    }
    return m_summary;
}

} // namespace

EccSearchSummary
RefineEccPlan(const EccProblem& problem,
              EccPlan& plan,
              const EccDescentOptions& descent,
              const EccSearchOptions& options)
{
    Search search(problem, plan, descent, options);
    const auto summary = search.Run();
    plan = search.GetPlan();
    return summary;
}

} // namespace edgeai
} // namespace ns3
