/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The shortest co-inference script: devices, a server, a network and a planner by name.
//
//   device 0 --- ideal link ---+
//   device 1 --- ideal link ---+--- server
//   ...                        |
//
// Every device runs a task every five seconds in the mean, within 1 s and 0.1 J. Each is planned
// with a slice of the server, which the processor enforces: the summary sets what the plan promised
// beside what the simulation gave. Tasks that come while the device is busy with the one before
// wait for it; --arrivals=Periodic shows plans without such waits.

#include "ns3/co-inference-helper.h"
#include "ns3/core-module.h"
#include "ns3/ideal-link-helper.h"
#include "ns3/internet-module.h"
#include "ns3/network-catalogue.h"
#include "ns3/processor-helper.h"
#include "ns3/run-folder.h"
#include "ns3/split-planner.h"
#include "ns3/trace-arrivals.h"

#include <exception>
#include <fstream>
#include <iostream>
#include <stdexcept>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/**
 * Say which trace arrivals play, and find out what is wrong with it before they do.
 * @param [in] trace file of --trace, or ""  @param [in] own where ten tasks in a minute go if
 * neither that nor an attribute names one
 */
void
PrepareTrace(std::string trace, const std::string& own)
{
    const std::string option = trace.empty() ? "--ns3::edgeai::TraceArrivals::File: " : "--trace: ";
    const auto arrivals = CreateObject<TraceArrivals>();
    StringValue file;
    arrivals->GetAttribute("File", file);
    trace = trace.empty() ? file.Get() : trace;
    if (trace.empty())
    {
        trace = own;
        std::ofstream(trace) << "TIMESTAMP\n0\n2\n4.5\n10\n11\n20\n30\n33\n40\n50\n";
    }
    try
    {
        arrivals->Read(trace);
    }
    catch (const std::exception& fault)
    {
        throw std::runtime_error(option + fault.what());
    }
    Config::SetDefault("ns3::edgeai::TraceArrivals::File", StringValue(trace));
}

} // namespace

int
main(int argc, char* argv[])
try
{
    uint32_t deviceCount = 4;
    std::string network = "ViT-L/16@part=encoder";
    std::string planner = "LaimPlanner";
    std::string arrivals = "Poisson";
    std::string trace;
    // The command line may say otherwise.
    Config::SetDefault("ns3::edgeai::PoissonArrivals::Rate", DoubleValue(0.2));
    RunFolder folder("results/co-inference-minimal", "Co-inference in as few lines as it takes.");
    folder.AddValue("devices", "Number of devices", deviceCount, 1, 1000);
    folder.AddText("network", "Catalogue name or profile file", network, LoadNetworkProfile);
    folder.AddName("planner",
                   "Name of a split planner",
                   planner,
                   RequireSplitPlanner,
                   ListSplitPlanners);
    folder.AddText("arrivals", "Tasks come: Poisson, Periodic, Trace", arrivals, FindArrivalsType);
    folder.AddValue("trace", "File of --arrivals=Trace; empty: ten tasks in a minute", trace);
    const auto isTraced = [&arrivals] {
        return FindArrivalsType(arrivals) == TraceArrivals::GetTypeId().GetName();
    };
    folder.AddRule([&]() -> std::string {
        return trace.empty() || isTraced() ? "" : "--trace: needs --arrivals=Trace";
    });
    folder.Parse(argc, argv);
    if (isTraced())
    {
        PrepareTrace(trace, folder.GetPath("trace.csv"));
    }

    NodeContainer devices(deviceCount);
    NodeContainer server(1);
    IdealLinkHelper link;
    NetDeviceContainer links = link.Install(server.Get(0), devices);

    InternetStackHelper stack;
    stack.Install(devices);
    stack.Install(server);
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    for (uint32_t i = 0; i < links.GetN(); i += 2)
    {
        addresses.Assign(NetDeviceContainer(links.Get(i), links.Get(i + 1)));
        addresses.NewNetwork();
    }

    ProcessorHelper processors("LaimDevice");
    processors.Install(devices);
    processors.SetPreset("LaimServer").Install(server);

    CoInferenceHelper inference(network, planner);
    inference.SetBudget(Seconds(1), 0.1 /* J */);
    inference.GetMonitor().SetAttribute("BudgetTolerance", DoubleValue(0.005));
    inference.SetArrivals(arrivals);
    inference.Install(server.Get(0), devices);
    inference.AssignStreams(1);

    Simulator::Stop(Seconds(60));
    Simulator::Run();
    inference.GetMonitor().PrintSummary(std::cout);
    inference.GetMonitor().Write(folder.GetPath("results.csv"));
    inference.GetMonitor().Write(folder.GetPath("summary.csv"));
    inference.GetMonitor().Write(folder.GetPath("timeline.json"));
    // Whatever was drawn is with the tasks, idle, or known to be for no task.
    const bool balanced = inference.GetMonitor().GetEnergyBalance().fault.empty();
    Simulator::Destroy();
    return balanced ? 0 : 1;
}

catch (const std::exception& error)
{
    std::cerr << "co-inference-minimal: " << error.what() << "\n";
    return 1;
}
