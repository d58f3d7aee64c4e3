/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "limited-congestion.h"

#include "ns3/tcp-socket-state.h"

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(LimitedCongestion);

namespace
{

/// @param [in,out] tcb of a connection
void
Limit(Ptr<TcpSocketState> tcb)
{
    if (tcb->m_cWnd > LimitedCongestion::WINDOW_MOST)
    {
        tcb->m_cWnd = LimitedCongestion::WINDOW_MOST;
    }
}

} // namespace

TypeId
LimitedCongestion::GetTypeId()
{
    // Without a constructor: it is nothing without another.
    static const TypeId tid = TypeId("ns3::edgeai::LimitedCongestion")
                                  .SetParent<TcpCongestionOps>()
                                  .SetGroupName("EdgeAi");
    return tid;
}

LimitedCongestion::LimitedCongestion(Ptr<TcpCongestionOps> inner)
    : m_inner(inner)
{
}

std::string
LimitedCongestion::GetName() const
{
    return m_inner->GetName();
}

void
LimitedCongestion::Init(Ptr<TcpSocketState> tcb)
{
    m_inner->Init(tcb);
}

uint32_t
LimitedCongestion::GetSsThresh(Ptr<const TcpSocketState> tcb, uint32_t bytesInFlight)
{
    return m_inner->GetSsThresh(tcb, bytesInFlight);
}

void
LimitedCongestion::IncreaseWindow(Ptr<TcpSocketState> tcb, uint32_t segmentsAcked)
{
    m_inner->IncreaseWindow(tcb, segmentsAcked);
    Limit(tcb);
}

void
LimitedCongestion::PktsAcked(Ptr<TcpSocketState> tcb, uint32_t segmentsAcked, const Time& rtt)
{
    m_inner->PktsAcked(tcb, segmentsAcked, rtt);
}

void
LimitedCongestion::CongestionStateSet(Ptr<TcpSocketState> tcb,
                                      const TcpSocketState::TcpCongState_t newState)
{
    m_inner->CongestionStateSet(tcb, newState);
}

void
LimitedCongestion::CwndEvent(Ptr<TcpSocketState> tcb, const TcpSocketState::TcpCAEvent_t event)
{
    m_inner->CwndEvent(tcb, event);
}

bool
LimitedCongestion::HasCongControl() const
{
    return m_inner->HasCongControl();
}

void
LimitedCongestion::CongControl(Ptr<TcpSocketState> tcb,
                               const TcpRateOps::TcpRateConnection& rc,
                               const TcpRateOps::TcpRateSample& rs)
{
    m_inner->CongControl(tcb, rc, rs);
    Limit(tcb);
}

Ptr<TcpCongestionOps>
LimitedCongestion::Fork()
{
    return CreateObject<LimitedCongestion>(m_inner->Fork());
}

} // namespace edgeai
} // namespace ns3
