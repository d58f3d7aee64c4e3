/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "message-session.h"

#include "compute/time-steps.h"
#include "datagram-transport.h"
#include "message-archive.h"
#include "resume-body.h"
#include "socket-address.h"
#include "stream-transport.h"

#include "ns3/abort.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiMessageSession");

MessageSession::MessageSession() = default;

MessageSession::~MessageSession()
{
    Abandon();
}

void
MessageSession::Start(Ptr<Node> node, const Settings& settings)
{
    m_node = node;
    m_settings = settings;
    const std::string fault = FindSocketAddressFault(settings.remote, settings.remoteName);
    NS_ABORT_MSG_UNLESS(fault.empty(), "node " << node->GetId() << ": " << fault);
    m_running = true;
    Connect();
}

void
MessageSession::Stop(bool able)
{
    m_running = false;
    RememberPort();
    if (m_datagrams && m_settings.announce && able)
    {
        SendHello(*m_datagrams, true);
    }
    Drop(true);
    m_reconnectEvent.Cancel();
}

void
MessageSession::Abandon()
{
    m_running = false;
    Drop(false);
    m_reconnectEvent.Cancel();
}

bool
MessageSession::IsConnected() const
{
    return m_transport != nullptr;
}

bool
MessageSession::IsDatagram() const
{
    return m_datagrams != nullptr;
}

double
MessageSession::GetPace(uint64_t bytes, double goodput, double wireRate) const
{
    return m_datagrams ? m_datagrams->GetPace(bytes, goodput, wireRate) : 0;
}

double
MessageSession::GetPayloadShare() const
{
    return m_datagrams ? m_datagrams->GetPayloadShare() : 1;
}

void
MessageSession::Connect()
{
    NS_LOG_FUNCTION(this);
    m_socket = Socket::CreateSocket(m_node, m_settings.protocol);
    const bool v6 = Inet6SocketAddress::IsMatchingType(m_settings.remote);
    if (m_settings.protocol == UdpSocketFactory::GetTypeId())
    {
        const int bound = v6 ? m_socket->Bind6() : m_socket->Bind();
        NS_ABORT_MSG_IF(bound != 0,
                        "MessageSession: no socket could be bound on node " << m_node->GetId());
        m_datagrams = std::make_shared<DatagramTransport>(m_socket,
                                                          m_settings.remote,
                                                          m_settings.socket.fragmentSize,
                                                          m_settings.patience);
        m_socket->SetRecvCallback(MakeCallback(&MessageSession::HandleDatagram, this));
        Announce();
        return;
    }
    ApplyStreamSettings(m_socket, m_settings.socket);
    // TCP would double its patience from one attempt to the next, up to 48 s. Without any, an
    // answer that takes longer than one pause would always find its attempt given up.
    const bool patient = m_failures % 4 == 3;
    m_socket->SetAttributeFailSafe("ConnTimeout", TimeValue(m_settings.reconnectInterval));
    m_socket->SetAttributeFailSafe("ConnCount", UintegerValue(patient ? 3 : 1));
    m_socket->SetConnectCallback(MakeCallback(&MessageSession::HandleConnected, this),
                                 MakeCallback(&MessageSession::HandleRefused, this));
    m_socket->SetCloseCallbacks(MakeCallback(&MessageSession::HandleRefused, this),
                                MakeCallback(&MessageSession::HandleRefused, this));
    const int bound = v6 ? m_socket->Bind6() : m_socket->Bind();
    if (bound != 0 || m_socket->Connect(m_settings.remote) != 0)
    {
        HandleRefused(m_socket); // no route yet, or none any more
    }
}

void
MessageSession::HandleConnected(Ptr<Socket> socket)
{
    NS_LOG_FUNCTION(this);
    m_failures = 0;
    if (m_running)
    {
        SetTransport(StreamTransport::Open(socket));
    }
}

void
MessageSession::HandleRefused(Ptr<Socket> socket)
{
    NS_LOG_FUNCTION(this);
    if (socket == m_socket)
    {
        ++m_failures;
        Drop(true);
        ScheduleReconnect();
    }
}

void
MessageSession::SetTransport(std::shared_ptr<MessageTransport> transport)
{
    m_transport = transport;
    if (!m_datagrams) // whose may be what called this
    {
        transport->onMessage = [this](const InferenceMessage& message) { Receive(message); };
    }
    transport->onDelivered = [this](MessageType type, uint64_t task) {
        if (type == ResumeMessage::RESUME)
        {
            // Over UDP to have left says nothing; the answer to HELLO does.
            if (!m_datagrams || !m_settings.announce)
            {
                m_deadPorts.clear();
            }
        }
        else if (onDelivered)
        {
            onDelivered(type, task);
        }
    };
    transport->onClosed = [this](bool error) { HandleClosed(error); };
    transport->onMalformed = onMalformed;
    transport->onIncomplete = onIncomplete;
    if (!m_datagrams || !m_settings.announce)
    {
        SendResume(*transport);
    }
    if (onReady)
    {
        onReady();
    }
}

