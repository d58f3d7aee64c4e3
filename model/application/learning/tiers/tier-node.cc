/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tier-node.h"

#include "compute/time-steps.h"
#include "period-limits.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/node.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(TierNode);

TypeId
TierNode::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::TierNode")
            .SetParent<MessageApplication>()
            .SetGroupName("EdgeAi")
            .AddAttribute("Timeout",
                          "How long it waits for models of neighbours in each exchange, twice as "
                          "long for a topology; longer than what holds a cell up, > 0",
                          TimeValue(Seconds(5)),
                          MakeTimeAccessor(&TierNode::m_timeout),
                          MakeTimeChecker(NanoSeconds(1)))
            .AddAttribute("LinkPatience",
                          "How long it waits for its links to neighbours and cloud before it joins "
                          "the rounds; it does so without those that do not stand by then, and "
                          "uses each from when it stands",
                          TimeValue(Seconds(3)),
                          MakeTimeAccessor(&TierNode::m_linkPatience),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("ReconnectInterval",
                          "Pause before a lost connection is tried again, >= 0.1 ms",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&TierNode::m_reconnectInterval),
                          MakeTimeChecker(PeriodLimits::Message()))
            .AddAttribute("Barrier",
                          "A round begins when all servers have mixed; else each goes on when it "
                          "has itself",
                          BooleanValue(true),
                          MakeBooleanAccessor(&TierNode::m_barrier),
                          MakeBooleanChecker())
            .AddAttribute("Rounds",
                          "To begin; 0: until it is stopped",
                          UintegerValue(0),
                          MakeUintegerAccessor(&TierNode::m_rounds),
                          MakeUintegerChecker<uint64_t>());
    return tid;
}

TierNode::TierNode() = default;

TierNode::~TierNode() = default;

void
TierNode::DoDispose()
{
    m_coordinatorWatch.Stop();
    m_ownWatch.Stop();
    m_coordination.reset();
    m_cell = nullptr;
    m_ledger = nullptr;
    m_method = nullptr;
    MessageApplication::DoDispose();
}

void
TierNode::AddPeer(uint32_t peer, const Address& remote)
{
    m_peers.insert(peer);
    if (remote.IsInvalid())
    {
        m_connections.Allow({peer, false});
    }
    else
    {
        m_connections.Make({peer, false}, remote);
    }
}

void
TierNode::SetCoordinator(const Address& remote)
{
    m_coordinatorAddress = remote;
}

void
TierNode::SetCoordinator(TierCoordinator::Settings coordinator, uint32_t servers)
{
    m_coordination = std::move(coordinator);
    for (uint32_t server = 1; server < servers; ++server)
    {
        m_connections.Allow({server, true});
    }
}

void
TierNode::SetReports(bool early, std::shared_ptr<const ConsensusSketch> sketch)
{
    m_early = early;
    m_sketch = std::move(sketch);
}

void
TierNode::SetCloud(uint32_t cloud)
{
    m_cloud = cloud;
}

void
TierNode::SetLedger(Ptr<TierLedger> ledger)
{
    m_ledger = ledger;
}

void
TierNode::Require() const
{
    NS_ABORT_MSG_UNLESS(m_cell && m_method && (m_number > 0) == !m_coordination,
                        "TierServer: node " << GetNode()->GetId()
                                            << " has no cell or no coordinator; call SetCell() and "
                                               "SetCoordinator()");
}

void
TierNode::Send(Way way, const InferenceMessage& message)
{
    if (!m_connections.IsUp(way))
    {
        return; // nobody hears it, and whoever waits for the answer gives up
    }
    (message.type == TierMessage::EXCHANGE ? m_bitsExchange : m_bitsControl) +=
        8. * (message.type == TierMessage::EXCHANGE
                  ? message.payloadBytes
                  : InferenceHeader::SIZE + message.body.size() + message.payloadBytes);
    m_txTrace(message);
    m_connections.Send(way, message);
}

bool
TierNode::HasAllLinks() const
{
    return std::all_of(m_peers.begin(), m_peers.end(), [this](uint32_t peer) {
        return m_connections.IsUp({peer, false});
    });
}

void
TierNode::WaitFor(TierWatch& watch, const std::string& whom, const std::string& who)
{
    // Who connects at the second attempt is not late.
    watch.Wait(whom, who, AddWait(m_linkPatience, m_reconnectInterval), [this](const auto& words) {
        if (m_ledger)
        {
            m_ledger->Note(words);
        }
    });
}

std::vector<uint32_t>
TierNode::ListUnreachable() const
{
    std::vector<uint32_t> list;
    for (const uint32_t peer : m_peers)
    {
        if (peer != m_cloud && !m_connections.IsUp({peer, false}))
        {
            list.push_back(peer);
        }
    }
    return list;
}

} // namespace edgeai
} // namespace ns3
