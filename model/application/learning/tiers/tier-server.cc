/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tier-server.h"

#include "application/learning/number-bytes.h"
#include "application/message/message-archive.h"
#include "application/message/message-registry.h"
#include "application/message/socket-settings.h"

#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiTierServer");

NS_OBJECT_ENSURE_REGISTERED(TierServer);

TypeId
TierServer::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::TierServer")
                            .SetParent<TierRounds>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<TierServer>()
                            .AddAttribute("Port",
                                          "Port for TCP, where other servers connect, 1 to 65535",
                                          UintegerValue(4771),
                                          MakeUintegerAccessor(&TierServer::m_port),
                                          MakeUintegerChecker<uint16_t>(1));
    return tid;
}

TierServer::TierServer() = default;

TierServer::~TierServer() = default;

void
TierServer::DoDispose()
{
    m_battery.Stop();
    m_coordinator.Stop();
    m_connections.Abandon();
    TierRounds::DoDispose();
}

void
TierServer::StartApplication()
{
    NS_LOG_FUNCTION(this);
    Require();
    m_connections.onUp = [this](Way way) {
        if (way.second && m_coordination)
        {
            m_coordinator.Join(way.first);
        }
        else if (way.second)
        {
            m_coordinatorWatch.End();
        }
        else
        {
            JoinIfLinked();
        }
    };
    m_connections.onGone = [this](Way way) { HandleGone(way); };
    m_connections.onMessage = [this](Way way, const InferenceMessage& message) {
        m_rxTrace(message);
        HandleMessage(way, message);
    };
    m_connections.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    m_battery.onDepleted = [this] {
        m_coordinator.Stop();
        Halt({TaskOutcome::BATTERY, "the server ran out of energy"});
        m_connections.Stop(false);
    };
    m_battery.onRecharged = [this] { Open(); };
    m_battery.Start(GetNode());
    if (!m_battery.IsDepleted())
    {
        Open();
    }
}

void
TierServer::Open()
{
    Run();
    TierConnections::Settings settings;
    settings.number = m_number;
    settings.port = m_port;
    settings.socket = GetSocketSettings();
    settings.reconnectInterval = m_reconnectInterval;
    m_connections.Start(GetNode(), settings);
    if (m_coordination)
    {
        m_coordinator.onSend = [this](uint32_t server, const InferenceMessage& message) {
            if (server != m_number)
            {
                Send({server, true}, message);
                return;
            }
            const std::string fault = HandleWord(message);
            NS_ASSERT_MSG(fault.empty(), fault);
        };
        m_coordinator.onCloud = [this](const InferenceMessage& message) {
            Send({m_cloud, false}, message);
        };
        m_coordinator.onPlan = [this](const TierRoundPlan& plan) {
            if (m_ledger)
            {
                m_ledger->Plan(plan);
            }
        };
        m_coordinator.Start(*m_coordination);
    }
    m_cell->Proceed(); // which may have been complete before
}

void
TierServer::StopApplication()
{
    NS_LOG_FUNCTION(this);
    m_battery.Stop();
    m_coordinator.Stop();
    Halt({TaskOutcome::STOPPED, "the server was stopped"});
    m_connections.Stop();
}

void
TierServer::HandleMessage(Way way, const InferenceMessage& message)
{
    NS_LOG_FUNCTION(this << way.first << way.second << ToString(message.type) << message.task);
    const bool report = message.type == TierMessage::REPORT || message.type == TierMessage::MIXED;
    const bool word = message.type == TierMessage::BEGIN || message.type == TierMessage::TOPOLOGY;
    std::string fault;
    if (!way.second && message.type == TierMessage::EXCHANGE)
    {
        fault = HandleExchange(way.first, message);
    }
    else if (way.second && m_coordination && report)
    {
        fault = HandleReport(way.first, message);
    }
    else if (way.second && !m_coordination && word)
    {
        fault = HandleWord(message);
    }
    else
    {
        fault = "server " + std::to_string(way.first) + " has no business sending it";
    }
    if (!fault.empty())
    {
        CountMalformed(std::string(ToString(message.type)) + ": " + fault);
    }
}

std::string
TierServer::HandleReport(uint32_t server, const InferenceMessage& message)
{
    std::string fault;
    if (message.type == TierMessage::MIXED)
    {
        EmptyBody body;
        return Decode(message.body, body, &fault) ? m_coordinator.Mixed(server, message.task)
                                                  : fault;
    }
    TierReportBody body;
    if (!Decode(message.body, body, &fault))
    {
        return fault;
    }
    // None before the first model.
    const uint64_t whole = m_sketch ? NUMBER_BYTES * uint64_t{m_sketch->GetSize()} : 0;
    if (message.payloadBytes != whole && (message.payloadBytes > 0 || !m_early))
    {
        return "sketch is " + std::to_string(message.payloadBytes) + " B; allowed is " +
               (m_early && whole > 0 ? "0 or " : "") + std::to_string(whole);
    }
    Eigen::VectorXd sketch;
    if (message.payload)
    {
        fault = ReadNumbers(*message.payload, message.payloadBytes / NUMBER_BYTES, sketch);
    }
    return fault.empty() ? m_coordinator.Report(server, message.task, body, sketch) : fault;
}

std::string
TierServer::HandleWord(const InferenceMessage& message)
{
    std::string fault;
    if (message.type == TierMessage::BEGIN)
    {
        EmptyBody body;
        if (Decode(message.body, body, &fault))
        {
            Begin(message.task);
        }
        return fault;
    }
    TierTopologyBody body;
    if (!Decode(message.body, body, &fault))
    {
        return fault;
    }
    return TakeTopology(message.task, body);
}

void
TierServer::HandleGone(Way way)
{
    if (way.second && m_coordination)
    {
        m_coordinator.Leave(way.first);
    }
    else if (way.second)
    {
        WaitForCoordinator();
    }
    else
    {
        Miss(way.first);
    }
}

} // namespace edgeai
} // namespace ns3
