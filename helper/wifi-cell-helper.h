/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_WIFI_CELL_HELPER_H
#define EDGE_AI_WIFI_CELL_HELPER_H

#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/yans-wifi-helper.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * One 802.11ax cell at 5 GHz, 20 MHz wide, made of ns-3's own Wi-Fi: log-distance path loss,
 * MinstrelHt rate control, RTS and CTS before every frame. It is here because how a channel is
 * named and a standard chosen differs between ns-3 releases; scripts that build their Wi-Fi
 * themselves need nothing from it.
 */
class WifiCellHelper
{
  public:
    WifiCellHelper();

    /**
     * All of these throw std::invalid_argument, naming what is set and what is allowed, for values
     * out of their range.
     * @param [in] watt power the access point sends with [W], > 0 and up to 1e9
     */
    void SetAccessPointPower(double watt);
    /// @param [in] decibel noise figure of all PHYs [dB], 0 to 200
    void SetNoiseFigure(double decibel);
    /// @param [in] exponent of the path loss, 46.68 dB at 1 m [1], 0 to 20
    void SetPathLossExponent(double exponent);

    /**
     * @param [in] type TypeId name of the stations' rate control. The default, MinstrelHt, learns
     * from losses; ns3::IdealWifiManager does not, and never recovers from a drop in power.
     * @throws std::invalid_argument that lists what there is if there is none of that name
     */
    void SetRateControl(const std::string& type);

    /**
     * @param [in] accessPoint its node, with a mobility model
     * @param [in] stations their nodes, with mobility models
     * @returns the access point's device, then the stations'
     * @throws std::invalid_argument if a node is null
     */
    NetDeviceContainer Install(Ptr<Node> accessPoint, const NodeContainer& stations);

    /**
     * Trace every frame of devices, with a radiotap header, to PREFIX-NODE-DEVICE.pcap.
     * @param [in] prefix path and beginning of the files' names
     * @param [in] devices some of what Install() returned; std::invalid_argument, if one is none
     */
    void EnablePcap(const std::string& prefix, const NetDeviceContainer& devices);
    /**
     * Trace what devices send and receive as text, to PREFIX-NODE-DEVICE.tr.
     * @param [in] prefix path and beginning of the files' names
     * @param [in] devices some of what Install() returned; std::invalid_argument, if one is none
     */
    void EnableAscii(const std::string& prefix, const NetDeviceContainer& devices);

    /// @returns the PHY helper, for what this helper has no name for
    YansWifiPhyHelper& GetPhy();

    /**
     * @param [in] devices what Install() returned
     * @param [in] stream first stream to use  @returns how many were used
     */
    int64_t AssignStreams(const NetDeviceContainer& devices, int64_t stream);

  private:
    YansWifiPhyHelper m_phy;
    double m_power{0.1};
    double m_noiseFigure{7};
    double m_exponent{3};
    std::string m_rateControl{"ns3::MinstrelHtWifiManager"};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_WIFI_CELL_HELPER_H
