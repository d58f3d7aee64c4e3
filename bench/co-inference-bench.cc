/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How many co-inference tasks a second of wall time simulates, over the ideal link and over Wi-Fi,
// and how many events and how much memory they take.

#include "ns3/co-inference-helper.h"
#include "ns3/core-module.h"
#include "ns3/ideal-link-helper.h"
#include "ns3/internet-module.h"
#include "ns3/mobility-module.h"
#include "ns3/processor-helper.h"
#include "ns3/program-options.h"
#include "ns3/text-table.h"
#include "ns3/wifi-cell-helper.h"

#include <chrono>
#include <iostream>
#include <sys/resource.h>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What a run cost.
struct Cost
{
    uint64_t tasks{0};
    double wall{0}; ///< [s]
    uint64_t events{0};
};

Cost
Run(bool wifi, uint32_t deviceCount, double rate, double duration)
{
    NodeContainer devices(deviceCount);
    NodeContainer server(1);
    InternetStackHelper stack;
    stack.Install(devices);
    stack.Install(server);
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    if (wifi)
    {
        MobilityHelper mobility;
        mobility.Install(server);
        mobility.SetPositionAllocator("ns3::UniformDiscPositionAllocator", "rho", DoubleValue(30));
        mobility.Install(devices);
        WifiCellHelper cell;
        NetDeviceContainer links = cell.Install(server.Get(0), devices);
        cell.AssignStreams(links, 100);
        addresses.Assign(links);
    }
    else
    {
        IdealLinkHelper link;
        link.SetAttribute("Bandwidth", DoubleValue(5e6 * deviceCount)); // they share it
        NetDeviceContainer links = link.Install(server.Get(0), devices);
        for (uint32_t i = 0; i < links.GetN(); i += 2)
        {
            addresses.Assign(NetDeviceContainer(links.Get(i), links.Get(i + 1)));
            addresses.NewNetwork();
        }
    }
    ProcessorHelper("LaimDevice").Install(devices);
    std::vector<std::string> slices;
    for (uint32_t i = 0; i < deviceCount; ++i)
    {
        slices.push_back("slice" + std::to_string(i));
        ProcessorHelper slice("LaimServer");
        slice.SetAttribute("Name", StringValue(slices.back()));
        slice.Install(server);
    }
    CoInferenceHelper inference("ViT-L/16@part=encoder", "LaimPlanner");
    inference.SetProcessors(slices);
    inference.SetPlannerAttribute("Split", IntegerValue(4));
    inference.SetArrivals("ns3::edgeai::PoissonArrivals", "Rate", DoubleValue(rate));
    inference.Install(server.Get(0), devices);
    inference.AssignStreams(1);
    Simulator::Stop(Seconds(duration));
    const auto start = std::chrono::steady_clock::now();
    Simulator::Run();
    Cost cost;
    cost.wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    cost.tasks = inference.GetMonitor().GetCounts().completed;
    cost.events = Simulator::GetEventCount();
    Simulator::Destroy();
    return cost;
}

} // namespace

int
main(int argc, char* argv[])
{
    double duration = 200;
    ProgramOptions cmd("co-inference-bench",
                       "Wall time of co-inference by link and number of devices.");
    cmd.AddValue("duration", "Simulated time of a run [s]", duration, 1e-3, 1e9);
    cmd.Parse(argc, argv);

    TextTable table({{"link", ""},
                     {"devices", ""},
                     {"tasks", ""},
                     {"wall", "s"},
                     {"tasks per wall second", "1/s"},
                     {"simulated over wall time", ""},
                     {"events per task", ""}});
    for (const bool wifi : {false, true})
    {
        for (const uint32_t devices : {1, 8, 32})
        {
            // Wi-Fi is shared: the same load of the cell whatever the number of devices.
            const double rate = wifi ? 0.8 / devices : 0.5;
            const Cost cost = Run(wifi, devices, rate, duration);
            table.AddRow({wifi ? "Wi-Fi" : "ideal",
                          devices,
                          cost.tasks,
                          TextCell(cost.wall),
                          TextCell(cost.tasks / cost.wall),
                          TextCell(duration / cost.wall),
                          cost.tasks > 0 ? TextCell(static_cast<double>(cost.events) / cost.tasks)
                                         : TextCell("-")});
        }
    }
    table.Print(std::cout);
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    std::cout << "Peak memory of the process: " << usage.ru_maxrss / 1024 << " MiB\n";
    return 0;
}
