/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-planner.h"

#include "allocation/plan/planner-registry.h"
#include "ecc-baselines.h"
#include "ecc-oma.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(EccSearchPlanner);

TypeId
EccSearchPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::EccSearchPlanner")
            .SetParent<EccPlannerBase>()
            .SetGroupName("EdgeAi")
            .AddAttribute("StartAtPresent",
                          "Begin the first descent at the plan in force, if there is one: fewer "
                          "steps, but the plan then depends on the one before",
                          BooleanValue(false),
                          MakeBooleanAccessor(&EccSearchPlanner::m_startAtPresent),
                          MakeBooleanChecker())
            .AddAttribute("Candidates",
                          "Best splits of the loop that are refined, >= 1",
                          UintegerValue(3),
                          MakeUintegerAccessor(&EccSearchPlanner::m_candidates),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("ColdCandidate",
                          "Start cold too, at the loop's best splits, and take the better: up to "
                          "three times the steps of the loop",
                          BooleanValue(true),
                          MakeBooleanAccessor(&EccSearchPlanner::m_coldCandidate),
                          MakeBooleanChecker())
            .AddAttribute("Search",
                          "Search the neighbourhood of the best plan",
                          BooleanValue(true),
                          MakeBooleanAccessor(&EccSearchPlanner::m_search),
                          MakeBooleanChecker())
            .AddAttribute("DeepSearch",
                          "All kinds of moves; otherwise subchannels alone",
                          BooleanValue(true),
                          MakeBooleanAccessor(&EccSearchPlanner::m_deepSearch),
                          MakeBooleanChecker())
            .AddAttribute("Tolerance",
                          "Relative decrease at which a descent ends [1], > 0",
                          DoubleValue(1e-9),
                          MakeDoubleAccessor(&EccSearchPlanner::m_tolerance),
                          MakeDoubleChecker<double>(1e-15, 1))
            .AddAttribute("StepLimit",
                          "Most steps of one descent, >= 1",
                          UintegerValue(5000),
                          MakeUintegerAccessor(&EccSearchPlanner::m_stepLimit),
                          MakeUintegerChecker<uint32_t>(1));
    return tid;
}

EccResult
EccSearchPlanner::Search(const EccProblem& ecc, const Context& context, bool warm) const
{
    EccOptions options;
    options.warmStart = warm;
    options.wholeUnits = context.wholeUnits;
    options.present = m_startAtPresent ? context.present : nullptr;
    options.candidates = m_candidates;
    options.coldCandidate = m_coldCandidate;
    options.search.enabled = m_search;
    options.search.deep = m_deepSearch;
    options.descent.steps.tolerance = m_tolerance;
    options.descent.steps.maxSteps = m_stepLimit;
    return SolveEcc(ecc, options);
}

PlanSummary
EccSearchPlanner::Summarise(const EccSummary& summary)
{
    return {summary.loopSteps, summary.evaluations, summary.residual, summary.limited};
}

EDGE_AI_PLANNER(EccPlanner, EccSearchPlanner)

EccPlannerBase::Answer
EccPlanner::Decide(const EccProblem& ecc, const Context& context) const
{
    const EccResult result = Search(ecc, context, true);
    return {result.plan, result.evaluation, false, Summarise(result.summary)};
}

EDGE_AI_PLANNER(EccColdPlanner, EccSearchPlanner)

EccPlannerBase::Answer
EccColdPlanner::Decide(const EccProblem& ecc, const Context& context) const
{
    const EccResult result = Search(ecc, context, false);
    return {result.plan, result.evaluation, false, Summarise(result.summary)};
}

EDGE_AI_PLANNER(EccOmaPlanner, EccSearchPlanner)
EDGE_AI_PLANNER_ALIAS(OmaPlanner, EccOmaPlanner);

EccPlannerBase::Answer
EccOmaPlanner::Decide(const EccProblem& ecc, const Context& context) const
{
    const EccResult result = Search(ecc, context, true);
    const EccBaseline oma = SolveOma(ecc, result.plan);
    return {oma.plan, oma.evaluation, true, Summarise(result.summary)};
}

} // namespace edgeai
} // namespace ns3
