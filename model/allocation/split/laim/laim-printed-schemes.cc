/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "laim-printed-schemes.h"

#include "allocation/plan/planner-registry.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/log.h"

#include <sstream>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiLaimPrintedSchemes");
NS_OBJECT_ENSURE_REGISTERED(LaimPrintedFixedPowerPlanner);
NS_OBJECT_ENSURE_REGISTERED(LaimPrintedFixedFrequencyPlanner);
NS_OBJECT_ENSURE_REGISTERED(LaimPrintedOneSidePlanner);

namespace
{

/// @returns the type of a scheme with an objective to choose
template <class Scheme>
TypeId
MakeSchemeType(const char* name, LaimPrintedPlannerBase::Objective Scheme::*objective)
{
    return TypeId(name)
        .SetParent<LaimPrintedPlannerBase>()
        .SetGroupName("EdgeAi")
        .template AddConstructor<Scheme>()
        .AddAttribute("Objective",
                      "What is made as large as possible: Share, the kept share of all weights, as "
                      "printed, or MaxMin, the smaller keep ratio.",
                      EnumValue(LaimPrintedPlannerBase::SHARE),
                      CompatEnumAccessor<LaimPrintedPlannerBase::Objective>(objective),
                      MakeEnumChecker(LaimPrintedPlannerBase::SHARE,
                                      "Share",
                                      LaimPrintedPlannerBase::MAX_MIN,
                                      "MaxMin"));
}

} // namespace

TypeId
LaimPrintedFixedPowerPlanner::GetTypeId()
{
    static TypeId tid = MakeSchemeType("ns3::edgeai::LaimPrintedFixedPowerPlanner",
                                       &LaimPrintedFixedPowerPlanner::m_objective);
    return tid;
}

void
LaimPrintedFixedPowerPlanner::Restrict(LaimCase& planned) const
{
    if (planned.task.linkRate == 0)
    {
        FixAtTop(planned.task.txPower, planned.levels.txPowers);
    }
}

LaimPrintedPlannerBase::Objective
LaimPrintedFixedPowerPlanner::GetObjective() const
{
    return m_objective;
}

TypeId
LaimPrintedFixedFrequencyPlanner::GetTypeId()
{
    static TypeId tid = MakeSchemeType("ns3::edgeai::LaimPrintedFixedFrequencyPlanner",
                                       &LaimPrintedFixedFrequencyPlanner::m_objective);
    return tid;
}

void
LaimPrintedFixedFrequencyPlanner::Restrict(LaimCase& planned) const
{
    LaimTask& task = planned.task;
    FixAtTop(task.deviceClock, planned.levels.deviceClocks, task.deviceSwitch);
    FixAtTop(task.serverClock, planned.levels.serverClocks, task.serverSwitch);
}

LaimPrintedPlannerBase::Objective
LaimPrintedFixedFrequencyPlanner::GetObjective() const
{
    return m_objective;
}

TypeId
LaimPrintedOneSidePlanner::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::LaimPrintedOneSidePlanner")
                            .SetParent<LaimPrintedPlannerBase>()
                            .SetGroupName("EdgeAi");
    return tid;
}

PartBounds
LaimPrintedOneSidePlanner::GetBounds(const LaimCase& planned) const
{
    PartBounds bounds = MakePartBounds(planned);
    // A least keep ratio above what memory holds is infeasible, as it should be.
    (PrunesDevice() ? bounds.least.server : bounds.least.device) = 1;
    return bounds;
}

LaimPrintedPlannerBase::Shortfall
LaimPrintedOneSidePlanner::FindShortfall(const LaimCase& planned) const
{
    LaimCase whole = planned;
    LaimTask& task = whole.task;
    if (PrunesDevice())
    {
        task.constant.serverCycles += task.scaled.serverCycles;
        task.scaled.serverCycles = 0;
        return LaimPlannerBase::FindShortfall(whole);
    }
    if (task.keepRatioMax < 1)
    {
        return {Shortfall::MEMORY, 1, task.keepRatioMax};
    }
    task.constant.deviceCycles += task.scaled.deviceCycles;
    task.constant.uplinkBits += task.scaled.uplinkBits;
    task.scaled.deviceCycles = 0;
    task.scaled.uplinkBits = 0;
    return LaimPlannerBase::FindShortfall(whole);
}

void
LaimPrintedOneSidePlanner::Fail(const LaimCase& planned,
                                const LaimSolution& solution,
                                const SplitDevice& device,
                                SplitDecision& decision) const
{
    LaimPlannerBase::Fail(planned, solution, device, decision);
    const Shortfall shortfall = FindShortfall(planned);
    if (!PrunesDevice() && shortfall.budget == Shortfall::MEMORY)
    {
        std::ostringstream text;
        text << "memoryBits of " << device.memoryBits << " bit holds at most the share "
             << shortfall.allowed << " of the weights before cut " << planned.split
             << ", and they are not pruned";
        decision.reason = text.str();
    }
    else
    {
        decision.reason += std::string(", with the ") + (PrunesDevice() ? "server" : "device") +
                           "'s part kept whole";
    }
}

EDGE_AI_PLANNER(LaimPrintedPruneDevicePlanner, LaimPrintedOneSidePlanner)

bool
LaimPrintedPruneDevicePlanner::PrunesDevice() const
{
    return true;
}

EDGE_AI_PLANNER(LaimPrintedPruneServerPlanner, LaimPrintedOneSidePlanner)

bool
LaimPrintedPruneServerPlanner::PrunesDevice() const
{
    return false;
}

EDGE_AI_PLANNER(LaimPrintedOnDevicePlanner, LaimPrintedPlannerBase)

std::vector<SplitOption>
LaimPrintedOnDevicePlanner::SelectOptions(const SplitDevice& device) const
{
    return OnlyCut(device, device.blockCount);
}

EDGE_AI_PLANNER(LaimPrintedOnServerPlanner, LaimPrintedPlannerBase)

std::vector<SplitOption>
LaimPrintedOnServerPlanner::SelectOptions(const SplitDevice& device) const
{
    return OnlyCut(device, 0);
}

} // namespace edgeai
} // namespace ns3
