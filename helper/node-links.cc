/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "node-links.h"

#include "application/control/rated-link-control.h"
#include "broadband-cell-control.h"
#include "broadband-cell-setup.h"
#include "broadband-link-control.h"
#include "peer-address.h"
#include "wifi-link-control.h"

#include "ns3/broadband-net-device.h"
#include "ns3/uinteger.h"
#include "ns3/wifi-net-device.h"

namespace ns3
{
namespace edgeai
{

Ptr<CellControl>
FindCellControl(Ptr<Node> server, const ObjectFactory& cell, bool partsChosen)
{
    for (uint32_t i = 0; i < server->GetNDevices(); ++i)
    {
        auto broadband = DynamicCast<BroadbandNetDevice>(server->GetDevice(i));
        const bool adopted = broadband && AdoptPlannedScheduler(broadband);
        if (broadband && BroadbandCellControl::Fits(broadband))
        {
            ObjectFactory factory = cell;
            if (adopted && !partsChosen)
            {
                factory.Set("Parts", UintegerValue(0));
            }
            Ptr<BroadbandCellControl> control = factory.Create<BroadbandCellControl>();
            control->SetDevice(broadband);
            return control;
        }
    }
    return nullptr;
}

Ptr<LinkControl>
FindLinkControl(Ptr<Node> server,
                Ptr<Node> node,
                const ObjectFactory& wifi,
                const ObjectFactory& rated)
{
    if (Ptr<LinkControl> control = node->GetObject<LinkControl>())
    {
        return control;
    }
    for (uint32_t i = 0; i < node->GetNDevices(); ++i)
    {
        if (auto broadband = DynamicCast<BroadbandNetDevice>(node->GetDevice(i)))
        {
            Ptr<BroadbandLinkControl> control = CreateObject<BroadbandLinkControl>();
            control->SetDevice(broadband);
            node->AggregateObject(control);
            return control;
        }
        if (auto wireless = DynamicCast<WifiNetDevice>(node->GetDevice(i)))
        {
            Ptr<WifiLinkControl> control = wifi.Create<WifiLinkControl>();
            control->SetDevice(wireless);
            node->AggregateObject(control);
            return control;
        }
    }
    Ptr<RatedLinkControl> control = rated.Create<RatedLinkControl>();
    control->SetDevice(FindPeerDevice(server, node));
    control->SetServer(server);
    return control;
}

} // namespace edgeai
} // namespace ns3
