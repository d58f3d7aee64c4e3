/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Messages over UDP: pace, callbacks that send or close, patience, and uploads one behind another.

#include "application/co-inference/co-inference-body.h"
#include "application/message/datagram-transport.h"
#include "support/co-inference-fixture.h"

#include "ns3/co-inference-figures.h"
#include "ns3/inet-socket-address.h"
#include "ns3/udp-socket-factory.h"

#include <algorithm>
#include <memory>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @param [in] patience of the transport  @returns a transport to a port where nobody listens
std::shared_ptr<DatagramTransport>
MakeTransport(Time patience)
{
    auto node = CreateObject<Node>();
    InternetStackHelper().Install(node);
    Ptr<Socket> socket = Socket::CreateSocket(node, UdpSocketFactory::GetTypeId());
    socket->Bind();
    return std::make_shared<DatagramTransport>(socket,
                                               InetSocketAddress("127.0.0.1", 9),
                                               1000,
                                               patience);
}

class ReentrantCase : public TestCase
{
  public:
    ReentrantCase()
        : TestCase("whoever is told of a delivery may send the next message, or close")
    {
    }

  private:
    void DoRun() override
    {
        InferenceMessage message;
        message.type = CoInferenceMessage::FEATURE;
        message.body.assign(40, 1);
        message.payloadBytes = 100000;
        const double datagrams = 100040 + 101.0 * InferenceHeader::SIZE;

        // One behind another, each at its pace.
        auto transport = MakeTransport(Seconds(10));
        std::vector<double> ends{0};
        transport->onDelivered = [&](MessageType, uint64_t task) {
            ends.push_back(Simulator::Now().GetSeconds());
            NS_TEST_EXPECT_MSG_EQ(task, ends.size() - 1, "in order");
            if (task < 4)
            {
                message.task = task + 1;
                transport->Send(message, 1e6);
            }
        };
        message.task = 1;
        transport->Send(message, 1e6);
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(ends.size(), 5, "each is delivered once");
        for (std::size_t i = 1; i < ends.size(); ++i)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(ends[i] - ends[i - 1],
                                      datagrams * 8 / 1e6,
                                      1e-6,
                                      "message " << i);
        }

        // All at once: not one inside the other, however many there are.
        uint64_t depth = 0;
        uint64_t deepest = 0;
        uint64_t delivered = 0;
        message.payloadBytes = 10;
        transport->onDelivered = [&](MessageType, uint64_t task) {
            deepest = std::max(deepest, ++depth);
            ++delivered;
            if (task < 1000)
            {
                message.task = task + 1;
                transport->Send(message, 0);
            }
            --depth;
        };
        message.task = 1;
        transport->Send(message, 0);
        NS_TEST_EXPECT_MSG_EQ(delivered, 1000, "at once");
        NS_TEST_EXPECT_MSG_EQ(deepest, 1, "one after the other");

        // Closed by who is told, with more waiting.
        delivered = 0;
        transport->onDelivered = [&](MessageType, uint64_t) {
            ++delivered;
            transport->Close();
            transport->Send(message, 1e6);
        };
        transport->Send(message, 1e6);
        transport->Send(message, 1e6);
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(delivered, 1, "no callback comes after Close()");
        Simulator::Destroy();
    }
};

class EndlessPaceCase : public TestCase
{
  public:
    EndlessPaceCase()
        : TestCase("a pace too slow for the simulator's clock is slow, not immediate")
    {
    }

  private:
    void DoRun() override
    {
        for (const double rate : {1e-5, 1e-12, 1e-300, 5e-324})
        {
            auto transport = MakeTransport(Seconds(10));
            uint64_t delivered = 0;
            transport->onDelivered = [&](MessageType, uint64_t) { ++delivered; };
            InferenceMessage message;
            message.type = CoInferenceMessage::FEATURE;
            message.body.assign(40, 1);
            message.payloadBytes = 5000;
            ScheduleCall(Seconds(1), [&] { transport->Send(message, rate); });
            Simulator::Stop(Seconds(1e6));
            Simulator::Run();
            NS_TEST_EXPECT_MSG_EQ(delivered, 0, "at " << rate << " bit/s");
            NS_TEST_EXPECT_MSG_EQ(Simulator::Now(), Seconds(1e6), "and time goes forward");
            transport->Close();
            Simulator::Destroy();
        }
    }
};

class PatienceCase : public TestCase
{
  public:
    PatienceCase()
        : TestCase("a message is kept while fragments of it come, and forgotten when none do")
    {
    }

