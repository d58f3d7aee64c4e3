/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-host.h"

#include "application/message/message-archive.h"

#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiRowHost");

NS_OBJECT_ENSURE_REGISTERED(RowHost);

TypeId
RowHost::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::RowHost")
                            .SetParent<RowDispatcher>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<RowHost>()
                            .AddAttribute("QueueLimit",
                                          "Images that may wait, >= 1; the newest goes",
                                          UintegerValue(1000),
                                          MakeUintegerAccessor(&RowHost::m_queueLimit),
                                          MakeUintegerChecker<uint32_t>(1));
    return tid;
}

RowHost::RowHost() = default;

RowHost::~RowHost() = default;

void
RowHost::StopApplication()
{
    m_devices.clear();
    RowDispatcher::StopApplication();
}

bool
RowHost::FindBatch(uint64_t number, const RowBatchBody& head)
{
    if (!GetBatch() || number != GetBatch()->GetNumber())
    {
        return number > 0 && number <= GetLastBatch(); // of one that is over
    }
    return head.plan == GetBatch()->GetHead().plan && head.images == GetBatch()->GetHead().images;
}

void
RowHost::HandleReady(uint32_t)
{
    // The host connects to nobody.
}

void
RowHost::HandleGone(uint32_t index)
{
    SetPresent(index, false);
    GetPlans().Forget(index);
    if (IsSharing())
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
    GetPlans().Describe(status);
    GetPlans().Learn(status);
    if (status.hello)
    {
        GetPlans().Forget(status.node);
    }
    const bool was = HasAll();
    SetPresent(status.node, true);
    if (status.hello && IsSharing())
    {
        // It was away meanwhile, and knows nothing of the batch.
        GiveUp(status.node, 0, "came back without the batch");
        SetPresent(status.node, true);
    }
    if (HasAll() && !was)
    {
        HandleChange();
    }
    TryStart();
}

void
RowHost::HandleStranger(MessageListener::Peer peer, const InferenceMessage& message)
{
    RowStatusBody status;
    RowOfferBody asked;
    std::string fault;
    if (message.type == RowMessage::IMAGE)
    {
        HandleImage(peer, message);
    }
    else if (message.type == RowMessage::OFFER && Decode(message.body, asked, &fault) &&
             asked.networks.empty())
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
    GetIntake().Forget(peer);
}

void
RowHost::HandleImage(MessageListener::Peer peer, const InferenceMessage& message)
{
    RowIntake::Image image;
    std::string fault = GetIntake().Read(peer, message, Simulator::Now(), image);
    for (const RowIntake::Image& same : GetImages())
    {
        fault = same.number == message.task ? "the same image twice" : fault;
    }
    if (!fault.empty())
    {
        CountMalformed("ROW_IMAGE: " + fault);
        return;
    }
    if (GetLedger())
    {
        GetLedger()->Uploaded(image.number, image.started.GetSeconds());
    }
    if (GetIntake().GetWaiting().size() >= m_queueLimit)
    {
        EndImage(image.number, {TaskOutcome::QUEUE_FULL, "the queue of the host is full"});
        return;
    }
    GetIntake().Add(image);
    TryStart();
}

void
RowHost::Offer(MessageListener::Peer peer)
{
    InferenceMessage message;
    message.type = RowMessage::OFFER;
    message.body = Encode(GetPlans().MakeOffer(GetPlans().KnowsAll() && HasAll()));
    m_txTrace(message);
    GetLinks().Reply(peer, message);
}

void
RowHost::HandleChange()
{
    if (m_devices.empty())
    {
        return;
    }
    if (GetPlans().KnowsAll() && HasAll() && GetPlans().GetChanges().empty())
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
