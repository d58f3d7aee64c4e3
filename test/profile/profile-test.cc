/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Work, weights and bits before and across every cut of a network, and profiles that make no sense.

#include "support/profile-test-kit.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/network-profile.h"
#include "ns3/test.h"

#include <cmath>
#include <limits>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @returns a chain of three blocks that is sound
NetworkProfile
MakeChain()
{
    NetworkProfile profile;
    profile.name = "chain";
    profile.inputBits = 1000;
    profile.resultBits = 80;
    profile.elementBits = 16;
    for (uint32_t i = 1; i <= 3; ++i)
    {
        Block block;
        block.name = "block" + std::to_string(i);
        block.flop = 100 * i;
        block.multiplyAdds = 50 * i;
        block.parameters = 10 * i;
        block.weightBytes = 20 * i;
        block.outputShape = {i, 4};
        profile.blocks.push_back(block);
    }
    return profile;
}

} // namespace

/// What a chain answers about its cuts.
class ProfileAnswersTestCase : public TestCase
{
  public:
    ProfileAnswersTestCase()
        : TestCase("work, weights and bits before and across every cut")
    {
    }

  private:
    void DoRun() override
    {
        NetworkProfile profile = MakeChain();
        NS_TEST_EXPECT_MSG_EQ(profile.Validate(), "", "sound");
        NS_TEST_EXPECT_MSG_EQ(profile.GetBlockCount(), 3, "L");
        const uint64_t flop[] = {0, 100, 300, 600};
        const uint64_t bits[] = {1000, 64, 128, 80};
        for (uint32_t s = 0; s <= 3; ++s)
        {
            NS_TEST_EXPECT_MSG_EQ(profile.GetFlopBefore(s), flop[s], "FLOP before cut " << s);
            NS_TEST_EXPECT_MSG_EQ(profile.GetParametersBefore(s), flop[s] / 10, "parameters");
            NS_TEST_EXPECT_MSG_EQ(profile.GetWeightBytesBefore(s), flop[s] / 5, "weight bytes");
            NS_TEST_EXPECT_MSG_EQ(profile.GetCutBits(s), bits[s], "bits across cut " << s);
        }
        NS_TEST_EXPECT_MSG_EQ(profile.GetFlop(), 600, "FLOP");
        NS_TEST_EXPECT_MSG_EQ(profile.GetMultiplyAdds(), 300, "multiply-adds");
        NS_TEST_EXPECT_MSG_EQ(profile.GetParameters(), 60, "parameters");
        NS_TEST_EXPECT_MSG_EQ(profile.GetWeightBytes(), 120, "weight bytes");

        NS_TEST_EXPECT_MSG_EQ(profile.GetCuts().size(), 4, "no list admits all cuts");
        profile.cuts = {0, 2};
        NS_TEST_EXPECT_MSG_EQ(profile.GetCuts().size(), 2, "a list admits its own");
        NS_TEST_EXPECT_MSG_EQ(profile.GetCuts().back(), 2, "a list admits its own");

        EDGE_AI_EXPECT_ERROR(profile.GetCutBits(4), "cut 4 of profile 'chain' must be in 0..3");
        EDGE_AI_EXPECT_ERROR(profile.GetFlopBefore(4), "must be in 0..3");
        NS_TEST_EXPECT_MSG_EQ(Block().GetOutputElements(), 0, "no shape, no elements");
    }
};

/// Every rule of Validate, one at a time.
class ProfileValidationTestCase : public TestCase
{
  public:
    ProfileValidationTestCase()
        : TestCase("Validate names the field and the allowed range")
    {
    }

  private:
    /// Expects a complaint about a chain after a change.
    template <typename Change>
    void Expect(Change change, const std::string& complaint)
    {
        NetworkProfile profile = MakeChain();
        change(profile);
        const std::string got = profile.Validate();
        NS_TEST_EXPECT_MSG_EQ(Contains(got, complaint), true, complaint << " in: " << got);
    }

