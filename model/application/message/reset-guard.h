/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RESET_GUARD_H
#define EDGE_AI_RESET_GUARD_H

#include "ns3/callback.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/socket.h"
#include "ns3/tcp-header.h"
#include "ns3/tcp-socket-base.h"

#include <functional>
#include <memory>

namespace ns3
{
namespace edgeai
{

/**
 * Tells when a listening socket of TCP has to be replaced. A reset for a connection of which it
 * knows nothing - the attempt was lost, and who made it has given it up - makes ns-3 probe the
 * window of a peer that there is not, six seconds later, with a packet that there is not: it
 * crashes. A socket that is closed before does not.
 */
class ResetGuard
{
  public:
    ResetGuard();
    ~ResetGuard();
    ResetGuard(const ResetGuard&) = delete;
    ResetGuard& operator=(const ResetGuard&) = delete;

    /// @param [in] listening socket, instead of the one before
    /// @param [in] renew called behind the event in which such a reset has come, to replace it
    void Watch(Ptr<Socket> listening, std::function<void()> renew);

    /// @param [in] accepted socket, which has inherited the traces of the one that listens
    void Release(Ptr<Socket> accepted) const;

    /// Nothing is called any more.
    void Stop();

  private:
    /// What traces look at, which may live longer than this.
    struct Watched
    {
        const Socket* listening{nullptr};
        std::function<void()> renew;
    };

    static void See(std::shared_ptr<Watched> watched,
                    Ptr<const Packet> packet,
                    const TcpHeader& header,
                    Ptr<const TcpSocketBase> socket);

    std::shared_ptr<Watched> m_watched;
    Callback<void, Ptr<const Packet>, const TcpHeader&, Ptr<const TcpSocketBase>> m_see;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RESET_GUARD_H
