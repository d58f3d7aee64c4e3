/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tier-cloud.h"

#include "application/learning/number-bytes.h"
#include "application/message/message-archive.h"
#include "compute/time-steps.h"
#include "short-number.h"

#include "ns3/abort.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiTierCloud");

NS_OBJECT_ENSURE_REGISTERED(TierCloud);

namespace
{

/// Shares of parts are sums of quotients.
constexpr double TOLERANCE = 1e-9;

/// Rounds ahead of the one that the cloud knows links of that models may be of.
constexpr uint64_t AHEAD = 2;

} // namespace

TypeId
TierCloud::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::TierCloud")
            .SetParent<MessageApplication>()
            .SetGroupName("EdgeAi")
            .AddConstructor<TierCloud>()
            .AddAttribute("Port",
                          "Port for TCP, where servers connect, 1 to 65535",
                          UintegerValue(4771),
                          MakeUintegerAccessor(&TierCloud::m_port),
                          MakeUintegerChecker<uint16_t>(1))
            .AddAttribute("Timeout",
                          "How long it waits for models behind the first of a round; shorter than "
                          "servers wait for the mean, > 0",
                          TimeValue(Seconds(2.5)),
                          MakeTimeAccessor(&TierCloud::m_timeout),
                          MakeTimeChecker(NanoSeconds(1)));
    return tid;
}

TierCloud::TierCloud() = default;

TierCloud::~TierCloud() = default;

void
TierCloud::DoDispose()
{
    m_timeoutEvent.Cancel();
    m_connections.Abandon();
    MessageApplication::DoDispose();
}

void
TierCloud::SetServers(uint32_t servers, uint64_t size)
{
    m_servers = servers;
    m_size = size;
    for (uint32_t server = 0; server < servers; ++server)
    {
        m_connections.Allow({server, false});
    }
}

void
TierCloud::StartApplication()
{
    NS_ABORT_MSG_UNLESS(m_servers > 0 && m_size > 0,
                        "TierCloud: node " << GetNode()->GetId()
                                           << " knows no servers; call SetServers()");
    m_connections.onUp = [](Way) {};
    m_connections.onGone = [](Way) {}; // what it owes the timeout settles
    m_connections.onMessage = [this](Way way, const InferenceMessage& message) {
        m_rxTrace(message);
        HandleMessage(way, message);
    };
    m_connections.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    TierConnections::Settings settings;
    settings.number = m_servers;
    settings.port = m_port;
    settings.socket = GetSocketSettings();
    m_connections.Start(GetNode(), settings);
}

void
TierCloud::StopApplication()
{
    m_timeoutEvent.Cancel();
    m_connections.Stop();
    m_models.clear();
}

void
TierCloud::HandleMessage(Way way, const InferenceMessage& message)
{
    NS_LOG_FUNCTION(this << way.first << ToString(message.type) << message.task);
    std::string fault = "server " + std::to_string(way.first) + " has no business sending it";
    if (message.type == TierMessage::EXCHANGE)
    {
        fault = HandleExchange(way.first, message);
    }
    else if (message.type == TierMessage::TOPOLOGY && way.first == 0)
    {
        fault = HandleTopology(way.first, message);
    }
    if (!fault.empty())
    {
        CountMalformed(std::string(ToString(message.type)) + ": " + fault);
    }
}

std::string
TierCloud::HandleTopology(uint32_t, const InferenceMessage& message)
{
    TierTopologyBody body;
    std::string fault;
    if (!Decode(message.body, body, &fault))
    {
        return fault;
    }
    double sum = 0;
    for (const TierWeight& weight : body.peers)
    {
        if (weight.server >= m_servers || !(weight.weight > 0))
        {
            return "weight of server " + std::to_string(weight.server) + " is " +
                   WriteShort(weight.weight) + "; allowed is > 0, of servers below " +
                   std::to_string(m_servers);
        }
        sum += weight.weight;
    }
    if (!(sum > 0) || message.task <= m_round)
    {
        return sum > 0 ? "" : "nobody has a weight";
    }
    m_timeoutEvent.Cancel();
    m_round = message.task;
    m_topology = body;
    m_mean.resize(0);
    m_models.erase(m_models.begin(), m_models.lower_bound(m_round));
    Check();
    return "";
}

