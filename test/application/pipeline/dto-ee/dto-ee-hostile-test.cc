/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Peers of DTO-EE that lie, or say what is no message.

#include "application/message/message-session.h"
#include "support/dto-ee-fault-case.h"
#include "support/message-samples.h"

#include "ns3/tcp-socket-factory.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoeetest;

namespace
{

/// Who lies, or says what is no message, is counted and changes nothing.
class HostilePeerCase : public DtoEeFaultCase
{
  public:
    HostilePeerCase()
        : DtoEeFaultCase("hostile words are counted and dropped")
    {
    }

  private:
    void DoRun() override
    {
        DtoEeRig rig(MakeToy(0.5), MakeFaultSettings("DtoEeDistributedPlanner"));
        rig.wire = Wire::FAST;
        rig.Build();
        // Messages a node must not believe, each over a connection of its own.
        const auto make = [](MessageType type, const auto& body, uint64_t task, uint64_t payload) {
            InferenceMessage message;
            message.type = type;
            message.task = task;
            message.body = Encode(body);
            message.payloadBytes = payload;
            return message;
        };
        const auto hello = [&](DtoEePurpose purpose, uint32_t stage, uint32_t index) {
            return make(DtoEeMessage::HELLO, DtoEeHelloBody{purpose, stage, index}, 0, 0);
        };
        const uint64_t number = DtoEeDevice::MakeNumber(0, 1000000);
        const DtoEeTaskBody sound{0, 1, 0.5, 1, 100};
        const uint64_t size = 600000;
        DtoEeTaskBody elsewhere = sound;
        elsewhere.stage = 2;
        DtoEeTaskBody future = sound;
        future.generated = 99;
        DtoEeTaskBody stranger = sound;
        stranger.device = 7;
        InferenceMessage spoilt = hello(DtoEePurpose::TASKS, 0, 0);
        spoilt.body.resize(3);
        const DtoEeExitReport report{1, 1, 1, 1};
        const std::vector<std::vector<InferenceMessage>> lies{
            {make(DtoEeMessage::TASK, sound, number, size)}, // before HELLO
            {hello(DtoEePurpose::TASKS, 0, 99)},             // nobody
            {hello(DtoEePurpose::TASKS, 2, 0)},              // from behind
            {hello(DtoEePurpose::CONTROL, 0, 0)},            // no controller
            {spoilt},
            {hello(DtoEePurpose::TASKS, 0, 0), hello(DtoEePurpose::TASKS, 0, 1)},
            {hello(DtoEePurpose::TASKS, 0, 0), make(DtoEeMessage::TASK, sound, number, size - 1)},
            {hello(DtoEePurpose::TASKS, 0, 0), make(DtoEeMessage::TASK, sound, 1, size)},
            {hello(DtoEePurpose::TASKS, 0, 0), make(DtoEeMessage::TASK, elsewhere, number, size)},
            {hello(DtoEePurpose::TASKS, 0, 0), make(DtoEeMessage::TASK, future, number, size)},
            {hello(DtoEePurpose::TASKS, 0, 0), make(DtoEeMessage::TASK, stranger, number, size)},
            {hello(DtoEePurpose::TASKS, 0, 1), make(DtoEeMessage::TASK, sound, number, size)},
            {hello(DtoEePurpose::TASKS, 0, 0),
             make(DtoEeMessage::RATE, DtoEeRateReport{1}, 0, 0)}, // over the wrong connection
            {hello(DtoEePurpose::WORDS, 0, 0), make(DtoEeMessage::RATE, DtoEeRateReport{-1}, 0, 0)},
            {hello(DtoEePurpose::WORDS, 0, 0), make(DtoEeMessage::EXIT_REPORT, report, 0, 0)},
            {hello(DtoEePurpose::REPORTS, 2, 1),
             make(DtoEeMessage::EXIT_REPORT, DtoEeExitReport{1, 0, 1, 1}, 0, 0)},
            {make(DtoEeMessage::ROW, DtoEeRowBody(), 0, 0)},
        };
        std::vector<std::unique_ptr<MessageSession>> sessions;
        ScheduleCall(Seconds(FAULT), [&] {
            for (const std::vector<InferenceMessage>& lie : lies)
            {
                sessions.push_back(std::make_unique<MessageSession>());
                MessageSession& session = *sessions.back();
                session.onReady = [&session, lie] {
                    for (const InferenceMessage& message : lie)
                    {
                        session.Send(message, 0);
                    }
                };
                session.onMessage = [](const InferenceMessage&) {};
                session.onMalformed = [](const std::string&) {};
                MessageSession::Settings settings;
                const Ptr<Node> victim = rig.all[1].Get(0);
                settings.remote =
                    InetSocketAddress(victim->GetObject<Ipv4>()->GetAddress(1, 0).GetLocal(), 4848);
                settings.protocol = TcpSocketFactory::GetTypeId();
                session.Start(rig.hub.Get(0), settings);
            }
        });
        ScheduleCall(Seconds(FAULT + 1), [&] {
            NS_TEST_EXPECT_MSG_EQ(rig.GetNode(1, 0)->GetMalformedCount(),
                                  lies.size(),
                                  "each is counted once");
            for (auto& session : sessions)
            {
                session->Stop();
            }
        });
        const TaskCounts counts = Check(rig, 15);
        NS_TEST_EXPECT_MSG_EQ(counts.dropped, 0, "and changes nothing");
        NS_TEST_EXPECT_MSG_EQ(rig.GetNode(1, 0)->GetMalformedCount(), lies.size(), "no more");
        sessions.clear();
    }
};

/// The suite.
class DtoEeHostileTestSuite : public TestSuite
{
  public:
    DtoEeHostileTestSuite()
        : TestSuite("edge-ai-dto-ee-hostile", TEST_SYSTEM)
    {
        AddTestCase(new HostilePeerCase, TEST_QUICK);
    }
};

const DtoEeHostileTestSuite g_dtoEeHostileTestSuite; ///< registers the suite

} // namespace
