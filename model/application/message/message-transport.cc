/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "message-transport.h"

#include "message-registry.h"
#include "message-tag.h"

#include "ns3/abort.h"

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] message of that type  @param [in] kind which payload it may have  @returns ""
/// or what is wrong with the one it has
std::string
ExplainPayload(const InferenceMessage& message, PayloadKind kind)
{
    if (message.payload && message.payload->size() != message.payloadBytes)
    {
        return "payloadBytes is " + std::to_string(message.payloadBytes) + " and the payload has " +
               std::to_string(message.payload->size()) + " bytes";
    }
    switch (kind)
    {
    case PayloadKind::NONE:
        return message.payloadBytes > 0 ? "it has none" : "";
    case PayloadKind::COUNTED:
        return message.payload ? "it is counted" : "";
    case PayloadKind::REAL:
        return message.payload ? "" : "it needs real bytes";
    }
    return "";
}

} // namespace

InferenceHeader
MessageTransport::MakeHeader(const InferenceMessage& message)
{
    const MessageDescription* description = MessageRegistry::Find(message.type);
    NS_ABORT_MSG_UNLESS(description,
                        "Message type " << static_cast<unsigned>(message.type)
                                        << " is not registered");
    const std::string wrong = ExplainPayload(message, description->payload);
    NS_ABORT_MSG_UNLESS(wrong.empty(), "Payload of " << description->name << ": " << wrong);
    InferenceHeader header;
    header.type = message.type;
    header.sequence = m_sequence++;
    header.task = message.task;
    header.bodySize = message.body.size();
    header.messageSize = message.body.size() + message.payloadBytes;
    const uint64_t limit = description->payload == PayloadKind::REAL ? InferenceHeader::MAX_REAL
                                                                     : InferenceHeader::MAX_MESSAGE;
    NS_ABORT_MSG_IF(message.body.size() > InferenceHeader::MAX_BODY || header.messageSize > limit,
                    description->name << ": the body has " << message.body.size()
                                      << " B and the payload " << message.payloadBytes
                                      << " B; allowed are " << InferenceHeader::MAX_BODY
                                      << " B, and " << limit << " B for both");
    return header;
}

void
MessageTransport::SetTagged(uint16_t port)
{
    m_taggedPort = port;
}

void
MessageTransport::Tag(const InferenceMessage& message, const Packet& packet) const
{
    if (m_taggedPort > 0)
    {
        MessageTag tag;
        tag.port = m_taggedPort;
        tag.type = message.type;
        tag.task = message.task;
        packet.AddByteTag(tag);
    }
}

bool
MessageTransport::GetPart(MessagePart&) const
{
    return false;
}

void
MessageTransport::Withdraw(uint64_t)
{
}

void
MessageTransport::ReportMalformed(const std::string& reason) const
{
    if (onMalformed)
    {
        onMalformed(reason);
    }
}

Ptr<Packet>
MessageTransport::MakePiece(const InferenceMessage& message, uint64_t offset, uint32_t size)
{
    return message.payload ? Create<Packet>(message.payload->data() + offset, size)
                           : Create<Packet>(size);
}

} // namespace edgeai
} // namespace ns3
