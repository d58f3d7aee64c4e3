/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "wifi-cell-helper.h"

#include "wifi-link-control.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
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

namespace ns3
{
namespace edgeai
{

namespace
{

/**
 * Sets up block acknowledgements so that no station is left without a way to its peer.
 *
 * A recipient hands frames up in the order of their numbers. If it waits for one that will not
 * come it holds back all that follow, until the window of 64 frames has moved on; ns-3 knows no
 * time after which a receiver stops waiting. Two things make it wait:
 * - the originator does not wait for the answer to its request (1 ms, often less than the answer
 *   waits for the channel), sends on under plain acknowledgements, and gives up a frame meanwhile;
 * - the acknowledgement of the answer is lost, and the first frame passes by the reordering buffer.
 *
 * The first is cured by patience, the second by an end of agreements under which nothing more is
 * acknowledged: what was held back is handed up then.
 * @param [in] device whose access categories are set
 */
void
SetBlockAcks(Ptr<WifiNetDevice> device)
{
    const Time patience = MilliSeconds(200); // ns-3's own pause before it asks again
    const uint16_t inactivity = 2000;        // of 1.024 ms: longer than most pauses between tasks
    for (const std::string category : {"VO", "VI", "BE", "BK"})
    {
        PointerValue txop;
        device->GetMac()->GetAttribute(category + "_Txop", txop);
        txop.Get<Object>()->SetAttribute("AddBaResponseTimeout", TimeValue(patience));
        device->GetMac()->SetAttribute(category + "_BlockAckInactivityTimeout",
                                       UintegerValue(inactivity));
    }
}

} // namespace

WifiCellHelper::WifiCellHelper()
{
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
    m_power = watt;
}

void
WifiCellHelper::SetNoiseFigure(double decibel)
{
    m_noiseFigure = decibel;
}

void
WifiCellHelper::SetPathLossExponent(double exponent)
{
    m_exponent = exponent;
}

void
WifiCellHelper::SetRateControl(const std::string& type)
{
    m_rateControl = type;
}

NetDeviceContainer
WifiCellHelper::Install(Ptr<Node> accessPoint, const NodeContainer& stations)
{
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
    wifi.SetRemoteStationManager(m_rateControl);
    const SsidValue ssid(Ssid("edge-ai"));
    WifiMacHelper mac;
    mac.SetType("ns3::ApWifiMac", "Ssid", ssid);
    NetDeviceContainer devices = wifi.Install(m_phy, mac, accessPoint);
    mac.SetType("ns3::StaWifiMac", "Ssid", ssid, "ActiveProbing", BooleanValue(false));
    devices.Add(wifi.Install(m_phy, mac, stations));

    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        SetBlockAcks(DynamicCast<WifiNetDevice>(devices.Get(i)));
    }
    SetWifiTxPower(DynamicCast<WifiNetDevice>(devices.Get(0))->GetPhy(), m_power);
    return devices;
}

void
WifiCellHelper::EnablePcap(const std::string& prefix, const NetDeviceContainer& devices)
{
    m_phy.EnablePcap(prefix, devices);
}

void
WifiCellHelper::EnableAscii(const std::string& prefix, const NetDeviceContainer& devices)
{
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
