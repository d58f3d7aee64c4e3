/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-reception.h"

#include "application/message/message-archive.h"
#include "code-request.h"

#include "ns3/simulator.h"

#include <iterator>
#include <string>

namespace ns3
{
namespace edgeai
{

CodeReception::CodeReception(CodePlace& place,
                             CodeTasks& tasks,
                             CodeGuests& guests,
                             CodeController& controller)
    : m_place(place),
      m_tasks(tasks),
      m_guests(guests),
      m_controller(controller)
{
}

void
CodeReception::Stop()
{
    m_servers.clear();
}

void
CodeReception::Complain(const InferenceMessage& message, const std::string& fault) const
{
    m_place.onMalformed(std::string(ToString(message.type)) + ": " + fault);
}

template <typename Body>
bool
CodeReception::Read(const InferenceMessage& message, Body& body) const
{
    std::string fault;
    if (Decode(message.body, body, &fault))
    {
        return true;
    }
    Complain(message, fault);
    return false;
}

void
CodeReception::HandleMessage(MessageListener::Peer from, const InferenceMessage& message)
{
    const auto server = m_servers.find(from);
    if (message.type == CodeMessage::ADVERT)
    {
        HandleAdvert(from, message);
    }
    else if (server != m_servers.end())
    {
        CodePeer& peer = *m_place.Find(server->second);
        peer.lastHeard = Simulator::Now();
        HandleFromServer(peer, message);
    }
    else if (message.type == CodeMessage::ASK && message.body.empty())
    {
        m_tasks.HandleAsk(from, message.task);
    }
    else if (message.type == CodeMessage::INPUT)
    {
        m_tasks.HandleInput(from, message);
    }
    else
    {
        Complain(message, "who has not said that it is a server has no business sending it");
    }
}

void
CodeReception::HandleAdvert(MessageListener::Peer from, const InferenceMessage& message)
{
    CodeAdvertBody body;
    if (!Read(message, body))
    {
        return;
    }
    CodePeer* peer = message.task < UINT32_MAX ? m_place.Find(message.task) : nullptr;
    if (!peer)
    {
        Complain(message, "task is no other service's number");
        return;
    }
    const auto known = m_servers.find(from);
    if (known != m_servers.end() && known->second != peer->service)
    {
        Complain(message, "task is another service's than before");
        return;
    }
    for (auto it = m_servers.begin(); it != m_servers.end();)
    {
        const bool rival = it->first != from && it->second == peer->service;
        if (rival && peer->heard)
        {
            Complain(message, "task is that of a service that speaks over another connection");
            return;
        }
        it = rival ? m_servers.erase(it) : std::next(it); // one that fell silent
    }
    std::string fault = ExplainFault(body);
    CodeService told;
    if (fault.empty())
    {
        told = ReadCodeAdvert(body);
        CodeProblem pair = m_place.MakePair(*peer);
        pair.host = told;
        fault = pair.Validate();
    }
    if (!fault.empty())
    {
        Complain(message, fault);
        return;
    }
    m_servers[from] = peer->service;
    const bool usable = Simulator::Now() >= peer->shunnedUntil;
    const bool news = !peer->heard && usable;
    peer->advertised = told;
    peer->advertised.name = "service " + std::to_string(peer->service);
    peer->spare = body.spare;
    peer->protectedShare = body.protectedShare / CODE_PARTS;
    peer->lastHeard = Simulator::Now();
    peer->heard = usable;
    if (news)
    {
        m_controller.HandleAdvert(*peer);
    }
}

void
CodeReception::HandleFromServer(CodePeer& peer, const InferenceMessage& message)
{
    CodeRequestBody request;
    CodeGrantBody grant;
    CodeActivateBody activate;
    CodeReleaseBody release;
    CodeLoadBody load;
    CodeEndingBody ending;
    if (message.type == CodeMessage::ACTIVATION || message.type == CodeMessage::GRADIENT)
    {
        HandleTransfer(peer, message);
    }
    else if (message.type == CodeMessage::REQUEST)
    {
        if (Read(message, request))
        {
            m_guests.HandleRequest(peer, message.task, request);
        }
    }
    else if (message.type == CodeMessage::GRANT || message.type == CodeMessage::REFUSE)
    {
        if (Read(message, grant))
        {
            message.type == CodeMessage::GRANT ? m_controller.HandleGrant(peer, message.task, grant)
                                               : m_controller.HandleRefuse(peer, message.task);
        }
    }
    else if (message.type == CodeMessage::ACTIVATE)
    {
        if (Read(message, activate))
        {
            m_guests.HandleActivate(peer, message.task, activate);
        }
    }
    else if (message.type == CodeMessage::RELEASE)
    {
        if (Read(message, release))
        {
            m_guests.HandleRelease(peer, message.task);
        }
    }
    else if (message.type == CodeMessage::LOAD)
    {
        Read(message, load); // heard, which is what matters; the rest is for traces
    }
    else if (message.type == CodeMessage::DROP)
    {
        if (Read(message, ending))
        {
            m_tasks.HandleDrop(peer, message.task, {ending.outcome, ending.detail});
        }
    }
    else
    {
        Complain(message, "a server has no business sending it");
    }
}

void
CodeReception::HandleTransfer(CodePeer& peer, const InferenceMessage& message)
{
    CodeTransferBody body;
    if (!Read(message, body))
    {
        return;
    }
    m_place.Measure(peer, message, body);
    if (!body.returning)
    {
        m_guests.HandleTransfer(peer, message, body);
    }
    else if (body.training)
    {
        m_controller.GetTrainer().HandleReturn(peer, message, body);
    }
    else
    {
        m_tasks.HandleReturn(peer, message, body);
    }
}

void
CodeReception::HandleGone(MessageListener::Peer from)
{
    const auto server = m_servers.find(from);
    if (server == m_servers.end())
    {
        m_tasks.HandleGone(from);
        return;
    }
    const uint32_t service = server->second;
    m_servers.erase(server);
    Lose(service, "the connection from the host was lost");
}

void
CodeReception::Lose(uint32_t service, const std::string& why)
{
    CodePeer* peer = m_place.Find(service);
    if (peer)
    {
        m_controller.HandleLost(*peer, {TaskOutcome::LINK_LOST, why});
    }
}

} // namespace edgeai
} // namespace ns3
