/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "datagram-transport.h"

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
    m_queue.push_back({message, rate});
    SendFragment();
}

double
DatagramTransport::GetPace(uint64_t bytes, double goodput, double wireRate) const
{
    const uint64_t fragments = std::max<uint64_t>(1, (bytes + m_fragmentSize - 1) / m_fragmentSize);
    const auto body = static_cast<double>(bytes);
    const double datagrams = body + static_cast<double>(fragments) * InferenceHeader::SIZE;
    const uint32_t ip = Inet6SocketAddress::IsMatchingType(m_peer) ? IPV6_BYTES : IPV4_BYTES;
    const double wire = datagrams + static_cast<double>(fragments) * (UDP_BYTES + ip + LINK_BYTES);
    return datagrams / std::max(body / goodput, wire / wireRate);
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
        const uint64_t body = out.message.body.size();
        const uint64_t size = body + out.message.payloadBytes;
        const uint64_t end = std::min(size, out.sent + m_fragmentSize);

        InferenceHeader header;
        header.type = out.message.type;
        header.task = out.message.task;
        header.bodySize = body;
        header.messageSize = size;
        header.fragmentOffset = out.sent;
        const uint64_t bodyEnd = std::min(end, body);
        Ptr<Packet> packet = out.sent < bodyEnd ? Create<Packet>(out.message.body.data() + out.sent,
                                                                 bodyEnd - out.sent)
                                                : Create<Packet>();
        packet->AddAtEnd(Create<Packet>(end - std::max(out.sent, bodyEnd)));
        packet->AddHeader(header);
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
            m_nextFragment = Simulator::Schedule(Seconds(bytes * 8.0 / rate),
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
    if (out.sent == out.message.body.size() + out.message.payloadBytes)
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

void
DatagramTransport::HandleDatagram(Ptr<Packet> packet)
{
    if (m_closed)
    {
        return;
    }
    const auto self = weak_from_this().lock();
    InferenceHeader header;
    std::vector<uint8_t> bytes(InferenceHeader::SIZE);
    const bool parsed = packet->GetSize() >= bytes.size() &&
                        packet->CopyData(bytes.data(), bytes.size()) == bytes.size() &&
                        header.Parse(bytes.data(), bytes.size());
    const uint64_t carried =
        packet->GetSize() - std::min<uint64_t>(packet->GetSize(), bytes.size());
    if (!parsed || header.messageSize > MAX_MESSAGE ||
        carried > header.messageSize - header.fragmentOffset ||
        (carried == 0 && header.messageSize > 0))
    {
        if (onMalformed)
        {
            onMalformed();
        }
        return;
    }
    Forget();
    const Key key{static_cast<uint8_t>(header.type), header.task};
    if (header.task != 0 && m_complete.count(key))
    {
        return; // a duplicate of what was already handed over
    }

    Incoming& in = m_incoming[key];
    if (in.received.empty())
    {
        in.message.type = header.type;
        in.message.task = header.task;
        in.bodySize = header.bodySize;
        in.size = header.messageSize;
        in.message.body.assign(header.bodySize, 0);
        in.message.payloadBytes = header.messageSize - header.bodySize;
    }
    else if (in.bodySize != header.bodySize || in.size != header.messageSize)
    {
        if (onMalformed)
        {
            onMalformed();
        }
        return;
    }

    in.latest = Simulator::Now();
    uint64_t start = header.fragmentOffset;
    uint64_t end = start + carried;
    if (start < in.bodySize)
    {
        const uint64_t part = std::min<uint64_t>(end, in.bodySize) - start;
        packet->RemoveAtStart(InferenceHeader::SIZE);
        packet->CopyData(in.message.body.data() + start, part);
    }
    // Merge [start, end) into the disjoint intervals that are here already.
    auto at = in.received.upper_bound(start);
    if (at != in.received.begin() && std::prev(at)->second >= start)
    {
        --at;
        start = at->first;
    }
    while (at != in.received.end() && at->first <= end)
    {
        end = std::max(end, at->second);
        at = in.received.erase(at);
    }
    in.received[start] = end;

    if (start == 0 && end == in.size)
    {
        const InferenceMessage complete = std::move(in.message);
        m_incoming.erase(key);
        m_complete[key] = Simulator::Now();
        if (onMessage)
        {
            onMessage(complete);
        }
    }
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
