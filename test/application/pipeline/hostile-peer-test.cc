/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Peers that keep to the form of messages and lie about themselves: they get plans of their own
// refused, they cannot spoil those of others, crash a controller, or keep a client waiting.

#include "application/co-inference/co-inference-body.h"
#include "application/pipeline/pipeline-body.h"
#include "support/co-inference-fixture.h"
#include "support/iovt-test-support.h"
#include "support/message-packet.h"
#include "support/pipeline-fixture.h"

#include "ns3/inet-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/socket.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

#include <functional>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// One device of a shared band reports what cannot be, or names a band of its own.
class LiarCase : public TestCase
{
  public:
    LiarCase()
        : TestCase("what a device says of itself decides about its own plan only")
    {
    }

  private:
    static constexpr uint64_t HONEST = 1;
    static constexpr uint64_t LIAR = 2;

    /// @param [in] client who asks  @param [in] bandwidth it names [Hz]  @param [in] gain likewise
    /// @returns its plan
    PlanBody Ask(uint64_t client, double bandwidth = 5e6, double gain = 1e-9)
    {
        RequestBody request;
        request.network = "TinyYOLOv2@pooling=counted";
        request.latencyBudget = 10;
        request.energyBudget = 10;
        request.gain = gain;
        request.bandwidth = bandwidth;
        request.divideBand = 1;
        request.txPowerMax = 0.2;
        request.weightRate = 30;
        request.processor.flopPerCycle = 4;
        request.processor.clockMax = 1e9;
        request.processor.powerCoefficient = 1e-27;
        ProcessorLimits server;
        server.flopPerCycle = 4;
        server.clockMax = 2.5e9;
        server.powerCoefficient = 5e-30;
        return m_controller->Decide(client, request, server);
    }

    void ExpectSolved(const PlanBody& plan, const std::string& what)
    {
        NS_TEST_EXPECT_MSG_EQ((plan.status == PlanStatus::SOLVED),
                              true,
                              what << ": " << plan.reason);
    }

    void Try(const std::string& planner)
    {
        m_controller = CreateObject<CoInferenceController>();
        m_controller->SetPlannerName(planner);
        m_controller->SetAttribute("PlanTolerance", DoubleValue(0));
        m_controller->Offer("TinyYOLOv2@pooling=counted");
        std::map<uint64_t, PlanBody> pushed;
        m_controller->SetPush(
            [&pushed](uint64_t client, const PlanBody& plan) { pushed[client] = plan; });
        ExpectSolved(Ask(HONEST), planner + " alone");
        const PlanBody told = Ask(LIAR);
        ExpectSolved(told, planner + " together");
        const double shared = Ask(HONEST).bandwidth;

        // A rate that no problem can hold, made of two figures that may be.
        ReportBody report;
        report.plan = told.number;
        report.uplinkBits = 1e-40;
        report.uplinkTime = 1e40;
        NS_TEST_ASSERT_MSG_EQ(ExplainBody(report), "", "the report is well-formed");
        m_controller->SetAttribute("ReplanDrift", DoubleValue(0.1));
        m_controller->Observe(LIAR, report);
        NS_TEST_ASSERT_MSG_EQ(pushed.size(), 2, planner << ": both are told");
        ExpectSolved(pushed[HONEST], planner + ": pushed to the honest");
        NS_TEST_EXPECT_MSG_EQ((pushed[LIAR].status == PlanStatus::REFUSED),
                              true,
                              planner << ": pushed to the liar");
        // The same when they ask.
        ExpectSolved(Ask(HONEST), planner + ": honest beside a liar");
        const PlanBody refused = Ask(LIAR);
        NS_TEST_EXPECT_MSG_EQ((refused.status == PlanStatus::REFUSED),
                              true,
                              planner << ": the liar");
        NS_TEST_EXPECT_MSG_NE(refused.reason.find("rateFactor"), std::string::npos, refused.reason);

        m_controller->Leave(LIAR);

        // A band that nobody else has: the others go on sharing theirs.
        const double alone = Ask(HONEST).bandwidth;
        Ask(LIAR, 1e-40);
        ExpectSolved(Ask(HONEST), planner + ": honest beside a strange band");
        NS_TEST_EXPECT_MSG_EQ(Ask(HONEST).bandwidth, alone, planner << ": its own band");
        NS_TEST_EXPECT_MSG_LT(shared, alone, planner << ": which it shares with its likes");
        m_controller->Dispose();
        m_controller = nullptr;
    }

