/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "laim-printed-planner.h"

#include "allocation/plan/planner-registry.h"
#include "laim-printed-distortion.h"
#include "laim-printed-sca.h"
#include "power-limit.h"

#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/log.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <sstream>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiLaimPrintedPlanner");
NS_OBJECT_ENSURE_REGISTERED(LaimPrintedPlannerBase);
NS_OBJECT_ENSURE_REGISTERED(LaimPrintedPlanner);
NS_OBJECT_ENSURE_REGISTERED(LaimPrintedScaPlanner);

namespace
{

/// Beyond it the bound's factor is that of endless weights to the last digit.
constexpr double MANY_WEIGHTS = 1e17;

/// @returns number of weights of a device's network, or MANY_WEIGHTS if its cuts do not tell
double
CountWeights(const SplitDevice& device)
{
    for (const SplitOption& option : device.options)
    {
        if (option.deviceWeightShare > 0 && option.deviceWeights > 0)
        {
            return std::clamp(option.deviceWeights / option.deviceWeightShare, 1.0, MANY_WEIGHTS);
        }
    }
    return MANY_WEIGHTS;
}

} // namespace

TypeId
LaimPrintedPlannerBase::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::LaimPrintedPlannerBase")
                            .SetParent<LaimPlannerBase>()
                            .SetGroupName("EdgeAi");
    return tid;
}

PartBounds
LaimPrintedPlannerBase::GetBounds(const LaimCase& planned) const
{
    return MakePartBounds(planned);
}

LaimPrintedPlannerBase::Objective
LaimPrintedPlannerBase::GetObjective() const
{
    return SHARE;
}

LaimSolution
LaimPrintedPlannerBase::Solve(const LaimCase& planned, const Context&) const
{
    const PartBounds bounds = GetBounds(planned);
    return Settle(planned, SolveWithLevels(planned.task, planned.levels, [&](const LaimTask& task) {
                      return GetObjective() == MAX_MIN ? SolveLaim(task)
                                                       : SolveLaimPrinted(task, bounds);
                  }));
}

LaimSolution
LaimPrintedPlannerBase::Settle(const LaimCase& planned, LaimSolution solution) const
{
    const StageWork& work = planned.task.scaled;
    if (work.serverCycles == 0 && planned.deviceWeightShare == 1)
    {
        solution.serverKeepRatio = solution.deviceKeepRatio;
    }
    else if (work.deviceCycles == 0 && work.uplinkBits == 0 && planned.deviceWeightShare == 0)
    {
        solution.deviceKeepRatio = solution.serverKeepRatio;
    }
    return solution;
}

void
LaimPrintedPlannerBase::ReportDistortion(const LaimCase& planned,
                                         const Context& context,
                                         SplitDecision& decision) const
{
    LaimPlannerBase::ReportDistortion(planned, context, decision);
    const SplitDevice& device = context.problem.devices[context.index];
    const double share = PartBounds{planned.deviceWeightShare, {}, {}}.GetShare(
        {decision.deviceKeepRatio, decision.serverKeepRatio});
    decision.parameterDistortion = PrintedDistortionBound(CountWeights(device),
                                                          share,
                                                          device.bitsPerWeight,
                                                          LaplaceEntropy(device.weightRate));
}

TypeId
LaimPrintedPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::LaimPrintedPlanner")
            .SetParent<LaimPrintedPlannerBase>()
            .SetGroupName("EdgeAi")
            .AddConstructor<LaimPrintedPlanner>()
            .AddAttribute(
                "Objective",
                "What is made as large as possible: Share, the kept share of all weights, as "
                "printed, or MaxMin, the smaller keep ratio.",
                EnumValue(LaimPrintedPlannerBase::SHARE),
                CompatEnumAccessor<LaimPrintedPlannerBase::Objective>(
                    &LaimPrintedPlanner::m_objective),
                MakeEnumChecker(LaimPrintedPlannerBase::SHARE,
                                "Share",
                                LaimPrintedPlannerBase::MAX_MIN,
                                "MaxMin"));
    return tid;
}

LaimPrintedPlannerBase::Objective
LaimPrintedPlanner::GetObjective() const
{
    return m_objective;
}

EDGE_AI_PLANNER(LaimPrintedMaxMinPlanner, LaimPrintedPlannerBase)

LaimPrintedPlannerBase::Objective
LaimPrintedMaxMinPlanner::GetObjective() const
{
    return MAX_MIN;
}

TypeId
LaimPrintedScaPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::LaimPrintedScaPlanner")
            .SetParent<LaimPrintedPlannerBase>()
            .SetGroupName("EdgeAi")
            .AddConstructor<LaimPrintedScaPlanner>()
            .AddAttribute("InitialKeepRatio",
                          "Both keep ratios of the first local point [1]; 0: the best common one. "
                          "One from which the first round finds no plan is replaced by that.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&LaimPrintedScaPlanner::m_initialKeepRatio),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("InitialPower",
                          "Transmit power of the first local point [W], at most the device's "
                          "limit; 0: that of the best common plan, or, with an InitialKeepRatio, "
                          "the limit.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&LaimPrintedScaPlanner::m_initialPower),
                          MakeDoubleChecker<double>(0, POWER_LIMIT))
            .AddAttribute("Tolerance",
                          "Stop when the kept share grows by less in a round [1].",
                          DoubleValue(1e-9),
                          MakeDoubleAccessor(&LaimPrintedScaPlanner::m_tolerance),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("Gap",
                          "Largest distance of the kept share from what no plan exceeds with which "
                          "a plan counts as finished [1].",
                          DoubleValue(1e-6),
                          MakeDoubleAccessor(&LaimPrintedScaPlanner::m_gap),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("MaxRounds",
                          "Largest number of rounds.",
                          UintegerValue(200),
                          MakeUintegerAccessor(&LaimPrintedScaPlanner::m_maxRounds),
                          MakeUintegerChecker<uint32_t>(1));
    return tid;
}

LaimSolution
LaimPrintedScaPlanner::Solve(const LaimCase& planned, const Context&) const
{
    LaimPrintedScaOptions options;
    options.initialKeepRatio = m_initialKeepRatio;
    options.initialPower = m_initialPower;
    options.tolerance = m_tolerance;
    options.gap = m_gap;
    options.maxRounds = m_maxRounds;
    const PartBounds bounds = GetBounds(planned);
    return Settle(planned, SolveWithLevels(planned.task, planned.levels, [&](const LaimTask& task) {
                      return SolveLaimPrintedSca(task, bounds, options).solution;
                  }));
}

void
LaimPrintedScaPlanner::Remark(const LaimSolution& solution, SplitDecision& decision) const
{
    if (solution.summary.residual > m_gap)
    {
        std::ostringstream text;
        text << "not finished: after " << solution.summary.iterations << " rounds the kept share "
             << solution.merit << " is " << solution.summary.residual
             << " below what no plan exceeds";
        decision.reason = text.str();
    }
}

} // namespace edgeai
} // namespace ns3
