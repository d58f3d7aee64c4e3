/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The archive and the registry, with a message that the module does not know: every kind of field
// survives the wire, what is out of range is refused by name.

#include "application/co-inference/co-inference-body.h"
#include "application/message/dissector-table.h"
#include "application/message/message-registry.h"
#include "application/pipeline/pipeline-body.h"
#include "support/gradient-exchange.h"
#include "support/last-words.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <cmath>
#include <functional>
#include <limits>
#include <sstream>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

class KindCase : public TestCase
{
  public:
    KindCase()
        : TestCase("every kind of field survives the wire, and no truncation does")
    {
    }

  private:
    void DoRun() override
    {
        const GradientBody body = MakeGradientBody(77);
        std::vector<uint8_t> bytes = Encode(body);
        GradientBody read;
        std::string fault;
        NS_TEST_ASSERT_MSG_EQ(Decode(bytes, read, &fault), true, fault);
        NS_TEST_EXPECT_MSG_EQ((Encode(read) == bytes), true, "the same again");
        NS_TEST_EXPECT_MSG_EQ(read.round, body.round, "64 bits");
        NS_TEST_EXPECT_MSG_EQ((read.form == GradientForm::HALF), true, "enumeration");
        NS_TEST_EXPECT_MSG_EQ(read.last, true, "bool");
        NS_TEST_EXPECT_MSG_EQ(+read.epoch, 3, "8 bits");
        NS_TEST_EXPECT_MSG_EQ(read.batch, 128, "16 bits");
        NS_TEST_EXPECT_MSG_EQ(read.samples, 77, "32 bits");
        NS_TEST_EXPECT_MSG_EQ(read.loss, body.loss, "double, exactly");
        NS_TEST_EXPECT_MSG_EQ(read.model, body.model, "text");
        NS_TEST_EXPECT_MSG_EQ(read.whole.width, 1056, "nested");
        NS_TEST_EXPECT_MSG_EQ(read.shape.at(2), 10, "list of integers");
        NS_TEST_EXPECT_MSG_EQ(read.scales.at(1), 1e3, "list of doubles");
        NS_TEST_EXPECT_MSG_EQ(read.layers.at(1).name, "dense 2", "list of structs");
        bytes.push_back(0);
        NS_TEST_EXPECT_MSG_EQ(Decode(bytes, read, &fault), false, "one byte too many");
        NS_TEST_EXPECT_MSG_EQ(fault, "1 bytes are left over behind its fields", "says so");
        bytes.pop_back();
        while (!bytes.empty())
        {
            bytes.pop_back();
            NS_TEST_EXPECT_MSG_EQ(Decode(bytes, read, &fault), false, bytes.size() << " bytes");
            NS_TEST_EXPECT_MSG_NE(fault.find("is missing"), std::string::npos, fault);
        }
    }
};

class RefusalCase : public TestCase
{
  public:
    RefusalCase()
        : TestCase("what is out of range is refused, with the field and the range")
    {
    }

  private:
    /// @param [in] change of a sound body  @param [in] expected what is said about it
    void Expect(const std::function<void(GradientBody&)>& change, const std::string& expected)
    {
        GradientBody body = MakeGradientBody(1);
        change(body);
        GradientBody read;
        std::string fault;
        NS_TEST_EXPECT_MSG_EQ(Decode(Encode(body), read, &fault), expected.empty(), expected);
        NS_TEST_EXPECT_MSG_EQ(fault, expected, "in words");
        NS_TEST_EXPECT_MSG_EQ(ExplainBody(body), expected, "its sender can know it");
    }

