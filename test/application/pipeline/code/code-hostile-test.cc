/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Bytes that are no messages, truncated ones, and messages that nobody should send, at servers.
// They are counted; honest tasks pass all the same.

#include "allocation/pipeline/code/code-evaluation.h"
#include "application/message/message-archive.h"
#include "application/message/message-listener.h"
#include "application/message/message-session.h"
#include "application/pipeline/code/code-request.h"
#include "support/code-fixture.h"
#include "support/expectations.h"
#include "support/hostile-sender.h"
#include "support/message-samples.h"

#include "ns3/inet-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/socket.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Types that services send.
std::vector<MessageType>
ListTypes()
{
    std::vector<MessageType> types;
    for (auto type = static_cast<uint8_t>(CodeMessage::ADVERT);
         type <= static_cast<uint8_t>(CodeMessage::RESULT);
         ++type)
    {
        types.push_back(MessageType{type});
    }
    return types;
}

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
        std::vector<MessageType> types = ListTypes();
        // Who asks is a user, and gets its share.
        types.erase(std::remove(types.begin(), types.end(), CodeMessage::ASK), types.end());
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

/// Makes messages that are framed as they should be; what is in them need not be sound.
class RogueMessages
{
  public:
    /// @returns a message about one of the first paths or tasks, or about a given one
    InferenceMessage Make(uint64_t task)
    {
        Mutator& draws = m_samples.GetMutator();
        const MessageType type = m_types[draws.Draw(m_types.size())];
        const bool sound = draws.Happens(2);
        InferenceMessage message =
            MakeCodeMessage(type,
                            draws.Happens(2) ? task : draws.Draw(8),
                            sound ? m_samples.DrawSound(type) : m_samples.DrawSpoilt(type));
        if (MessageRegistry::Find(type)->payload != PayloadKind::NONE && draws.Happens(2))
        {
            message.payloadBytes = draws.Draw(2000);
        }
        return message;
    }

  private:
    MessageSamples m_samples{11};
    std::vector<MessageType> m_types{ListTypes()};
};

/// A server that is known, and says anything but the right thing.
class RoguePeerCase : public TestCase
{
  public:
    RoguePeerCase()
        : TestCase("a server that everybody knows goes mad")
    {
    }

  private:
    void DoRun() override
    {
        CodeFixture f;
        f.AddBase("CodePlanner");
        f.Build();
        f.GetServer(1)->SetStartTime(Seconds(100));
        RogueMessages rogue;
        MessageSession session;
        bool told = false;
        const CodeAdvertBody advert = MakeCodeAdvert(MakeCodeBaseProblem().host, 70e9, 40, 24e9, 1);
        session.onReady = [&] {
            told = true;
            session.Send(MakeCodeMessage(CodeMessage::ADVERT, 1, Encode(advert)), 0);
        };
        session.onMessage = [](const InferenceMessage&) {};
        session.onClosed = [](bool) {};
        session.onMalformed = [](const std::string&) {};
        MessageSession::Settings settings;
        const Ptr<Ipv4> address = f.servers.Get(0)->GetObject<Ipv4>();
        settings.remote = InetSocketAddress(address->GetAddress(1, 0).GetLocal(), 4748);
        settings.protocol = TcpSocketFactory::GetTypeId();
        ScheduleCall(Seconds(.2), [&] { session.Start(f.servers.Get(1), settings); });
        unsigned sent = 0;
        std::function<void()> next = [&] {
            if (session.IsConnected())
            {
                session.Send(rogue.Make((uint64_t{1} << 48) + 1 + sent / 20), 0);
                ++sent;
            }
            ScheduleCall(MilliSeconds(1), next);
        };
        ScheduleCall(Seconds(1), next);
        f.Run(16);
        session.Abandon();
        EXPECT_TRUE(told, "it was let in");
        NS_TEST_EXPECT_MSG_GT(sent, 6000, "all were sent");
        NS_TEST_EXPECT_MSG_GT(f.GetServer(0)->GetMalformedCount(), sent / 4, "counted");
        EXPECT_TRUE(IsSound(f), "every task ends once");
        // A host that grants by chance and gives nothing back loses the tasks of a patience of 5 s.
        NS_TEST_EXPECT_MSG_GT(f.helper.GetOutcome(0, 10, 16).throughput, 30, "own tasks pass");
    }
};

/// A guest that sends more tasks than it was granted.
class GreedyGuestCase : public TestCase
{
  public:
    /// @param [in] slices instead of one queue  @param [in] rises the host's load, by half
    GreedyGuestCase(bool slices, bool rises)
        : TestCase(std::string("a guest that comes faster than granted, ") +
                   (slices ? "slices" : "one queue") + (rises ? ", a load that rises" : "")),
          m_slices(slices),
          m_rises(rises)
    {
    }

