/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_HOSTILE_SENDER_H
#define EDGE_AI_HOSTILE_SENDER_H

#include "hostile-bytes.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

#include <functional>

namespace ns3
{
namespace edgeai
{

/// Sends hostile bytes to a victim, one input every half millisecond.
class HostileSender
{
  public:
    /// Makes the next input.
    using Make = std::function<Ptr<Packet>()>;

    /// @param [in] udp instead of TCP  @param [in] make makes what to send
    HostileSender(bool udp, const Make& make)
        : m_udp(udp),
          m_make(make)
    {
    }

    /// @param [in] udp instead of TCP  @param [in] bytes what to send
    HostileSender(bool udp, const HostileBytes& bytes)
        : HostileSender(udp, [copy = bytes]() mutable { return copy.Make(); })
    {
    }

    /**
     * Begin after half a second.
     * @param [in] node where from
     * @param [in] victim where to
     * @param [in] inputs how many
     */
    void Start(Ptr<Node> node, const Address& victim, unsigned inputs)
    {
        m_node = node;
        m_victim = victim;
        m_inputs = inputs;
        Simulator::Schedule(Seconds(0.5), &HostileSender::SendOne, this);
    }

    /// @returns how many were sent
    unsigned GetSent() const
    {
        return m_sent;
    }

  private:
    void SendOne()
    {
        // A stream is torn down by the first thing that is no message, so each input gets its own.
        if (!m_udp || !m_socket)
        {
            m_socket = Socket::CreateSocket(m_node,
                                            m_udp ? UdpSocketFactory::GetTypeId()
                                                  : TcpSocketFactory::GetTypeId());
            m_socket->Bind();
            m_socket->Connect(m_victim);
        }
        Ptr<Packet> packet = m_make();
        Ptr<Socket> socket = m_socket;
        if (m_udp)
        {
            socket->Send(packet);
        }
        else
        {
            ScheduleCall(MilliSeconds(1), [socket, packet] { socket->Send(packet); });
            ScheduleCall(MilliSeconds(2), [socket] { socket->Close(); });
        }
        if (++m_sent < m_inputs)
        {
            Simulator::Schedule(MicroSeconds(500), &HostileSender::SendOne, this);
        }
    }

    bool m_udp;
    Make m_make;
    Ptr<Node> m_node;
    Ptr<Socket> m_socket;
    Address m_victim;
    unsigned m_inputs{0};
    unsigned m_sent{0};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_HOSTILE_SENDER_H
