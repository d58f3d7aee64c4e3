/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fomo-baselines.h"

#include "allocation/plan/planner-registry.h"
#include "fomo-alternating.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns a solution that is none, and why
FomoSolution
Fail(const std::string& reason)
{
    FomoSolution none;
    none.reason = reason;
    return none;
}

/**
 * From the deepest block on one of the free workers with enough memory.
 * @param [in] problem blocks, compute times
 * @param [in] pick which of so many, for a block
 * @returns the matching with its best division
 */
FomoSolution
MatchInTurn(const FomoCase& problem,
            const std::function<std::size_t(std::size_t block, std::size_t count)>& pick)
{
    const std::size_t blocks = problem.blocks.size();
    std::vector<std::size_t> workers(blocks);
    std::vector<char> taken(problem.compute.workers, false);
    for (std::size_t j = blocks; j > 0; --j)
    {
        std::vector<std::size_t> free;
        for (std::size_t k = 0; k < taken.size(); ++k)
        {
            if (!taken[k] && std::isfinite(problem.compute.Get(k, j - 1)))
            {
                free.push_back(k);
            }
        }
        if (free.empty())
        {
            return Fail(ExplainFomoShortage(problem.blocks, problem.compute));
        }
        workers[j - 1] = free[pick(j - 1, free.size())];
        taken[workers[j - 1]] = true;
    }
    return DivideAmong(problem, workers);
}

/// @returns all blocks as one
FomoBlock
MakeWhole(const RoundProblem& problem)
{
    return MakeFomoBlock(problem.depth, 1, static_cast<uint32_t>(problem.depth.blocks.size()));
}

/// @returns that nobody can train all blocks, in words
std::string
ExplainNobody(const FomoBlock& whole)
{
    std::ostringstream text;
    text << "no worker has the " << whole.memoryBytes
         << " B of memory that all depth blocks together take, and can send";
    return text.str();
}

} // namespace

EDGE_AI_PLANNER(FomoEqualBandPlanner, FomoBlockPlanner)

std::string
FomoEqualBandPlanner::ExplainUnfit(const RoundProblem& problem) const
{
    return ExplainNoBand(problem);
}

FomoSolution
FomoEqualBandPlanner::Solve(const FomoCase& problem, const std::vector<double>&) const
{
    const double share = problem.GetEqualShare();
    const FomoMatching matching =
        MatchFomoBlocks(problem.MakeTable(std::vector<double>(problem.compute.workers, share)));
    if (!matching.found)
    {
        return Fail(ExplainFomoShortage(problem.blocks, problem.compute));
    }
    FomoSolution solution;
    solution.workers = matching.workers;
    solution.evaluations = matching.evaluations;
    solution.division.time = matching.time;
    solution.division.bands.assign(matching.workers.size(), share);
    solution.division.multipliers.assign(matching.workers.size(), 0);
    return solution;
}

EDGE_AI_PLANNER(FomoAlternatingPlanner, FomoBlockPlanner)

std::string
FomoAlternatingPlanner::ExplainUnfit(const RoundProblem& problem) const
{
    return ExplainNoBand(problem);
}

FomoSolution
FomoAlternatingPlanner::Solve(const FomoCase& problem, const std::vector<double>&) const
{
    return AlternateFomo(problem);
}

EDGE_AI_PLANNER(FomoIndexOrderPlanner, FomoBlockPlanner)

FomoSolution
FomoIndexOrderPlanner::Solve(const FomoCase& problem, const std::vector<double>&) const
{
    return MatchInTurn(problem, [](std::size_t, std::size_t) { return 0; });
}

EDGE_AI_PLANNER(FomoRandomPlanner, FomoBlockPlanner)

std::string
FomoRandomPlanner::ExplainUnfit(const RoundProblem& problem) const
{
    const std::size_t needed = std::min(problem.workers.size(), problem.depth.blocks.size());
    return problem.uniformDraws.size() >= needed
               ? ""
               : "uniformDraws holds " + std::to_string(problem.uniformDraws.size()) +
                     " values; needed is " + std::to_string(needed) + ", one for each block";
}

FomoSolution
FomoRandomPlanner::Solve(const FomoCase& problem, const std::vector<double>& draws) const
{
    return MatchInTurn(problem, [&draws](std::size_t block, std::size_t count) {
        return std::min(static_cast<std::size_t>(draws[block] * static_cast<double>(count)),
                        count - 1);
    });
}

EDGE_AI_PLANNER(FomoComputeOnlyPlanner, FomoBlockPlanner)

FomoSolution
FomoComputeOnlyPlanner::Solve(const FomoCase& problem, const std::vector<double>&) const
{
    const FomoMatching matching = MatchFomoBlocks(problem.compute);
    if (!matching.found)
    {
        return Fail(ExplainFomoShortage(problem.blocks, problem.compute));
    }
    FomoSolution solution = DivideAmong(problem, matching.workers);
    solution.evaluations = matching.evaluations;
    solution.lowerBound = matching.time;
    return solution;
}

EDGE_AI_PLANNER(FomoFullFederatedPlanner, FomoPlannerBase)

FomoPlannerBase::Decision
FomoFullFederatedPlanner::Decide(const RoundProblem& problem) const
{
    const FomoUplink uplink(problem);
    const FomoBlock whole = MakeWhole(problem);
    std::vector<FomoUpload> uploads;
    for (std::size_t k = 0; k < problem.workers.size(); ++k)
    {
        const double time = GetFomoComputeTime(problem.workers[k], whole);
        if (std::isfinite(time) && uplink.CanSend(k))
        {
            uploads.push_back({k, time, whole.bits});
        }
    }
    Decision decision;
    if (uploads.empty())
    {
        decision.reason = ExplainNobody(whole);
        return decision;
    }
    const FomoDivision division = DivideFomoBand(uplink, uploads);
    decision.summary = {division.iterations, 1, division.residual, division.limited};
    if (!std::isfinite(division.time))
    {
        decision.reason = "no worker ends in a time that a number holds";
        return decision;
    }
    for (std::size_t i = 0; i < uploads.size(); ++i)
    {
        decision.loads.push_back(
            {uploads[i].worker, whole, division.bands[i], division.multipliers[i]});
    }
    return decision;
}

EDGE_AI_PLANNER(FomoSinglePlanner, FomoPlannerBase)

FomoPlannerBase::Decision
FomoSinglePlanner::Decide(const RoundProblem& problem) const
{
    const FomoUplink uplink(problem);
    const FomoBlock whole = MakeWhole(problem);
    double least = std::numeric_limits<double>::infinity();
    Decision decision;
    for (std::size_t k = 0; k < problem.workers.size(); ++k)
    {
        const double time =
            GetFomoComputeTime(problem.workers[k], whole) + uplink.GetLeastTime(k, whole.bits);
        if (time < least)
        {
            least = time;
            decision.loads = {{k, whole, uplink.GetBandwidth(), 1}};
        }
    }
    decision.summary.evaluations = static_cast<uint32_t>(problem.workers.size());
    decision.reason = decision.loads.empty() ? ExplainNobody(whole) : "";
    return decision;
}

} // namespace edgeai
} // namespace ns3
