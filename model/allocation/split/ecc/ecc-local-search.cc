/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-local-search.h"

#include "ecc-move-screen.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] move a move  @returns whether others offload after it
bool
ChangesOffloaders(const EccMove& move)
{
    return move.kind == EccMove::SILENCE || move.kind == EccMove::WAKE ||
           move.kind == EccMove::RELIEVE;
}

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
          m_trial(descent),
          m_options(options),
          m_plan(plan)
    {
        m_trial.steps.tolerance = std::max(descent.steps.tolerance, options.trialTolerance);
    }

    /// @returns what was done
    EccSearchSummary Run();

    /// @returns the result
    const EccPlan& GetPlan() const
    {
        return m_plan;
    }

  private:
    /// @param [in,out] plan start and result  @param [in] descent settings  @returns utility
    double Descend(EccPlan& plan, const EccDescentOptions& descent);
    /// Descend after a move, as far as it seems worth it. @param [in] move what was done
    /// @param [in,out] plan start and result  @returns utility
    double Try(const EccMove& move, EccPlan& plan);
    /// Let others take the subchannels a silenced user had, powers unchanged, while that helps.
    /// @param [in] silenced user  @param [in,out] plan start and result
    void Refill(std::size_t silenced, EccPlan& plan) const;
    /// Best responses. @param [in,out] plan gets new splits  @returns whether any changed
    bool Respond(EccPlan& plan) const;
    /// Best responses and descents while they help.
    void RunRounds();
    /// @returns whether one pass over the neighbourhood found something
    bool RunPass();
    /// @param [in] plan from where  @returns all moves, the most promising first
    std::vector<EccMove> ListMoves(const EccPlan& plan) const;
    /// Follow every move with a descent. @param [in] moves the list  @returns whether one helped
    bool FollowMoves(const std::vector<EccMove>& moves);
    /// Make moves that help after a descent on the powers they touch. @param [in] moves the list
    /// @param [in,out] plan start and result, in need of a descent  @returns how many were made
    uint32_t Touch(const std::vector<EccMove>& moves, EccPlan& plan);
    /// Keep a trial if it is better by the threshold. @param [in] trial a plan after a descent
    /// @param [in] utility of it  @returns whether it was kept
    bool Accept(EccPlan& trial, double utility);

    const EccProblem& m_problem;        ///< the problem
    const EccDescentOptions& m_descent; ///< settings
    EccDescentOptions m_trial;          ///< settings of the first descent after a move
    const EccSearchOptions& m_options;  ///< settings
    EccPlan m_plan;                     ///< best so far
    double m_residual{0};               ///< of the last descent
    EccSearchSummary m_summary;         ///< the account
};

