/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Devices that come back while the server takes their dead connection for alive, several
// applications on one device of a cell, and peers that claim what is somebody else's.

#include "application/pipeline/pipeline-body.h"
#include "support/co-inference-fixture.h"
#include "support/expectations.h"
#include "support/iovt-test-support.h"
#include "support/message-packet.h"
#include "support/noma-fixture.h"
#include "support/pipeline-fixture.h"

#include "ns3/broadband-net-device.h"
#include "ns3/broadband-phy.h"
#include "ns3/channel.h"
#include "ns3/co-inference-server.h"
#include "ns3/config.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/inet-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/link-control.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/test.h"

#include <map>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// TCP gives up after a few seconds instead of a minute.
class ShortRetries
{
  public:
    ShortRetries()
    {
        Config::SetDefault("ns3::TcpSocket::DataRetries", UintegerValue(2));
    }

    ~ShortRetries()
    {
        Config::SetDefault("ns3::TcpSocket::DataRetries", UintegerValue(6));
    }
};

/// How tasks of one client ended.
struct Endings
{
    uint64_t completed{0};
    uint64_t refused{0};
    std::string reason; ///< of a refusal
};

/// @param [in] monitor of a run  @param [in] after instant [s]  @returns by node
std::map<uint32_t, Endings>
CountEndings(const InferenceMonitor& monitor, double after)
{
    std::map<uint32_t, Endings> endings;
    for (const TaskRecord* task : monitor.GetRecords())
    {
        if (task->generated > after)
        {
            Endings& of = endings[task->node];
            of.completed += task->outcome == TaskOutcome::COMPLETED;
            of.refused += task->outcome == TaskOutcome::REFUSED;
            of.reason = task->outcome == TaskOutcome::REFUSED ? task->detail : of.reason;
        }
    }
    return endings;
}

/// Cuts a node off between its first two tasks, for longer than TCP tries: what is lost then is its
/// own, and a server that has nothing to send hears of nothing. @param [in] node which
void
CutOff(Ptr<Node> node)
{
    const auto ipv4 = node->GetObject<Ipv4>();
    ScheduleCall(Seconds(10.5), [ipv4] { ipv4->SetDown(1); });
    ScheduleCall(Seconds(60.5), [ipv4] { ipv4->SetUp(1); });
}

class ComeBackCase : public TestCase
{
  public:
    ComeBackCase()
        : TestCase("a device of a cell comes back before its old connection is known to be dead")
    {
    }

  private:
    void DoRun() override
    {
        const ShortRetries shortRetries;
        NomaFixture run("EccPlanner", 3);
        run.MakeIdeal();
        run.helper.SetClientAttribute("Timeout", TimeValue(Seconds(4)));
        run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                               "Period",
                               TimeValue(Seconds(10)),
                               "Offset",
                               TimeValue(Seconds(1)),
                               "MaxTasks",
                               UintegerValue(10));
        run.Build();
        CutOff(run.devices.Get(0));
        run.Run(110);
        const auto endings = CountEndings(run.helper.GetMonitor(), 60.6);
        for (const auto& [node, of] : endings)
        {
            NS_TEST_EXPECT_MSG_EQ(of.refused, 0, "node " << node << ": " << of.reason);
            NS_TEST_EXPECT_MSG_EQ(of.completed, 4, "node " << node);
        }
        NS_TEST_EXPECT_MSG_EQ(endings.size(), 3, "all devices have tasks");
        NS_TEST_EXPECT_MSG_EQ(ExplainImbalance(run.helper.GetMonitor()), "", "accounted for");
    }
};

class ReconnectShareCase : public TestCase
{
  public:
    ReconnectShareCase()
        : TestCase("a dead connection has no share of the server once its device is back, and the "
                   "work it left is accounted for")
    {
    }

