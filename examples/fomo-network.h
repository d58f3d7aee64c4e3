/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOMO_NETWORK_H
#define EDGE_AI_FOMO_NETWORK_H

// Links between a server and devices of the example fomo.

#include "learning-runs.h"

#include "ns3/broadband-helper.h"
#include "ns3/core-module.h"
#include "ns3/network-module.h"
#include "ns3/placement-helper.h"

#include <cmath>
#include <string>

namespace ns3
{
namespace edgeai
{
namespace fomo
{

/// What radios need to know.
struct RadioSetup
{
    double bandwidth{10e6}; ///< of either direction of the broadband cell [Hz]
    double radius{200};     ///< of the broadband cell [m]
    double distance{5};     ///< of Wi-Fi's stations [m]
    std::string traces{};   ///< prefix of packet traces; "": none
};

/// One cell of subchannels of 180 kHz, of which plans give out all but one.
inline void
BuildBroadbandCell(const RadioSetup& setup,
                   Ptr<Node> server,
                   const NodeContainer& devices,
                   Ipv4AddressHelper& addresses)
{
    PlacementHelper().At(Vector(), NodeContainer(server));
    for (uint32_t k = 0; k < devices.GetN(); ++k)
    {
        // Whoever has the best link of the regimes is nearest; all around.
        const double angle = 2 * M_PI * k / devices.GetN();
        const double far = setup.radius * (20 - 5 * k % 16) / 20;
        PlacementHelper().At(Vector(far * std::cos(angle), far * std::sin(angle), 0),
                             NodeContainer(devices.Get(k)));
    }
    BroadbandHelper radio;
    radio.SetAttribute("Bandwidth", DoubleValue(setup.bandwidth));
    radio.SetAttribute("Subchannels", UintegerValue(std::lround(setup.bandwidth / 180e3)));
    radio.SetAttribute("Scheduler", StringValue("Planned"));
    radio.SetAttribute("SignallingSubchannels", UintegerValue(1));
    radio.SetUserAttribute("PowerLimit", DoubleValue(.2));
    radio.SetAttribute("Profile", StringValue("Flat")); // a band is divided of equal subchannels
    radio.SetAttribute("Process", StringValue("Static"));
    const NetDeviceContainer cell = radio.Install(server, devices);
    radio.AssignStreams(cell, 1000);
    addresses.Assign(cell);
    BroadbandHelper::FillNeighborCaches(cell);
    if (!setup.traces.empty())
    {
        radio.EnablePcap(setup.traces, cell.Get(0));
    }
}

/// Connect a server and devices. @param [in] link "ideal", "broadband" or "wifi"
inline void
BuildNetwork(const std::string& link,
             Ptr<Node> server,
             const NodeContainer& devices,
             const RadioSetup& setup = {})
{
    Ipv4AddressHelper addresses = InstallStacks(server, devices);
    if (link == "ideal")
    {
        BuildIdealLinks(IdealLinkHelper(), server, devices, addresses);
    }
    else if (link == "broadband")
    {
        BuildBroadbandCell(setup, server, devices, addresses);
    }
    else
    {
        BuildWifiCell(setup.distance, setup.traces, server, devices, addresses);
    }
}

} // namespace fomo
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOMO_NETWORK_H
