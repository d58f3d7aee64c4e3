/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a worker makes of fragments for its group: in any order, with holes, twice, of other rounds,
// and of who is not the server.

#include "application/learning/model-reception.h"
#include "application/message/message-archive.h"

#include "ns3/csma-helper.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/inet-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/node-container.h"
#include "ns3/simulator.h"
#include "ns3/test.h"
#include "ns3/udp-socket-factory.h"

#include <numeric>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr uint32_t RECEPTION_SIZE = 10000; ///< of the model [B]
const InetSocketAddress GROUP("225.1.2.4", 4762);

/// A server, a worker and somebody else on a cable; what the worker is told.
class ReceptionCase : public TestCase
{
  public:
    explicit ReceptionCase(const std::string& name)
        : TestCase(name)
    {
    }

  protected:
    void DoSetup() override
    {
        m_nodes.Create(3);
        CsmaHelper cable;
        const NetDeviceContainer devices = cable.Install(m_nodes);
        InternetStackHelper().Install(m_nodes);
        const Ipv4InterfaceContainer addresses =
            Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(devices);
        for (const uint32_t i : {0U, 2U})
        {
            Ipv4StaticRoutingHelper().SetDefaultMulticastRoute(m_nodes.Get(i), devices.Get(i));
            m_sockets.push_back(
                Socket::CreateSocket(m_nodes.Get(i), UdpSocketFactory::GetTypeId()));
            m_sockets.back()->Bind(InetSocketAddress(Ipv4Address::GetAny(), GROUP.GetPort()));
        }
        ModelReception::Settings settings;
        settings.group = GROUP;
        settings.server = InetSocketAddress(addresses.GetAddress(0), 4761);
        settings.patience = Seconds(1);
        m_reception.onModel = [this](const LearningModelBody& body,
                                     const InferenceMessage& message) {
            m_rounds.push_back(message.task);
            m_sent = body.sent;
            m_payload = *message.payload;
        };
        m_reception.onMissing = [this](const LearningRanges& missing) {
            m_asked.push_back(missing);
            m_askedAt = Simulator::Now().GetSeconds();
        };
        m_reception.onGivenUp = [this](const std::string&) { ++m_givenUp; };
        m_reception.onMalformed = [this](const std::string& reason) { m_faults.push_back(reason); };
        m_reception.Start(m_nodes.Get(1), settings);
        m_model.resize(RECEPTION_SIZE);
        std::iota(m_model.begin(), m_model.end(), 0);
    }

    void DoTeardown() override
    {
        m_reception.Stop();
        m_sockets.clear();
        Simulator::Destroy();
        m_nodes = NodeContainer();
    }

    /// @returns header of a fragment of the model  @param [in] round whose
    /// @param [in] offset of its payload [B]
    static InferenceHeader MakeHeader(uint64_t round, uint64_t offset)
    {
        InferenceHeader header;
        header.type = LearningMessage::MODEL;
        header.task = round;
        header.bodySize = Encode(LearningModelBody()).size();
        header.messageSize = header.bodySize + RECEPTION_SIZE;
        header.fragmentOffset = offset == 0 ? 0 : header.bodySize + offset;
        return header;
    }

    /// @param [in] at instant [s]  @param [in] header of a fragment  @param [in] bytes behind it
    /// @param [in] sender 0: the server, 1: somebody else
    void Send(double at,
              const InferenceHeader& header,
              const std::vector<uint8_t>& bytes,
              int sender = 0)
    {
        Ptr<Packet> packet = Create<Packet>(bytes.data(), bytes.size());
        packet->AddHeader(header);
        const Ptr<Socket> socket = m_sockets[sender];
        ScheduleCall(Seconds(at), [socket, packet] { socket->SendTo(packet, 0, GROUP); });
    }

    /// Send a part of the model. @param [in] at instant [s]  @param [in] round whose
    /// @param [in] from first byte  @param [in] to behind the last
    void SendPart(double at, uint64_t round, uint32_t from, uint32_t to)
    {
        LearningModelBody body;
        body.sent = .125;
        std::vector<uint8_t> bytes = from == 0 ? Encode(body) : std::vector<uint8_t>();
        bytes.insert(bytes.end(), m_model.begin() + from, m_model.begin() + to);
        Send(at, MakeHeader(round, from), bytes);
    }

    /// @param [in] round whose  @param [in] pieces of the model
    /// @param [in] size as they say  @returns what is wrong with them
    std::string Fill(uint64_t round, const LearningRanges& pieces, uint64_t size = RECEPTION_SIZE)
    {
        LearningPiecesBody body;
        body.sent = .125;
        body.size = size;
        body.pieces = pieces;
        InferenceMessage message;
        message.type = LearningMessage::PIECES;
        message.task = round;
        std::vector<uint8_t> bytes;
        for (const LearningRange& piece : pieces)
        {
            const auto from = m_model.begin() + static_cast<std::ptrdiff_t>(piece.first);
            bytes.insert(bytes.end(), from, from + static_cast<std::ptrdiff_t>(piece.count));
        }
        message.SetPayload(std::move(bytes));
        return m_reception.Fill(body, message);
    }

