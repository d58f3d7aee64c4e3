/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Bytes that are no messages, truncated ones, and messages nobody should send: at the server and at
// the client, over TCP and UDP. They are counted; whoever is honest is served all the same.

#include "co-inference-fixture.h"

#include "ns3/config.h"
#include "ns3/inet-socket-address.h"
#include "ns3/integer.h"
#include "ns3/packet.h"
#include "ns3/socket.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr uint16_t PORT = 4747;

/// Closed connections are forgotten at once; 10 000 of them would make every look-up slow.
class ShortTimeWait
{
  public:
    ShortTimeWait()
    {
        Config::SetDefault("ns3::TcpSocketBase::MaxSegLifetime", DoubleValue(1e-3));
    }

    ~ShortTimeWait()
    {
        Config::SetDefault("ns3::TcpSocketBase::MaxSegLifetime", DoubleValue(120));
    }
};

/// Makes bytes that are nearly, or not at all, messages.
class HostileBytes
{
  public:
    HostileBytes()
        : m_random(CreateObject<UniformRandomVariable>())
    {
        m_random->SetStream(3);
    }

    uint32_t Draw(uint32_t last)
    {
        return m_random->GetInteger(0, last);
    }

    /// @returns a message of any type with a body that fits, some bytes changed, cut anywhere
    Ptr<Packet> Make()
    {
        InferenceHeader header;
        header.type = static_cast<MessageType>(1 + Draw(4));
        header.task = Draw(5);
        std::vector<uint8_t> body = MakeBody(header.type);
        header.bodySize = body.size();
        header.messageSize = body.size() + Draw(2000);
        Ptr<Packet> packet = Create<Packet>(body.data(), body.size());
        packet->AddHeader(header);
        packet->AddAtEnd(Create<Packet>(header.messageSize - body.size()));
        std::vector<uint8_t> bytes(packet->GetSize());
        packet->CopyData(bytes.data(), bytes.size());
        switch (Draw(3))
        {
        case 0: // noise
            bytes.resize(1 + Draw(300));
            for (uint8_t& byte : bytes)
            {
                byte = Draw(255);
            }
            break;
        case 1: // truncated
            bytes.resize(1 + Draw(bytes.size() - 1));
            break;
        case 2: // a header that is fine before a body that is not
            for (std::size_t i = InferenceHeader::SIZE; i < bytes.size(); ++i)
            {
                bytes[i] = Draw(255);
            }
            break;
        default: // a few bytes changed
            for (uint32_t k = 0; k < 4; ++k)
            {
                bytes[Draw(bytes.size() - 1)] = Draw(255);
            }
        }
        return Create<Packet>(bytes.data(), bytes.size());
    }

  private:
    std::vector<uint8_t> MakeBody(MessageType type)
    {
        switch (type)
        {
        case MessageType::REQUEST: {
            RequestBody body;
            body.network = "ViT-L/16@part=encoder";
            body.latencyBudget = 1;
            body.energyBudget = 0.1;
            body.tokensIn = Draw(3);
            return Encode(body);
        }
        case MessageType::PLAN:
            return Encode(PlanBody());
        case MessageType::FEATURE: {
            FeatureBody body;
            body.network = "ViT-L/16@part=encoder";
            body.split = Draw(30);
            body.serverKeepRatio = Draw(2);
            return Encode(body);
        }
        case MessageType::RESULT:
            return Encode(ResultBody());
        default:
            return Encode(ReportBody());
        }
    }

    Ptr<UniformRandomVariable> m_random;
};

class HostileClientCase : public TestCase
{
  public:
    HostileClientCase(bool udp)
        : TestCase(std::string("10 000 hostile inputs at the server over ") +
                   (udp ? "UDP" : "TCP")),
          m_udp(udp)
    {
    }

  private:
    static constexpr unsigned INPUTS = 10000;

