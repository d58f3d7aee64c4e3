/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FIXED_RATE_SCHEDULER_H
#define EDGE_AI_FIXED_RATE_SCHEDULER_H

#include "broadband-scheduler.h"

#include "ns3/data-rate.h"

#include <map>
#include <utility>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The link that formulas assume: every user has a rate of its own in each direction, whatever the
 * others do. Grants name no subchannels, which error model Ideal allows. A user sends with all its
 * power, the base station's is shared by the users it sends to; this matters for energy only.
 *
 * Over n slots of duration tau a user may send n*tau*rate bits, to the byte: what a slot's rounding
 * leaves over is added to the next.
 */
class FixedRateScheduler : public BroadbandScheduler
{
  public:
    /**
     * Register this type.
     * @returns the TypeId
     */
    static TypeId GetTypeId();

    /**
     * Give a user a rate other than attribute Rate.
     * @param [in] user identifier of its PHY
     * @param [in] direction direction
     * @param [in] rate the rate; 0 for none
     */
    void SetRate(uint32_t user, Direction direction, DataRate rate);

    /**
     * @param [in] user identifier of a user's PHY
     * @param [in] direction direction
     * @returns its rate
     */
    DataRate GetRate(uint32_t user, Direction direction) const;

    GrantList Schedule(const CellDemand& demand) override;
    bool NeedsChannel() const override;
    bool WantsNextSlot() const override;

  private:
    DataRate m_rate;                                            ///< Rate
    std::map<std::pair<uint32_t, Direction>, DataRate> m_rates; ///< exceptions
    bool m_wantsNextSlot{false}; ///< whether a user with a rate got no whole byte
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FIXED_RATE_SCHEDULER_H
