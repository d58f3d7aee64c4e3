/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tier-mixing.h"

#include "application/learning/number-bytes.h"
#include "application/message/message-archive.h"
#include "compute/time-steps.h"
#include "short-number.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(TierMixing);

namespace
{

/// How far weights of a row may be from a sum of 1: they are sums and quotients themselves.
constexpr double MIXING_TOLERANCE = 1e-6;

} // namespace

TypeId
TierMixing::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::TierMixing").SetParent<TierNode>().SetGroupName("EdgeAi");
    return tid;
}

TierMixing::TierMixing() = default;

TierMixing::~TierMixing() = default;

void
TierMixing::DoDispose()
{
    m_waitEvent.Cancel();
    TierNode::DoDispose();
}

void
TierMixing::BeginExchange(uint64_t round)
{
    m_row.reset();
    m_fault.clear();
    m_exchange.Begin(round);
}

std::string
TierMixing::SetRow(const TierTopologyBody& body)
{
    double sum = body.own;
    for (const TierWeight& peer : body.peers)
    {
        sum += peer.weight;
    }
    if (body.cloudModels == 0 && !(std::abs(sum - 1) < MIXING_TOLERANCE))
    {
        return "weights sum to " + WriteShort(sum) + "; allowed is 1";
    }
    m_row = body;
    return "";
}

bool
TierMixing::HasRow() const
{
    return m_row.has_value();
}

void
TierMixing::StartExchange(const Eigen::VectorXd& model)
{
    m_exchange.Open(*m_row, model);
    SendModels();
}

void
TierMixing::CloseExchange()
{
    m_waitEvent.Cancel();
    m_exchange.Close();
}

void
TierMixing::AwaitModels()
{
    // What is expected late, because models are large or links slow, is not silent before, nor if
    // headers and what is sent twice take as long again.
    const double late = std::max(0., m_row->expected - Simulator::Now().GetSeconds());
    m_waitEvent.Cancel();
    m_waitEvent =
        ScheduleCall(LimitWait(AddWait(m_timeout, ToTime(2 * late))), [this] { HandleSilence(); });
}

void
TierMixing::SendModels()
{
    // Before anything is sent: to send may end a connection, and with it the round.
    AwaitModels();
    const uint64_t round = m_exchange.GetRound();
    TierExchangeBody body;
    body.turn = m_exchange.GetTurn();
    body.sent = Simulator::Now().GetSeconds();
    const auto send = [&](uint32_t peer, RoundMethod::Bytes bytes) {
        InferenceMessage message;
        message.type = TierMessage::EXCHANGE;
        message.task = round;
        message.body = Encode(body);
        message.SetPayload(std::move(bytes));
        Send({peer, false}, message);
    };
    RoundMethod::Bytes own;
    AppendNumbers(m_exchange.GetModel(), own);
    const std::vector<uint32_t> peers = m_exchange.ListPeers();
    for (const uint32_t peer : peers)
    {
        if (!m_connections.IsUp({peer, false}))
        {
            m_exchange.Miss(peer);
        }
    }
    const bool relays = m_row->cloudModels > 1 && !m_method->GetParts().empty();
    for (const uint32_t peer : peers)
    {
        if (!m_connections.IsUp({peer, false}))
        {
            continue;
        }
        if (!relays || peer != m_cloud)
        {
            send(peer, own);
            continue;
        }
        const std::vector<TierMethod::Part> parts = m_method->GetParts();
        for (const TierMethod::Part& part : parts)
        {
            body.share = part.share;
            send(m_cloud, part.update);
            ++body.part;
        }
    }
    CheckExchange();
}

std::string
TierMixing::HandleExchange(uint32_t from, const InferenceMessage& message)
{
    TierExchangeBody body;
    std::string fault;
    Eigen::VectorXd model;
    static const std::vector<uint8_t> none;
    if (!Decode(message.body, body, &fault))
    {
        return fault;
    }
    fault = ReadNumbers(message.payload ? *message.payload : none, m_method->GetSize(), model);
    if (!fault.empty())
    {
        return fault;
    }
    if (message.task == 0)
    {
        return "round is 0; allowed is 1 and more";
    }
    if (!m_exchange.Wants(message.task))
    {
        return ""; // of who is behind, or ahead of this one
    }
    fault = m_exchange.Take(message.task, body.turn, from, std::move(model));
    if (!fault.empty())
    {
        return fault;
    }
    if (m_ledger)
    {
        m_ledger->Receive(message.task,
                          m_number,
                          from,
                          body.turn,
                          std::min(body.sent, Simulator::Now().GetSeconds()),
                          8. * message.payloadBytes);
    }
    if (from == m_cloud && body.share == 0)
    {
        m_fault += std::string(m_fault.empty() ? "" : "; ") +
                   "the cloud has left its model out, which came too late";
    }
    CheckExchange();
    return "";
}

void
TierMixing::CheckExchange()
{
    if (!m_exchange.IsComplete())
    {
        return;
    }
    if (m_exchange.Mix())
    {
        SendModels();
        return;
    }
    m_method->SetParameters(m_exchange.GetModel());
    HandleMixed(m_exchange.GetFault());
}

void
TierMixing::HandleSilence()
{
    std::vector<uint32_t> silent;
    for (const uint32_t peer : m_exchange.ListPeers())
    {
        if (m_exchange.Miss(peer))
        {
            silent.push_back(peer);
        }
    }
    for (const uint32_t peer : silent)
    {
        m_connections.Break({peer, false}); // until it stands again, it is out of reach
    }
    CheckExchange();
}

void
TierMixing::Miss(uint32_t peer)
{
    if (m_exchange.Miss(peer))
    {
        CheckExchange();
    }
}

} // namespace edgeai
} // namespace ns3
