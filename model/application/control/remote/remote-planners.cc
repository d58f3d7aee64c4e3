/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "remote-planners.h"

#include "allocation/plan/planner-group.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/enum.h"

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(RemoteSplitPlanner);

TypeId
RemoteSplitPlanner::GetTypeId()
{
    static TypeId tid =
        AddAttributes(TypeId("ns3::edgeai::RemoteSplitPlanner")
                          .SetParent<SplitPlanner>()
                          .SetGroupName(REMOTE_PLANNERS)
                          .AddConstructor<RemoteSplitPlanner>())
            .AddAttribute("Charge",
                          "What a plan takes in simulated time: nothing (None), PlanningTime "
                          "(Fixed), or the real time that the process took (Measured), with which "
                          "a run cannot be repeated.",
                          EnumValue(NONE),
                          CompatEnumAccessor<Charge>(&RemoteSplitPlanner::m_charge),
                          MakeEnumChecker(NONE, "None", FIXED, "Fixed", MEASURED, "Measured"))
            .AddAttribute("PlanningTime",
                          "What a plan takes with Charge Fixed.",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&RemoteSplitPlanner::m_planningTime),
                          MakeTimeChecker(Seconds(0)));
    return tid;
}

double
RemoteSplitPlanner::GetCharge(double measured) const
{
    return m_charge == FIXED ? m_planningTime.GetSeconds() : m_charge == MEASURED ? measured : 0;
}

/// The type of a planner in another process. @param [in] Class its name  @param [in] Base of the
/// family
#define EDGE_AI_REMOTE_TYPE(Class, Base)                                                           \
    NS_OBJECT_ENSURE_REGISTERED(Class);                                                            \
    TypeId Class::GetTypeId()                                                                      \
    {                                                                                              \
        static TypeId tid = AddAttributes(TypeId("ns3::edgeai::" #Class)                           \
                                              .SetParent<Base>()                                   \
                                              .SetGroupName(REMOTE_PLANNERS)                       \
                                              .AddConstructor<Class>());                           \
        return tid;                                                                                \
    }

EDGE_AI_REMOTE_TYPE(RemoteChainPlanner, ChainPlanner)
EDGE_AI_REMOTE_TYPE(RemoteRowsPlanner, RowPartitionPlanner)
EDGE_AI_REMOTE_TYPE(RemoteFlowPlanner, DtoEePlannerBase)
EDGE_AI_REMOTE_TYPE(RemotePathPlanner, CodePathPlanner)
EDGE_AI_REMOTE_TYPE(RemoteServicesPlanner, CodeServicesPlanner)
EDGE_AI_REMOTE_TYPE(RemoteRoundPlanner, RoundPlanner)
EDGE_AI_REMOTE_TYPE(RemoteTopologyPlanner, TopologyPlanner)

} // namespace edgeai
} // namespace ns3
