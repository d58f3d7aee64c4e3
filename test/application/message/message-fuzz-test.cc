/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// A mutation fuzzer at the place where bytes become messages: bodies of every registered type,
// streams, and datagrams out of order. What is taken can be sent again and is the same then; what
// is not is counted, and nothing else happens.

#include "application/message/datagram-transport.h"
#include "application/message/stream-transport.h"
#include "support/fed-socket.h"
#include "support/message-samples.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/inet-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/nstime.h"
#include "ns3/simulator.h"
#include "ns3/test.h"
#include "ns3/udp-socket-factory.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

using Bytes = std::vector<uint8_t>;

/// @param [in,out] samples to draw from  @returns a sound or nearly sound message as on a stream
Bytes
DrawMessage(MessageSamples& samples)
{
    Mutator& draws = samples.GetMutator();
    const MessageType type = samples.DrawType();
    const Bytes body = draws.Happens(2) ? samples.DrawSound(type) : samples.DrawSpoilt(type);
    const bool payload = MessageRegistry::Find(type)->payload != PayloadKind::NONE;
    return MakeMessageBytes(type, draws.Draw(5), body, payload ? draws.Draw(400) : 0, draws);
}

class BodyFuzzCase : public TestCase
{
  public:
    explicit BodyFuzzCase(uint64_t inputs)
        : TestCase(std::to_string(inputs) + " mutated bodies"),
          m_inputs(inputs)
    {
    }

  private:
    void DoRun() override
    {
        MessageSamples samples(1);
        uint64_t taken = 0;
        for (uint64_t i = 0; i < m_inputs; ++i)
        {
            const MessageType type = samples.DrawType();
            const Bytes bytes = samples.DrawSpoilt(type);
            Bytes again;
            if (GetRecodes().at(type)(bytes, again))
            {
                ++taken;
                NS_TEST_ASSERT_MSG_EQ((again == bytes), true, ToString(type) << ", input " << i);
                samples.Add(type, bytes);
            }
        }
        NS_TEST_EXPECT_MSG_GT(taken, m_inputs / 50, "not everything is refused");
        NS_TEST_EXPECT_MSG_LT(taken, m_inputs / 2, "not everything is taken");
    }

    uint64_t m_inputs;
};

class StreamFuzzCase : public TestCase
{
  public:
    explicit StreamFuzzCase(uint64_t inputs)
        : TestCase(std::to_string(inputs) + " mutated streams, in pieces"),
          m_inputs(inputs)
    {
    }

  private:
    /// Takes what the transport hands over, and compares it with what came. @param [in] message it
    void Take(const InferenceMessage& message)
    {
        ++m_taken;
        InferenceHeader header;
        NS_TEST_ASSERT_MSG_EQ(header.Parse(m_stream.data() + m_at, m_stream.size() - m_at),
                              true,
                              "there was a header");
        const auto body = m_stream.begin() + m_at + InferenceHeader::SIZE;
        NS_TEST_EXPECT_MSG_EQ((message.type == header.type), true, "type");
        NS_TEST_EXPECT_MSG_EQ(message.task, header.task, "task");
        NS_TEST_EXPECT_MSG_EQ(message.body.size(), header.bodySize, "size of the body");
        NS_TEST_ASSERT_MSG_EQ(
            (m_at + InferenceHeader::SIZE + header.messageSize <= m_stream.size()),
            true,
            "it came");
        NS_TEST_EXPECT_MSG_EQ(std::equal(message.body.begin(), message.body.end(), body),
                              true,
                              "body");
        const bool real = MessageRegistry::Find(header.type)->payload == PayloadKind::REAL;
        NS_TEST_EXPECT_MSG_EQ((message.payload != nullptr), real, "bytes that matter are there");
        if (message.payload)
        {
            NS_TEST_EXPECT_MSG_EQ(message.payload->size(),
                                  header.messageSize - header.bodySize,
                                  "all of it");
            NS_TEST_EXPECT_MSG_EQ(std::equal(message.payload->begin(),
                                             message.payload->end(),
                                             body + header.bodySize),
                                  true,
                                  "payload");
        }
        m_at += InferenceHeader::SIZE + header.messageSize;
        m_answers.Send(message, 0); // and it can be sent again
    }

