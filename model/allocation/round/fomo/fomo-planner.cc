/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fomo-planner.h"

#include "allocation/plan/planner-registry.h"
#include "fomo-dual.h"
#include "fomo-enumeration.h"
#include "fomo-exact.h"

#include "ns3/double.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace edgeai
{

EDGE_AI_PLANNER(FomoPlanner, FomoBlockPlanner)

FomoSolution
FomoPlanner::Solve(const FomoCase& problem, const std::vector<double>&) const
{
    return SolveFomoExactly(problem);
}

NS_OBJECT_ENSURE_REGISTERED(FomoDualPlanner);

TypeId
FomoDualPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::FomoDualPlanner")
            .SetParent<FomoBlockPlanner>()
            .SetGroupName("EdgeAi")
            .AddConstructor<FomoDualPlanner>()
            .AddAttribute("Iterations",
                          "Of the ascent, at most.",
                          UintegerValue(200),
                          MakeUintegerAccessor(&FomoDualPlanner::m_iterations),
                          MakeUintegerChecker<uint32_t>(1, 1000000))
            .AddAttribute("Patience",
                          "Iterations without a better matching that end the ascent.",
                          UintegerValue(50),
                          MakeUintegerAccessor(&FomoDualPlanner::m_patience),
                          MakeUintegerChecker<uint32_t>(1, 1000000))
            .AddAttribute("Step",
                          "Of the first iteration [1]; it falls with the root of their number.",
                          DoubleValue(0.5),
                          MakeDoubleAccessor(&FomoDualPlanner::m_step),
                          MakeDoubleChecker<double>(1e-6, 1e6));
    return tid;
}

std::string
FomoDualPlanner::ExplainUnfit(const RoundProblem& problem) const
{
    return problem.uplink.form == RoundUplinkForm::BAND
               ? ""
               : "uplink.form must be BAND, whose rates are proportional to shares: the closed "
                 "form "
                 "of the dual knows no other";
}

FomoSolution
FomoDualPlanner::Solve(const FomoCase& problem, const std::vector<double>&) const
{
    FomoDualOptions options;
    options.iterations = m_iterations;
    options.patience = m_patience;
    options.step = m_step;
    return AscendFomoDual(problem, options);
}

EDGE_AI_PLANNER(FomoCrunchPlanner, FomoBlockPlanner)

std::string
FomoCrunchPlanner::ExplainUnfit(const RoundProblem& problem) const
{
    return problem.uplink.form == RoundUplinkForm::RATES
               ? ""
               : "uplink.form must be RATES, where every link has its rate; of a band, "
                 "FomoEqualBandPlanner gives every worker the same share";
}

FomoSolution
FomoCrunchPlanner::Solve(const FomoCase& problem, const std::vector<double>&) const
{
    const FomoTable table = problem.MakeTable(std::vector<double>(problem.compute.workers, 0));
    FomoSolution solution;
    if (!table.RisesWithDepth())
    {
        solution.reason = "a deeper block costs less than one above it, on which CRUNCH builds; "
                          "FomoPlanner takes such problems";
        return solution;
    }
    const FomoMatching matching = SolveFomoCrunch(table);
    if (!matching.found)
    {
        solution.reason = ExplainFomoShortage(problem.blocks, problem.compute);
        return solution;
    }
    solution = DivideAmong(problem, matching.workers);
    solution.evaluations = matching.evaluations;
    solution.lowerBound = solution.division.time;
    return solution;
}

EDGE_AI_PLANNER(FomoEnumerationPlanner, FomoBlockPlanner)

std::string
FomoEnumerationPlanner::ExplainUnfit(const RoundProblem& problem) const
{
    return problem.workers.size() <= FOMO_ENUMERATION_MAX
               ? ""
               : "workers.size() is " + std::to_string(problem.workers.size()) +
                     "; allowed is 1 to " + std::to_string(FOMO_ENUMERATION_MAX);
}

FomoSolution
FomoEnumerationPlanner::Solve(const FomoCase& problem, const std::vector<double>&) const
{
    return EnumerateFomo(problem);
}

} // namespace edgeai
} // namespace ns3
