/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-planner.h"

#include "allocation/plan/planner-registry.h"
#include "dto-ee-evaluation.h"
#include "dto-ee-exchange.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/enum.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(DtoEeRoundsPlanner);
EDGE_AI_PLANNER(DtoEePlanner, DtoEeRoundsPlanner)
EDGE_AI_PLANNER(DtoEeDistributedPlanner, DtoEeRoundsPlanner)
EDGE_AI_PLANNER(DtoEeFixedThresholdsPlanner, DtoEeRoundsPlanner)
EDGE_AI_PLANNER(DtoEeNoExitPlanner, DtoEeRoundsPlanner)
EDGE_AI_PLANNER(DtoEeReferencePlanner, DtoEePlannerBase)

namespace
{

/// @returns the plan of a solution
DtoEePlan
Describe(const DtoEeProblem& problem, const DtoEeNetwork& network, const DtoEeSolution& solution)
{
    DtoEePlan plan =
        solution.nodeThresholds.empty()
            ? EvaluateDtoEe(problem, network, solution.shares, solution.thresholds)
            : EvaluateDtoEeNodes(problem, network, solution.shares, solution.nodeThresholds);
    plan.summary = solution.summary;
    return plan;
}

} // namespace

TypeId
DtoEeRoundsPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::DtoEeRoundsPlanner")
            .SetParent<DtoEePlannerBase>()
            .SetGroupName("EdgeAi")
            .AddAttribute("Slots",
                          "Slots at most, each of which ends with thresholds; from the rows and "
                          "thresholds in force.",
                          UintegerValue(5),
                          MakeUintegerAccessor(&DtoEeRoundsPlanner::m_slots),
                          MakeUintegerChecker<uint32_t>(1, 1000))
            .AddAttribute("Rounds",
                          "Rounds at most in a slot.",
                          UintegerValue(50),
                          MakeUintegerAccessor(&DtoEeRoundsPlanner::m_rounds),
                          MakeUintegerChecker<uint32_t>(1, 1000000))
            .AddAttribute("Tolerance",
                          "A slot's rounds end when the gap to the least response time is below "
                          "this share of it [1].",
                          DoubleValue(1e-3),
                          MakeDoubleAccessor(&DtoEeRoundsPlanner::m_tolerance),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("Step",
                          "How rows move: Pairwise from each link to the best one, Accelerated all "
                          "links together and with momentum.",
                          EnumValue(DtoEeStep::ACCELERATED),
                          CompatEnumAccessor<DtoEeStep>(&DtoEeRoundsPlanner::m_step),
                          MakeEnumChecker(DtoEeStep::PAIRWISE,
                                          "Pairwise",
                                          DtoEeStep::ACCELERATED,
                                          "Accelerated"))
            .AddAttribute("Gamma",
                          "Length of the moves [1].",
                          DoubleValue(1),
                          MakeDoubleAccessor(&DtoEeRoundsPlanner::m_gamma),
                          MakeDoubleChecker<double>(1e-3, 4))
            .AddAttribute("Safeguard",
                          "Whether a node's moves get shorter while its own gap grows.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&DtoEeRoundsPlanner::m_safeguard),
                          MakeBooleanChecker())
            .AddAttribute("Kappa",
                          "Load from which on the cost of a queue is extended, so that overloaded "
                          "nodes have a price [1].",
                          DoubleValue(0.95),
                          MakeDoubleAccessor(&DtoEeRoundsPlanner::m_kappa),
                          MakeDoubleChecker<double>(0.1, 0.9999))
            .AddAttribute("Penalty",
                          "Weight [s^2] of the square of what a node is offered beyond 0.95 of "
                          "its rate, doubled every slot while a node is; 0: the cost goes on as a "
                          "parabola instead.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&DtoEeRoundsPlanner::m_penalty),
                          MakeDoubleChecker<double>(0, 1e6))
            .AddAttribute("MeasuredPrices",
                          "Move thresholds by one step of their grid (0.05 if there is none) in a "
                          "slot, by prices alone, without a model of how they depend on load.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&DtoEeRoundsPlanner::m_measuredPrices),
                          MakeBooleanChecker())
            .AddAttribute("ThresholdScope",
                          "Whose thresholds they are: Stage, of an exit, which its leader chooses "
                          "for all nodes of its stage; Node, of each node, which chooses it "
                          "itself, in every round.",
                          EnumValue(DtoEeScope::STAGE),
                          CompatEnumAccessor<DtoEeScope>(&DtoEeRoundsPlanner::m_scope),
                          MakeEnumChecker(DtoEeScope::STAGE, "Stage", DtoEeScope::NODE, "Node"));
    return tid;
}

DtoEeSolverOptions
DtoEeRoundsPlanner::GetOptions() const
{
    DtoEeSolverOptions options;
    options.slots = m_slots;
    options.rounds = m_rounds;
    options.tolerance = m_tolerance;
    options.step = {m_step, m_gamma, m_safeguard};
    options.kappa = m_kappa;
    options.penalty = m_penalty;
    options.measuredOnly = m_measuredPrices;
    options.thresholds = GetThresholds();
    options.scope = m_scope;
    return options;
}

std::string
DtoEeRoundsPlanner::ExplainRefusal(const DtoEeProblem& problem) const
{
    if (m_scope == DtoEeScope::STAGE)
    {
        return DtoEePlannerBase::ExplainRefusal(problem);
    }
    return problem.confidences.samples.empty() ? ""
                                               : "confidences is not empty; ThresholdScope Node "
                                                 "takes the law of the exits only, as "
                                                 "no difficulty orders the samples of a table";
}

DtoEeThresholds
DtoEeRoundsPlanner::GetThresholds() const
{
    return DtoEeThresholds::OPTIMISED;
}

DtoEeSolution
DtoEeRoundsPlanner::Solve(const DtoEeProblem& problem, const DtoEeNetwork& network) const
{
    const DtoEeSolverOptions options = GetOptions();
    // Nodes that decide by themselves are nowhere in one place: their parts are here.
    return options.scope == DtoEeScope::STAGE ? SolveDtoEe(problem, network, options)
                                              : ExchangeDtoEe(problem, network, options);
}

DtoEePlan
DtoEeRoundsPlanner::DoPlan(const DtoEeProblem& problem) const
{
    const DtoEeNetwork network = MakeDtoEeNetwork(problem);
    return Describe(problem, network, Solve(problem, network));
}

DtoEeSolution
DtoEeDistributedPlanner::Solve(const DtoEeProblem& problem, const DtoEeNetwork& network) const
{
    return ExchangeDtoEe(problem, network, GetOptions());
}

DtoEeThresholds
DtoEeFixedThresholdsPlanner::GetThresholds() const
{
    return DtoEeThresholds::FIXED;
}

DtoEeThresholds
DtoEeNoExitPlanner::GetThresholds() const
{
    return DtoEeThresholds::NONE;
}

DtoEePlan
DtoEeReferencePlanner::DoPlan(const DtoEeProblem& problem) const
{
    DtoEeSolverOptions options;
    options.slots = 50;
    options.rounds = 4000;
    options.tolerance = 1e-7;
    options.kappa = 0.99;
    const DtoEeNetwork network = MakeDtoEeNetwork(problem);
    return Describe(problem, network, SolveDtoEe(problem, network, options));
}

} // namespace edgeai
} // namespace ns3
