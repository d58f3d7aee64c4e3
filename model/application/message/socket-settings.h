/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SOCKET_SETTINGS_H
#define EDGE_AI_SOCKET_SETTINGS_H

#include "ns3/nstime.h"
#include "ns3/socket.h"

#include <cstdint>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// How an application's sockets are set up.
struct SocketSettings
{
    uint32_t fragmentSize{1400}; ///< UDP: bytes of a message per datagram [B], 1..65000
    uint32_t segmentSize{1428};  ///< TCP: maximum segment size [B]; 0: the socket's default
    uint32_t socketBuffer{0};    ///< TCP: send and receive buffer [B]; 0: the socket's default
    Time minRto;                 ///< TCP: least wait before it sends again; 0: the default
    uint8_t typeOfService{0};    ///< of IPv4, by which queues of devices may tell what is urgent
};

/// @param [in,out] socket of TCP, not connected yet  @param [in] settings what to apply
void ApplyStreamSettings(Ptr<Socket> socket, const SocketSettings& settings);

/// From the first time on that its window is larger than LimitedCongestion allows, the socket's
/// congestion control is limited.
/// @param [in,out] socket of TCP, connected
void KeepWindow(Ptr<Socket> socket);

/// Closes a socket that is given up, perhaps in a callback of its own. ns-3's code goes on with it
/// when that returns, so that it lives until the present event has ended.
/// @param [in] socket to be closed
void CloseSocket(Ptr<Socket> socket);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SOCKET_SETTINGS_H
