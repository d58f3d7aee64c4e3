/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BENCH_DIRECT_DEVICE_H
#define EDGE_AI_BENCH_DIRECT_DEVICE_H

#include "ns3/error-model.h"
#include "ns3/mac48-address.h"
#include "ns3/net-device-container.h"
#include "ns3/net-device-queue-interface.h"
#include "ns3/node-container.h"
#include "ns3/queue.h"
#include "ns3/simple-channel.h"
#include "ns3/simple-net-device.h"
#include "ns3/simulator.h"

namespace ns3
{
namespace edgeai
{

/// Hands every packet to one other device, a slot of the radio later: no link could do less.
class DirectDevice : public SimpleNetDevice
{
  public:
    /// @param [in] peer the other device
    explicit DirectDevice(Ptr<SimpleNetDevice> peer)
        : m_peer(peer)
    {
    }

    bool Send(Ptr<Packet> packet, const Address& to, uint16_t protocol) override
    {
        Simulator::ScheduleWithContext(m_peer->GetNode()->GetId(),
                                       MilliSeconds(1),
                                       &SimpleNetDevice::Receive,
                                       m_peer,
                                       packet->Copy(),
                                       protocol,
                                       Mac48Address::ConvertFrom(to),
                                       Mac48Address::ConvertFrom(GetAddress()));
        return true;
    }

  private:
    Ptr<SimpleNetDevice> m_peer; ///< the other device
};

/**
 * Connect users to a node by devices that only hand packets on, to it.
 * @param [in] base the node
 * @param [in] users users
 * @returns the node's device, then the users'
 */
inline NetDeviceContainer
ConnectDirectly(Ptr<Node> base, const NodeContainer& users)
{
    const auto channel = CreateObject<SimpleChannel>(); // makes the devices' links be up
    NetDeviceContainer devices;
    const auto add = [&](Ptr<SimpleNetDevice> device, Ptr<Node> node) {
        device->SetAddress(Mac48Address::Allocate());
        device->SetChannel(channel);
        node->AddDevice(device);
        device->AggregateObject(CreateObject<NetDeviceQueueInterface>()); // for queue discs
        devices.Add(device);
    };
    const auto sink = CreateObject<SimpleNetDevice>();
    add(sink, base);
    for (uint32_t i = 0; i < users.GetN(); ++i)
    {
        add(CreateObject<DirectDevice>(sink), users.Get(i));
    }
    return devices;
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BENCH_DIRECT_DEVICE_H
