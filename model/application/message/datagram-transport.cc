/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "datagram-transport.h"

#include "compute/time-steps.h"

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

void
DatagramTransport::HandleDatagram(Ptr<Packet> packet)
{
    if (m_closed)
    {
        return;
    }
    const auto self = weak_from_this().lock();
    InferenceHeader header;
    std::string fault = FragmentAssembly::ReadHeader(packet, header);
    if (!fault.empty())
    {
        ReportMalformed(fault);
        return;
    }
    Forget();
    const Key key{header.type, header.task, header.sequence};
    if (header.task != 0 && m_complete.count(key))
    {
        return; // a duplicate of what was already handed over
    }
    Incoming& in = m_incoming[key];
    packet->RemoveAtStart(InferenceHeader::SIZE);
    uint64_t fresh = 0;
    fault = in.pieces.Add(header, packet, fresh);
    if (!fault.empty())
    {
        ReportMalformed(fault);
        return;
    }
    if (in.pieces.IsWhole())
    {
        InferenceMessage complete = in.pieces.Assemble();
        complete.goodput = in.pieces.GetGoodput();
        m_incoming.erase(key);
        m_complete[key] = Simulator::Now();
        m_completed.emplace_back(Simulator::Now(), key);
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

void
DatagramTransport::ScheduleStallCheck()
{
    if (onIncomplete && m_stallCheck.IsExpired())
    {
        m_stallCheck = Simulator::Schedule(FragmentAssembly::GetLeastStall(),
                                           &DatagramTransport::CheckStalls,
                                           this);
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
        if (Simulator::Now() - in.pieces.GetLatest() < in.pieces.GetStallTime(m_patience))
        {
            more = true;
            continue;
        }
        in.reported = true;
        const InferenceHeader& header = in.pieces.GetHeader();
        stalled.push_back({header.type,
                           header.task,
                           in.pieces.GetReceived(),
                           header.messageSize,
                           in.pieces.GetGoodput()});
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
DatagramTransport::Forget()
{
    const Time now = Simulator::Now();
    for (auto it = m_incoming.begin(); it != m_incoming.end();)
    {
        it =
            now - it->second.pieces.GetLatest() > m_patience ? m_incoming.erase(it) : std::next(it);
    }
    for (; !m_completed.empty() && now - m_completed.front().first > m_patience;
         m_completed.pop_front())
    {
        // Messages without a task may come again under the same key: their last time counts.
        const auto found = m_complete.find(m_completed.front().second);
        if (found != m_complete.end() && found->second == m_completed.front().first)
        {
            m_complete.erase(found);
        }
    }
    if (m_incoming.size() > MAX_INCOMING)
    {
        auto oldest =
            std::min_element(m_incoming.begin(),
                             m_incoming.end(),
                             [](const auto& a, const auto& b) {
                                 return a.second.pieces.GetLatest() < b.second.pieces.GetLatest();
                             });
        m_incoming.erase(oldest);
    }
}

} // namespace edgeai
} // namespace ns3
