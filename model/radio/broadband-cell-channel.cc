/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-cell-channel.h"

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(BroadbandCellChannel);

TypeId
BroadbandCellChannel::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::BroadbandCellChannel")
                            .SetParent<Channel>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<BroadbandCellChannel>();
    return tid;
}

void
BroadbandCellChannel::Add(Ptr<NetDevice> device)
{
    m_devices.push_back(device);
}

std::size_t
BroadbandCellChannel::GetNDevices() const
{
    return m_devices.size();
}

Ptr<NetDevice>
BroadbandCellChannel::GetDevice(std::size_t i) const
{
    return m_devices.at(i);
}

void
BroadbandCellChannel::DoDispose()
{
    m_devices.clear();
    Channel::DoDispose();
}

} // namespace edgeai
} // namespace ns3
