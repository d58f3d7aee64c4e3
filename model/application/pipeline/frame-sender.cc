/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "frame-sender.h"

#include "application/message/message-archive.h"
#include "compute/time-steps.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiFrameSender");

FrameSender::FrameSender() = default;

FrameSender::~FrameSender()
{
    Abandon();
}

void
FrameSender::Start(Ptr<Node> node, const Settings& settings, Ptr<FrameLedger> ledger)
{
    m_settings = settings;
    m_ledger = ledger;
    m_session.onReady = [this] { Pump(); };
    m_session.onDelivered = [this](MessageType, uint64_t number) { HandleDelivered(number); };
    m_session.onClosed = [this](bool error) { HandleClosed(error); };
    // Nothing is expected from the next position.
    m_session.onMessage = [this](const InferenceMessage& message) {
        onMalformed(std::string("the next position has no business sending ") +
                    ToString(message.type));
    };
    m_session.onMalformed = onMalformed;
    m_session.Start(node, settings.session);
}

void
FrameSender::Stop(const TaskEnding& ending)
{
    m_lapse.Cancel();
    for (const Waiting& waiting : m_waiting)
    {
        if (m_ledger)
        {
            m_ledger->End(waiting.frame.number, ending);
        }
    }
    m_waiting.clear();
    for (Outgoing& outgoing : m_outgoing)
    {
        outgoing.timeout.Cancel();
        Note(outgoing.number, ending.outcome, ending.detail);
    }
    m_outgoing.clear();
    m_session.Stop();
}

void
FrameSender::Abandon()
{
    for (Outgoing& outgoing : m_outgoing)
    {
        outgoing.timeout.Cancel();
    }
    m_lapse.Cancel();
    m_outgoing.clear();
    m_waiting.clear();
    m_session.Abandon();
    m_ledger = nullptr;
}

std::size_t
FrameSender::GetWaiting() const
{
    return m_waiting.size();
}

void
FrameSender::Send(const PipelineFrame& frame)
{
    if (m_ledger)
    {
        m_ledger->Queue(frame.number, FrameLedger::GetLinkStep(m_settings.link));
    }
    m_waiting.push_back({frame, Simulator::Now() + LimitWait(m_settings.timeout)});
    Pump();
    ScheduleLapse();
    if (m_waiting.size() > m_settings.queueLimit)
    {
        DropOne();
    }
}

void
FrameSender::DropOne()
{
    const bool oldest = m_settings.dropPolicy == Processor::DROP_OLDEST;
    const uint64_t number = oldest ? m_waiting.front().frame.number : m_waiting.back().frame.number;
    oldest ? m_waiting.pop_front() : m_waiting.pop_back();
    if (!m_ledger)
    {
        return;
    }
    const std::string link = "link " + std::to_string(m_settings.link);
    if (m_session.IsConnected())
    {
        m_ledger->End(number, {TaskOutcome::QUEUE_FULL, "the queue of " + link + " is full"});
    }
    else
    {
        m_ledger->End(number, {TaskOutcome::LINK_LOST, link + " has no connection"});
    }
}

void
FrameSender::Pump()
{
    while (m_session.IsConnected() && !m_waiting.empty() && m_outgoing.size() < m_settings.inFlight)
    {
        const PipelineFrame frame = m_waiting.front().frame;
        m_waiting.pop_front();
        HandOver(frame);
    }
}

void
FrameSender::ScheduleLapse()
{
    if (!m_session.IsConnected() && !m_waiting.empty() && !IsPending(m_lapse))
    {
        const Time wait = m_waiting.front().lapses - Simulator::Now();
        m_lapse = Simulator::Schedule(std::max(wait, Time(0)), &FrameSender::Lapse, this);
    }
}

void
FrameSender::Lapse()
{
    while (!m_session.IsConnected() && !m_waiting.empty() &&
           m_waiting.front().lapses <= Simulator::Now())
    {
        const uint64_t number = m_waiting.front().frame.number;
        m_waiting.pop_front();
        if (m_ledger)
        {
            m_ledger->End(number,
                          {TaskOutcome::LINK_LOST,
                           "link " + std::to_string(m_settings.link) + " has no connection"});
        }
    }
    ScheduleLapse();
}

void
FrameSender::HandOver(PipelineFrame frame)
{
    NS_LOG_FUNCTION(this << frame.number);
    const Time expires = Simulator::Now() + LimitWait(m_settings.timeout);
    frame.body.sent = Simulator::Now().GetSeconds();
    frame.body.expires = expires.GetSeconds();
    InferenceMessage message;
    message.type = frame.body.cut == 0                  ? PipelineMessage::FRAME
                   : frame.body.cut < m_settings.layers ? PipelineMessage::ACTIVATION
                                                        : PipelineMessage::ANSWER;
    message.task = frame.number;
    message.body = Encode(frame.body);
    message.payloadBytes = frame.payloadBytes;

    const bool datagrams = m_session.IsDatagram();
    if (m_ledger)
    {
        const std::string link = " on link " + std::to_string(m_settings.link);
        const TaskEnding otherwise =
            datagrams ? TaskEnding{TaskOutcome::SEGMENT_LOST, "a segment was lost" + link}
                      : TaskEnding{TaskOutcome::LINK_LOST, "it did not get through in time" + link};
        m_ledger->Send(frame.number,
                       FrameLedger::GetLinkStep(m_settings.link),
                       8.0 * frame.payloadBytes,
                       expires,
                       otherwise);
    }
    Outgoing outgoing{frame.number, EventId()};
    if (!datagrams)
    {
        // What is half sent on a stream cannot be taken back; begin a new one.
        outgoing.timeout =
            Simulator::Schedule(LimitWait(m_settings.timeout), &MessageSession::Break, &m_session);
    }
    m_outgoing.push_back(outgoing);
    onSend(message);
    m_session.Send(message, m_settings.datagramRate);
}

void
FrameSender::HandleDelivered(uint64_t number)
{
    const auto it = std::find_if(m_outgoing.begin(), m_outgoing.end(), [=](const Outgoing& out) {
        return out.number == number;
    });
    if (it != m_outgoing.end())
    {
        it->timeout.Cancel();
        m_outgoing.erase(it);
        Pump();
    }
}

void
FrameSender::HandleClosed(bool error)
{
    for (Outgoing& outgoing : m_outgoing)
    {
        outgoing.timeout.Cancel();
        Note(outgoing.number,
             TaskOutcome::LINK_LOST,
             error ? "the connection broke" : "the next position closed the connection");
    }
    m_outgoing.clear();
    for (Waiting& waiting : m_waiting)
    {
        // Until now it waited for others, not for a connection.
        waiting.lapses = Simulator::Now() + LimitWait(m_settings.timeout);
    }
    m_lapse.Cancel();
    ScheduleLapse();
}

void
FrameSender::Note(uint64_t number, TaskOutcome outcome, const std::string& detail)
{
    if (m_ledger)
    {
        m_ledger->Note(number,
                       FrameLedger::GetLinkStep(m_settings.link),
                       {outcome, detail + " on link " + std::to_string(m_settings.link)});
    }
}

} // namespace edgeai
} // namespace ns3
