/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-block-planners.h"

#include "allocation/plan/planner-registry.h"
#include "row-blocks.h"
#include "row-partition-evaluation.h"

#include "ns3/uinteger.h"

#include <numeric>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(RowBlockPlanner);

TypeId
RowBlockPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::RowBlockPlanner")
            .SetParent<RowPartitionPlanner>()
            .SetGroupName("EdgeAi")
            .AddAttribute("Workers",
                          "How many nodes share the rows, the host and those behind it; 0: all.",
                          UintegerValue(0),
                          MakeUintegerAccessor(&RowBlockPlanner::m_workers),
                          MakeUintegerChecker<uint32_t>(0, 16));
    return tid;
}

std::string
RowBlockPlanner::ExplainRefusal(const RowPartitionProblem& problem) const
{
    return m_workers <= problem.nodes.size()
               ? ""
               : "attribute Workers is " + std::to_string(m_workers) + "; allowed is 0 to " +
                     std::to_string(problem.nodes.size()) + ", the number of nodes";
}

RowPartitionPlan
RowBlockPlanner::DoPlan(const RowPartitionProblem& problem) const
{
    const uint32_t workers = m_workers == 0 ? problem.nodes.size() : m_workers;
    return EvaluateBlocks(problem, workers, ChooseBlockEnds(problem, workers));
}

EDGE_AI_PLANNER(ModnnPlanner, RowBlockPlanner)

std::vector<uint32_t>
ModnnPlanner::ChooseBlockEnds(const RowPartitionProblem& problem, uint32_t) const
{
    std::vector<uint32_t> ends(problem.layers.size());
    std::iota(ends.begin(), ends.end(), 1);
    return ends;
}

EDGE_AI_PLANNER(DpfpPlanner, RowBlockPlanner)

std::vector<uint32_t>
DpfpPlanner::ChooseBlockEnds(const RowPartitionProblem& problem, uint32_t workers) const
{
    return ChooseBlocks(problem, workers);
}

EDGE_AI_PLANNER(HalpFusedPlanner, RowBlockPlanner)

std::vector<uint32_t>
HalpFusedPlanner::ChooseBlockEnds(const RowPartitionProblem& problem, uint32_t) const
{
    return {static_cast<uint32_t>(problem.layers.size())};
}

EDGE_AI_PLANNER(HalpAlonePlanner, RowPartitionPlanner)

RowPartitionPlan
HalpAlonePlanner::DoPlan(const RowPartitionProblem& problem) const
{
    return EvaluateAlone(problem);
}

} // namespace edgeai
} // namespace ns3