    void ExpectModel(uint64_t round)
    {
        const bool once = m_rounds == std::vector<uint64_t>{round};
        NS_TEST_EXPECT_MSG_EQ(once, true, "of that round, once");
        NS_TEST_EXPECT_MSG_EQ((m_payload == m_model), true, "what was sent");
        NS_TEST_EXPECT_MSG_EQ(m_sent, .125, "when");
    }

    /// @returns what was asked for at last
    LearningRanges GetLast() const
    {
        return m_asked.empty() ? LearningRanges{{RECEPTION_SIZE, 1}} : m_asked.back();
    }

    NodeContainer m_nodes;
    std::vector<Ptr<Socket>> m_sockets; ///< of the server, and of somebody else
    ModelReception m_reception;
    std::vector<uint8_t> m_model;

    std::vector<uint64_t> m_rounds; ///< of models that came
    std::vector<uint8_t> m_payload; ///< of the last
    double m_sent{0};
    std::vector<LearningRanges> m_asked;
    double m_askedAt{0};
    unsigned m_givenUp{0};
    std::vector<std::string> m_faults;
};

/// Fragments come out of order, some before the worker knows, one not at all.
class HolesCase : public ReceptionCase
{
  public:
    HolesCase()
        : ReceptionCase("holes are named, and filled")
    {
    }

  private:
    void DoRun() override
    {
        SendPart(.01, 7, 3000, 4000);
        SendPart(.02, 7, 1000, 2000);
        ScheduleCall(Seconds(.025), [this] { m_reception.Expect(7); });
        SendPart(.03, 7, 4000, 5000);
        SendPart(.04, 7, 6000, 7000);
        SendPart(.05, 7, 9000, 10000);
        ScheduleCall(Seconds(.06), [this] {
            NS_TEST_ASSERT_MSG_EQ(m_asked.size(), 1U, "asked behind the last fragment");
            const LearningRanges holes{{0, 1000}, {2000, 1000}, {5000, 1000}, {7000, 2000}};
            NS_TEST_EXPECT_MSG_EQ((GetLast() == holes), true, "holes");
            NS_TEST_EXPECT_MSG_EQ(Fill(7, holes), "", "filled");
        });
        Simulator::Run();
        ExpectModel(7);
        NS_TEST_EXPECT_MSG_EQ(m_faults.size(), 0U, "nothing is wrong");
        NS_TEST_EXPECT_MSG_EQ(m_reception.GetUseless(), 0U, "all was needed");
        NS_TEST_EXPECT_MSG_LT(Simulator::Now().GetSeconds(), 1, "nothing is waited for");
    }
};

/// The rest never comes, or nothing at all.
class SilenceCase : public ReceptionCase
{
  public:
    SilenceCase()
        : ReceptionCase("waits end: the rest is asked for, or all of it")
    {
    }

  private:
    void DoRun() override
    {
        ScheduleCall(Seconds(.1), [this] { m_reception.Expect(1); });
        ScheduleCall(Seconds(1.5), [this] {
            NS_TEST_ASSERT_MSG_EQ(m_asked.size(), 1U, "asked");
            NS_TEST_EXPECT_MSG_EQ(GetLast().size(), 0U, "for all of it");
            NS_TEST_EXPECT_MSG_EQ_TOL(m_askedAt, 1.1, 1e-6, "after its patience");
            NS_TEST_EXPECT_MSG_EQ(Fill(1, {{0, 1}}), "nobody has asked for it", "for pieces");
            m_reception.Expect(2);
        });
        for (uint32_t i = 0; i < 8; ++i)
        {
            SendPart(2 + .01 * i, 2, 1000 * i, 1000 * (i + 1));
        }
        ScheduleCall(Seconds(3), [this] {
            NS_TEST_ASSERT_MSG_EQ(m_asked.size(), 2U, "asked");
            NS_TEST_EXPECT_MSG_EQ((GetLast() == LearningRanges{{8000, 2000}}), true, "rest");
            // Fifty times what came between two of them.
            NS_TEST_EXPECT_MSG_EQ_TOL(m_askedAt, 2.07 + .5, .01, "after many spacings");
            // The answer is wrong each time.
            for (unsigned i = 0; i < 2; ++i)
            {
                NS_TEST_EXPECT_MSG_EQ(Fill(2, {{8000, 500}}), "", "sound");
            }
            NS_TEST_EXPECT_MSG_EQ(m_asked.size(), 4U, "asked again");
            NS_TEST_EXPECT_MSG_EQ((GetLast() == LearningRanges{{8500, 1500}}), true, "rest");
            NS_TEST_EXPECT_MSG_EQ(m_givenUp, 0U, "not yet");
            Fill(2, {{8000, 500}});
            NS_TEST_EXPECT_MSG_EQ(m_givenUp, 1U, "not for ever");
            NS_TEST_EXPECT_MSG_EQ(m_asked.size(), 4U, "no more");
        });
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(m_rounds.size(), 0U, "no model");
    }
};