    void DoRun() override
    {
        using Body = GradientBody&;
        const double none = std::numeric_limits<double>::quiet_NaN();
        Expect([](Body) {}, "");
        Expect([](Body b) { b.epoch = 0; }, "epoch is 0; allowed is 1 to 100");
        Expect([](Body b) { b.batch = 5000; }, "batch is 5000; allowed is 1 to 4096");
        Expect([](Body b) { b.loss = -1; }, "loss is -1; allowed is 0 to 1e+06");
        Expect([=](Body b) { b.loss = none; }, "loss is nan; allowed is 0 to 1e+06");
        Expect([](Body b) { b.form = static_cast<GradientForm>(3); },
               "form is 3; allowed is 0 (float) to 2 (byte)");
        Expect([](Body b) { b.shape[1] = 0; }, "shape[1] is 0; allowed is 1 to 1e+09");
        Expect([](Body b) { b.scales[0] = 0; }, "scales[0] is 0; allowed is 1e-50 to 1e+50");
        Expect(
            [](Body b) { b.whole.norm = -2; },
            "whole.norm is -2; allowed is 0, and 1e-50 to 1e+50, or not a number where it is not "
            "known");
        Expect([=](Body b) { b.whole.norm = none; }, "");
        Expect([](Body b) { b.layers[1].norm = 1e-60; },
               "layer[1].norm is 1e-60; allowed is 0, and 1e-50 to 1e+50, or not a number where it "
               "is not known");

        // Lengths that only somebody says: text 1025, list 2^20 + 1, list far beyond the end.
        const std::vector<uint8_t> good = Encode(MakeGradientBody(1));
        const std::size_t text = 8 + 1 + 1 + 1 + 2 + 4 + 8;
        ExpectSpoilt(good, text, {0x04, 0x01}, "model has a length of 1025; allowed is 0 to 1024");
        const std::size_t list = text + 2 + 13 + 2 + 3 + 2 + 8;
        ExpectSpoilt(good,
                     list,
                     {0x00, 0x10, 0x00, 0x01},
                     "shape has a length of 1048577; allowed is 0 to 1048576");
        GradientBody read;
        std::string fault;
        std::vector<uint8_t> bytes = good;
        bytes[list + 1] = 0x10;
        bytes[list + 3] = 0;
        NS_TEST_EXPECT_MSG_EQ(Decode(bytes, read, &fault), false, "a million that are not there");
        NS_TEST_EXPECT_MSG_LT(read.shape.capacity(), 1000, "and take no room");
        bytes = good;
        bytes[8 + 1] = 2;
        NS_TEST_EXPECT_MSG_EQ(Decode(bytes, read, &fault), false, "a bool of 2");
        NS_TEST_EXPECT_MSG_EQ(fault, "last is 2; allowed is 0 (no) or 1 (yes)", "in words");
    }

    void ExpectSpoilt(std::vector<uint8_t> bytes,
                      std::size_t at,
                      const std::vector<uint8_t>& with,
                      const std::string& expected)
    {
        std::copy(with.begin(), with.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
        GradientBody read;
        std::string fault;
        NS_TEST_EXPECT_MSG_EQ(Decode(bytes, read, &fault), false, expected);
        NS_TEST_EXPECT_MSG_EQ(fault, expected, "in words");
    }
};

class RegistryCase : public TestCase
{
  public:
    RegistryCase()
        : TestCase("types are found by value, and no value can be taken twice")
    {
    }

