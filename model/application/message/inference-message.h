/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_INFERENCE_MESSAGE_H
#define EDGE_AI_INFERENCE_MESSAGE_H

#include "ns3/header.h"
#include "ns3/packet.h"

#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What a message is for: a number on the wire. It names no types itself: every family of
/// applications registers its own (MessageRegistry).
enum class MessageType : uint8_t
{
};

/// @param [in] type a message type  @returns its name, "UNKNOWN" for one that nobody registered
const char* ToString(MessageType type);

/**
 * @ingroup edge-ai
 * Starts every message on the wire. On a stream one header precedes a whole message (offset 0);
 * over datagrams each carries one fragment of the message and repeats the header with its own
 * offset.
 *
 * Wire form, network byte order, 36 bytes: magic 0x65646765 (4), version (1), type (1), sequence
 * (2), body size (4), task (8), message size (8), fragment offset (8). The message size counts body
 * and payload; the sequence counts the messages of one sender to one peer, so that fragments of two
 * messages about the same task are told apart.
 */
class InferenceHeader : public Header
{
  public:
    static constexpr uint32_t SIZE = 36;          ///< on the wire [B]
    static constexpr uint32_t MAGIC = 0x65646765; ///< "edge"
    static constexpr uint8_t VERSION = 2;         ///< of this wire form

    /// Largest body and payload that is believed [B].
    static constexpr uint64_t MAX_MESSAGE = uint64_t{1} << 32;
    /// Largest body [B].
    static constexpr uint32_t MAX_BODY = uint32_t{1} << 24;
    /// Largest body and payload of real bytes, which a receiver has to keep [B].
    static constexpr uint64_t MAX_REAL = uint64_t{1} << 28;

    MessageType type{};         ///< of the message
    uint16_t sequence{0};       ///< of the message from this sender to this peer
    uint64_t task{0};           ///< the device's number of the task; 0: none in particular
    uint32_t bodySize{0};       ///< fields that follow the header [B]
    uint64_t messageSize{0};    ///< body and payload [B]
    uint64_t fragmentOffset{0}; ///< first byte of body and payload in this fragment [B]

    /// @returns the TypeId
    static TypeId GetTypeId();
    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(Buffer::Iterator start) const override;
    /// @param [in] start where the header begins  @returns SIZE, or 0 if these bytes are no header
    uint32_t Deserialize(Buffer::Iterator start) override;
    void Print(std::ostream& os) const override;

    /**
     * Read from raw bytes, trusting nothing.
     * @param [in] bytes at least SIZE bytes
     * @param [in] available how many bytes there are
     * @param [out] fault if not null: on failure, what is wrong
     * @returns false if too short, or magic, version, type or sizes are not those of a message
     */
    bool Parse(const uint8_t* bytes, std::size_t available, std::string* fault = nullptr);

  private:
    /// @returns "", or what about the sizes cannot be
    std::string ExplainSizes() const;
};

/**
 * A whole message: what its header says, the body's bytes, and a payload. As its type was
 * registered, the payload is counted bytes (a tensor nobody reads: only its size matters), or real
 * bytes that arrive exactly as they were sent.
 */
struct InferenceMessage
{
    /// Bytes that many messages may share without being copied.
    using Bytes = std::shared_ptr<const std::vector<uint8_t>>;

    MessageType type{};        ///< which
    uint64_t task{0};          ///< that it is about
    std::vector<uint8_t> body; ///< encoded fields
    uint64_t payloadBytes{0};  ///< tensor, answer or real bytes that follow the body [B]
    Bytes payload;             ///< the real bytes, payloadBytes of them; null: they are counted
    double goodput{0};         ///< at which its datagrams came [bit/s]; 0: unknown, or a stream

    /// @param [in] bytes real payload from now on
    void SetPayload(std::vector<uint8_t> bytes);
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_INFERENCE_MESSAGE_H