  private:
    /// @param [in] gap between two of six fragments [s], the patience being 1 s
    /// @returns messages that came
    uint64_t Receive(double gap)
    {
        auto transport = MakeTransport(Seconds(1));
        uint64_t messages = 0;
        transport->onMessage = [&](const InferenceMessage&) { ++messages; };
        for (uint64_t i = 0; i < 6; ++i)
        {
            InferenceHeader header;
            header.type = CoInferenceMessage::FEATURE;
            header.task = 1;
            header.messageSize = 6000;
            header.fragmentOffset = 1000 * i;
            auto packet = Create<Packet>(1000);
            packet->AddHeader(header);
            ScheduleCall(Seconds(gap * i),
                         [transport, packet] { transport->HandleDatagram(packet); });
        }
        Simulator::Run();
        transport->Close();
        Simulator::Destroy();
        return messages;
    }

    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(Receive(0.9), 1, "longer than the patience as a whole");
        NS_TEST_EXPECT_MSG_EQ(Receive(1.1), 0, "longer than it between two fragments");
    }
};

class LossCase : public TestCase
{
  public:
    LossCase()
        : TestCase("of a message with a lost fragment it is told once, with the rate of the rest")
    {
    }

  private:
    void DoRun() override
    {
        auto transport = MakeTransport(Seconds(10));
        std::vector<MessagePart> parts;
        double told = 0;
        uint64_t messages = 0;
        transport->onMessage = [&](const InferenceMessage&) { ++messages; };
        transport->onIncomplete = [&](const MessagePart& part) {
            parts.push_back(part);
            told = Simulator::Now().GetSeconds();
        };
        const auto deliver = [&](uint64_t task, uint64_t fragment, double when) {
            InferenceHeader header;
            header.type = CoInferenceMessage::FEATURE;
            header.task = task;
            header.sequence = static_cast<uint16_t>(task);
            header.messageSize = 6000;
            header.fragmentOffset = 1000 * fragment;
            auto packet = Create<Packet>(1000);
            packet->AddHeader(header);
            ScheduleCall(Seconds(when), [transport, packet] { transport->HandleDatagram(packet); });
        };
        for (uint64_t i : {0, 1, 3, 4, 5})
        {
            deliver(7, i, 0.01 * static_cast<double>(i));
        }
        for (uint64_t i = 0; i < 6; ++i)
        {
            deliver(8, i, 0.01 * static_cast<double>(i)); // whole
            deliver(9, i, 0.15 * static_cast<double>(i)); // and slow, from the first one on
        }
        deliver(7, 2, 3); // very late
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(parts.size(), 1, "once");
        NS_TEST_EXPECT_MSG_EQ(parts[0].task, 7, "which");
        NS_TEST_EXPECT_MSG_EQ(parts[0].received, 5000, "what came");
        NS_TEST_EXPECT_MSG_EQ(parts[0].size, 6000, "of what");
        // Four fragments in the 50 ms after the first.
        NS_TEST_EXPECT_MSG_EQ_TOL(parts[0].goodput, 8 * 4000 / 0.05, 1e-6, "how fast");
        NS_TEST_EXPECT_MSG_GT(told, 0.3, "many times the fragments' distance later");
        NS_TEST_EXPECT_MSG_LT(told, 1.5, "and not when all patience is at its end");
        NS_TEST_EXPECT_MSG_EQ(messages, 3, "what comes late is used all the same");
        transport->Close();
        Simulator::Destroy();
    }
};

class WithdrawCase : public TestCase
{
  public:
    WithdrawCase()
        : TestCase("of a message that nobody wants no more is sent, and the next one goes on")
    {
    }

  private:
    void DoRun() override
    {
        auto transport = MakeTransport(Seconds(10));
        std::vector<uint64_t> delivered;
        double end = 0;
        transport->onDelivered = [&](MessageType, uint64_t task) {
            delivered.push_back(task);
            end = Simulator::Now().GetSeconds();
        };
        InferenceMessage message;
        message.type = CoInferenceMessage::FEATURE;
        message.body.assign(40, 1);
        message.payloadBytes = 99960;
        const double one = (100000 + 100.0 * InferenceHeader::SIZE) * 8 / 1e6;
        for (uint64_t task : {1, 2, 3})
        {
            message.task = task;
            transport->Send(message, 1e6);
        }
        ScheduleCall(Seconds(0.1), [transport] {
            transport->Withdraw(1); // on its way
            transport->Withdraw(3); // waiting
            transport->Withdraw(9); // unknown
        });
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(delivered.size(), 1, "the other one");
        NS_TEST_EXPECT_MSG_EQ(delivered[0], 2, "the other one");
        NS_TEST_EXPECT_MSG_EQ_TOL(end,
                                  0.1 + one,
                                  one / 100,
                                  "at once after the fragment on its way");
        transport->Close();
        Simulator::Destroy();
    }
};

