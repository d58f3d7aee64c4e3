/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Links whose rate no plan decides about: cables with a rate of their own, and LTE, whose rate has
// to be found out. Plans start from the right rate, or come to it, and nothing is repeated as
// measured that was only planned.

#include "application/control/rated-link-control.h"

#include "ns3/boolean.h"
#include "ns3/co-inference-figures.h"
#include "ns3/co-inference-helper.h"
#include "ns3/constant-position-mobility-model.h"
#include "ns3/csma-helper.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/node-container.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/processor-helper.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/test.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#ifdef EDGE_AI_HAVE_LTE
#include "ns3/lte-helper.h"
#include "ns3/point-to-point-epc-helper.h"
#endif

#include <cmath>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A device and a server on some link.
class RatedRun
{
  public:
    /// @param [in] planner its TypeId's name  @param [in] udp instead of TCP
    explicit RatedRun(const std::string& planner = "LaimPlanner", bool udp = false)
        : inference("ViT-L/16@part=encoder", planner)
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        device.Create(1);
        server.Create(1);
        ProcessorHelper("LaimDevice").Install(device);
        ProcessorHelper("LaimServer").Install(server);
        inference.SetBudget(Seconds(1), 0.1);
        inference.SetArrivals("ns3::edgeai::PeriodicArrivals",
                              "Period",
                              TimeValue(Seconds(2)),
                              "Offset",
                              TimeValue(Seconds(1)),
                              "MaxTasks",
                              UintegerValue(12));
        if (udp)
        {
            inference.SetClientAttribute("Protocol", TypeIdValue(UdpSocketFactory::GetTypeId()));
        }
    }

    ~RatedRun()
    {
        Simulator::Destroy();
    }

    /// After the link is installed. @param [in] devices of both nodes
    void Address(const NetDeviceContainer& devices)
    {
        InternetStackHelper stack;
        stack.Install(device);
        stack.Install(server);
        Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(devices);
    }

    /// @returns the completed tasks, in order
    std::vector<const TaskRecord*> Run()
    {
        inference.Install(server.Get(0), device);
        inference.AssignStreams(100);
        Simulator::Stop(Seconds(40));
        Simulator::Run();
        std::vector<const TaskRecord*> done;
        for (const TaskRecord* task : inference.GetMonitor().GetRecords())
        {
            if (task->outcome == TaskOutcome::COMPLETED)
            {
                done.push_back(task);
            }
        }
        return done;
    }

    NodeContainer device;
    NodeContainer server;
    CoInferenceHelper inference;
};

/// @param [in] task completed  @returns planned over realised time of its upload
double
GetRatio(const TaskRecord& task)
{
    const StepRecord& uplink = task.GetStep("uplink");
    return uplink.planned.time / uplink.GetTime();
}

class CableCase : public TestCase
{
  public:
    CableCase(bool csma, bool udp, const std::string& planner)
        : TestCase(std::string("a plan over ") + (csma ? "csma" : "point-to-point") + " and " +
                   (udp ? "UDP" : "TCP") + " knows the cable's rate, " + planner),
          m_csma(csma),
          m_udp(udp),
          m_planner(planner)
    {
    }

  private:
    void DoRun() override
    {
        RatedRun run(m_planner, m_udp);
        const NodeContainer both(run.device, run.server);
        if (m_csma)
        {
            CsmaHelper csma;
            csma.SetChannelAttribute("DataRate", StringValue("20Mbps"));
            csma.SetChannelAttribute("Delay", TimeValue(MicroSeconds(10)));
            run.Address(csma.Install(both));
        }
        else
        {
            PointToPointHelper cable;
            cable.SetDeviceAttribute("DataRate", StringValue("20Mbps"));
            cable.SetChannelAttribute("Delay", TimeValue(MicroSeconds(10)));
            run.Address(cable.Install(both));
        }
        run.inference.SetClientAttribute("SegmentSize", UintegerValue(1400));
        const auto done = run.Run();
        NS_TEST_ASSERT_MSG_EQ(done.size(), 12, "all complete");
        if (done.size() < 12)
        {
            return;
        }
        for (const TaskRecord* task : done)
        {
            const StepRecord& uplink = task->GetStep("uplink");
            if (uplink.bits == 0)
            {
                continue;
            }
            NS_TEST_EXPECT_MSG_EQ(std::isnan(uplink.energy), true, "nobody measures it");
            NS_TEST_EXPECT_MSG_EQ(std::isnan(task->Get<CoInferenceFigures>().transmitPowerApplied),
                                  true,
                                  "there is no power");
            NS_TEST_EXPECT_MSG_EQ(task->Get<CoInferenceFigures>().planned.txPower,
                                  0,
                                  "none planned");
            NS_TEST_EXPECT_MSG_EQ_TOL(task->realised.energy / task->planned.energy,
                                      1,
                                      0.02,
                                      "of the computing");
            NS_TEST_EXPECT_MSG_EQ_TOL(GetRatio(*task),
                                      1,
                                      (m_csma ? 0.25 : 0.08),
                                      "but for headers");
        }
        // On a shared medium one upload of several meets more collisions than the others.
        const std::size_t last = m_csma ? 6 : 1;
        double sum = 0;
        for (std::size_t i = done.size() - last; i < done.size(); ++i)
        {
            sum += GetRatio(*done[i]);
        }
        NS_TEST_EXPECT_MSG_EQ_TOL(sum / last,
                                  1,
                                  (m_csma ? 0.03 : 0.01),
                                  "with the measured factor, in the mean");
    }