  private:
    void DoRun() override
    {
        CodeFixture f;
        f.AddBase("CodePlanner");
        f.helper.SetServerAttribute("Slices", BooleanValue(m_slices));
        f.Build();
        f.GetServer(0)->SetStartTime(Seconds(100));
        const CodeProblem problem = MakeCodeBaseProblem();
        const CodePath path{{false, 1}, {true, 2}, {true, 3}, {false, 4}, {false, 5}};
        const CodePlan plan = EvaluateCodePath(problem, path);
        MessageSession session;
        session.onReady = [&] {
            const CodeAdvertBody advert = MakeCodeAdvert(problem.local, 50e9, 200, 0, 1);
            session.Send(MakeCodeMessage(CodeMessage::ADVERT, 0, Encode(advert)), 0);
            const CodeRequestBody request = MakeCodeRequest(problem, plan, 60, CodePurpose::SERVE);
            session.Send(MakeCodeMessage(CodeMessage::REQUEST, 1, Encode(request)), 0);
            const CodeActivateBody activate{1000, 0};
            session.Send(MakeCodeMessage(CodeMessage::ACTIVATE, 1, Encode(activate)), 0);
        };
        session.onMessage = [](const InferenceMessage&) {};
        session.onClosed = [](bool) {};
        session.onMalformed = [](const std::string&) {};
        MessageSession::Settings settings;
        const Ptr<Ipv4> address = f.servers.Get(1)->GetObject<Ipv4>();
        settings.remote = InetSocketAddress(address->GetAddress(1, 0).GetLocal(), 4748);
        settings.protocol = TcpSocketFactory::GetTypeId();
        settings.socket.segmentSize = 60000;
        settings.socket.socketBuffer = 4000000;
        ScheduleCall(Seconds(.2), [&] { session.Start(f.servers.Get(0), settings); });
        uint64_t sent = 0;
        std::function<void()> next = [&] {
            CodeTransferBody body;
            body.path = 1;
            body.step = 1; // behind the guest's first block
            body.sent = Simulator::Now().GetSeconds();
            session.Send(MakeCodeMessage(CodeMessage::ACTIVATION,
                                         ++sent,
                                         Encode(body),
                                         GetCodeBytes(plan.steps[1].bits)),
                         0);
            ScheduleCall(MilliSeconds(10), next);
        };
        ScheduleCall(Seconds(1), next);
        if (m_rises)
        {
            f.helper.ScheduleLoad(1, 4, 1.5);
        }
        f.Run(11);
        session.Abandon();
        NS_TEST_EXPECT_MSG_EQ(f.GetServer(1)->GetMalformedCount(), 0, "nothing is malformed");
        EXPECT_TRUE(IsSound(f), "every task ends once");
        if (m_rises)
        {
            // The guest has not heard that its rate is lower now; the host keeps to it.
            EXPECT_RELATIVE(f.helper.GetOutcome(1, 7, 11).throughput, 60., .03, "protected");
            return;
        }
        // 60 per second are let in, and as many at once as the bucket holds.
        const double letIn = static_cast<double>(sent - f.helper.GetTurnedAway(1));
        EXPECT_ABSOLUTE(letIn, 60. * 10 + 16, 12, "guests let in of " << sent);
        EXPECT_RELATIVE(f.helper.GetOutcome(1, 2, 11).throughput, 40., .01, "protected");
        NS_TEST_EXPECT_MSG_LT(f.helper.GetOutcome(1, 2, 11).latency, .05, "and not delayed much");
    }

    bool m_slices;
    bool m_rises;
};

/// A server whose answers to its users are anything but that.
class RogueServerCase : public TestCase
{
  public:
    RogueServerCase()
        : TestCase("a user whose server goes mad")
    {
    }

  private:
    void DoRun() override
    {
        CodeFixture f;
        f.AddBase("CodeOwnPathPlanner");
        f.Build();
        f.GetServer(0)->SetStartTime(Seconds(100));
        RogueMessages rogue;
        MessageListener listener;
        listener.onMessage = [&](MessageListener::Peer peer, const InferenceMessage& message) {
            for (int i = 0; i < 10; ++i)
            {
                listener.Send(peer, rogue.Make(message.task));
            }
        };
        listener.onMalformed = [](const std::string&) {};
        MessageListener::Settings settings;
        settings.port = 4748;
        listener.Start(f.servers.Get(0), settings);
        const TaskCounts counts = f.Run(4);
        listener.Abandon();
        NS_TEST_EXPECT_MSG_GT(f.GetUser(0)->GetMalformedCount(), 1000, "counted");
        NS_TEST_EXPECT_MSG_GT(counts.generated, 700, "tasks are generated all the same");
        EXPECT_TRUE(IsSound(f), "every task ends once");
    }
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
        AddTestCase(new RoguePeerCase, TEST_QUICK);
        AddTestCase(new GreedyGuestCase(false, false), TEST_QUICK);
        AddTestCase(new GreedyGuestCase(false, true), TEST_QUICK);
        AddTestCase(new GreedyGuestCase(true, false), TEST_QUICK);
        AddTestCase(new RogueServerCase, TEST_QUICK);
    }
} g_codeHostileSuite;

} // namespace
