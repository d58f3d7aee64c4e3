/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Tables of measured latencies: their files, what is wrong with a file, batches, the catalogue.

#include "profile/latency-file.h"
#include "support/expectations.h"
#include "support/profile-test-kit.h"

#include "ns3/latency-table.h"
#include "ns3/network-catalogue.h"
#include "ns3/test.h"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <random>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// The least header.
const std::string HEADER = "# network: VGG-16\n# device: board\n# source: me\n# licence: mine\n";
/// A sound file.
const std::string SOUND = HEADER + "# clock_hz: 1.3e9\n# units: 2\n# busy_power_w: 7.5\n"
                                   "# note: any: words\n"
                                   "block,option,batch,latency_s\n"
                                   "a,fused,1,1e-3\na,fused,4,2.5e-3\na,apart,1,0.002\n"
                                   "b,,1,0.5\n";

LatencyTable
Parse(const std::string& text)
{
    return ParseLatencyTable(text, "t.csv");
}

/// Reading, asking and writing.
class TableTestCase : public TestCase
{
  public:
    TableTestCase()
        : TestCase("a table says what was measured, and nothing else")
    {
    }

  private:
    void DoRun() override
    {
        const LatencyTable table = Parse(SOUND);
        NS_TEST_EXPECT_MSG_EQ(table.GetRowCount(), 4, "rows");
        NS_TEST_EXPECT_MSG_EQ(table.GetSource().clock, 1.3e9, "clock");
        NS_TEST_EXPECT_MSG_EQ(table.GetSource().units, 2, "units");
        NS_TEST_EXPECT_MSG_EQ(table.GetSource().busyPower, 7.5, "power");
        NS_TEST_EXPECT_MSG_EQ(table.GetSource().notes.at(0), "any: words", "note");
        NS_TEST_EXPECT_MSG_EQ(table.GetSeconds("b", ""), 0.5, "as it stands");
        // Linear between 1 and 4.
        EXPECT_RELATIVE(table.GetSeconds("a", "fused", 2), 1.5e-3, 1e-12, "batch of 2");
        EXPECT_RELATIVE(table.GetSeconds("a", "fused", 3.5), 2.25e-3, 1e-12, "mean batch of 3.5");
        NS_TEST_EXPECT_MSG_EQ(table.GetSeconds("a", "fused", 4), 2.5e-3, "measured batch");
        EDGE_AI_EXPECT_ERROR(table.GetSeconds("a", "fused", 5), "in batches of 1 to 4, not of 5");
        EDGE_AI_EXPECT_ERROR(table.GetSeconds("a", "fused", 0.5), "not of 0.5");
        EDGE_AI_EXPECT_ERROR(table.GetSeconds("a", "", 1), "block 'a' was not measured on board");
        EDGE_AI_EXPECT_ERROR(table.GetSeconds("c", "x", 1), "block 'c' in option 'x' was not");
        EXPECT_TRUE(table.FindOption({"x", "apart"}, "a").first == "apart", "first of those there");
        EXPECT_TRUE(!table.FindOption({}, "a").second, "two options are no only one");
        EXPECT_TRUE(table.FindOption({}, "b").second, "the only one");
        // What is written reads back, and is written the same.
        const std::string text = FormatLatencyTable(table);
        NS_TEST_EXPECT_MSG_EQ(FormatLatencyTable(Parse(text)), text, "round trip");
        NS_TEST_EXPECT_MSG_EQ(Parse(text).GetSeconds("a", "fused", 2), 1.5e-3, "after it");
        // Windows' ends of lines, a mark in front, blanks, columns in another order.
        const LatencyTable other = Parse("\xEF\xBB\xBF# network:VGG-16\r\n#device: d\r\n"
                                         "# source: s\r\n# licence: l\r\n\r\n"
                                         " latency_s , block\r\n 2 , a \r\n");
        NS_TEST_EXPECT_MSG_EQ(other.GetSeconds("a", ""), 2, "blanks and order");
        EXPECT_TRUE(table.IsAbout("VGG-16@bits=8,inputbits=7"), "what is sent does not matter");
        EXPECT_TRUE(!table.IsAbout("VGG-16@pooling=counted"), "what is computed does");
        EXPECT_TRUE(!table.IsAbout("VGG-19"), "another network");
    }
};

/// Files that are none.
class ErrorsTestCase : public TestCase
{
  public:
    ErrorsTestCase()
        : TestCase("errors name file, line and column")
    {
    }

