/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SEGMENT_QUEUE_H
#define EDGE_AI_SEGMENT_QUEUE_H

#include "block-grant.h"
#include "segment-header.h"

#include "ns3/packet.h"
#include "ns3/simple-ref-count.h"

#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// A network-layer packet on its way, shared by its segments so that its loss is counted once.
struct QueuedPacket : public SimpleRefCount<QueuedPacket>
{
    /// @param [in] waiting the packet  @param [in] addressing its addressing
    QueuedPacket(Ptr<Packet> waiting, const LinkAddressing& addressing)
        : packet(std::move(waiting)),
          link(addressing)
    {
    }

    Ptr<Packet> packet;  ///< the packet
    LinkAddressing link; ///< from, to, protocol
    uint32_t decoded{0}; ///< bytes of it in blocks that were decoded
    bool lost{false};    ///< a block that held part of it was dropped
    bool ended{false};   ///< delivered or reported as dropped
};

/**
 * Part of a network-layer packet inside a transport block: a range of its packet, and what the
 * header in front of it says. The bytes are made when somebody looks at them: few segments are ever
 * looked at, and cutting and joining packets is most of what a block would cost.
 */
struct Segment
{
    Ptr<QueuedPacket> packet; ///< the packet it is part of
    uint32_t offset{0};       ///< where it begins in its packet [B]
    uint32_t length{0};       ///< bytes of the packet, without the header
    uint32_t sequence{0};     ///< SegmentHeader::sequence
    bool first{false};        ///< whether it begins its packet
    bool last{false};         ///< whether it ends its packet

    /**
     * @returns its bytes on the air, with the header [B]
     */
    uint32_t GetSize() const
    {
        return length +
               (first ? SegmentHeader::GetFirstSize(packet->link) : SegmentHeader::MIN_BYTES);
    }

    /**
     * @returns what is on the air: the header, and the bytes behind it
     */
    Ptr<Packet> MakeBytes() const;
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
     * @param [in] countHeaders whether segment headers take room in blocks; false for links whose
     * rate is to be that of the network layer
     */
    explicit SegmentQueue(bool countHeaders = true);

    /**
     * @param [in] packet packet with its addressing, to be sent in order; its size must be > 0
     */
    void Push(Ptr<QueuedPacket> packet);

    /**
     * Fill a block.
     * @param [in] bits room in the block
     * @param [out] payloadBits bits used, headers included if they count
     * @returns the payload, or null when not even a header and one byte fit or nothing waits
     */
    Ptr<SegmentedPayload> Take(uint64_t bits, uint64_t& payloadBits);

    /**
     * Undo the last Take: the segments wait again, as before.
     * @param [in] payload what it returned
     */
    void Untake(const SegmentedPayload& payload);

    /**
     * Drop what waits of packets marked as lost: the rest of a packet that is partly sent.
     */
    void DropLost();

    /**
     * Remove everything that waits.
     * @returns the packets, the one partly sent included
     */
    std::deque<Ptr<QueuedPacket>> Clear();

    /**
     * @returns what a block would have to carry to empty the queue, with headers [bit]
     */
    uint64_t GetBacklog() const
    {
        return 8 * m_backlog;
    }

    /**
     * @returns packets waiting, one partly sent included
     */
    std::size_t GetPackets() const
    {
        return m_packets.size();
    }

    /**
     * @returns bytes waiting, without segment headers
     */
    uint64_t GetBytes() const
    {
        return m_bytes;
    }

  private:
    /**
     * @param [in] packet a packet
     * @param [in] sent bytes of it already taken
     * @returns header bytes in front of its next segment that count
     */
    uint32_t GetHeaderBytes(const QueuedPacket& packet, uint32_t sent) const;

    /// Forget the first packet and what it contributes to the counts.
    void PopFront();

    bool m_countHeaders;                     ///< whether headers take room
    std::deque<Ptr<QueuedPacket>> m_packets; ///< waiting
    uint32_t m_sent{0};                      ///< bytes of the first one already taken
    uint64_t m_bytes{0};                     ///< bytes waiting
    uint64_t m_backlog{0};                   ///< bytes waiting with headers
    uint32_t m_next{0};                      ///< sequence number of the next segment
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SEGMENT_QUEUE_H
