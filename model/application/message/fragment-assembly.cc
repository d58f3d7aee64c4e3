/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fragment-assembly.h"

#include "message-registry.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <cstring>
#include <iterator>

namespace ns3
{
namespace edgeai
{

std::string
FragmentAssembly::ReadHeader(Ptr<const Packet> packet, InferenceHeader& header)
{
    std::vector<uint8_t> bytes(std::min(packet->GetSize(), InferenceHeader::SIZE));
    packet->CopyData(bytes.data(), bytes.size());
    std::string fault;
    if (!header.Parse(bytes.data(), bytes.size(), &fault))
    {
        return fault;
    }
    const uint64_t carried = packet->GetSize() - InferenceHeader::SIZE;
    const uint64_t most = header.messageSize - header.fragmentOffset;
    if (carried > most || (carried == 0 && header.messageSize > 0))
    {
        return "a fragment has " + std::to_string(carried) + " B; allowed is 1 to " +
               std::to_string(most) + " B";
    }
    return "";
}

std::string
FragmentAssembly::Add(const InferenceHeader& header, Ptr<const Packet> packet, uint64_t& fresh)
{
    if (m_fragments == 0)
    {
        m_header = header;
        m_first = Simulator::Now();
        m_firstSize = packet->GetSize();
    }
    else if (m_header.bodySize != header.bodySize || m_header.messageSize != header.messageSize)
    {
        return "fragments of one message differ in its size";
    }
    m_latest = Simulator::Now();
    ++m_fragments;
    const uint64_t start = header.fragmentOffset;
    fresh = Keep(start, start + packet->GetSize(), [&](uint64_t from, uint64_t size, uint8_t* to) {
        packet->CreateFragment(from - start, size)->CopyData(to, size);
    });
    return "";
}

void
FragmentAssembly::Fill(uint64_t start, const uint8_t* bytes, uint64_t size)
{
    Keep(start, start + size, [&](uint64_t from, uint64_t count, uint8_t* to) {
        std::memcpy(to, bytes + (from - start), count);
    });
}

uint64_t
FragmentAssembly::Keep(uint64_t start, uint64_t end, const Copy& copy)
{
    const MessageDescription* description = MessageRegistry::Find(m_header.type);
    const uint64_t matters =
        description->payload == PayloadKind::REAL ? m_header.messageSize : m_header.bodySize;
    uint64_t fresh = 0;
    // Copy what is new of it, and once.
    const auto take = [&](uint64_t from, uint64_t to) {
        fresh += from < to ? to - from : 0;
        to = std::min(to, matters);
        if (from < to)
        {
            std::vector<uint8_t>& piece = m_pieces[from];
            piece.resize(to - from);
            copy(from, piece.size(), piece.data());
        }
    };
    auto at = m_received.upper_bound(start);
    if (at != m_received.begin() && std::prev(at)->second >= start)
    {
        --at;
    }
    uint64_t from = start;
    uint64_t first = start;
    while (at != m_received.end() && at->first <= end)
    {
        take(from, at->first);
        from = std::max(from, at->second);
        first = std::min(first, at->first);
        at = m_received.erase(at);
    }
    take(from, end);
    m_received[first] = std::max(end, from);
    return fresh;
}

bool
FragmentAssembly::IsWhole() const
{
    const auto first = m_received.begin();
    return first != m_received.end() && first->first == 0 && first->second == m_header.messageSize;
}

uint64_t
FragmentAssembly::GetReceived() const
{
    uint64_t received = 0;
    for (const auto& [start, end] : m_received)
    {
        received += end - start;
    }
    return received;
}

std::vector<MessageBytes>
FragmentAssembly::ListMissing() const
{
    std::vector<MessageBytes> missing;
    uint64_t at = 0;
    for (const auto& [start, end] : m_received)
    {
        if (start > at)
        {
            missing.push_back({at, start});
        }
        at = end;
    }
    if (at < m_header.messageSize)
    {
        missing.push_back({at, m_header.messageSize});
    }
    return missing;
}

bool
FragmentAssembly::GetBody(std::vector<uint8_t>& body) const
{
    const auto first = m_received.begin();
    if (first == m_received.end() || first->first > 0 || first->second < m_header.bodySize)
    {
        return false;
    }
    body.clear();
    for (auto at = m_pieces.begin(); body.size() < m_header.bodySize; ++at)
    {
        const auto more = std::min<uint64_t>(at->second.size(), m_header.bodySize - body.size());
        body.insert(body.end(),
                    at->second.begin(),
                    at->second.begin() + static_cast<std::ptrdiff_t>(more));
    }
    return true;
}

InferenceMessage
FragmentAssembly::Assemble() const
{
    std::vector<uint8_t> bytes;
    for (const auto& [start, piece] : m_pieces)
    {
        bytes.insert(bytes.end(), piece.begin(), piece.end());
    }
    InferenceMessage message;
    message.type = m_header.type;
    message.task = m_header.task;
    const auto behind = bytes.begin() + static_cast<std::ptrdiff_t>(m_header.bodySize);
    message.body.assign(bytes.begin(), behind);
    message.payloadBytes = m_header.messageSize - m_header.bodySize;
    if (MessageRegistry::Find(m_header.type)->payload == PayloadKind::REAL)
    {
        message.SetPayload(std::vector<uint8_t>(behind, bytes.end()));
    }
    return message;
}

double
FragmentAssembly::GetGoodput() const
{
    if (m_fragments < 2 || m_latest == m_first)
    {
        return 0;
    }
    // The first has no time before it that was measured.
    return 8.0 * static_cast<double>(GetReceived() - m_firstSize) /
           (m_latest - m_first).GetSeconds();
}

Time
FragmentAssembly::GetStallTime(Time most) const
{
    constexpr int64_t SPACINGS = 50;
    most = std::max(most, GetLeastStall());
    if (m_latest == m_first)
    {
        return most; // how fast the others follow is not known
    }
    const auto gaps = static_cast<int64_t>(m_fragments - 1);
    const Time spacing = NanoSeconds((m_latest - m_first).GetNanoSeconds() / gaps);
    return spacing > most / SPACINGS ? most : std::max(SPACINGS * spacing, GetLeastStall());
}

Time
FragmentAssembly::GetLeastStall()
{
    return MilliSeconds(100);
}

} // namespace edgeai
} // namespace ns3