  private:
    void DoRun() override
    {
        const std::string columns = HEADER + "block,option,batch,latency_s\n";
        const auto row = [&](const std::string& text) { Parse(columns + text); };
        EDGE_AI_EXPECT_ERROR(Parse(""), "t.csv:1:1: the table ends before");
        EDGE_AI_EXPECT_ERROR(Parse(columns), "t.csv:6:1: the table has no row");
        EDGE_AI_EXPECT_ERROR(row("a,,1"), "t.csv:6:4: the row has 3 fields, the columns are 4");
        EDGE_AI_EXPECT_ERROR(row("a"), "t.csv:6:1: the row has 1 field, the columns are 4");
        EDGE_AI_EXPECT_ERROR(row("a,,1,1\nb,,1,1,1"), "t.csv:7:8: the row has 5 fields");
        EDGE_AI_EXPECT_ERROR(row("a,,0,1"), "t.csv:6:4: batch must be a whole number in 1..65536");
        EDGE_AI_EXPECT_ERROR(row("a,,1.5,1"), "got '1.5'");
        EDGE_AI_EXPECT_ERROR(row("a,,99999999999,1"), "t.csv:6:4: batch must be");
        EDGE_AI_EXPECT_ERROR(row("abc,,1,"), "t.csv:6:8: latency_s must be a number from 1e-09");
        EDGE_AI_EXPECT_ERROR(row("abc,,1,"), "what was not measured has no row");
        for (const std::string bad : {"-1",
                                      "0",
                                      "1e-300",
                                      "9e-10",
                                      "nan",
                                      "inf",
                                      "1e999",
                                      "0x1",
                                      "1 ms",
                                      "1e7",
                                      "1;2",
                                      "--1",
                                      "1e"})
        {
            EDGE_AI_EXPECT_ERROR(row("a,,1," + bad),
                                 "t.csv:6:6: latency_s must be a number from 1e-09");
        }
        EDGE_AI_EXPECT_ERROR(row(",,1,1"), "t.csv:6:1: a block needs a name");
        EDGE_AI_EXPECT_ERROR(row("a,x,1,1\na,x,1,2"),
                             "t.csv:7:1: block 'a' in option 'x' with "
                             "batch 1 is there twice");
        EDGE_AI_EXPECT_ERROR(row("a,\"x\",1,1"), "t.csv:6:3: quotes are not part of the format");
        EDGE_AI_EXPECT_ERROR(row(std::string("a\0b,,1,1", 8)), "t.csv:6:2: a control character");
        EDGE_AI_EXPECT_ERROR(row(std::string(5000, 'a')), "t.csv:6:4097: a line has at most 4096");
        EDGE_AI_EXPECT_ERROR(row(std::string(201, 'a') + ",,1,1"), "block has at most 200");
        EDGE_AI_EXPECT_ERROR(row("# note: late\na,,1,1"), "t.csv:6:3: the header ends with");
        EDGE_AI_EXPECT_ERROR(Parse("# clok_hz: 1\n"),
                             "t.csv:1:3: the header has no 'clok_hz'; did "
                             "you mean clock_hz?");
        EDGE_AI_EXPECT_ERROR(Parse("# words\n"), "t.csv:1:3: a line of the header is");
        EDGE_AI_EXPECT_ERROR(Parse("# device:\n"), "device has no value");
        EDGE_AI_EXPECT_ERROR(Parse(HEADER + "# device: b\n"), "t.csv:5:3: device is there twice");
        EDGE_AI_EXPECT_ERROR(Parse(HEADER + "# clock_hz: fast\n"), "t.csv:5:13: clock_hz must be");
        EDGE_AI_EXPECT_ERROR(Parse(HEADER + "# units: 0\n"), "t.csv:5:10: units must be a whole");
        EDGE_AI_EXPECT_ERROR(Parse("block,latency_s\na,1\n"),
                             "t.csv:1:1: the header has no '# "
                             "network: ...'");
        EDGE_AI_EXPECT_ERROR(Parse(HEADER + "block,latency_ms\n"),
                             "t.csv:5:7: no column is called "
                             "'latency_ms'");
        EDGE_AI_EXPECT_ERROR(Parse(HEADER + "block,block\n"), "column block is there twice");
        EDGE_AI_EXPECT_ERROR(Parse(HEADER + "block\n"), "t.csv:5:1: there is no column latency_s");
        EDGE_AI_EXPECT_ERROR(ReadLatencyFile("/nowhere/t.csv"), "/nowhere/t.csv: cannot be read");
        EDGE_AI_EXPECT_ERROR(LoadLatencyTable("repvgg-b3-jetson"), "did you mean");
        EDGE_AI_EXPECT_ERROR(LoadLatencyTable("../secret"), "no table of latencies is called");
        // A sound file with any bytes put in is a table or an error in words, never anything else.
        std::mt19937 draw(7);
        uint32_t refused = 0;
        for (uint32_t i = 0; i < 3000; ++i)
        {
            std::string text = SOUND;
            for (uint32_t k = 0; k <= draw() % 4; ++k)
            {
                text[draw() % text.size()] = static_cast<char>(draw() % 256);
            }
            const std::string error = GetError([&] { Parse(text); });
            const bool words = error == "(no error)" || error.compare(0, 6, "t.csv:") == 0;
            EXPECT_TRUE(words, error);
            refused += error == "(no error)" ? 0 : 1;
        }
        NS_TEST_EXPECT_MSG_GT(refused, 1000, "most of them are refused");
    }
};

/// The tables that come with the module, and the network they are about.
class CatalogueTestCase : public TestCase
{
  public:
    CatalogueTestCase()
        : TestCase("tables of the catalogue load, and are about the blocks of RepVGG-B3")
    {
    }

