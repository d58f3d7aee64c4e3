/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "hfel-topology-planner.h"

#include "allocation/plan/planner-registry.h"

#include "ns3/boolean.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/enum.h"
#include "ns3/log.h"

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiHfelTopologyPlanner");
NS_OBJECT_ENSURE_REGISTERED(HfelTopologyPlanner);
EDGE_AI_PLANNER(HfelThresholdPlanner, HfelTopologyPlanner)
EDGE_AI_PLANNER(HfelEgressPlanner, HfelTopologyPlanner)
EDGE_AI_PLANNER(HfelEnumerationPlanner, HfelTopologyPlanner)

namespace
{

/// A search for the fastest weights of more links takes longer than one waits for a plan.
constexpr std::size_t MAX_FASTEST_LINKS = 500;

} // namespace

TypeId
HfelTopologyPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::HfelTopologyPlanner")
            .SetParent<TopologyPlanner>()
            .SetGroupName("EdgeAi")
            .AddAttribute(
                "Weights",
                "Of mixing. Metropolis: by the degrees of a link's ends; BestConstant: the same on "
                "all links; Fastest: those of the least factor.",
                EnumValue(HfelTopologyPlanner::FASTEST),
                CompatEnumAccessor<HfelTopologyPlanner::Weights>(&HfelTopologyPlanner::m_weights),
                MakeEnumChecker(HfelTopologyPlanner::METROPOLIS,
                                "Metropolis",
                                HfelTopologyPlanner::BEST_CONSTANT,
                                "BestConstant",
                                HfelTopologyPlanner::FASTEST,
                                "Fastest"))
            .AddAttribute("AllowNegative",
                          "Whether the fastest weights may be below 0.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&HfelTopologyPlanner::m_allowNegative),
                          MakeBooleanChecker());
    return tid;
}

std::string
HfelTopologyPlanner::ExplainRefusal(const TopologyProblem& problem) const
{
    if (m_weights == FASTEST && problem.links.size() > MAX_FASTEST_LINKS)
    {
        return "links.size() is " + std::to_string(problem.links.size()) +
               "; with Weights Fastest allowed is 0 to " + std::to_string(MAX_FASTEST_LINKS);
    }
    return ExplainUnfit(problem);
}

std::string
HfelTopologyPlanner::ExplainUnfit(const TopologyProblem& problem) const
{
    (void)problem;
    return "";
}

TopologyPlan
HfelTopologyPlanner::DoPlan(const TopologyProblem& problem) const
{
    TopologyPlan plan;
    HfelWeights weights;
    weights.kind = m_weights == METROPOLIS      ? MixingWeights::METROPOLIS
                   : m_weights == BEST_CONSTANT ? MixingWeights::BEST_CONSTANT
                                                : MixingWeights::FASTEST;
    weights.allowNegative = m_allowNegative;
    const HfelLinks choice = Choose(problem, weights);
    UseLinks(choice.links, choice.mixing.weights, plan);
    plan.summary = {choice.iterations, choice.evaluations, 0, choice.limited};
    NS_LOG_INFO(choice.links.size() << " of " << problem.links.size() << " links, factor "
                                    << choice.mixing.factor << " of " << problem.GetFactorMax());
    return plan;
}

std::string
HfelThresholdPlanner::ExplainUnfit(const TopologyProblem& problem) const
{
    return problem.sharedEgress ? "sharedEgress is set, and links are not parallel; "
                                  "HfelEgressPlanner takes it"
                                : "";
}

HfelLinks
HfelThresholdPlanner::Choose(const TopologyProblem& problem, const HfelWeights& weights) const
{
    return ChooseHfelThreshold(problem, weights);
}

std::string
HfelEgressPlanner::ExplainUnfit(const TopologyProblem& problem) const
{
    return problem.sharedEgress ? ""
                                : "sharedEgress is not set, and links are parallel; "
                                  "HfelThresholdPlanner takes it";
}

HfelLinks
HfelEgressPlanner::Choose(const TopologyProblem& problem, const HfelWeights& weights) const
{
    return RemoveHfelLinks(problem, weights);
}

std::string
HfelEnumerationPlanner::ExplainUnfit(const TopologyProblem& problem) const
{
    return problem.links.size() > HFEL_ENUMERATED_LINKS
               ? "links.size() is " + std::to_string(problem.links.size()) + "; allowed is 0 to " +
                     std::to_string(HFEL_ENUMERATED_LINKS)
               : "";
}

HfelLinks
HfelEnumerationPlanner::Choose(const TopologyProblem& problem, const HfelWeights& weights) const
{
    return EnumerateHfelLinks(problem, weights);
}

} // namespace edgeai
} // namespace ns3
