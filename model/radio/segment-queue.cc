/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "segment-queue.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

Ptr<Packet>
Segment::MakeBytes() const
{
    SegmentHeader header;
    header.first = first;
    header.last = last;
    header.length = length;
    header.sequence = sequence;
    header.link = packet->link;
    const Ptr<Packet> bytes = packet->packet->CreateFragment(offset, length);
    bytes->AddHeader(header);
    return bytes;
}

SegmentQueue::SegmentQueue(bool countHeaders)
    : m_countHeaders(countHeaders)
{
}

uint32_t
SegmentQueue::GetHeaderBytes(const QueuedPacket& packet, uint32_t sent) const
{
    if (!m_countHeaders)
    {
        return 0;
    }
    return sent == 0 ? SegmentHeader::GetFirstSize(packet.link) : SegmentHeader::MIN_BYTES;
}

void
SegmentQueue::Push(Ptr<QueuedPacket> packet)
{
    const uint32_t size = packet->packet->GetSize();
    m_bytes += size;
    m_backlog += size + GetHeaderBytes(*packet, 0);
    m_packets.push_back(packet);
}

void
SegmentQueue::PopFront()
{
    const QueuedPacket& front = *m_packets.front();
    const uint32_t rest = front.packet->GetSize() - m_sent;
    if (rest > 0)
    {
        m_bytes -= rest;
        m_backlog -= rest + GetHeaderBytes(front, m_sent);
    }
    m_packets.pop_front();
    m_sent = 0;
}

Ptr<SegmentedPayload>
SegmentQueue::Take(uint64_t bits, uint64_t& payloadBits)
{
    uint64_t room = bits / 8;
    Ptr<SegmentedPayload> payload;
    payloadBits = 0;
    while (!m_packets.empty())
    {
        Ptr<QueuedPacket> packet = m_packets.front();
        const uint32_t header = GetHeaderBytes(*packet, m_sent);
        if (room <= header)
        {
            break;
        }
        const uint32_t size = packet->packet->GetSize();
        const auto length = static_cast<uint32_t>(
            std::min<uint64_t>({room - header, size - m_sent, SegmentHeader::MAX_LENGTH}));

        if (!payload)
        {
            payload = Create<SegmentedPayload>();
            payload->segments.reserve(2); // most blocks end a packet and begin another
        }
        payload->segments.emplace_back();
        Segment& segment = payload->segments.back();
        segment.packet = packet;
        segment.offset = m_sent;
        segment.length = length;
        segment.sequence = m_next;
        segment.first = m_sent == 0;
        segment.last = m_sent + length == size;

        m_next = (m_next + 1) & SegmentHeader::SEQUENCE_MASK;
        room -= header + length;
        payloadBits += 8 * (header + length);
        m_bytes -= length;
        m_backlog -= header + length;
        m_sent += length;
        if (segment.last)
        {
            PopFront();
        }
        else
        {
            m_backlog += GetHeaderBytes(*packet, m_sent);
        }
    }
    return payload;
}

void
SegmentQueue::Untake(const SegmentedPayload& payload)
{
    for (auto segment = payload.segments.rbegin(); segment != payload.segments.rend(); ++segment)
    {
        if (segment->last)
        {
            m_packets.push_front(segment->packet);
            m_sent = segment->packet->packet->GetSize();
        }
        else
        {
            m_backlog -= GetHeaderBytes(*segment->packet, m_sent);
        }
        m_sent -= segment->length;
        m_bytes += segment->length;
        m_backlog += segment->length + GetHeaderBytes(*segment->packet, m_sent);
        m_next = segment->sequence;
    }
}

void
SegmentQueue::DropLost()
{
    // Only the first packet can be partly sent, so no other one can have lost a part.
    if (!m_packets.empty() && m_packets.front()->lost)
    {
        PopFront();
    }
}

std::deque<Ptr<QueuedPacket>>
SegmentQueue::Clear()
{
    std::deque<Ptr<QueuedPacket>> waiting;
    waiting.swap(m_packets);
    m_sent = 0;
    m_bytes = 0;
    m_backlog = 0;
    return waiting;
}

} // namespace edgeai
} // namespace ns3
