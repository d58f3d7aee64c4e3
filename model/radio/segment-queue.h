/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SEGMENT_QUEUE_H
#define EDGE_AI_SEGMENT_QUEUE_H

#include "block-grant.h"

#include "ns3/packet.h"

#include <cstdint>
#include <deque>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Part of a network-layer packet inside a transport block.
struct Segment
{
    Ptr<Packet> bytes; ///< the bytes, with the segment header in front
    bool last{false};  ///< whether it ends its packet
};

/// The content of a transport block: segments in order.
class SegmentedPayload : public BlockPayload
{
  public:
    std::vector<Segment> segments; ///< the segments
};

/**
 * @ingroup edge-ai
 * Packets of one user and direction that wait for the air, and their cutting into blocks.
 */
class SegmentQueue
{
  public:
    /**
     * @param [in] packet network-layer packet with its protocol header, to be sent in order
     */
    void Push(Ptr<Packet> packet);

    /**
     * Fill a block.
     * @param [in] bits room in the block
     * @param [out] payloadBits bits used, headers included
     * @returns the payload, or null when not even a header and one byte fit
     */
    Ptr<SegmentedPayload> Take(uint64_t bits, uint64_t& payloadBits);

    /**
     * @returns what a block would have to carry to empty the queue, with headers [bit]
     */
    uint64_t GetBacklog() const;

    /**
     * @returns packets waiting, one partly sent included
     */
    std::size_t GetPackets() const;

    /**
     * @returns bytes waiting, without segment headers
     */
    uint64_t GetBytes() const;

  private:
    std::deque<Ptr<Packet>> m_packets; ///< waiting
    uint32_t m_sent{0};                ///< bytes of the first one already taken
    uint64_t m_bytes{0};               ///< bytes waiting
    uint32_t m_next{0};                ///< sequence number of the next segment
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SEGMENT_QUEUE_H
