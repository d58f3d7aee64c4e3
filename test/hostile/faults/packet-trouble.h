/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PACKET_TROUBLE_H
#define EDGE_AI_PACKET_TROUBLE_H

#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/packet.h"
#include "ns3/traffic-control-layer.h"

#include <cstdint>
#include <set>
#include <utility>

namespace ns3
{
namespace edgeai
{

/**
 * What happens to packets where a node takes them from its net devices, whatever these are: it
 * stands between the device and the node's protocols. IPv4 alone.
 */
class PacketTrouble : public Object
{
  public:
    /// What happens to a packet that arrives.
    struct Rule
    {
        bool lose{false};       ///< all are lost
        Time late{0};           ///< they come so much later
        bool twice{false};      ///< they come twice
        bool turned{false};     ///< of two that follow each other the first comes second
        bool reset{false};      ///< the first segment of a connection with payload resets it
        uint16_t protocol{0};   ///< of IP that it is about; 0: any
        static const Rule NONE; ///< nothing does
    };

    /// @returns the TypeId
    static TypeId GetTypeId();

    /// @param [in] node with its net devices and protocols  @returns what stands between them
    static Ptr<PacketTrouble> Install(Ptr<Node> node);

    /// @param [in] rule from now on
    void SetRule(const Rule& rule);

    /// @returns packets that something happened to
    uint64_t GetCount() const
    {
        return m_count;
    }

  private:
    bool Receive(Ptr<NetDevice> device,
                 Ptr<const Packet> packet,
                 uint16_t protocol,
                 const Address& from);
    void Deliver(Ptr<NetDevice> device, Ptr<const Packet> packet, uint16_t protocol, Address from);
    Ptr<Packet> MakeReset(Ptr<const Packet> packet);

    Ptr<Node> m_node;
    Rule m_rule;
    uint64_t m_count{0};
    Ptr<const Packet> m_kept;                        ///< waits for the next, which comes before it
    std::set<std::pair<uint64_t, uint32_t>> m_reset; ///< connections, by addresses and ports
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PACKET_TROUBLE_H
