/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "datagram-greeting.h"

#include "compute/time-steps.h"
#include "message-archive.h"
#include "message-registry.h"
#include "message-transport.h"

#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Attempts in the first interval, if pauses did not double.
constexpr int64_t FIRST = 10;

const MessageRegistration<HelloBody> g_hello(HelloMessage::HELLO,
                                             "HELLO",
                                             "hello",
                                             "over UDP: the sender is there, or goes",
                                             PayloadKind::NONE);

} // namespace

void
SendHello(MessageTransport& transport, bool leaving)
{
    InferenceMessage message;
    message.type = HelloMessage::HELLO;
    message.body = Encode(HelloBody{leaving});
    transport.Send(message, 0);
}

DatagramGreeting::~DatagramGreeting()
{
    Stop();
}

void
DatagramGreeting::Start(Time interval)
{
    Stop();
    m_running = true;
    m_interval = LimitWait(interval);
    m_pause = TimeStep(std::max<int64_t>(1, m_interval.GetTimeStep() / FIRST));
    m_readyEvent = Simulator::Schedule(m_interval, &DatagramGreeting::GetReady, this);
    Attempt();
}

void
DatagramGreeting::Stop()
{
    m_running = m_ready = m_answered = false;
    m_attemptEvent.Cancel();
    m_readyEvent.Cancel();
}

bool
DatagramGreeting::IsAnswered() const
{
    return m_answered;
}

void
DatagramGreeting::Attempt()
{
    const Time pause = m_pause;
    m_pause = pause > m_interval - pause ? m_interval : pause + pause;
    m_attemptEvent = Simulator::Schedule(LimitWait(pause), &DatagramGreeting::Attempt, this);
    if (onAttempt)
    {
        onAttempt();
    }
}

void
DatagramGreeting::HandleAnswer()
{
    if (!m_running || m_answered)
    {
        return;
    }
    m_answered = true;
    m_attemptEvent.Cancel();
    GetReady();
}

void
DatagramGreeting::GetReady()
{
    m_readyEvent.Cancel();
    if (!m_ready)
    {
        m_ready = true;
        if (onReady)
        {
            onReady();
        }
    }
}

} // namespace edgeai
} // namespace ns3
