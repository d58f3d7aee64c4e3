/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_BLOCK_PCAP_H
#define EDGE_AI_BROADBAND_BLOCK_PCAP_H

#include "ns3/block-grant.h"
#include "ns3/broadband-phy.h"
#include "ns3/pcap-file-wrapper.h"
#include "ns3/simple-ref-count.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * A packet trace of transport blocks: every transmission that a PHY receives, or removes to receive
 * another one, as a record of link type 147 (DLT_USER0), which the dissector in tools/wireshark
 * knows as `edgeai_radio`. The record's time is the end of the slot. In network byte order:
 *
 * - 1 byte version, 1; 1 byte flags: 1 downlink, 2 cancellation; 2 byte size of all before segments
 * - 4 byte each: cell, receiver, user (identifiers of PHYs)
 * - 8 byte block; 2 byte attempt; 1 byte outcome (BlockOutcome); 1 byte 0
 * - 2 byte position in the decoding order, 1 first; 2 byte earlier signals that stayed
 * - 8 byte bits, 8 byte payload bits, then as doubles: failure probability, least and mean SINR
 * [dB]
 * - 2 byte number of subchannels, and of each: 2 byte subchannel, doubles of power [W], SINR [dB]
 * - of blocks that were decoded and delivered the segments: 1 byte flags (1 begins its packet, 2
 *   ends it), 1 byte 0, 2 byte EtherType (of the first; else 0), 4 byte length, the bytes
 */
class BroadbandBlockPcap : public SimpleRefCount<BroadbandBlockPcap>
{
  public:
    static constexpr uint32_t LINK_TYPE = 147;   ///< DLT_USER0
    static constexpr uint32_t LONGEST = 1 << 20; ///< bytes of a record that are kept [B]

    /// @param [in] file of packets, of that link type
    explicit BroadbandBlockPcap(Ptr<PcapFileWrapper> file);

    /// Write what a PHY receives; the PHY holds on to this trace. @param [in] phy the PHY
    void Connect(Ptr<BroadbandPhy> phy);

    /**
     * @param [in] report what happened to a transmission, as the PHY's traces have it
     * @param [in] cancellation whether the signal was somebody else's
     * @returns the record
     */
    static std::vector<uint8_t> Serialize(const BlockReport& report, bool cancellation);

  private:
    /// @param [in] report of a block for the receiver
    void WriteDelivery(const BlockReport& report);
    /// @param [in] report of another user's block
    void WriteCancellation(const BlockReport& report);
    /// @param [in] record to write
    void Write(const std::vector<uint8_t>& record);

    Ptr<PcapFileWrapper> m_file; ///< where to
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_BLOCK_PCAP_H