    void DoRun() override
    {
        using P = NetworkProfile;
        constexpr uint64_t HUGE_COUNT = std::numeric_limits<int64_t>::max();
        const double nan = std::nan("");
        Expect([](P& p) { p.blocks.clear(); }, "blocks must hold at least one");
        Expect([](P& p) { p.elementBits = 0; }, "elementBits must be in 1..64, got 0");
        Expect([](P& p) { p.elementBits = 65; }, "elementBits must be in 1..64, got 65");
        Expect([](P& p) { p.inputBits = HUGE_COUNT + 1; }, "inputBits must be at most 2^63 - 1");
        Expect([](P& p) { p.resultBits = HUGE_COUNT + 1; }, "resultBits must be at most 2^63 - 1");
        Expect([](P& p) { p.accuracy = 1.5; }, "accuracy must be in [0, 1], got 1.5");
        Expect([=](P& p) { p.accuracy = nan; }, "accuracy must be in [0, 1], got nan");
        Expect([](P& p) { p.inputShape = {3, 0}; }, "inputShape[1] must be >= 1, got 0");
        Expect([](P& p) { p.blocks[1].multiplyAdds = 101; },
               "blocks[1].multiplyAdds must be in 0..100");
        Expect([](P& p) { p.blocks[1].outputShape.clear(); }, "blocks[1].outputShape must have");
        Expect(
            [](P& p) {
                p.blocks[1].outputShape = {2, 0};
            },
            "blocks[1].outputShape[1] must be >= 1");
        Expect(
            [](P& p) {
                p.blocks[1].outputShape = {1U << 31, 1U << 31, 2};
            },
            "blocks[1].outputShape must hold fewer than 2^63 bits");
        Expect([](P& p) { p.blocks[2].flop = HUGE_COUNT; }, "blocks[2].flop makes the sum");
        Expect([](P& p) { p.blocks[2].parameters = HUGE_COUNT; },
               "blocks[2].parameters makes the sum");
        Expect([](P& p) { p.blocks[2].weightBytes = HUGE_COUNT; },
               "blocks[2].weightBytes makes the sum");
        Expect([](P& p) { p.blocks[0].rows = {3, 0, 0}; }, "blocks[0].rows must have kernel");
        Expect(
            [](P& p) {
                p.blocks[0].rows = {3, 1, 3};
            },
            "blocks[0].rows.padding must be less than the kernel, got 3");
        Expect(
            [](P& p) {
                p.blocks[0].rows = {3, 1, 1, 3};
            },
            "blocks[0].rows.trailing must be less than the kernel, got 3");
        Expect(
            [](P& p) {
                p.inputShape = {3, 9, 9};
                p.blocks[0].rows = {3, 2, 1};
                p.blocks[0].outputShape = {4, 4, 5};
            },
            "blocks[0].outputShape[1] must be 5, which its rows make of 9, got 4");
        Expect([](P& p) { p.cuts = {0, 4}; }, "cuts[1] must be in 0..3, got 4");
        Expect([](P& p) { p.cuts = {2, 2}; }, "cuts[1] must be greater than the cut before it (2)");
        Expect([](P& p) { p.exits = {{0, 1, .5, .5}}; }, "exits[0].afterBlock must be in 1..3");
        Expect(
            [](P& p) {
                p.exits = {{2, 1, .5, .5}, {1, 1, .5, .5}};
            },
            "exits[1].afterBlock must be greater");
        Expect([](P& p) { p.exits = {{1, HUGE_COUNT + 1, .5, .5}}; }, "exits[0].flop must be");
        Expect([=](P& p) { p.exits = {{1, 1, nan, .5}}; }, "exits[0].accuracy must be in [0, 1]");
        Expect([](P& p) { p.exits = {{1, 1, .5, -0.1}}; }, "exits[0].share must be in [0, 1]");
    }
};

/// Names of the kinds of block.
class BlockKindTestCase : public TestCase
{
  public:
    BlockKindTestCase()
        : TestCase("kinds of block have names that read back")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(ListBlockKinds().size(), 9, "one name per kind");
        NS_TEST_EXPECT_MSG_EQ(ToString(BlockKind::DEPTHWISE_CONVOLUTION),
                              "depthwiseConvolution",
                              "name");
        NS_TEST_EXPECT_MSG_EQ(ToString(BlockKind::OTHER), "other", "name of the last kind");
        for (const auto& name : ListBlockKinds())
        {
            BlockKind kind;
            NS_TEST_EXPECT_MSG_EQ(FromString(name, kind), true, name << " is known");
            NS_TEST_EXPECT_MSG_EQ(ToString(kind), name, name << " reads back");
        }
        BlockKind kind;
        NS_TEST_EXPECT_MSG_EQ(FromString("Convolution", kind), false, "names are exact");
    }
};

/// Profiles themselves.
class ProfileTestSuite : public TestSuite
{
  public:
    ProfileTestSuite()
        : TestSuite("edge-ai-profile", TEST_UNIT)
    {
        AddTestCase(new ProfileAnswersTestCase, TEST_QUICK);
        AddTestCase(new ProfileValidationTestCase, TEST_QUICK);
        AddTestCase(new BlockKindTestCase, TEST_QUICK);
    }
};

static ProfileTestSuite g_profileTestSuite; ///< registers the suite
