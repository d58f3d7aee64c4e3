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
    m_done.emplace(id, outcome == BlockOutcome::DECODED ? payload : nullptr);
    for (auto next = m_done.begin(); next != m_done.end() && next->first == m_nextBlock;
         next = m_done.begin())
    {
        Ptr<BlockPayload> content = next->second;
        m_done.erase(next);
        ++m_nextBlock;
        if (!content)
        {
            DropPartial();
            continue;
        }
        for (const Segment& segment : static_cast<const SegmentedPayload&>(*content).segments)
        {
            Append(segment);
        }
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

void
BlockReceiver::Append(const Segment& segment)
{
    Ptr<Packet> bytes = segment.bytes->Copy();
    SegmentHeader header;
    if (bytes->GetSize() < SegmentHeader::MIN_BYTES || bytes->RemoveHeader(header) == 0 ||
        header.length != bytes->GetSize())
    {
        ++m_discarded;
        DropPartial();
        return;
    }
    const bool gap = header.sequence != m_nextSegment;
    m_nextSegment = (header.sequence + 1) & SegmentHeader::SEQUENCE_MASK;
    if (header.first || gap)
    {
        DropPartial();
    }
    if (header.first)
    {
        m_partial = bytes;
        m_link = header.link;
    }
    else if (m_partial)
    {
        m_partial->AddAtEnd(bytes);
    }
    else
    {
        ++m_discarded; // its beginning is lost
        return;
    }
    if (header.last)
    {
        const Ptr<Packet> whole = std::move(m_partial);
        m_partial = nullptr;
        m_deliver(whole, m_link);
    }
}

} // namespace edgeai
} // namespace ns3
