/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_STREAM_TRANSPORT_H
#define EDGE_AI_STREAM_TRANSPORT_H

#include "message-transport.h"

#include "ns3/nstime.h"
#include "ns3/socket.h"

#include <deque>
#include <memory>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Messages over one connected TCP socket: a header, the body, the payload, back to back.
 */
class StreamTransport : public MessageTransport,
                        public std::enable_shared_from_this<StreamTransport>
{
  public:
    /**
     * @param [in] socket connected, with nothing waiting to be sent
     * @returns the transport, already listening to the socket
     */
    static std::shared_ptr<StreamTransport> Open(Ptr<Socket> socket);
    ~StreamTransport() override;

    void Send(const InferenceMessage& message, double rate) override;
    void Close() override;
    void Abandon() override;
    bool GetPart(MessagePart& part) const override;

  private:
    explicit StreamTransport(Ptr<Socket> socket);

    /// A message on its way out, until its last byte is acknowledged.
    struct Outgoing
    {
        InferenceMessage message; ///< without its body
        Ptr<Packet> start;        ///< header and body, as far as not handed to the socket
        uint64_t sent{0};         ///< payload handed to the socket [B]
        uint64_t end{0};          ///< stream position just behind it [B]
    };

    /// What comes next from the peer.
    enum class Part
    {
        HEADER,
        BODY,
        PAYLOAD,
    };

    void HandleRead(Ptr<Socket> socket);
    void HandleSend(Ptr<Socket> socket, uint32_t available);
    void HandleClose(Ptr<Socket> socket);
    void HandleError(Ptr<Socket> socket);
    void Consume(Ptr<Packet> packet);
    bool TakeHeader(Ptr<Packet> packet);
    bool TakePayload(Ptr<Packet> packet);
    /// @returns bytes of body and payload that came of the message that is coming [B]
    uint64_t GetReceived() const;
    /// Something of a message may have come.
    void NoteProgress();
    static void Take(Ptr<Packet> packet, std::size_t wanted, std::vector<uint8_t>& bytes);
    /// @param [in] room of the socket, > 0 [B]  @returns the next that fits
    Ptr<Packet> NextPiece(uint32_t room);
    void Flush();
    void Fail(const std::string& reason);
    void End(bool error);

    Ptr<Socket> m_socket;
    uint64_t m_capacity;             ///< of the socket's send buffer [B]
    std::deque<Outgoing> m_outgoing; ///< not yet acknowledged
    std::size_t m_unsent{0};         ///< first of them not yet handed to the socket as a whole
    uint64_t m_queued{0};            ///< bytes ever queued
    uint64_t m_written{0};           ///< bytes ever handed to the socket

    InferenceHeader m_header;
    std::vector<uint8_t> m_bytes; ///< of the header or the real payload being collected
    Part m_part{Part::HEADER};
    bool m_real{false}; ///< the payload's bytes matter
    InferenceMessage m_message;
    uint64_t m_payloadLeft{0};
    Time m_first;            ///< when the first bytes of the message that is coming came
    Time m_latest;           ///< when the latest did
    uint64_t m_firstSize{0}; ///< bytes of its body and payload that came at that first instant
    bool m_closed{false};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_STREAM_TRANSPORT_H
