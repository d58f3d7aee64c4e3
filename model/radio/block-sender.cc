/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "block-sender.h"

#include "ns3/assert.h"

#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/**
 * @param [in] block a block made here
 * @returns its content
 */
const SegmentedPayload&
ContentOf(const TransportBlock& block)
{
    return static_cast<const SegmentedPayload&>(*block.payload);
}

} // namespace

const char*
ToString(MacDropReason reason)
{
    switch (reason)
    {
    case MacDropReason::QUEUE_FULL:
        return "queue-full";
    case MacDropReason::NO_USER:
        return "no-user";
    case MacDropReason::BLOCK_LOST:
        return "block-lost";
    case MacDropReason::STOPPED:
        return "stopped";
    }
    return "unknown";
}

BlockSender::BlockSender(const Options& options, Listener listener)
    : m_options(options),
      m_listener(std::move(listener)),
      m_queue(options.countHeaders)
{
}

bool
BlockSender::HasRoom(uint32_t bytes) const
{
    const uint64_t limit = m_options.limit.GetValue();
    return m_options.limit.GetUnit() == QueueSizeUnit::PACKETS
               ? m_queue.GetPackets() + 1 <= limit
               : m_queue.GetBytes() + bytes <= limit;
}

bool
BlockSender::Enqueue(Ptr<Packet> packet, const LinkAddressing& link)
{
    auto queued = Create<QueuedPacket>();
    queued->packet = packet;
    queued->link = link;
    ++m_unfinished;
    if (!HasRoom(packet->GetSize()))
    {
        Drop(*queued, MacDropReason::QUEUE_FULL);
        return false;
    }
    m_queue.Push(queued);
    return true;
}

const TransportBlock*
BlockSender::Make(uint64_t bits)
{
    TransportBlock block;
    auto payload = m_queue.Take(bits, block.payloadBits);
    if (!payload)
    {
        return nullptr;
    }
    block.id = ++m_last;
    block.payload = payload;
    return &m_sent.emplace(block.id, block).first->second;
}

void
BlockSender::Begin(uint64_t id)
{
    // The payload is held here, because a listener may hand in new packets.
    const Ptr<BlockPayload> payload = m_sent.at(id).payload;
    for (const Segment& segment : static_cast<const SegmentedPayload&>(*payload).segments)
    {
        if (segment.first)
        {
            m_listener.begun(*segment.packet);
        }
    }
}

void
BlockSender::TakeBack(uint64_t id)
{
    auto block = m_sent.find(id);
    NS_ASSERT_MSG(block != m_sent.end() && id == m_last, "only the last block can be taken back");
    m_queue.Untake(ContentOf(block->second));
    m_sent.erase(block);
    --m_last;
}

const TransportBlock*
BlockSender::Find(uint64_t id) const
{
    auto block = m_sent.find(id);
    return block == m_sent.end() ? nullptr : &block->second;
}

void
BlockSender::End(uint64_t id, BlockOutcome outcome)
{
    auto block = m_sent.find(id);
    if (block == m_sent.end())
    {
        return;
    }
    if (outcome == BlockOutcome::FAILED)
    {
        ++block->second.attempt;
        return;
    }
    // Kept alive here, because a listener may hand in new packets.
    const TransportBlock ended = block->second;
    m_sent.erase(block);
    for (const Segment& segment : ContentOf(ended).segments)
    {
        QueuedPacket& packet = *segment.packet;
        if (outcome == BlockOutcome::DROPPED)
        {
            packet.lost = true;
            Drop(packet, MacDropReason::BLOCK_LOST);
        }
        else
        {
            packet.decoded += segment.length;
            if (packet.decoded == packet.packet->GetSize() && !packet.ended)
            {
                packet.ended = true;
                --m_unfinished;
                m_listener.delivered(packet);
            }
        }
    }
    m_queue.DropLost();
}

void
BlockSender::Drop(QueuedPacket& packet, MacDropReason reason)
{
    if (!packet.ended)
    {
        packet.ended = true;
        --m_unfinished;
        m_listener.dropped(packet, reason);
    }
}

void
BlockSender::Stop()
{
    auto sent = std::move(m_sent);
    m_sent.clear();
    for (auto& [id, block] : sent)
    {
        for (const Segment& segment : ContentOf(block).segments)
        {
            Drop(*segment.packet, MacDropReason::STOPPED);
        }
    }
    for (auto& packet : m_queue.Clear())
    {
        Drop(*packet, MacDropReason::STOPPED);
    }
}

} // namespace edgeai
} // namespace ns3
