/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "inference-message.h"

#include <array>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(InferenceHeader);

const char*
ToString(MessageType type)
{
    switch (type)
    {
    case MessageType::REQUEST:
        return "REQUEST";
    case MessageType::PLAN:
        return "PLAN";
    case MessageType::FEATURE:
        return "FEATURE";
    case MessageType::RESULT:
        return "RESULT";
    case MessageType::REPORT:
        return "REPORT";
    case MessageType::FRAME:
        return "FRAME";
    case MessageType::ACTIVATION:
        return "ACTIVATION";
    case MessageType::ANSWER:
        return "ANSWER";
    case MessageType::PIPELINE_PLAN:
        return "PIPELINE_PLAN";
    case MessageType::PLAN_READY:
        return "PLAN_READY";
    case MessageType::PIPELINE_REPORT:
        return "PIPELINE_REPORT";
    case MessageType::WEIGHTS:
        return "WEIGHTS";
    }
    return "UNKNOWN";
}

TypeId
InferenceHeader::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::InferenceHeader")
                            .SetParent<Header>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<InferenceHeader>();
    return tid;
}

TypeId
InferenceHeader::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
InferenceHeader::GetSerializedSize() const
{
    return SIZE;
}

void
InferenceHeader::Serialize(Buffer::Iterator start) const
{
    start.WriteHtonU32(MAGIC);
    start.WriteU8(VERSION);
    start.WriteU8(static_cast<uint8_t>(type));
    start.WriteHtonU16(bodySize);
    start.WriteHtonU64(task);
    start.WriteHtonU64(messageSize);
    start.WriteHtonU64(fragmentOffset);
}

uint32_t
InferenceHeader::Deserialize(Buffer::Iterator start)
{
    if (start.GetRemainingSize() < SIZE)
    {
        return 0;
    }
    std::array<uint8_t, SIZE> bytes;
    start.Read(bytes.data(), SIZE);
    return Parse(bytes.data(), bytes.size()) ? SIZE : 0;
}

bool
InferenceHeader::Parse(const uint8_t* bytes, std::size_t available)
{
    if (available < SIZE)
    {
        return false;
    }
    auto number = [bytes](std::size_t at, std::size_t width) {
        uint64_t value = 0;
        for (std::size_t i = at; i < at + width; ++i)
        {
            value = value << 8 | bytes[i];
        }
        return value;
    };
    const uint8_t kind = bytes[5];
    if (number(0, 4) != MAGIC || bytes[4] != VERSION ||
        kind < static_cast<uint8_t>(MessageType::REQUEST) ||
        kind > static_cast<uint8_t>(MessageType::WEIGHTS))
    {
        return false;
    }
    type = static_cast<MessageType>(kind);
    bodySize = number(6, 2);
    task = number(8, 8);
    messageSize = number(16, 8);
    fragmentOffset = number(24, 8);
    return bodySize <= messageSize && fragmentOffset <= messageSize;
}

void
InferenceHeader::Print(std::ostream& os) const
{
    os << ToString(type) << " task=" << task << " body=" << bodySize << "B message=" << messageSize
       << "B offset=" << fragmentOffset << "B";
}

} // namespace edgeai
} // namespace ns3
