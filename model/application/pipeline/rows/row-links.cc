/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-links.h"

#include "ns3/tcp-socket-factory.h"

#include <utility>

namespace ns3
{
namespace edgeai
{

RowLinks::RowLinks() = default;

RowLinks::~RowLinks()
{
    Abandon();
}

void
RowLinks::Start(Ptr<Node> node, const Settings& settings)
{
    m_node = node;
    m_settings = settings;
    m_listener.onMessage = [this](MessageListener::Peer peer, const InferenceMessage& message) {
        const auto known = m_indices.find(peer);
        if (known == m_indices.end())
        {
            onStranger(peer, message);
        }
        else
        {
            onMessage(known->second, message);
        }
    };
    m_listener.onGone = [this](MessageListener::Peer peer) {
        const auto known = m_indices.find(peer);
        if (known == m_indices.end())
        {
            onStrangerGone(peer);
            return;
        }
        const uint32_t index = known->second;
        m_indices.erase(known);
        m_peers.erase(index);
        onGone(index);
    };
    m_listener.onMalformed = [this](const std::string& reason) { onMalformed(reason); };
    m_listener.Start(node, settings.listener);
}

void
RowLinks::Stop()
{
    for (auto& [index, link] : m_links)
    {
        link->Stop();
    }
    m_links.clear();
    m_met.clear();
    m_waiting.clear();
    m_peers.clear();
    m_indices.clear(); // so that nobody hears of those that go
    m_listener.onGone = nullptr;
    m_listener.Stop();
}

void
RowLinks::Abandon()
{
    for (auto& [index, link] : m_links)
    {
        link->Abandon();
    }
    m_links.clear();
    m_met.clear();
    m_waiting.clear();
    m_peers.clear();
    m_indices.clear();
    m_listener.Abandon();
    m_node = nullptr;
}

void
RowLinks::Connect(uint32_t index, const Address& address)
{
    if (m_links.count(index) || !m_node)
    {
        return;
    }
    MessageSession& session =
        *m_links.emplace(index, std::make_unique<MessageSession>()).first->second;
    MessageSession::Settings settings;
    settings.remote = address;
    settings.protocol = TcpSocketFactory::GetTypeId();
    settings.socket = m_settings.listener.socket;
    settings.reconnectInterval = m_settings.reconnectInterval;
    session.onReady = [this, index] {
        onReady(index); // who this is comes first
        Meet(index);
    };
    session.onMessage = [this, index](const InferenceMessage& message) {
        onMessage(index, message);
    };
    session.onClosed = [this, index](bool) { onGone(index); };
    session.onMalformed = [this](const std::string& reason) { onMalformed(reason); };
    session.Start(m_node, settings);
}

void
RowLinks::Meet(uint32_t index)
{
    m_met.insert(index);
    const auto waiting = m_waiting.find(index);
    if (waiting == m_waiting.end())
    {
        return;
    }
    const std::vector<InferenceMessage> messages = std::move(waiting->second);
    m_waiting.erase(waiting);
    for (const InferenceMessage& message : messages)
    {
        Send(index, message);
    }
}

bool
RowLinks::Identify(MessageListener::Peer peer, uint32_t index)
{
    if (m_listener.IsDatagram(peer) || m_peers.count(index) || m_links.count(index))
    {
        return false;
    }
    m_peers[index] = peer;
    m_indices[peer] = index;
    Meet(index);
    return true;
}

bool
RowLinks::IsConnected(uint32_t index) const
{
    const auto link = m_links.find(index);
    return m_peers.count(index) || (link != m_links.end() && link->second->IsConnected());
}

void
RowLinks::Send(uint32_t index, const InferenceMessage& message)
{
    const auto link = m_links.find(index);
    const auto peer = m_peers.find(index);
    if (link != m_links.end() && link->second->IsConnected())
    {
        link->second->Send(message, 0);
    }
    else if (peer != m_peers.end())
    {
        m_listener.Send(peer->second, message);
    }
    else if (!m_met.count(index) && m_waiting[index].size() < WAITING)
    {
        m_waiting[index].push_back(message);
    }
}

void
RowLinks::Reply(MessageListener::Peer peer, const InferenceMessage& message)
{
    m_listener.Send(peer, message);
}

} // namespace edgeai
} // namespace ns3