  private:
    void DoRun() override
    {
        const ShortRetries shortRetries;
        CoInferenceFixture run("LaimPlanner", 2);
        run.helper.SetClientAttribute("Timeout", TimeValue(Seconds(2)));
        run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                               "Period",
                               TimeValue(Seconds(10)),
                               "Offset",
                               TimeValue(Seconds(1)));
        run.Build();
        CutOff(run.devices.Get(0));
        run.Run(95);
        const auto controller = run.GetServer()->GetController();
        uint32_t served = 0;
        for (uint64_t client = 1; client < 100; ++client)
        {
            const double slice = controller->GetSlice(client);
            served += slice > 0 ? 1 : 0;
            NS_TEST_EXPECT_MSG_EQ((slice == 0 || slice == 0.5), true, "client " << client);
        }
        NS_TEST_EXPECT_MSG_EQ(served, 2, "two devices");
        NS_TEST_EXPECT_MSG_EQ(run.GetServer()->GetJobCount(), 0, "no work is left");
        auto endings = CountEndings(run.helper.GetMonitor(), 60.6);
        NS_TEST_EXPECT_MSG_EQ(endings[0].completed, 4, "the device is served again");
        NS_TEST_EXPECT_MSG_EQ(ExplainImbalance(run.helper.GetMonitor()), "", "accounted for");
    }
};

class TwoClientsCase : public TestCase
{
  public:
    explicit TwoClientsCase(const std::string& planner)
        : TestCase(planner + ": two applications on one device of a cell are served"),
          m_planner(planner)
    {
    }

  private:
    void DoRun() override
    {
        NomaFixture run(m_planner, 3);
        run.MakeIdeal();
        run.again.Add(run.devices.Get(0));
        run.Build();
        // Half a period after the other.
        run.applications.Get(4)->SetStartTime(Seconds(4));
        run.Run(60);
        const auto endings = CountEndings(run.helper.GetMonitor(), 0);
        uint64_t completed = 0;
        for (const auto& [node, of] : endings)
        {
            NS_TEST_EXPECT_MSG_EQ(of.refused, 0, "node " << node << ": " << of.reason);
            completed += of.completed;
        }
        NS_TEST_EXPECT_MSG_EQ(completed, 12, "three tasks of each of four clients");
        NS_TEST_EXPECT_MSG_EQ(ExplainImbalance(run.helper.GetMonitor()), "", "conserved");
    }

    std::string m_planner;
};

/// Names the link of another device.
class LyingLink : public LinkControl
{
  public:
    /// @param [in] link it says to be
    explicit LyingLink(uint64_t link)
        : m_link(link)
    {
    }

    uint64_t GetLink() const override
    {
        return m_link;
    }

  private:
    uint64_t m_link;
};

class ClaimedLinkCase : public TestCase
{
  public:
    ClaimedLinkCase()
        : TestCase("who names the link of another device is refused, and the other is not")
    {
    }

  private:
    void DoRun() override
    {
        NomaFixture run("EccEdgeOnlyPlanner", 3);
        run.MakeIdeal();
        run.Build();
        const auto victim = DynamicCast<BroadbandNetDevice>(run.links.Get(1));
        const auto liar = DynamicCast<CoInferenceClient>(run.applications.Get(2));
        liar->SetLinkControl(CreateObject<LyingLink>(victim->GetPhy()->GetId()));
        run.Run(60);
        auto endings = CountEndings(run.helper.GetMonitor(), 0);
        for (const uint32_t device : {0, 2})
        {
            const Endings& of = endings[run.devices.Get(device)->GetId()];
            NS_TEST_EXPECT_MSG_EQ(of.completed, 3, "device " << device << ": " << of.reason);
        }
        const Endings& of = endings[run.devices.Get(1)->GetId()];
        NS_TEST_EXPECT_MSG_EQ(of.refused, 3, "the liar");
        NS_TEST_EXPECT_MSG_NE(of.reason.find("is not the one"), std::string::npos, of.reason);
    }
};

class ClaimedPositionCase : public TestCase
{
  public:
    ClaimedPositionCase()
        : TestCase("a position of a pipeline stays with who holds it, whoever else claims it")
    {
    }

