/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Segmentation, reassembly, order and the fate of packets, without a PHY.

#include "radio/block-receiver.h"
#include "radio/block-sender.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What is on the air comes back from it, and a torn header is no header.
class SegmentHeaderCase : public TestCase
{
  public:
    SegmentHeaderCase()
        : TestCase("Segment headers survive the air")
    {
    }

  private:
    void DoRun() override
    {
        std::mt19937 random(1);
        for (int i = 0; i < 2000; ++i)
        {
            SegmentHeader header;
            header.first = random() % 2;
            header.last = random() % 2;
            header.length = random() % (SegmentHeader::MAX_LENGTH + 1);
            header.sequence = random() & SegmentHeader::SEQUENCE_MASK;
            header.link.protocol = random() % 65536;
            header.link.hasSource = random() % 2;
            header.link.hasDestination = random() % 2;
            header.link.source = Mac48Address("01:02:03:04:05:06");
            header.link.destination = Mac48Address("0a:0b:0c:0d:0e:0f");
            auto packet = Create<Packet>();
            packet->AddHeader(header);
            const uint32_t size =
                header.first ? SegmentHeader::GetFirstSize(header.link) : SegmentHeader::MIN_BYTES;
            NS_TEST_EXPECT_MSG_EQ(packet->GetSize(), size, "size on the air");

            const auto torn = packet->CreateFragment(0, random() % size);
            SegmentHeader broken;
            NS_TEST_EXPECT_MSG_EQ(torn->PeekHeader(broken), 0, "torn header");

            SegmentHeader read;
            NS_TEST_EXPECT_MSG_EQ(packet->RemoveHeader(read), size, "bytes read");
            NS_TEST_EXPECT_MSG_EQ(read.first, header.first, "first");
            NS_TEST_EXPECT_MSG_EQ(read.last, header.last, "last");
            NS_TEST_EXPECT_MSG_EQ(read.length, header.length, "length");
            NS_TEST_EXPECT_MSG_EQ(read.sequence, header.sequence, "sequence");
            if (header.first)
            {
                NS_TEST_EXPECT_MSG_EQ(read.link.protocol, header.link.protocol, "protocol");
                NS_TEST_EXPECT_MSG_EQ(read.link.hasSource, header.link.hasSource, "source");
                if (header.link.hasSource)
                {
                    NS_TEST_EXPECT_MSG_EQ(read.link.source, header.link.source, "source");
                }
                if (header.link.hasDestination)
                {
                    NS_TEST_EXPECT_MSG_EQ(read.link.destination,
                                          header.link.destination,
                                          "destination");
                }
            }
        }
    }
};

/// A link whose blocks meet any fate in any order.
class LossyLinkCase : public TestCase
{
  public:
    /// @param [in] seed of the random sizes and fates  @param [in] countHeaders see SegmentQueue
    LossyLinkCase(uint32_t seed, bool countHeaders)
        : TestCase("Packets come out whole, in order, once, or are dropped; seed " +
                   std::to_string(seed)),
          m_random(seed),
          m_countHeaders(countHeaders)
    {
    }

  private:
    /// @param [in] n number of a packet  @param [in] at place in it  @returns its byte there
    static uint8_t MakeByte(uint32_t n, uint32_t at)
    {
        return static_cast<uint8_t>(n * 31 + at * 7);
    }

    /// The n-th packet: its bytes tell n and the place in it.
    Ptr<Packet> MakePacket(uint32_t n, uint32_t size)
    {
        std::vector<uint8_t> bytes(size);
        for (uint32_t i = 0; i < size; ++i)
        {
            bytes[i] = MakeByte(n, i);
        }
        return Create<Packet>(bytes.data(), size);
    }

