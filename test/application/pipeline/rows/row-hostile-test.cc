/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Bytes that are no messages, truncated ones, and messages nobody should send, at the host and at a
// secondary of a division by rows. They are counted; honest images are answered all the same.

#include "application/message/message-archive.h"
#include "application/message/message-session.h"
#include "support/expectations.h"
#include "support/halp-test-support.h"
#include "support/hostile-sender.h"
#include "support/initialize-nodes.h"
#include "support/row-fixture.h"

#include "ns3/inet-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/tcp-socket-factory.h"

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

class HostileRowsCase : public TestCase
{
  public:
    /// @param [in] node 0 the host, else a secondary  @param [in] udp instead of TCP
    /// @param [in] first of the types that come, up to the last about rows
    HostileRowsCase(uint32_t node, bool udp, MessageType first)
        : TestCase("12 000 hostile inputs at node " + std::to_string(node) +
                   (udp ? " over UDP" : " over TCP")),
          m_node(node),
          m_sender(udp, HostileBytes(first, RowMessage::OFFER))
    {
    }

  private:
    static constexpr unsigned INPUTS = 12000;

    void DoRun() override
    {
        const ShortTimeWait shortTimeWait;
        RowFixture run("HalpOverlapPlanner");
        run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                               "Period",
                               TimeValue(Seconds(2)),
                               "Offset",
                               TimeValue(Seconds(1)),
                               "MaxTasks",
                               UintegerValue(5));
        run.Build();
        // Whoever is hostile sits next to its victim, on a network that both are on.
        Ptr<Node> intruder = m_node == 0 ? run.device.Get(0) : run.nodes.Get(0);
        const Ipv4Address address =
            run.nodes.Get(m_node)->GetObject<Ipv4>()->GetAddress(1, 0).GetLocal();
        m_sender.Start(intruder, InetSocketAddress(address, 4751), INPUTS);
        run.Run(20);
        const TaskCounts counts = run.helper.GetMonitor().GetCounts();
        NS_TEST_EXPECT_MSG_EQ(m_sender.GetSent(), INPUTS, "all were sent");
        NS_TEST_EXPECT_MSG_EQ(run.IsSound(), true, "conserved");
        const auto victim = DynamicCast<MessageApplication>(run.applications.Get(m_node));
        NS_TEST_EXPECT_MSG_GT(victim->GetMalformedCount(), INPUTS / 4, "counted");
        NS_TEST_EXPECT_MSG_EQ(run.GetMalformedCount(), victim->GetMalformedCount(), "by it alone");
        NS_TEST_EXPECT_MSG_EQ(counts.completed, 5U, "honest images are answered");
        NS_TEST_EXPECT_MSG_EQ(run.helper.GetSilenceCount(), 0U, "by all three");
    }

    uint32_t m_node;
    HostileSender m_sender;
};

/// A secondary that is known says what nobody wants from it.
class HostileSecondaryCase : public TestCase
{
  public:
    HostileSecondaryCase()
        : TestCase("rows that the plan does not want are counted and dropped")
    {
    }

  private:
    /// @param [in] node a secondary  @param [out] body of its first rows for the host
    /// @returns their step
    uint32_t FindDue(uint32_t node, RowRowsBody& body)
    {
        const RowPartitionProblem problem = halptest::MakeVgg(100e6);
        RowGraph graph(problem);
        AddDivisionSteps(
            GetDivision(CreateRowPartitionPlanner("HalpOverlapPlanner")->Plan(problem), 18),
            graph);
        uint32_t at = 0;
        while (graph.GetSteps()[at].kind != StepKind::TRANSFER || graph.GetSteps()[at].node != node)
        {
            ++at;
        }
        const RowStep& step = graph.GetSteps()[at];
        body = RowRowsBody();
        body.layer = step.layer;
        body.first = step.rows.first;
        body.end = step.rows.end;
        return at;
    }