void
MessageSession::Announce()
{
    m_datagrams->onMessage = [this](const InferenceMessage& message) { Receive(message); };
    if (!m_settings.announce)
    {
        SetTransport(m_datagrams);
        return;
    }
    m_greeting.onAttempt = [this] {
        const auto transport = m_datagrams;
        SendResume(*transport);
        SendHello(*transport, false);
    };
    m_greeting.onReady = [this] { SetTransport(m_datagrams); };
    m_greeting.Start(m_settings.reconnectInterval);
}

void
MessageSession::Receive(const InferenceMessage& message)
{
    const bool hello = message.type == HelloMessage::HELLO;
    HelloBody body;
    std::string fault;
    if (hello && !Decode(message.body, body, &fault))
    {
        onMalformed("HELLO: " + fault);
        return;
    }
    if (body.leaving)
    {
        if (m_transport && IsDatagram() && m_settings.announce)
        {
            HandleClosed(false);
        }
        return;
    }
    if (m_datagrams && m_settings.announce && !m_greeting.IsAnswered())
    {
        m_deadPorts.clear();
        m_greeting.HandleAnswer(); // whoever is told may stop this
    }
    if (m_transport && onMessage && !hello)
    {
        onMessage(message);
    }
}

void
MessageSession::SendResume(MessageTransport& transport) const
{
    if (m_deadPorts.empty())
    {
        return;
    }
    InferenceMessage message;
    message.type = ResumeMessage::RESUME;
    message.body = Encode(ResumeBody{m_deadPorts});
    transport.Send(message, 0);
}

uint16_t
MessageSession::GetLocalPort() const
{
    Address local;
    return m_socket && m_socket->GetSockName(local) == 0 ? GetPort(local) : 0;
}

void
MessageSession::RememberPort()
{
    const uint16_t port = m_transport ? GetLocalPort() : 0;
    if (port > 0)
    {
        m_deadPorts.push_back(port);
        if (m_deadPorts.size() > ResumeBody::MOST)
        {
            m_deadPorts.erase(m_deadPorts.begin());
        }
    }
}

void
MessageSession::HandleDatagram(Ptr<Socket> socket)
{
    Address from;
    while (Ptr<Packet> packet = socket->RecvFrom(from))
    {
        if (m_datagrams)
        {
            m_datagrams->HandleDatagram(packet);
        }
    }
}

void
MessageSession::HandleClosed(bool error)
{
    NS_LOG_FUNCTION(this << error);
    if (error)
    {
        RememberPort();
    }
    Drop(true);
    ScheduleReconnect();
    if (onClosed)
    {
        onClosed(error);
    }
}

void
MessageSession::Withdraw(uint64_t task)
{
    if (m_transport)
    {
        m_transport->Withdraw(task);
    }
}

void
MessageSession::Break()
{
    HandleClosed(true);
}

void
MessageSession::Drop(bool tellPeer)
{
    m_greeting.Stop();
    const std::shared_ptr<MessageTransport> transport = m_transport ? m_transport : m_datagrams;
    if (transport)
    {
        tellPeer ? transport->Close() : transport->Abandon();
        m_transport = nullptr;
        m_datagrams = nullptr;
    }
    if (m_socket)
    {
        m_socket->SetConnectCallback(MakeNullCallback<void, Ptr<Socket>>(),
                                     MakeNullCallback<void, Ptr<Socket>>());
        m_socket->SetCloseCallbacks(MakeNullCallback<void, Ptr<Socket>>(),
                                    MakeNullCallback<void, Ptr<Socket>>());
        m_socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
        if (tellPeer)
        {
            CloseSocket(m_socket);
        }
        m_socket = nullptr;
    }
}

void
MessageSession::ScheduleReconnect()
{
    if (m_running && m_reconnectEvent.IsExpired())
    {
        m_reconnectEvent = Simulator::Schedule(LimitWait(m_settings.reconnectInterval),
                                               &MessageSession::Connect,
                                               this);
    }
}

void
MessageSession::Send(const InferenceMessage& message, double rate)
{
    // Sending can find the connection dead and end it: keep the transport alive meanwhile.
    const auto transport = m_transport;
    if (transport) // whoever traces what is sent may have stopped the owner
    {
        transport->Send(message, rate);
    }
}

} // namespace edgeai
} // namespace ns3