/// What is not the server's, or cannot be.
class HostileFragmentsCase : public ReceptionCase
{
  public:
    HostileFragmentsCase()
        : ReceptionCase("hostile fragments are refused and counted, what came stands")
    {
    }

  private:
    void DoRun() override
    {
        m_reception.Expect(5);
        SendPart(.01, 5, 0, 1000);
        std::vector<uint8_t> wrong(1000, 0xee);
        Send(.011, MakeHeader(5, 1000), wrong, 1); // somebody else's
        Send(.012, MakeHeader(5, 500), wrong);     // over what is there, and beyond
        Send(.013, MakeHeader(4, 1000), wrong);    // a round that is over
        Send(.014, MakeHeader(0, 1000), wrong);    // no round
        Send(.015, MakeHeader(5, 0), wrong);       // all of it is there
        Send(.016, MakeHeader(5, 9500), wrong);    // too long
        InferenceHeader header = MakeHeader(5, 2000);
        header.messageSize += 1;
        Send(.017, header, wrong); // another size
        header = MakeHeader(5, 2000);
        header.type = LearningMessage::UPDATE;
        Send(.018, header, wrong); // no model
        Send(.019, header, {});    // nothing
        header.type = static_cast<MessageType>(255);
        Send(.02, header, wrong); // no message
        for (uint64_t round = 1000; round < 1050; ++round)
        {
            Send(.021, MakeHeader(round, 2000), wrong); // many rounds
        }
        ScheduleCall(Seconds(.05), [this] {
            NS_TEST_EXPECT_MSG_EQ(m_faults.size(), 7U, "that are none");
            NS_TEST_EXPECT_MSG_EQ(m_reception.GetUseless(), 2U, "that bring nothing");
            NS_TEST_EXPECT_MSG_EQ(m_asked.size(), 0U, "nothing is asked for yet");
        });
        // 1000 to 1500 is taken by who went beyond; the rest is the server's.
        for (uint32_t i = 1; i < 10; ++i)
        {
            SendPart(.06 + .001 * i, 5, 1000 * i, 1000 * (i + 1));
        }
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(m_rounds.size(), 1U, "models");
        m_payload.resize(RECEPTION_SIZE);
        for (uint32_t i = 0; i < RECEPTION_SIZE; ++i)
        {
            const uint8_t byte = i >= 1000 && i < 1500 ? 0xee : m_model[i];
            NS_TEST_ASSERT_MSG_EQ(+m_payload[i], +byte, "what came first stands, " << i);
        }
        NS_TEST_EXPECT_MSG_EQ(m_faults.size(), 7U, "no more");
    }
};

/// An answer that does not fit, because a false fragment came first.
class FalseSizeCase : public ReceptionCase
{
  public:
    FalseSizeCase()
        : ReceptionCase("a size that the server knows nothing of does not stay")
    {
    }

  private:
    void DoRun() override
    {
        m_reception.Expect(3);
        InferenceHeader header = MakeHeader(3, 1000);
        header.messageSize += 100;
        Send(.01, header, std::vector<uint8_t>(100));
        for (uint32_t i = 0; i < 10; ++i)
        {
            SendPart(.02 + .001 * i, 3, 1000 * i, 1000 * (i + 1));
        }
        ScheduleCall(Seconds(2), [this] {
            NS_TEST_ASSERT_MSG_EQ(m_asked.size(), 1U, "asked");
            NS_TEST_EXPECT_MSG_EQ(m_faults.size(), 10U, "none of its size");
            const std::string fault = Fill(3, {{0, 1000}});
            NS_TEST_EXPECT_MSG_EQ(fault.rfind("size is 10000 B", 0), 0U, fault);
            NS_TEST_ASSERT_MSG_EQ(m_asked.size(), 2U, "asked again");
            NS_TEST_EXPECT_MSG_EQ(GetLast().size(), 0U, "for all of it");
        });
        Simulator::Run();
    }
};

class ModelReceptionTestSuite : public TestSuite
{
  public:
    ModelReceptionTestSuite()
        : TestSuite("edge-ai-model-reception", TEST_UNIT)
    {
        AddTestCase(new HolesCase, TEST_QUICK);
        AddTestCase(new SilenceCase, TEST_QUICK);
        AddTestCase(new HostileFragmentsCase, TEST_QUICK);
        AddTestCase(new FalseSizeCase, TEST_QUICK);
    }
};

ModelReceptionTestSuite g_modelReceptionTestSuite; //!< the suite

} // namespace
