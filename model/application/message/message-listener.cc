/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "message-listener.h"

#include "datagram-greeting.h"
#include "datagram-transport.h"
#include "message-archive.h"
#include "resume-body.h"
#include "socket-settings.h"
#include "stream-transport.h"

#include "ns3/abort.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

#include <algorithm>
#include <string>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiMessageListener");

namespace
{

/// Whoever else holds a socket must not call back. @param [in] socket that listens no more
void
Silence(Ptr<Socket> socket)
{
    socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
    socket->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                              MakeNullCallback<void, Ptr<Socket>, const Address&>());
}

} // namespace

MessageListener::MessageListener() = default;

MessageListener::~MessageListener()
{
    Abandon();
}

void
MessageListener::Start(Ptr<Node> node, const Settings& settings)
{
    m_node = node;
    m_settings = settings;
    m_listening = {Listen(TcpSocketFactory::GetTypeId()), Listen(UdpSocketFactory::GetTypeId())};
}

Ptr<Socket>
MessageListener::Listen(const TypeId& protocol)
{
    Ptr<Socket> socket = Socket::CreateSocket(m_node, protocol);
    const bool tcp = protocol == TcpSocketFactory::GetTypeId();
    if (tcp)
    {
        ApplyStreamSettings(socket, m_settings.socket);
    }
    const Address local = m_settings.ipv6
                              ? Address(Inet6SocketAddress(Ipv6Address::GetAny(), m_settings.port))
                              : Address(InetSocketAddress(Ipv4Address::GetAny(), m_settings.port));
    NS_ABORT_MSG_IF(socket->Bind(local) != 0,
                    "Port " << m_settings.port << " of node " << m_node->GetId()
                            << " is in use; give its applications different ones by their "
                               "attribute Port, for instance a helper's "
                               "SetServerAttribute(\"Port\", UintegerValue(...))");
    if (tcp)
    {
        socket->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                  MakeCallback(&MessageListener::HandleAccept, this));
        socket->Listen();
        m_guard.Watch(socket, [this] { Renew(); });
    }
    else
    {
        socket->SetRecvCallback(MakeCallback(&MessageListener::HandleDatagram, this));
    }
    return socket;
}

void
MessageListener::Renew()
{
    Silence(m_listening.front());
    CloseSocket(m_listening.front());
    m_listening.front() = Listen(TcpSocketFactory::GetTypeId());
}

void
MessageListener::Stop(bool able)
{
    NS_LOG_FUNCTION(this);
    for (const auto& [peer, connection] : m_peers)
    {
        if (able && connection.greeted)
        {
            SendHello(*connection.transport, true);
        }
    }
    m_guard.Stop();
    for (const auto& socket : m_listening)
    {
        Silence(socket);
        CloseSocket(socket);
    }
    m_listening.clear();
    while (!m_peers.empty())
    {
        Remove(m_peers.begin()->first);
    }
    m_addresses.clear();
}

void
MessageListener::Abandon()
{
    for (auto& [peer, connection] : m_peers)
    {
        connection.transport->Abandon();
    }
    m_peers.clear();
    m_addresses.clear();
    m_guard.Stop();
    for (const auto& socket : m_listening)
    {
        Silence(socket);
    }
    m_listening.clear();
}

void
MessageListener::HandleAccept(Ptr<Socket> socket, const Address& from)
{
    m_guard.Release(socket);
    Add({StreamTransport::Open(socket), nullptr, from, false});
}

void
MessageListener::HandleDatagram(Ptr<Socket> socket)
{
    Address from;
    while (Ptr<Packet> packet = socket->RecvFrom(from))
    {
        auto known = m_addresses.find(from);
        if (known == m_addresses.end())
        {
            auto transport = std::make_shared<DatagramTransport>(socket,
                                                                 from,
                                                                 m_settings.socket.fragmentSize,
                                                                 m_settings.patience);
            known = m_addresses.emplace(from, Add({transport, transport, from, false})).first;
        }
        const auto peer = m_peers.find(known->second);
        if (peer != m_peers.end())
        {
            const auto datagrams = peer->second.datagrams;
            datagrams->HandleDatagram(packet);
        }
    }
}

bool
MessageListener::IsDatagram(Peer peer) const
{
    const auto it = m_peers.find(peer);
    return it != m_peers.end() && it->second.datagrams;
}

Address
MessageListener::GetAddress(Peer peer) const
{
    const auto it = m_peers.find(peer);
    return it == m_peers.end() ? Address() : it->second.from;
}

