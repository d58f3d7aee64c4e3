/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_INFERENCE_MESSAGE_H
#define EDGE_AI_INFERENCE_MESSAGE_H

#include "ns3/header.h"
#include "ns3/packet.h"

#include <cstdint>
#include <ostream>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What a message is for: co-inference in the order one task uses them, then pipelines.
enum class MessageType : uint8_t
{
    REQUEST = 1, ///< device to server: task, budgets, limits, channel
    PLAN = 2,    ///< server to device: the decision and what it is expected to cost
    FEATURE = 3, ///< device to server: the intermediate tensor
    RESULT = 4,  ///< server to device: the answer, or why there is none
    REPORT = 5,  ///< device to server: what really happened

    FRAME = 6,         ///< pipeline: a camera's frame, no layer done yet
    ACTIVATION = 7,    ///< pipeline: what the first c layers made of a frame
    ANSWER = 8,        ///< pipeline: what the last layer made of a frame
    PIPELINE_PLAN = 9, ///< controller to stage or camera: who runs which layers in which structure
    PLAN_READY = 10,   ///< stage to controller: the plan can be used, or which weights it lacks
    PIPELINE_REPORT = 11, ///< stage, camera or sink to controller: what it is and what it measured
    WEIGHTS = 12,         ///< controller to stage: weights a plan needs there
};

/// @param [in] type a message type  @returns its name, "UNKNOWN" for a value that is none
const char* ToString(MessageType type);

/**
 * @ingroup edge-ai
 * Starts every message on the wire. On a stream one header precedes a whole message (offset 0);
 * over datagrams each carries one fragment of the message and repeats the header with its own
 * offset.
 *
 * Wire form, network byte order, 32 bytes: magic 0x65646765 (4), version (1), type (1), body size
 * (2), task (8), message size (8), fragment offset (8). The message size counts body and payload.
 */
class InferenceHeader : public Header
{
  public:
    static constexpr uint32_t SIZE = 32;          ///< on the wire [B]
    static constexpr uint32_t MAGIC = 0x65646765; ///< "edge"
    static constexpr uint8_t VERSION = 1;         ///< of this wire form

    MessageType type{MessageType::REQUEST};
    uint64_t task{0};           ///< the device's number of the task; 0: none in particular
    uint16_t bodySize{0};       ///< fields that follow the header [B]
    uint64_t messageSize{0};    ///< body and payload [B]
    uint64_t fragmentOffset{0}; ///< first byte of body and payload in this fragment [B]

    /// @returns the TypeId
    static TypeId GetTypeId();
    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(Buffer::Iterator start) const override;
    /// @param [in] start where the header begins  @returns 32, or 0 if these bytes are no header
    uint32_t Deserialize(Buffer::Iterator start) override;
    void Print(std::ostream& os) const override;

    /**
     * Read from raw bytes, trusting nothing.
     * @param [in] bytes at least SIZE bytes
     * @param [in] available how many bytes there are
     * @returns false if too short, or the magic, version, type or sizes are not those of a message
     */
    bool Parse(const uint8_t* bytes, std::size_t available);
};

/// A whole message: header fields, the body's bytes, and a payload of which only the size matters.
struct InferenceMessage
{
    MessageType type{MessageType::REQUEST};
    uint64_t task{0};
    std::vector<uint8_t> body;
    uint64_t payloadBytes{0}; ///< tensor or answer that follows the body [B]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_INFERENCE_MESSAGE_H