    bool m_csma;
    bool m_udp;
    std::string m_planner;
};

#ifdef EDGE_AI_HAVE_LTE
class LteCase : public TestCase
{
  public:
    explicit LteCase(bool udp)
        : TestCase(std::string("plans over LTE come to its rate, ") + (udp ? "UDP" : "TCP")),
          m_udp(udp)
    {
    }

  private:
    void DoRun() override
    {
        RatedRun run("LaimPlanner", m_udp);
        auto lte = CreateObject<LteHelper>();
        auto epc = CreateObject<PointToPointEpcHelper>();
        lte->SetEpcHelper(epc);
        NodeContainer base(1);
        for (const auto& [node, x] :
             {std::pair(base.Get(0), 0.0), std::pair(run.device.Get(0), 100.0)})
        {
            auto mobility = CreateObject<ConstantPositionMobilityModel>();
            mobility->SetPosition(Vector(x, 0, 1.5));
            node->AggregateObject(mobility);
        }
        const NetDeviceContainer bases = lte->InstallEnbDevice(base);
        const NetDeviceContainer phones = lte->InstallUeDevice(run.device);
        InternetStackHelper stack;
        stack.Install(run.device);
        stack.Install(run.server);
        PointToPointHelper cable;
        cable.SetDeviceAttribute("DataRate", StringValue("1Gbps"));
        const auto core = cable.Install(epc->GetPgwNode(), run.server.Get(0));
        Ipv4AddressHelper("1.0.0.0", "255.0.0.0").Assign(core);
        epc->AssignUeIpv4Address(phones);
        Ipv4StaticRoutingHelper routes;
        routes.GetStaticRouting(run.device.Get(0)->GetObject<Ipv4>())
            ->SetDefaultRoute(epc->GetUeDefaultGatewayAddress(), 1);
        routes.GetStaticRouting(run.server.Get(0)->GetObject<Ipv4>())
            ->AddNetworkRouteTo("7.0.0.0", "255.0.0.0", 1);
        lte->Attach(phones.Get(0), bases.Get(0));
        run.inference.SetClientAttribute("SegmentSize", UintegerValue(1400));
        const auto done = run.Run();
        NS_TEST_ASSERT_MSG_GT(done.size(), 7, "most complete");
        if (done.empty())
        {
            return;
        }
        NS_TEST_EXPECT_MSG_EQ_TOL(GetRatio(*done.back()), 1, 0.25, "the rate is known by now");
        if (m_udp)
        {
            NS_TEST_EXPECT_MSG_EQ(done.size(), 11, "one is lost, which tells the rate");
            const double first = done.at(1)->Get<CoInferenceFigures>().rateFactorPlanned;
            const double last = done.back()->Get<CoInferenceFigures>().rateFactorPlanned;
            NS_TEST_EXPECT_MSG_EQ_TOL(last / first, 1.02, 0.03, "no pace slows the next one");
        }
    }

    bool m_udp;
};
#endif

class RatedLinkTestSuite : public TestSuite
{
  public:
    RatedLinkTestSuite()
        : TestSuite("edge-ai-rated-link", TEST_SYSTEM)
    {
        for (bool csma : {false, true})
        {
            for (bool udp : {false, true})
            {
                AddTestCase(new CableCase(csma, udp, "LaimPlanner"), TEST_QUICK);
            }
            AddTestCase(new CableCase(csma, false, "LaimScaPlanner"), TEST_QUICK);
        }
        AddTestCase(new CableCase(false, false, "LaimOnServerPlanner"), TEST_QUICK);
#ifdef EDGE_AI_HAVE_LTE
        AddTestCase(new LteCase(false), TEST_QUICK);
        AddTestCase(new LteCase(true), TEST_QUICK);
#endif
    }
};

RatedLinkTestSuite g_ratedLinkTestSuite; ///< registers the suite

} // namespace
