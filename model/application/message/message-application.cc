/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "message-application.h"

#include "socket-settings.h"

#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiMessageApplication");

NS_OBJECT_ENSURE_REGISTERED(MessageApplication);

TypeId
MessageApplication::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::MessageApplication")
            .SetParent<Application>()
            .SetGroupName("EdgeAi")
            .AddAttribute("FragmentSize",
                          "UDP: bytes of a message per datagram [B]",
                          UintegerValue(1400),
                          MakeUintegerAccessor(&MessageApplication::SetFragmentSize,
                                               &MessageApplication::GetFragmentSize),
                          MakeUintegerChecker<uint32_t>(1, 65000))
            .AddAttribute("SegmentSize",
                          "TCP: maximum segment size [B]; 0: the socket's default. 1428 fits an "
                          "Ethernet frame over IPv6 with TCP time stamps",
                          UintegerValue(1428),
                          MakeUintegerAccessor(&MessageApplication::SetSegmentSize,
                                               &MessageApplication::GetSegmentSize),
                          MakeUintegerChecker<uint32_t>(0, 65000))
            .AddAttribute("SocketBuffer",
                          "TCP: send and receive buffer [B]; 0: the socket's default",
                          UintegerValue(0),
                          MakeUintegerAccessor(&MessageApplication::SetSocketBuffer,
                                               &MessageApplication::GetSocketBuffer),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute(
                "MinRto",
                "TCP: least time without an acknowledgement before data are sent again; "
                "0: the socket's default",
                TimeValue(Seconds(0)),
                MakeTimeAccessor(&MessageApplication::SetMinRto, &MessageApplication::GetMinRto),
                MakeTimeChecker(Seconds(0)))
            .AddTraceSource("Tx",
                            "A message was handed to the transport",
                            MakeTraceSourceAccessor(&MessageApplication::m_txTrace),
                            "ns3::edgeai::MessageApplication::MessageTracedCallback")
            .AddTraceSource("Rx",
                            "A whole message has come",
                            MakeTraceSourceAccessor(&MessageApplication::m_rxTrace),
                            "ns3::edgeai::MessageApplication::MessageTracedCallback")
            .AddTraceSource("Malformed",
                            "Something came that is no message, or one that has no business here; "
                            "says which field is wrong and what is allowed",
                            MakeTraceSourceAccessor(&MessageApplication::m_malformedTrace),
                            "ns3::edgeai::MessageApplication::MalformedTracedCallback");
    return tid;
}

MessageApplication::MessageApplication()
    : m_settings(std::make_unique<SocketSettings>())
{
}

MessageApplication::~MessageApplication() = default;

const SocketSettings&
MessageApplication::GetSocketSettings() const
{
    return *m_settings;
}

uint64_t
MessageApplication::GetMalformedCount() const
{
    return m_malformed;
}

void
MessageApplication::CountMalformed(const std::string& reason)
{
    ++m_malformed;
    NS_LOG_WARN("node " << GetNode()->GetId() << " received what is no message: " << reason);
    m_malformedTrace(reason);
}

void
MessageApplication::SetFragmentSize(uint32_t size)
{
    m_settings->fragmentSize = size;
}

uint32_t
MessageApplication::GetFragmentSize() const
{
    return m_settings->fragmentSize;
}

void
MessageApplication::SetSegmentSize(uint32_t size)
{
    m_settings->segmentSize = size;
}

uint32_t
MessageApplication::GetSegmentSize() const
{
    return m_settings->segmentSize;
}

void
MessageApplication::SetSocketBuffer(uint32_t size)
{
    m_settings->socketBuffer = size;
}

uint32_t
MessageApplication::GetSocketBuffer() const
{
    return m_settings->socketBuffer;
}

void
MessageApplication::SetMinRto(Time wait)
{
    m_settings->minRto = wait;
}

Time
MessageApplication::GetMinRto() const
{
    return m_settings->minRto;
}

} // namespace edgeai
} // namespace ns3
