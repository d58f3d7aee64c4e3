/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "stream-transport.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{
/// Largest piece handed to the socket at once [B].
constexpr uint32_t CHUNK = 65536;
} // namespace

std::shared_ptr<StreamTransport>
StreamTransport::Open(Ptr<Socket> socket)
{
    std::shared_ptr<StreamTransport> transport(new StreamTransport(socket));
    // The socket's callbacks do not own the transport; Close() takes them back.
    auto* raw = transport.get();
    socket->SetRecvCallback(MakeCallback(&StreamTransport::HandleRead, raw));
    socket->SetSendCallback(MakeCallback(&StreamTransport::HandleSend, raw));
    socket->SetCloseCallbacks(MakeCallback(&StreamTransport::HandleClose, raw),
                              MakeCallback(&StreamTransport::HandleError, raw));
    return transport;
}

StreamTransport::StreamTransport(Ptr<Socket> socket)
    : m_socket(socket),
      m_capacity(socket->GetTxAvailable())
{
}

StreamTransport::~StreamTransport()
{
    Abandon();
}

void
StreamTransport::Close()
{
    if (!m_closed)
    {
        Abandon();
        m_socket->Close();
    }
}

void
StreamTransport::Abandon()
{
    if (m_closed)
    {
        return;
    }
    m_closed = true;
    m_socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
    m_socket->SetSendCallback(MakeNullCallback<void, Ptr<Socket>, uint32_t>());
    m_socket->SetCloseCallbacks(MakeNullCallback<void, Ptr<Socket>>(),
                                MakeNullCallback<void, Ptr<Socket>>());
    m_queue.clear();
}

void
StreamTransport::Send(const InferenceMessage& message, double)
{
    if (m_closed)
    {
        return;
    }
    InferenceHeader header;
    header.type = message.type;
    header.task = message.task;
    header.bodySize = message.body.size();
    header.messageSize = message.body.size() + message.payloadBytes;
    auto start = Create<Packet>(message.body.data(), message.body.size());
    start->AddHeader(header);
    m_queue.push_back(start);
    for (uint64_t left = message.payloadBytes; left > 0;)
    {
        const uint32_t piece = std::min<uint64_t>(left, CHUNK);
        m_queue.push_back(Create<Packet>(piece));
        left -= piece;
    }
    m_queued += InferenceHeader::SIZE + header.messageSize;
    m_outgoing.push_back({message.type, message.task, m_queued});
    Flush();
}

void
StreamTransport::Flush()
{
    while (!m_closed && !m_queue.empty())
    {
        Ptr<Packet> next = m_queue.front();
        const uint32_t room = m_socket->GetTxAvailable();
        if (room == 0)
        {
            return;
        }
        if (next->GetSize() > room)
        {
            Ptr<Packet> rest = next->CreateFragment(room, next->GetSize() - room);
            next = next->CreateFragment(0, room);
            m_queue.front() = rest;
        }
        else
        {
            m_queue.pop_front();
        }
        const uint32_t size = next->GetSize();
        if (m_socket->Send(next) != static_cast<int>(size))
        {
            End(true);
            return;
        }
        m_written += size;
    }
}

void
StreamTransport::HandleSend(Ptr<Socket> socket, uint32_t)
{
    const auto self = shared_from_this();
    Flush();
    if (m_closed)
    {
        return;
    }
    const uint64_t waiting = m_capacity - std::min<uint64_t>(m_capacity, socket->GetTxAvailable());
    const uint64_t acknowledged = m_written - std::min(m_written, waiting);
    while (!m_closed && !m_outgoing.empty() && m_outgoing.front().end <= acknowledged)
    {
        const Outgoing done = m_outgoing.front();
        m_outgoing.pop_front();
        if (onDelivered)
        {
            onDelivered(done.type, done.task);
        }
    }
}

void
StreamTransport::HandleRead(Ptr<Socket> socket)
{
    const auto self = shared_from_this();
    Ptr<Packet> packet;
    while (!m_closed && (packet = socket->Recv()) && packet->GetSize() > 0)
    {
        Consume(packet);
    }
}

void
StreamTransport::Take(Ptr<Packet> packet, std::size_t wanted)
{
    const std::size_t have = m_bytes.size();
    const std::size_t piece = std::min<std::size_t>(wanted - have, packet->GetSize());
    m_bytes.resize(have + piece);
    packet->CopyData(m_bytes.data() + have, piece);
    packet->RemoveAtStart(piece);
}

void
StreamTransport::Consume(Ptr<Packet> packet)
{
    while (!m_closed)
    {
        if (m_payloadLeft > 0)
        {
            const uint32_t piece = std::min<uint64_t>(m_payloadLeft, packet->GetSize());
            packet->RemoveAtStart(piece);
            m_payloadLeft -= piece;
            if (m_payloadLeft > 0)
            {
                return;
            }
        }
        else if (!m_inBody)
        {
            Take(packet, InferenceHeader::SIZE);
            if (m_bytes.size() < InferenceHeader::SIZE)
            {
                return;
            }
            if (!m_header.Parse(m_bytes.data(), m_bytes.size()) || m_header.fragmentOffset != 0 ||
                m_header.messageSize > MAX_MESSAGE)
            {
                Fail();
                return;
            }
            m_bytes.clear();
            m_inBody = true;
            continue;
        }
        else
        {
            Take(packet, m_header.bodySize);
            if (m_bytes.size() < m_header.bodySize)
            {
                return;
            }
            m_message.type = m_header.type;
            m_message.task = m_header.task;
            m_message.body = std::move(m_bytes);
            m_message.payloadBytes = m_header.messageSize - m_header.bodySize;
            m_bytes.clear();
            m_payloadLeft = m_message.payloadBytes;
            if (m_payloadLeft > 0)
            {
                continue;
            }
        }
        m_inBody = false;
        const InferenceMessage complete = std::move(m_message);
        m_message = InferenceMessage();
        if (onMessage)
        {
            onMessage(complete);
        }
        if (packet->GetSize() == 0)
        {
            return;
        }
    }
}

void
StreamTransport::Fail()
{
    // There is no way to find the next header in a stream that lost its place: drop the peer.
    if (onMalformed)
    {
        onMalformed();
    }
    End(true);
}

void
StreamTransport::End(bool error)
{
    if (m_closed)
    {
        return;
    }
    const auto closed = onClosed;
    Close();
    if (closed)
    {
        closed(error);
    }
}

void
StreamTransport::HandleClose(Ptr<Socket>)
{
    const auto self = shared_from_this();
    End(false);
}

void
StreamTransport::HandleError(Ptr<Socket>)
{
    const auto self = shared_from_this();
    End(true);
}

} // namespace edgeai
} // namespace ns3