  private:
    void ExpectDeath(const MessageDescription& description, const std::string& words)
    {
        const std::string said = HearLastWords([&] { MessageRegistry::Register(description); });
        NS_TEST_EXPECT_MSG_NE(said.find(words), std::string::npos, words << " in: " << said);
    }

    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(std::string(ToString(GradientMessage::GRADIENT)), "GRADIENT", "own");
        NS_TEST_EXPECT_MSG_EQ(std::string(ToString(CoInferenceMessage::PLAN)), "PLAN", "family");
        NS_TEST_EXPECT_MSG_EQ(std::string(ToString(PipelineMessage::PLAN)),
                              "PIPELINE_PLAN",
                              "another");
        NS_TEST_EXPECT_MSG_EQ(std::string(ToString(MessageType{120})), "UNKNOWN", "nobody's");
        const char* names[] = {"REQUEST", "PLAN", "FEATURE", "RESULT", "REPORT", "FRAME"};
        for (uint8_t i = 0; i < 6; ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(std::string(ToString(MessageType(i + 1))), names[i], "values");
        }
        MessageDescription twice{CoInferenceMessage::PLAN, "MINE", "mine", "", {}, {}};
        ExpectDeath(twice, "registered twice: as PLAN and as MINE");
        twice.type = MessageType{201};
        twice.name = "PLAN";
        ExpectDeath(twice, "Message types 2 and 201 are both called PLAN");
        twice.name = "MINE";
        twice.body = "plan";
        ExpectDeath(twice, "PLAN and MINE have different bodies called \"plan\"");
        twice.body = "offset";
        ExpectDeath(twice, "a body cannot be called \"offset\"");
        twice.body = "mine";
        twice.fields = {{Field("Split", "", ""), WireKind::UINT8, false, {}}};
        ExpectDeath(twice, "\"mine.Split\": names are lower_case words");
        twice.fields = {{Field("form", "", ""), WireKind::CHOICE, false, {}}};
        ExpectDeath(twice, "\"mine.form\" is an enumeration and has no words");
    }
};

class TableCase : public TestCase
{
  public:
    TableCase()
        : TestCase("a message of somebody else's is in the table and travels")
    {
    }

  private:
    void DoRun() override
    {
        std::ostringstream table;
        PrintDissectorTable(table, "_G.EDGE_AI_MESSAGES", MessageRegistry::LAST_OWN + 1, 255);
        const std::string text = table.str();
        for (const char* part :
             {"_G.EDGE_AI_MESSAGES = {",
              "{type = 200, name = \"GRADIENT\", body = \"gradient\", payload = \"real\"",
              "{\"form\", \"choice\", \"\", \"of the numbers\", words = {[0] = \"float\", "
              "\"half\", "
              "\"byte\"}}",
              "{\"epoch\", \"uint8\", \"\", \"local epoch\", least = 1, most = 100}",
              "{\"layer\", \"struct\", \"\", \"in order\", list = true, fields = {"})
        {
            NS_TEST_EXPECT_MSG_NE(text.find(part), std::string::npos, part << " in\n" << text);
        }
        NS_TEST_EXPECT_MSG_EQ(text.find("REQUEST"), std::string::npos, "and nothing of the house");

        GradientFixture run(false);
        run.receiver->TraceConnectWithoutContext("Malformed", MakeCallback(&TableCase::Note, this));
        GradientBody wrong = MakeGradientBody(2);
        wrong.epoch = 0;
        run.sender->Send(1, MakeGradientBody(1), {1, 2, 3});
        run.sender->Send(2, wrong, {});
        run.Run(3);
        NS_TEST_ASSERT_MSG_EQ(run.receiver->GetArrivals().size(), 1, "decoded");
        NS_TEST_EXPECT_MSG_EQ(run.receiver->GetArrivals()[0].bytes->size(), 3, "with its payload");
        NS_TEST_EXPECT_MSG_EQ(run.receiver->GetMalformedCount(), 1, "counted");
        NS_TEST_EXPECT_MSG_EQ(m_reason, "epoch is 0; allowed is 1 to 100", "traced");
    }

    void Note(const std::string& reason)
    {
        m_reason = reason;
    }

    std::string m_reason;
};

class MessageArchiveTestSuite : public TestSuite
{
  public:
    MessageArchiveTestSuite()
        : TestSuite("edge-ai-message-archive", TEST_UNIT)
    {
        AddTestCase(new KindCase, TEST_QUICK);
        AddTestCase(new RefusalCase, TEST_QUICK);
        AddTestCase(new RegistryCase, TEST_QUICK);
        AddTestCase(new TableCase, TEST_QUICK);
    }
};

MessageArchiveTestSuite g_messageArchiveTestSuite; ///< registers the suite

} // namespace
