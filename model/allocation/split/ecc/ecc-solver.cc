/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-solver.h"

#include "ecc-moves.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <sstream>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] utility of a point  @returns it, or infinity for what is not a number, so that
/// results have an order
double
MakeComparable(double utility)
{
    return std::isnan(utility) ? HUGE_VAL : utility;
}

/// @param [in] other what was done beside it  @param [in,out] summary gets that too
void
AddEffort(const EccSummary& other, EccSummary& summary)
{
    summary.status = std::max(summary.status, other.status);
    summary.steps += other.steps;
    summary.evaluations += other.evaluations;
    summary.trials += other.trials;
    summary.moves += other.moves;
    summary.limited = summary.limited || other.limited;
}

/// @param [in] values to be compared  @returns their indices, the least first, of equals the first
std::vector<uint32_t>
OrderOf(const std::vector<double>& values)
{
    std::vector<uint32_t> order(values.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&values](uint32_t a, uint32_t b) {
        return values[a] < values[b];
    });
    return order;
}

/// The loop over splits and what follows.
class Solver
{
  public:
    /// @param [in] problem a sound problem  @param [in] options settings
    Solver(EccProblem problem, const EccOptions& options)
        : m_problem(std::move(problem)),
          m_options(options)
    {
    }

    /// @returns the result
    EccResult Run();

  private:
    /// Step 1.
    void RunLoop();
    /// @param [in] depth of the loop  @returns everybody's split there
    std::vector<uint32_t> GetSplits(uint32_t depth) const;
    /// @param [in] depth of the loop  @returns the solved depth of nearest upload size
    uint32_t GetNearest(uint32_t depth) const;
    /// @param [in,out] point start and result of a descent of the loop  @returns what was done
    DescentSummary Descend(EccPoint& point);
    /// Step 1 from cold starts, the best splits first. @param [in] order of the splits
    void RunCold(const std::vector<uint32_t>& order);
    /// Step 2 from the best relaxed points. @param [in] points after their descents
    /// @param [in] order the best first  @param [in] cold whether they come from cold starts
    void RefineBest(const std::vector<EccPoint>& points,
                    const std::vector<uint32_t>& order,
                    bool cold);
    /// Step 2 from a relaxed point. @param [in] point after its descent  @param [in] cold whether
    /// it comes from a cold start
    void Refine(EccPoint point, bool cold);
    /// Step 3 for what step 2 found.
    void SearchNeighbourhoods();
    /// RefineEccPlan() and accounts. @param [in,out] plan start and result  @param [in] deep search
    /// @returns utility
    double RefinePlan(EccPlan& plan, bool search);
    /// Keep a plan if it is the best, in whole units if they are. @param [in] plan the plan
    /// @param [in] cold whether it comes from a cold start
    void Offer(EccPlan plan, bool cold);
    /// Whole units, and what else they make better. @param [in,out] plan start and result
    /// @returns whether there are enough for it
    bool Settle(EccPlan& plan);
    /// Last descent.
    void Finish();

    const EccProblem m_problem;     ///< the problem
    const EccOptions& m_options;    ///< settings
    std::vector<bool> m_admitted;   ///< who may offload in the loop
    std::vector<EccPoint> m_points; ///< z_j

    /// A result of step 2.
    struct Candidate
    {
        double utility{0};
        EccPlan plan;
        bool cold{false}; ///< it comes from a cold start
    };

    std::vector<Candidate> m_refined; ///< results of step 2
    EccPlan m_relaxed;                ///< of the best, before its units were made whole
    EccResult m_result;               ///< best so far, and the account
};

std::vector<uint32_t>
Solver::GetSplits(uint32_t depth) const
{
    const auto depths = static_cast<uint32_t>(m_result.summary.stepsPerSplit.size());
    std::vector<uint32_t> splits;
    for (std::size_t i = 0; i < m_problem.users.size(); ++i)
    {
        const uint32_t layers = m_problem.GetLayerCount(i);
        splits.push_back(m_admitted[i] ? static_cast<uint32_t>(uint64_t{depth} * layers / depths)
                                       : layers);
    }
    return splits;
}

uint32_t
Solver::GetNearest(uint32_t depth) const
{
    const auto splits = GetSplits(depth);
    uint32_t nearest = 0;
    double least = HUGE_VAL;
    for (uint32_t solved = 0; solved < depth; ++solved)
    {
        const auto& others = m_points[solved].splits;
        double distance = 0;
        for (std::size_t i = 0; i < splits.size(); ++i)
        {
            if (m_admitted[i])
            {
                const auto& bits = m_problem.users[i].chain.uploadBits;
                distance += std::abs(std::log(bits[others[i]] / bits[splits[i]]));
            }
        }
        // Of equals the later one, whose server load is nearer too.
        if (distance <= least)
        {
            least = distance;
            nearest = solved;
        }
    }
    return nearest;
}

