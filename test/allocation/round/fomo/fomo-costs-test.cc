/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Work, memory and gradients of depth blocks, from the printed constants and from a profile; merged
// blocks. Checks F1 of the definition.

#include "allocation/round/fomo/fomo-defaults.h"
#include "allocation/round/fomo/fomo-depth.h"
#include "support/fomo-test-support.h"

#include "ns3/network-catalogue.h"
#include "ns3/profile-error.h"

#include <functional>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::fomotest;

namespace
{

/// @returns how deep a worker of some memory comes
std::size_t
GetCap(const RoundDepth& depth, double memoryBytes)
{
    RoundWorker worker;
    worker.flops = 1e12;
    worker.memoryBytes = memoryBytes;
    std::size_t cap = 0;
    for (const FomoBlock& block : MergeFomoBlocks(depth, depth.blocks.size()))
    {
        cap += std::isfinite(GetFomoComputeTime(worker, block)) ? 1 : 0;
    }
    return cap;
}

/// The default constants.
class FomoConstantsTestCase : public TestCase
{
  public:
    FomoConstantsTestCase()
        : TestCase("constants of RoBERTa-base come out of its profile (F1)")
    {
    }

  private:
    void DoRun() override;
};

void
FomoConstantsTestCase::DoRun()
{
    const RoundDepth lora = MakeFomoDepth(LoadNetworkProfile("RoBERTa-base"));
    NS_TEST_ASSERT_MSG_EQ(lora.blocks.size(), 12U, "J");
    EXPECT_RELATIVE(lora.forwardFlop, 3.575560e11, GIVEN, "alpha");
    EXPECT_RELATIVE(lora.backwardFlop, 2.979634e10, GIVEN, "beta");
    EXPECT_RELATIVE(lora.blocks[11].weightFlop, 1.006633e8, GIVEN, "omega");
    EXPECT_ABSOLUTE(lora.blocks[0].gradientBits, 786432, 0, "S");
    EXPECT_RELATIVE(lora.baseMemoryBytes, 4.985825e8, GIVEN, "M0");
    EXPECT_RELATIVE(lora.activationBytes, 1.384120e8, GIVEN, "m_a");
    EXPECT_ABSOLUTE(lora.blocks[0].memoryBytes, 294912, 0, "m_g");
    EXPECT_RELATIVE(lora.forwardFlop, 2048. * 12 * 14548992, 1e-15, "n J F_f");
    for (const auto& [memory, cap] :
         {std::pair(1.0e9, 3U), {1.5e9, 7U}, {2.0e9, 10U}, {2.5e9, 12U}, {1e7, 0U}, {1e15, 12U}})
    {
        NS_TEST_EXPECT_MSG_EQ(GetCap(lora, memory), cap, "blocks within " << memory << " B");
    }
    NS_TEST_EXPECT_MSG_EQ(GetCap(lora, 0), 12U, "no limit");
    const double five = lora.baseMemoryBytes + 5 * lora.activationBytes + 294912;
    NS_TEST_EXPECT_MSG_EQ(GetCap(lora, five), 5U, "to the byte");
    NS_TEST_EXPECT_MSG_EQ(GetCap(lora, five - 1), 4U, "one byte too few");

    const RoundDepth whole = MakeFomoWholeProblem().depth;
    EXPECT_ABSOLUTE(whole.blocks[0].gradientBits, 113405952, 0, "S of whole blocks");
    EXPECT_ABSOLUTE(whole.blocks[0].memoryBytes, 85054464, 0, "m_g of whole blocks");
    EXPECT_RELATIVE(whole.blocks[0].weightFlop, 2048. * 24 * 768 * 768, 1e-15, "omega, 24 d^2");
    const FomoBlock all = MakeFomoBlock(whole, 1, 12);
    EXPECT_RELATIVE(all.memoryBytes, 3.180180e9, GIVEN, "memory of all blocks");

    // Half the tokens: work halves but for attention, whose share falls with the length.
    const RoundDepth shorter = MakeFomoDepth(LoadNetworkProfile("RoBERTa-base@tokens=64"));
    EXPECT_RELATIVE(shorter.backwardFlop,
                    16. * 64 * (24. * 768 * 768 + 4. * 64 * 768),
                    1e-15,
                    "beta of 64 tokens");
    EXPECT_RELATIVE(shorter.activationBytes,
                    4. * 16 * 64 * 768 * (17 + 2.5 * 12 * 64 / 768),
                    1e-15,
                    "m_a of 64 tokens");
    FomoTuning wide;
    wide.rank = 16;
    wide.batch = 1;
    const RoundDepth bert = MakeFomoDepth(LoadNetworkProfile("BERT-large"), wide);
    NS_TEST_EXPECT_MSG_EQ(bert.blocks.size(), 24U, "blocks of BERT-large");
    EXPECT_ABSOLUTE(bert.blocks[3].gradientBits, 4. * 1024 * 16 * 32, 0, "S of rank 16");
}

/// What no depth part can be made of.
class FomoDepthErrorsTestCase : public TestCase
{
  public:
    FomoDepthErrorsTestCase()
        : TestCase("networks and settings that do not fit are named")
    {
    }