    /// What a block's segments say of themselves is what their bytes on the air say.
    void CheckBytes(const TransportBlock& block)
    {
        uint64_t bits = 0;
        for (const Segment& segment : static_cast<const SegmentedPayload&>(*block.payload).segments)
        {
            const Ptr<Packet> bytes = segment.MakeBytes();
            NS_TEST_EXPECT_MSG_EQ(bytes->GetSize(), segment.GetSize(), "size on the air");
            bits += 8 * (m_countHeaders ? segment.GetSize() : segment.length);
            SegmentHeader header;
            bytes->RemoveHeader(header);
            NS_TEST_EXPECT_MSG_EQ(header.length, bytes->GetSize(), "length");
            NS_TEST_EXPECT_MSG_EQ(header.sequence, segment.sequence, "sequence number");
            NS_TEST_EXPECT_MSG_EQ(header.first, (segment.offset == 0), "begins its packet");
            const uint32_t end = segment.offset + segment.length;
            const uint32_t size = segment.packet->packet->GetSize();
            NS_TEST_EXPECT_MSG_EQ(header.last, (end == size), "ends its packet");
            const uint32_t n = segment.packet->link.protocol;
            if (header.first)
            {
                NS_TEST_EXPECT_MSG_EQ(header.link.protocol, n, "addressing");
            }
            std::vector<uint8_t> content(bytes->GetSize());
            bytes->CopyData(content.data(), content.size());
            bool same = true;
            for (uint32_t i = 0; i < content.size(); ++i)
            {
                same = same && content[i] == MakeByte(n, segment.offset + i);
            }
            NS_TEST_EXPECT_MSG_EQ(same, true, "bytes of packet " << n);
        }
        NS_TEST_EXPECT_MSG_EQ(bits, block.payloadBits, "all of the block");
    }

    void DoRun() override
    {
        BlockSender::Options options;
        options.limit = QueueSize("20p");
        options.countHeaders = m_countHeaders;
        std::map<const Packet*, uint32_t> number;
        std::vector<uint32_t> sizes;
        std::vector<uint32_t> delivered; // as the sender has it
        std::vector<uint32_t> received;  // as the receiver has it
        std::map<uint32_t, MacDropReason> dropped;
        BlockSender::Listener listener;
        listener.begun = [](const QueuedPacket&) {};
        listener.delivered = [&](const QueuedPacket& queued) {
            delivered.push_back(number.at(PeekPointer(queued.packet)));
        };
        listener.dropped = [&](const QueuedPacket& queued, MacDropReason reason) {
            const auto [at, fresh] = dropped.emplace(number.at(PeekPointer(queued.packet)), reason);
            NS_TEST_EXPECT_MSG_EQ(fresh, true, "packet " << at->first << " dropped twice");
        };
        BlockSender sender(options, listener);
        BlockReceiver receiver([&](Ptr<Packet> packet, const LinkAddressing& link) {
            const uint32_t n = link.protocol;
            received.push_back(n);
            NS_TEST_ASSERT_MSG_EQ(packet->GetSize(), sizes.at(n), "size of packet " << n);
            std::vector<uint8_t> bytes(packet->GetSize());
            packet->CopyData(bytes.data(), bytes.size());
            bool same = true;
            for (uint32_t i = 0; i < bytes.size(); ++i)
            {
                same = same && bytes[i] == MakeByte(n, i);
            }
            NS_TEST_EXPECT_MSG_EQ(same, true, "bytes of packet " << n);
        });

        struct Flying
        {
            uint64_t id;
            Ptr<BlockPayload> payload;
        };

        std::vector<Flying> air;
        std::vector<Ptr<Packet>> keep;
        uint32_t refused = 0;
        for (int step = 0; step < 6000; ++step)
        {
            const uint32_t action = m_random() % 10;
            if (action < 3)
            {
                const uint32_t size =
                    m_random() % 4 == 0 ? 1 + m_random() % 140000 : 1 + m_random() % 1500;
                const auto n = static_cast<uint32_t>(sizes.size());
                auto packet = MakePacket(n, size);
                sizes.push_back(size);
                keep.push_back(packet);
                number[PeekPointer(packet)] = n;
                LinkAddressing link;
                link.protocol = n;
                const bool room = sender.HasRoom(size);
                const bool accepted = sender.Enqueue(packet, link);
                NS_TEST_EXPECT_MSG_EQ(accepted, room, "HasRoom tells whether a packet is taken");
                refused += accepted ? 0 : 1;
            }
            else if (action < 7)
            {
                const uint64_t bits = m_random() % 3 == 0 ? m_random() % 200 : m_random() % 100000;
                const uint64_t before = sender.GetBacklog();
                const TransportBlock* block = sender.Make(bits);
                if (!block)
                {
                    NS_TEST_EXPECT_MSG_EQ((before == 0 || bits < 8 * 22), true, "room not used");
                    continue;
                }
                NS_TEST_EXPECT_MSG_EQ((block->payloadBits <= bits), true, "block overfull");
                if (bits >= before && before < 8 * 60000)
                {
                    NS_TEST_EXPECT_MSG_EQ(block->payloadBits, before, "backlog is what it takes");
                    NS_TEST_EXPECT_MSG_EQ(sender.GetBacklog(), 0, "all taken");
                }
                CheckBytes(*block);
                if (m_random() % 5 == 0)
                {
                    sender.TakeBack(block->id);
                    NS_TEST_EXPECT_MSG_EQ(sender.GetBacklog(), before, "all put back");
                    continue;
                }
                air.push_back({block->id, block->payload});
            }
            else if (!air.empty())
            {
                const std::size_t i = m_random() % air.size();
                const uint32_t fate = m_random() % 8;
                const BlockOutcome outcome = fate < 3   ? BlockOutcome::FAILED
                                             : fate < 4 ? BlockOutcome::DROPPED
                                                        : BlockOutcome::DECODED;
                receiver.Receive(air[i].id, air[i].payload, outcome);
                sender.End(air[i].id, outcome);
                NS_TEST_EXPECT_MSG_EQ((sender.Find(air[i].id) != nullptr),
                                      (outcome == BlockOutcome::FAILED),
                                      "kept for repetition only");
                if (outcome != BlockOutcome::FAILED)
                {
                    air.erase(air.begin() + static_cast<std::ptrdiff_t>(i));
                }
            }
            NS_TEST_EXPECT_MSG_EQ(sizes.size(),
                                  delivered.size() + dropped.size() + sender.GetUnfinished(),
                                  "packets in = out + waiting");
        }
        for (const Flying& block : air)
        {
            receiver.Receive(block.id, block.payload, BlockOutcome::DECODED);
            sender.End(block.id, BlockOutcome::DECODED);
        }
        NS_TEST_EXPECT_MSG_EQ(receiver.GetHeldBack(), 0, "no block waits for another");
        sender.Stop();
        NS_TEST_EXPECT_MSG_EQ(sender.GetUnfinished(), 0, "all packets ended");
        NS_TEST_EXPECT_MSG_EQ(sizes.size(), delivered.size() + dropped.size(), "conservation");
        NS_TEST_EXPECT_MSG_EQ(std::is_sorted(received.begin(), received.end()), true, "in order");
        std::sort(delivered.begin(), delivered.end());
        NS_TEST_EXPECT_MSG_EQ((delivered == received), true, "both ends agree, each packet once");
        uint32_t reasons[MAC_DROP_REASONS] = {};
        for (const auto& [n, reason] : dropped)
        {
            ++reasons[static_cast<uint32_t>(reason)];
        }
        NS_TEST_EXPECT_MSG_EQ(reasons[0], refused, "queue-full drops");
        NS_TEST_EXPECT_MSG_EQ(reasons[1], 0, "no user is unknown here");
        NS_TEST_EXPECT_MSG_GT(reasons[2], 10, "blocks were lost");
        NS_TEST_EXPECT_MSG_GT(received.size(), 100, "packets were delivered");
    }