    void DoRun() override
    {
        Try("LaimPlanner");
        Try("LaimFixedSplitPlanner");
    }

    Ptr<CoInferenceController> m_controller;
};

/// Somebody says to be a stage, and ready for a plan, before there is any.
class EarlyReadyCase : public TestCase
{
  public:
    EarlyReadyCase()
        : TestCase("a stage that lacks weights of a plan that was never made")
    {
    }

  private:
    void DoRun() override
    {
        ChainProblem problem = iovttest::MakeToyProblem();
        problem.frameRate = 10;
        PipelineFixture run(problem, "IovtPlanner");
        run.Build();
        run.applications.Get(1)->SetStartTime(Seconds(2)); // the camera: no plan before
        const Ptr<Node> intruder = run.way.Get(1);
        const auto address = run.controller.Get(0)->GetObject<Ipv4>()->GetAddress(2, 0).GetLocal();
        Ptr<Socket> socket = Socket::CreateSocket(intruder, TcpSocketFactory::GetTypeId());
        ScheduleCall(Seconds(1), [socket, address] {
            socket->Bind();
            socket->Connect(InetSocketAddress(address, 4748));
        });
        ScheduleCall(Seconds(1.1), [socket] {
            PipelineReportBody hello;
            hello.position = 1;
            hello.hello = 1;
            hello.peakFlops = hello.memoryBandwidth = 1e12;
            socket->Send(MakePacket(PipelineMessage::REPORT, hello));
            socket->Send(MakePacket(PipelineMessage::PLAN_READY, PlanReadyBody{1e6}));
            socket->Send(MakePacket(PipelineMessage::PLAN_READY, PlanReadyBody{1e6}, 7));
        });
        run.Run(1.5); // before the true stage reports, whose place is taken now
        const auto controller = DynamicCast<MessageApplication>(run.applications.Get(0));
        NS_TEST_EXPECT_MSG_EQ(controller->GetMalformedCount(), 1, "plan 0 is none");
        NS_TEST_EXPECT_MSG_EQ(IsSound(run.helper.GetMonitor()), true, "conserved");
    }
};

/// A server whose plans and results are well-formed and make no sense.
class HostileServerCase : public TestCase
{
  public:
    /// @param [in] name of the case  @param [in] udp instead of TCP  @param [in] plan what is
    /// answered to requests  @param [in] result what is answered to features
    /// @param [in] detail that the tasks end with  @param [in] outcome that they end with
    HostileServerCase(const std::string& name,
                      bool udp,
                      const PlanBody& plan,
                      const ResultBody& result,
                      const std::string& detail,
                      TaskOutcome outcome = TaskOutcome::MALFORMED)
        : TestCase("a server with " + name + (udp ? " over UDP" : " over TCP")),
          m_udp(udp),
          m_plan(plan),
          m_result(result),
          m_detail(detail),
          m_outcome(outcome)
    {
    }

  private:
    static constexpr uint16_t PORT = 4747;

