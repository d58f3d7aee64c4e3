/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How is a planner of one's own written, and how good is a rule of thumb beside LAIM?
//
// The rule: cut where the least is sent; the rest is LAIM's. A planner is a class with a TypeId and
// a function from problem to plan; this one asks another. --planner=LaimPlanner runs LAIM itself.

#include "ns3/core-module.h"
#include "ns3/edge-ai-module.h"
#include "ns3/internet-module.h"

#include <algorithm>
#include <iostream>

using namespace ns3;
using namespace ns3::edgeai;

/// Cuts where the least is sent.
class SmallestFeaturePlanner : public SplitPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId()
    {
        static TypeId tid = TypeId("ns3::edgeai::SmallestFeaturePlanner")
                                .SetParent<SplitPlanner>()
                                .AddConstructor<SmallestFeaturePlanner>();
        return tid;
    }

  private:
    SplitPlan DoPlan(const SplitProblem& problem) const override
    {
        SplitProblem less = problem;
        for (SplitDevice& device : less.devices)
        {
            const auto sends = [](const SplitOption& option) {
                return option.uplinkBits > 0 ? option.uplinkBits : 1e300;
            };
            device.options = {*std::min_element(
                device.options.begin(),
                device.options.end(),
                [&](const SplitOption& a, const SplitOption& b) { return sends(a) < sends(b); })};
        }
        return CreateSplitPlanner("LaimPlanner")->Plan(less);
    }
};

NS_OBJECT_ENSURE_REGISTERED(SmallestFeaturePlanner);

int
main(int argc, char* argv[])
{
    std::string planner = "SmallestFeaturePlanner";
    RunFolder folder("results/own-planner", "How good is a rule of thumb beside LAIM?");
    folder.AddName("planner", "Split planner", planner, RequireSplitPlanner, ListSplitPlanners);
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
    CoInferenceHelper inference("ResNet-50", planner);
    inference.SetBudget(Seconds(0.25), 0.02 /* J */);
    inference.Install(server.Get(0), devices);
    Simulator::Stop(Seconds(20));
    Simulator::Run();
    inference.GetMonitor().PrintSummary(std::cout);
    inference.GetMonitor().Write(folder.GetPath("results.csv"));
    Simulator::Destroy();
}
