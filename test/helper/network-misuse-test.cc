/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What scripts get wrong about nodes, their places, processors, energy and ideal links is said in
// words that name it and what is allowed, instead of crashes and of figures that are wrong.

#include "support/misuse-case.h"

#include "ns3/basic-energy-source-helper.h"
#include "ns3/co-inference-helper.h"
#include "ns3/double.h"
#include "ns3/energy-meter.h"
#include "ns3/ideal-link-helper.h"
#include "ns3/inference-monitor.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-generator.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/learning-helper.h"
#include "ns3/mobility-model.h"
#include "ns3/placement-helper.h"
#include "ns3/processor-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/task-record.h"
#include "ns3/uinteger.h"

#include <limits>
#include <memory>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr double NO_NUMBER = std::numeric_limits<double>::quiet_NaN();
constexpr double ENDLESS = std::numeric_limits<double>::infinity();

/// @returns a node, and one that is none
NodeContainer
MakeHalfNull()
{
    NodeContainer nodes(1);
    nodes.Add(Ptr<Node>());
    return nodes;
}

/// Places.
class PlacementMisuseCase : public MisuseCase
{
  public:
    PlacementMisuseCase()
        : MisuseCase("places that are none")
    {
    }

  private:
    void DoRun() override
    {
        Expect("PlacementHelper: nodes[1] is no node: it is null",
               [] { PlacementHelper().At(Vector(), MakeHalfNull()); });
        Expect("PlacementHelper: nodes[1] is no node: it is null",
               [] { PlacementHelper().OnLine(1, MakeHalfNull()); });
        Expect("PlacementHelper: columns is 0; allowed is 1 or more",
               [] { PlacementHelper().OnGrid(1, 0, NodeContainer(2)); });
        Expect("PlacementHelper: model is 'ns3::ConstantVelocityMobility'; allowed is one of",
               [] { PlacementHelper("ns3::ConstantVelocityMobility"); });
        Expect("; did you mean ns3::ConstantVelocityMobilityModel?",
               [] { PlacementHelper("ns3::ConstantVelocityMobility"); });
        Expect("PlacementHelper: model is ''; allowed is one of", [] { PlacementHelper(""); });
        Expect("PlacementHelper: model is 'ns3::Node'; allowed is one of",
               [] { PlacementHelper("ns3::Node"); });
        Expect("PlacementHelper: model is 'ns3::MobilityModel'; allowed is one of",
               [] { PlacementHelper("ns3::MobilityModel"); });
        Expect("PlacementHelper: radius is -1 m; allowed is 0 to 1e+09 m",
               [] { PlacementHelper().OnCircle(-1, NodeContainer(2)); });
        Expect("PlacementHelper: radius is nan m; allowed is 0 to 1e+09 m",
               [] { PlacementHelper().OnCircle(NO_NUMBER, NodeContainer(2)); });
        Expect("PlacementHelper: radii[1] is inf m; allowed is 0 to 1e+09 m", [] {
            PlacementHelper().OnCircles({1, ENDLESS}, NodeContainer(2));
        });
        Expect("PlacementHelper: spacing is -3 m; allowed is 0 to 1e+09 m",
               [] { PlacementHelper().OnLine(-3, NodeContainer(2)); });
        Expect("PlacementHelper: spacing is inf m; allowed is 0 to 1e+09 m",
               [] { PlacementHelper().OnGrid(ENDLESS, 1, NodeContainer(2)); });
        Expect("PlacementHelper: position.z is nan m; allowed is -1e+09 to 1e+09 m",
               [] { PlacementHelper().At(Vector(0, 0, NO_NUMBER), NodeContainer(1)); });
        Expect("PlacementHelper: centre.y is 1e+300 m; allowed is -1e+09 to 1e+09 m",
               [] { PlacementHelper().OnCircle(1, NodeContainer(1), Vector(0, 1e300, 0)); });
        Expect("PlacementHelper: first.x is inf m; allowed is -1e+09 to 1e+09 m",
               [] { PlacementHelper().OnLine(1, NodeContainer(1), Vector(ENDLESS, 0, 0)); });
        ExpectRight([] {
            PlacementHelper place;
            place.OnCircle(0, NodeContainer(2), Vector(-1e9, 1e9, -3));
            place.OnCircle(1, NodeContainer());
            place.OnLine(0, NodeContainer(2));
        });
    }
};

/// Processors, and who feeds them.
class ProcessorMisuseCase : public MisuseCase
{
  public:
    ProcessorMisuseCase()
        : MisuseCase("processors and energy that are none, or twice")
    {
    }

