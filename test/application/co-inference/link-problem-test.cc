/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a problem says of a link that several devices share, and what links know of it themselves.

#include "application/co-inference/co-inference-body.h"
#include "application/control/rated-link-control.h"
#include "support/co-inference-fixture.h"
#include "support/expectations.h"
#include "support/server-planner.h"

#include "ns3/csma-helper.h"
#include "ns3/network-catalogue.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/split-planner.h"

#include <cmath>
#include <functional>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What links know of themselves.
class MediumCase : public TestCase
{
  public:
    MediumCase()
        : TestCase("cables say whom they are shared with, as far as that can be told")
    {
    }

  private:
    static LinkMedium Ask(Ptr<NetDevice> device, Ptr<Node> server)
    {
        auto control = CreateObject<RatedLinkControl>();
        control->SetDevice(device);
        control->SetServer(server);
        control->SetSharers(3);
        return control->GetMedium();
    }

    void DoRun() override
    {
        NodeContainer nodes(4);
        CsmaHelper csma;
        csma.SetChannelAttribute("DataRate", StringValue("20Mbps"));
        const NetDeviceContainer bus = csma.Install(nodes);
        const LinkMedium first = Ask(bus.Get(0), nodes.Get(3));
        const LinkMedium second = Ask(bus.Get(1), nodes.Get(3));
        EXPECT_TRUE(first.number == bus.Get(0)->GetChannel()->GetId(), "the channel's number");
        EXPECT_TRUE(first.number == second.number && first.rate == 20e6, "the same for both");
        EXPECT_TRUE(first.sharers == 3 && first.known, "as it was told");

        PointToPointHelper cable;
        cable.SetDeviceAttribute("DataRate", StringValue("5Mbps"));
        NodeContainer ends(2);
        const LinkMedium own = Ask(cable.Install(ends).Get(0), ends.Get(1));
        EXPECT_TRUE(own.number == LinkMedium::NONE && own.known, "a cable of its own");
        // Behind a router: the server's one link, and what else there may be.
        NodeContainer behind(1);
        const auto far = cable.Install(NodeContainer(behind, ends.Get(0)));
        const LinkMedium beyond = Ask(far.Get(0), ends.Get(1));
        EXPECT_TRUE(beyond.number != LinkMedium::NONE && beyond.rate == 5e6, "the server's link");
        EXPECT_TRUE(!beyond.known, "and who knows what");
        Simulator::Destroy();
    }
};

/// Sees what a planner is asked, and uploads the input of each task.
class LinkProbePlanner : public SplitPlanner
{
  public:
    static TypeId GetTypeId()
    {
        static TypeId tid = TypeId("ns3::edgeai::SharedLinkProbePlanner")
                                .SetParent<SplitPlanner>()
                                .SetGroupName("EdgeAi")
                                .HideFromDocumentation();
        return tid;
    }

    mutable double linkRate{0}; ///< of the latest problem's device [bit/s]

  private:
    SplitPlan DoPlan(const SplitProblem& problem) const override
    {
        linkRate = problem.devices.front().linkRate;
        SplitPlan plan;
        plan.status = PlanStatus::SOLVED;
        plan.Append(DecideForServer(problem, 0), "");
        return plan;
    }
};

/// What problems say of links.
class LinkProblemCase : public TestCase
{
  public:
    LinkProblemCase()
        : TestCase("problems state what a device gets of the link it shares")
    {
    }

  private:
    /// @param [in] client who asks  @param [in] change to its request
    /// @returns what it gets [bit/s]
    double Ask(uint64_t client, const std::function<void(RequestBody&)>& change)
    {
        RequestBody request;
        request.network = "NiN";
        request.latencyBudget = 10 + 0.001 * ++m_asked; // asked anew
        request.energyBudget = 1;
        request.gain = std::nan("");
        request.txPowerMax = 0.2;
        request.weightRate = 30;
        request.arrivalRate = m_rate;
        request.processor.flopPerCycle = 32;
        request.processor.clockMax = 2e9;
        request.processor.powerCoefficient = 1e-28;
        request.linkRate = 10e6;
        request.medium = 7;
        request.mediumRate = 10e6;
        change(request);
        ProcessorLimits server;
        server.flopPerCycle = 128;
        server.clockMax = 10e9;
        server.powerCoefficient = 1e-28;
        const PlanBody plan = m_controller->Decide(client, request, server);
        m_words = plan.reason;
        EXPECT_TRUE(plan.IsUsable() != m_refused, plan.reason);
        return m_planner->linkRate;
    }

