/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Bytes that are no messages, truncated ones, and messages nobody should send, at every position of
// a pipeline and at its controller. They are counted; honest frames pass all the same.

#include "support/hostile-sender.h"
#include "support/iovt-test-support.h"
#include "support/pipeline-fixture.h"

#include "ns3/inet-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/socket.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

class HostilePipelineCase : public TestCase
{
  public:
    /// @param [in] position 1..M stages, M + 1 sink, M + 2 the controller
    HostilePipelineCase(uint32_t position, bool udp, MessageType first)
        : TestCase("12 000 hostile inputs at " +
                   (position <= STAGES       ? "stage " + std::to_string(position)
                    : position == STAGES + 1 ? std::string("the sink")
                                             : std::string("the controller")) +
                   (udp ? " over UDP" : " over TCP")),
          m_position(position),
          m_sender(udp, HostileBytes(first, PipelineMessage::WEIGHTS))
    {
    }

    static constexpr uint32_t STAGES = 3;

  private:
    static constexpr unsigned INPUTS = 12000;

    void DoRun() override
    {
        const ShortTimeWait shortTimeWait;
        ChainProblem problem = iovttest::MakeToyProblem();
        problem.frameRate = 10;
        PipelineFixture run(problem, "IovtPlanner");
        run.Build();
        // The intruder sits next to its victim: it shares the victim's first network.
        const bool controller = m_position == STAGES + 2;
        Ptr<Node> intruder = controller ? run.way.Get(0) : run.way.Get(m_position - 1);
        Ptr<Node> victim = controller ? run.controller.Get(0) : run.way.Get(m_position);
        const Ipv4Address address = victim->GetObject<Ipv4>()->GetAddress(1, 0).GetLocal();
        m_sender.Start(intruder, InetSocketAddress(address, controller ? 4748 : 4747), INPUTS);
        const TaskCounts counts = run.Run(20);
        NS_TEST_EXPECT_MSG_EQ(m_sender.GetSent(), INPUTS, "all were sent");
        NS_TEST_EXPECT_MSG_EQ(IsSound(run.helper.GetMonitor()), true, "conserved");
        const auto victimApplication =
            DynamicCast<MessageApplication>(run.applications.Get(controller ? 0 : 1 + m_position));
        NS_TEST_EXPECT_MSG_GT(victimApplication->GetMalformedCount(), INPUTS / 4, "counted");
        NS_TEST_EXPECT_MSG_GT(counts.completed, 100, "honest frames pass");
    }

    uint32_t m_position;
    HostileSender m_sender;
};

class PipelineHostileTestSuite : public TestSuite
{
  public:
    PipelineHostileTestSuite()
        : TestSuite("edge-ai-pipeline-hostile", TEST_SYSTEM)
    {
        AddTestCase(new HostilePipelineCase(1, false, PipelineMessage::FRAME), TEST_QUICK);
        AddTestCase(new HostilePipelineCase(1, true, PipelineMessage::FRAME), TEST_QUICK);
        AddTestCase(new HostilePipelineCase(2, true, CoInferenceMessage::REQUEST), TEST_QUICK);
        AddTestCase(new HostilePipelineCase(4, true, PipelineMessage::FRAME), TEST_QUICK);
        AddTestCase(new HostilePipelineCase(5, false, PipelineMessage::FRAME), TEST_QUICK);
    }
};

PipelineHostileTestSuite g_pipelineHostileTestSuite; ///< registers the suite

} // namespace