  private:
    void DoRun() override
    {
        Expect("ProcessorHelper: node is no node: it is null",
               [] { ProcessorHelper("Mobile").Install(Ptr<Node>()); });
        Expect("ProcessorHelper: nodes[1] is no node: it is null",
               [] { ProcessorHelper("Mobile").Install(MakeHalfNull()); });
        Expect("ProcessorHelper: nodes[1] is no node: it is null",
               [] { ProcessorHelper::AssignStreams(MakeHalfNull(), 1); });
        ProcessorContainer none;
        none.Add(Ptr<Processor>());
        Expect("ProcessorHelper: processors[0] is no processor: it is null",
               [&none] { ProcessorHelper::AssignStreams(none, 1); });
        Expect("ProcessorHelper: processors[0] is no processor: it is null", [&none] {
            ProcessorHelper().InstallEnergyModel(none, en::EnergySourceContainer());
        });
        Expect("ProcessorContainer: there is no processor 3; it has 1, numbered from 0",
               [&none] { none.Get(3); });
        Expect("ProcessorHelper: sources[0] is no energy source: it is null", [] {
            const ProcessorHelper helper("Mobile");
            helper.InstallEnergyModel(helper.Install(NodeContainer(1)),
                                      en::EnergySourceContainer(Ptr<en::EnergySource>()));
        });
        Expect("ProcessorHelper: no energy source belongs to node 0, whose processor 'cpu' is to "
               "drain one; those given belong to node 1, 2",
               [] {
                   const ProcessorHelper helper("Mobile");
                   const auto processors = helper.Install(NodeContainer(1));
                   helper.InstallEnergyModel(processors,
                                             BasicEnergySourceHelper().Install(NodeContainer(2)));
               });
        Expect("ProcessorHelper: processor 'cpu' of node 1 has an energy model already", [] {
            NodeContainer nodes(2);
            const ProcessorHelper helper("Mobile");
            const auto processors = helper.Install(nodes);
            const auto sources = BasicEnergySourceHelper().Install(nodes);
            helper.InstallEnergyModel(ProcessorContainer(processors), sources);
            ProcessorContainer again;
            again.Add(processors.Get(1));
            helper.InstallEnergyModel(again, sources);
        });
        Expect("ProcessorHelper: processor 'cpu' of node 0 has an energy model already", [] {
            NodeContainer node(1);
            const ProcessorHelper helper("Mobile");
            const auto processors = helper.Install(node);
            const BasicEnergySourceHelper battery;
            helper.InstallEnergyModel(processors, battery.Install(node));
            helper.InstallEnergyModel(processors, battery.Install(node)); // a second battery
        });
        ExpectRight([] {
            NodeContainer node(1);
            ProcessorHelper helper("Mobile");
            ProcessorContainer both = helper.Install(node);
            helper.SetAttribute("Name", StringValue("gpu"));
            both.Add(helper.Install(node));
            const auto sources = BasicEnergySourceHelper().Install(node);
            helper.InstallEnergyModel(both, sources);
        });
        Expect("InstallEnergyMeters: nodes[1] is no node: it is null", [] {
            const auto monitor = CreateObject<InferenceMonitor>();
            InstallEnergyMeters(*monitor, MakeHalfNull());
        });
        Expect("FindEnergyFault: nodes[1] is no node: it is null",
               [] { FindEnergyFault(MakeHalfNull()); });
        Expect("ReadEnergy: node is no node: it is null", [] { ReadEnergy(nullptr); });
        Expect("InferenceMonitor: Begin takes a record, and this one is null", [] {
            CreateObject<InferenceMonitor>()->Begin(std::shared_ptr<const TaskRecord>());
        });
    }
};

/// Devices, a server and ideal links between them, with addresses and processors.
struct IdealNetwork
{
    IdealNetwork()
        : server(1),
          devices(2),
          links(IdealLinkHelper().Install(server.Get(0), devices))
    {
        const NodeContainer all(server, devices);
        InternetStackHelper().Install(all);
        Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
        for (uint32_t i = 0; i < links.GetN(); i += 2)
        {
            addresses.Assign(NetDeviceContainer(links.Get(i), links.Get(i + 1)));
            addresses.NewNetwork();
        }
        ProcessorHelper("LaimDevice").Install(devices);
        ProcessorHelper("LaimServer").Install(server);
    }

    NodeContainer server;     ///< one
    NodeContainer devices;    ///< two
    NetDeviceContainer links; ///< in pairs
};

/// Ideal links, and what sends over them.
class IdealMisuseCase : public MisuseCase
{
  public:
    IdealMisuseCase()
        : MisuseCase("ideal links that are none, or twice")
    {
    }

  private:
    /// @param [in] words that it ends with  @param [in] tell an ideal link what it does not take
    void ExpectOfControl(const std::string& words,
                         const std::function<void(IdealLinkControl&)>& tell)
    {
        Expect(words, [&tell] {
            const IdealNetwork net;
            tell(*net.devices.Get(0)->GetObject<IdealLinkControl>());
        });
    }