    /// @param [in] sharing of links
    void Begin(const std::string& sharing)
    {
        m_planner = CreateObject<LinkProbePlanner>();
        m_controller = CreateObject<CoInferenceController>();
        m_controller->SetAttribute("LinkSharing", StringValue(sharing));
        m_controller->SetPlanner(m_planner);
        m_controller->Offer("NiN");
    }

    void DoRun() override
    {
        const auto none = [](RequestBody&) {};
        Begin("Slice");
        EXPECT_RELATIVE(Ask(1, none), 10e6, 1e-12, "alone");
        EXPECT_RELATIVE(Ask(2, none), 5e6, 1e-12, "two");
        EXPECT_RELATIVE(Ask(1, none), 5e6, 1e-12, "the first too");
        const auto known = [](RequestBody& r) { r.sharers = 8; };
        EXPECT_RELATIVE(Ask(3, known), 10e6 / 8, 1e-12, "who knows of more");
        EXPECT_RELATIVE(Ask(1, none), 10e6 / 3, 1e-12, "what one says of others is for itself");
        const auto elsewhere = [](RequestBody& r) { r.medium = 8; };
        EXPECT_RELATIVE(Ask(4, elsewhere), 10e6, 1e-12, "another cable");
        const auto own = [](RequestBody& r) { r.medium = UINT64_MAX; };
        EXPECT_RELATIVE(Ask(5, own), 10e6, 1e-12, "a cable of its own");
        const auto narrow = [](RequestBody& r) { r.linkRate = 1e6; };
        EXPECT_RELATIVE(Ask(6, narrow), 1e6, 1e-12, "its own part of the way is narrower");
        m_controller->Leave(2);
        m_controller->Leave(3);
        EXPECT_RELATIVE(Ask(1, none), 5e6, 1e-12, "those who are gone need nothing");

        // What is beyond every range is refused in words, and costs nobody else anything.
        const auto hostile = [](RequestBody& r) {
            r.mediumRate = 1e-50;
            r.sharers = UINT32_MAX;
        };
        m_refused = true;
        Ask(7, hostile);
        EXPECT_TRUE(m_words.find("linkRate") != std::string::npos, m_words);
        Ask(1, hostile);
        m_refused = false;
        EXPECT_RELATIVE(Ask(1, none), 5e6, 1e-12, "as before");

        Begin("Queue");
        EXPECT_RELATIVE(Ask(1, none), 10e6, 1e-12, "nobody has a plan yet");
        // A tenth of the cable each.
        EXPECT_RELATIVE(Ask(2, none), 9e6, 1e-12, "one uploads");
        EXPECT_RELATIVE(Ask(2, none), 8e6, 1e-12, "and now it does, too");
        const auto often = [](RequestBody& r) { r.arrivalRate *= 20; };
        Ask(3, often);
        EXPECT_RELATIVE(Ask(1, none), 10e6 / 3, 1e-12, "no less than what three leave each other");

        Begin("Whole");
        Ask(1, none);
        EXPECT_RELATIVE(Ask(2, known), 10e6, 1e-12, "as if alone");
        m_controller->Dispose();
        Simulator::Destroy();
    }

    Ptr<LinkProbePlanner> m_planner;
    Ptr<CoInferenceController> m_controller;
    /// With which the uploads of one device take a million bits of each second [1/s].
    const double m_rate{1e6 / LoadNetworkProfile("NiN").inputBits};
    int m_asked{0};
    bool m_refused{false}; ///< what is asked for is to be refused
    std::string m_words;   ///< reason of the newest plan
};

class LinkProblemTestSuite : public TestSuite
{
  public:
    LinkProblemTestSuite()
        : TestSuite("edge-ai-link-problem", TEST_SYSTEM)
    {
        AddTestCase(new MediumCase, TEST_QUICK);
        AddTestCase(new LinkProblemCase, TEST_QUICK);
    }
};

LinkProblemTestSuite g_linkProblemTestSuite; ///< registers the suite

} // namespace
