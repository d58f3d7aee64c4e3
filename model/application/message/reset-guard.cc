/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "reset-guard.h"

#include "ns3/edge-ai-compat.h"

#include <utility>

namespace ns3
{
namespace edgeai
{

ResetGuard::ResetGuard()
    : m_watched(std::make_shared<Watched>()),
      m_see(MakeBoundCallback(&ResetGuard::See, m_watched))
{
}

ResetGuard::~ResetGuard()
{
    Stop();
}

void
ResetGuard::Watch(Ptr<Socket> listening, std::function<void()> renew)
{
    m_watched->listening = PeekPointer(listening);
    m_watched->renew = std::move(renew);
    listening->TraceConnectWithoutContext("Rx", m_see);
}

void
ResetGuard::Release(Ptr<Socket> accepted) const
{
    accepted->TraceDisconnectWithoutContext("Rx", m_see);
}

void
ResetGuard::Stop()
{
    m_watched->listening = nullptr;
    m_watched->renew = nullptr;
}

void
ResetGuard::See(std::shared_ptr<Watched> watched,
                Ptr<const Packet>,
                const TcpHeader& header,
                Ptr<const TcpSocketBase> socket)
{
    const bool known = (header.GetFlags() & (TcpHeader::SYN | TcpHeader::ACK)) != 0;
    if (known || watched->listening != PeekPointer(socket))
    {
        return;
    }
    // Once for all that come in this event.
    watched->listening = nullptr;
    ScheduleCall(Time(0), [watched] {
        if (watched->renew)
        {
            watched->renew();
        }
    });
}

} // namespace edgeai
} // namespace ns3
