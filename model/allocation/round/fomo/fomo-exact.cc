/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fomo-exact.h"

#include "allocation/numeric/assignment.h"

#include <limits>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Each step finds another matching; more than a dozen were never seen.
constexpr uint32_t STEPS = 200;
/// Of the band: what is left over by rounding alone.
constexpr double TOLERANCE = 1e-12;

/// @returns the matching that needs the least band within a time, as shares of the band; pairs that
/// need more than there is are none
Assignment
AssignBand(const FomoCase& problem, double time)
{
    const FomoTable& compute = problem.compute;
    std::vector<double> shares(compute.values.size());
    for (std::size_t j = 0; j < compute.blocks; ++j)
    {
        for (std::size_t k = 0; k < compute.workers; ++k)
        {
            const double left = time - compute.Get(k, j);
            const double share = left > 0
                                     ? problem.uplink.GetBand(k, problem.blocks[j].bits, left) /
                                           problem.uplink.GetBandwidth()
                                     : std::numeric_limits<double>::infinity();
            // Rounding must not forbid the pair that has the whole band.
            shares[j * compute.workers + k] =
                share <= 1 + TOLERANCE ? share : std::numeric_limits<double>::infinity();
        }
    }
    return AssignRows(shares, compute.blocks, compute.workers);
}

} // namespace

FomoSolution
SolveFomoExactly(const FomoCase& problem)
{
    const FomoMatching start = MatchFomoBlocks(
        problem.MakeTable(std::vector<double>(problem.compute.workers, problem.GetEqualShare())));
    if (!start.found)
    {
        FomoSolution none;
        none.reason = ExplainFomoShortage(problem.blocks, problem.compute);
        return none;
    }
    FomoSolution best = DivideAmong(problem, start.workers);
    best.iterations = 0;
    best.evaluations = start.evaluations;
    if (!problem.uplink.DividesBand())
    {
        best.lowerBound = best.division.time;
        return best;
    }
    best.limited = true;
    for (uint32_t step = 0; step < STEPS && best.limited; ++step)
    {
        const Assignment next = AssignBand(problem, best.division.time);
        ++best.iterations;
        ++best.evaluations;
        best.residual = next.found ? 1 - next.total : 0;
        best.limited = next.found && best.residual > TOLERANCE;
        if (best.limited)
        {
            FomoSolution better = DivideAmong(problem, next.columns);
            best.limited = better.division.time < best.division.time;
            if (best.limited)
            {
                best.workers = better.workers;
                best.division = better.division;
            }
        }
    }
    best.lowerBound = best.limited ? 0 : best.division.time;
    best.limited = best.limited || best.division.limited;
    return best;
}

} // namespace edgeai
} // namespace ns3