class UploadCase : public TestCase
{
  public:
    UploadCase()
        : TestCase("uploads one behind another take the time planned for each")
    {
    }

  private:
    /**
     * @param [in] udp or TCP
     * @param [in] piece bytes of a fragment; 0: what the helper chooses
     * @returns what the uploads of six tasks at one instant took, over the time planned for them
     */
    std::vector<double> Upload(bool udp, uint32_t piece)
    {
        CoInferenceFixture run("LaimOnServerPlanner");
        run.helper.SetBudget(Seconds(1), 1);
        run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                               "Period",
                               TimeValue(MicroSeconds(1)),
                               "Offset",
                               TimeValue(Seconds(1)),
                               "MaxTasks",
                               UintegerValue(6));
        run.helper.SetClientAttribute("Timeout", TimeValue(Seconds(30)));
        if (piece > 0)
        {
            run.helper.SetClientAttribute("FragmentSize", UintegerValue(piece));
        }
        if (udp)
        {
            run.helper.SetClientAttribute("Protocol", TypeIdValue(UdpSocketFactory::GetTypeId()));
            // Below one upload: what counts is whether fragments still come.
            run.helper.SetServerAttribute("Patience", TimeValue(MilliSeconds(100)));
        }
        const TaskCounts counts = run.Run(60);
        NS_TEST_EXPECT_MSG_EQ(counts.completed, 6, "all arrive, udp = " << udp);
        std::vector<double> shares;
        for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
        {
            const StepRecord& uplink = task->GetStep("uplink");
            NS_TEST_EXPECT_MSG_GT(uplink.planned.time, 0.2, "longer than the patience");
            shares.push_back(uplink.GetTime() / uplink.planned.time);
        }
        return shares;
    }

    void DoRun() override
    {
        // The helper chooses pieces so large that headers do not matter.
        for (const bool udp : {false, true})
        {
            for (const double share : Upload(udp, 0))
            {
                NS_TEST_EXPECT_MSG_EQ_TOL(share, 1, 0.005, "as planned, udp = " << udp);
            }
        }
        // In small ones headers take 62 bytes of 1462 that nobody planned: always the same share,
        // not ever more of it.
        for (const double share : Upload(true, 1400))
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(share, 1.05, 0.01, "and its headers");
        }
    }
};

class HeaderShareCase : public TestCase
{
  public:
    HeaderShareCase()
        : TestCase("the rate factor learns what headers take, once, and plans hold")
    {
    }

  private:
    void DoRun() override
    {
        CoInferenceFixture run;
        run.helper.SetClientAttribute("Protocol", TypeIdValue(UdpSocketFactory::GetTypeId()));
        run.helper.SetClientAttribute("FragmentSize", UintegerValue(1400));
        run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                               "Period",
                               TimeValue(Seconds(2)),
                               "MaxTasks",
                               UintegerValue(12));
        const TaskCounts counts = run.Run();
        NS_TEST_EXPECT_MSG_EQ(counts.completed, 12, "all arrive");
        const auto records = run.helper.GetMonitor().GetRecords();
        for (std::size_t i = 1; i < records.size(); ++i)
        {
            const StepRecord& uplink = records[i]->GetStep("uplink");
            NS_TEST_EXPECT_MSG_EQ_TOL(uplink.GetTime() / uplink.planned.time,
                                      1,
                                      0.005,
                                      "upload " << i);
        }
        NS_TEST_EXPECT_MSG_EQ_TOL(records.back()->Get<CoInferenceFigures>().rateFactorPlanned,
                                  0.95,
                                  0.01,
                                  "1400 of 1462 bytes");
    }
};

class DatagramTestSuite : public TestSuite
{
  public:
    DatagramTestSuite()
        : TestSuite("edge-ai-datagram", TEST_SYSTEM)
    {
        AddTestCase(new ReentrantCase, TEST_QUICK);
        AddTestCase(new EndlessPaceCase, TEST_QUICK);
        AddTestCase(new PatienceCase, TEST_QUICK);
        AddTestCase(new LossCase, TEST_QUICK);
        AddTestCase(new WithdrawCase, TEST_QUICK);
        AddTestCase(new UploadCase, TEST_QUICK);
        AddTestCase(new HeaderShareCase, TEST_QUICK);
    }
};

DatagramTestSuite g_datagramTestSuite;

} // namespace
