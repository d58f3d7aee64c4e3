/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Real payloads and large bodies: what arrives is what was sent, or nothing at all; and whoever
// announces more than he sends costs no memory.

#include "application/message/message-registry.h"
#include "support/gradient-exchange.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/inet-socket-address.h"
#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/test.h"
#include "ns3/udp-socket-factory.h"

#include <sys/resource.h>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr std::size_t FIVE_MEGABYTES = 5 * 1000 * 1000 + 7; // no multiple of anything

class AnnouncementCase : public TestCase
{
  public:
    explicit AnnouncementCase(bool udp)
        : TestCase(std::string("a payload that is only announced costs no memory, over ") +
                   (udp ? "UDP" : "TCP")),
          m_udp(udp)
    {
    }

  private:
    /// @returns the largest memory this process ever had [B]
    static double GetPeakMemory()
    {
        rusage usage;
        getrusage(RUSAGE_SELF, &usage);
        return 1024.0 * static_cast<double>(usage.ru_maxrss);
    }

    void DoRun() override
    {
        GradientFixture run(m_udp);
        Ptr<Socket> socket = Socket::CreateSocket(run.nodes.Get(0),
                                                  m_udp ? UdpSocketFactory::GetTypeId()
                                                        : TcpSocketFactory::GetTypeId());
        const Address peer = InetSocketAddress(run.address, GradientReceiver::PORT);
        Ptr<Packet> packet = Create<Packet>(100);
        InferenceHeader header;
        header.type = GradientMessage::GRADIENT;
        header.bodySize = InferenceHeader::MAX_BODY;
        header.messageSize = InferenceHeader::MAX_REAL;
        packet->AddHeader(header);
        ScheduleCall(Seconds(1), [socket, peer] {
            socket->Bind();
            socket->Connect(peer);
        });
        ScheduleCall(Seconds(2), [socket, packet] { socket->Send(packet); });
        const double before = GetPeakMemory();
        run.Run(4);
        NS_TEST_EXPECT_MSG_LT(GetPeakMemory() - before, 10e6, "far less than was announced");
        NS_TEST_EXPECT_MSG_EQ(run.receiver->GetMalformedCount(), 0, "it may still come");
        NS_TEST_EXPECT_MSG_EQ(run.receiver->GetArrivals().size(), 0, "it has not");
    }

    bool m_udp;
};

class ExactCase : public TestCase
{
  public:
    explicit ExactCase(bool udp)
        : TestCase(std::string("5 MB arrive byte for byte over ") + (udp ? "UDP" : "TCP")),
          m_udp(udp)
    {
    }

  private:
    void DoRun() override
    {
        GradientFixture run(m_udp);
        const std::vector<uint8_t> bytes = MakeGradientBytes(FIVE_MEGABYTES, 1);
        run.sender->Send(1, MakeGradientBody(1), bytes);
        run.sender->Send(2, MakeGradientBody(2), {}); // nothing is real bytes, too
        run.sender->Send(3, MakeGradientBody(3), MakeGradientBytes(1, 3));
        run.Run(10);
        const auto& arrivals = run.receiver->GetArrivals();
        NS_TEST_ASSERT_MSG_EQ(arrivals.size(), 3, "all come");
        NS_TEST_ASSERT_MSG_EQ(arrivals[0].bytes->size(), bytes.size(), "all bytes");
        NS_TEST_EXPECT_MSG_EQ((*arrivals[0].bytes == bytes), true, "every one");
        NS_TEST_EXPECT_MSG_EQ(arrivals[1].bytes->size(), 0, "no byte");
        NS_TEST_EXPECT_MSG_EQ((*arrivals[2].bytes == MakeGradientBytes(1, 3)), true, "one byte");
        for (const auto& arrival : arrivals)
        {
            NS_TEST_EXPECT_MSG_EQ((Encode(arrival.body) == Encode(MakeGradientBody(arrival.task))),
                                  true,
                                  "every field of " << arrival.task);
        }
        NS_TEST_EXPECT_MSG_EQ(run.receiver->GetMalformedCount(), 0, "nothing else");
    }

    bool m_udp;
};

class LargeBodyCase : public TestCase
{
  public:
    explicit LargeBodyCase(bool udp)
        : TestCase(std::string("a body of 400 kB arrives over ") + (udp ? "UDP" : "TCP")),
          m_udp(udp)
    {
    }

  private:
    void DoRun() override
    {
        GradientFixture run(m_udp);
        GradientBody body = MakeGradientBody(1);
        for (uint32_t i = 1; i <= 100000; ++i)
        {
            body.shape.push_back(i);
        }
        run.sender->Send(1, body, MakeGradientBytes(3000, 1));
        run.Run(4);
        const auto& arrivals = run.receiver->GetArrivals();
        NS_TEST_ASSERT_MSG_EQ(arrivals.size(), 1, "it comes");
        NS_TEST_EXPECT_MSG_GT(Encode(body).size(), 65536, "it is large");
        NS_TEST_EXPECT_MSG_EQ((Encode(arrivals[0].body) == Encode(body)), true, "every field");
        NS_TEST_EXPECT_MSG_EQ((*arrivals[0].bytes == MakeGradientBytes(3000, 1)), true, "payload");
    }