MessageListener::Peer
MessageListener::Add(const Connection& connection)
{
    const Peer peer = ++m_lastPeer;
    const auto transport = connection.transport;
    m_peers[peer] = connection;
    transport->SetTagged(GetPort(connection.from));
    transport->onMessage = [this, peer](const InferenceMessage& message) {
        if (message.type == ResumeMessage::RESUME)
        {
            HandleResume(peer, message);
            return;
        }
        if (message.type == HelloMessage::HELLO)
        {
            HandleHello(peer, message);
            return;
        }
        onMessage(peer, message);
    };
    transport->onClosed = [this, peer](bool) { Remove(peer); };
    transport->onMalformed = onMalformed;
    if (onIncomplete)
    {
        transport->onIncomplete = [this, peer](const MessagePart& part) {
            onIncomplete(peer, part);
        };
    }
    if (onPeer)
    {
        onPeer(peer);
    }
    return peer;
}

void
MessageListener::HandleHello(Peer peer, const InferenceMessage& message)
{
    HelloBody body;
    std::string fault;
    if (!Decode(message.body, body, &fault))
    {
        onMalformed("HELLO: " + fault);
        return;
    }
    if (!m_peers.at(peer).datagrams)
    {
        onMalformed("HELLO over a connection, which says so itself");
        return;
    }
    if (body.leaving)
    {
        Remove(peer);
        return;
    }
    m_peers.at(peer).greeted = true;
    const auto transport = m_peers.at(peer).transport;
    SendHello(*transport, false);
    if (onHello)
    {
        onHello(peer);
    }
}

void
MessageListener::HandleResume(Peer peer, const InferenceMessage& message)
{
    ResumeBody body;
    std::string fault;
    if (!Decode(message.body, body, &fault))
    {
        onMalformed("RESUME: " + fault);
        return;
    }
    const Connection& now = m_peers.at(peer);
    std::vector<Peer> dead;
    for (const auto& [other, connection] : m_peers)
    {
        // An address that a datagram names can be a lie; one that TCP shook hands with is none.
        const bool sameProtocol = !connection.datagrams == !now.datagrams;
        const auto port = GetPort(connection.from);
        if (other != peer && sameProtocol && AreSameHost(connection.from, now.from) &&
            std::find(body.ports.begin(), body.ports.end(), port) != body.ports.end())
        {
            dead.push_back(other);
        }
    }
    for (const Peer other : dead)
    {
        Remove(other);
    }
    if (m_peers.count(peer) && !m_peers.at(peer).datagrams && onResumed)
    {
        FindFormer(peer, body.ports);
    }
}

void
MessageListener::FindFormer(Peer peer, const std::vector<uint16_t>& ports)
{
    const Address from = m_peers.at(peer).from;
    Peer former = 0; // the latest, should a port have been used twice
    for (auto it = m_departed.begin(); it != m_departed.end();)
    {
        const bool own = AreSameHost(it->second, from) &&
                         std::find(ports.begin(), ports.end(), GetPort(it->second)) != ports.end();
        former = own ? it->first : former;
        it = own ? m_departed.erase(it) : std::next(it);
    }
    if (former > 0)
    {
        onResumed(peer, former);
    }
}

void
MessageListener::Close(Peer peer)
{
    Remove(peer);
}

void
MessageListener::Remove(Peer peer)
{
    NS_LOG_FUNCTION(this << peer);
    const auto it = m_peers.find(peer);
    if (it == m_peers.end())
    {
        return;
    }
    const Connection connection = std::move(it->second);
    m_peers.erase(it);
    if (connection.datagrams)
    {
        m_addresses.erase(connection.from);
    }
    MessagePart part;
    if (onCut && connection.transport->GetPart(part))
    {
        onCut(peer, part);
    }
    connection.transport->Close();
    if (!connection.datagrams && onResumed)
    {
        // They come back soon or never.
        constexpr std::size_t DEPARTED_KEPT = 256;
        m_departed[peer] = connection.from;
        if (m_departed.size() > DEPARTED_KEPT)
        {
            m_departed.erase(m_departed.begin());
        }
    }
    if (onGone)
    {
        onGone(peer);
    }
}

void
MessageListener::Send(Peer peer, const InferenceMessage& message)
{
    const auto it = m_peers.find(peer);
    if (it == m_peers.end())
    {
        return;
    }
    const auto transport = it->second.transport; // it may find the peer gone and be removed
    transport->Send(message, 0);
}

} // namespace edgeai
} // namespace ns3