std::string
TierCloud::HandleExchange(uint32_t server, const InferenceMessage& message)
{
    TierExchangeBody body;
    std::string fault;
    Eigen::VectorXd numbers;
    static const std::vector<uint8_t> none;
    if (!Decode(message.body, body, &fault))
    {
        return fault;
    }
    fault = ReadNumbers(message.payload ? *message.payload : none, m_size, numbers);
    if (!fault.empty() || message.task < m_round || message.task > m_round + AHEAD)
    {
        return fault; // of a round that is over, or far ahead: of no use
    }
    Model& model = m_models[message.task][server];
    if (!(body.share > 0) || body.part != model.parts.size() ||
        model.share + body.share > 1 + TOLERANCE)
    {
        return "part " + std::to_string(body.part) + " with a share of " + WriteShort(body.share) +
               " does not go on from " + std::to_string(model.parts.size()) + " parts with " +
               WriteShort(model.share);
    }
    model.share += body.share;
    model.parts.push_back(std::move(numbers));
    model.shares.push_back(body.share);
    if (message.task == m_round && model.share >= 1 - TOLERANCE && m_mean.size() > 0)
    {
        ++m_leftOut; // it is too late
        Answer(server, false);
    }
    else
    {
        Check();
    }
    return "";
}

void
TierCloud::Check()
{
    if (m_round == 0 || m_mean.size() > 0)
    {
        return;
    }
    bool any = false;
    bool all = true;
    const std::map<uint32_t, Model>& models = m_models[m_round];
    for (const TierWeight& weight : m_topology.peers)
    {
        const auto model = models.find(weight.server);
        const bool whole = model != models.end() && model->second.share >= 1 - TOLERANCE;
        any = any || whole;
        all = all && whole;
    }
    if (all)
    {
        Mix();
    }
    else if (any && !IsPending(m_timeoutEvent))
    {
        // As servers wait.
        const double late = std::max(0., m_topology.expected - Simulator::Now().GetSeconds());
        m_timeoutEvent =
            ScheduleCall(LimitWait(AddWait(m_timeout, ToTime(2 * late))), [this] { Mix(); });
    }
}

void
TierCloud::Mix()
{
    m_timeoutEvent.Cancel();
    Eigen::VectorXd weights = Eigen::VectorXd::Zero(m_servers);
    PeerModels models(m_servers);
    double sum = 0;
    bool all = true;
    for (const TierWeight& weight : m_topology.peers)
    {
        const auto found = m_models[m_round].find(weight.server);
        if (found == m_models[m_round].end() || found->second.share < 1 - TOLERANCE)
        {
            all = false;
            continue;
        }
        const Model& model = found->second;
        models[weight.server] =
            model.parts.size() == 1 ? model.parts.front() : GetMeanModel(model.parts, model.shares);
        weights[weight.server] = weight.weight;
        sum += weight.weight;
    }
    m_mean = MixRow(all ? weights : Eigen::VectorXd(weights / sum), models);
    for (uint32_t server = 0; server < m_servers; ++server)
    {
        if (weights[server] > 0)
        {
            Answer(server, true);
        }
    }
}

void
TierCloud::Answer(uint32_t server, bool within)
{
    TierExchangeBody body;
    body.share = within ? 1 : 0;
    body.sent = Simulator::Now().GetSeconds();
    InferenceMessage message;
    message.type = TierMessage::EXCHANGE;
    message.task = m_round;
    message.body = Encode(body);
    std::vector<uint8_t> bytes;
    AppendNumbers(m_mean, bytes);
    message.SetPayload(std::move(bytes));
    m_txTrace(message);
    m_connections.Send({server, false}, message);
}

} // namespace edgeai
} // namespace ns3