    void DoRun() override
    {
        CoInferenceFixture run;
        if (m_udp)
        {
            run.helper.SetClientAttribute("Protocol", TypeIdValue(UdpSocketFactory::GetTypeId()));
        }
        run.Build();
        run.GetServer()->SetStartTime(Seconds(1000)); // somebody else listens on its port
        Ptr<Socket> socket = Socket::CreateSocket(run.server.Get(0),
                                                  m_udp ? UdpSocketFactory::GetTypeId()
                                                        : TcpSocketFactory::GetTypeId());
        socket->Bind(InetSocketAddress(Ipv4Address::GetAny(), PORT));
        if (m_udp)
        {
            socket->SetRecvCallback(MakeCallback(&HostileServerCase::Answer, this));
        }
        else
        {
            socket->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                      MakeCallback(&HostileServerCase::Accept, this));
            socket->Listen();
        }
        const TaskCounts counts = run.Run(100);
        NS_TEST_EXPECT_MSG_EQ(counts.generated, 3, "tasks");
        NS_TEST_EXPECT_MSG_EQ(counts.unfinished, 0, "every one has an end");
        NS_TEST_EXPECT_MSG_EQ(IsConserved(run.helper.GetMonitor()), true, "conserved");
        for (const TaskRecord* record : run.helper.GetMonitor().GetRecords())
        {
            NS_TEST_EXPECT_MSG_EQ(record->outcome, m_outcome, record->detail);
            NS_TEST_EXPECT_MSG_NE(record->detail.find(m_detail), std::string::npos, record->detail);
        }
    }

    void Accept(Ptr<Socket> socket, const Address&)
    {
        socket->SetRecvCallback(MakeCallback(&HostileServerCase::Answer, this));
    }

    void Answer(Ptr<Socket> socket)
    {
        Address from;
        while (Ptr<Packet> packet = socket->RecvFrom(from))
        {
            InferenceHeader header;
            if (packet->PeekHeader(header) == 0)
            {
                continue; // the rest of a feature
            }
            Ptr<Packet> answer;
            if (header.type == CoInferenceMessage::REQUEST)
            {
                answer = MakePacket(CoInferenceMessage::PLAN, m_plan, header.task);
            }
            else if (header.type == CoInferenceMessage::FEATURE)
            {
                answer = MakePacket(CoInferenceMessage::RESULT, m_result, header.task);
            }
            else
            {
                continue;
            }
            m_udp ? socket->SendTo(answer, 0, from) : socket->Send(answer);
        }
    }

    bool m_udp;
    PlanBody m_plan;
    ResultBody m_result;
    std::string m_detail;
    TaskOutcome m_outcome;
};

/// @returns a plan that sends a little and computes nothing
PlanBody
MakePlan()
{
    PlanBody plan;
    plan.number = 1;
    plan.status = PlanStatus::SOLVED;
    plan.planner = "somebody";
    plan.deviceKeepRatio = plan.serverKeepRatio = 1;
    plan.steps.resize(1);
    plan.steps[0].name = "uplink";
    plan.steps[0].kind = StepKind::TRANSFER;
    plan.steps[0].bits = 800;
    plan.serverClock = 1e9;
    return plan;
}

class HostilePeerTestSuite : public TestSuite
{
  public:
    HostilePeerTestSuite()
        : TestSuite("edge-ai-hostile-peer", TEST_SYSTEM)
    {
        AddTestCase(new LiarCase, TEST_QUICK);
        AddTestCase(new EarlyReadyCase, TEST_QUICK);
        PlanBody work = MakePlan();
        work.deviceFlop = 1e40;
        PlanBody slow = MakePlan();
        slow.steps[0].time = 1e30;
        PlanBody large = MakePlan();
        large.steps[0].bits = 1e40;
        PlanBody ratio = MakePlan();
        ratio.serverKeepRatio = 7;
        ResultBody gift;
        gift.received = gift.started = gift.finished = 1;
        gift.energy = -1;
        ResultBody later;
        later.received = later.started = 1;
        later.finished = 1e6;
        ResultBody before; // it refuses features before they were sent, and wants to be paid
        before.status = ServerStatus::REFUSED;
        before.reason = "never";
        before.received = before.started = before.finished = 0.5;
        before.energy = 1;
        for (const bool udp : {false, true})
        {
            const ResultBody none;
            AddTestCase(new HostileServerCase("refusals from the past",
                                              udp,
                                              MakePlan(),
                                              before,
                                              "never",
                                              TaskOutcome::REFUSED),
                        TEST_QUICK);
            AddTestCase(new HostileServerCase("too much work", udp, work, none, "busy"),
                        TEST_QUICK);
            AddTestCase(new HostileServerCase("too slow an upload", udp, slow, none, "upload"),
                        TEST_QUICK);
            AddTestCase(new HostileServerCase("too large a feature", udp, large, none, "uplink"),
                        TEST_QUICK);
            AddTestCase(
                new HostileServerCase("a keep ratio of 7", udp, ratio, none, "server_keep_ratio"),
                TEST_QUICK);
            AddTestCase(
                new HostileServerCase("work that gives energy", udp, MakePlan(), gift, "energy"),
                TEST_QUICK);
            AddTestCase(new HostileServerCase("answers from the future",
                                              udp,
                                              MakePlan(),
                                              later,
                                              "instants"),
                        TEST_QUICK);
        }
    }
};

HostilePeerTestSuite g_hostilePeerTestSuite; ///< registers the suite

} // namespace
