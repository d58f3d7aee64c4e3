/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MESSAGE_TRANSPORT_H
#define EDGE_AI_MESSAGE_TRANSPORT_H

#include "inference-message.h"

#include <cstdint>
#include <functional>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Carries whole messages to and from one peer. What arrives is trusted in nothing: bytes that are
 * no message are counted and reported, never acted on.
 */
class MessageTransport
{
  public:
    /// Called with every complete message.
    using Receiver = std::function<void(const InferenceMessage&)>;
    /// Called when a message of this type and task has left for good (acknowledged, or sent).
    using Delivered = std::function<void(MessageType type, uint64_t task)>;
    /// Called once when the peer is gone. error: the connection broke instead of being closed.
    using Closed = std::function<void(bool error)>;
    /// Called for every piece of input that is not a message.
    using Malformed = std::function<void()>;

    /// Largest body and payload that is believed [B]; anything above it counts as malformed.
    static constexpr uint64_t MAX_MESSAGE = uint64_t{1} << 32;

    virtual ~MessageTransport() = default;

    /**
     * Queue a message.
     * @param [in] message what to send
     * @param [in] rate rate at which to hand it over [bit/s]; 0: as fast as it goes. Only
     *             transports without flow control of their own look at it.
     */
    virtual void Send(const InferenceMessage& message, double rate) = 0;

    /// Stop and tell the peer: no callback comes after this.
    virtual void Close() = 0;

    /// Stop and send nothing, because the node is being taken apart: no callback comes after this.
    virtual void Abandon() = 0;

    Receiver onMessage;
    Delivered onDelivered;
    Closed onClosed;
    Malformed onMalformed;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MESSAGE_TRANSPORT_H
