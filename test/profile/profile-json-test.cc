/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Profile files: what was written is read, and errors name file, line, field and range.

#include "support/profile-test-kit.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/network-catalogue.h"
#include "ns3/profile-json.h"
#include "ns3/test.h"

#include <filesystem>
#include <fstream>
#include <limits>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A small document; line numbers of the fields matter to the tests below.
const char* const SMALL = R"({
  "edgeAiProfile": 1,
  "name": "small",
  "inputBits": 6144,
  "resultBits": 8000,
  "elementBits": 16,
  "blocks": [
    {"name": "a", "kind": "convolution",
     "flop": 200,
     "multiplyAdds": 100,
     "parameters": 10, "weightBytes": 20,
     "outputShape": [4, 8, 8],
     "rows": {"kernel": 3, "stride": 1, "padding": 1}},
    {"name": "b", "kind": "linear",
     "flop": 20,
     "parameters": 5,
     "weightBytes": 10,
     "outputShape": [10]}
  ],
  "cuts": [0,
           1,
           2],
  "exits": [
    {"afterBlock": 1, "flop": 7,
     "accuracy": 0.5,
     "share": 0.25}
  ]
}
)";

/// @returns the small document with one piece replaced
std::string
Replace(const std::string& piece, const std::string& replacement)
{
    std::string text = SMALL;
    const auto at = text.find(piece);
    return at == std::string::npos ? "piece not found"
                                   : text.replace(at, piece.size(), replacement);
}

/// @returns whether two profiles are equal in every field
bool
AreEqual(const NetworkProfile& a, const NetworkProfile& b)
{
    bool equal = a.name == b.name && a.source == b.source && a.inputBits == b.inputBits &&
                 a.resultBits == b.resultBits && a.elementBits == b.elementBits &&
                 a.inputShape == b.inputShape && a.accuracy == b.accuracy && a.cuts == b.cuts &&
                 a.blocks.size() == b.blocks.size() && a.exits.size() == b.exits.size();
    for (std::size_t i = 0; equal && i < a.blocks.size(); ++i)
    {
        const Block& x = a.blocks[i];
        const Block& y = b.blocks[i];
        equal = x.name == y.name && x.kind == y.kind && x.flop == y.flop &&
                x.multiplyAdds == y.multiplyAdds && x.parameters == y.parameters &&
                x.weightBytes == y.weightBytes && x.outputShape == y.outputShape &&
                x.rows.kernel == y.rows.kernel && x.rows.stride == y.rows.stride &&
                x.rows.padding == y.rows.padding && x.rows.trailing == y.rows.trailing &&
                x.stateBytes == y.stateBytes;
    }
    for (std::size_t i = 0; equal && i < a.exits.size(); ++i)
    {
        const Exit& x = a.exits[i];
        const Exit& y = b.exits[i];
        equal = x.afterBlock == y.afterBlock && x.flop == y.flop && x.accuracy == y.accuracy &&
                x.share == y.share;
    }
    return equal;
}

} // namespace

/// What is written reads back exactly.
class RoundTripTestCase : public TestCase
{
  public:
    RoundTripTestCase()
        : TestCase("every catalogue network and awkward values survive writing and reading")
    {
    }

  private:
    void DoRun() override
    {
        for (const auto& name : ListNetworks())
        {
            const NetworkProfile profile = LoadNetworkProfile(name);
            const std::string text = FormatProfile(profile);
            const NetworkProfile back = ParseProfile(text, name);
            NS_TEST_EXPECT_MSG_EQ(AreEqual(profile, back), true, name);
            NS_TEST_EXPECT_MSG_EQ(FormatProfile(back), text, name);
        }
        NetworkProfile awkward = ParseProfile(SMALL);
        awkward.name = "quote \" backslash \\ tab \t umlaut \xc3\xa4 line\n";
        awkward.source = std::string("zero \0 byte", 11);
        awkward.blocks[0].flop = 9007199254740993; // not a double
        awkward.blocks[0].stateBytes = (1ULL << 62) + 1;
        awkward.inputBits = std::numeric_limits<int64_t>::max();
        awkward.accuracy = 0.1 + 0.2;
        awkward.exits[0].share = 1.0 / 3;
        awkward.exits[0].accuracy = std::numeric_limits<double>::denorm_min();
        NS_TEST_EXPECT_MSG_EQ(AreEqual(awkward, ParseProfile(FormatProfile(awkward))),
                              true,
                              "awkward values");
        const std::string path = CreateTempDirFilename("profile.json");
        WriteProfileFile(awkward, path);
        NS_TEST_EXPECT_MSG_EQ(AreEqual(awkward, LoadNetworkProfile(path)), true, "by file");

        awkward.cuts = {2, 1};
        EDGE_AI_EXPECT_ERROR(FormatProfile(awkward), "cuts[1] must be greater");
        EDGE_AI_EXPECT_ERROR(WriteProfileFile(ParseProfile(SMALL), "/nowhere/x.json"),
                             "/nowhere/x.json: cannot be written");
    }
};

