/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MESSAGE_TRANSPORT_H
#define EDGE_AI_MESSAGE_TRANSPORT_H

#include "inference-message.h"

#include <cstdint>
#include <functional>
#include <string>

namespace ns3
{
namespace edgeai
{

/// A message of which a part came, and nothing more for long.
struct MessagePart
{
    MessageType type;  ///< of the message
    uint64_t task;     ///< of the message
    uint64_t received; ///< bytes of body and payload that came [B]
    uint64_t size;     ///< bytes of all of it [B]
    double goodput;    ///< at which they came [bit/s]; 0 if that cannot be told
};

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
    /// Called for every piece of input that is not a message, with the reason in words.
    using Malformed = std::function<void(const std::string& reason)>;

    /// Called once for a message of which the rest seems to be lost; should it come, it is used.
    using Incomplete = std::function<void(const MessagePart& part)>;

    virtual ~MessageTransport() = default;

    /**
     * Queue a message. Ends the program if it is none its type allows: of a type nobody registered,
     * with a payload its type has not, or larger than InferenceHeader says.
     * @param [in] message what to send
     * @param [in] rate rate at which to hand it over [bit/s]; 0: as fast as it goes. Only
     *             transports without flow control of their own look at it.
     */
    virtual void Send(const InferenceMessage& message, double rate) = 0;

    /// Stop and tell the peer: no callback comes after this.
    virtual void Close() = 0;

    /**
     * Send no more of a task's messages. Only transports that cut messages into pieces of their own
     * look at it: what is half sent on a stream cannot be taken back. No onDelivered comes of them.
     * @param [in] task whose
     */
    virtual void Withdraw(uint64_t task);

    /// Stop and send nothing, because the node is being taken apart: no callback comes after this.
    virtual void Abandon() = 0;

    /**
     * What an end of the connection at this instant would cut. Only streams have such a message;
     * of one in datagrams onIncomplete tells.
     * @param [out] part what came of the message that is coming, if there is one
     * @returns whether there is one, and its header has come
     */
    virtual bool GetPart(MessagePart& part) const;

    /**
     * Let links tell what each message takes: its bytes carry a MessageTag from now on.
     * @param [in] port of the peer's socket, > 0
     */
    void SetTagged(uint16_t port);

    Receiver onMessage;
    Delivered onDelivered;
    Closed onClosed;
    Malformed onMalformed;
    Incomplete onIncomplete;

  protected:
    /// @param [in] message to be sent  @returns the header of its first byte
    InferenceHeader MakeHeader(const InferenceMessage& message);
    /// @param [in] reason why something that came is no message
    void ReportMalformed(const std::string& reason) const;

    /**
     * What travels behind the body.
     * @param [in] message with a payload
     * @param [in] offset first byte of the payload [B]
     * @param [in] size how many [B]
     * @returns real bytes, or as many zeros, which cost ns-3 no memory
     */
    static Ptr<Packet> MakePiece(const InferenceMessage& message, uint64_t offset, uint32_t size);

    /// @param [in] message to be sent  @param [in] packet part of it; gets its tag, if messages do
    void Tag(const InferenceMessage& message, const Packet& packet) const;

  private:
    uint16_t m_taggedPort{0}; ///< of the peer's socket; 0: messages get no tags
    uint16_t m_sequence{0};   ///< of the next message
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MESSAGE_TRANSPORT_H
