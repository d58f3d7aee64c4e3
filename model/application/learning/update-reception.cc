/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "update-reception.h"

#include "application/message/socket-settings.h"
#include "learning-body.h"

#include "ns3/abort.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/udp-socket-factory.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] update what has come of one  @param [in] start first byte  @param [in] end behind
/// the last  @returns bytes between them that have not come [B]
uint64_t
CountMissing(const FragmentAssembly& update, uint64_t start, uint64_t end)
{
    uint64_t count = 0;
    for (const MessageBytes& hole : update.ListMissing())
    {
        const uint64_t from = std::max(hole.start, start);
        const uint64_t to = std::min(hole.end, end);
        count += from < to ? to - from : 0;
    }
    return count;
}

} // namespace

UpdateReception::~UpdateReception()
{
    Stop();
}

void
UpdateReception::Start(Ptr<Node> node, uint16_t port, bool ipv6)
{
    Stop();
    m_socket = Socket::CreateSocket(node, UdpSocketFactory::GetTypeId());
    const Address here = ipv6 ? Address(Inet6SocketAddress(Ipv6Address::GetAny(), port))
                              : Address(InetSocketAddress(Ipv4Address::GetAny(), port));
    NS_ABORT_MSG_IF(m_socket->Bind(here) != 0,
                    "LearningServer: UpdatePort " << port << " of node " << node->GetId()
                                                  << " is in use");
    m_socket->SetRecvCallback(MakeCallback(&UpdateReception::HandleDatagrams, this));
}

void
UpdateReception::Stop()
{
    Forget();
    if (m_socket)
    {
        m_socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
        CloseSocket(m_socket);
        m_socket = nullptr;
    }
}

void
UpdateReception::Forget()
{
    m_updates.clear();
}

void
UpdateReception::HandleDatagrams(Ptr<Socket> socket)
{
    Address from;
    while (Ptr<Packet> packet = socket->RecvFrom(from))
    {
        if (!m_socket)
        {
            continue; // stopped by who was told
        }
        const std::string fault = HandleFragment(from, packet);
        if (!fault.empty())
        {
            onMalformed("LEARNING_UPDATE: " + fault);
        }
    }
}

FragmentAssembly*
UpdateReception::Find(uint32_t number, const InferenceHeader& header)
{
    const auto known = m_updates.find(number);
    if (known == m_updates.end())
    {
        return &m_updates[number];
    }
    const InferenceHeader& former = known->second.GetHeader();
    // Sequence numbers go round.
    const auto ahead = static_cast<int16_t>(header.sequence - former.sequence);
    if (header.task == former.task && ahead < 0)
    {
        return nullptr;
    }
    if (header.task != former.task || ahead > 0)
    {
        known->second = FragmentAssembly(); // it has begun anew
    }
    return &known->second;
}

std::string
UpdateReception::HandleFragment(const Address& from, Ptr<Packet> packet)
{
    const uint32_t number = findSender(from);
    if (number == NOBODY)
    {
        return "a fragment is from nobody who has joined";
    }
    InferenceHeader header;
    std::string fault = FragmentAssembly::ReadHeader(packet, header);
    if (fault.empty() && header.type != LearningMessage::UPDATE)
    {
        fault = std::string(ToString(header.type)) + " has no business in datagrams";
    }
    if (!fault.empty())
    {
        return fault;
    }
    const Verdict verdict = judge(number, header.task, fault);
    if (verdict != AWAITED)
    {
        m_useless += verdict == OVER ? 1 : 0;
        return fault;
    }
    packet->RemoveAtStart(InferenceHeader::SIZE);
    FragmentAssembly* update = Find(number, header);
    const uint64_t end = header.fragmentOffset + packet->GetSize();
    const bool begun = update && update->GetHeader().messageSize > 0;
    const uint64_t missing =
        begun ? CountMissing(*update, header.fragmentOffset, end) : packet->GetSize();
    if (!update || (missing == 0 && packet->GetSize() > 0))
    {
        ++m_useless;
        return "";
    }
    if (missing < packet->GetSize() && header.messageSize == update->GetHeader().messageSize)
    {
        return "a fragment overlaps what has come";
    }
    uint64_t fresh = 0;
    fault = update->Add(header, packet, fresh);
    if (fault.empty() && update->IsWhole())
    {
        const InferenceMessage message = update->Assemble();
        m_updates.erase(number);
        onUpdate(number, message);
    }
    return fault;
}

} // namespace edgeai
} // namespace ns3
