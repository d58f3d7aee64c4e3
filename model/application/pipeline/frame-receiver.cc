/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "frame-receiver.h"

#include "application/message/message-archive.h"
#include "compute/time-steps.h"

#include "ns3/log.h"
#include "ns3/simulator.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiFrameReceiver");

void
FrameReceiver::Start(Ptr<Node> node, const Settings& settings, Ptr<FrameLedger> ledger)
{
    m_settings = settings;
    m_ledger = ledger;
    m_listener.onMessage = [this](MessageListener::Peer, const InferenceMessage& message) {
        HandleMessage(message);
    };
    m_listener.onMalformed = onMalformed;
    m_listener.Start(node, settings.listener);
}

void
FrameReceiver::Stop()
{
    m_listener.Stop();
}

void
FrameReceiver::Abandon()
{
    m_listener.Abandon();
    m_ledger = nullptr;
}

FrameReceiver::Measurement
FrameReceiver::TakeMeasurement()
{
    const Measurement measurement = m_measurement;
    m_measurement = Measurement();
    return measurement;
}

bool
FrameReceiver::IsSound(const InferenceMessage& message, const FrameBody& body) const
{
    const ChainProblem& network = *m_settings.network;
    const uint32_t layers = network.layers.size();
    const MessageType type = body.cut == 0       ? PipelineMessage::FRAME
                             : body.cut < layers ? PipelineMessage::ACTIVATION
                                                 : PipelineMessage::ANSWER;
    const double now = Simulator::Now().GetSeconds();
    return body.cut <= layers && message.type == type &&
           message.payloadBytes ==
               static_cast<uint64_t>(std::ceil(network.GetSentBytes(body.cut))) &&
           body.sent <= now;
}

void
FrameReceiver::HandleMessage(const InferenceMessage& message)
{
    onReceive(message);
    PipelineFrame frame;
    std::string fault;
    if (!Decode(message.body, frame.body, &fault) || !IsSound(message, frame.body))
    {
        onMalformed(std::string(ToString(message.type)) + ": " +
                    (fault.empty() ? "cut, size or instants cannot be" : fault));
        return;
    }
    const Time now = Simulator::Now();
    // An instant in seconds may be a nanosecond off.
    const Time started = Min(now, Max(ToTime(frame.body.sent), m_lastArrival));
    m_lastArrival = now;
    if (now.GetSeconds() > frame.body.expires)
    {
        NS_LOG_LOGIC("frame " << message.task << " came too late to count");
        return;
    }
    if (message.payloadBytes >= m_settings.measureMin)
    {
        m_measurement.bits += 8.0 * message.payloadBytes;
        m_measurement.time += (now - started).GetSeconds();
        ++m_measurement.frames;
    }
    if (m_ledger)
    {
        m_ledger->Arrive(message.task, FrameLedger::GetLinkStep(m_settings.link), started);
    }
    frame.number = message.task;
    frame.payloadBytes = message.payloadBytes;
    onFrame(frame);
}

} // namespace edgeai
} // namespace ns3
