/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-delivery.h"

#include "application/message/datagram-transport.h"
#include "application/message/message-archive.h"
#include "application/message/resume-body.h"
#include "application/message/socket-settings.h"

#include "ns3/abort.h"
#include "ns3/inet-socket-address.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Of UDP and IPv4, and of a fragment [B].
constexpr uint32_t HEADER_BYTES = 28 + InferenceHeader::SIZE;

} // namespace

ModelDelivery::ModelDelivery() = default;

ModelDelivery::~ModelDelivery()
{
    Stop();
}

void
ModelDelivery::Start(Ptr<Node> node, const Group& group)
{
    if (!group.device)
    {
        return;
    }
    const uint32_t mtu = group.device->GetMtu();
    NS_ABORT_MSG_UNLESS(mtu > HEADER_BYTES,
                        "LearningServer: the MTU of node " << node->GetId() << " is " << mtu
                                                           << " B; a group needs more than "
                                                           << HEADER_BYTES << " B");
    m_rate = group.rate;
    m_socket = Socket::CreateSocket(node, UdpSocketFactory::GetTypeId());
    m_socket->SetAttribute("IpMulticastTtl", UintegerValue(1)); // no farther than the link
    // From the port it goes to: so members know it from what others on this host send.
    const uint16_t port = GetPort(group.address);
    NS_ABORT_MSG_IF(m_socket->Bind(InetSocketAddress(Ipv4Address::GetAny(), port)) != 0,
                    "LearningServer: GroupPort " << port << " of node " << node->GetId()
                                                 << " is in use");
    m_socket->BindToNetDevice(group.device);
    m_socket->ShutdownRecv();
    m_transport = std::make_shared<DatagramTransport>(m_socket,
                                                      group.address,
                                                      mtu - HEADER_BYTES,
                                                      Seconds(1));
}

void
ModelDelivery::Stop()
{
    if (m_transport)
    {
        m_transport->Abandon();
        m_transport = nullptr;
        CloseSocket(m_socket);
        m_socket = nullptr;
    }
    m_model = nullptr;
}

void
ModelDelivery::Begin(uint64_t round, InferenceMessage::Bytes model)
{
    m_round = round;
    m_model = std::move(model);
}

void
ModelDelivery::End()
{
    WithdrawFromGroup();
    m_model = nullptr;
}

bool
ModelDelivery::HasGroup() const
{
    return m_transport != nullptr;
}

double
ModelDelivery::GetBits() const
{
    return 8.0 * static_cast<double>(m_model->size());
}

InferenceMessage
ModelDelivery::MakeModel(uint32_t attempt, double sent) const
{
    LearningModelBody body;
    body.attempt = attempt;
    body.sent = sent;
    InferenceMessage message;
    message.type = LearningMessage::MODEL;
    message.task = m_round;
    message.body = Encode(body);
    message.payload = m_model;
    message.payloadBytes = m_model->size();
    return message;
}

void
ModelDelivery::SendToOne(uint32_t number, uint32_t attempt, double sent)
{
    sendTo(number, MakeModel(attempt, sent));
}

void
ModelDelivery::WithdrawFromGroup()
{
    if (m_transport)
    {
        m_transport->Withdraw(m_round);
    }
}

void
ModelDelivery::SendToGroup(uint32_t attempt, double sent)
{
    const InferenceMessage message = MakeModel(attempt, sent);
    onGroup(message);
    const auto transport = m_transport; // whoever was told may have stopped this
    if (transport)
    {
        const uint64_t bytes = message.body.size() + message.payloadBytes;
        transport->Send(message, transport->GetPace(bytes, m_rate, m_rate));
    }
}

std::string
ModelDelivery::SendAgain(uint32_t number, const LearningRepeatBody& body, double sent, double& bits)
{
    bits = 0;
    const std::string fault = ExplainRanges(body.missing, m_model->size());
    if (!fault.empty())
    {
        return "missing: " + fault;
    }
    if (body.missing.empty())
    {
        bits = GetBits();
        SendToOne(number, body.attempt, sent);
        return "";
    }
    LearningPiecesBody pieces;
    pieces.attempt = body.attempt;
    pieces.sent = sent;
    pieces.size = m_model->size();
    pieces.pieces = body.missing;
    std::vector<uint8_t> bytes;
    for (const LearningRange& piece : body.missing)
    {
        const auto from = m_model->begin() + static_cast<std::ptrdiff_t>(piece.first);
        bytes.insert(bytes.end(), from, from + static_cast<std::ptrdiff_t>(piece.count));
    }
    InferenceMessage message;
    message.type = LearningMessage::PIECES;
    message.task = m_round;
    message.body = Encode(pieces);
    message.SetPayload(std::move(bytes));
    bits = 8.0 * static_cast<double>(message.payloadBytes);
    sendTo(number, message);
    return "";
}

} // namespace edgeai
} // namespace ns3
