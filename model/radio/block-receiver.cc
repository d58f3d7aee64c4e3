/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "block-receiver.h"

#include <utility>

namespace ns3
{
namespace edgeai
{

BlockReceiver::BlockReceiver(Deliver deliver)
    : m_deliver(std::move(deliver))
{
}

void
BlockReceiver::Receive(uint64_t id, Ptr<BlockPayload> payload, BlockOutcome outcome)
{
    if (outcome == BlockOutcome::FAILED || id < m_nextBlock)
    {
        return;
    }
    Ptr<BlockPayload> content = outcome == BlockOutcome::DECODED ? payload : nullptr;
    if (id != m_nextBlock)
    {
        m_done.emplace(id, content);
        return;
    }
    Unpack(content);
    for (auto next = m_done.begin(); next != m_done.end() && next->first == m_nextBlock;
         next = m_done.begin())
    {
        content = next->second;
        m_done.erase(next);
        Unpack(content);
    }
}

void
BlockReceiver::Unpack(Ptr<BlockPayload> content)
{
    ++m_nextBlock;
    if (!content)
    {
        DropPartial();
        return;
    }
    for (const Segment& segment : static_cast<const SegmentedPayload&>(*content).segments)
    {
        Append(segment);
    }
}

void
BlockReceiver::DropPartial()
{
    if (m_partial)
    {
        ++m_discarded;
        m_partial = nullptr;
    }
}

namespace
{

/// @param [in] segment a segment  @returns whether it is a part of its packet
bool
IsPart(const Segment& segment)
{
    const uint32_t size = segment.packet ? segment.packet->packet->GetSize() : 0;
    return segment.length > 0 && segment.offset < size && segment.length <= size - segment.offset;
}

} // namespace

void
BlockReceiver::Append(const Segment& segment)
{
    if (!IsPart(segment))
    {
        ++m_discarded;
        DropPartial();
        return;
    }
    const bool gap = segment.sequence != m_nextSegment;
    m_nextSegment = (segment.sequence + 1) & SegmentHeader::SEQUENCE_MASK;
    if (segment.first || gap)
    {
        DropPartial();
    }
    if (segment.first)
    {
        m_partial = segment.packet;
        m_have = 0;
    }
    if (m_partial != segment.packet || m_have != segment.offset)
    {
        ++m_discarded; // its beginning is lost
        return;
    }
    m_have += segment.length;
    if (m_have == m_partial->packet->GetSize())
    {
        const Ptr<QueuedPacket> whole = std::move(m_partial);
        m_partial = nullptr;
        m_deliver(whole->packet->Copy(), whole->link);
    }
}

} // namespace edgeai
} // namespace ns3