/// Defaults of what may be left out.
class OptionalFieldsTestCase : public TestCase
{
  public:
    OptionalFieldsTestCase()
        : TestCase("what may be left out has its default")
    {
    }

  private:
    void DoRun() override
    {
        const NetworkProfile profile = ParseProfile(SMALL);
        NS_TEST_EXPECT_MSG_EQ(profile.blocks[1].multiplyAdds, 0, "multiplyAdds");
        NS_TEST_EXPECT_MSG_EQ(profile.blocks[1].rows.kernel, 0, "rows");
        NS_TEST_EXPECT_MSG_EQ(profile.blocks[0].stateBytes, 0, "stateBytes");
        NS_TEST_EXPECT_MSG_EQ(profile.accuracy, 0, "accuracy");
        NS_TEST_EXPECT_MSG_EQ(profile.source, "", "source");
        NS_TEST_EXPECT_MSG_EQ(profile.inputShape.empty(), true, "inputShape");
        NS_TEST_EXPECT_MSG_EQ(profile.cuts.size(), 3, "cuts as listed");
        NS_TEST_EXPECT_MSG_EQ(profile.GetCutBits(1), 4 * 8 * 8 * 16, "output of block 1");
        NS_TEST_EXPECT_MSG_EQ(
            ParseProfile(Replace("\"flop\": 20,", "\"flop\": -0,")).blocks[1].flop,
            0,
            "minus nothing");
    }
};

/// Errors name file, line, field and range.
class JsonErrorsTestCase : public TestCase
{
  public:
    JsonErrorsTestCase()
        : TestCase("errors name the file, the line, the field and the allowed range")
    {
    }

  private:
    /// Expects an error after a replacement.
    void Expect(const std::string& piece, const std::string& replacement, const std::string& error)
    {
        EDGE_AI_EXPECT_ERROR(ParseProfile(Replace(piece, replacement), "vit.json"), error);
    }

    void DoRun() override
    {
        // Values out of range.
        Expect("\"flop\": 20,",
               "\"flop\": -5,",
               "vit.json:15: blocks[1].flop must be >= 0, got -5");
        Expect("\"flop\": 20,", "\"flop\": -5\n,", "vit.json:15: blocks[1].flop must be >= 0");
        Expect("\"flop\": 20,",
               "\"flop\": 9223372036854775808,",
               "vit.json:15: blocks[1].flop must be a whole number in 0..9223372036854775807, got "
               "9223372036854775808");
        Expect("\"flop\": 20,", "\"flop\": 99999999999999999999,", "got 99999999999999999999");
        Expect("\"flop\": 20,", "\"flop\": 20.5,", "must be a whole number in 0..");
        Expect("\"flop\": 20,", "\"flop\": 1e999,", "vit.json:15: number overflow");
        Expect("\"flop\": 20,", "\"flop\": 1e999,", "(at blocks[1].flop)");
        Expect("\"flop\": 20,", "\"flop\": NaN,", "vit.json:15: syntax error");
        Expect("\"multiplyAdds\": 100",
               "\"multiplyAdds\": 101",
               "vit.json:10: blocks[0].multiplyAdds must be a whole number in 0..100, got 101");
        Expect("\"elementBits\": 16", "\"elementBits\": 65", "vit.json:6: elementBits must be");
        Expect("[4, 8, 8]", "[4, 0, 8]", "vit.json:12: blocks[0].outputShape[1] must be a whole");
        Expect("[4, 8, 8]", "[]", "vit.json:12: blocks[0].outputShape must have at least one");
        Expect("[4, 8, 8]",
               "[4294967295, 4294967295, 8]",
               "vit.json:12: blocks[0].outputShape must hold fewer than 2^63 bits");
        Expect("\"padding\": 1", "\"padding\": 3", "vit.json:13: blocks[0].rows.padding must be");
        Expect("\"padding\": 1",
               "\"padding\": 1, \"trailing\": 3",
               "vit.json:13: blocks[0].rows.trailing must be");
        Expect("\"kernel\": 3", "\"kernel\": 0", "vit.json:13: blocks[0].rows.kernel must be");
        Expect("\"accuracy\": 0.5",
               "\"accuracy\": 1.5",
               "vit.json:25: exits[0].accuracy must be a number in [0, 1], got 1.5");
        Expect("\"share\": 0.25",
               "\"share\": \"all\"",
               "vit.json:26: exits[0].share must be a num");
        Expect("\"afterBlock\": 1", "\"afterBlock\": 3", "exits[0].afterBlock must be a whole");
        Expect("\"edgeAiProfile\": 1", "\"edgeAiProfile\": 2", "vit.json:2: edgeAiProfile must be");
        // Sums are checked with the field that goes over.
        Expect("\"flop\": 20,",
               "\"flop\": 9223372036854775800,",
               "vit.json:15: blocks[1].flop makes the sum over the blocks exceed");
        // Cuts.
        Expect("           2]",
               "           3]",
               "vit.json:22: cuts[2] must be a whole number in 0..2");
        Expect("           2]",
               "           1]",
               "vit.json:22: cuts[2] must be greater than the cut");
        Expect("[0,\n           1,\n           2]",
               "[]",
               "vit.json:20: cuts must name at least one");
        // Types.
        Expect("\"name\": \"small\"", "\"name\": 5", "vit.json:3: name must be a text, got 5");
        Expect("[10]", "10", "vit.json:18: blocks[1].outputShape must be a list, got 10");
        Expect("[10]",
               "[\"x\"]",
               "blocks[1].outputShape[0] must be a whole number in 1..4294967295");
        Expect("\"linear\"",
               "\"linaer\"",
               "vit.json:14: blocks[1].kind must be one of convolution");
        Expect("{\"kernel\": 3, \"stride\": 1, \"padding\": 1}",
               "null",
               "vit.json:13: blocks[0].rows must be an object, got null");
        // Keys.
        Expect("\"parameters\": 5,", "", "vit.json:14: blocks[1].parameters is missing");
        Expect("\"resultBits\": 8000,", "", "vit.json:1: resultBits is missing");
        Expect("\"parameters\": 5,",
               "\"parameters\": 5, \"params\": 5,",
               "vit.json:16: unknown key blocks[1].params; allowed are name, kind");
        Expect("\"parameters\": 5,",
               "\"parameters\": 5, \"parameters\": 6,",
               "vit.json:16: key \"parameters\" is given twice");
        // Syntax.
        Expect("\"flop\": 20,", "\"flop\" 20,", "vit.json:15: syntax error");
        Expect("  ]\n}", "  ]", "vit.json:27: syntax error");
        EDGE_AI_EXPECT_ERROR(ParseProfile("", "vit.json"), "vit.json:1: syntax error");
        EDGE_AI_EXPECT_ERROR(ParseProfile("5", "vit.json"),
                             "the document must be an object, got 5");
        EDGE_AI_EXPECT_ERROR(ParseProfile("{} {}", "vit.json"), "vit.json:1: syntax error");
        EDGE_AI_EXPECT_ERROR(ParseProfile("{}", "vit.json"),
                             "vit.json:1: edgeAiProfile is missing");
        EDGE_AI_EXPECT_ERROR(ParseProfile("{\"name\": \"\xff\"}", "x"), "x:1: syntax error");
        const std::string text = SMALL;
        const auto begin = text.find("\"blocks\": [") + 11;
        const auto end = text.find("  ],");
        EDGE_AI_EXPECT_ERROR(ParseProfile(text.substr(0, begin) + text.substr(end), "vit.json"),
                             "vit.json:7: blocks must hold at least one block");
    }
};

