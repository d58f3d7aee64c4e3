/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How is a governor of one's own written, and what do its clocks save?
//
// The rule: full speed while somebody waits for the server, the least speed otherwise. A governor
// is a class with a TypeId and a function that chooses a clock; it is asked whenever a job comes,
// begins or ends. --governor=Performance or OnDemand are two of the module's own.

#include "ns3/core-module.h"
#include "ns3/edge-ai-module.h"
#include "ns3/internet-module.h"

#include <iostream>
#include <limits>

using namespace ns3;
using namespace ns3::edgeai;

/// Full speed while somebody waits.
class WaitingGovernor : public Governor
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId()
    {
        static TypeId tid = TypeId("ns3::edgeai::WaitingGovernor")
                                .SetParent<Governor>()
                                .AddConstructor<WaitingGovernor>();
        return tid;
    }

    double ChooseClock() override
    {
        // The processor takes the least clock it has that is not below what is wanted.
        return GetProcessor()->GetWaitingCount() > 0 ? std::numeric_limits<double>::max() : 0;
    }
};

NS_OBJECT_ENSURE_REGISTERED(WaitingGovernor);

int
main(int argc, char* argv[])
{
    std::string governor = "Waiting";
    RunFolder folder("results/own-governor", "What do clocks of a rule of one's own save?");
    folder.AddText("governor",
                   "Of the server: Waiting, Performance, OnDemand, ...",
                   governor,
                   RequireGovernor);
    folder.Parse(argc, argv);
    NodeContainer devices(4);
    NodeContainer server(1);
    NetDeviceContainer links = IdealLinkHelper().Install(server.Get(0), devices);
    InternetStackHelper().Install(NodeContainer(devices, server));
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    for (uint32_t i = 0; i < links.GetN(); i += 2, addresses.NewNetwork())
    {
        addresses.Assign(NetDeviceContainer(links.Get(i), links.Get(i + 1)));
    }
    ProcessorHelper("Mobile").Install(devices);
    ProcessorHelper processors("EdgeServer");
    processors.SetGovernor(governor).Install(server);
    CoInferenceHelper inference("ResNet-50", "LaimOnServerPlanner");
    inference.SetBudget(Seconds(1), 1 /* J */);
    inference.SetArrivals("Periodic", "Period", TimeValue(Seconds(2)));
    inference.Install(server.Get(0), devices);
    Simulator::Stop(Seconds(60));
    Simulator::Run();
    inference.GetMonitor().PrintSummary(std::cout);
    inference.GetMonitor().Write(folder.GetPath("results.csv"));
    std::cout << "Energy of the server's work: " << Processor::Find(server.Get(0))->GetBusyEnergy()
              << " J\n";
    Simulator::Destroy();
}
