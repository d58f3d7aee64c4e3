/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_USER_MAC_H
#define EDGE_AI_BROADBAND_USER_MAC_H

#include "broadband-mac.h"

#include <deque>
#include <memory>
#include <string>
#include <utility>

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
     * Attach to a cell, once; also called by it when it goes.
     * @param [in] base MAC of the cell's base station, or null
     */
    void AttachTo(Ptr<BroadbandBaseMac> base);

    bool Send(Ptr<Packet> packet,
              Mac48Address source,
              Mac48Address destination,
              uint16_t protocol) override;
    MacCounters GetCounters() const override;
    void BlockReceived(const BlockReport& report, const TransportBlock& block) override;
    void BlockAcknowledged(const BlockReport& report) override;
    void PowerRestored() override;

    /**
     * Send a new block or repeat one, as granted; called by the base station's MAC in StartSlot.
     * @param [in] grant the grant
     * @param [in] repeat number of the block to repeat, or 0 for a new one
     * @param [out] wrong what is wrong with a refused grant, else empty
     * @returns whether something was sent
     */
    bool TransmitGranted(const std::shared_ptr<const Grant>& grant,
                         uint64_t repeat,
                         std::string& wrong);

    /**
     * Give up a block that cannot be repeated.
     * @param [in] direction direction of the block
     * @param [in] block its number
     */
    void Abandon(Direction direction, uint64_t block);

    /**
     * The buffer report, error-free.
     * @param [in] slot number of the slot that starts now
     * @param [in] age age of the report [slots]: what came in the last `age` slots is not in it
     * @returns what is queued, with headers; nothing while the radio has no power to say so [bit]
     */
    uint64_t GetBacklog(uint64_t slot, uint64_t age);

    /**
     * @returns whether anything is queued, reported or not, and there is power to send it
     */
    bool HasBacklog() const;

  protected:
    void DoDispose() override;

  private:
    /// Build the two ends, when the attributes are known.
    void Prepare();

    /// @returns whether there is a radio, not disposed of, and power for it
    bool HasPower() const;

    std::unique_ptr<BlockSender> m_sender;              ///< towards the base station
    std::unique_ptr<BlockReceiver> m_receiver;          ///< from the base station
    BroadbandBaseMac* m_baseMac{nullptr};               ///< the cell's MAC
    std::deque<std::pair<uint64_t, uint64_t>> m_recent; ///< with report age: slot, bits arrived
    uint64_t m_recentBits{0};                           ///< their sum
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_USER_MAC_H
