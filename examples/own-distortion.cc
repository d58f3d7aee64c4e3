/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How is a distortion function of one's own given to LAIM, and what does it change?
//
// The function: what pruning costs as somebody has measured it, here d(r) = r^sharpness of the
// share r of weights that are pruned: the first ones cost next to nothing. It goes to the planner
// as a table. --own=false plans with the module's own law of magnitudes.

#include "ns3/core-module.h"
#include "ns3/edge-ai-module.h"
#include "ns3/internet-module.h"

#include <cmath>
#include <iostream>
#include <sstream>

using namespace ns3;
using namespace ns3::edgeai;

/// @param [in] sharpness of the function  @returns it as points "ratio:distortion"
std::string
MakeTable(double sharpness)
{
    constexpr uint32_t POINTS = 50;
    std::ostringstream table;
    for (uint32_t i = 0; i <= POINTS; ++i)
    {
        const double ratio = static_cast<double>(i) / POINTS;
        table << (i > 0 ? " " : "") << ratio << ":" << std::pow(ratio, sharpness);
    }
    return table.str();
}

int
main(int argc, char* argv[])
{
    bool own = true;
    double sharpness = 4;
    RunFolder folder("results/own-distortion", "What does a measured distortion change?");
    folder.AddValue("own", "Plan with the function of one's own", own);
    folder.AddValue("sharpness", "Exponent of the function", sharpness, 1, 100);
    folder.Parse(argc, argv);
    NodeContainer devices(2);
    NodeContainer server(1);
    NetDeviceContainer links = IdealLinkHelper().Install(server.Get(0), devices);
    InternetStackHelper().Install(NodeContainer(devices, server));
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    for (uint32_t i = 0; i < links.GetN(); i += 2, addresses.NewNetwork())
    {
        addresses.Assign(NetDeviceContainer(links.Get(i), links.Get(i + 1)));
    }
    ProcessorHelper("LaimDevice").Install(devices);
    ProcessorHelper("LaimServer").Install(server);
    CoInferenceHelper inference("ViT-L/16@part=encoder", "LaimSeparatePlanner");
    if (own)
    {
        inference.SetPlannerAttribute("Distortion", StringValue("Table"));
        inference.SetPlannerAttribute("DistortionTable", StringValue(MakeTable(sharpness)));
    }
    inference.SetBudget(Seconds(0.5), 0.1 /* J */);
    inference.SetArrivals("Periodic", "Period", TimeValue(Seconds(2)));
    inference.Install(server.Get(0), devices);
    Simulator::Stop(Seconds(10));
    Simulator::Run();
    inference.GetMonitor().PrintSummary(std::cout);
    inference.GetMonitor().Write(folder.GetPath("results.csv"));
    Simulator::Destroy();
}
