/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FAULT_NETWORK_H
#define EDGE_AI_FAULT_NETWORK_H

#include "fault-cell.h"
#include "packet-trouble.h"

#include "ns3/net-device-container.h"
#include "ns3/node-container.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Devices and an edge node on an access network, other nodes on wires behind it.
struct FaultNetwork
{
    Ptr<Node> edge;
    NodeContainer devices;
    NodeContainer behind;
    NetDeviceContainer access;                 ///< net devices of the devices and of the edge node
    std::vector<Ptr<PacketTrouble>> atDevices; ///< of what comes to each of them
    Ptr<PacketTrouble> atEdge;                 ///< of what comes over the access network

    /**
     * @param [in] access a link of ConnectByLink()
     * @param [in] deviceCount how many  @param [in] behindCount how many
     */
    FaultNetwork(const std::string& access, uint32_t deviceCount, uint32_t behindCount);

    /// @param [in] rule for what comes over the access network, to whomever
    void SetRule(const PacketTrouble::Rule& rule);
    /// @returns packets that something happened to
    uint64_t GetTroubled() const;

  private:
    void ConnectBehind();
    void AddRoutes(Ptr<Node> node) const;
    void AddRoutesFromCore() const;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FAULT_NETWORK_H
