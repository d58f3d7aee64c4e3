/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tier-connections.h"

#include "application/message/message-archive.h"
#include "application/message/resume-body.h"

#include "ns3/tcp-socket-factory.h"

namespace ns3
{
namespace edgeai
{

void
TierConnections::Make(Way way, const Address& remote)
{
    m_remotes[way] = remote;
    if (m_node && m_sessions.count(way) == 0)
    {
        Connect(way);
    }
}

void
TierConnections::Allow(Way way)
{
    m_allowed.insert(way);
}

void
TierConnections::Start(Ptr<Node> node, const Settings& settings)
{
    m_node = node;
    m_settings = settings;
    m_listener.onMessage = [this](Peer peer, const InferenceMessage& message) {
        Hear(peer, message);
    };
    m_listener.onGone = [this](Peer peer) { Forget(peer); };
    m_listener.onMalformed = [this](const std::string& reason) { onMalformed(reason); };
    MessageListener::Settings listen;
    listen.port = settings.port;
    listen.socket = settings.socket;
    m_listener.Start(node, listen);
    for (const auto& [way, remote] : m_remotes)
    {
        Connect(way);
    }
}

void
TierConnections::Connect(Way way)
{
    std::unique_ptr<MessageSession>& session = m_sessions[way];
    session = std::make_unique<MessageSession>();
    session->onReady = [this, way] {
        InferenceMessage message;
        message.type = TierMessage::JOIN;
        message.body = Encode(TierJoinBody{m_settings.number, way.second});
        m_sessions.at(way)->Send(message, 0);
        onUp(way);
    };
    session->onMessage = [this, way](const InferenceMessage& message) { onMessage(way, message); };
    session->onClosed = [this, way](bool) { onGone(way); };
    session->onMalformed = [this](const std::string& reason) { onMalformed(reason); };
    MessageSession::Settings settings;
    settings.remote = m_remotes.at(way);
    settings.remoteName = "address of an edge server";
    settings.protocol = TcpSocketFactory::GetTypeId();
    settings.socket = m_settings.socket;
    settings.reconnectInterval = m_settings.reconnectInterval;
    session->Start(m_node, settings);
}

void
TierConnections::Stop(bool able)
{
    for (const auto& [way, session] : m_sessions)
    {
        session->Stop(able);
    }
    m_sessions.clear();
    m_node = nullptr;
    m_listener.Stop(able);
    m_ways.clear();
    m_peers.clear();
}

void
TierConnections::Abandon()
{
    for (const auto& [way, session] : m_sessions)
    {
        session->Abandon();
    }
    m_listener.Abandon();
    m_ways.clear();
    m_peers.clear();
    m_node = nullptr;
}

bool
TierConnections::IsUp(Way way) const
{
    const auto session = m_sessions.find(way);
    return session != m_sessions.end() ? session->second->IsConnected() : m_peers.count(way) > 0;
}

void
TierConnections::Send(Way way, const InferenceMessage& message)
{
    const auto session = m_sessions.find(way);
    const auto peer = m_peers.find(way);
    if (session != m_sessions.end())
    {
        session->second->Send(message, 0);
    }
    else if (peer != m_peers.end())
    {
        m_listener.Send(peer->second, message);
    }
}

void
TierConnections::Break(Way way)
{
    const auto session = m_sessions.find(way);
    const auto peer = m_peers.find(way);
    if (session != m_sessions.end() && session->second->IsConnected())
    {
        session->second->Break();
    }
    else if (peer != m_peers.end())
    {
        m_listener.Close(peer->second);
    }
}

void
TierConnections::Hear(Peer peer, const InferenceMessage& message)
{
    const auto way = m_ways.find(peer);
    std::string fault;
    if (message.type == TierMessage::JOIN)
    {
        TierJoinBody body;
        fault = Decode(message.body, body, &fault) ? Seat(peer, body) : fault;
    }
    else if (way != m_ways.end())
    {
        onMessage(way->second, message);
    }
    else
    {
        fault = "a stranger has no business sending it";
    }
    if (!fault.empty())
    {
        onMalformed(std::string(ToString(message.type)) + ": " + fault);
    }
}

std::string
TierConnections::Seat(Peer peer, const TierJoinBody& body)
{
    const Way way{body.server, body.coordinated};
    const auto known = m_ways.find(peer);
    if (known != m_ways.end())
    {
        return known->second == way ? ""
                                    : "the connection is server " +
                                          std::to_string(known->second.first) + "'s already";
    }
    if (m_allowed.count(way) == 0)
    {
        return "server " + std::to_string(body.server) + " has no business connecting here" +
               (body.coordinated ? " for words of a coordinator" : "");
    }
    const auto before = m_peers.find(way);
    if (before != m_peers.end())
    {
        // Who comes back from the same host had a connection that is dead; nobody else may.
        if (!AreSameHost(m_listener.GetAddress(before->second), m_listener.GetAddress(peer)))
        {
            return "server " + std::to_string(body.server) + " is somebody else";
        }
        m_listener.Close(before->second);
    }
    m_ways[peer] = way;
    m_peers[way] = peer;
    onUp(way);
    return "";
}

void
TierConnections::Forget(Peer peer)
{
    const auto known = m_ways.find(peer);
    if (known == m_ways.end())
    {
        return;
    }
    const Way way = known->second;
    m_ways.erase(known);
    const auto present = m_peers.find(way);
    if (present != m_peers.end() && present->second == peer)
    {
        m_peers.erase(present);
        onGone(way);
    }
}

} // namespace edgeai
} // namespace ns3
