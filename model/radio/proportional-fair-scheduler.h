/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROPORTIONAL_FAIR_SCHEDULER_H
#define EDGE_AI_PROPORTIONAL_FAIR_SCHEDULER_H

#include "greedy-scheduler.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * OFDMA, proportionally fair: a user's claim to a subchannel is the rate it would have there over
 * the rate it was sent lately (the MAC's ThroughputWindow).
 */
class ProportionalFairScheduler : public GreedyScheduler
{
  public:
    /**
     * Register this type.
     * @returns the TypeId
     */
    static TypeId GetTypeId();

  protected:
    double GetWeight(const UserDemand& user, double slotDuration) const override;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PROPORTIONAL_FAIR_SCHEDULER_H
