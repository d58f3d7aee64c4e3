/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-baseline-planners.h"

#include "ns3/boolean.h"

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(EccBaselinePlanner);
NS_OBJECT_ENSURE_REGISTERED(DeviceOnlyPlanner);
NS_OBJECT_ENSURE_REGISTERED(EdgeOnlyPlanner);
NS_OBJECT_ENSURE_REGISTERED(NeurosurgeonPlanner);
NS_OBJECT_ENSURE_REGISTERED(DnnSurgeryPlanner);
NS_OBJECT_ENSURE_REGISTERED(IaoPlanner);

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
    EccBaseline baseline = Solve(ecc);
    if (context.wholeUnits)
    {
        RoundUnits(ecc, baseline.plan);
        baseline.evaluation = EvaluateEcc(ecc, baseline.plan);
    }
    return {baseline.plan,
            baseline.evaluation,
            false,
            {baseline.iterations, 0, 0, baseline.limited}};
}

TypeId
DeviceOnlyPlanner::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::DeviceOnlyPlanner")
                            .SetParent<EccBaselinePlanner>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<DeviceOnlyPlanner>();
    return tid;
}

EccBaseline
DeviceOnlyPlanner::Solve(const EccProblem& ecc) const
{
    return SolveDeviceOnly(ecc);
}

TypeId
EdgeOnlyPlanner::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::EdgeOnlyPlanner")
                            .SetParent<EccBaselinePlanner>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<EdgeOnlyPlanner>();
    return tid;
}

EccBaseline
EdgeOnlyPlanner::Solve(const EccProblem& ecc) const
{
    return SolveEdgeOnly(ecc);
}

TypeId
NeurosurgeonPlanner::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::NeurosurgeonPlanner")
                            .SetParent<EccBaselinePlanner>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<NeurosurgeonPlanner>();
    return tid;
}

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

TypeId
IaoPlanner::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::IaoPlanner")
                            .SetParent<EccBaselinePlanner>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<IaoPlanner>();
    return tid;
}

EccBaseline
IaoPlanner::Solve(const EccProblem& ecc) const
{
    return SolveIao(ecc);
}

} // namespace edgeai
} // namespace ns3
