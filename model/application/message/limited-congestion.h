/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LIMITED_CONGESTION_H
#define EDGE_AI_LIMITED_CONGESTION_H

#include "ns3/tcp-congestion-ops.h"

#include <cstdint>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Any congestion control of TCP, with a window that ends. Those of ns-3 add to the window what is
 * never used, TcpCubic before 3.42 among them, until its 32 bits overflow and nothing may be sent
 * any more, with no timer that ends that; and pacing, which has the window in bits in 32 bits,
 * divides by zero at 2^29 B. What is below both is more than any receiver here has a buffer for.
 */
class LimitedCongestion : public TcpCongestionOps
{
  public:
    static constexpr uint32_t WINDOW_MOST = 1U << 28; ///< [B]

    /// @returns type
    static TypeId GetTypeId();

    /// @param [in] inner whose window is limited; a connection's own
    explicit LimitedCongestion(Ptr<TcpCongestionOps> inner);

    std::string GetName() const override;
    void Init(Ptr<TcpSocketState> tcb) override;
    uint32_t GetSsThresh(Ptr<const TcpSocketState> tcb, uint32_t bytesInFlight) override;
    void IncreaseWindow(Ptr<TcpSocketState> tcb, uint32_t segmentsAcked) override;
    void PktsAcked(Ptr<TcpSocketState> tcb, uint32_t segmentsAcked, const Time& rtt) override;
    void CongestionStateSet(Ptr<TcpSocketState> tcb,
                            const TcpSocketState::TcpCongState_t newState) override;
    void CwndEvent(Ptr<TcpSocketState> tcb, const TcpSocketState::TcpCAEvent_t event) override;
    bool HasCongControl() const override;
    void CongControl(Ptr<TcpSocketState> tcb,
                     const TcpRateOps::TcpRateConnection& rc,
                     const TcpRateOps::TcpRateSample& rs) override;
    Ptr<TcpCongestionOps> Fork() override;

  private:
    Ptr<TcpCongestionOps> m_inner; ///< what decides below the limit
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LIMITED_CONGESTION_H
