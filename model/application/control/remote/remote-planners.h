/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_REMOTE_PLANNERS_H
#define EDGE_AI_REMOTE_PLANNERS_H

#include "remote-planner.h"

#include "ns3/nstime.h"

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Plans of co-inference from another process. What they take may be charged: a device has its plan
/// so much later.
class RemoteSplitPlanner : public RemotePlanner<SplitPlanner>
{
  public:
    /// What is charged to simulated time.
    enum Charge
    {
        NONE,     ///< nothing: it stands still
        FIXED,    ///< the same for every plan
        MEASURED, ///< the real time that the process took; such a run cannot be repeated
    };

    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    double GetCharge(double measured) const override;

    Charge m_charge;
    Time m_planningTime;
};

/// The class of a planner in another process that charges nothing. @param [in] Class its name
/// @param [in] Base of the family
#define EDGE_AI_REMOTE_PLANNER(Class, Base)                                                        \
    class Class : public RemotePlanner<Base>                                                       \
    {                                                                                              \
      public:                                                                                      \
        /** @returns the TypeId */                                                                 \
        static TypeId GetTypeId();                                                                 \
    }

/// @ingroup edge-ai
/// @{
/// Plans of a family from another process. @see RemotePlanner
EDGE_AI_REMOTE_PLANNER(RemoteChainPlanner, ChainPlanner);
EDGE_AI_REMOTE_PLANNER(RemoteRowsPlanner, RowPartitionPlanner);
EDGE_AI_REMOTE_PLANNER(RemoteFlowPlanner, DtoEePlannerBase);
EDGE_AI_REMOTE_PLANNER(RemotePathPlanner, CodePathPlanner);
EDGE_AI_REMOTE_PLANNER(RemoteServicesPlanner, CodeServicesPlanner);
EDGE_AI_REMOTE_PLANNER(RemoteRoundPlanner, RoundPlanner);
EDGE_AI_REMOTE_PLANNER(RemoteTopologyPlanner, TopologyPlanner);
/// @}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_REMOTE_PLANNERS_H
