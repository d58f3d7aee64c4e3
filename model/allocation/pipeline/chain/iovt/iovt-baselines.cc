/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "iovt-baselines.h"

#include "allocation/pipeline/chain/chain-cuts.h"
#include "allocation/pipeline/chain/chain-evaluation.h"
#include "allocation/pipeline/chain/chain-solver.h"
#include "allocation/plan/planner-registry.h"

#include "ns3/integer.h"
#include "ns3/log.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiIovtBaselines");
NS_OBJECT_ENSURE_REGISTERED(IovtOneStructurePlanner);
NS_OBJECT_ENSURE_REGISTERED(IovtRulePlanner);
NS_OBJECT_ENSURE_REGISTERED(IovtDevicePlanner);

TypeId
IovtOneStructurePlanner::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::IovtOneStructurePlanner")
                            .SetParent<ChainPlanner>()
                            .SetGroupName("EdgeAi")
                            .AddAttribute("Option",
                                          "Structure of every stage, from 0; -1 is the largest.",
                                          IntegerValue(-1),
                                          MakeIntegerAccessor(&IovtOneStructurePlanner::m_option),
                                          MakeIntegerChecker<int64_t>(-1, 15));
    return tid;
}

std::string
IovtOneStructurePlanner::ExplainRefusal(const ChainProblem& problem) const
{
    if (m_option >= problem.GetOptionCount())
    {
        return "attribute Option is " + std::to_string(m_option) + "; allowed is -1 to " +
               std::to_string(problem.GetOptionCount() - 1);
    }
    return "";
}

uint32_t
IovtOneStructurePlanner::GetOption(const ChainProblem& problem) const
{
    return m_option < 0 ? problem.GetOptionCount() - 1 : static_cast<uint32_t>(m_option);
}

TypeId
IovtRulePlanner::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::IovtRulePlanner")
                            .SetParent<IovtOneStructurePlanner>()
                            .SetGroupName("EdgeAi");
    return tid;
}

ChainPlan
IovtRulePlanner::DoPlan(const ChainProblem& problem) const
{
    const std::vector<uint32_t> options(problem.devices.size(), GetOption(problem));
    return EvaluateChain(problem, ChooseCuts(problem), options);
}

TypeId
IovtDevicePlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::IovtDevicePlanner")
            .SetParent<IovtRulePlanner>()
            .SetGroupName("EdgeAi")
            .AddConstructor<IovtDevicePlanner>()
            .AddAttribute("Device",
                          "The device that runs all layers; 1 is nearest to the camera.",
                          UintegerValue(1),
                          MakeUintegerAccessor(&IovtDevicePlanner::m_device),
                          MakeUintegerChecker<uint32_t>(1, 32));
    return tid;
}

std::string
IovtDevicePlanner::ExplainRefusal(const ChainProblem& problem) const
{
    if (m_device > problem.devices.size())
    {
        return "attribute Device is " + std::to_string(m_device) + "; allowed is 1 to " +
               std::to_string(problem.devices.size());
    }
    return IovtRulePlanner::ExplainRefusal(problem);
}

std::vector<uint32_t>
IovtDevicePlanner::ChooseCuts(const ChainProblem& problem) const
{
    return CutForDevice(problem, m_device - 1);
}

EDGE_AI_PLANNER(IovtEqualLayersPlanner, IovtRulePlanner)

std::vector<uint32_t>
IovtEqualLayersPlanner::ChooseCuts(const ChainProblem& problem) const
{
    return CutIntoEqualLayers(problem);
}

EDGE_AI_PLANNER(IovtEqualFlopPlanner, IovtRulePlanner)

std::vector<uint32_t>
IovtEqualFlopPlanner::ChooseCuts(const ChainProblem& problem) const
{
    return CutByShares(problem, std::vector<double>(problem.devices.size(), 1), GetOption(problem));
}

EDGE_AI_PLANNER(IovtPeakProportionalPlanner, IovtRulePlanner)

std::vector<uint32_t>
IovtPeakProportionalPlanner::ChooseCuts(const ChainProblem& problem) const
{
    std::vector<double> peaks;
    for (const ChainDevice& device : problem.devices)
    {
        peaks.push_back(device.peakFlops);
    }
    return CutByShares(problem, peaks, GetOption(problem));
}

EDGE_AI_PLANNER(IovtSplitPointPlanner, IovtRulePlanner)

std::vector<uint32_t>
IovtSplitPointPlanner::ChooseCuts(const ChainProblem& problem) const
{
    return CutBetweenTwo(problem, GetOption(problem));
}

EDGE_AI_PLANNER(IovtFixedStructurePlanner, IovtOneStructurePlanner)

std::string
IovtFixedStructurePlanner::ExplainRefusal(const ChainProblem& problem) const
{
    const std::string reason = ExplainChainSize(problem, false);
    return reason.empty() ? IovtOneStructurePlanner::ExplainRefusal(problem) : reason;
}

ChainPlan
IovtFixedStructurePlanner::DoPlan(const ChainProblem& problem) const
{
    ChainSolverOptions options;
    options.objective = ChainObjective::BOTTLENECK;
    options.option = GetOption(problem);
    return SolveChain(problem, options);
}

EDGE_AI_PLANNER(IovtStructureOnlyPlanner, ChainPlanner)

std::string
IovtStructureOnlyPlanner::ExplainRefusal(const ChainProblem& problem) const
{
    return ExplainChainSize(problem, false);
}

ChainPlan
IovtStructureOnlyPlanner::DoPlan(const ChainProblem& problem) const
{
    ChainSolverOptions options;
    options.cuts = CutIntoEqualLayers(problem);
    return SolveChain(problem, options);
}

EDGE_AI_PLANNER(IovtUnfusedPlanner, ChainPlanner)

bool
IovtUnfusedPlanner::PlansBranchByBranch() const
{
    return true;
}

std::string
IovtUnfusedPlanner::ExplainRefusal(const ChainProblem& problem) const
{
    for (std::size_t i = 0; i < problem.devices.size(); ++i)
    {
        if (!problem.devices[i].layerTimes.empty())
        {
            return "devices[" + std::to_string(i) +
                   "].layerTimes were measured for the structures as they are; branches one after "
                   "the other need a structure of their own";
        }
    }
    return ExplainChainSize(problem, false);
}

ChainPlan
IovtUnfusedPlanner::DoPlan(const ChainProblem& problem) const
{
    ChainSolverOptions options;
    options.objective = ChainObjective::BOTTLENECK;
    ChainPlan plan = SolveChain(MakeUnfused(problem), options);
    for (ChainStage& stage : plan.stages)
    {
        stage.option = stage.IsRelay() ? 0 : problem.GetOptionCount() - 1;
    }
    return plan;
}

} // namespace edgeai
} // namespace ns3