double
Search::Descend(EccPlan& plan, const EccDescentOptions& descent)
{
    ClearSilentUsers(m_problem, plan);
    const auto summary = DescendEcc(m_problem, plan, descent);
    m_summary.steps += summary.steps;
    m_summary.evaluations += summary.evaluations;
    m_summary.limited = m_summary.limited || summary.status == DescentStatus::STEP_LIMIT;
    m_residual = summary.residual;
    // Under CINR order the descent's frozen order may not be that of its end.
    return m_problem.preferences.sicOrder == EccPreferences::GAIN && descent.mode == ECC_GD_SCALED
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
Search::Refill(std::size_t silenced, EccPlan& plan) const
{
    ClearSilentUsers(m_problem, plan);
    double least = EvaluateEcc(m_problem, plan).utility;
    const auto neighbours = m_problem.GetUsersOf(m_problem.users[silenced].cell);
    for (bool uplink : {true, false})
    {
        const auto& subchannels = uplink ? m_plan.uplinkSubchannels : m_plan.downlinkSubchannels;
        // Each neighbour moves to the subchannel at most once.
        bool found = true;
        for (std::size_t round = 0; found && round < neighbours.size(); ++round)
        {
            found = false;
            auto best = plan;
            for (std::size_t v : neighbours)
            {
                auto trial = plan;
                const EccMove shift{EccMove::SHIFT, uplink, v, subchannels[silenced], 0, 0};
                const double utility = ApplyEccMove(m_problem, shift, trial)
                                           ? EvaluateEcc(m_problem, trial).utility
                                           : least;
                if (utility < least * (1 - m_options.threshold))
                {
                    least = utility;
                    best = std::move(trial);
                    found = true;
                }
            }
            plan = std::move(best);
        }
    }
}

double
Search::Try(const EccMove& move, EccPlan& plan)
{
    double utility = Descend(plan, m_trial);
    bool changed = m_options.deep && Respond(plan);
    if (move.kind == EccMove::SILENCE)
    {
        Refill(move.first, plan);
        changed = true;
    }
    if (changed)
    {
        utility = Descend(plan, m_trial);
    }
    // Another set of offloaders may want other splits and subchannels, which one move cannot give.
    if (ChangesOffloaders(move) && utility < m_summary.utility * (1 + m_options.mendMargin))
    {
        const auto moves = ListMoves(plan);
        if (moves.size() <= m_options.exhaustive && Touch(moves, plan) > 0)
        {
            utility = Descend(plan, m_trial);
        }
    }
    return utility < m_summary.utility * (1 + m_options.trialMargin) ? Descend(plan, m_descent)
                                                                     : utility;
}

void
Search::RunRounds()
{
    for (uint32_t round = 0; round < m_options.maxRounds; ++round)
    {
        auto trial = m_plan;
        if (!Respond(trial))
        {
            return;
        }
        const double utility = Descend(trial, m_descent);
        if (!(utility < m_summary.utility))
        {
            return;
        }
        m_plan = std::move(trial);
        m_summary.utility = utility;
        m_summary.residual = m_residual;
        ++m_summary.rounds;
    }
    m_summary.limited = true;
}

bool
Search::Accept(EccPlan& trial, double utility)
{
    if (!(utility < m_summary.utility * (1 - m_options.threshold)))
    {
        return false;
    }
    m_plan = std::move(trial);
    m_summary.utility = utility;
    m_summary.residual = m_residual;
    return true;
}

bool
Search::FollowMoves(const std::vector<EccMove>& moves)
{
    bool found = false;
    for (const auto& move : moves)
    {
        auto trial = m_plan;
        // An earlier move of this pass may have taken the room.
        if (!ApplyEccMove(m_problem, move, trial))
        {
            continue;
        }
        ++m_summary.trials;
        const double utility = Try(move, trial);
        if (Accept(trial, utility))
        {
            ++m_summary.moves;
            found = true;
        }
    }
    return found;
}

uint32_t
Search::Touch(const std::vector<EccMove>& moves, EccPlan& plan)
{
    DescentOptions touch = m_descent.steps;
    touch.tolerance = std::max(touch.tolerance, m_options.touchTolerance);
    touch.patience = std::min(touch.patience, 2u);
    EccMoveScreen screen(m_problem, plan);
    uint32_t kept = 0;
    for (const auto& move : moves)
    {
        if (move.kind == EccMove::WAKE || move.kind == EccMove::RELIEVE)
        {
            continue;
        }
        ++m_summary.trials;
        if (screen.Try(move, touch) < screen.GetUtility() * (1 - m_options.threshold))
        {
            screen.Commit();
            ++kept;
        }
    }
    m_summary.steps += screen.GetSteps();
    plan = screen.GetPlan();
    return kept;
}

std::vector<EccMove>
Search::ListMoves(const EccPlan& plan) const
{
    auto moves = ListEccMoves(m_problem, plan, m_options.deep);
    EccMoveScreen screen(m_problem, plan);
    for (auto& move : moves)
    {
        move.promise = screen.GetUtilityAfter(move);
    }
    // Not in the order of users, so that the result does not hang on how they are numbered.
    std::stable_sort(moves.begin(), moves.end(), [](const EccMove& a, const EccMove& b) {
        return a.promise < b.promise;
    });
    return moves;
}

bool
Search::RunPass()
{
    auto moves = ListMoves(m_plan);
    if (moves.size() <= m_options.exhaustive)
    {
        return FollowMoves(moves);
    }
    std::vector<EccMove> whole;
    for (const auto& move : moves)
    {
        // What changes who offloads changes everybody's budgets.
        if (ChangesOffloaders(move) && whole.size() < m_options.followed)
        {
            whole.push_back(move);
        }
    }
    moves.resize(std::min<std::size_t>(moves.size(), m_options.screened));
    auto trial = m_plan;
    const uint32_t kept = Touch(moves, trial);
    bool found = false;
    if (kept > 0)
    {
        const double utility = Descend(trial, m_descent);
        found = Accept(trial, utility);
        m_summary.moves += found ? kept : 0;
    }
    return FollowMoves(whole) || found;
}

EccSearchSummary
Search::Run()
{
    m_summary.utility = Descend(m_plan, m_descent);
    m_summary.residual = m_residual;
    RunRounds();
    while (m_options.enabled && m_summary.passes < m_options.maxPasses)
    {
        ++m_summary.passes;
        if (!RunPass())
        {
            return m_summary;
        }
        RunRounds();
    }
    m_summary.limited = m_summary.limited || m_options.enabled;
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