  private:
    void DoRun() override
    {
        ChainProblem problem = iovttest::MakeToyProblem();
        problem.frameRate = 10;
        PipelineFixture run(problem, "IovtPlanner");
        run.Build();
        // The camera's node says to be stage 2, and slow.
        const auto address = run.controller.Get(0)->GetObject<Ipv4>()->GetAddress(1, 0).GetLocal();
        Ptr<Socket> socket = Socket::CreateSocket(run.way.Get(0), TcpSocketFactory::GetTypeId());
        ScheduleCall(Seconds(2), [socket, address] {
            socket->Bind();
            socket->Connect(InetSocketAddress(address, 4748));
        });
        ScheduleCall(Seconds(2.1), [socket] {
            PipelineReportBody hello;
            hello.position = 2;
            hello.hello = true;
            hello.peakFlops = hello.memoryBandwidth = 1;
            socket->Send(MakePacket(PipelineMessage::REPORT, hello));
        });
        const auto controller = DynamicCast<PipelineController>(run.applications.Get(0));
        controller->SetAttribute("ReplanPeriod", TimeValue(Seconds(1)));
        uint64_t reports = 0;
        ScheduleCall(Seconds(2.2), [&] { reports = controller->GetMalformedCount(); });
        const TaskCounts counts = run.Run(20);
        NS_TEST_EXPECT_MSG_EQ(reports, 1, "it is counted");
        NS_TEST_EXPECT_MSG_EQ(controller->GetMalformedCount(),
                              1,
                              "the true stage goes on reporting");
        NS_TEST_EXPECT_MSG_EQ(controller->GetPlans().size(), 1, "and the plan stays");
        NS_TEST_EXPECT_MSG_GT(counts.completed, 150, "frames pass");
    }
};

/// A way longer than the pause between attempts to connect.
class FarServerCase : public TestCase
{
  public:
    /// @param [in] delay of a message one way [s]  @param [in] pause between attempts [s]
    FarServerCase(double delay, double pause)
        : TestCase("a server " + std::to_string(delay) + " s away is reached"),
          m_delay(delay),
          m_pause(pause)
    {
    }

  private:
    void DoRun() override
    {
        CoInferenceFixture run("LaimPlanner", 2);
        run.helper.SetBudget(Seconds(60), 1);
        run.helper.SetClientAttribute("ReconnectInterval", TimeValue(Seconds(m_pause)));
        run.helper.SetArrivals("Periodic",
                               "Period",
                               TimeValue(Seconds(40)),
                               "Offset",
                               TimeValue(Seconds(15)),
                               "MaxTasks",
                               UintegerValue(3));
        run.Build();
        for (uint32_t i = 0; i < run.links.GetN(); i += 2)
        {
            run.links.Get(i)->GetChannel()->SetAttribute("Delay", TimeValue(Seconds(m_delay)));
        }
        run.Run(200);
        uint64_t completed = 0;
        for (const auto& [node, endings] : CountEndings(run.helper.GetMonitor(), 0))
        {
            completed += endings.completed;
        }
        EXPECT_TRUE(completed == 6, completed << " of 6 tasks completed");
    }

    double m_delay;
    double m_pause;
};

class ReconnectTestSuite : public TestSuite
{
  public:
    ReconnectTestSuite()
        : TestSuite("edge-ai-reconnect", TEST_SYSTEM)
    {
        AddTestCase(new ComeBackCase, TEST_QUICK);
        AddTestCase(new ReconnectShareCase, TEST_QUICK);
        AddTestCase(new FarServerCase(0.3, 1), TEST_QUICK);
        AddTestCase(new FarServerCase(0.6, 1), TEST_QUICK);
        AddTestCase(new FarServerCase(2, 1), TEST_QUICK);
        AddTestCase(new FarServerCase(0.3, 0.2), TEST_QUICK);
        for (const std::string planner :
             {"EccPlanner", "EccEdgeOnlyPlanner", "NeurosurgeonPlanner"})
        {
            AddTestCase(new TwoClientsCase(planner), TEST_QUICK);
        }
        AddTestCase(new ClaimedLinkCase, TEST_QUICK);
        AddTestCase(new ClaimedPositionCase, TEST_QUICK);
    }
};

ReconnectTestSuite g_reconnectTestSuite; ///< registers the suite

} // namespace
