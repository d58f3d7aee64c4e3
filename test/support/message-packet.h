/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MESSAGE_PACKET_H
#define EDGE_AI_MESSAGE_PACKET_H

#include "application/message/message-archive.h"

#include "ns3/inference-message.h"
#include "ns3/packet.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @param [in] type of the message
 * @param [in] body its fields
 * @param [in] task it is about
 * @returns it as it travels, without payload
 */
template <typename Body>
Ptr<Packet>
MakePacket(MessageType type, const Body& body, uint64_t task = 0)
{
    const std::vector<uint8_t> bytes = Encode(body);
    InferenceHeader header;
    header.type = type;
    header.task = task;
    header.bodySize = bytes.size();
    header.messageSize = bytes.size();
    Ptr<Packet> packet = Create<Packet>(bytes.data(), bytes.size());
    packet->AddHeader(header);
    return packet;
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MESSAGE_PACKET_H
