/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "message-queue.h"

#include "compute/time-steps.h"

#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

MessageQueue::MessageQueue() = default;

MessageQueue::~MessageQueue()
{
    Abandon();
}

void
MessageQueue::Start(Ptr<Node> node, const Settings& settings)
{
    m_settings = settings;
    m_session.onReady = [this] {
        if (onReady)
        {
            onReady();
        }
        Pump();
    };
    m_session.onDelivered = [this](MessageType type, uint64_t task) {
        HandleDelivered(type, task);
    };
    m_session.onClosed = [this](bool) { HandleClosed(); };
    m_session.onMessage = onMessage;
    m_session.onMalformed = onMalformed;
    m_session.Start(node, settings.session);
}

std::vector<InferenceMessage>
MessageQueue::Stop()
{
    std::vector<InferenceMessage> left;
    for (Outgoing& outgoing : m_outgoing)
    {
        outgoing.timeout.Cancel();
        left.push_back(outgoing.message);
    }
    m_outgoing.clear();
    left.insert(left.end(), m_waiting.begin(), m_waiting.end());
    m_waiting.clear();
    m_session.Stop();
    return left;
}

void
MessageQueue::Abandon()
{
    for (Outgoing& outgoing : m_outgoing)
    {
        outgoing.timeout.Cancel();
    }
    m_outgoing.clear();
    m_waiting.clear();
    m_session.Abandon();
}

void
MessageQueue::Break()
{
    if (m_session.IsConnected())
    {
        m_session.Break();
    }
}

void
MessageQueue::Send(const InferenceMessage& message)
{
    m_waiting.push_back(message);
    Pump();
    if (m_settings.limit > 0 && m_waiting.size() > m_settings.limit)
    {
        const InferenceMessage last = m_waiting.back();
        m_waiting.pop_back();
        onDropped(last);
    }
}

void
MessageQueue::SendNow(const InferenceMessage& message)
{
    m_session.Send(message, 0);
}

std::vector<InferenceMessage>
MessageQueue::TakeWaiting()
{
    const std::vector<InferenceMessage> waiting(m_waiting.begin(), m_waiting.end());
    m_waiting.clear();
    return waiting;
}

bool
MessageQueue::IsConnected() const
{
    return m_session.IsConnected();
}

std::size_t
MessageQueue::GetWaiting() const
{
    return m_waiting.size();
}

void
MessageQueue::Pump()
{
    while (m_session.IsConnected() && !m_waiting.empty() && m_outgoing.size() < m_settings.inFlight)
    {
        InferenceMessage message = m_waiting.front();
        m_waiting.pop_front();
        if (onHandOver)
        {
            onHandOver(message, Simulator::Now() + LimitWait(m_settings.timeout));
        }
        Outgoing outgoing{message, EventId()};
        outgoing.message.body.clear();
        // What is half sent on a stream cannot be taken back; begin a new one.
        outgoing.timeout =
            Simulator::Schedule(LimitWait(m_settings.timeout), &MessageSession::Break, &m_session);
        m_outgoing.push_back(outgoing);
        m_session.Send(message, 0);
    }
}

void
MessageQueue::HandleDelivered(MessageType type, uint64_t task)
{
    const auto it = std::find_if(m_outgoing.begin(), m_outgoing.end(), [=](const Outgoing& out) {
        return out.message.type == type && out.message.task == task;
    });
    if (it == m_outgoing.end())
    {
        return; // it was sent at once
    }
    it->timeout.Cancel();
    const Outgoing done = *it;
    m_outgoing.erase(it);
    if (onDelivered)
    {
        onDelivered(done.message);
    }
    Pump();
}

void
MessageQueue::HandleClosed()
{
    const std::deque<Outgoing> outgoing = std::move(m_outgoing);
    m_outgoing.clear();
    for (Outgoing out : outgoing)
    {
        out.timeout.Cancel();
        if (onLost)
        {
            onLost(out.message);
        }
    }
    if (onClosed)
    {
        onClosed();
    }
}

} // namespace edgeai
} // namespace ns3
