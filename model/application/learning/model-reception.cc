/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-reception.h"

#include "application/message/message-archive.h"
#include "application/message/resume-body.h"
#include "application/message/socket-settings.h"
#include "compute/time-steps.h"

#include "ns3/abort.h"
#include "ns3/simulator.h"
#include "ns3/udp-socket-factory.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Rounds of which fragments are kept: the one that is waited for, and some that begin before the
/// worker is told. Who sends fragments of more makes room among the latter only.
constexpr std::size_t MOST_ROUNDS = 3;
/// Times that a model is asked for. Answers come over TCP: once is enough unless one is wrong.
constexpr uint32_t MOST_ASKS = 3;
/// Of a range in a message [B].
constexpr uint64_t RANGE_BYTES = 16;

} // namespace

ModelReception::~ModelReception()
{
    Stop();
}

void
ModelReception::Start(Ptr<Node> node, const Settings& settings)
{
    Stop();
    m_settings = settings;
    m_socket = Socket::CreateSocket(node, UdpSocketFactory::GetTypeId());
    NS_ABORT_MSG_IF(m_socket->Bind(settings.group) != 0,
                    "LearningWorker: the group's port cannot be bound on node " << node->GetId());
    m_socket->SetRecvCallback(MakeCallback(&ModelReception::HandleDatagrams, this));
}

void
ModelReception::Stop()
{
    Forget();
    m_models.clear();
    m_over = 0;
    if (m_socket)
    {
        m_socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
        CloseSocket(m_socket);
        m_socket = nullptr;
    }
}

bool
ModelReception::IsListening() const
{
    return m_socket != nullptr;
}

uint64_t
ModelReception::GetUseless() const
{
    return m_useless;
}

void
ModelReception::Expect(uint64_t round)
{
    m_expected = round;
    m_since = Simulator::Now();
    m_asked = 0;
    m_over = round - 1;
    m_models.erase(m_models.begin(), m_models.lower_bound(round));
    Check();
}

void
ModelReception::Forget()
{
    m_checkEvent.Cancel();
    m_expected = 0;
}

void
ModelReception::HandleDatagrams(Ptr<Socket> socket)
{
    Address from;
    while (Ptr<Packet> packet = socket->RecvFrom(from))
    {
        if (!m_socket)
        {
            continue; // stopped by who was told
        }
        if (AreSameHost(from, m_settings.server) && GetPort(from) == GetPort(m_settings.group))
        {
            HandleFragment(packet);
        }
        else
        {
            onMalformed("a fragment for the group is not from the server");
        }
    }
}

void
ModelReception::HandleFragment(Ptr<Packet> packet)
{
    InferenceHeader header;
    std::string fault = FragmentAssembly::ReadHeader(packet, header);
    if (fault.empty() && header.type != LearningMessage::MODEL)
    {
        fault = std::string(ToString(header.type)) + ": it has no business going to a group";
    }
    if (fault.empty() && header.task == 0)
    {
        fault = "LEARNING_MODEL: round is 0; allowed is 1 and more";
    }
    if (!fault.empty())
    {
        onMalformed(fault);
        return;
    }
    if (header.task <= m_over)
    {
        ++m_useless;
        return;
    }
    packet->RemoveAtStart(InferenceHeader::SIZE);
    uint64_t fresh = 0;
    fault = MakeRoom(header.task).Add(header, packet, fresh);
    if (!fault.empty())
    {
        onMalformed("LEARNING_MODEL: " + fault);
        return;
    }
    m_useless += fresh == 0 ? 1 : 0;
    if (header.task == m_expected)
    {
        Check();
    }
}

FragmentAssembly&
ModelReception::MakeRoom(uint64_t round)
{
    if (m_models.count(round) == 0 && m_models.size() >= MOST_ROUNDS)
    {
        auto oldest = m_models.end();
        for (auto at = m_models.begin(); at != m_models.end(); ++at)
        {
            if (at->first != m_expected &&
                (oldest == m_models.end() || at->second.GetLatest() < oldest->second.GetLatest()))
            {
                oldest = at;
            }
        }
        m_models.erase(oldest);
    }
    return m_models[round];
}