  private:
    void DoRun() override
    {
        std::size_t rows = 0;
        for (const std::string& name : ListLatencyTables())
        {
            const LatencyTable table = LoadLatencyTable(name);
            rows += table.GetRowCount();
            const NetworkProfile profile = LoadNetworkProfile(table.GetSource().network);
            EXPECT_TRUE(table.IsAbout(profile.name), name);
            EXPECT_TRUE(Contains(table.GetSource().licence, "MIT"), "licence of " << name);
            for (const std::string& block : table.GetBlocks())
            {
                const auto has = [&block](const Block& one) { return one.name == block; };
                EXPECT_TRUE(std::any_of(profile.blocks.begin(), profile.blocks.end(), has), block);
            }
        }
        NS_TEST_EXPECT_MSG_EQ(rows, 338, "published values");
        // Without stages 0 and the classifier; 2 FLOP per multiply-add, without bias.
        const NetworkProfile blocks = LoadNetworkProfile("RepVGG-B3@part=blocks,weightbits=32");
        NS_TEST_EXPECT_MSG_EQ(blocks.blocks.size(), 27, "blocks");
        const auto intensity = [&](uint32_t b, bool weights) {
            const Block& block = blocks.blocks.at(b);
            const double in = 4.0 * blocks.blocks.at(b - 1).GetOutputElements();
            const double bytes = 4.0 * block.GetOutputElements() + in;
            const double kept = 4.0 * (block.parameters - double(block.outputShape[0]));
            return block.flop / (bytes + (weights ? kept : 0));
        };
        // The whole network is public: 110.96 M parameters, 26.2 G multiply-adds.
        const NetworkProfile whole = LoadNetworkProfile("RepVGG-B3");
        EXPECT_ABSOLUTE(whole.GetParameters() / 1e6, 110.96, 0.005, "parameters");
        EXPECT_ABSOLUTE(whole.GetMultiplyAdds() / 1e9, 26.2, 0.05, "multiply-adds");
        NS_TEST_EXPECT_MSG_EQ(blocks.blocks.at(11).name, "stage3.1", "name");
        EXPECT_RELATIVE(intensity(11, false), 1728, 1e-6, "stage3.1 without weights");
        EXPECT_RELATIVE(intensity(11, true), 92.740, 1e-5, "stage3.1 with weights");
        EXPECT_RELATIVE(intensity(1, false), 432, 1e-6, "stage1.1 without weights");
        EXPECT_RELATIVE(intensity(1, true), 338.688, 1e-5, "stage1.1 with weights");
        NS_TEST_EXPECT_MSG_EQ(blocks.blocks.at(0).flop, 693633024, "stage1.0");

        const LatencyTable jetson = LoadLatencyTable("repvgg-b3-jetson-tx2");
        const BlockTimes times = MeasureBlocks(blocks, jetson, {"FUSED_ALL", "FUSED_3_1"});
        EXPECT_RELATIVE(times.GetTime(0, 26), 0.151064, 1e-6, "all fused");
        EXPECT_TRUE(std::isnan(times.GetTime(20, 27)), "stage4.0 was not measured there");
        EDGE_AI_EXPECT_ERROR(MeasureBlocks(blocks, jetson, {}),
                             "was measured on NVIDIA Jetson TX2 "
                             "in one way only");
        EDGE_AI_EXPECT_ERROR(MeasureBlocks(LoadNetworkProfile("VGG-16"),
                                           Parse(HEADER + "block,latency_s\nconv1_1,1\n"),
                                           {"fast"}),
                             "in option fast; of 'conv1_1' there is one without a name");
        EDGE_AI_EXPECT_ERROR(MeasureBlocks(whole, jetson, {}), "are not those of 'RepVGG-B3'");
        // A name that is misspelt would leave the block that was meant without a time.
        const std::string sound = HEADER + "block,latency_s\nconv1_1,1\nconv1_2,2\n";
        const NetworkProfile vgg = LoadNetworkProfile("VGG-16");
        NS_TEST_EXPECT_MSG_EQ(MeasureBlocks(vgg, Parse(sound), {}).GetTime(0, 2), 3, "both");
        EDGE_AI_EXPECT_ERROR(MeasureBlocks(vgg, Parse(sound + "conv1-3,1\n"), {}),
                             "the times on board name a block 'conv1-3', which 'VGG-16' does not "
                             "have; did you mean conv1_1?");
        EDGE_AI_EXPECT_ERROR(MeasureBlocks(vgg, Parse(sound + "something,1\n"), {}),
                             "name a block 'something', which 'VGG-16' does not have");
    }
};

class LatencyTableTestSuite : public TestSuite
{
  public:
    LatencyTableTestSuite()
        : TestSuite("edge-ai-latency-table", TEST_UNIT)
    {
        AddTestCase(new TableTestCase, TEST_QUICK);
        AddTestCase(new ErrorsTestCase, TEST_QUICK);
        AddTestCase(new CatalogueTestCase, TEST_QUICK);
    }
};

const LatencyTableTestSuite g_latencyTableTestSuite; ///< registers the suite

} // namespace
