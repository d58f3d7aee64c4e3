/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "update-sending.h"

#include "application/message/datagram-transport.h"
#include "application/message/socket-settings.h"

#include "ns3/abort.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/simulator.h"
#include "ns3/udp-socket-factory.h"

namespace ns3
{
namespace edgeai
{

UpdateSending::~UpdateSending()
{
    Stop();
}

void
UpdateSending::Open(const Way& way)
{
    Stop();
    m_socket = Socket::CreateSocket(way.node, UdpSocketFactory::GetTypeId());
    const bool v6 = Inet6SocketAddress::IsMatchingType(way.server);
    const Address remote =
        v6 ? Address(Inet6SocketAddress(Inet6SocketAddress::ConvertFrom(way.server).GetIpv6(),
                                        way.port))
           : Address(
                 InetSocketAddress(InetSocketAddress::ConvertFrom(way.server).GetIpv4(), way.port));
    const Address here = v6 ? Address(Inet6SocketAddress(Ipv6Address::GetAny(), way.localPort))
                            : Address(InetSocketAddress(Ipv4Address::GetAny(), way.localPort));
    NS_ABORT_MSG_IF(m_socket->Bind(here) != 0,
                    "LearningWorker: UDP port " << way.localPort << " of node " << way.node->GetId()
                                                << ", that of its connection, is in use");
    m_socket->ShutdownRecv();
    m_localPort = way.localPort;
    m_transport =
        std::make_shared<DatagramTransport>(m_socket, remote, way.fragmentSize, Seconds(1));
    m_transport->SetTagged(way.port);
    m_transport->onDelivered = [this](MessageType type, uint64_t round) {
        onDelivered(type, round);
    };
}

void
UpdateSending::Send(const InferenceMessage& message, const Way& way)
{
    if (!m_transport || m_localPort != way.localPort)
    {
        Open(way); // the connection is another one
    }
    const uint64_t bytes = message.body.size() + message.payloadBytes;
    const double rate = way.rate > 0 ? m_transport->GetPace(bytes, way.rate, way.rate) : 0;
    m_event.Cancel();
    if (!way.follows)
    {
        HandOver(message, rate);
        return;
    }
    // TCP hands over what it is given a step of time later.
    m_event = ScheduleCall(TimeStep(2), [this, message, rate] { HandOver(message, rate); });
}

void
UpdateSending::HandOver(const InferenceMessage& message, double rate)
{
    const auto transport = m_transport; // whoever is told may stop this
    transport->Send(message, rate);
}

void
UpdateSending::Withdraw(uint64_t round)
{
    m_event.Cancel();
    if (m_transport)
    {
        m_transport->Withdraw(round);
    }
}

void
UpdateSending::Stop()
{
    m_event.Cancel();
    if (m_transport)
    {
        m_transport->Abandon();
        m_transport = nullptr;
        CloseSocket(m_socket);
        m_socket = nullptr;
    }
}

} // namespace edgeai
} // namespace ns3
