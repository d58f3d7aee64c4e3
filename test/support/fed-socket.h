/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FED_SOCKET_H
#define EDGE_AI_FED_SOCKET_H

#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/socket.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// A connected stream socket without a network: what a test feeds it is what has come.
class FedSocket : public Socket
{
  public:
    /// @param [in] bytes that come now, in one piece
    void Feed(const std::vector<uint8_t>& bytes)
    {
        m_next = Create<Packet>(bytes.data(), bytes.size());
        NotifyDataRecv();
        m_next = nullptr;
    }

    /// @returns whether its user closed it
    bool IsClosed() const
    {
        return m_closed;
    }

    SocketErrno GetErrno() const override
    {
        return ERROR_NOTERROR;
    }

    SocketType GetSocketType() const override
    {
        return NS3_SOCK_STREAM;
    }

    Ptr<Node> GetNode() const override
    {
        return nullptr;
    }

    int Bind(const Address&) override
    {
        return 0;
    }

    int Bind() override
    {
        return 0;
    }

    int Bind6() override
    {
        return 0;
    }

    int Close() override
    {
        m_closed = true;
        return 0;
    }

    int ShutdownSend() override
    {
        return 0;
    }

    int ShutdownRecv() override
    {
        return 0;
    }

    int Connect(const Address&) override
    {
        return 0;
    }

    int Listen() override
    {
        return 0;
    }

    uint32_t GetTxAvailable() const override
    {
        return 1 << 20;
    }

    int Send(Ptr<Packet> packet, uint32_t) override
    {
        return static_cast<int>(packet->GetSize());
    }

    int SendTo(Ptr<Packet> packet, uint32_t flags, const Address&) override
    {
        return Send(packet, flags);
    }

    uint32_t GetRxAvailable() const override
    {
        return m_next ? m_next->GetSize() : 0;
    }

    Ptr<Packet> Recv(uint32_t, uint32_t) override
    {
        const Ptr<Packet> packet = m_next;
        m_next = nullptr;
        return packet;
    }

    Ptr<Packet> RecvFrom(uint32_t most, uint32_t flags, Address&) override
    {
        return Recv(most, flags);
    }

    int GetSockName(Address&) const override
    {
        return 0;
    }

    int GetPeerName(Address&) const override
    {
        return 0;
    }

    bool SetAllowBroadcast(bool) override
    {
        return false;
    }

    bool GetAllowBroadcast() const override
    {
        return false;
    }

  private:
    Ptr<Packet> m_next;
    bool m_closed{false};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FED_SOCKET_H
