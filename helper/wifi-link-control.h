/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_WIFI_LINK_CONTROL_H
#define EDGE_AI_WIFI_LINK_CONTROL_H

#include "ns3/link-control.h"
#include "ns3/mac48-address.h"
#include "ns3/nstime.h"
#include "ns3/wifi-net-device.h"
#include "ns3/wifi-phy-state-helper.h"
#include "ns3/wifi-phy.h"

namespace ns3
{
namespace edgeai
{

/**
 * Make a Wi-Fi PHY send with one fixed power.
 * @param [in] phy the PHY
 * @param [in] watt power [W], > 0
 */
void SetWifiTxPower(Ptr<WifiPhy> phy, double watt);

/**
 * @ingroup edge-ai
 * Radio part of plans on a Wi-Fi station: the planned power becomes the PHY's transmit power,
 * clipped to the PHY's range and rounded to its step. The gain is measured: strength of the frames
 * received from the access point, averaged, over the power it is known to send with (PeerTxPower).
 * The band is the PHY's channel, the noise density thermal noise at 290 K times the PHY's noise
 * figure; the transmit energy is power times the time the PHY spends transmitting.
 */
class WifiLinkControl : public LinkControl
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /// @param [in] device the station's device
    void SetDevice(Ptr<WifiNetDevice> device);

    double SetTxPower(double watt) override;
    std::vector<double> GetTxPowers() const override;
    double GetMaxTxPower() const override;
    double GetMinTxPower() const override;
    double GetGain() const override;
    double GetBandwidth() const override;
    std::string GetArbiter() const override;
    double GetNoiseDensity() const override;
    double GetTxEnergy() const override;

  protected:
    void DoDispose() override;

  private:
    /// @returns the least power that the PHY has and the access point detects, or the largest [W]
    double GetLeastHeard() const;
    void HandleState(Time start, Time duration, WifiPhyState state);
    void HandleRx(Ptr<const Packet> packet,
                  uint16_t frequency,
                  WifiTxVector vector,
                  MpduInfo mpdu,
                  SignalNoiseDbm strength,
                  uint16_t station);
    void HandleAssociation(Mac48Address accessPoint);

    Ptr<WifiPhy> m_phy;
    Mac48Address m_accessPoint;
    bool m_associated{false};
    double m_minTxPower{0};
    double m_powerStep{0};
    double m_peerTxPower{0};
    double m_gainWeight{0};
    double m_noiseFigure{0};
    double m_sensitivity{0};
    double m_power{0};        ///< [W]
    double m_measuredGain{0}; ///< 0: nothing heard yet
    double m_energy{0};       ///< [J]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_WIFI_LINK_CONTROL_H
