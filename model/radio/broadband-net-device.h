/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_NET_DEVICE_H
#define EDGE_AI_BROADBAND_NET_DEVICE_H

#include "ns3/mac48-address.h"
#include "ns3/net-device.h"
#include "ns3/traced-callback.h"

namespace ns3
{

class NetDeviceQueueInterface;

namespace edgeai
{

class BroadbandCellChannel;
class BroadbandMac;
class BroadbandPhy;

/**
 * @ingroup edge-ai
 * Network device of a base station or a user: addresses, MTU, link state, sniffers. Carries IPv4
 * and IPv6; packets on its pcap traces are raw IP.
 */
class BroadbandNetDevice : public NetDevice
{
  public:
    /**
     * Register this type.
     * @returns the TypeId
     */
    static TypeId GetTypeId();
    BroadbandNetDevice();
    ~BroadbandNetDevice() override;

    /**
     * @param [in] phy PHY; the device becomes its device
     */
    void SetPhy(Ptr<BroadbandPhy> phy);

    /**
     * @returns the PHY
     */
    Ptr<BroadbandPhy> GetPhy() const;

    /**
     * @param [in] mac MAC of the role of the PHY
     */
    void SetMac(Ptr<BroadbandMac> mac);

    /**
     * @returns the MAC
     */
    Ptr<BroadbandMac> GetMac() const;

    /**
     * @param [in] channel the devices of the cell, as ns-3's topology code sees them
     */
    void SetChannel(Ptr<BroadbandCellChannel> channel);

    // NetDevice
    void SetIfIndex(const uint32_t index) override;
    uint32_t GetIfIndex() const override;
    Ptr<Channel> GetChannel() const override;
    void SetAddress(Address address) override;
    Address GetAddress() const override;
    bool SetMtu(const uint16_t mtu) override;
    uint16_t GetMtu() const override;
    bool IsLinkUp() const override;
    void AddLinkChangeCallback(Callback<void> callback) override;
    bool IsBroadcast() const override;
    Address GetBroadcast() const override;
    bool IsMulticast() const override;
    Address GetMulticast(Ipv4Address multicastGroup) const override;
    Address GetMulticast(Ipv6Address address) const override;
    bool IsBridge() const override;
    bool IsPointToPoint() const override;
    bool Send(Ptr<Packet> packet, const Address& dest, uint16_t protocolNumber) override;
    bool SendFrom(Ptr<Packet> packet,
                  const Address& source,
                  const Address& dest,
                  uint16_t protocolNumber) override;
    Ptr<Node> GetNode() const override;
    void SetNode(Ptr<Node> node) override;
    bool NeedsArp() const override;
    void SetReceiveCallback(NetDevice::ReceiveCallback callback) override;
    void SetPromiscReceiveCallback(NetDevice::PromiscReceiveCallback callback) override;
    bool SupportsSendFrom() const override;

  protected:
    void DoDispose() override;
    void NotifyNewAggregate() override;

  private:
    /**
     * A packet came from the MAC.
     * @param [in] packet packet
     * @param [in] protocol EtherType
     * @param [in] source sender
     * @param [in] destination addressee
     */
    void Receive(Ptr<Packet> packet,
                 uint16_t protocol,
                 Mac48Address source,
                 Mac48Address destination);

    /**
     * Show a packet to the sniffers, if it is IP.
     * @param [in] packet packet
     * @param [in] protocol EtherType
     * @param [in] addressed whether it is sent by or meant for this device
     */
    void Sniff(Ptr<const Packet> packet, uint16_t protocol, bool addressed);

    Ptr<Node> m_node;                                        ///< node
    Ptr<BroadbandPhy> m_phy;                                 ///< PHY
    Ptr<BroadbandMac> m_mac;                                 ///< MAC
    Mac48Address m_address;                                  ///< address
    uint32_t m_ifIndex{0};                                   ///< interface number
    Ptr<BroadbandCellChannel> m_channel;                     ///< devices of the cell
    Ptr<NetDeviceQueueInterface> m_queues;                   ///< transmission queues
    uint16_t m_mtu;                                          ///< Mtu [B]
    bool m_needsArp;                                         ///< NeedsArp
    bool m_linkUp{false};                                    ///< whether it has a MAC
    NetDevice::ReceiveCallback m_receive;                    ///< network layer
    NetDevice::PromiscReceiveCallback m_promiscReceive;      ///< promiscuous listener
    TracedCallback<> m_linkChange;                           ///< link change listeners
    TracedCallback<Ptr<const Packet>> m_txTrace;             ///< MacTx
    TracedCallback<Ptr<const Packet>> m_txDropTrace;         ///< MacTxDrop
    TracedCallback<Ptr<const Packet>> m_rxTrace;             ///< MacRx
    TracedCallback<Ptr<const Packet>> m_snifferTrace;        ///< Sniffer
    TracedCallback<Ptr<const Packet>> m_promiscSnifferTrace; ///< PromiscSniffer
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_NET_DEVICE_H
