/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "socket-settings.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/pointer.h"
#include "ns3/tcp-congestion-ops.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

/// As far as slow start goes, and as windows may grow by any law [B].
constexpr uint32_t SLOW_START_MOST = 1U << 30;
constexpr uint32_t WINDOW_MOST = 1U << 31;

/// @param [in] socket whose window it is  @param [in] before and @param [in] now as it is [B]
void
LimitWindow(Socket* socket, uint32_t before, uint32_t now)
{
    if (before <= WINDOW_MOST && now > WINDOW_MOST)
    {
        // Not at once: the algorithm that is to go has just called.
        ScheduleCall(Time(0), [kept = Ptr<Socket>(socket)] {
            kept->SetAttribute("CongestionOps", PointerValue(CreateObject<TcpNewReno>()));
        });
    }
}

} // namespace

void
ApplyStreamSettings(Ptr<Socket> socket, const SocketSettings& settings)
{
    if (settings.segmentSize > 0)
    {
        socket->SetAttribute("SegmentSize", UintegerValue(settings.segmentSize));
    }
    if (settings.socketBuffer > 0)
    {
        socket->SetAttribute("SndBufSize", UintegerValue(settings.socketBuffer));
        socket->SetAttribute("RcvBufSize", UintegerValue(settings.socketBuffer));
    }
    if (settings.minRto.IsStrictlyPositive())
    {
        socket->SetAttribute("MinRto", TimeValue(settings.minRto));
    }
    UintegerValue threshold;
    socket->GetAttribute("InitialSlowStartThreshold", threshold);
    socket->SetAttribute("InitialSlowStartThreshold",
                         UintegerValue(std::min<uint64_t>(threshold.Get(), SLOW_START_MOST)));
    if (settings.typeOfService > 0)
    {
        socket->SetIpTos(settings.typeOfService);
    }
}

void
KeepWindow(Ptr<Socket> socket)
{
    // Other congestion control, TcpCubic among it, adds to the window what is never used, in ns-3
    // before 3.42: after 8 GB without a loss its 32 bits overflow and nothing may be sent any more,
    // with no timer that ends that. Beyond slow start TcpNewReno adds next to nothing.
    socket->TraceConnectWithoutContext("CongestionWindow",
                                       MakeBoundCallback(&LimitWindow, PeekPointer(socket)));
}

} // namespace edgeai
} // namespace ns3
