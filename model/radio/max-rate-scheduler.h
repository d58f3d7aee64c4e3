/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MAX_RATE_SCHEDULER_H
#define EDGE_AI_MAX_RATE_SCHEDULER_H

#include "greedy-scheduler.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * OFDMA for the greatest sum of rates: every subchannel goes to the user with the best channel on
 * it.
 */
class MaxRateScheduler : public GreedyScheduler
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

#endif // EDGE_AI_MAX_RATE_SCHEDULER_H
