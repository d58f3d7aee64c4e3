/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Wire form of the messages of co-inference: round trips, every truncation, random bytes.

#include "application/co-inference/co-inference-body.h"
#include "application/message/message-archive.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/inference-message.h"
#include "ns3/packet.h"
#include "ns3/random-variable-stream.h"
#include "ns3/test.h"

#include <cmath>
#include <sstream>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A body with every field different from its default.
PlanBody
MakePlan()
{
    PlanBody plan;
    plan.number = 0x0123456789abcdef;
    plan.status = PlanStatus::VIOLATED;
    plan.reason = "energy budget exceeded by 3 %";
    plan.planner = "ns3::edgeai::LaimPlanner";
    plan.split = 4;
    plan.deviceKeepRatio = 0.675024349;
    plan.serverKeepRatio = 0.5;
    plan.txPower = 0.0467071349;
    plan.deviceClock = 1.73666044e9;
    plan.serverClock = 8.0608637e8;
    plan.bandwidth = 5e6;
    plan.deviceFlop = 1e10;
    plan.deviceMemory = 1e8;
    plan.steps.resize(2);
    plan.steps[0].name = "device";
    plan.steps[0].time = 0.25;
    plan.steps[0].energy = 0.01;
    plan.steps[1].name = "uplink";
    plan.steps[1].kind = StepKind::TRANSFER;
    plan.steps[1].bits = 3227648;
    plan.steps[1].after = {0};
    plan.uplinkWay.subchannel = 3;
    plan.units = 2;
    plan.latency = 1;
    plan.energy = 0.1;
    plan.distortion = 0.0596866831;
    plan.rateFactor = 0.6;
    plan.countServerEnergy = false;
    return plan;
}

class HeaderCase : public TestCase
{
  public:
    HeaderCase()
        : TestCase("a header survives the wire and is printed")
    {
    }

  private:
    void DoRun() override
    {
        InferenceHeader header;
        header.type = CoInferenceMessage::FEATURE;
        header.task = 0xfedcba9876543210;
        header.sequence = 0xabcd;
        header.bodySize = 77000;
        header.messageSize = 403456 + 77000;
        header.fragmentOffset = 1400;
        Ptr<Packet> packet = Create<Packet>(5);
        packet->AddHeader(header);
        NS_TEST_EXPECT_MSG_EQ(packet->GetSize(), InferenceHeader::SIZE + 5, "36 bytes");

        // The documented wire form, byte by byte at the start.
        uint8_t bytes[12];
        packet->CopyData(bytes, sizeof bytes);
        NS_TEST_EXPECT_MSG_EQ(std::string(bytes, bytes + 4), "edge", "magic");
        NS_TEST_EXPECT_MSG_EQ(+bytes[4], 2, "version");
        NS_TEST_EXPECT_MSG_EQ(+bytes[5], 3, "type");
        NS_TEST_EXPECT_MSG_EQ(bytes[6] * 256 + bytes[7], 0xabcd, "sequence");
        NS_TEST_EXPECT_MSG_EQ(bytes[8] * 16777216 + bytes[9] * 65536 + bytes[10] * 256 + bytes[11],
                              77000,
                              "body size in network byte order");

        InferenceHeader read;
        NS_TEST_EXPECT_MSG_EQ(packet->RemoveHeader(read), InferenceHeader::SIZE, "read back");
        NS_TEST_EXPECT_MSG_EQ(read.sequence, header.sequence, "sequence");
        NS_TEST_EXPECT_MSG_EQ(read.bodySize, header.bodySize, "body size");
        NS_TEST_EXPECT_MSG_EQ(read.task, header.task, "task");
        NS_TEST_EXPECT_MSG_EQ(read.messageSize, header.messageSize, "message size");
        NS_TEST_EXPECT_MSG_EQ(read.fragmentOffset, header.fragmentOffset, "offset");
        std::ostringstream text;
        read.Print(text);
        NS_TEST_EXPECT_MSG_NE(text.str().find("FEATURE"), std::string::npos, text.str());
    }
};

class HeaderRefusalCase : public TestCase
{
  public:
    HeaderRefusalCase()
        : TestCase("bytes that are no header are refused")
    {
    }

  private:
    void DoRun() override
    {
        InferenceHeader header;
        header.type = CoInferenceMessage::FEATURE;
        header.bodySize = 4;
        header.messageSize = 10;
        Ptr<Packet> packet = Create<Packet>();
        packet->AddHeader(header);
        uint8_t good[InferenceHeader::SIZE];
        packet->CopyData(good, sizeof good);
        InferenceHeader read;
        NS_TEST_EXPECT_MSG_EQ(read.Parse(good, sizeof good), true, "the original is fine");
        for (std::size_t size = 0; size < sizeof good; ++size)
        {
            NS_TEST_EXPECT_MSG_EQ(read.Parse(good, size), false, "truncated to " << size);
            Ptr<Packet> part = Create<Packet>(good, size);
            NS_TEST_EXPECT_MSG_EQ(part->PeekHeader(read), 0, "peeked at " << size);
        }
        auto expect = [&](std::size_t at, uint8_t value, const std::string& reason) {
            const uint8_t before = good[at];
            good[at] = value;
            std::string fault;
            const bool parsed = read.Parse(good, sizeof good, &fault);
            good[at] = before;
            NS_TEST_EXPECT_MSG_EQ(parsed, reason.empty(), "byte " << at << ": " << fault);
            NS_TEST_EXPECT_MSG_EQ(fault, reason, "byte " << at);
        };
        expect(0, 'x', "it does not begin like a message");
        expect(4, 1, "version is 1; allowed is 2"); // the wire form before
        expect(4, 3, "version is 3; allowed is 2");
        expect(5, 0, "type 0 is none");
        expect(5, 120, "type 120 is none");
        expect(5, 5, "message size of REPORT is 10 B; allowed is 0 to 4 B");
        expect(8, 1, "body size is 16777220 B; allowed is 0 to 16777216 B");
        expect(10, 1, "body size is 260 B; allowed is 0 to 10 B");
        expect(23, 2, "message size of FEATURE is 8589934602 B; allowed is 0 to 4294967296 B");
        expect(35, 11, "offset is 11 B; allowed is 0 to 10 B");
        expect(35, 10, "");
    }
};

