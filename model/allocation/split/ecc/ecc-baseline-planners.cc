/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-baseline-planners.h"

#include "allocation/plan/planner-registry.h"
#include "ecc-response.h"

#include "ns3/boolean.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(EccBaselinePlanner);
NS_OBJECT_ENSURE_REGISTERED(DnnSurgeryPlanner);

TypeId
EccBaselinePlanner::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::EccBaselinePlanner")
                            .SetParent<EccPlannerBase>()
                            .SetGroupName("EdgeAi");
    return tid;
}

EccPlannerBase::Answer
EccBaselinePlanner::Decide(const EccProblem& ecc, const Context& context) const
{
    EccBaseline baseline = Solve(context.wholeUnits ? KeepWholeUnits(ecc) : ecc);
    if (context.wholeUnits)
    {
        for (double& units : baseline.plan.units)
        {
            // The least is whole, so nobody loses it.
            units = std::floor(units * (1 + 1e-9));
        }
        baseline.evaluation = EvaluateEcc(ecc, baseline.plan);
    }
    return {baseline.plan,
            baseline.evaluation,
            false,
            {baseline.iterations, 0, 0, baseline.limited}};
}

bool
EccBaselinePlanner::DecidesRadio() const
{
    return false;
}

EDGE_AI_PLANNER(EccDeviceOnlyPlanner, EccBaselinePlanner)
EDGE_AI_PLANNER_ALIAS(DeviceOnlyPlanner, EccDeviceOnlyPlanner);

EccBaseline
EccDeviceOnlyPlanner::Solve(const EccProblem& ecc) const
{
    return SolveDeviceOnly(ecc);
}

EDGE_AI_PLANNER(EccEdgeOnlyPlanner, EccBaselinePlanner)
EDGE_AI_PLANNER_ALIAS(EdgeOnlyPlanner, EccEdgeOnlyPlanner);

EccBaseline
EccEdgeOnlyPlanner::Solve(const EccProblem& ecc) const
{
    return SolveEdgeOnly(ecc);
}

EDGE_AI_PLANNER(NeurosurgeonPlanner, EccBaselinePlanner)

EccBaseline
NeurosurgeonPlanner::Solve(const EccProblem& ecc) const
{
    return SolveNeurosurgeon(ecc);
}

TypeId
DnnSurgeryPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::DnnSurgeryPlanner")
            .SetParent<EccBaselinePlanner>()
            .SetGroupName("EdgeAi")
            .AddConstructor<DnnSurgeryPlanner>()
            .AddAttribute("HeavyLoad",
                          "Shortest longest stage, for throughput; otherwise the least sum of "
                          "stages",
                          BooleanValue(false),
                          MakeBooleanAccessor(&DnnSurgeryPlanner::m_heavyLoad),
                          MakeBooleanChecker());
    return tid;
}

EccBaseline
DnnSurgeryPlanner::Solve(const EccProblem& ecc) const
{
    return SolveDnnSurgery(ecc, m_heavyLoad);
}

EDGE_AI_PLANNER(IaoPlanner, EccBaselinePlanner)

EccBaseline
IaoPlanner::Solve(const EccProblem& ecc) const
{
    return SolveIao(ecc);
}

} // namespace edgeai
} // namespace ns3
