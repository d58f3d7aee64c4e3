/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a host hears, from devices and from secondaries.

#include "row-host.h"

#include "application/message/message-archive.h"
#include "compute/time-steps.h"

#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiRowHostMessages");

bool
RowHost::FindBatch(uint64_t number, const RowBatchBody& head)
{
    if (!GetBatch() || number != GetBatch()->number)
    {
        return number > 0 && number <= m_batches; // of one that is over
    }
    return head.plan == GetBatch()->head.plan && head.images == GetBatch()->head.images;
}

void
RowHost::HandleReady(uint32_t)
{
    // The host connects to nobody.
}

void
RowHost::HandleGone(uint32_t index)
{
    m_present[index] = false;
    for (Current& current : m_plans)
    {
        current.told.erase(index);
    }
    if (GetBatch() && !m_images.empty() && !GetBatch()->plan.GetDivision().IsAlone())
    {
        GiveUp(index, 0, "left");
    }
}

void
RowHost::HandleMessage(uint32_t from, const InferenceMessage& message)
{
    NS_LOG_FUNCTION(this << from << ToString(message.type) << message.task);
    RowStatusBody status;
    if (message.type == RowMessage::STATUS && Decode(message.body, status) && status.node == from &&
        status.flops > 0)
    {
        HandleStatus(status);
    }
    else if (IsWork(message.type))
    {
        HandleWork(from, message);
    }
    else
    {
        CountMalformed("node " + std::to_string(from) + " has no business sending this " +
                       ToString(message.type));
    }
}

void
RowHost::HandleStatus(const RowStatusBody& status)
{
    m_planning.Describe(status);
    m_planning.Learn(status);
    if (status.hello)
    {
        for (Current& current : m_plans)
        {
            current.told.erase(status.node);
        }
    }
    const bool was = HasAll();
    m_present[status.node] = true;
    if (status.hello && GetBatch() && !m_images.empty() &&
        !GetBatch()->plan.GetDivision().IsAlone())
    {
        // It was away meanwhile, and knows nothing of the batch.
        GiveUp(status.node, 0, "came back without the batch");
        m_present[status.node] = true;
    }
    if (HasAll() && !was)
    {
        OfferAll();
    }
    TryStart();
}

void
RowHost::HandleStranger(MessageListener::Peer peer, const InferenceMessage& message)
{
    RowStatusBody status;
    std::string fault;
    if (message.type == RowMessage::IMAGE)
    {
        HandleImage(peer, message);
    }
    else if (message.type == RowMessage::OFFER && message.task == 0)
    {
        m_devices.insert(peer);
        Offer(peer);
    }
    else if (message.type == RowMessage::STATUS && Decode(message.body, status, &fault) &&
             status.node > 0 && status.node < GetNodeCount() && status.flops > 0 &&
             GetLinks().Identify(peer, status.node))
    {
        HandleStatus(status);
    }
    else
    {
        CountMalformed(std::string(ToString(message.type)) + ": " +
                       (fault.empty() ? "a stranger has no business sending it" : fault));
    }
}

void
RowHost::HandleStrangerGone(MessageListener::Peer peer)
{
    m_devices.erase(peer);
    m_lastUpload.erase(peer);
}

void
RowHost::HandleImage(MessageListener::Peer peer, const InferenceMessage& message)
{
    RowImageBody body;
    std::string fault;
    const Time now = Simulator::Now();
    if (Decode(message.body, body, &fault))
    {
        if (body.network >= GetNetworks().size())
        {
            fault = "network is " + std::to_string(body.network) + "; allowed is 0 to " +
                    std::to_string(GetNetworks().size() - 1);
        }
        else if (message.payloadBytes !=
                 static_cast<uint64_t>(
                     std::ceil(GetNetworks()[body.network].problem.GetImageBits() / 8)))
        {
            fault = "the image has not the size its network reads";
        }
        else if (!(body.sent <= now.GetSeconds()))
        {
            fault = "sent is later than now";
        }
    }
    const auto same = [&](const Image& image) { return image.number == message.task; };
    if (fault.empty() && (std::any_of(m_queue.begin(), m_queue.end(), same) ||
                          std::any_of(m_images.begin(), m_images.end(), same)))
    {
        fault = "the same image twice";
    }
    if (!fault.empty())
    {
        CountMalformed("ROW_IMAGE: " + fault);
        return;
    }
    Time& last = m_lastUpload[peer];
    const Time started = Min(now, Max(ToTime(body.sent), last));
    last = now;
    if (GetLedger())
    {
        GetLedger()->Uploaded(message.task, started.GetSeconds());
    }
    if (m_queue.size() >= m_queueLimit)
    {
        if (GetLedger())
        {
            GetLedger()->End(message.task,
                             {TaskOutcome::QUEUE_FULL, "the queue of the host is full"});
        }
        return;
    }
    const double time = (now - started).GetSeconds();
    m_queue.push_back({message.task,
                       body.network,
                       peer,
                       time > 0 ? 8.0 * message.payloadBytes / time : 0,
                       now});
    TryStart();
}

void
RowHost::Offer(MessageListener::Peer peer)
{
    RowOfferBody body;
    const bool shares = m_planning.KnowsAll() && HasAll();
    for (uint32_t network = 0; network < GetNetworks().size(); ++network)
    {
        RowOfferedNetwork offered;
        offered.aloneTime = m_planning.GetAlone(network, m_batchSize).time;
        const RowPartitionPlan& plan = m_planning.GetPlan(network);
        offered.time = shares && plan.IsUsable() ? plan.time : 0;
        body.networks.push_back(offered);
    }
    InferenceMessage message;
    message.type = RowMessage::OFFER;
    message.body = Encode(body);
    m_txTrace(message);
    GetLinks().Reply(peer, message);
}

void
RowHost::OfferAll()
{
    if (m_devices.empty())
    {
        return;
    }
    if (m_planning.KnowsAll() && HasAll() && m_changes.empty())
    {
        PlanAnew(); // which offers
        return;
    }
    for (const MessageListener::Peer peer : m_devices)
    {
        Offer(peer);
    }
}

} // namespace edgeai
} // namespace ns3