    void DoRun() override
    {
        RowFixture run("HalpOverlapPlanner");
        run.helper.SetHostAttribute("SilenceMin", TimeValue(Seconds(1)));
        run.Build();
        uint32_t sent = 0;
        // Steps that are none, a batch that never began, another plan.
        RowRowsBody body;
        body.plan = 1;
        std::vector<InferenceMessage> messages;
        const auto add = [&](MessageType type, uint64_t batch, uint32_t step, uint64_t payload) {
            body.step = step;
            InferenceMessage message;
            message.type = type;
            message.task = batch;
            message.body = Encode(body);
            message.payloadBytes = payload;
            messages.push_back(message);
        };
        add(RowMessage::EDGE_ROWS, 1, 0, 10);
        add(RowMessage::EDGE_ROWS, 1, 4000000000U, 10);
        add(RowMessage::FINAL_ROWS, 77, 0, 10);
        body.plan = 5;
        add(RowMessage::EDGE_ROWS, 1, 0, 10);
        // Of a step that is due: other rows, another layer, size, kind, sender, or the future.
        const uint32_t due = FindDue(2, body);
        const uint64_t size = 57344;
        body.plan = 1;
        const RowRowsBody honest = body;
        body.first += 1;
        add(RowMessage::EDGE_ROWS, 1, due, size);
        body = honest;
        body.layer = 2;
        add(RowMessage::EDGE_ROWS, 1, due, size);
        body = honest;
        add(RowMessage::EDGE_ROWS, 1, due, size + 1);
        add(RowMessage::FINAL_ROWS, 1, due, size);
        body.sent = 1e6;
        add(RowMessage::EDGE_ROWS, 1, due, size);
        const uint32_t others = FindDue(1, body);
        body.plan = 1;
        add(RowMessage::EDGE_ROWS, 1, others, size);
        MessageSession session;
        session.onReady = [&] {
            RowStatusBody status;
            status.node = 2;
            status.flops = 10e9;
            status.hello = true;
            InferenceMessage hello;
            hello.type = RowMessage::STATUS;
            hello.body = Encode(status);
            session.Send(hello, 0);
        };
        // Secondary 2 itself never starts: the impostor takes its place.
        run.GetSecondary(2)->SetStartTime(Seconds(1000));
        MessageSession::Settings settings;
        const Ptr<Ipv4> ip = run.nodes.Get(0)->GetObject<Ipv4>();
        settings.remote = InetSocketAddress(ip->GetAddress(1, 0).GetLocal(), 4751);
        settings.protocol = TcpSocketFactory::GetTypeId();
        InitializeNodes();
        session.Start(run.device.Get(0), settings);
        // The image is there at 1.06 s; the impostor's silence is found out 1 s later.
        ScheduleCall(Seconds(1.1), [&] {
            for (const InferenceMessage& message : messages)
            {
                session.Send(message, 0);
                ++sent;
            }
        });
        const std::vector<RowPartitionImage> images = run.Run(20);
        NS_TEST_EXPECT_MSG_EQ(run.GetHost()->GetMalformedCount(), sent, "each is counted");
        NS_TEST_EXPECT_MSG_EQ(run.IsSound(), true, "conserved");
        NS_TEST_EXPECT_MSG_EQ(images.at(0).gaveUp, true, "whose silence is found out");
        NS_TEST_EXPECT_MSG_EQ(images.at(0).completed, true, "and the host answers");
        session.Abandon();
    }
};

/// Somebody says to be a secondary that is there.
class ImpostorCase : public TestCase
{
  public:
    ImpostorCase()
        : TestCase("nobody takes the place of a secondary that is there")
    {
    }

  private:
    void DoRun() override
    {
        RowFixture run("HalpOverlapPlanner");
        run.Build();
        MessageSession session;
        session.onReady = [&session] {
            for (const uint32_t node : {1, 2, 3, 0})
            {
                RowStatusBody status;
                status.node = node;
                status.flops = 1;
                status.hello = true;
                InferenceMessage hello;
                hello.type = RowMessage::STATUS;
                hello.body = Encode(status);
                session.Send(hello, 0);
            }
        };
        ScheduleCall(Seconds(0.5), [&] {
            MessageSession::Settings settings;
            const Ptr<Ipv4> ip = run.nodes.Get(0)->GetObject<Ipv4>();
            settings.remote = InetSocketAddress(ip->GetAddress(1, 0).GetLocal(), 4751);
            settings.protocol = TcpSocketFactory::GetTypeId();
            session.Start(run.device.Get(0), settings);
        });
        const std::vector<RowPartitionImage> images = run.Run(20);
        NS_TEST_EXPECT_MSG_EQ(run.GetHost()->GetMalformedCount(), 4U, "each is counted");
        EXPECT_RELATIVE(images.at(0).timeRealised, 1.4167, .005, "and changes nothing");
        session.Abandon();
    }
};

class RowHostileTestSuite : public TestSuite
{
  public:
    RowHostileTestSuite()
        : TestSuite("edge-ai-row-hostile", TEST_SYSTEM)
    {
        AddTestCase(new HostileRowsCase(0, false, RowMessage::IMAGE), TEST_QUICK);
        AddTestCase(new HostileRowsCase(0, true, RowMessage::IMAGE), TEST_QUICK);
        AddTestCase(new HostileRowsCase(1, false, RowMessage::IMAGE), TEST_QUICK);
        AddTestCase(new HostileRowsCase(2, true, RowMessage::IMAGE), TEST_QUICK);
        AddTestCase(new HostileSecondaryCase, TEST_QUICK);
        AddTestCase(new ImpostorCase, TEST_QUICK);
    }
};

RowHostileTestSuite g_rowHostileTestSuite; ///< registers the suite

} // namespace
