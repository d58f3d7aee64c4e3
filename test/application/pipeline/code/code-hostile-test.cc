/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Bytes that are no messages, truncated ones, and messages that nobody should send, at servers.
// They are counted; honest tasks pass all the same.

#include "support/code-fixture.h"
#include "support/expectations.h"
#include "support/hostile-sender.h"
#include "support/message-samples.h"

#include "ns3/inet-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/socket.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

#include <memory>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

class HostileServerCase : public TestCase
{
  public:
    HostileServerCase(uint32_t server, bool udp)
        : TestCase("6000 hostile inputs at server " + std::to_string(server) +
                   (udp ? " over UDP" : " over TCP")),
          m_server(server),
          m_udp(udp)
    {
    }

  private:
    static constexpr unsigned INPUTS = 6000;

    void DoRun() override
    {
        const ShortTimeWait shortTimeWait;
        CodeFixture f;
        f.AddBase("CodePlanner");
        f.Build();
        std::vector<MessageType> types;
        for (auto type = static_cast<uint8_t>(CodeMessage::ADVERT);
             type <= static_cast<uint8_t>(CodeMessage::RESULT);
             ++type)
        {
            if (MessageType{type} != CodeMessage::ASK) // who asks is a user, and gets its share
            {
                types.push_back(MessageType{type});
            }
        }
        auto bad = std::make_shared<SpoiltMessages>(types, 7 + m_server);
        HostileSender sender(m_udp, [bad] { return bad->Make(); });
        // The intruder sits where the user is: it shares the server's network.
        const Ptr<Node> victim = f.servers.Get(m_server);
        const Ipv4Address address = victim->GetObject<Ipv4>()->GetAddress(1, 0).GetLocal();
        sender.Start(f.servers.Get(1 - m_server), InetSocketAddress(address, 4748), INPUTS);
        f.Run(6);
        NS_TEST_EXPECT_MSG_EQ(sender.GetSent(), INPUTS, "all were sent");
        EXPECT_TRUE(IsSound(f), "every task ends once");
        NS_TEST_EXPECT_MSG_GT(f.GetServer(m_server)->GetMalformedCount(), INPUTS / 5, "counted");
        NS_TEST_EXPECT_MSG_GT(f.helper.GetOutcome(0, 1, 6).throughput, 55, "honest tasks pass");
        NS_TEST_EXPECT_MSG_GT(f.helper.GetOutcome(1, 1, 6).throughput, 38, "the host's, too");
    }

    uint32_t m_server;
    bool m_udp;
};

class CodeHostileSuite : public TestSuite
{
  public:
    CodeHostileSuite()
        : TestSuite("edge-ai-code-hostile", TEST_SYSTEM)
    {
        AddTestCase(new HostileServerCase(0, false), TEST_QUICK);
        AddTestCase(new HostileServerCase(0, true), TEST_QUICK);
        AddTestCase(new HostileServerCase(1, false), TEST_QUICK);
        AddTestCase(new HostileServerCase(1, true), TEST_QUICK);
    }
} g_codeHostileSuite;

} // namespace
