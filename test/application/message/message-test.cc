/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Wire form of the messages: round trips, every truncation, random bytes.

#include "ns3/edge-ai-compat.h"
#include "ns3/inference-message.h"
#include "ns3/message-body.h"
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
    plan.status = 1;
    plan.reason = "energy budget exceeded by 3 %";
    plan.planner = "ns3::edgeai::LaimPlanner";
    plan.split = 4;
    plan.deviceKeepRatio = 0.675024349;
    plan.serverKeepRatio = 0.5;
    plan.txPower = 0.0467071349;
    plan.deviceClock = 1.73666044e9;
    plan.serverClock = 8.0608637e8;
    plan.bandwidth = 5e6;
    plan.uplinkBits = 3227648;
    plan.deviceFlop = 1e10;
    plan.deviceMemory = 1e8;
    plan.deviceTime = 0.25;
    plan.uplinkTime = 0.08;
    plan.serverTime = 0.67;
    plan.deviceEnergy = 0.01;
    plan.uplinkEnergy = 0.02;
    plan.serverEnergy = 0.03;
    plan.latency = 1;
    plan.energy = 0.1;
    plan.distortion = 0.0596866831;
    plan.rateFactor = 0.6;
    plan.countServerEnergy = 0;
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
        header.type = MessageType::FEATURE;
        header.task = 0xfedcba9876543210;
        header.bodySize = 77;
        header.messageSize = 403456 + 77;
        header.fragmentOffset = 1400;
        Ptr<Packet> packet = Create<Packet>(5);
        packet->AddHeader(header);
        NS_TEST_EXPECT_MSG_EQ(packet->GetSize(), InferenceHeader::SIZE + 5, "32 bytes");

        // The documented wire form, byte by byte at the start.
        uint8_t bytes[8];
        packet->CopyData(bytes, 8);
        NS_TEST_EXPECT_MSG_EQ(std::string(bytes, bytes + 4), "edge", "magic");
        NS_TEST_EXPECT_MSG_EQ(+bytes[4], 1, "version");
        NS_TEST_EXPECT_MSG_EQ(+bytes[5], 3, "type");
        NS_TEST_EXPECT_MSG_EQ(bytes[6] * 256 + bytes[7], 77, "body size in network byte order");

        InferenceHeader read;
        NS_TEST_EXPECT_MSG_EQ(packet->RemoveHeader(read), InferenceHeader::SIZE, "read back");
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
        auto spoilt = [&](std::size_t at, uint8_t value) {
            const uint8_t before = good[at];
            good[at] = value;
            const bool parsed = read.Parse(good, sizeof good);
            good[at] = before;
            return parsed;
        };
        NS_TEST_EXPECT_MSG_EQ(spoilt(0, 'x'), false, "magic");
        NS_TEST_EXPECT_MSG_EQ(spoilt(4, 2), false, "version");
        NS_TEST_EXPECT_MSG_EQ(spoilt(5, 0), false, "type below");
        NS_TEST_EXPECT_MSG_EQ(spoilt(5, 13), false, "type above");
        NS_TEST_EXPECT_MSG_EQ(spoilt(6, 1), false, "body larger than the message");
        NS_TEST_EXPECT_MSG_EQ(spoilt(31, 11), false, "offset behind the message");
        NS_TEST_EXPECT_MSG_EQ(spoilt(31, 10), true, "offset at its end");
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
        request.processor.flopPerCycle = 8;
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
            accepted += Decode(bytes, body);
            RequestBody request;
            Decode(bytes, request);
            InferenceHeader header;
            header.Parse(bytes.data(), bytes.size());
        }
        // Changed figures are still a body if they are in their ranges; changed lengths are not.
        NS_TEST_EXPECT_MSG_GT(accepted, 1000, "many changed bodies have the right shape");
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
