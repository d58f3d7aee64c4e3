/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_IDEAL_LINK_HELPER_H
#define EDGE_AI_IDEAL_LINK_HELPER_H

#include "ns3/error-model.h"
#include "ns3/link-control.h"
#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/nstime.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/point-to-point-net-device.h"

namespace ns3
{
namespace edgeai
{

class IdealBand;

/**
 * @ingroup edge-ai
 * Radio part of plans on an ideal link: a point-to-point device whose data rate is the Shannon rate
 * B log2(1 + p g / (N0 B)) of the planned power and band (Lyu et al., arXiv 2505.09214, the uplink
 * rate). The links of a server never use more of the band together than there is: while the devices
 * hear of a new plan one by one, a frame waits for the part of it that is still in use. That costs
 * time and no energy.
 */
class IdealLinkControl : public LinkControl
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    IdealLinkControl();
    ~IdealLinkControl() override;

    /// @param [in] device the device whose rate follows the plans
    /// @throws std::invalid_argument if it is null, or if there is one already
    void SetDevice(Ptr<PointToPointNetDevice> device);

    /// @param [in] band that it divides with the other links of a server; null: it has its own
    void SetBand(Ptr<IdealBand> band);

    /// @param [in] rate that a plan of the whole network gives the link [bit/s]; 0: it follows
    /// power and band; up to 1e50
    /// @throws std::invalid_argument if it is not that, as the others for what they are told
    void SetRate(double rate);

    /**
     * From now on a plan gives the datagrams of one kind of message a rate of their own, which the
     * channel may not carry: then none of them arrives. Everything else goes up beside them, as
     * fast as it comes down.
     * @param [in] type of the messages  @param [in] rate they have [bit/s], > 0 and up to 1e50
     * @param [in] lost whether the channel does not carry it
     */
    void SetDatagrams(MessageType type, double rate, bool lost);

    /// @param [in] watt power [W], 0 to 1e50  @returns it, or the largest, if it is more than that
    double SetTxPower(double watt) override;
    /// @param [in] hertz band [Hz], 0 to 1e50; 0, or more than there is: the whole
    void SetBandwidth(double hertz) override;
    double GetMinTxPower() const override;
    double GetBandwidth() const override;
    bool CanDivideBand() const override;
    double GetNoiseDensity() const override;
    double GetTxEnergy() const override;

    /// @returns rate of the link now [bit/s]
    double GetRate() const;

  protected:
    void DoDispose() override;

  private:
    void Apply();
    void HandleTxBegin(Ptr<const Packet> packet);
    void HandleTxEnd(Ptr<const Packet> packet);
    /// @param [in] packet on the link  @returns whether it is a datagram of SetDatagrams()
    bool IsPlanned(Ptr<const Packet> packet) const;
    /// Let the other end lose what the channel does not carry.
    void WatchPeer();
    /// @param [in] rate that the device gets [bit/s], as near as it can
    void SetDeviceRate(double rate);

    Ptr<PointToPointNetDevice> m_device;
    Ptr<IdealBand> m_shared;  ///< divided with others, or null
    uint32_t m_number{0};     ///< of this link there
    double m_leastRate{0};    ///< LeastRate [bit/s]
    double m_power{0};        ///< [W]
    double m_band{0};         ///< planned band [Hz]; 0: the whole
    double m_rate{0};         ///< planned rate [bit/s]; 0: it follows power and band
    MessageType m_type{};     ///< of planned datagrams
    double m_datagramRate{0}; ///< of these [bit/s]; 0: they are like everything else
    bool m_lost{false};       ///< the channel does not carry it
    Ptr<ErrorModel> m_loss;   ///< at the other end, of these; null: none
    double m_energy{0};       ///< of frames that are out [J]
    Time m_txBegin;           ///< of the frame on the air
    bool m_sending{false};    ///< a frame is on the air
    double m_share{1};        ///< of its time on the air that it does not wait, in (0, 1]
};

/**
 * @ingroup edge-ai
 * The link the formulas assume: uplink at the Shannon rate, no loss, no delay, no queue discipline,
 * and a downlink so fast that it takes no time. One link per device, all to the same server.
 */
class IdealLinkHelper
{
  public:
    IdealLinkHelper();

    /**
     * @param [in] name attribute of IdealLinkControl: MaxTxPower, Gain, Bandwidth, NoiseDensity,
     *            LeastRate
     * @param [in] value its value
     */
    void SetAttribute(const std::string& name, const AttributeValue& value);

    /**
     * Connect devices to a server. Each device node gets an IdealLinkControl, aggregated.
     * @param [in] server node of the server
     * @param [in] devices nodes of the devices
     * @returns for each device its own net device, then the server's
     * @throws std::invalid_argument naming the node, if a device has an ideal link already, be it
     * to this server or to another one; and if a node is null
     */
    NetDeviceContainer Install(Ptr<Node> server, const NodeContainer& devices);

    /// @returns the point-to-point helper underneath, for pcap and ASCII traces
    PointToPointHelper& GetPointToPoint();

  private:
    ObjectFactory m_control;
    PointToPointHelper m_pointToPoint;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_IDEAL_LINK_HELPER_H
