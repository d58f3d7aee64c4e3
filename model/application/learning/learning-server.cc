/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-server.h"

#include "allocation/plan/field-inspection.h"
#include "application/message/message-archive.h"
#include "application/message/resume-body.h"

#include "ns3/boolean.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/uinteger.h"

#include <sstream>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiLearningServer");

NS_OBJECT_ENSURE_REGISTERED(LearningServer);

TypeId
LearningServer::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::LearningServer")
                            .SetParent<LearningRounds>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<LearningServer>()
                            .AddAttribute("Port",
                                          "Port for TCP, 1 to 65535",
                                          UintegerValue(4761),
                                          MakeUintegerAccessor(&LearningServer::m_port),
                                          MakeUintegerChecker<uint16_t>(1))
                            .AddAttribute("Ipv6",
                                          "Listen on IPv6 instead of IPv4",
                                          BooleanValue(false),
                                          MakeBooleanAccessor(&LearningServer::m_ipv6),
                                          MakeBooleanChecker());
    return tid;
}

LearningServer::LearningServer() = default;

LearningServer::~LearningServer() = default;

void
LearningServer::DoDispose()
{
    m_battery.Stop();
    m_listener.Abandon();
    LearningRounds::DoDispose();
}

void
LearningServer::StartApplication()
{
    NS_LOG_FUNCTION(this);
    LearningRounds::StartApplication();
    m_listener.onMessage = [this](Peer peer, const InferenceMessage& message) {
        m_rxTrace(message);
        HandleMessage(peer, message);
    };
    m_listener.onGone = [this](Peer peer) { HandleGone(peer); };
    m_listener.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    Listen();
    m_battery.onDepleted = [this] { HandleDepleted(); };
    m_battery.onRecharged = [this] {
        Listen();
        Resume();
    };
    m_battery.Start(GetNode());
}

void
LearningServer::HandleDepleted()
{
    NS_LOG_FUNCTION(this);
    Suspend({TaskOutcome::BATTERY, "the server ran out of energy"});
    StopUpdates();
    m_listener.Stop(false);
    m_joined.clear();
    m_peers.clear();
    m_addresses.clear();
}

void
LearningServer::Listen()
{
    MessageListener::Settings settings;
    settings.port = m_port;
    settings.ipv6 = m_ipv6;
    settings.socket = GetSocketSettings();
    m_listener.Start(GetNode(), settings);
    StartUpdates(m_ipv6);
}

uint32_t
LearningServer::FindSender(const Address& from) const
{
    const auto known = m_addresses.find(from);
    return known == m_addresses.end() ? UpdateReception::NOBODY : known->second;
}

void
LearningServer::StopApplication()
{
    NS_LOG_FUNCTION(this);
    LearningRounds::StopApplication();
    m_battery.Stop();
    StopUpdates();
    m_listener.Stop();
    m_joined.clear();
    m_peers.clear();
    m_addresses.clear();
}

void
LearningServer::Send(uint32_t number, const InferenceMessage& message)
{
    const auto peer = m_peers.find(number);
    if (peer != m_peers.end())
    {
        m_txTrace(message);
        m_listener.Send(peer->second, message);
    }
}

void
LearningServer::HandleMessage(Peer peer, const InferenceMessage& message)
{
    NS_LOG_FUNCTION(this << peer << ToString(message.type) << message.task);
    const auto known = m_joined.find(peer);
    std::string fault;
    LearningJoinBody join;
    LearningUpdateBody update;
    LearningRepeatBody repeat;
    LearningFailedBody failed;
    LearningTrainedBody trained;
    if (message.type == LearningMessage::JOIN)
    {
        fault = Decode(message.body, join, &fault) ? HandleJoin(peer, join) : fault;
    }
    else if (known == m_joined.end())
    {
        fault = "a stranger has no business sending it";
    }
    else if (message.type == LearningMessage::UPDATE)
    {
        fault = Decode(message.body, update, &fault)
                    ? HandleUpdate(known->second.number, update, message)
                    : fault;
    }
    else if (message.type == LearningMessage::TRAINED)
    {
        fault = Decode(message.body, trained, &fault)
                    ? HandleTrained(known->second.number, message.task, trained)
                    : fault;
    }
    else if (message.type == LearningMessage::REPEAT)
    {
        fault = Decode(message.body, repeat, &fault)
                    ? RepeatModel(known->second.number, message.task, repeat)
                    : fault;
    }
    else if (message.type == LearningMessage::FAILED)
    {
        if (Decode(message.body, failed, &fault) &&
            FindAwaited(known->second.number, message.task, failed.attempt))
        {
            HandleFailed(known->second.number, failed.reason);
        }
    }
    else
    {
        fault = "a worker has no business sending it";
    }
    if (!fault.empty())
    {
        CountMalformed(std::string(ToString(message.type)) + ": " + fault);
    }
}

std::string
LearningServer::HandleJoin(Peer peer, const LearningJoinBody& body)
{
    if (body.worker >= GetWorkerCount())
    {
        return "worker is " + std::to_string(body.worker) + "; allowed is less than " +
               std::to_string(GetWorkerCount());
    }
    if (!GetLinks()->IsFrom(body.link, m_listener.GetAddress(peer)))
    {
        return "link " + std::to_string(body.link) + " is not the sender's";
    }
    if (GetLinks()->NeedsPower() && body.powerMax < FieldInspection::SMALLEST)
    {
        // One whom no plan can be made for would keep all others from learning.
        std::ostringstream fault;
        fault << "power_max is " << body.powerMax << " W; allowed is " << FieldInspection::SMALLEST
              << " W and more, where rates follow from powers";
        return fault.str();
    }
    const auto known = m_joined.find(peer);
    if (known != m_joined.end() && known->second.number != body.worker)
    {
        return "worker is " + std::to_string(body.worker) + "; it was " +
               std::to_string(known->second.number) + " before";
    }
    const auto before = m_peers.find(body.worker);
    if (before != m_peers.end() && before->second != peer)
    {
        // Who comes back from the same host had a connection that is dead; nobody else may.
        if (!AreSameHost(m_listener.GetAddress(before->second), m_listener.GetAddress(peer)))
        {
            return "worker " + std::to_string(body.worker) + " is somebody else";
        }
        m_listener.Close(before->second);
    }
    const Address from = m_listener.GetAddress(peer);
    m_joined[peer] = {body.worker, from};
    m_peers[body.worker] = peer;
    m_addresses[from] = body.worker;
    HandleJoined(body);
    return "";
}

void
LearningServer::HandleGone(Peer peer)
{
    const auto known = m_joined.find(peer);
    if (known == m_joined.end())
    {
        return;
    }
    const uint32_t number = known->second.number;
    const auto address = m_addresses.find(known->second.from);
    if (address != m_addresses.end() && address->second == number)
    {
        m_addresses.erase(address);
    }
    m_joined.erase(known);
    const auto present = m_peers.find(number);
    if (present != m_peers.end() && present->second == peer)
    {
        m_peers.erase(present);
        HandleLeft(number);
    }
}

} // namespace edgeai
} // namespace ns3