void
ModelReception::Check()
{
    m_checkEvent.Cancel();
    const auto found = m_models.find(m_expected);
    const bool any = found != m_models.end();
    if (any && found->second.IsWhole())
    {
        Deliver();
        return;
    }
    if (m_asked > 0)
    {
        return; // the answer, or the server's deadline, ends the wait
    }
    // A link keeps their order: behind the last fragment no other comes.
    const bool ended =
        any && found->second.ListMissing().back().end < found->second.GetHeader().messageSize;
    const Time latest = any ? std::max(m_since, found->second.GetLatest()) : m_since;
    const Time wait = any ? found->second.GetStallTime(m_settings.patience) : m_settings.patience;
    const Time silent = Simulator::Now() - latest;
    if (ended || silent >= wait)
    {
        Ask();
        return;
    }
    m_checkEvent = Simulator::Schedule(LimitWait(wait - silent), &ModelReception::Check, this);
}

void
ModelReception::Deliver()
{
    const auto found = m_models.find(m_expected);
    const InferenceMessage message = found->second.Assemble();
    LearningModelBody body;
    std::string fault;
    const bool sound = Decode(message.body, body, &fault);
    m_models.erase(found);
    if (!sound)
    {
        onMalformed("LEARNING_MODEL: " + fault);
        Ask();
        return;
    }
    m_over = m_expected;
    Forget();
    onModel(body, message);
}

void
ModelReception::Ask()
{
    m_checkEvent.Cancel();
    if (m_asked++ >= MOST_ASKS)
    {
        Forget();
        onGivenUp("the model did not come, though it was asked for");
        return;
    }
    LearningRanges missing;
    uint64_t bytes = 0;
    uint64_t size = 0;
    const auto found = m_models.find(m_expected);
    if (found != m_models.end())
    {
        const InferenceHeader& header = found->second.GetHeader();
        size = header.messageSize - header.bodySize;
        for (const MessageBytes& hole : found->second.ListMissing())
        {
            const uint64_t start = std::max<uint64_t>(hole.start, header.bodySize);
            if (start < hole.end)
            {
                missing.push_back({start - header.bodySize, hole.end - start});
                bytes += hole.end - start;
            }
        }
    }
    if (missing.size() > LearningLimits::RANGES || bytes + RANGE_BYTES * missing.size() >= size)
    {
        missing.clear(); // all of it costs less than to name what is missing
    }
    onMissing(missing);
}

std::string
ModelReception::Fill(const LearningPiecesBody& body, const InferenceMessage& message)
{
    const auto found = m_models.find(message.task);
    if (message.task != m_expected || m_asked == 0 || found == m_models.end())
    {
        return "nobody has asked for it";
    }
    FragmentAssembly& model = found->second;
    const InferenceHeader& header = model.GetHeader();
    const uint64_t size = header.messageSize - header.bodySize;
    if (body.size != size)
    {
        m_models.erase(found); // whoever sent them
        Ask();
        return "size is " + std::to_string(body.size) + " B; allowed is " + std::to_string(size) +
               " B, as its fragments say";
    }
    if (CountParameters(body.pieces) != message.payloadBytes)
    {
        return "payload is " + std::to_string(message.payloadBytes) + " B; allowed is " +
               std::to_string(CountParameters(body.pieces)) + " B, as its pieces say";
    }
    const uint8_t* bytes = message.payload->data();
    for (const LearningRange& piece : body.pieces)
    {
        model.Fill(header.bodySize + piece.first, bytes, piece.count);
        bytes += piece.count;
    }
    LearningModelBody whole;
    whole.attempt = body.attempt;
    whole.sent = body.sent;
    const std::vector<uint8_t> first = Encode(whole);
    if (first.size() == header.bodySize)
    {
        model.Fill(0, first.data(), first.size()); // it may have been lost with a fragment
    }
    if (model.IsWhole())
    {
        Deliver();
    }
    else
    {
        Ask();
    }
    return "";
}

} // namespace edgeai
} // namespace ns3
