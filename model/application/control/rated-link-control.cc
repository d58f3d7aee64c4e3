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
    LinkControl::DoDispose();
}

void
RatedLinkControl::SetDevice(Ptr<NetDevice> device)
{
    m_device = device;
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
