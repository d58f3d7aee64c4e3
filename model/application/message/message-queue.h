/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MESSAGE_QUEUE_H
#define EDGE_AI_MESSAGE_QUEUE_H

#include "message-session.h"

#include "ns3/event-id.h"
#include "ns3/nstime.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Messages in a queue in front of a session over TCP. Only a few are handed to the transport at a
 * time, so that what waits can still be sent elsewhere, and the buffers below stay short.
 *
 * Messages are told apart by the header's task, which is unique among those under way.
 */
class MessageQueue
{
  public:
    /// What a queue needs to know.
    struct Settings
    {
        MessageSession::Settings session; ///< where to and how
        uint32_t limit{0};                ///< messages that may wait; 0: any number
        uint32_t inFlight{2};             ///< handed to the transport at once, >= 1
        Time timeout{Seconds(10)};        ///< how long a message may take over the link, > 0
    };

    MessageQueue();
    ~MessageQueue();
    MessageQueue(const MessageQueue&) = delete;
    MessageQueue& operator=(const MessageQueue&) = delete;

    /// Connect, and stay connected. @param [in] node where this is  @param [in] settings how
    void Start(Ptr<Node> node, const Settings& settings);
    /// Close the connection. @returns what waited or was on its way, in order
    std::vector<InferenceMessage> Stop();
    /// Stop and send nothing, because the node is being taken apart.
    void Abandon();
    /// Give up a connection that is of no use: what is on its way is told to onLost.
    void Break();

    /// @param [in] message to send in its turn, or to drop if too many wait
    void Send(const InferenceMessage& message);
    /// @param [in] message to send at once, before all that wait; lost without a connection
    void SendNow(const InferenceMessage& message);
    /// @returns what waits and was not handed over, in order; the queue forgets it
    std::vector<InferenceMessage> TakeWaiting();

    /// @returns whether there is a connection
    bool IsConnected() const;
    /// @returns messages that wait
    std::size_t GetWaiting() const;

    std::function<void()> onReady;  ///< it is connected; what is sent at once now comes first
    std::function<void()> onClosed; ///< a connection that stood is gone
    /// A message is handed over, and may still be written to: when it counts as lost.
    std::function<void(InferenceMessage&, Time expires)> onHandOver;
    std::function<void(const InferenceMessage&)> onDelivered; ///< a message has left for good
    /// The connection broke while a message was on its way, and it may not have got through.
    std::function<void(const InferenceMessage&)> onLost;
    /// Too many wait: this one goes.
    std::function<void(const InferenceMessage&)> onDropped;
    MessageTransport::Receiver onMessage;    ///< a message has come
    MessageTransport::Malformed onMalformed; ///< something came that is no message

  private:
    /// A message handed to the transport.
    struct Outgoing
    {
        InferenceMessage message; ///< without the bytes of its body
        EventId timeout;          ///< when it is not acknowledged
    };

    void Pump();
    void HandleDelivered(MessageType type, uint64_t task);
    void HandleClosed();

    Settings m_settings;
    MessageSession m_session;
    std::deque<InferenceMessage> m_waiting;
    std::deque<Outgoing> m_outgoing;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MESSAGE_QUEUE_H
