/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "rated-link-control.h"

#include "ns3/channel.h"
#include "ns3/data-rate.h"
#include "ns3/double.h"

#include <limits>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(RatedLinkControl);

namespace
{

/// @param [in] object device or channel, or none  @returns its attribute DataRate [bit/s], or 0
double
FindRate(Ptr<const Object> object)
{
    DataRateValue rate;
    return object && object->GetAttributeFailSafe("DataRate", rate)
               ? static_cast<double>(rate.Get().GetBitRate())
               : 0;
}

/// @param [in] server a node  @returns its device if it has just one beside the loopback, or null
Ptr<NetDevice>
FindOnlyDevice(Ptr<Node> server)
{
    Ptr<NetDevice> only;
    for (uint32_t i = 0; i < server->GetNDevices(); ++i)
    {
        const Ptr<NetDevice> device = server->GetDevice(i);
        if (device->GetInstanceTypeId().GetName() == "ns3::LoopbackNetDevice")
        {
            continue;
        }
        if (only)
        {
            return nullptr;
        }
        only = device;
    }
    return only;
}

/// @param [in] device of a server  @returns the rate at which its channel leads there [bit/s]; 0:
/// not known
double
FindRateTowards(Ptr<const NetDevice> device)
{
    const Ptr<Channel> channel = device->GetChannel();
    double rate = FindRate(channel);
    for (std::size_t i = 0; channel && rate == 0 && i < channel->GetNDevices(); ++i)
    {
        rate = channel->GetDevice(i) == device ? 0 : FindRate(channel->GetDevice(i));
    }
    return rate;
}

} // namespace

TypeId
RatedLinkControl::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::RatedLinkControl")
            .SetParent<LinkControl>()
            .SetGroupName("EdgeAi")
            .AddConstructor<RatedLinkControl>()
            .AddAttribute("AssumedRate",
                          "Rate that the first plan assumes where neither device nor channel have "
                          "an attribute DataRate, > 0 [bit/s]",
                          DoubleValue(10e6),
                          MakeDoubleAccessor(&RatedLinkControl::m_assumedRate),
                          MakeDoubleChecker<double>(1, 1e15));
    return tid;
}

void
RatedLinkControl::DoDispose()
{
    m_device = nullptr;
    m_server = nullptr;
    LinkControl::DoDispose();
}

void
RatedLinkControl::SetDevice(Ptr<NetDevice> device)
{
    m_device = device;
}

void
RatedLinkControl::SetServer(Ptr<Node> server)
{
    m_server = server;
}

void
RatedLinkControl::SetSharers(uint32_t links)
{
    m_sharers = links;
}

bool
RatedLinkControl::IsDirect() const
{
    const Ptr<Channel> channel = m_device->GetChannel();
    for (std::size_t i = 0; channel && i < channel->GetNDevices(); ++i)
    {
        if (channel->GetDevice(i)->GetNode() == m_server)
        {
            return true;
        }
    }
    return false;
}

LinkMedium
RatedLinkControl::GetMedium() const
{
    LinkMedium medium;
    medium.sharers = m_sharers;
    if (!m_device || !m_server)
    {
        return medium;
    }
    const Ptr<Channel> channel = m_device->GetChannel();
    const bool direct = IsDirect();
    medium.known = direct && KnowsRate();
    if (KnowsRate() && channel && channel->GetNDevices() > 2)
    {
        medium.number = channel->GetId();
        medium.rate = GetLinkRate();
        return medium;
    }
    const Ptr<NetDevice> end = direct ? nullptr : FindOnlyDevice(m_server);
    if (end && FindRateTowards(end) > 0)
    {
        medium.number = end->GetChannel()->GetId();
        medium.rate = FindRateTowards(end);
    }
    return medium;
}

bool
RatedLinkControl::KnowsRate() const
{
    return m_device && (FindRate(m_device) > 0 || FindRate(m_device->GetChannel()) > 0);
}

double
RatedLinkControl::GetLinkRate() const
{
    if (!KnowsRate())
    {
        return m_assumedRate;
    }
    // A device that has a rate sends at it, whatever its channel could carry.
    const double own = FindRate(m_device);
    return own > 0 ? own : FindRate(m_device->GetChannel());
}

double
RatedLinkControl::SetTxPower(double)
{
    return std::numeric_limits<double>::quiet_NaN(); // there is none that could be set
}

double
RatedLinkControl::GetGain() const
{
    return std::numeric_limits<double>::quiet_NaN();
}

} // namespace edgeai
} // namespace ns3
