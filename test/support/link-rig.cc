/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "link-rig.h"

#include "ns3/abort.h"
#include "ns3/broadband-helper.h"
#include "ns3/config.h"
#include "ns3/csma-helper.h"
#include "ns3/double.h"
#include "ns3/ideal-link-helper.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/placement-helper.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"
#include "ns3/wifi-cell-helper.h"

#ifdef EDGE_AI_HAVE_LTE
#include "ns3/lte-helper.h"
#include "ns3/point-to-point-epc-helper.h"
#endif

namespace ns3
{
namespace edgeai
{

namespace
{

#ifdef EDGE_AI_HAVE_LTE
void
ConnectByLte(const NodeContainer& server, const NodeContainer& devices)
{
    // A bearer's buffer of 10 kB, ns-3's own, loses most of a window that TCP sends at once, and
    // uploads then wait for retransmission timeouts.
    Config::SetDefault("ns3::LteRlcUm::MaxTxBufferSize", UintegerValue(1 << 20));
    // There are no more phones in a cell than sounding signals in their period, by default 40 ms.
    Config::SetDefault("ns3::LteEnbRrc::SrsPeriodicity",
                       UintegerValue(devices.GetN() > 38 ? 320 : 40));
    const auto lte = CreateObject<LteHelper>();
    const auto epc = CreateObject<PointToPointEpcHelper>();
    lte->SetEpcHelper(epc);
    const NodeContainer base(1);
    base.Get(0)->AggregateObject(lte); // they live as long as the network
    base.Get(0)->AggregateObject(epc);
    PlacementHelper().At(Vector(0, 0, 1.5), base);
    PlacementHelper().OnCircle(100, devices);
    const NetDeviceContainer bases = lte->InstallEnbDevice(base);
    const NetDeviceContainer phones = lte->InstallUeDevice(devices);
    PointToPointHelper cable;
    cable.SetDeviceAttribute("DataRate", StringValue("1Gbps"));
    const NetDeviceContainer core = cable.Install(epc->GetPgwNode(), server.Get(0));
    Ipv4AddressHelper("1.0.0.0", "255.0.0.0").Assign(core);
    epc->AssignUeIpv4Address(phones);
    Ipv4StaticRoutingHelper routes;
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        routes.GetStaticRouting(devices.Get(i)->GetObject<Ipv4>())
            ->SetDefaultRoute(epc->GetUeDefaultGatewayAddress(), 1);
        lte->Attach(phones.Get(i), bases.Get(0));
    }
    routes.GetStaticRouting(server.Get(0)->GetObject<Ipv4>())
        ->AddNetworkRouteTo("7.0.0.0", "255.0.0.0", 1);
}
#endif

} // namespace

std::vector<std::string>
ListLinkRigs()
{
    std::vector<std::string> links{"ideal", "wifi", "broadband", "noma", "csma"};
#ifdef EDGE_AI_HAVE_LTE
    links.emplace_back("lte");
#endif
    return links;
}

void
ConnectByLink(const std::string& link, const NodeContainer& server, const NodeContainer& devices)
{
    InternetStackHelper stack;
    stack.Install(devices);
    stack.Install(server);
    stack.AssignStreams(NodeContainer(devices, server), 2000);
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    if (link == "ideal")
    {
        IdealLinkHelper ideal;
        const NetDeviceContainer links = ideal.Install(server.Get(0), devices);
        for (uint32_t i = 0; i < links.GetN(); i += 2)
        {
            addresses.Assign(NetDeviceContainer(links.Get(i), links.Get(i + 1)));
            addresses.NewNetwork();
        }
        return;
    }
    if (link == "csma")
    {
        CsmaHelper csma;
        csma.SetChannelAttribute("DataRate", StringValue("20Mbps"));
        csma.SetChannelAttribute("Delay", StringValue("10us"));
        addresses.Assign(csma.Install(NodeContainer(devices, server)));
        return;
    }
#ifdef EDGE_AI_HAVE_LTE
    if (link == "lte")
    {
        ConnectByLte(server, devices);
        return;
    }
#endif
    const bool wifi = link == "wifi";
    NS_ABORT_MSG_UNLESS(wifi || link == "broadband" || link == "noma",
                        "ConnectByLink: no link " << link);
    PlacementHelper().At(Vector(), server);
    PlacementHelper().OnCircle(wifi ? 20 : 180, devices);
    NetDeviceContainer links;
    if (wifi)
    {
        WifiCellHelper cell;
        links = cell.Install(server.Get(0), devices);
        cell.AssignStreams(links, 1000);
    }
    else
    {
        BroadbandHelper radio;
        radio.SetAttribute("Bandwidth", DoubleValue(5e6));
        if (link == "noma")
        {
            radio.SetAttribute("Access", StringValue("NOMA"));
        }
        links = radio.Install(server.Get(0), devices);
        radio.AssignStreams(links, 1000);
    }
    addresses.Assign(links);
    BroadbandHelper::FillNeighborCaches(links);
}

} // namespace edgeai
} // namespace ns3
