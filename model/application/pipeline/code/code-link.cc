/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-link.h"

#include "application/message/message-archive.h"
#include "compute/time-steps.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace edgeai
{

CodeLink::CodeLink() = default;

CodeLink::~CodeLink()
{
    Abandon();
}

void
CodeLink::Start(Ptr<Node> node, const Settings& settings)
{
    m_settings = settings;
    m_session.onReady = [this] {
        onReady();
        Pump();
    };
    m_session.onDelivered = [this](MessageType type, uint64_t number) {
        HandleDelivered(type, number);
    };
    m_session.onClosed = [this](bool) {
        Forget();
        onClosed();
    };
    // What others say comes over their own connections.
    m_session.onMessage = [this](const InferenceMessage& message) {
        onMalformed(std::string("a server has no business answering here with ") +
                    ToString(message.type));
    };
    m_session.onMalformed = onMalformed;
    m_session.Start(node, settings.session);
}

void
CodeLink::Forget()
{
    for (Outgoing& outgoing : m_outgoing)
    {
        outgoing.timeout.Cancel();
    }
    m_outgoing.clear();
    m_waiting.clear();
}

void
CodeLink::Stop()
{
    Forget();
    m_session.Stop();
}

void
CodeLink::Abandon()
{
    Forget();
    m_session.Abandon();
}

bool
CodeLink::IsConnected() const
{
    return m_session.IsConnected();
}

double
CodeLink::GetSentBytes() const
{
    return m_sentBytes;
}

void
CodeLink::Tell(const InferenceMessage& message)
{
    if (m_session.IsConnected())
    {
        onSend(message);
        m_session.Send(message, 0);
    }
}

std::string
CodeLink::Send(const CodeParcel& parcel)
{
    if (!m_session.IsConnected())
    {
        return "there is no connection";
    }
    if (m_outgoing.size() >= m_settings.inFlight && m_waiting.size() >= m_settings.queueLimit)
    {
        return "the queue is full";
    }
    m_waiting.push_back(parcel);
    Pump();
    return "";
}

void
CodeLink::Withdraw(uint64_t number)
{
    m_waiting.erase(std::remove_if(m_waiting.begin(),
                                   m_waiting.end(),
                                   [=](const CodeParcel& parcel) {
                                       return parcel.number == number && !parcel.body.training;
                                   }),
                    m_waiting.end());
}

void
CodeLink::Pump()
{
    while (m_session.IsConnected() && !m_waiting.empty() && m_outgoing.size() < m_settings.inFlight)
    {
        const CodeParcel parcel = m_waiting.front();
        m_waiting.pop_front();
        HandOver(parcel);
    }
}

void
CodeLink::HandOver(CodeParcel parcel)
{
    parcel.body.sent = Simulator::Now().GetSeconds();
    const InferenceMessage message =
        MakeCodeMessage(parcel.type, parcel.number, Encode(parcel.body), parcel.bytes);
    Outgoing outgoing{parcel.type, parcel.number, EventId()};
    // What is half sent on a stream cannot be taken back; begin a new one.
    outgoing.timeout =
        Simulator::Schedule(LimitWait(m_settings.timeout), &MessageSession::Break, &m_session);
    m_outgoing.push_back(outgoing);
    m_sentBytes += static_cast<double>(parcel.bytes);
    onHandOver(parcel);
    onSend(message);
    m_session.Send(message, 0);
}

void
CodeLink::HandleDelivered(MessageType type, uint64_t number)
{
    const auto it = std::find_if(m_outgoing.begin(), m_outgoing.end(), [&](const Outgoing& out) {
        return out.type == type && out.number == number;
    });
    if (it != m_outgoing.end())
    {
        it->timeout.Cancel();
        m_outgoing.erase(it);
        Pump();
    }
}

} // namespace edgeai
} // namespace ns3
