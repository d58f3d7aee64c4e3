/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PLANNED_GOVERNOR_H
#define EDGE_AI_PLANNED_GOVERNOR_H

#include "governor.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Follows a plan: while a job is served its own Job::clock is used, the largest of them when
 * several jobs are served at one clock. Jobs that ask for none get the default; an idle processor
 * keeps its clock.
 */
class PlannedGovernor : public Governor
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    double ChooseClock() override;
    bool FollowsPlans() const override;

  private:
    void DoAttach() override;

    bool m_decided{false};    //!< has chosen a clock before
    double m_defaultClock{0}; //!< where no plan says otherwise [cycle/s]; 0: the largest
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PLANNED_GOVERNOR_H
