/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "laim-planner.h"

#include "allocation/plan/planner-registry.h"
#include "laim-sca.h"
#include "laim-separate.h"
#include "power-limit.h"

#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiLaimPlanner");
NS_OBJECT_ENSURE_REGISTERED(LaimScaPlanner);

EDGE_AI_PLANNER(LaimPlanner, LaimPlannerBase)

LaimSolution
LaimPlanner::Solve(const LaimCase& planned, const Context&) const
{
    return SolveWithLevels(planned.task, planned.levels, [](const LaimTask& task) {
        return SolveLaim(task);
    });
}

bool
LaimPlanner::MaximisesKeepRatio() const
{
    return true;
}

TypeId
LaimScaPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::LaimScaPlanner")
            .SetParent<LaimPlannerBase>()
            .SetGroupName("EdgeAi")
            .AddConstructor<LaimScaPlanner>()
            .AddAttribute("InitialPower",
                          "Transmit power at which the first tangent is taken [W], at most the "
                          "device's limit; 0 for that limit.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&LaimScaPlanner::m_initialPower),
                          MakeDoubleChecker<double>(0, POWER_LIMIT))
            .AddAttribute("Tolerance",
                          "Stop when the keep ratio grows by less in a round [1].",
                          DoubleValue(1e-10),
                          MakeDoubleAccessor(&LaimScaPlanner::m_tolerance),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("MaxRounds",
                          "Largest number of rounds.",
                          UintegerValue(200),
                          MakeUintegerAccessor(&LaimScaPlanner::m_maxRounds),
                          MakeUintegerChecker<uint32_t>(1));
    return tid;
}

LaimSolution
LaimScaPlanner::Solve(const LaimCase& planned, const Context&) const
{
    return SolveWithLevels(planned.task, planned.levels, [this](const LaimTask& task) {
        LaimScaOptions options;
        options.initialPower = std::min(m_initialPower, task.txPower.limit);
        options.tolerance = m_tolerance;
        options.maxRounds = m_maxRounds;
        return SolveLaimSca(task, options).solution;
    });
}

EDGE_AI_PLANNER(LaimSeparatePlanner, LaimPlannerBase)

LaimSolution
LaimSeparatePlanner::Solve(const LaimCase& planned, const Context& context) const
{
    return SolveWithLevels(planned.task, planned.levels, [&](const LaimTask& task) {
        return SolveLaimSeparate(task, planned.deviceWeightShare, context.distortion);
    });
}

} // namespace edgeai
} // namespace ns3