void
Solver::RunLoop()
{
    auto& summary = m_result.summary;
    uint32_t depths = 0;
    for (std::size_t i = 0; i < m_problem.users.size(); ++i)
    {
        depths = std::max(depths, m_problem.GetLayerCount(i));
    }
    summary.stepsPerSplit.resize(depths);
    for (uint32_t depth = 0; depth < depths; ++depth)
    {
        const auto splits = GetSplits(depth);
        EccPoint point;
        if (depth > 0 && m_options.warmStart)
        {
            point = m_points[GetNearest(depth)];
        }
        else if (m_options.present != nullptr)
        {
            point = *m_options.present;
        }
        else
        {
            point = MakeEccStart(m_problem, splits);
        }
        point.splits = splits;
        const auto descent = Descend(point);
        summary.stepsPerSplit[depth] = descent.steps;
        summary.utilityPerSplit.push_back(MakeComparable(descent.value));
        summary.loopSteps += descent.steps;
        m_points.push_back(std::move(point));
    }
}

DescentSummary
Solver::Descend(EccPoint& point)
{
    auto& summary = m_result.summary;
    auto descent = DescendEcc(m_problem, point, m_options.descent);
    if (descent.status == DescentStatus::STEP_LIMIT)
    {
        summary.status = ECC_STEP_LIMIT;
        summary.limited = true;
    }
    summary.steps += descent.steps;
    summary.evaluations += descent.evaluations;
    return descent;
}

double
Solver::RefinePlan(EccPlan& plan, bool search)
{
    auto options = m_options.search;
    options.enabled = search;
    const auto refined = RefineEccPlan(m_problem, plan, m_options.descent, options);
    auto& summary = m_result.summary;
    summary.steps += refined.steps;
    summary.evaluations += refined.evaluations;
    summary.trials += refined.trials;
    summary.moves += refined.moves;
    summary.limited = summary.limited || refined.limited;
    return MakeComparable(refined.utility);
}

void
Solver::RunCold(const std::vector<uint32_t>& order)
{
    auto& summary = m_result.summary;
    const double most = m_options.coldEffort * summary.loopSteps;
    std::vector<EccPoint> points;
    std::vector<double> utilities;
    uint32_t steps = 0;
    for (const uint32_t depth : order)
    {
        if (summary.coldSplits > 0 && steps >= most)
        {
            break;
        }
        points.push_back(MakeEccStart(m_problem, m_points[depth].splits));
        const auto descent = Descend(points.back());
        utilities.push_back(MakeComparable(descent.value));
        steps += descent.steps;
        ++summary.coldSplits;
    }
    RefineBest(points, OrderOf(utilities), true);
}

void
Solver::RefineBest(const std::vector<EccPoint>& points,
                   const std::vector<uint32_t>& order,
                   bool cold)
{
    for (std::size_t k = 0; k < std::min<std::size_t>(order.size(), m_options.candidates); ++k)
    {
        Refine(points[order[k]], cold);
    }
}

void
Solver::Refine(EccPoint point, bool cold)
{
    const auto rates = EvaluateEcc(m_problem, point);
    point.splits = RespondEcc(m_problem, point.splits, point, rates);
    auto plan = RoundEccShares(m_problem, point);
    const double utility = RefinePlan(plan, false);
    for (const auto& known : m_refined)
    {
        if (known.plan.splits == plan.splits &&
            known.plan.uplinkSubchannels == plan.uplinkSubchannels &&
            known.plan.downlinkSubchannels == plan.downlinkSubchannels)
        {
            return;
        }
    }
    m_refined.push_back({utility, std::move(plan), cold});
}

void
Solver::SearchNeighbourhoods()
{
    std::stable_sort(m_refined.begin(),
                     m_refined.end(),
                     [](const Candidate& a, const Candidate& b) { return a.utility < b.utility; });
    for (std::size_t k = 0; k < m_refined.size(); ++k)
    {
        auto& candidate = m_refined[k];
        // As many as with the best cold start alone: searches are what takes the time.
        const bool promising = k <= m_options.candidates;
        const bool small = ListEccMoves(m_problem, candidate.plan, m_options.search.deep).size() <=
                           m_options.search.exhaustive;
        if (m_options.wholeUnits)
        {
            // What a search gains may be what rounding takes again.
            Offer(candidate.plan, candidate.cold);
        }
        if (m_options.search.enabled && (k == 0 || (promising && small)))
        {
            RefinePlan(candidate.plan, true);
        }
        Offer(candidate.plan, candidate.cold);
    }
}

