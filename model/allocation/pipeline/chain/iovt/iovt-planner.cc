/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "iovt-planner.h"

#include "allocation/pipeline/chain/chain-enumeration.h"

#include "ns3/boolean.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/enum.h"
#include "ns3/log.h"

#include <sstream>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiIovtPlanner");
NS_OBJECT_ENSURE_REGISTERED(IovtPlanner);
NS_OBJECT_ENSURE_REGISTERED(IovtEnumerationPlanner);

namespace
{

const char* const OBJECTIVE_HELP =
    "What to plan for: Weighted picks from the front of bottleneck and accuracy by "
    "throughputWeight, Throughput takes the least bottleneck that keeps accuracyMin and "
    "latencyLimit, Latency the least latency that keeps both.";

/// @returns the names of the objectives
Ptr<const AttributeChecker>
MakeObjectiveChecker()
{
    return MakeEnumChecker(IovtPlanner::WEIGHTED,
                           "Weighted",
                           IovtPlanner::THROUGHPUT,
                           "Throughput",
                           IovtPlanner::LATENCY,
                           "Latency");
}

/// @returns the objective as the solver knows it
ChainObjective
Translate(IovtPlanner::Objective objective)
{
    switch (objective)
    {
    case IovtPlanner::THROUGHPUT:
        return ChainObjective::THROUGHPUT;
    case IovtPlanner::LATENCY:
        return ChainObjective::LATENCY;
    default:
        return ChainObjective::WEIGHTED;
    }
}

} // namespace

TypeId
IovtPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::IovtPlanner")
            .SetParent<ChainPlanner>()
            .SetGroupName("EdgeAi")
            .AddConstructor<IovtPlanner>()
            .AddAttribute("Objective",
                          OBJECTIVE_HELP,
                          EnumValue(IovtPlanner::WEIGHTED),
                          CompatEnumAccessor<IovtPlanner::Objective>(&IovtPlanner::m_objective),
                          MakeObjectiveChecker())
            .AddAttribute("FullScan",
                          "Objective Weighted: try every threshold instead of bisecting for the "
                          "next compromise. The front is the same, later.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IovtPlanner::m_fullScan),
                          MakeBooleanChecker())
            .AddAttribute("FreeOrder",
                          "Try every order of the devices, of which there may be 5 at most; the "
                          "links stay in their places.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IovtPlanner::m_freeOrder),
                          MakeBooleanChecker());
    return tid;
}

std::string
IovtPlanner::ExplainRefusal(const ChainProblem& problem) const
{
    return ExplainChainSize(problem, m_freeOrder);
}

ChainPlan
IovtPlanner::DoPlan(const ChainProblem& problem) const
{
    ChainSolverOptions options;
    options.objective = Translate(m_objective);
    options.scan = m_fullScan ? ChainSearch::FULL : ChainSearch::BISECT;
    options.freeOrder = m_freeOrder;
    const ChainPlan plan = SolveChain(problem, options);
    NS_LOG_INFO("bottleneck " << plan.bottleneck << " s, accuracy " << plan.accuracy << ", "
                              << plan.front.size() << " compromises, " << plan.summary.iterations
                              << " programmes");
    return plan;
}

TypeId
IovtEnumerationPlanner::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::IovtEnumerationPlanner")
                            .SetParent<ChainPlanner>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<IovtEnumerationPlanner>()
                            .AddAttribute("Objective",
                                          OBJECTIVE_HELP,
                                          EnumValue(IovtPlanner::WEIGHTED),
                                          CompatEnumAccessor<IovtPlanner::Objective>(
                                              &IovtEnumerationPlanner::m_objective),
                                          MakeObjectiveChecker());
    return tid;
}

std::string
IovtEnumerationPlanner::ExplainRefusal(const ChainProblem& problem) const
{
    std::ostringstream text;
    if (CountDivisions(problem) > MAX_DIVISIONS)
    {
        text << "layers, devices and options make " << CountDivisions(problem)
             << " divisions; allowed is 1 to " << MAX_DIVISIONS;
    }
    else if (problem.intensityShare > 0)
    {
        text << "intensityShare is " << problem.intensityShare
             << "; allowed is 0, the enumeration knows no roofline rule";
    }
    return text.str();
}

ChainPlan
IovtEnumerationPlanner::DoPlan(const ChainProblem& problem) const
{
    return EnumerateChain(problem, Translate(m_objective));
}

} // namespace edgeai
} // namespace ns3