    void RunOne(MessageSamples& samples)
    {
        Mutator& draws = samples.GetMutator();
        m_stream.clear();
        m_at = 0;
        std::vector<Bytes> messages;
        for (std::size_t count = 1 + draws.Draw(4); count > 0; --count)
        {
            messages.push_back(DrawMessage(samples));
        }
        for (const Bytes& message : messages)
        {
            m_stream.insert(m_stream.end(), message.begin(), message.end());
        }
        const uint64_t before = m_taken;
        const std::size_t changed = draws.Draw(3);
        for (std::size_t changes = changed; changes > 0; --changes)
        {
            draws.Change(m_stream, messages);
        }
        const auto socket = CreateObject<FedSocket>();
        const auto transport = StreamTransport::Open(socket);
        uint64_t faults = 0;
        uint64_t ends = 0;
        transport->onMessage = [&](const InferenceMessage& message) {
            NS_TEST_EXPECT_MSG_EQ(ends, 0, "nothing comes after the end");
            Take(message);
        };
        transport->onMalformed = [&](const std::string&) { ++faults; };
        transport->onClosed = [&](bool) { ++ends; };
        for (std::size_t at = 0; at < m_stream.size();)
        {
            const std::size_t piece = std::min(m_stream.size() - at, 1 + draws.Draw(300));
            const auto first = m_stream.begin() + static_cast<std::ptrdiff_t>(at);
            socket->Feed(Bytes(first, first + static_cast<std::ptrdiff_t>(piece)));
            at += piece;
        }
        m_broken += faults;
        if (changed == 0)
        {
            NS_TEST_EXPECT_MSG_EQ(m_taken - before, messages.size(), "all of a sound stream");
            NS_TEST_EXPECT_MSG_EQ(faults, 0, "and no fault in it");
        }
        NS_TEST_EXPECT_MSG_EQ(faults, ends, "what is no message ends the stream, once");
        NS_TEST_EXPECT_MSG_LT_OR_EQ(faults, 1, "once");
        NS_TEST_EXPECT_MSG_EQ(socket->IsClosed(), (ends > 0), "closed");
        transport->Close();
    }

    /// Sends into nothing.
    class Answers
    {
      public:
        /// @param [in] message what to send  @param [in] rate of no matter
        void Send(const InferenceMessage& message, double rate)
        {
            const auto transport = StreamTransport::Open(CreateObject<FedSocket>());
            transport->Send(message, rate);
            transport->Close();
        }
    };

    void DoRun() override
    {
        MessageSamples samples(2);
        for (uint64_t i = 0; i < m_inputs; ++i)
        {
            RunOne(samples);
        }
        NS_TEST_EXPECT_MSG_GT(m_taken, m_inputs, "most messages are");
        NS_TEST_EXPECT_MSG_GT(m_broken, m_inputs / 10, "many streams are none");
    }

    uint64_t m_inputs;
    Bytes m_stream;       ///< the input
    std::size_t m_at{0};  ///< where the next message begins in it
    uint64_t m_taken{0};  ///< messages
    uint64_t m_broken{0}; ///< streams
    Answers m_answers;
};

class DatagramFuzzCase : public TestCase
{
  public:
    explicit DatagramFuzzCase(uint64_t inputs)
        : TestCase(std::to_string(inputs) + " mutated datagrams, repeated and out of order"),
          m_inputs(inputs)
    {
    }

  private:
    /// @param [in] message as on a stream  @param [out] fragments of it, of sizes drawn
    static void Cut(const Bytes& message, Mutator& draws, std::vector<Bytes>& fragments)
    {
        InferenceHeader header;
        if (!header.Parse(message.data(), message.size()))
        {
            return;
        }
        const std::size_t size = message.size() - InferenceHeader::SIZE;
        const std::size_t most = 20 + draws.Draw(300);
        for (std::size_t at = 0; at < std::max<std::size_t>(size, 1); at += most)
        {
            const std::size_t carried = std::min(most, size - at);
            header.fragmentOffset = at;
            const uint8_t* from = message.data() + InferenceHeader::SIZE + at;
            Ptr<Packet> packet = Create<Packet>(from, carried);
            packet->AddHeader(header);
            Bytes bytes(packet->GetSize());
            packet->CopyData(bytes.data(), packet->GetSize());
            fragments.push_back(bytes);
        }
    }