/// Documents that would take too much memory or stack.
class HostileJsonTestCase : public TestCase
{
  public:
    HostileJsonTestCase()
        : TestCase("deep, long and endless documents are refused")
    {
    }

  private:
    void DoRun() override
    {
        EDGE_AI_EXPECT_ERROR(ParseProfile(std::string(1000000, '['), "x"),
                             "x:1: nested deeper than 32 levels");
        EDGE_AI_EXPECT_ERROR(ParseProfile(std::string((64U << 20) + 1, ' '), "x"),
                             "x: must be at most 67108864 bytes long");
        std::string many = "[0";
        for (uint32_t i = 0; i < 1000001; ++i)
        {
            many += "\n,0";
        }
        EDGE_AI_EXPECT_ERROR(ParseProfile(many + "]", "x"), "more than 1000000 values");
        std::string keys = "{";
        for (uint32_t i = 0; i < 100; ++i)
        {
            keys += "\"k" + std::to_string(i) + "\": 0,";
        }
        EDGE_AI_EXPECT_ERROR(ParseProfile(keys, "x"), "at most 64 keys");
        EDGE_AI_EXPECT_ERROR(ReadProfileFile("/dev/zero"),
                             "/dev/zero: cannot be read: it is a device");
        EDGE_AI_EXPECT_ERROR(ReadProfileFile("/"), "/: cannot be read: it is a directory");
        const std::string path = CreateTempDirFilename("broken.json");
        std::ofstream(path) << "{\n\n5";
        EDGE_AI_EXPECT_ERROR(ReadProfileFile(path), path + ":3: syntax error");
        std::ofstream(path).close();
        EDGE_AI_EXPECT_ERROR(ReadProfileFile(path), path + ": is empty");
        // Its length is not asked for, as it may grow.
        std::ofstream(path).close();
        std::filesystem::resize_file(path, (std::uintmax_t{64} << 20) + 1);
        EDGE_AI_EXPECT_ERROR(ReadProfileFile(path), path + ": must be at most 67108864 bytes");
    }
};

/// Profiles as JSON.
class ProfileJsonTestSuite : public TestSuite
{
  public:
    ProfileJsonTestSuite()
        : TestSuite("edge-ai-profile-json", TEST_UNIT)
    {
        AddTestCase(new RoundTripTestCase, TEST_QUICK);
        AddTestCase(new OptionalFieldsTestCase, TEST_QUICK);
        AddTestCase(new JsonErrorsTestCase, TEST_QUICK);
        AddTestCase(new HostileJsonTestCase, TEST_QUICK);
    }
};

static ProfileJsonTestSuite g_profileJsonTestSuite; ///< registers the suite
