/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TEST_RADIO_CELL_H
#define EDGE_AI_TEST_RADIO_CELL_H

#include "radio/broadband-base-mac.h"

#include "ns3/broadband-helper.h"
#include "ns3/broadband-medium.h"
#include "ns3/broadband-net-device.h"
#include "ns3/broadband-phy.h"
#include "ns3/constant-position-mobility-model.h"
#include "ns3/double.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-interface-container.h"
#include "ns3/mobility-helper.h"
#include "ns3/pointer.h"
#include "ns3/propagation-loss-model.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/udp-client-server-helper.h"
#include "ns3/udp-server.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Path loss by link, from gains instead of places, for tests.
class GainTable
{
  public:
    GainTable()
        : m_model(CreateObject<MatrixPropagationLossModel>())
    {
        m_model->SetDefaultLoss(200);
    }

    /**
     * @param [in] a one end
     * @param [in] b other end
     * @param [in] gain linear power gain, both ways
     */
    void Set(Ptr<Node> a, Ptr<Node> b, double gain)
    {
        m_model->SetLoss(a->GetObject<MobilityModel>(),
                         b->GetObject<MobilityModel>(),
                         -10 * std::log10(gain),
                         true);
    }

    /// @returns the loss model
    Ptr<PropagationLossModel> Get() const
    {
        return m_model;
    }

  private:
    Ptr<MatrixPropagationLossModel> m_model; ///< losses [dB]
};

/// A cell with IPv4, gains given by user, addresses known everywhere.
class TestCell
{
  public:
    /**
     * @param [in,out] radio helper with its attributes set
     * @param [in] gains gain to each user, linear
     */
    TestCell(BroadbandHelper& radio, const std::vector<double>& gains)
        : base(1),
          users(gains.size())
    {
        MobilityHelper mobility;
        mobility.SetMobilityModel("ns3::ConstantPositionMobilityModel");
        mobility.Install(base);
        mobility.Install(users);
        for (uint32_t i = 0; i < gains.size(); ++i)
        {
            table.Set(base.Get(0), users.Get(i), gains[i]);
        }
        radio.SetAttribute("PathLoss", PointerValue(table.Get()));
        devices = radio.Install(base.Get(0), users);
    }

    /// Install IPv4 on all nodes. @param [in] known whether neighbour caches are filled
    void InstallInternet(bool known = true)
    {
        InternetStackHelper internet;
        internet.Install(base);
        internet.Install(users);
        Ipv4AddressHelper addresses("10.0.0.0", "255.255.0.0");
        interfaces = addresses.Assign(devices);
        if (known)
        {
            BroadbandHelper::FillNeighborCaches(devices);
        }
    }

    /**
     * UDP at a constant rate.
     * @param [in] from index of the sending device  @param [in] to of the receiving one
     * @param [in] size payload [B]  @param [in] interval between packets
     * @param [in] stop when to stop
     * @returns the receiver
     */
    Ptr<UdpServer> StartUdp(uint32_t from, uint32_t to, uint32_t size, Time interval, Time stop)
    {
        const uint16_t port = m_port++;
        UdpServerHelper server(port);
        auto sink = server.Install(devices.Get(to)->GetNode());
        sink.Start(Seconds(0));
        UdpClientHelper client(interfaces.GetAddress(to), port);
        client.SetAttribute("PacketSize", UintegerValue(size));
        client.SetAttribute("Interval", TimeValue(interval));
        client.SetAttribute("MaxPackets", UintegerValue(4000000000U));
        auto source = client.Install(devices.Get(from)->GetNode());
        source.Start(Seconds(0));
        source.Stop(stop);
        return DynamicCast<UdpServer>(sink.Get(0));
    }

    /// @returns MAC of the base station
    Ptr<BroadbandBaseMac> GetBaseMac() const
    {
        return DynamicCast<BroadbandBaseMac>(
            DynamicCast<BroadbandNetDevice>(devices.Get(0))->GetMac());
    }

    /// @param [in] i index of a device, 0 for the base station  @returns its MAC
    Ptr<BroadbandMac> GetMac(uint32_t i) const
    {
        return DynamicCast<BroadbandNetDevice>(devices.Get(i))->GetMac();
    }

    /// @param [in] i index of a device, 0 for the base station  @returns its PHY
    Ptr<BroadbandPhy> GetPhy(uint32_t i) const
    {
        return DynamicCast<BroadbandNetDevice>(devices.Get(i))->GetPhy();
    }

    NodeContainer base;                ///< the base station
    NodeContainer users;               ///< the users
    GainTable table;                   ///< gains
    NetDeviceContainer devices;        ///< base station first
    Ipv4InterfaceContainer interfaces; ///< in the order of devices

  private:
    uint16_t m_port{9000}; ///< next free port
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TEST_RADIO_CELL_H
