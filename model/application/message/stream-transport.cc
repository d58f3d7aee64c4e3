/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "stream-transport.h"

#include "message-registry.h"
#include "socket-settings.h"

#include "ns3/simulator.h"

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
    KeepWindow(socket);
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
        CloseSocket(m_socket);
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
    m_outgoing.clear();
    m_unsent = 0;
}

void
StreamTransport::Send(const InferenceMessage& message, double)
{
    if (m_closed)
    {
        return;
    }
    const InferenceHeader header = MakeHeader(message);
    Outgoing out;
    out.start = Create<Packet>(message.body.data(), message.body.size());
    out.start->AddHeader(header);
    Tag(message, *out.start);
    out.message.type = message.type;
    out.message.task = message.task;
    out.message.payloadBytes = message.payloadBytes;
    out.message.payload = message.payload; // shared: the bytes become packets piece by piece
    m_queued += InferenceHeader::SIZE + header.messageSize;
    out.end = m_queued;
    m_outgoing.push_back(out);
    Flush();
}

Ptr<Packet>
StreamTransport::NextPiece(uint32_t room)
{
    Outgoing& out = m_outgoing[m_unsent];
    if (out.start)
    {
        Ptr<Packet> piece = out.start;
        const uint32_t size = piece->GetSize();
        if (size <= room)
        {
            out.start = nullptr;
            return piece;
        }
        out.start = piece->CreateFragment(room, size - room);
        return piece->CreateFragment(0, room);
    }
    const uint64_t left = out.message.payloadBytes - out.sent;
    const uint32_t whole = CHUNK - out.sent % CHUNK; // chunks end where they would with more room
    const uint32_t size = std::min<uint64_t>({left, whole, room});
    Ptr<Packet> piece = MakePiece(out.message, out.sent, size);
    Tag(out.message, *piece);
    out.sent += size;
    return piece;
}

void
StreamTransport::Flush()
{
    while (!m_closed && m_unsent < m_outgoing.size())
    {
        const uint32_t room = m_socket->GetTxAvailable();
        if (room == 0)
        {
            return;
        }
        Ptr<Packet> next = NextPiece(room);
        const Outgoing& out = m_outgoing[m_unsent];
        if (!out.start && out.sent == out.message.payloadBytes)
        {
            ++m_unsent;
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
        const InferenceMessage done = m_outgoing.front().message;
        m_outgoing.pop_front();
        --m_unsent; // what is acknowledged was sent
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
        NoteProgress();
    }
}

void
StreamTransport::Take(Ptr<Packet> packet, std::size_t wanted, std::vector<uint8_t>& bytes)
{
    // Room is made for what has come, not for what the peer announced.
    const std::size_t have = bytes.size();
    const std::size_t piece = std::min<std::size_t>(wanted - have, packet->GetSize());
    bytes.resize(have + piece);
    packet->CopyData(bytes.data() + have, piece);
    packet->RemoveAtStart(piece);
}

bool
StreamTransport::TakeHeader(Ptr<Packet> packet)
{
    Take(packet, InferenceHeader::SIZE, m_bytes);
    if (m_bytes.size() < InferenceHeader::SIZE)
    {
        return false;
    }
    std::string fault;
    if (!m_header.Parse(m_bytes.data(), m_bytes.size(), &fault))
    {
        Fail(fault);
        return false;
    }
    if (m_header.fragmentOffset != 0)
    {
        Fail("offset is " + std::to_string(m_header.fragmentOffset) +
             " B; allowed is 0 B on a stream");
        return false;
    }
    m_bytes.clear();
    m_message = InferenceMessage();
    m_message.type = m_header.type;
    m_message.task = m_header.task;
    m_message.payloadBytes = m_header.messageSize - m_header.bodySize;
    m_payloadLeft = m_message.payloadBytes;
    m_real = MessageRegistry::Find(m_header.type)->payload == PayloadKind::REAL;
    m_first = Simulator::Now();
    m_firstSize = 0;
    m_part = Part::BODY;
    return true;
}

uint64_t
StreamTransport::GetReceived() const
{
    return m_part == Part::BODY ? m_message.body.size() : m_header.messageSize - m_payloadLeft;
}

bool
StreamTransport::GetPart(MessagePart& part) const
{
    if (m_part == Part::HEADER)
    {
        return false;
    }
    part.type = m_header.type;
    part.task = m_header.task;
    part.received = GetReceived();
    part.size = m_header.messageSize;
    // The first bytes have no time before them that was measured.
    part.goodput = m_latest > m_first ? 8.0 * static_cast<double>(part.received - m_firstSize) /
                                            (m_latest - m_first).GetSeconds()
                                      : 0;
    return true;
}

void
StreamTransport::NoteProgress()
{
    if (m_part == Part::HEADER)
    {
        return;
    }
    m_latest = Simulator::Now();
    if (m_first == m_latest)
    {
        m_firstSize = GetReceived();
    }
}

bool
StreamTransport::TakePayload(Ptr<Packet> packet)
{
    const uint32_t piece = std::min<uint64_t>(m_payloadLeft, packet->GetSize());
    m_payloadLeft -= piece;
    if (m_real)
    {
        Take(packet, m_bytes.size() + piece, m_bytes);
    }
    else
    {
        packet->RemoveAtStart(piece);
    }
    return m_payloadLeft == 0;
}

void
StreamTransport::Consume(Ptr<Packet> packet)
{
    while (!m_closed)
    {
        switch (m_part)
        {
        case Part::HEADER:
            if (!TakeHeader(packet))
            {
                return;
            }
            continue;
        case Part::BODY:
            Take(packet, m_header.bodySize, m_message.body);
            if (m_message.body.size() < m_header.bodySize)
            {
                return;
            }
            m_part = Part::PAYLOAD;
            continue;
        case Part::PAYLOAD:
            if (!TakePayload(packet))
            {
                return;
            }
        }
        m_part = Part::HEADER;
        if (m_real)
        {
            m_message.SetPayload(std::move(m_bytes));
            m_bytes = std::vector<uint8_t>();
        }
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
StreamTransport::Fail(const std::string& reason)
{
    // There is no way to find the next header in a stream that lost its place: drop the peer.
    ReportMalformed(reason);
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