    void DoRun() override
    {
        const ShortTimeWait shortTimeWait;
        CoInferenceFixture run("LaimPlanner", 2);
        run.helper.SetPlannerAttribute("Split",
                                       IntegerValue(4)); // one cut instead of 25, for speed
        run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                               "Period",
                               TimeValue(Seconds(2)),
                               "MaxTasks",
                               UintegerValue(5));
        for (const char* name : {"honest", "others"})
        {
            // A slice each: work that is well-formed, if unwanted, is still served.
            ProcessorHelper slice("LaimServer");
            slice.SetAttribute("Name", StringValue(name));
            slice.Install(run.server);
        }
        run.helper.SetSlices({"honest", "others"});
        run.Build();
        // The second device is the hostile one: it sends bytes of its own instead of tasks.
        run.GetClient(1)->SetArrivals(nullptr);
        m_node = run.devices.Get(1);
        m_server =
            InetSocketAddress(run.server.Get(0)->GetObject<Ipv4>()->GetAddress(2, 0).GetLocal(),
                              PORT);
        Simulator::Schedule(Seconds(0.5), &HostileClientCase::SendOne, this);
        const TaskCounts counts = run.Run(40);
        NS_TEST_EXPECT_MSG_EQ(m_sent, INPUTS, "all were sent");
        NS_TEST_EXPECT_MSG_EQ(counts.completed, 5, "the honest device is served");
        NS_TEST_EXPECT_MSG_EQ(IsConserved(run.helper.GetMonitor()), true, "conserved");
        NS_TEST_EXPECT_MSG_GT(run.GetServer()->GetMalformedCount(), INPUTS / 4, "they are counted");
    }

    void SendOne()
    {
        // A stream is torn down by the first thing that is no message, so each input gets its own.
        if (!m_udp || !m_socket)
        {
            m_socket = Socket::CreateSocket(m_node,
                                            m_udp ? UdpSocketFactory::GetTypeId()
                                                  : TcpSocketFactory::GetTypeId());
            m_socket->Bind();
            m_socket->Connect(m_server);
        }
        Ptr<Packet> packet = m_bytes.Make();
        Ptr<Socket> socket = m_socket;
        if (m_udp)
        {
            socket->Send(packet);
        }
        else
        {
            ScheduleCall(MilliSeconds(1), [socket, packet] { socket->Send(packet); });
            ScheduleCall(MilliSeconds(2), [socket] { socket->Close(); });
        }
        if (++m_sent < INPUTS)
        {
            Simulator::Schedule(MicroSeconds(500), &HostileClientCase::SendOne, this);
        }
    }

    bool m_udp;
    HostileBytes m_bytes;
    Ptr<Node> m_node;
    Ptr<Socket> m_socket;
    Address m_server;
    unsigned m_sent{0};
};

class HostileServerCase : public TestCase
{
  public:
    HostileServerCase()
        : TestCase("10 000 hostile inputs at the client, which reconnects and loses no task")
    {
    }

  private:
    static constexpr unsigned INPUTS = 10000;

    void DoRun() override
    {
        const ShortTimeWait shortTimeWait;
        CoInferenceFixture run;
        run.helper.SetClientAttribute("ReconnectInterval", TimeValue(MicroSeconds(500)));
        run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                               "Period",
                               TimeValue(MilliSeconds(50)));
        run.Build();
        run.GetServer()->SetStartTime(Seconds(1000)); // somebody else listens on its port
        Ptr<Socket> listening =
            Socket::CreateSocket(run.server.Get(0), TcpSocketFactory::GetTypeId());
        listening->Bind(InetSocketAddress(Ipv4Address::GetAny(), PORT));
        listening->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                     MakeCallback(&HostileServerCase::Accept, this));
        listening->Listen();
        run.Run(60);
        NS_TEST_EXPECT_MSG_EQ(m_sent, INPUTS, "all were sent");
        NS_TEST_EXPECT_MSG_EQ(IsConserved(run.helper.GetMonitor()), true, "conserved");
        NS_TEST_EXPECT_MSG_GT(run.GetClient()->GetMalformedCount(), 1000, "they are counted");
    }

    void Accept(Ptr<Socket> socket, const Address&)
    {
        if (m_sent < INPUTS)
        {
            // Several per connection, because the first few may be well-formed.
            for (unsigned i = 0; i < 4 && m_sent < INPUTS; ++i, ++m_sent)
            {
                socket->Send(m_bytes.Make());
            }
            ScheduleCall(MilliSeconds(1), [socket] { socket->Close(); });
        }
    }

    HostileBytes m_bytes;
    unsigned m_sent{0};
};

class HostileInputTestSuite : public TestSuite
{
  public:
    HostileInputTestSuite()
        : TestSuite("edge-ai-hostile-input", TEST_SYSTEM)
    {
        AddTestCase(new HostileClientCase(false), TEST_QUICK);
        AddTestCase(new HostileClientCase(true), TEST_QUICK);
        AddTestCase(new HostileServerCase, TEST_QUICK);
    }
};

HostileInputTestSuite g_hostileInputTestSuite; ///< registers the suite

} // namespace