    void DoRun() override
    {
        auto node = CreateObject<Node>();
        InternetStackHelper().Install(node);
        const Ptr<Socket> socket = Socket::CreateSocket(node, UdpSocketFactory::GetTypeId());
        socket->Bind();
        const auto make = [&socket] {
            return std::make_shared<DatagramTransport>(socket,
                                                       InetSocketAddress("127.0.0.1", 9),
                                                       1000,
                                                       MilliSeconds(300));
        };
        MessageSamples samples(3);
        Mutator& draws = samples.GetMutator();
        auto transport = make();
        auto answers = make();
        uint64_t faults = 0;
        uint64_t taken = 0;
        uint64_t lost = 0;
        const auto listen = [&] {
            transport->onMessage = [&](const InferenceMessage& message) {
                ++taken;
                const bool real = MessageRegistry::Find(message.type)->payload == PayloadKind::REAL;
                NS_TEST_EXPECT_MSG_EQ((message.payload != nullptr), real, "real bytes");
                NS_TEST_EXPECT_MSG_LT_OR_EQ(message.goodput, 1e15, "goodput");
                Bytes again;
                if (GetRecodes().at(message.type)(message.body, again))
                {
                    NS_TEST_EXPECT_MSG_EQ((again == message.body), true, "the same again");
                }
                answers->Send(message, 0);
            };
            transport->onMalformed = [&](const std::string&) { ++faults; };
            transport->onIncomplete = [&](const MessagePart& part) {
                ++lost;
                NS_TEST_EXPECT_MSG_LT(part.received, part.size, "not all of it came");
            };
        };
        listen();
        std::vector<Bytes> fragments;
        for (uint64_t i = 0; i < m_inputs; ++i)
        {
            if (fragments.size() < 20)
            {
                Cut(DrawMessage(samples), draws, fragments);
            }
            const std::size_t which = draws.Draw(fragments.size());
            Bytes datagram = fragments[which];
            if (!draws.Happens(10)) // or it comes again
            {
                fragments.erase(fragments.begin() + static_cast<std::ptrdiff_t>(which));
            }
            if (!fragments.empty() && draws.Happens(3))
            {
                draws.Change(datagram, fragments);
            }
            transport->HandleDatagram(Create<Packet>(datagram.data(), datagram.size()));
            if (draws.Happens(50))
            {
                Simulator::Stop(MilliSeconds(draws.Draw(400)));
                Simulator::Run();
            }
            if (draws.Happens(5000))
            {
                transport->Close();
                transport = make();
                listen();
            }
        }
        NS_TEST_EXPECT_MSG_GT(taken, m_inputs / 50, "messages are put together");
        NS_TEST_EXPECT_MSG_GT(faults, m_inputs / 50, "faults are counted");
        NS_TEST_EXPECT_MSG_GT(lost, m_inputs / 1000, "losses are told");
        transport->Close();
        Simulator::Destroy();
    }

    uint64_t m_inputs;
};

class HeaderFuzzCase : public TestCase
{
  public:
    explicit HeaderFuzzCase(uint64_t inputs)
        : TestCase(std::to_string(inputs) + " mutated headers"),
          m_inputs(inputs)
    {
    }

  private:
    void DoRun() override
    {
        MessageSamples samples(4);
        Mutator& draws = samples.GetMutator();
        uint64_t taken = 0;
        for (uint64_t i = 0; i < m_inputs; ++i)
        {
            Bytes bytes = MakeMessageBytes(samples.DrawType(), draws.Draw(5), {}, 0, draws);
            const std::vector<Bytes> others{bytes};
            for (std::size_t changes = 1 + draws.Draw(3); changes > 0; --changes)
            {
                draws.Change(bytes, others);
            }
            InferenceHeader header;
            if (!header.Parse(bytes.data(), bytes.size()))
            {
                continue;
            }
            ++taken;
            Ptr<Packet> packet = Create<Packet>();
            packet->AddHeader(header);
            Bytes again(packet->GetSize());
            packet->CopyData(again.data(), packet->GetSize());
            NS_TEST_ASSERT_MSG_EQ((again.size() <= bytes.size() &&
                                   std::equal(again.begin(), again.end(), bytes.begin())),
                                  true,
                                  "the same again, input " << i);
        }
        NS_TEST_EXPECT_MSG_GT(taken, m_inputs / 20, "not everything is refused");
    }

    uint64_t m_inputs;
};

class MessageFuzzTestSuite : public TestSuite
{
  public:
    MessageFuzzTestSuite()
        : TestSuite("edge-ai-message-fuzz", TEST_UNIT)
    {
        AddTestCase(new BodyFuzzCase(8000), TEST_QUICK);
        AddTestCase(new StreamFuzzCase(4000), TEST_QUICK);
        AddTestCase(new DatagramFuzzCase(4000), TEST_QUICK);
        AddTestCase(new HeaderFuzzCase(2000), TEST_QUICK);
        AddTestCase(new BodyFuzzCase(600000), TEST_EXTENSIVE);
        AddTestCase(new StreamFuzzCase(150000), TEST_EXTENSIVE);
        AddTestCase(new DatagramFuzzCase(150000), TEST_EXTENSIVE);
        AddTestCase(new HeaderFuzzCase(50000), TEST_EXTENSIVE);
    }
};

MessageFuzzTestSuite g_messageFuzzTestSuite; ///< registers the suite

} // namespace
