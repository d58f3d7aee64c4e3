/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BLOCK_SENDER_H
#define EDGE_AI_BLOCK_SENDER_H

#include "segment-queue.h"

#include "ns3/queue-size.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Why the MAC gave up a packet.
enum class MacDropReason
{
    QUEUE_FULL, ///< no room in the user's queue
    NO_USER,    ///< destination not attached to this cell
    BLOCK_LOST, ///< a block that held part of it was dropped after its last repetition
    STOPPED,    ///< still waiting when the device was disposed of
};

/// Number of MacDropReason values.
constexpr uint32_t MAC_DROP_REASONS = 4;

/**
 * @param [in] reason reason
 * @returns its name: "queue-full", "no-user", "block-lost" or "stopped"
 */
const char* ToString(MacDropReason reason);

/**
 * @ingroup edge-ai
 * Sending end of one user and direction: the queue, the blocks under way, the fate of each packet.
 *
 * Every packet accepted ends in exactly one of: delivered (all its blocks were decoded), or dropped
 * with one reason.
 */
class BlockSender
{
  public:
    /// Options.
    struct Options
    {
        QueueSize limit{QueueSizeUnit::PACKETS, 100}; ///< what the queue holds at most
        bool countHeaders{true};                      ///< see SegmentQueue
    };

    /// What it tells its MAC.
    struct Listener
    {
        std::function<void(const QueuedPacket&)> begun;     ///< first byte is in a block
        std::function<void(const QueuedPacket&)> delivered; ///< last byte was decoded
        std::function<void(const QueuedPacket&, MacDropReason)> dropped; ///< given up
    };

    /**
     * @param [in] options options
     * @param [in] listener what to call; all three must be set
     */
    BlockSender(const Options& options, Listener listener);

    /**
     * @param [in] packet network-layer packet, at least one byte
     * @param [in] link its addressing
     * @returns false if the queue is full; the packet was then reported as dropped
     */
    bool Enqueue(Ptr<Packet> packet, const LinkAddressing& link);

    /**
     * @param [in] bytes size of a packet
     * @returns whether it would be accepted
     */
    bool HasRoom(uint32_t bytes) const
    {
        return m_limitIsPackets ? m_queue.GetPackets() + 1 <= m_limit
                                : m_queue.GetBytes() + bytes <= m_limit;
    }

    /**
     * Fill a new block; it is under way from now on.
     * @param [in] bits its size
     * @returns the block, valid until another one is made or ends; null if nothing waits or fits
     */
    const TransportBlock* Make(uint64_t bits);

    /**
     * A new block was sent: report the packets that begin in it.
     * @param [in] id number of a block under way
     */
    void Begin(uint64_t id);

    /**
     * The block last made was not sent: what it held waits again.
     * @param [in] id number of the block
     */
    void TakeBack(uint64_t id);

    /**
     * @param [in] id number of a block
     * @returns the block if it is under way, valid until another one is made or ends; else null
     */
    const TransportBlock* Find(uint64_t id);

    /**
     * A transmission of a block ended.
     * @param [in] id number of the block; unknown ones are ignored
     * @param [in] outcome FAILED keeps the block for a repetition
     */
    void End(uint64_t id, BlockOutcome outcome);

    /// Give up everything that waits or is under way.
    void Stop();

    /**
     * @returns what waits, with headers [bit]
     */
    uint64_t GetBacklog() const
    {
        return m_queue.GetBacklog();
    }

    /**
     * @returns packets accepted and neither delivered nor dropped yet
     */
    uint64_t GetUnfinished() const
    {
        return m_unfinished;
    }

    /**
     * @returns the queue
     */
    const SegmentQueue& GetQueue() const
    {
        return m_queue;
    }

  private:
    /// Blocks under way, ascending by number. There are few: most end with their slot.
    using Blocks = std::vector<TransportBlock>;

    /**
     * @param [in] id number of a block
     * @returns where it is, or the end if it is not under way
     */
    Blocks::iterator Locate(uint64_t id);

    /**
     * @param [in] packet packet to report as dropped, unless it has ended
     * @param [in] reason reason
     */
    void Drop(QueuedPacket& packet, MacDropReason reason);

    uint64_t m_limit;         ///< what the queue holds at most, packets or bytes
    bool m_limitIsPackets;    ///< which of them
    Listener m_listener;      ///< MAC
    SegmentQueue m_queue;     ///< waiting
    Blocks m_sent;            ///< under way
    uint64_t m_last{0};       ///< number of the last block made
    uint64_t m_unfinished{0}; ///< packets not ended
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BLOCK_SENDER_H
