/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-baselines.h"

#include "allocation/plan/planner-registry.h"
#include "dto-ee-evaluation.h"
#include "dto-ee-exits.h"
#include "dto-ee-genetic.h"
#include "dto-ee-ngto.h"
#include "dto-ee-routing.h"
#include "dto-ee-thresholds.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/enum.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(DtoEeBaselinePlanner);
NS_OBJECT_ENSURE_REGISTERED(DtoEeGeneticPlanner);
EDGE_AI_PLANNER(DtoEeComputingFirstPlanner, DtoEeBaselinePlanner)
EDGE_AI_PLANNER(DtoEeBandwidthFirstPlanner, DtoEeBaselinePlanner)
EDGE_AI_PLANNER(DtoEeUniformPlanner, DtoEeBaselinePlanner)
EDGE_AI_PLANNER(DtoEeNgtoPlanner, DtoEeBaselinePlanner)

namespace
{

const char* const THRESHOLDS_HELP =
    "Thresholds of the exits: Fixed as the problem has them, None where nobody leaves early, "
    "Optimised for these rows.";

/// @returns the names of what may become of thresholds
Ptr<const AttributeChecker>
MakeThresholdsChecker()
{
    return MakeEnumChecker(DtoEeThresholds::FIXED,
                           "Fixed",
                           DtoEeThresholds::NONE,
                           "None",
                           DtoEeThresholds::OPTIMISED,
                           "Optimised");
}

/// @returns the best thresholds at rows
std::vector<double>
ChooseFor(const DtoEeProblem& problem,
          const DtoEeNetwork& network,
          const DtoEeShares& shares,
          const std::vector<double>& thresholds)
{
    const DtoEeExitModel model(problem);
    const DtoEeQueueLaw law = MakeDtoEeQueueLaw(problem);
    DtoEeRouting routing(network, law);
    routing.SweepDown(shares, model.GetPassing(thresholds));
    routing.SweepUp();
    DtoEeExitReports reports;
    for (std::size_t h = 0; h < network.layers.size(); ++h)
    {
        reports.emplace_back();
        for (std::size_t j = 0; j < network.layers[h].service.size(); ++j)
        {
            reports.back().push_back(routing.MakeExitReport(h, j));
        }
    }
    return ChooseDtoEeThresholds(model,
                                 DtoEeTail(reports, law),
                                 {problem.accuracyValue, problem.thresholdGrid, false},
                                 thresholds);
}

} // namespace

TypeId
DtoEeBaselinePlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::DtoEeBaselinePlanner")
            .SetParent<DtoEePlannerBase>()
            .SetGroupName("EdgeAi")
            .AddAttribute("Thresholds",
                          THRESHOLDS_HELP,
                          EnumValue(DtoEeThresholds::FIXED),
                          CompatEnumAccessor<DtoEeThresholds>(&DtoEeBaselinePlanner::m_thresholds),
                          MakeThresholdsChecker());
    return tid;
}

DtoEePlan
DtoEeBaselinePlanner::DoPlan(const DtoEeProblem& problem) const
{
    const DtoEeNetwork network = MakeDtoEeNetwork(problem);
    std::vector<double> thresholds = StartDtoEeThresholds(problem, m_thresholds);
    PlanSummary summary;
    const DtoEeShares shares =
        FindRows(problem, network, DtoEeExitModel(problem).GetPassing(thresholds), summary);
    if (m_thresholds == DtoEeThresholds::OPTIMISED)
    {
        thresholds = ChooseFor(problem, network, shares, thresholds);
    }
    DtoEePlan plan = EvaluateDtoEe(problem, network, shares, thresholds);
    plan.summary = summary;
    return plan;
}

DtoEeShares
DtoEeComputingFirstPlanner::FindRows(const DtoEeProblem& problem,
                                     const DtoEeNetwork& network,
                                     const std::vector<double>&,
                                     PlanSummary&) const
{
    return ShareByRule(problem, network, DtoEeRule::COMPUTING_FIRST);
}

DtoEeShares
DtoEeBandwidthFirstPlanner::FindRows(const DtoEeProblem& problem,
                                     const DtoEeNetwork& network,
                                     const std::vector<double>&,
                                     PlanSummary&) const
{
    return ShareByRule(problem, network, DtoEeRule::BANDWIDTH_FIRST);
}

DtoEeShares
DtoEeUniformPlanner::FindRows(const DtoEeProblem& problem,
                              const DtoEeNetwork& network,
                              const std::vector<double>&,
                              PlanSummary&) const
{
    return ShareByRule(problem, network, DtoEeRule::UNIFORM);
}

DtoEeShares
DtoEeNgtoPlanner::FindRows(const DtoEeProblem& problem,
                           const DtoEeNetwork& network,
                           const std::vector<double>& passing,
                           PlanSummary& summary) const
{
    const NgtoSolution solution =
        PlayNgto(network,
                 MakeDtoEeQueueLaw(problem),
                 ShareByRule(problem, network, DtoEeRule::COMPUTING_FIRST),
                 passing);
    summary = solution.summary;
    return solution.shares;
}

TypeId
DtoEeGeneticPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::DtoEeGeneticPlanner")
            .SetParent<DtoEePlannerBase>()
            .SetGroupName("EdgeAi")
            .AddConstructor<DtoEeGeneticPlanner>()
            .AddAttribute("Thresholds",
                          THRESHOLDS_HELP,
                          EnumValue(DtoEeThresholds::OPTIMISED),
                          CompatEnumAccessor<DtoEeThresholds>(&DtoEeGeneticPlanner::m_thresholds),
                          MakeThresholdsChecker())
            .AddAttribute("Population",
                          "Chromosomes of a generation, of which the best 2 are kept.",
                          UintegerValue(60),
                          MakeUintegerAccessor(&DtoEeGeneticPlanner::m_population),
                          MakeUintegerChecker<uint32_t>(3, 10000))
            .AddAttribute("Generations",
                          "How many there are.",
                          UintegerValue(200),
                          MakeUintegerAccessor(&DtoEeGeneticPlanner::m_generations),
                          MakeUintegerChecker<uint32_t>(1, 1000000));
    return tid;
}

std::string
DtoEeGeneticPlanner::ExplainRefusal(const DtoEeProblem& problem) const
{
    const std::string refusal = DtoEePlannerBase::ExplainRefusal(problem);
    if (!refusal.empty())
    {
        return refusal;
    }
    // Populations hold every row many times.
    constexpr double most = 2e7;
    double genes = 0;
    for (std::size_t h = 0; h < problem.stages.size(); ++h)
    {
        genes += static_cast<double>(problem.GetSize(h)) * problem.GetSize(h + 1);
    }
    return genes * m_population <= most
               ? ""
               : "arrivalRates, stages and Population make " +
                     std::to_string(static_cast<uint64_t>(genes * m_population)) +
                     " shares; allowed is 1 to 20000000";
}

DtoEePlan
DtoEeGeneticPlanner::DoPlan(const DtoEeProblem& problem) const
{
    DtoEeGeneticOptions options;
    options.population = m_population;
    options.generations = m_generations;
    options.thresholds = m_thresholds;
    const DtoEeNetwork network = MakeDtoEeNetwork(problem);
    const DtoEeSolution solution = SearchDtoEeGenetic(problem, network, options);
    DtoEePlan plan = EvaluateDtoEe(problem, network, solution.shares, solution.thresholds);
    plan.summary = solution.summary;
    return plan;
}

} // namespace edgeai
} // namespace ns3
