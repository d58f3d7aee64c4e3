/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "message-tag.h"

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(MessageTag);

TypeId
MessageTag::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::MessageTag")
                            .SetParent<Tag>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<MessageTag>();
    return tid;
}

TypeId
MessageTag::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
MessageTag::GetSerializedSize() const
{
    return sizeof(port) + sizeof(type) + sizeof(task);
}

void
MessageTag::Serialize(TagBuffer buffer) const
{
    buffer.WriteU16(port);
    buffer.WriteU8(static_cast<uint8_t>(type));
    buffer.WriteU64(task);
}

void
MessageTag::Deserialize(TagBuffer buffer)
{
    port = buffer.ReadU16();
    type = static_cast<MessageType>(buffer.ReadU8());
    task = buffer.ReadU64();
}

void
MessageTag::Print(std::ostream& os) const
{
    os << "port=" << port << " type=" << static_cast<unsigned>(type) << " task=" << task;
}

} // namespace edgeai
} // namespace ns3
