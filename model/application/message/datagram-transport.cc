/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "datagram-transport.h"

#include "compute/time-steps.h"
#include "message-registry.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{
/// Incomplete messages kept per peer; a peer that opens more loses its oldest.
constexpr std::size_t MAX_INCOMING = 256;

/// Headers of UDP, of IPv4 and IPv6, and what a link adds: Ethernet's header and check sum, more
/// than PPP's [B].
constexpr uint32_t UDP_BYTES = 8;
constexpr uint32_t IPV4_BYTES = 20;
constexpr uint32_t IPV6_BYTES = 40;
constexpr uint32_t LINK_BYTES = 18;

/// A message is not given up for lost before nothing of it has come for as long.
const Time LEAST_STALL = MilliSeconds(100);
} // namespace

DatagramTransport::DatagramTransport(Ptr<Socket> socket,
                                     const Address& peer,
                                     uint32_t fragmentSize,
                                     Time patience)
    : m_socket(socket),
      m_peer(peer),
      m_fragmentSize(std::max<uint32_t>(fragmentSize, 1)),
      m_patience(patience)
{
}

DatagramTransport::~DatagramTransport()
{
    Abandon();
}

void
DatagramTransport::Close()
{
    Abandon(); // UDP has nothing to tell
}

void
DatagramTransport::Abandon()
{
    m_closed = true;
    m_nextFragment.Cancel();
    m_stallCheck.Cancel();
    m_queue.clear();
    m_incoming.clear();
}

void
DatagramTransport::Send(const InferenceMessage& message, double rate)
{
    if (m_closed)
    {
        return;
    }
    m_queue.push_back({message, MakeHeader(message), rate});
    SendFragment();
}

void
DatagramTransport::Withdraw(uint64_t task)
{
    for (Outgoing& out : m_queue)
    {
        out.withdrawn = out.withdrawn || out.message.task == task;
    }
}

double
DatagramTransport::GetPace(uint64_t bytes, double goodput, double wireRate) const
{
    const uint64_t fragments = std::max<uint64_t>(1, (bytes + m_fragmentSize - 1) / m_fragmentSize);
    const auto body = static_cast<double>(bytes);
    const double datagrams = body + static_cast<double>(fragments) * InferenceHeader::SIZE;
    const double wire = datagrams + static_cast<double>(fragments) * GetHeaderBytes();
    return datagrams / std::max(body / goodput, wire / wireRate);
}

uint32_t
DatagramTransport::GetHeaderBytes() const
{
    const bool v6 = Inet6SocketAddress::IsMatchingType(m_peer);
    return UDP_BYTES + (v6 ? IPV6_BYTES : IPV4_BYTES) + LINK_BYTES;
}

double
DatagramTransport::GetPayloadShare() const
{
    const double wire =
        static_cast<double>(m_fragmentSize) + InferenceHeader::SIZE + GetHeaderBytes();
    return m_fragmentSize / wire;
}

void
DatagramTransport::SendFragment()
{
    if (m_sending)
    {
        return; // whoever was told of a delivery sends the next; the loop below comes to it
    }
    const auto self = weak_from_this().lock(); // null while the owner holds it on the stack
    m_sending = true;
    // One chain of events at a time: while a fragment is being given its time nothing is sent.
    while (!m_closed && !m_queue.empty() && m_nextFragment.IsExpired())
    {
        Outgoing& out = m_queue.front();
        if (out.withdrawn)
        {
            m_queue.pop_front();
            continue;
        }
        const uint64_t body = out.header.bodySize;
        const uint64_t size = out.header.messageSize;
        const uint64_t start = out.sent;
        const uint64_t end = std::min(size, start + m_fragmentSize);
        const uint64_t bodyEnd = std::max(start, std::min(end, body));

        InferenceHeader header = out.header;
        header.fragmentOffset = start;
        Ptr<Packet> packet = start < bodyEnd
                                 ? Create<Packet>(out.message.body.data() + start, bodyEnd - start)
                                 : Create<Packet>();
        if (end > bodyEnd)
        {
            packet->AddAtEnd(MakePiece(out.message, bodyEnd - body, end - bodyEnd));
        }
        packet->AddHeader(header);
        Tag(out.message, *packet);
        const uint32_t bytes = packet->GetSize();
        const double rate = out.rate;
        out.sent = end;
        m_socket->SendTo(packet, 0, m_peer);
        if (m_closed)
        {
            break; // by whoever watches the device
        }
        if (rate > 0)
        {
            // The last fragment too is given its time, so that delivered means it has left.
            m_nextFragment = Simulator::Schedule(LimitWait(ToTime(bytes * 8.0 / rate)),
                                                 &DatagramTransport::HandleSpacing,
                                                 this);
        }
        else if (end == size)
        {
            FinishMessage();
        }
    }
    m_sending = false;
}

