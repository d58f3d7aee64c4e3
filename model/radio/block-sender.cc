/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "block-sender.h"

#include "ns3/assert.h"

#include <algorithm>
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
    : m_limit(options.limit.GetValue()),
      m_limitIsPackets(options.limit.GetUnit() == QueueSizeUnit::PACKETS),
      m_listener(std::move(listener)),
      m_queue(options.countHeaders)
{
}

BlockSender::Blocks::iterator
BlockSender::Locate(uint64_t id)
{
    const auto at = std::lower_bound(
        m_sent.begin(),
        m_sent.end(),
        id,
        [](const TransportBlock& block, uint64_t number) { return block.id < number; });
    return at == m_sent.end() || at->id != id ? m_sent.end() : at;
}

bool
BlockSender::Enqueue(Ptr<Packet> packet, const LinkAddressing& link)
{
    const auto queued = Create<QueuedPacket>(packet, link);
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
    m_sent.push_back(std::move(block));
    return &m_sent.back();
}

void
BlockSender::Begin(uint64_t id)
{
    // The payload is held here, because a listener may hand in new packets.
    const auto block = Locate(id);
    NS_ASSERT_MSG(block != m_sent.end(), "only a block under way begins");
    const Ptr<BlockPayload> payload = block->payload;
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
    NS_ASSERT_MSG(!m_sent.empty() && m_sent.back().id == id && id == m_last,
                  "only the last block can be taken back");
    m_queue.Untake(ContentOf(m_sent.back()));
    m_sent.pop_back();
    --m_last;
}

const TransportBlock*
BlockSender::Find(uint64_t id)
{
    const auto block = Locate(id);
    return block == m_sent.end() ? nullptr : &*block;
}

void
BlockSender::End(uint64_t id, BlockOutcome outcome)
{
    const auto block = Locate(id);
    if (block == m_sent.end())
    {
        return;
    }
    if (outcome == BlockOutcome::FAILED)
    {
        ++block->attempt;
        return;
    }
    // Kept alive here, because a listener may hand in new packets.
    const TransportBlock ended = std::move(*block);
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
    for (const TransportBlock& block : sent)
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
