/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DATAGRAM_GREETING_H
#define EDGE_AI_DATAGRAM_GREETING_H

#include "message-field.h"

#include "ns3/event-id.h"
#include "ns3/inference-message.h"
#include "ns3/nstime.h"

#include <functional>

namespace ns3
{
namespace edgeai
{

class MessageTransport;

/// @ingroup edge-ai
/// Over datagrams nobody sees that somebody connects or goes: who does so says it.
struct HelloMessage
{
    static constexpr MessageType HELLO{126}; ///< to who listens, and its answer
};

/// HELLO: the sender is there, or goes.
struct HelloBody
{
    bool leaving{false}; ///< nothing comes from it any more

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("leaving", "", "nothing comes from it any more"), leaving);
    }
};

/// @param [in,out] transport over which HELLO is sent  @param [in] leaving whether its sender goes
void SendHello(MessageTransport& transport, bool leaving);

/**
 * @ingroup edge-ai
 * The client's side of HELLO.
 *
 * What a TCP connection gets of its handshake, over datagrams: whoever listens knows of the sender
 * before the first message that matters. It says HELLO until something comes back: after a tenth of
 * an interval again, then in pauses that double up to the interval. The owner need not wait for an
 * answer longer than one interval, so that a peer which never says anything is still sent to.
 */
class DatagramGreeting
{
  public:
    ~DatagramGreeting();

    /// Begin. @param [in] interval longest pause between attempts, > 0
    void Start(Time interval);
    /// End; no callback comes any more.
    void Stop();
    /// The peer has sent something: it knows of the sender.
    void HandleAnswer();
    /// @returns whether the peer has answered, and Stop() was not called since
    bool IsAnswered() const;

    std::function<void()> onAttempt; ///< HELLO is to be sent
    std::function<void()> onReady;   ///< answered, or waited for long enough; once

  private:
    void Attempt();
    void GetReady();

    EventId m_attemptEvent;
    EventId m_readyEvent;
    Time m_pause;
    Time m_interval;
    bool m_running{false};
    bool m_ready{false};
    bool m_answered{false};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DATAGRAM_GREETING_H
