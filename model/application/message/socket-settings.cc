/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "socket-settings.h"

#include "limited-congestion.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] socket whose window it is  @param [in] now as it is [B]
void
LimitWindow(Socket* socket, uint32_t, uint32_t now)
{
    if (now <= LimitedCongestion::WINDOW_MOST)
    {
        return;
    }
    // Not at once: the algorithm that is to be limited has just called.
    ScheduleCall(Time(0), [kept = Ptr<Socket>(socket)] {
        PointerValue present;
        kept->GetAttribute("CongestionOps", present);
        const auto inner = present.Get<TcpCongestionOps>();
        if (!DynamicCast<LimitedCongestion>(inner))
        {
            kept->SetAttribute("CongestionOps",
                               PointerValue(CreateObject<LimitedCongestion>(inner)));
        }
    });
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
    if (settings.typeOfService > 0)
    {
        socket->SetIpTos(settings.typeOfService);
    }
}

void
KeepWindow(Ptr<Socket> socket)
{
    socket->TraceConnectWithoutContext("CongestionWindow",
                                       MakeBoundCallback(&LimitWindow, PeekPointer(socket)));
}

void
CloseSocket(Ptr<Socket> socket)
{
    socket->Close();
    void (*release)(Ptr<Socket>) = [](Ptr<Socket>) {};
    Simulator::ScheduleNow(release, socket);
}

} // namespace edgeai
} // namespace ns3
