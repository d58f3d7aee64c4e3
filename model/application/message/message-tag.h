/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MESSAGE_TAG_H
#define EDGE_AI_MESSAGE_TAG_H

#include "inference-message.h"

#include "ns3/tag.h"

#include <cstdint>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Says of bytes which message they are part of, for links that tell what each took: a byte tag, so
 * that it stays with them whatever packets and blocks they come into. Nothing of it is on the wire.
 */
class MessageTag : public Tag
{
  public:
    uint16_t port{0};   ///< of the receiver's socket, which tells clients of one device apart
    MessageType type{}; ///< of the message
    uint64_t task{0};   ///< number of the task it is about

    /// @returns the TypeId
    static TypeId GetTypeId();
    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(TagBuffer buffer) const override;
    void Deserialize(TagBuffer buffer) override;
    void Print(std::ostream& os) const override;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MESSAGE_TAG_H
