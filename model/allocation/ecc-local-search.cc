/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-local-search.h"

#include "ecc-moves.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

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
    /// Sort moves by promise, and keep the first if there are too many. @param [in,out] moves the
    /// list
    void Screen(std::vector<EccMove>& moves) const;

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
    m_residual = summary.residual;
    // Under CINR order the descent's frozen order may not be that of its end.
    return m_problem.sicOrder == EccProblem::GAIN && descent.mode == ECC_GD_SCALED
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
        for (bool found = true; found;)
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
            break;
        }
        const double utility = Descend(trial, m_descent);
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

void
Search::Screen(std::vector<EccMove>& moves) const
{
    const bool all = moves.size() <= m_options.exhaustive;
    for (auto& move : moves)
    {
        auto trial = m_plan;
        ApplyEccMove(m_problem, move, trial);
        move.promise = EvaluateEcc(m_problem, trial).utility;
    }
    // Sorted in any case, so that the result does not hang on how users are numbered.
    std::stable_sort(moves.begin(), moves.end(), [](const EccMove& a, const EccMove& b) {
        return a.promise < b.promise;
    });
    if (!all)
    {
        moves.resize(std::min<std::size_t>(moves.size(), m_options.screened));
    }
}

bool
Search::RunPass()
{
    bool found = false;
    auto moves = ListEccMoves(m_problem, m_plan, m_options.deep);
    Screen(moves);
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
    m_summary.utility = Descend(m_plan, m_descent);
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
