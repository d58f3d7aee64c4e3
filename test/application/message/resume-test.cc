/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// RESUME: whose connections are closed by whose word.

#include "application/message/message-listener.h"
#include "application/message/message-registry.h"
#include "application/message/resume-body.h"
#include "application/pipeline/pipeline-body.h"
#include "support/co-inference-fixture.h"
#include "support/initialize-nodes.h"
#include "support/message-packet.h"

#include "ns3/inet-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// RESUME of one's own connections, and of others'.
class ResumeCase : public TestCase
{
  public:
    explicit ResumeCase(bool udp)
        : TestCase(
              std::string("only who has the address can say that a connection is dead, over ") +
              (udp ? "UDP" : "TCP")),
          m_udp(udp)
    {
    }

  private:
    static constexpr uint16_t PORT = 4000;

    /// @param [in] node where  @param [in] port its own  @param [in] protocol over UDP or TCP
    /// @returns a socket that has connected and said something
    Ptr<Socket> Connect(Ptr<Node> node, uint16_t port, bool udp)
    {
        Ptr<Socket> socket = Socket::CreateSocket(node,
                                                  udp ? UdpSocketFactory::GetTypeId()
                                                      : TcpSocketFactory::GetTypeId());
        socket->Bind(InetSocketAddress(Ipv4Address::GetAny(), port));
        socket->Connect(m_server);
        ScheduleCall(MilliSeconds(100),
                     [socket] { socket->Send(MakePacket(PipelineMessage::WEIGHTS, EmptyBody())); });
        return socket;
    }

    /// @param [in] socket who says it  @param [in] ports what it says  @returns how many are gone
    uint64_t Say(Ptr<Socket> socket, const std::vector<uint16_t>& ports)
    {
        const uint64_t before = m_gone;
        socket->Send(MakePacket(ResumeMessage::RESUME, ResumeBody{ports}));
        Simulator::Stop(Seconds(1));
        Simulator::Run();
        return m_gone - before;
    }

    void DoRun() override
    {
        CoInferenceFixture run("LaimPlanner", 2);
        run.Build();
        run.GetServer()->SetStartTime(Seconds(1e6));
        MessageListener listener;
        uint64_t faults = 0;
        listener.onMessage = [](MessageListener::Peer, const InferenceMessage&) {};
        listener.onGone = [this](MessageListener::Peer) { ++m_gone; };
        listener.onMalformed = [&faults](const std::string&) { ++faults; };
        MessageListener::Settings settings;
        settings.port = PORT;
        InitializeNodes();
        listener.Start(run.server.Get(0), settings);
        const auto ipv4 = run.server.Get(0)->GetObject<Ipv4>();
        m_server = InetSocketAddress(ipv4->GetAddress(1, 0).GetLocal(), PORT);
        const Ptr<Node> one = run.devices.Get(0);
        const Ptr<Node> other = run.devices.Get(1);
        const Ptr<Socket> first = Connect(one, 100, m_udp);
        const Ptr<Socket> second = Connect(one, 101, m_udp);
        const Ptr<Socket> mixed = Connect(one, 102, !m_udp);
        m_server = InetSocketAddress(ipv4->GetAddress(2, 0).GetLocal(), PORT);
        const Ptr<Socket> stranger = Connect(other, 103, m_udp);
        Simulator::Stop(Seconds(1));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(Say(stranger, {100, 101, 102, 103}), 0, "not those of others");
        NS_TEST_EXPECT_MSG_EQ(Say(second, {101, 5}), 0, "not the one it comes over");
        NS_TEST_EXPECT_MSG_EQ(Say(mixed, {100, 101}), 0, "not those of another protocol");
        NS_TEST_EXPECT_MSG_EQ(Say(second, {100, 102, 103}), 1, "its own");
        NS_TEST_EXPECT_MSG_EQ(Say(second, {100}), 0, "once");
        NS_TEST_EXPECT_MSG_EQ(faults, 0, "all of them are messages");
        Say(second, {0});
        NS_TEST_EXPECT_MSG_EQ(faults, 1, "port 0 is none");
        NS_TEST_EXPECT_MSG_EQ(Say(stranger, {}), 0, "who is not concerned is still there");
        listener.onGone = nullptr;
        listener.Stop();
    }

    bool m_udp;
    Address m_server;
    uint64_t m_gone{0};
};

class ResumeTestSuite : public TestSuite
{
  public:
    ResumeTestSuite()
        : TestSuite("edge-ai-resume", TEST_SYSTEM)
    {
        for (const bool udp : {false, true})
        {
            AddTestCase(new ResumeCase(udp), TEST_QUICK);
        }
    }
};

ResumeTestSuite g_resumeTestSuite; ///< registers the suite

} // namespace
