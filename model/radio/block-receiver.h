/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BLOCK_RECEIVER_H
#define EDGE_AI_BLOCK_RECEIVER_H

#include "segment-queue.h"

#include <cstdint>
#include <functional>
#include <map>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Receiving end of one user and direction: puts blocks back in order, segments back into packets.
 *
 * Blocks are numbered from 1 without gaps. A block that fails holds back those after it until its
 * repetition is decoded or it is dropped; then packets come out in the order they were queued.
 */
class BlockReceiver
{
  public:
    /// Gets the packets: packet, addressing.
    using Deliver = std::function<void(Ptr<Packet>, const LinkAddressing&)>;

    /**
     * @param [in] deliver called once per whole packet, in order
     */
    explicit BlockReceiver(Deliver deliver);

    /**
     * A transmission of a block ended.
     * @param [in] id number of the block; one that is already done is ignored
     * @param [in] payload content, used with DECODED only
     * @param [in] outcome outcome
     */
    void Receive(uint64_t id, Ptr<BlockPayload> payload, BlockOutcome outcome);

    /**
     * @returns segments that could not be used: no part of their packet, or its other part was lost
     */
    uint64_t GetDiscarded() const
    {
        return m_discarded;
    }

    /**
     * @returns decoded blocks that wait for an earlier one
     */
    std::size_t GetHeldBack() const
    {
        return m_done.size();
    }

  private:
    /**
     * @param [in] content of the next block in order; null: dropped
     */
    void Unpack(Ptr<BlockPayload> content);

    /**
     * @param [in] segment next segment in order
     */
    void Append(const Segment& segment);

    /// Forget a packet that cannot be completed any more.
    void DropPartial();

    Deliver m_deliver;                            ///< network side
    std::map<uint64_t, Ptr<BlockPayload>> m_done; ///< ended, by number; null: dropped
    uint64_t m_nextBlock{1};                      ///< number of the next block in order
    uint32_t m_nextSegment{0};                    ///< sequence number of the next segment in order
    Ptr<QueuedPacket> m_partial;                  ///< packet being put together
    uint32_t m_have{0};                           ///< bytes of it that are here, from its beginning
    uint64_t m_discarded{0};                      ///< segments that could not be used
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BLOCK_RECEIVER_H