    std::mt19937 m_random; ///< sizes and fates
    bool m_countHeaders;   ///< see SegmentQueue
};

/// A receiver that is handed rubbish counts it and goes on.
class RubbishCase : public TestCase
{
  public:
    RubbishCase()
        : TestCase("Malformed segments are counted and dropped")
    {
    }

  private:
    void DoRun() override
    {
        uint32_t received = 0;
        BlockReceiver receiver([&](Ptr<Packet>, const LinkAddressing&) { ++received; });
        std::mt19937 random(7);
        uint64_t id = 0;
        for (int i = 0; i < 3000; ++i)
        {
            // Of no packet, of a packet without bytes, beyond its packet, or not its beginning.
            auto payload = Create<SegmentedPayload>();
            Segment segment;
            const uint32_t size = random() % 40;
            if (random() % 10 > 0)
            {
                segment.packet = Create<QueuedPacket>(Create<Packet>(size), LinkAddressing());
            }
            segment.offset = 1 + random() % 60;
            segment.length = random() % 3 == 0 ? static_cast<uint32_t>(random()) : random() % 60;
            segment.sequence = random() % 4;
            segment.first = random() % 2;
            segment.last = random() % 2;
            payload->segments.push_back(segment);
            receiver.Receive(++id, payload, BlockOutcome::DECODED);
        }
        NS_TEST_EXPECT_MSG_EQ((receiver.GetDiscarded() >= 3000), true, "rubbish is counted");
        NS_TEST_EXPECT_MSG_EQ(received, 0, "and not delivered");

        BlockSender::Listener listener;
        listener.begun = listener.delivered = [](const QueuedPacket&) {};
        listener.dropped = [](const QueuedPacket&, MacDropReason) {};
        BlockSender sender(BlockSender::Options(), listener);
        sender.Enqueue(Create<Packet>(500), LinkAddressing());
        received = 0;
        receiver.Receive(++id, sender.Make(100000)->payload, BlockOutcome::DECODED);
        NS_TEST_EXPECT_MSG_EQ(received, 1, "a good packet still gets through");

        // The beginning of one packet and, a number missing between, the end of another.
        for (uint32_t n : {0U, 2U})
        {
            Segment segment;
            segment.packet = Create<QueuedPacket>(Create<Packet>(200), LinkAddressing());
            segment.offset = n == 0 ? 0 : 100;
            segment.length = 100;
            segment.sequence = 1000 + n;
            segment.first = n == 0;
            segment.last = n == 2;
            auto payload = Create<SegmentedPayload>();
            payload->segments.push_back(segment);
            receiver.Receive(++id, payload, BlockOutcome::DECODED);
        }
        NS_TEST_EXPECT_MSG_EQ(received, 1, "halves of two packets are not one packet");
    }
};