  private:
    /// @returns the words with which a network is refused
    static std::string Refuse(const std::string& network,
                              const std::function<void(FomoTuning&)>& change)
    {
        FomoTuning tuning;
        change(tuning);
        try
        {
            MakeFomoDepth(LoadNetworkProfile(network), tuning);
        }
        catch (const ProfileError& error)
        {
            return error.what();
        }
        return "";
    }

    void DoRun() override
    {
        const auto nothing = [](FomoTuning&) {};
        NS_TEST_EXPECT_MSG_EQ(Refuse("VGG-16", nothing),
                              "VGG-16 has no encoder or decoder blocks to fine-tune",
                              "no transformer");
        EXPECT_TRUE(Refuse("BART-base", nothing).find("BART-base: decoder1 is not like encoder1") ==
                        0,
                    Refuse("BART-base", nothing));
        const double nan = std::nan("");
        using Change = std::function<void(FomoTuning&)>;
        for (const auto& [field, change] : std::vector<std::pair<std::string, Change>>{
                 {"batch", [](FomoTuning& t) { t.batch = 0; }},
                 {"gradientBits", [nan](FomoTuning& t) { t.gradientBits = nan; }},
                 {"gradientBits", [](FomoTuning& t) { t.gradientBits = 65; }},
                 {"valueBytes", [](FomoTuning& t) { t.valueBytes = 0; }},
                 {"stateBytes", [](FomoTuning& t) { t.stateBytes = -1; }},
                 {"activationFactor", [nan](FomoTuning& t) { t.activationFactor = nan; }},
                 {"attentionFactor", [](FomoTuning& t) { t.attentionFactor = -1; }},
                 {"backwardFactor", [](FomoTuning& t) { t.backwardFactor = -1; }}})
        {
            const std::string words = Refuse("RoBERTa-base", change);
            EXPECT_TRUE(words.find("tuning." + field + " is ") == 0, field << ": " << words);
        }
    }
};

/// Fewer workers than blocks.
class FomoMergeTestCase : public TestCase
{
  public:
    FomoMergeTestCase()
        : TestCase("blocks are merged, the larger ones deepest; costs rise with depth")
    {
    }

  private:
    void DoRun() override
    {
        RoundDepth depth;
        depth.forwardFlop = 100;
        depth.backwardFlop = 10;
        depth.baseMemoryBytes = 1000;
        depth.activationBytes = 100;
        depth.blocks = {{1, 1, 1, 1}, {2, 2, 2, 1}, {4, 4, 4, 3}, {8, 8, 8, 1}, {16, 16, 16, 1}};
        const std::vector<FomoBlock> merged = MergeFomoBlocks(depth, 3);
        NS_TEST_ASSERT_MSG_EQ(merged.size(), 3U, "three of five");
        const FomoBlock expected[] = {{1, 1, 1, 111, 1101},
                                      {2, 3, 6, 156, 1506},
                                      {4, 5, 24, 194, 1724}};
        for (std::size_t j = 0; j < 3; ++j)
        {
            NS_TEST_EXPECT_MSG_EQ(merged[j].first, expected[j].first, "first of " << j);
            NS_TEST_EXPECT_MSG_EQ(merged[j].last, expected[j].last, "last of " << j);
            EXPECT_ABSOLUTE(merged[j].bits, expected[j].bits, 0, "bits of " << j);
            EXPECT_ABSOLUTE(merged[j].work, expected[j].work, 0, "work of " << j);
            EXPECT_ABSOLUTE(merged[j].memoryBytes, expected[j].memoryBytes, 0, "memory of " << j);
        }
        NS_TEST_EXPECT_MSG_EQ(MergeFomoBlocks(depth, 1).front().last, 5U, "all in one");
        NS_TEST_EXPECT_MSG_EQ(MergeFomoBlocks(depth, 5).size(), 5U, "as they are");
        NS_TEST_EXPECT_MSG_EQ(MergeFomoBlocks(depth, 99).size(), 5U, "no more than there are");
        RoundWorker worker;
        worker.flops = 2;
        worker.offset = 7;
        EXPECT_ABSOLUTE(GetFomoComputeTime(worker, merged[1]), 7 + 156 / 2., 0, "eq. (1)");
        EXPECT_TRUE(MakeFomoComputeTable({worker, worker}, merged).RisesWithDepth(), "eq. (5)");
        std::vector<FomoBlock> falling = merged;
        std::swap(falling[0], falling[2]);
        EXPECT_TRUE(!MakeFomoComputeTable({worker}, falling).RisesWithDepth(), "not eq. (5)");
    }
};

/// Costs.
class FomoCostsTestSuite : public TestSuite
{
  public:
    FomoCostsTestSuite()
        : TestSuite("edge-ai-fomo-costs", TEST_UNIT)
    {
        AddTestCase(new FomoConstantsTestCase, TEST_QUICK);
        AddTestCase(new FomoDepthErrorsTestCase, TEST_QUICK);
        AddTestCase(new FomoMergeTestCase, TEST_QUICK);
    }
};

FomoCostsTestSuite g_fomoCostsTestSuite; ///< the suite

} // namespace
