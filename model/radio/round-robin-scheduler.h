/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROUND_ROBIN_SCHEDULER_H
#define EDGE_AI_ROUND_ROBIN_SCHEDULER_H

#include "ofdma-scheduler.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * OFDMA in turn: subchannels are dealt round the users, and the next slot goes on behind the last
 * user served.
 */
class RoundRobinScheduler : public OfdmaScheduler
{
  public:
    /**
     * Register this type.
     * @returns the TypeId
     */
    static TypeId GetTypeId();

    Attention GetAttention(Direction direction) const override;

  protected:
    void ScheduleDirection(const CellDemand& demand,
                           const std::vector<const UserDemand*>& users,
                           const std::vector<uint32_t>& free,
                           GrantList& grants) override;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROUND_ROBIN_SCHEDULER_H
