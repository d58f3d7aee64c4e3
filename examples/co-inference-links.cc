/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Does a plan hold over cables, with TCP as with UDP, and what do attributes change?
//
//   device 0 --- link ---+
//   device 1 --- link ---+--- server      links of their own (ideal, point-to-point), or one bus
//   ...                  |                (csma)
//
// Each row is one run: the same devices and tasks, another link, transport or attribute. On the
// ideal link a plan decides about power and band; on cables the rate is what the cable says, and
// nothing is radiated. Attributes of clients, server and controller are set by the helper.

#include "ns3/co-inference-helper.h"
#include "ns3/core-module.h"
#include "ns3/csma-helper.h"
#include "ns3/energy-balance.h"
#include "ns3/ideal-link-helper.h"
#include "ns3/internet-module.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/processor-helper.h"
#include "ns3/run-folder.h"
#include "ns3/text-table.h"

#include <functional>
#include <iostream>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What the command line says.
struct Options
{
    uint32_t devices{4};
    double rate{20};    ///< of cables [Mbit/s]
    double period{1.5}; ///< of a device's tasks [s]
    double duration{60};
};

/// One run.
struct Scenario
{
    std::string link;
    std::string transport;
    std::string what;                               ///< is set besides
    std::function<void(CoInferenceHelper& it)> set; ///< sets it
};

/// @param [in] link "ideal", "point-to-point" or "csma"  @param [in] rate of cables [Mbit/s]
/// @param [in] server its node  @param [in] devices their nodes
void
Connect(const std::string& link, double rate, Ptr<Node> server, const NodeContainer& devices)
{
    InternetStackHelper stack;
    stack.Install(devices);
    stack.Install(server);
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    const StringValue dataRate(std::to_string(rate) + "Mbps");
    if (link == "csma")
    {
        CsmaHelper bus;
        bus.SetChannelAttribute("DataRate", dataRate);
        addresses.Assign(bus.Install(NodeContainer(NodeContainer(server), devices)));
        return;
    }
    IdealLinkHelper ideal;
    PointToPointHelper cable;
    cable.SetDeviceAttribute("DataRate", dataRate);
    for (auto device = devices.Begin(); device != devices.End(); ++device)
    {
        addresses.Assign(link == "ideal" ? ideal.Install(server, NodeContainer(*device))
                                         : cable.Install(*device, server));
        addresses.NewNetwork();
    }
}

/// @param [in] options of the command line  @param [in] scenario to be run
/// @param [in,out] table gets a row  @returns whether energy adds up
bool
Run(const Options& options, const Scenario& scenario, TextTable& table)
{
    NodeContainer devices(options.devices);
    NodeContainer server(1);
    Connect(scenario.link, options.rate, server.Get(0), devices);
    ProcessorHelper processors("LaimDevice");
    processors.Install(devices);
    processors.SetPreset("LaimServer").Install(server);

    CoInferenceHelper inference("ViT-L/16@part=encoder", "LaimPlanner");
    inference.SetBudget(Seconds(1), 0.1 /* J */);
    inference.SetArrivals("Periodic", "Period", TimeValue(Seconds(options.period)));
    if (scenario.transport == "UDP")
    {
        inference.SetClientAttribute("Protocol", TypeIdValue(UdpSocketFactory::GetTypeId()));
    }
    if (scenario.set)
    {
        scenario.set(inference);
    }
    inference.Install(server.Get(0), devices);
    inference.AssignStreams(1);
    Simulator::Stop(Seconds(options.duration));
    Simulator::Run();
    const InferenceSummary summary = inference.GetMonitor().GetSummary();
    const QuantitySummary& upload = *summary.all.Find("uplink time");
    const QuantitySummary& latency = *summary.all.Find("latency");
    table.AddRow({scenario.link,
                  scenario.transport,
                  scenario.what,
                  summary.all.counts.completed,
                  TextCell(100 * summary.all.deadlineMissRatio, 3),
                  upload.planned,
                  upload.realised,
                  latency.planned,
                  latency.realised,
                  summary.all.Find("distortion")->realised});
    Simulator::Destroy();
    return summary.energy.fault.empty();
}

} // namespace

int
main(int argc, char* argv[])
{
    Options options;
    RunFolder folder("results/co-inference-links", "Plans over cables, with TCP and UDP.");
    folder.AddValue("devices", "Number of devices", options.devices, 1, 100);
    folder.AddValue("rate", "Data rate of cables [Mbit/s]", options.rate, 0.1, 1e5);
    folder.AddValue("period", "Period of a device's tasks [s]", options.period, 0.1, 1e3);
    folder.AddValue("duration", "Simulated time of a run [s]", options.duration, 5, 1e5);
    folder.Parse(argc, argv);

    const auto whole = [](CoInferenceHelper& it) {
        it.SetControllerAttribute("ServerSharing", StringValue("Whole"));
    };
    const auto margin = [](CoInferenceHelper& it) {
        it.SetControllerAttribute("Margin", DoubleValue(0.1));
    };
    const auto small = [](CoInferenceHelper& it) {
        it.SetClientAttribute("FragmentSize", UintegerValue(500));
        it.SetServerAttribute("FragmentSize", UintegerValue(500));
    };
    const Scenario scenarios[] = {{"ideal", "TCP", "", nullptr},
                                  {"ideal", "UDP", "", nullptr},
                                  {"point-to-point", "TCP", "", nullptr},
                                  {"point-to-point", "UDP", "", nullptr},
                                  {"point-to-point", "UDP", "FragmentSize=500", small},
                                  {"csma", "TCP", "", nullptr},
                                  {"csma", "UDP", "", nullptr},
                                  {"point-to-point", "TCP", "Margin=0.1", margin},
                                  {"point-to-point", "TCP", "ServerSharing=Whole", whole}};
    TextTable table({{"link", ""},
                     {"transport", ""},
                     {"set besides", ""},
                     {"completed", ""},
                     {"missed", "%"},
                     {"upload plan", "s"},
                     {"upload", "s"},
                     {"latency plan", "s"},
                     {"latency", "s"},
                     {"distortion", ""}});
    bool sound = true;
    for (const Scenario& scenario : scenarios)
    {
        sound = Run(options, scenario, table) && sound;
    }
    table.Print(std::cout);
    table.WriteCsv(folder.GetPath("results.csv"));
    return sound ? 0 : 1;
}
