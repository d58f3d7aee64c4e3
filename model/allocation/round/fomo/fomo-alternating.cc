/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fomo-alternating.h"

namespace ns3
{
namespace edgeai
{

FomoSolution
AlternateFomo(const FomoCase& problem)
{
    constexpr uint32_t STEPS = 100; // each is another matching; more than ten were never seen
    const double equal = problem.GetEqualShare();
    std::vector<double> bands(problem.compute.workers, equal);
    FomoSolution best;
    for (uint32_t step = 0; step < STEPS; ++step)
    {
        const FomoMatching matching = MatchFomoBlocks(problem.MakeTable(bands));
        if (!matching.found)
        {
            best.reason = ExplainFomoShortage(problem.blocks, problem.compute);
            return best;
        }
        const FomoSolution next = DivideAmong(problem, matching.workers);
        const bool first = best.workers.empty();
        if (!first && !(next.division.time < best.division.time))
        {
            best.limited = best.division.limited;
            return best;
        }
        const uint32_t evaluations = best.evaluations + matching.evaluations;
        best = next;
        best.iterations = step + 1;
        best.evaluations = evaluations;
        best.limited = true;
        bands.assign(problem.compute.workers, equal);
        for (std::size_t j = 0; j < matching.workers.size(); ++j)
        {
            bands[matching.workers[j]] = next.division.bands[j];
        }
    }
    return best;
}

} // namespace edgeai
} // namespace ns3
