/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "resume-body.h"

#include "message-registry.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"

namespace ns3
{
namespace edgeai
{

namespace
{

const MessageRegistration<ResumeBody> g_resume(ResumeMessage::RESUME,
                                               "RESUME",
                                               "resume",
                                               "who connects again: which connections are dead",
                                               PayloadKind::NONE);

} // namespace

bool
AreSameHost(const Address& address, const Address& other)
{
    if (InetSocketAddress::IsMatchingType(address))
    {
        return InetSocketAddress::IsMatchingType(other) &&
               InetSocketAddress::ConvertFrom(address).GetIpv4() ==
                   InetSocketAddress::ConvertFrom(other).GetIpv4();
    }
    return Inet6SocketAddress::IsMatchingType(address) &&
           Inet6SocketAddress::IsMatchingType(other) &&
           Inet6SocketAddress::ConvertFrom(address).GetIpv6() ==
               Inet6SocketAddress::ConvertFrom(other).GetIpv6();
}

uint16_t
GetPort(const Address& address)
{
    if (InetSocketAddress::IsMatchingType(address))
    {
        return InetSocketAddress::ConvertFrom(address).GetPort();
    }
    return Inet6SocketAddress::IsMatchingType(address)
               ? Inet6SocketAddress::ConvertFrom(address).GetPort()
               : 0;
}

} // namespace edgeai
} // namespace ns3