void
DatagramTransport::HandleSpacing()
{
    const auto self = weak_from_this().lock();
    const Outgoing& out = m_queue.front();
    if (out.sent == out.header.messageSize && !out.withdrawn)
    {
        FinishMessage();
    }
    SendFragment();
}

void
DatagramTransport::FinishMessage()
{
    const MessageType type = m_queue.front().message.type;
    const uint64_t task = m_queue.front().message.task;
    m_queue.pop_front();
    if (onDelivered)
    {
        onDelivered(type, task);
    }
}

bool
DatagramTransport::ReadHeader(Ptr<const Packet> packet, InferenceHeader& header) const
{
    std::vector<uint8_t> bytes(std::min(packet->GetSize(), InferenceHeader::SIZE));
    packet->CopyData(bytes.data(), bytes.size());
    std::string fault;
    if (!header.Parse(bytes.data(), bytes.size(), &fault))
    {
        ReportMalformed(fault);
        return false;
    }
    const uint64_t carried = packet->GetSize() - InferenceHeader::SIZE;
    const uint64_t most = header.messageSize - header.fragmentOffset;
    if (carried > most || (carried == 0 && header.messageSize > 0))
    {
        ReportMalformed("a fragment has " + std::to_string(carried) + " B; allowed is 1 to " +
                        std::to_string(most) + " B");
        return false;
    }
    return true;
}

void
DatagramTransport::HandleDatagram(Ptr<Packet> packet)
{
    if (m_closed)
    {
        return;
    }
    const auto self = weak_from_this().lock();
    InferenceHeader header;
    if (!ReadHeader(packet, header))
    {
        return;
    }
    Forget();
    const Key key{header.type, header.task, header.sequence};
    if (header.task != 0 && m_complete.count(key))
    {
        return; // a duplicate of what was already handed over
    }
    const auto [it, fresh] = m_incoming.try_emplace(key);
    Incoming& in = it->second;
    if (fresh)
    {
        in.header = header;
        in.first = Simulator::Now();
        in.firstSize = packet->GetSize() - InferenceHeader::SIZE;
    }
    else if (in.header.bodySize != header.bodySize || in.header.messageSize != header.messageSize)
    {
        ReportMalformed("fragments of one message differ in its size");
        return;
    }
    in.latest = Simulator::Now();
    ++in.fragments;
    packet->RemoveAtStart(InferenceHeader::SIZE);
    Keep(in, header.fragmentOffset, packet);
    if (IsWhole(in))
    {
        InferenceMessage complete = Assemble(in);
        complete.goodput = GetGoodput(in, in.header.messageSize);
        m_incoming.erase(key);
        m_complete[key] = Simulator::Now();
        if (onMessage)
        {
            onMessage(complete);
        }
    }
    else if (!in.reported)
    {
        ScheduleStallCheck();
    }
}

double
DatagramTransport::GetGoodput(const Incoming& in, uint64_t received)
{
    if (in.fragments < 2 || in.latest == in.first)
    {
        return 0;
    }
    // The first has no time before it that was measured.
    return 8.0 * static_cast<double>(received - in.firstSize) / (in.latest - in.first).GetSeconds();
}

Time
DatagramTransport::GetStallTime(const Incoming& in) const
{
    // Many times what came between two of its fragments, so that one that is late is waited for.
    constexpr int64_t SPACINGS = 50;
    const Time most = std::max(m_patience, LEAST_STALL);
    if (in.latest == in.first)
    {
        return most; // how fast the others follow is not known
    }
    const auto gaps = static_cast<int64_t>(in.fragments - 1);
    const Time spacing = NanoSeconds((in.latest - in.first).GetNanoSeconds() / gaps);
    return spacing > most / SPACINGS ? most : std::max(SPACINGS * spacing, LEAST_STALL);
}

