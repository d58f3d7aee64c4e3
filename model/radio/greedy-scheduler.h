/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_GREEDY_SCHEDULER_H
#define EDGE_AI_GREEDY_SCHEDULER_H

#include "ofdma-scheduler.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * OFDMA by the best offer: every subchannel goes to the user to whom it adds most, until that
 * user's backlog is covered. In the uplink a further subchannel adds less, as it takes power from
 * the others.
 */
class GreedyScheduler : public OfdmaScheduler
{
  public:
    /**
     * Register this type.
     * @returns the TypeId
     */
    static TypeId GetTypeId();

  protected:
    void ScheduleDirection(const CellDemand& demand,
                           const std::vector<const UserDemand*>& users,
                           const std::vector<uint32_t>& free,
                           GrantList& grants) override;

    /**
     * @param [in] user a user
     * @param [in] slotDuration duration of a slot [s]
     * @returns what one bit of this user is worth, > 0
     */
    virtual double GetWeight(const UserDemand& user, double slotDuration) const = 0;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_GREEDY_SCHEDULER_H
