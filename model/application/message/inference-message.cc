/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "inference-message.h"

#include "message-registry.h"

#include <array>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(InferenceHeader);

const char*
ToString(MessageType type)
{
    const MessageDescription* description = MessageRegistry::Find(type);
    return description ? description->name.c_str() : "UNKNOWN";
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
    start.WriteHtonU16(sequence);
    start.WriteHtonU32(bodySize);
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
InferenceHeader::Parse(const uint8_t* bytes, std::size_t available, std::string* fault)
{
    const auto refuse = [fault](const std::string& why) {
        if (fault)
        {
            *fault = why;
        }
        return false;
    };
    if (available < SIZE)
    {
        return refuse("a header has " + std::to_string(SIZE) + " bytes, here are " +
                      std::to_string(available));
    }
    auto number = [bytes](std::size_t at, std::size_t width) {
        uint64_t value = 0;
        for (std::size_t i = at; i < at + width; ++i)
        {
            value = value << 8 | bytes[i];
        }
        return value;
    };
    if (number(0, 4) != MAGIC)
    {
        return refuse("it does not begin like a message");
    }
    if (bytes[4] != VERSION)
    {
        return refuse("version is " + std::to_string(bytes[4]) + "; allowed is " +
                      std::to_string(VERSION));
    }
    type = static_cast<MessageType>(bytes[5]);
    sequence = number(6, 2);
    bodySize = number(8, 4);
    task = number(12, 8);
    messageSize = number(20, 8);
    fragmentOffset = number(28, 8);
    const std::string wrong = ExplainSizes();
    return wrong.empty() || refuse(wrong);
}

std::string
InferenceHeader::ExplainSizes() const
{
    const MessageDescription* description = MessageRegistry::Find(type);
    if (!description)
    {
        return "type " + std::to_string(static_cast<unsigned>(type)) + " is none";
    }
    uint64_t limit = MAX_MESSAGE;
    if (description->payload != PayloadKind::COUNTED)
    {
        limit = description->payload == PayloadKind::REAL ? MAX_REAL : bodySize;
    }
    const auto exceeds = [](const std::string& what, uint64_t value, uint64_t most) {
        return what + " is " + std::to_string(value) + " B; allowed is 0 to " +
               std::to_string(most) + " B";
    };
    if (bodySize > MAX_BODY)
    {
        return exceeds("body size", bodySize, MAX_BODY);
    }
    if (messageSize > limit)
    {
        return exceeds("message size of " + description->name, messageSize, limit);
    }
    if (bodySize > messageSize)
    {
        return exceeds("body size", bodySize, messageSize);
    }
    return fragmentOffset > messageSize ? exceeds("offset", fragmentOffset, messageSize) : "";
}

void
InferenceHeader::Print(std::ostream& os) const
{
    os << ToString(type) << " task=" << task << " body=" << bodySize << "B message=" << messageSize
       << "B offset=" << fragmentOffset << "B";
}

void
InferenceMessage::SetPayload(std::vector<uint8_t> bytes)
{
    payloadBytes = bytes.size();
    payload = std::make_shared<const std::vector<uint8_t>>(std::move(bytes));
}

} // namespace edgeai
} // namespace ns3
