/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The two language models of LAIM's paper (arXiv 2505.09214v1): what is printed of them, beside
// what layer arithmetic gives.

#include "support/expectations.h"

#include "ns3/network-catalogue.h"

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// BERT-base and BART-base against printed counts.
class LanguagePairTestCase : public TestCase
{
  public:
    LanguagePairTestCase()
        : TestCase("parameters and work of BERT-base and BART-base as printed")
    {
    }

  private:
    void DoRun() override
    {
        // Printed: 109.48 M and 139.42 M. A block of width 768 has 7 087 872; block 1 embeds.
        const NetworkProfile bert = LoadNetworkProfile("BERT-base");
        NS_TEST_EXPECT_MSG_EQ(bert.GetParameters(), 109482240, "BERT-base");
        NS_TEST_EXPECT_MSG_EQ(bert.blocks[1].parameters, 7087872, "a block");
        const uint64_t before[] = {45100800, 66364416, 87628032, 108891648};
        for (uint32_t i = 0; i < 4; ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(bert.GetParametersBefore(1 + 3 * (i + 1)),
                                  before[i],
                                  "cut " << 3 * (i + 1));
        }
        // The pooler, which follows the last block, makes it the whole.
        NS_TEST_EXPECT_MSG_EQ(before[3] + bert.blocks.back().parameters, 109482240, "cut 12");

        const NetworkProfile bart = LoadNetworkProfile("BART-base");
        NS_TEST_EXPECT_MSG_EQ(bart.GetParameters(), 139420416, "BART-base");
        NS_TEST_EXPECT_MSG_EQ(bart.blocks[1].parameters, 7087872, "an encoder block");
        NS_TEST_EXPECT_MSG_EQ(bart.blocks[7].parameters, 9451776, "a decoder block");
        NS_TEST_EXPECT_MSG_EQ(bart.GetParametersBefore(5), 68534016, "device's part at cut 4");
        NS_TEST_EXPECT_MSG_EQ(139420416 - bart.GetParametersBefore(5), 70886400, "server's part");
        EXPECT_TRUE(bart.cuts == (std::vector<uint32_t>{0, 1, 2, 3, 4, 5, 6, 7, 14}),
                    "cuts in the encoder alone");
        // The paper prints width 1024 for it, which would be another network.
        const uint64_t width = 1024;
        const uint64_t encoder = 12 * width * width + 13 * width;
        const uint64_t decoder = 16 * width * width + 19 * width;
        const uint64_t tables = (50265 + 2 * 1026 + 4) * width;
        NS_TEST_EXPECT_MSG_EQ(tables + 6 * (encoder + decoder), 229934080, "of width 1024");

        // Work. BERT-base: 21.77 GFLOP printed, of 128 tokens. Ours counts the attention's products
        // as well, 2.7 % more; without them it is the printed figure to 0.2 %.
        const double products = 12 * 4.0 * 128 * 128 * 768;
        EXPECT_RELATIVE(double(bert.GetFlop()), 21.77e9, 0.03, "BERT-base");
        EXPECT_RELATIVE(bert.GetFlop() - products, 21.77e9, 0.002, "without attention's products");
        // BART-base: 6.44 GFLOP printed, with no number of tokens. 128 take far more; the nearest
        // round number of tokens is 64, in multiply-adds.
        EXPECT_TRUE(bart.GetFlop() > 20e9, bart.GetFlop() << " FLOP of 128 tokens");
        const NetworkProfile half = LoadNetworkProfile("BART-base@tokens=64,targets=64");
        EXPECT_RELATIVE(double(half.GetMultiplyAdds() - half.blocks.back().multiplyAdds),
                        6.44e9,
                        0.005,
                        "64 tokens, in multiply-adds");

        // By hand: an encoder block, and a decoder block with attention to the encoder.
        const uint64_t d = 768;
        NS_TEST_EXPECT_MSG_EQ(bart.blocks[1].multiplyAdds,
                              12 * 128 * d * d + 2 * 128 * 128 * d,
                              "encoder block");
        const NetworkProfile brief = LoadNetworkProfile("BART-base@tokens=128,targets=10");
        NS_TEST_EXPECT_MSG_EQ(brief.blocks[7].multiplyAdds,
                              10 * 14 * d * d + 128 * 2 * d * d + 2 * 10 * 10 * d +
                                  2 * 10 * 128 * d,
                              "decoder block");
        EXPECT_TRUE(brief.blocks[7].outputShape == (std::vector<uint32_t>{10, 768}), "its tokens");
        NS_TEST_EXPECT_MSG_EQ(brief.blocks[7].stateBytes, 2 * (10 + 128) * d * 2, "its state");
        NS_TEST_EXPECT_MSG_EQ(bart.blocks.back().parameters, 0, "the head is the embedding's");
        const NetworkProfile encoder6 = LoadNetworkProfile("BART-base@part=encoder");
        NS_TEST_EXPECT_MSG_EQ(encoder6.GetBlockCount(), 6, "the encoder alone");
        NS_TEST_EXPECT_MSG_EQ(encoder6.GetCuts().size(), 7, "all of its cuts");
    }
};

/// Language models of LAIM's paper.
class LanguagePairTestSuite : public TestSuite
{
  public:
    LanguagePairTestSuite()
        : TestSuite("edge-ai-language-pair", TEST_UNIT)
    {
        AddTestCase(new LanguagePairTestCase, TEST_QUICK);
    }
};

LanguagePairTestSuite g_languagePairTestSuite; ///< registers the suite

} // namespace