    void DoRun() override
    {
        Expect("IdealLinkHelper: server is no node: it is null",
               [] { IdealLinkHelper().Install(nullptr, NodeContainer(1)); });
        Expect("IdealLinkHelper: devices[1] is no node: it is null",
               [] { IdealLinkHelper().Install(CreateObject<Node>(), MakeHalfNull()); });
        Expect("IdealLinkHelper: node 2 has an ideal link already", [] {
            const IdealNetwork net;
            IdealLinkHelper().Install(CreateObject<Node>(), NodeContainer(net.devices.Get(1)));
        });
        Expect("IdealLinkHelper: node 0 has an ideal link already", [] {
            const NodeContainer device(1);
            IdealLinkHelper().Install(CreateObject<Node>(), NodeContainer(device, device));
        });
        Expect("IdealLinkControl: device is no device: it is null",
               [] { CreateObject<IdealLinkControl>()->SetDevice(nullptr); });
        Expect("IdealLinkControl: the link of node 1 has a device already", [] {
            const IdealNetwork net;
            net.devices.Get(0)->GetObject<IdealLinkControl>()->SetDevice(
                DynamicCast<PointToPointNetDevice>(net.links.Get(0)));
        });
        Expect("IdealLinkControl: a rate of datagrams comes after SetDevice()",
               [] { CreateObject<IdealLinkControl>()->SetDatagrams(MessageType(), 1e6, false); });
        ExpectOfControl("IdealLinkControl: power is nan W; allowed is 0, or 1e-50 to 1e+50 W",
                        [](IdealLinkControl& link) { link.SetTxPower(NO_NUMBER); });
        ExpectOfControl("IdealLinkControl: power is -1 W; allowed is 0, or",
                        [](IdealLinkControl& link) { link.SetTxPower(-1); });
        ExpectOfControl("IdealLinkControl: band is nan Hz; allowed is 0, or 1e-50 to 1e+50 Hz",
                        [](IdealLinkControl& link) { link.SetBandwidth(NO_NUMBER); });
        ExpectOfControl("IdealLinkControl: band is -1 Hz; allowed is 0, or",
                        [](IdealLinkControl& link) { link.SetBandwidth(-1); });
        ExpectOfControl("IdealLinkControl: rate is nan bit/s; allowed is 0, or 1e-50 to 1e+50",
                        [](IdealLinkControl& link) { link.SetRate(NO_NUMBER); });
        ExpectOfControl("IdealLinkControl: rate is -1 bit/s; allowed is 0, or",
                        [](IdealLinkControl& link) { link.SetRate(-1); });
        ExpectOfControl(
            "IdealLinkControl: rate of datagrams is -1 bit/s; allowed is 1e-50 to",
            [](IdealLinkControl& link) { link.SetDatagrams(MessageType(), -1, false); });
        ExpectRight([] {
            const IdealNetwork net;
            const auto link = net.devices.Get(0)->GetObject<IdealLinkControl>();
            link->SetRate(1e30); // more than a device can be set to
            link->SetRate(0);
            link->SetBandwidth(1e40);
            link->SetTxPower(1e9);
            NS_ABORT_MSG_IF(link->GetRate() < 1, "no rate");
        });
        Expect("CoInferenceHelper: server is no node: it is null", [] {
            const IdealNetwork net;
            CoInferenceHelper("ResNet-50", "LaimPlanner").Install(nullptr, net.devices);
        });
        Expect("CoInferenceHelper: devices[1] is no node: it is null", [] {
            const IdealNetwork net;
            CoInferenceHelper("ResNet-50", "LaimPlanner")
                .Install(net.server.Get(0), MakeHalfNull());
        });
        Expect("CoInferenceHelper: it was used in a simulation that was destroyed", [] {
            CoInferenceHelper helper("ResNet-50", "LaimPlanner");
            for (int run = 0; run < 2; ++run)
            {
                const IdealNetwork net;
                helper.Install(net.server.Get(0), net.devices);
                Simulator::Stop(Seconds(1));
                Simulator::Run();
                Simulator::Destroy();
                Ipv4AddressGenerator::Reset();
            }
        });
        ExpectRight([] {
            for (int run = 0; run < 2; ++run)
            {
                const IdealNetwork net;
                CoInferenceHelper helper("ResNet-50", "LaimPlanner");
                helper.Install(net.server.Get(0), NodeContainer(net.devices.Get(0)));
                helper.SetServerAttribute("Port", UintegerValue(4748));
                helper.Install(net.server.Get(0), NodeContainer(net.devices.Get(1)));
                Simulator::Stop(Seconds(1));
                Simulator::Run();
                Simulator::Destroy();
                Ipv4AddressGenerator::Reset();
            }
        });
    }
};

/// All of the above.
class NetworkMisuseTestSuite : public TestSuite
{
  public:
    NetworkMisuseTestSuite()
        : TestSuite("edge-ai-network-misuse", TEST_UNIT)
    {
        AddTestCase(new PlacementMisuseCase, TEST_QUICK);
        AddTestCase(new ProcessorMisuseCase, TEST_QUICK);
        AddTestCase(new IdealMisuseCase, TEST_QUICK);
    }
};

NetworkMisuseTestSuite g_networkMisuseTestSuite; ///< registers itself

} // namespace