class BodyCase : public TestCase
{
  public:
    BodyCase()
        : TestCase("bodies survive the wire, and no truncation of them does")
    {
    }

  private:
    void DoRun() override
    {
        const PlanBody plan = MakePlan();
        std::vector<uint8_t> bytes = Encode(plan);
        PlanBody read;
        NS_TEST_ASSERT_MSG_EQ(Decode(bytes, read), true, "plan");
        NS_TEST_EXPECT_MSG_EQ((Encode(read) == bytes), true, "every field is back");
        NS_TEST_EXPECT_MSG_EQ(read.reason, plan.reason, "text");
        NS_TEST_EXPECT_MSG_EQ(read.split, plan.split, "integer");
        NS_TEST_EXPECT_MSG_EQ(read.serverClock, plan.serverClock, "double, exactly");
        CheckTruncations<PlanBody>(bytes);

        RequestBody request;
        request.network = "ViT-L/16@part=encoder";
        request.latencyBudget = 1;
        request.energyBudget = 0.1;
        request.gain = NAN;
        request.txPowerMax = 0.1;
        request.weightRate = 30;
        request.processor.flopPerCycle = 16;
        request.processor.clockMax = 2e9;
        request.processor.powerCoefficient = 1e-28;
        request.txPowers = {0.001, 0.01, 0.1};
        request.processor.clocks = {1e9, 2e9};
        request.splitMin = 1;
        bytes = Encode(request);
        RequestBody back;
        NS_TEST_ASSERT_MSG_EQ(Decode(bytes, back), true, "request");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(back.gain), true, "an unknown gain stays unknown");
        NS_TEST_EXPECT_MSG_EQ(back.txPowers.size(), 3, "list");
        NS_TEST_EXPECT_MSG_EQ(back.processor.clocks.at(1), 2e9, "nested list");
        CheckTruncations<RequestBody>(bytes);

        FeatureBody feature;
        feature.network = "x";
        feature.serverKeepRatio = 1;
        feature.deadline = 3.5;
        CheckTruncations<FeatureBody>(Encode(feature));
        ResultBody result;
        result.reason = "queue";
        CheckTruncations<ResultBody>(Encode(result));
        CheckTruncations<ReportBody>(Encode(ReportBody()));
    }

    template <typename Body>
    void CheckTruncations(std::vector<uint8_t> bytes)
    {
        Body read;
        bytes.push_back(0);
        NS_TEST_EXPECT_MSG_EQ(Decode(bytes, read), false, "one byte too many");
        bytes.pop_back();
        while (!bytes.empty())
        {
            bytes.pop_back();
            NS_TEST_EXPECT_MSG_EQ(Decode(bytes, read), false, bytes.size() << " bytes");
        }
    }
};

class RandomBytesCase : public TestCase
{
  public:
    RandomBytesCase()
        : TestCase("10 000 random bodies are read without a crash")
    {
    }

  private:
    void DoRun() override
    {
        auto random = CreateObject<UniformRandomVariable>();
        random->SetStream(1);
        const std::vector<uint8_t> plan = Encode(MakePlan());
        unsigned accepted = 0;
        for (unsigned i = 0; i < 10000; ++i)
        {
            // Half of them pure noise, half a true body with some bytes changed.
            std::vector<uint8_t> bytes = plan;
            if (i % 2 == 0)
            {
                bytes.resize(random->GetInteger(0, 400));
                for (uint8_t& byte : bytes)
                {
                    byte = random->GetInteger(0, 255);
                }
            }
            else
            {
                for (unsigned k = random->GetInteger(1, 8); k > 0; --k)
                {
                    bytes[random->GetInteger(0, bytes.size() - 1)] = random->GetInteger(0, 255);
                }
            }
            PlanBody body;
            if (Decode(bytes, body))
            {
                ++accepted;
                NS_TEST_ASSERT_MSG_EQ((Encode(body) == bytes), true, "the same again");
            }
            RequestBody request;
            Decode(bytes, request);
            InferenceHeader header;
            header.Parse(bytes.data(), bytes.size());
        }
        // Changed figures may still be in their ranges; changed lengths leave no body.
        NS_TEST_EXPECT_MSG_GT(accepted, 500, "some changed bodies can be");
        NS_TEST_EXPECT_MSG_LT(accepted, 5000, "no noise has");
    }
};

class MessageTestSuite : public TestSuite
{
  public:
    MessageTestSuite()
        : TestSuite("edge-ai-message", TEST_UNIT)
    {
        AddTestCase(new HeaderCase, TEST_QUICK);
        AddTestCase(new HeaderRefusalCase, TEST_QUICK);
        AddTestCase(new BodyCase, TEST_QUICK);
        AddTestCase(new RandomBytesCase, TEST_QUICK);
    }
};

MessageTestSuite g_messageTestSuite; ///< registers the suite

} // namespace