bool
Solver::Settle(EccPlan& plan)
{
    bool limited = false;
    if (!RoundEccUnits(m_problem, plan, &limited))
    {
        return false;
    }
    double least = EvaluateEcc(m_problem, plan).utility;
    for (uint32_t round = 0; round < m_options.search.maxRounds; ++round)
    {
        // Fewer units want other splits, and who gives up offloading leaves units to others.
        auto trial = plan;
        trial.splits = RespondEcc(m_problem,
                                  plan.splits,
                                  {{}, {}, plan.uplinkPowers, plan.downlinkPowers, plan.units},
                                  EvaluateEcc(m_problem, plan));
        ClearSilentUsers(m_problem, trial);
        RoundEccUnits(m_problem, trial, &limited);
        const double utility = EvaluateEcc(m_problem, trial).utility;
        if (!(utility < least))
        {
            break;
        }
        plan = std::move(trial);
        least = utility;
    }
    m_result.summary.limited = m_result.summary.limited || limited;
    return true;
}

void
Solver::Offer(EccPlan plan, bool cold)
{
    auto relaxed = plan;
    if (m_options.wholeUnits && !Settle(plan))
    {
        return;
    }
    auto evaluation = EvaluateEcc(m_problem, plan);
    if (m_result.plan.splits.empty() || evaluation.utility < m_result.evaluation.utility)
    {
        m_result.plan = std::move(plan);
        m_result.evaluation = std::move(evaluation);
        m_result.summary.cold = cold;
        m_relaxed = std::move(relaxed);
    }
}

void
Solver::Finish()
{
    auto descent = m_options.descent;
    descent.steps.tolerance = std::min(descent.steps.tolerance, m_options.polish);
    auto plan = m_relaxed;
    const auto last = DescendEcc(m_problem, plan, descent);
    m_result.summary.steps += last.steps;
    m_result.summary.evaluations += last.evaluations;
    m_result.summary.residual = last.residual;
    m_result.summary.limited = m_result.summary.limited || last.status == DescentStatus::STEP_LIMIT;
    Offer(std::move(plan), m_result.summary.cold);
}

EccResult
Solver::Run()
{
    auto& summary = m_result.summary;
    summary.status = ECC_SOLVED;
    m_admitted = AdmitEccUsers(m_problem);
    // The first, so that whatever comes is compared with what can always be done.
    Offer(MakeDeviceOnlyPlan(m_problem), !m_options.warmStart);
    RunLoop();
    const auto order = OrderOf(summary.utilityPerSplit);
    RefineBest(m_points, order, !m_options.warmStart);
    if (m_options.warmStart && m_options.coldCandidate)
    {
        RunCold(order);
    }
    SearchNeighbourhoods();
    Finish();
    ClearSilentUsers(m_problem, m_result.plan);
    summary.utility = m_result.evaluation.utility;
    return m_result;
}

} // namespace

std::string
EccSummary::BriefReport() const
{
    std::ostringstream words;
    switch (status)
    {
    case ECC_REFUSED:
        return "refused: " + reason;
    case ECC_STEP_LIMIT:
        words << "step limit";
        break;
    case ECC_SOLVED:
        words << "solved";
        break;
    }
    words << ": utility " << utility << ", " << loopSteps << " steps over " << stepsPerSplit.size()
          << " splits, " << steps << " in all, " << moves << " of " << trials
          << " moves kept, residual " << residual << (cold ? ", from a cold start" : "")
          << (limited ? ", an iteration met its bound" : "");
    return words.str();
}

EccResult
SolveEcc(const EccProblem& problem, const EccOptions& options)
{
    const auto complaint = problem.Validate();
    if (!complaint.empty())
    {
        EccResult refused;
        refused.summary.reason = complaint;
        return refused;
    }
    if (!options.wholeUnits)
    {
        return Solver(problem, options).Run();
    }
    const auto whole = KeepWholeUnits(problem);
    auto result = Solver(whole, options).Run();
    bool same = true;
    for (std::size_t n = 0; n < problem.cells.size(); ++n)
    {
        same = same && whole.cells[n].unitMin == problem.cells[n].unitMin &&
               whole.cells[n].unitTotal == problem.cells[n].unitTotal;
    }
    if (!same)
    {
        // Parts of units let the search see more, whatever is left of it after rounding.
        auto other = Solver(problem, options).Run();
        if (other.evaluation.utility < result.evaluation.utility)
        {
            std::swap(result, other);
        }
        AddEffort(other.summary, result.summary);
    }
    return result;
}

} // namespace edgeai
} // namespace ns3
