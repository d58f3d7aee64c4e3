/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_NET_DEVICE_H
#define EDGE_AI_BROADBAND_NET_DEVICE_H

#include "broadband-mac.h"
#include "broadband-phy.h"

#include "ns3/mac48-address.h"
#include "ns3/net-device.h"
#include "ns3/traced-callback.h"

namespace ns3
{
namespace edgeai
{

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
    void DoInitialize() override;
    void DoDispose() override;

  private:
    Ptr<Node> m_node;                                        ///< node
    Ptr<BroadbandPhy> m_phy;                                 ///< PHY
    Ptr<BroadbandMac> m_mac;                                 ///< MAC
    Mac48Address m_address;                                  ///< address
    uint32_t m_ifIndex{0};                                   ///< interface number
    uint32_t m_mtu{1500};                                    ///< Mtu [B]
    bool m_linkUp{false};                                    ///< whether attached
    NetDevice::ReceiveCallback m_receive;                    ///< network layer
    NetDevice::PromiscReceiveCallback m_promiscReceive;      ///< promiscuous listener
    TracedCallback<> m_linkChange;                           ///< link change listeners
    TracedCallback<Ptr<const Packet>> m_snifferTrace;        ///< Sniffer
    TracedCallback<Ptr<const Packet>> m_promiscSnifferTrace; ///< PromiscSniffer
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_NET_DEVICE_H
