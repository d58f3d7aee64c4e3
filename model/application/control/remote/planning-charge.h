/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PLANNING_CHARGE_H
#define EDGE_AI_PLANNING_CHARGE_H

#include "ns3/planner.h"

namespace ns3
{
namespace edgeai
{

/// What planning costs in simulated time, of planners that charge for it.
class PlanningCharge
{
  public:
    virtual ~PlanningCharge() = default;

    /// @returns simulated time of all plans since it was asked last [s], >= 0
    virtual double TakePlanningTime() const = 0;
};

/// @param [in] planner any  @returns what it charges for its plans since it was asked last [s]
inline double
TakePlanningTime(const PlannerBase& planner)
{
    const auto* charge = dynamic_cast<const PlanningCharge*>(&planner);
    return charge ? charge->TakePlanningTime() : 0;
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PLANNING_CHARGE_H