    bool m_udp;
};

class PayloadLossCase : public TestCase
{
  public:
    PayloadLossCase()
        : TestCase("over a UDP link that loses packets messages come whole or not at all")
    {
    }

  private:
    static constexpr uint32_t MESSAGES = 40;
    static constexpr std::size_t SIZE = 200000;

    void DoRun() override
    {
        GradientFixture run(true, 0.005);
        for (uint32_t i = 1; i <= MESSAGES; ++i)
        {
            // The same task and size every time: what one lost another must not fill in.
            run.sender->Send(7, MakeGradientBody(i), MakeGradientBytes(SIZE, i));
        }
        run.Run(30);
        const auto& arrivals = run.receiver->GetArrivals();
        NS_TEST_EXPECT_MSG_GT(arrivals.size(), MESSAGES / 5, "some come");
        NS_TEST_EXPECT_MSG_LT(arrivals.size(), MESSAGES * 4 / 5, "some are lost");
        uint32_t last = 0;
        for (const auto& arrival : arrivals)
        {
            const uint32_t number = arrival.body.samples;
            NS_TEST_EXPECT_MSG_GT(number, last, "in order, each once");
            last = number;
            NS_TEST_EXPECT_MSG_EQ((*arrival.bytes == MakeGradientBytes(SIZE, number)),
                                  true,
                                  "message " << number << " is whole");
        }
        NS_TEST_EXPECT_MSG_EQ(run.receiver->GetMalformedCount(), 0, "nothing is malformed");
    }
};

/// Fragments in any order, twice, and overlapping: put together all the same.
class PuzzleCase : public TestCase
{
  public:
    PuzzleCase()
        : TestCase("fragments in any order, twice and overlapping become the message")
    {
    }

  private:
    void DoRun() override
    {
        GradientFixture run(true);
        const std::vector<uint8_t> body = Encode(MakeGradientBody(1));
        const std::vector<uint8_t> payload = MakeGradientBytes(1000, 1);
        std::vector<uint8_t> whole = body;
        whole.insert(whole.end(), payload.begin(), payload.end());
        Ptr<Socket> socket = Socket::CreateSocket(run.nodes.Get(0), UdpSocketFactory::GetTypeId());
        const Address peer = InetSocketAddress(run.address, GradientReceiver::PORT);
        auto send = [&](std::size_t from, std::size_t to, double when) {
            InferenceHeader header;
            header.type = GradientMessage::GRADIENT;
            header.task = 9;
            header.bodySize = body.size();
            header.messageSize = whole.size();
            header.fragmentOffset = from;
            Ptr<Packet> packet = Create<Packet>(whole.data() + from, to - from);
            packet->AddHeader(header);
            ScheduleCall(Seconds(when), [socket, packet] { socket->Send(packet); });
        };
        ScheduleCall(Seconds(1), [socket, peer] {
            socket->Bind();
            socket->Connect(peer);
        });
        const std::size_t n = whole.size();
        send(900, n, 1.1);
        send(300, 500, 1.2);
        send(300, 500, 1.3);
        send(100, 950, 1.4);
        send(400, 600, 1.5);
        send(50, 120, 1.6);
        send(0, 60, 1.7);
        send(0, 60, 1.8); // a duplicate of what was handed over
        run.Run(3);
        const auto& arrivals = run.receiver->GetArrivals();
        NS_TEST_ASSERT_MSG_EQ(arrivals.size(), 1, "once");
        NS_TEST_EXPECT_MSG_EQ((*arrivals[0].bytes == payload), true, "payload");
        NS_TEST_EXPECT_MSG_EQ((Encode(arrivals[0].body) == body), true, "body");
    }
};

class PayloadTestSuite : public TestSuite
{
  public:
    PayloadTestSuite()
        : TestSuite("edge-ai-message-payload", TEST_SYSTEM)
    {
        // First, because nothing before it may have needed much memory.
        AddTestCase(new AnnouncementCase(false), TEST_QUICK);
        AddTestCase(new AnnouncementCase(true), TEST_QUICK);
        AddTestCase(new ExactCase(false), TEST_QUICK);
        AddTestCase(new ExactCase(true), TEST_QUICK);
        AddTestCase(new LargeBodyCase(false), TEST_QUICK);
        AddTestCase(new LargeBodyCase(true), TEST_QUICK);
        AddTestCase(new PayloadLossCase, TEST_QUICK);
        AddTestCase(new PuzzleCase, TEST_QUICK);
    }
};

PayloadTestSuite g_payloadTestSuite; ///< registers the suite

} // namespace
