/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "wifi-cell-helper.h"

#include "attribute-text.h"
#include "monitor/last-resort.h"
#include "power-limit.h"
#include "setting-check.h"
#include "wifi-link-control.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/fatal-error.h"
#include "ns3/mobility-model.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/pointer.h"
#include "ns3/ssid.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"
#include "ns3/wifi-helper.h"
#include "ns3/wifi-mac-helper.h"
#include "ns3/wifi-mac.h"
#include "ns3/wifi-net-device.h"
#include "ns3/wifi-remote-station-manager.h"

#include <string>

namespace ns3
{
namespace edgeai
{

namespace
{

/**
 * Lets a station wait for the answer to its request for a block acknowledgement for as long as
 * contention may take. ns-3's 1 ms ends while the answer still waits for the channel; the station
 * then sends on under plain acknowledgements although the peer reorders already, and a frame that
 * is given up meanwhile holds back all that follow.
 * @param [in] device whose access categories wait
 */
void
WaitForBlockAckAnswer(Ptr<WifiNetDevice> device)
{
    const Time patience = MilliSeconds(200); // ns-3's own pause before it asks again
    for (const char* category : {"VO_Txop", "VI_Txop", "BE_Txop", "BK_Txop"})
    {
        PointerValue txop;
        device->GetMac()->GetAttribute(category, txop);
        txop.Get<Object>()->SetAttribute("AddBaResponseTimeout", TimeValue(patience));
    }
}

/// @returns what refuses
SettingCheck
OfWifiCell()
{
    return SettingCheck("WifiCellHelper");
}

/// @param [in] devices each to be one of Wi-Fi
void
CheckWifiDevices(const NetDeviceContainer& devices)
{
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        const std::string field = "devices[" + std::to_string(i) + "]";
        OfWifiCell().Device(field, devices.Get(i));
        OfWifiCell().Require(DynamicCast<WifiNetDevice>(devices.Get(i)) != nullptr,
                             SettingWords()
                                 << field << ", of node " << devices.Get(i)->GetNode()->GetId()
                                 << ", is no Wi-Fi device");
    }
}

} // namespace

WifiCellHelper::WifiCellHelper()
{
    SayWhatIsNotCaught();
#if EDGE_AI_NS3 >= 336
    m_phy.Set("ChannelSettings", StringValue("{36, 20, BAND_5GHZ, 0}"));
#else
    m_phy.Set("ChannelNumber", UintegerValue(36));
#endif
    m_phy.SetPcapDataLinkType(WifiPhyHelper::DLT_IEEE802_11_RADIO);
}

void
WifiCellHelper::SetAccessPointPower(double watt)
{
    OfWifiCell().Require(watt > 0 && watt <= POWER_LIMIT,
                         SettingWords()
                             << "power of the access point is " << watt
                             << " W; allowed is more than 0, up to " << POWER_LIMIT << " W");
    m_power = watt;
}

void
WifiCellHelper::SetNoiseFigure(double decibel)
{
    OfWifiCell().Range("noise figure", decibel, 0, 200, " dB");
    m_noiseFigure = decibel;
}

void
WifiCellHelper::SetPathLossExponent(double exponent)
{
    OfWifiCell().Range("path loss exponent", exponent, 0, 20);
    m_exponent = exponent;
}

void
WifiCellHelper::SetRateControl(const std::string& type)
{
    ExpectClassOf("WifiCellHelper: rate control", type, WifiRemoteStationManager::GetTypeId());
    m_rateControl = type;
}

NetDeviceContainer
WifiCellHelper::Install(Ptr<Node> accessPoint, const NodeContainer& stations)
{
    OfWifiCell().Node("accessPoint", accessPoint);
    OfWifiCell().Nodes("stations", stations);
    const NodeContainer all(NodeContainer(accessPoint), stations);
    for (uint32_t i = 0; i < all.GetN(); ++i)
    {
        if (!all.Get(i)->GetObject<MobilityModel>())
        {
            NS_FATAL_ERROR("WifiCellHelper: node "
                           << all.Get(i)->GetId() << " has no position; "
                           << "PlacementHelper, or ns-3's MobilityHelper, gives it one before");
        }
    }
    YansWifiChannelHelper channel;
    channel.SetPropagationDelay("ns3::ConstantSpeedPropagationDelayModel");
    // 46.6777 dB is free space at 1 m and 5.15 GHz.
    channel.AddPropagationLoss("ns3::LogDistancePropagationLossModel",
                               "Exponent",
                               DoubleValue(m_exponent),
                               "ReferenceLoss",
                               DoubleValue(46.6777));
    m_phy.SetChannel(channel.Create());
    m_phy.Set("RxNoiseFigure", DoubleValue(m_noiseFigure));

    WifiHelper wifi;
#if EDGE_AI_NS3 >= 336
    wifi.SetStandard(WIFI_STANDARD_80211ax);
#else
    wifi.SetStandard(WIFI_STANDARD_80211ax_5GHZ);
#endif
    // Stations that contend lose acknowledgements to frames of others, and ns-3's block
    // acknowledgements do not survive the loss of that of an ADDBA response: the recipient then
    // waits for a frame that has passed by its reordering buffer, and holds back all that follow.
    // Behind RTS and CTS only these collide.
    wifi.SetRemoteStationManager(m_rateControl, "RtsCtsThreshold", UintegerValue(0));
    const SsidValue ssid(Ssid("edge-ai"));
    WifiMacHelper mac;
    mac.SetType("ns3::ApWifiMac", "Ssid", ssid);
    NetDeviceContainer devices = wifi.Install(m_phy, mac, accessPoint);
    mac.SetType("ns3::StaWifiMac", "Ssid", ssid, "ActiveProbing", BooleanValue(false));
    devices.Add(wifi.Install(m_phy, mac, stations));

    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        WaitForBlockAckAnswer(DynamicCast<WifiNetDevice>(devices.Get(i)));
    }
    SetWifiTxPower(DynamicCast<WifiNetDevice>(devices.Get(0))->GetPhy(), m_power);
    return devices;
}

void
WifiCellHelper::EnablePcap(const std::string& prefix, const NetDeviceContainer& devices)
{
    CheckWifiDevices(devices);
    m_phy.EnablePcap(prefix, devices);
}

void
WifiCellHelper::EnableAscii(const std::string& prefix, const NetDeviceContainer& devices)
{
    CheckWifiDevices(devices);
    m_phy.EnableAscii(prefix, devices);
}

YansWifiPhyHelper&
WifiCellHelper::GetPhy()
{
    return m_phy;
}

int64_t
WifiCellHelper::AssignStreams(const NetDeviceContainer& devices, int64_t stream)
{
    // A static function from 3.41 on, a member before: this form is valid for both.
    return WifiHelper().AssignStreams(devices, stream);
}

} // namespace edgeai
} // namespace ns3