/// What waits of a packet whose beginning is lost is not sent.
class LostBeginningCase : public TestCase
{
  public:
    LostBeginningCase()
        : TestCase("The rest of a lost packet leaves the queue")
    {
    }

  private:
    void DoRun() override
    {
        uint32_t dropped = 0;
        BlockSender::Listener listener;
        listener.begun = listener.delivered = [](const QueuedPacket&) {};
        listener.dropped = [&](const QueuedPacket&, MacDropReason) { ++dropped; };
        BlockSender sender(BlockSender::Options(), listener);
        sender.Enqueue(Create<Packet>(5000), LinkAddressing());
        sender.Enqueue(Create<Packet>(300), LinkAddressing());
        const uint64_t first = sender.Make(8000)->id;
        const uint64_t second = sender.Make(8000)->id;
        sender.End(second, BlockOutcome::DECODED);
        NS_TEST_EXPECT_MSG_EQ(sender.GetQueue().GetPackets(), 2, "all in order so far");
        sender.End(first, BlockOutcome::DROPPED);
        NS_TEST_EXPECT_MSG_EQ(dropped, 1, "one packet lost");
        NS_TEST_EXPECT_MSG_EQ(sender.GetQueue().GetPackets(), 1, "only the other one waits");
        NS_TEST_EXPECT_MSG_EQ(sender.GetBacklog(), 8 * 308, "with its header");
    }
};

/// Queues hold what their limit says, in packets or bytes.
class QueueLimitCase : public TestCase
{
  public:
    QueueLimitCase()
        : TestCase("Queue limits in packets and bytes")
    {
    }

  private:
    /// @param [in] limit limit  @param [in] size of each packet  @returns packets accepted of 50
    static uint32_t Fill(const std::string& limit, uint32_t size)
    {
        BlockSender::Options options;
        options.limit = QueueSize(limit);
        uint32_t dropped = 0;
        BlockSender::Listener listener;
        listener.begun = listener.delivered = [](const QueuedPacket&) {};
        listener.dropped = [&](const QueuedPacket&, MacDropReason reason) {
            dropped += reason == MacDropReason::QUEUE_FULL ? 1 : 0;
        };
        BlockSender sender(options, listener);
        for (int i = 0; i < 50; ++i)
        {
            sender.Enqueue(Create<Packet>(size), LinkAddressing());
        }
        return 50 - dropped;
    }

    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(Fill("10p", 100), 10, "packets");
        NS_TEST_EXPECT_MSG_EQ(Fill("10p", 60000), 10, "packets of any size");
        NS_TEST_EXPECT_MSG_EQ(Fill("1000B", 100), 10, "bytes");
        NS_TEST_EXPECT_MSG_EQ(Fill("1000B", 300), 3, "whole packets only");
        NS_TEST_EXPECT_MSG_EQ(Fill("1000B", 1001), 0, "none that is too large");
    }
};

/// The suite.
class RadioMacTestSuite : public TestSuite
{
  public:
    RadioMacTestSuite()
        : TestSuite("edge-ai-radio-mac", TEST_UNIT)
    {
        AddTestCase(new SegmentHeaderCase, TEST_QUICK);
        for (uint32_t seed = 1; seed <= 4; ++seed)
        {
            AddTestCase(new LossyLinkCase(seed, seed != 2), TEST_QUICK);
        }
        AddTestCase(new RubbishCase, TEST_QUICK);
        AddTestCase(new LostBeginningCase, TEST_QUICK);
        AddTestCase(new QueueLimitCase, TEST_QUICK);
    }
};

RadioMacTestSuite g_radioMacTestSuite; ///< registers the suite

} // namespace
