/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_USER_MAC_H
#define EDGE_AI_BROADBAND_USER_MAC_H

#include "broadband-mac.h"

namespace ns3
{
namespace edgeai
{

class BroadbandBaseMac;

/**
 * @ingroup edge-ai
 * MAC of a user: one queue towards its base station; sends what it is granted.
 */
class BroadbandUserMac : public BroadbandMac
{
  public:
    /**
     * Register this type.
     * @returns the TypeId
     */
    static TypeId GetTypeId();

    /**
     * @param [in] base MAC of the cell's base station
     */
    void AttachTo(Ptr<BroadbandBaseMac> base);

    bool Send(Ptr<Packet> packet,
              Mac48Address source,
              Mac48Address destination,
              uint16_t protocol) override;
    void BlockReceived(const BlockReport& report, const TransportBlock& block) override;
    void BlockAcknowledged(const BlockReport& report) override;

    /**
     * Send a new block or repeat one, as granted; called by the base station's MAC in StartSlot.
     * @param [in] grant the grant
     * @param [in] repeat number of the block to repeat, or 0 for a new one
     * @returns whether something was sent
     */
    bool TransmitGranted(std::shared_ptr<const Grant> grant, uint64_t repeat);

    /**
     * @returns what is queued, with headers [bit]; the buffer report, error-free
     */
    uint64_t GetBacklog() const;

  private:
    SegmentQueue m_queue;                 ///< towards the base station
    BroadbandBaseMac* m_baseMac{nullptr}; ///< the cell's MAC
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_USER_MAC_H