void
DatagramTransport::ScheduleStallCheck()
{
    if (onIncomplete && m_stallCheck.IsExpired())
    {
        m_stallCheck = Simulator::Schedule(LEAST_STALL, &DatagramTransport::CheckStalls, this);
    }
}

void
DatagramTransport::CheckStalls()
{
    const auto self = weak_from_this().lock();
    std::vector<MessagePart> stalled;
    bool more = false;
    for (auto& [key, in] : m_incoming)
    {
        if (in.reported)
        {
            continue;
        }
        if (Simulator::Now() - in.latest < GetStallTime(in))
        {
            more = true;
            continue;
        }
        in.reported = true;
        uint64_t received = 0;
        for (const auto& [start, end] : in.received)
        {
            received += end - start;
        }
        stalled.push_back({in.header.type,
                           in.header.task,
                           received,
                           in.header.messageSize,
                           GetGoodput(in, received)});
    }
    if (more)
    {
        ScheduleStallCheck();
    }
    for (const MessagePart& part : stalled)
    {
        if (m_closed)
        {
            return; // by who was told
        }
        onIncomplete(part);
    }
}

void
DatagramTransport::Keep(Incoming& in, uint64_t start, Ptr<const Packet> packet)
{
    const MessageDescription* description = MessageRegistry::Find(in.header.type);
    const uint64_t matters =
        description->payload == PayloadKind::REAL ? in.header.messageSize : in.header.bodySize;
    uint64_t end = start + packet->GetSize();
    // Copy what is new of it: room is taken for what has come, not for what was announced, and
    // once.
    const auto copy = [&](uint64_t from, uint64_t to) {
        to = std::min(to, matters);
        if (from < to)
        {
            std::vector<uint8_t>& piece = in.pieces[from];
            piece.resize(to - from);
            packet->CreateFragment(from - start, to - from)->CopyData(piece.data(), piece.size());
        }
    };
    auto at = in.received.upper_bound(start);
    if (at != in.received.begin() && std::prev(at)->second >= start)
    {
        --at;
    }
    uint64_t from = start;
    uint64_t first = start;
    while (at != in.received.end() && at->first <= end)
    {
        copy(from, at->first);
        from = std::max(from, at->second);
        first = std::min(first, at->first);
        at = in.received.erase(at);
    }
    copy(from, end);
    in.received[first] = std::max(end, from);
}

bool
DatagramTransport::IsWhole(const Incoming& in)
{
    const auto& [start, end] = *in.received.begin();
    return start == 0 && end == in.header.messageSize;
}

InferenceMessage
DatagramTransport::Assemble(const Incoming& in)
{
    std::vector<uint8_t> bytes;
    for (const auto& [start, piece] : in.pieces)
    {
        bytes.insert(bytes.end(), piece.begin(), piece.end());
    }
    InferenceMessage message;
    message.type = in.header.type;
    message.task = in.header.task;
    const auto behind = bytes.begin() + static_cast<std::ptrdiff_t>(in.header.bodySize);
    message.body.assign(bytes.begin(), behind);
    message.payloadBytes = in.header.messageSize - in.header.bodySize;
    if (MessageRegistry::Find(in.header.type)->payload == PayloadKind::REAL)
    {
        message.SetPayload(std::vector<uint8_t>(behind, bytes.end()));
    }
    return message;
}

void
DatagramTransport::Forget()
{
    const Time now = Simulator::Now();
    for (auto it = m_incoming.begin(); it != m_incoming.end();)
    {
        it = now - it->second.latest > m_patience ? m_incoming.erase(it) : std::next(it);
    }
    for (auto it = m_complete.begin(); it != m_complete.end();)
    {
        it = now - it->second > m_patience ? m_complete.erase(it) : std::next(it);
    }
    if (m_incoming.size() > MAX_INCOMING)
    {
        auto oldest = std::min_element(
            m_incoming.begin(),
            m_incoming.end(),
            [](const auto& a, const auto& b) { return a.second.latest < b.second.latest; });
        m_incoming.erase(oldest);
    }
}

} // namespace edgeai
} // namespace ns3
