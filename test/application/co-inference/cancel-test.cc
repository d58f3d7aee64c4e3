/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// CANCEL at the wrong time, or of what is somebody else's.

#include "application/co-inference/co-inference-body.h"
#include "application/message/message-archive.h"
#include "support/co-inference-fixture.h"
#include "support/initialize-nodes.h"

#include "ns3/inet-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/tcp-socket-factory.h"

#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Cancels what is not, is somebody else's, is cancelled, or is answered.
class CancelCase : public TestCase
{
  public:
    CancelCase()
        : TestCase("a task is cancelled by who has it, once, while it lasts")
    {
    }

  private:
    struct Device
    {
        Ptr<Socket> socket;
        std::vector<uint8_t> bytes;
        std::vector<std::pair<uint64_t, ServerStatus>> results;
    };

    template <typename Body>
    static void Say(Device& device, MessageType type, uint64_t task, const Body& body)
    {
        const std::vector<uint8_t> bytes = Encode(body);
        InferenceHeader header;
        header.type = type;
        header.task = task;
        header.bodySize = header.messageSize = bytes.size();
        Ptr<Packet> packet = Create<Packet>(bytes.data(), bytes.size());
        packet->AddHeader(header);
        device.socket->Send(packet);
    }

    void Receive(Ptr<Socket> socket)
    {
        Device& device = socket == m_one.socket ? m_one : m_other;
        while (Ptr<Packet> packet = socket->Recv())
        {
            std::vector<uint8_t> piece(packet->GetSize());
            packet->CopyData(piece.data(), piece.size());
            device.bytes.insert(device.bytes.end(), piece.begin(), piece.end());
        }
        InferenceHeader header;
        while (header.Parse(device.bytes.data(), device.bytes.size()) &&
               device.bytes.size() >= InferenceHeader::SIZE + header.messageSize)
        {
            const auto begin = device.bytes.begin() + InferenceHeader::SIZE;
            ResultBody body;
            NS_TEST_EXPECT_MSG_EQ(Decode({begin, begin + header.bodySize}, body), true, "a RESULT");
            device.results.emplace_back(header.task, body.status);
            device.bytes.erase(device.bytes.begin(), begin + header.messageSize);
        }
    }

    void DoRun() override
    {
        CoInferenceFixture run("LaimPlanner", 2);
        run.Build();
        InitializeNodes();
        const auto ipv4 = run.server.Get(0)->GetObject<Ipv4>();
        for (uint32_t i = 0; i < 2; ++i)
        {
            run.GetClient(i)->SetArrivals(nullptr);
            Device& device = i == 0 ? m_one : m_other;
            device.socket = Socket::CreateSocket(run.devices.Get(i), TcpSocketFactory::GetTypeId());
            device.socket->Bind();
            device.socket->SetRecvCallback(MakeCallback(&CancelCase::Receive, this));
            device.socket->Connect(InetSocketAddress(ipv4->GetAddress(1 + i, 0).GetLocal(), 4747));
        }
        FeatureBody feature; // some seconds of work
        feature.network = "ViT-L/16@part=encoder";
        feature.serverKeepRatio = 1;
        feature.serverClock = 1e8;
        ScheduleCall(Seconds(1), [&] {
            Say(m_one, CoInferenceMessage::FEATURE, 5, feature);
            Say(m_one, CoInferenceMessage::FEATURE, 6, feature);
            Say(m_one, CoInferenceMessage::FEATURE, 6, feature); // is being served
        });
        ScheduleCall(Seconds(2), [&] {
            Say(m_other, CoInferenceMessage::CANCEL, 5, CancelBody{"not mine", true});
            Say(m_one, CoInferenceMessage::CANCEL, 9, CancelBody{"none", true});
            Say(m_one, CoInferenceMessage::CANCEL, 0, CancelBody{"none", false});
            Say(m_one, CoInferenceMessage::CANCEL, UINT64_MAX, CancelBody{"none", true});
            Say(m_one, CoInferenceMessage::CANCEL, 6, CancelBody{"mine", true});
            Say(m_one, CoInferenceMessage::CANCEL, 6, CancelBody{"mine", true});
        });
        ScheduleCall(Seconds(400), [&] {
            Say(m_one, CoInferenceMessage::CANCEL, 5, CancelBody{"late", true});
            Say(m_one, CoInferenceMessage::CANCEL, 5, CancelBody{"late", false});
        });
        run.Run(500);
        using Results = std::vector<std::pair<uint64_t, ServerStatus>>;
        const Results one{{9, ServerStatus::UNKNOWN},
                          {UINT64_MAX, ServerStatus::UNKNOWN},
                          {6, ServerStatus::GIVEN_UP},
                          {6, ServerStatus::UNKNOWN},
                          {5, ServerStatus::OK},
                          {5, ServerStatus::UNKNOWN}};
        NS_TEST_EXPECT_MSG_EQ((m_one.results == one), true, m_one.results.size() << " results");
        for (const auto& [task, status] : m_one.results)
        {
            NS_TEST_EXPECT_MSG_EQ((m_one.results == one),
                                  true,
                                  "task " << task << ": " << static_cast<int>(status));
        }
        const Results other{{5, ServerStatus::UNKNOWN}};
        NS_TEST_EXPECT_MSG_EQ((m_other.results == other), true, "not its own");
        NS_TEST_EXPECT_MSG_EQ(run.GetServer()->GetMalformedCount(), 1, "the second of one task");
        NS_TEST_EXPECT_MSG_EQ(run.GetServer()->GetJobCount(), 0, "no work is left");
        m_one = m_other = Device();
    }

    Device m_one;
    Device m_other;
};

class CancelTestSuite : public TestSuite
{
  public:
    CancelTestSuite()
        : TestSuite("edge-ai-cancel", TEST_SYSTEM)
    {
        AddTestCase(new CancelCase, TEST_QUICK);
    }
};

CancelTestSuite g_cancelTestSuite; ///< registers the suite

} // namespace
