/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-helper.h"

#include "application/control/measured-times.h"
#include "application/control/rated-link-control.h"
#include "application/workload/network-on-wire.h"
#include "broadband-cell-control.h"
#include "checked-attribute.h"
#include "energy-meter.h"
#include "ideal-link-helper.h"
#include "node-links.h"
#include "peer-address.h"
#include "setting-check.h"
#include "wifi-link-control.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/co-inference-client.h"
#include "ns3/co-inference-server.h"
#include "ns3/double.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/network-catalogue.h"
#include "ns3/node.h"
#include "ns3/string.h"
#include "ns3/task-profiles.h"
#include "ns3/uinteger.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

CoInferenceHelper::CoInferenceHelper(const std::string& network, const std::string& planner)
    : m_network(network),
      m_monitor(CreateObject<InferenceMonitor>())
{
    m_client.SetTypeId(CoInferenceClient::GetTypeId());
    m_client.Set("Network", StringValue(network));
    m_server.SetTypeId(CoInferenceServer::GetTypeId());
    m_controller.SetTypeId(CoInferenceController::GetTypeId());
    m_wifiLink.SetTypeId(WifiLinkControl::GetTypeId());
    m_ratedLink.SetTypeId(RatedLinkControl::GetTypeId());
    m_cell.SetTypeId(BroadbandCellControl::GetTypeId());

    // Through the controller, whose message lists what exists when the name is unknown.
    Ptr<CoInferenceController> probe = CreateObject<CoInferenceController>();
    probe->SetPlannerName(planner);
    m_planner.SetTypeId(probe->GetPlanner()->GetInstanceTypeId());
}

void
CoInferenceHelper::SetBudget(Time latency, double energy)
{
    SetClientAttribute("LatencyBudget", TimeValue(latency));
    SetClientAttribute("EnergyBudget", DoubleValue(energy));
}

void
CoInferenceHelper::SetClientAttribute(const std::string& name, const AttributeValue& value)
{
    m_segmentsChosen = m_segmentsChosen || name == "SegmentSize" || name == "SocketBuffer";
    m_fragmentsChosen = m_fragmentsChosen || name == "FragmentSize";
    SetChecked(m_client, name, value);
}

void
CoInferenceHelper::SetServerAttribute(const std::string& name, const AttributeValue& value)
{
    SetChecked(m_server, name, value);
}

void
CoInferenceHelper::SetControllerAttribute(const std::string& name, const AttributeValue& value)
{
    SetChecked(m_controller, name, value);
}

void
CoInferenceHelper::SetPlannerAttribute(const std::string& name, const AttributeValue& value)
{
    SetChecked(m_planner, name, value);
}

void
CoInferenceHelper::SetWifiLinkAttribute(const std::string& name, const AttributeValue& value)
{
    SetChecked(m_wifiLink, name, value);
}

void
CoInferenceHelper::SetRatedLinkAttribute(const std::string& name, const AttributeValue& value)
{
    SetChecked(m_ratedLink, name, value);
}

void
CoInferenceHelper::SetCellAttribute(const std::string& name, const AttributeValue& value)
{
    m_partsChosen = m_partsChosen || name == "Parts";
    SetChecked(m_cell, name, value);
}

void
CoInferenceHelper::SetProcessors(const std::vector<std::string>& names)
{
    m_serverProcessors = names;
}

void
CoInferenceHelper::SetSlices(const std::vector<std::string>& names)
{
    SetProcessors(names);
}

void
CoInferenceHelper::SetServerAddress(const Address& address)
{
    m_address = address;
}

void
CoInferenceHelper::OfferTimes(CoInferenceController& controller,
                              const CoInferenceClient& client,
                              Ptr<Node> node) const
{
    StringValue name;
    client.GetAttribute("Processor", name);
    const Ptr<Processor> processor = Processor::Find(node, name.Get());
    if (!processor || !processor->HasLatenciesOf(m_network))
    {
        return;
    }
    try
    {
        controller.GetProfiles().OfferTimes(
            GetTimedName(*processor, GetNetworkOnWire(m_network)),
            m_network,
            DescribeTimes(*processor, LoadNetworkProfile(m_network)));
    }
    catch (const std::exception& error)
    {
        NS_FATAL_ERROR("CoInferenceHelper: " << error.what());
    }
}

