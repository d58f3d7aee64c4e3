/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "socket-settings.h"

#include "ns3/uinteger.h"

namespace ns3
{
namespace edgeai
{

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

} // namespace edgeai
} // namespace ns3
