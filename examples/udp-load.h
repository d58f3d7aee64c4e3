/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_EXAMPLES_UDP_LOAD_H
#define EDGE_AI_EXAMPLES_UDP_LOAD_H

#include "ns3/core-module.h"
#include "ns3/node.h"
#include "ns3/udp-client-server-helper.h"
#include "ns3/udp-server.h"

#include <cstddef>
#include <vector>

/// Flows of UDP packets of one size, sent at fixed intervals without an end, and what of them
/// arrives: the load of the examples that are about the radio.
class UdpLoad
{
  public:
    static constexpr uint32_t PAYLOAD = 1400; ///< of a packet [B]

    /// @param [in] rate payload [bit/s]  @returns the interval of packets that makes it
    static ns3::Time GetInterval(double rate)
    {
        return ns3::Seconds(8 * PAYLOAD / rate);
    }

    /**
     * Add a flow.
     * @param [in] from who sends  @param [in] to who receives  @param [in] address of the latter
     * @param [in] interval between packets  @param [in] start of the first
     */
    void Add(ns3::Ptr<ns3::Node> from,
             ns3::Ptr<ns3::Node> to,
             ns3::Ipv4Address address,
             ns3::Time interval,
             ns3::Time start = ns3::Seconds(0))
    {
        const auto port = static_cast<uint16_t>(9000 + m_servers.size());
        auto sink = ns3::UdpServerHelper(port).Install(to);
        sink.Start(ns3::Seconds(0));
        ns3::UdpClientHelper client(address, port);
        client.SetAttribute("PacketSize", ns3::UintegerValue(PAYLOAD));
        client.SetAttribute("Interval", ns3::TimeValue(interval));
        client.SetAttribute("MaxPackets", ns3::UintegerValue(4000000000U));
        client.Install(from).Start(start);
        m_servers.push_back(ns3::DynamicCast<ns3::UdpServer>(sink.Get(0)));
    }

    /// @param [in] duration of the load [s]  @returns payload received by each flow [bit/s]
    std::vector<double> GetGoodput(double duration) const
    {
        std::vector<double> goodput;
        for (const auto& server : m_servers)
        {
            goodput.push_back(server->GetReceived() * 8.0 * PAYLOAD / duration);
        }
        return goodput;
    }

  private:
    std::vector<ns3::Ptr<ns3::UdpServer>> m_servers; ///< by flow
};

#endif // EDGE_AI_EXAMPLES_UDP_LOAD_H