void
CoInferenceHelper::CountSharers() const
{
    std::map<uint64_t, std::vector<Ptr<RatedLinkControl>>> media;
    for (uint32_t i = 0; i < m_applications.GetN(); ++i)
    {
        const auto client = DynamicCast<CoInferenceClient>(m_applications.Get(i));
        const auto link =
            client ? DynamicCast<RatedLinkControl>(client->GetLinkControl()) : nullptr;
        if (link && link->GetMedium().number != LinkMedium::NONE)
        {
            media[link->GetMedium().number].push_back(link);
        }
    }
    for (const auto& [number, links] : media)
    {
        for (const Ptr<RatedLinkControl>& link : links)
        {
            link->SetSharers(static_cast<uint32_t>(links.size()));
        }
    }
}

ApplicationContainer
CoInferenceHelper::Install(Ptr<Node> serverNode, const NodeContainer& devices)
{
    const SettingCheck check("CoInferenceHelper");
    check.Node("server", serverNode);
    check.Nodes("devices", devices);
    check.SameSimulation(m_applications.GetN() > 0 ? m_applications.Get(0) : nullptr);
    Ptr<CoInferenceController> controller = m_controller.Create<CoInferenceController>();
    controller->SetPlanner(m_planner.Create<SplitPlanner>());
    try
    {
        controller->Offer(m_network);
    }
    catch (const std::exception& error)
    {
        NS_FATAL_ERROR("CoInferenceHelper: " << error.what());
    }
    controller->SetCellControl(FindCellControl(serverNode, m_cell, m_partsChosen));
    Ptr<CoInferenceServer> server = m_server.Create<CoInferenceServer>();
    server->SetController(controller);
    server->SetProcessors(m_serverProcessors);
    server->SetMonitor(m_monitor);
    InstallEnergyMeters(*m_monitor, NodeContainer(NodeContainer(serverNode), devices));
    serverNode->AddApplication(server);
    m_lastController = controller;
    m_monitor->SetNodeName(serverNode->GetId(), "server");

    UintegerValue port;
    server->GetAttribute("Port", port);
    ApplicationContainer result(server);
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        Ptr<Node> node = devices.Get(i);
        Ptr<CoInferenceClient> client = m_client.Create<CoInferenceClient>();
        const Address address =
            m_address.IsInvalid() ? FindPeerAddress(serverNode, node, port.Get()) : m_address;
        if (Inet6SocketAddress::IsMatchingType(address))
        {
            server->SetAttribute("Ipv6", BooleanValue(true));
        }
        client->SetAttribute("Remote", AddressValue(address));
        const Ptr<TaskArrivals> arrivals = m_arrivals.Create();
        arrivals->SetClient(i, devices.GetN());
        client->SetArrivals(arrivals);
        client->SetMonitor(m_monitor);
        client->SetServerNode(serverNode->GetId());
        const Ptr<LinkControl> link = FindLinkControl(serverNode, node, m_wifiLink, m_ratedLink);
        client->SetLinkControl(link);
        OfferTimes(*controller, *client, node);
        if (!m_segmentsChosen && DynamicCast<IdealLinkControl>(link))
        {
            // As large as the link takes, so that headers cost next to nothing.
            for (const Ptr<Application>& end : {Ptr<Application>(client), Ptr<Application>(server)})
            {
                end->SetAttribute("SegmentSize", UintegerValue(60000));
                end->SetAttribute("SocketBuffer", UintegerValue(4000000));
            }
        }
        if (!m_fragmentsChosen && DynamicCast<IdealLinkControl>(link))
        {
            client->SetAttribute("FragmentSize", UintegerValue(60000)); // likewise over UDP
        }
        node->AddApplication(client);
        m_monitor->SetNodeName(node->GetId(), "device " + std::to_string(i));
        result.Add(client);
    }
    m_applications.Add(result);
    CountSharers();
    return result;
}

InferenceMonitor&
CoInferenceHelper::GetMonitor() const
{
    return *m_monitor;
}

Ptr<CoInferenceController>
CoInferenceHelper::GetController() const
{
    return m_lastController;
}

int64_t
CoInferenceHelper::AssignStreams(int64_t stream)
{
    int64_t used = 0;
    for (uint32_t i = 0; i < m_applications.GetN(); ++i)
    {
        if (auto client = DynamicCast<CoInferenceClient>(m_applications.Get(i)))
        {
            used += client->AssignStreams(stream + used);
        }
        else if (auto server = DynamicCast<CoInferenceServer>(m_applications.Get(i)))
        {
            used += server->AssignStreams(stream + used);
        }
    }
    return used;
}

} // namespace edgeai
} // namespace ns3
