/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The neighbourhood of a plan: moves, quick looks at them, and the search.

#include "allocation/split/ecc/ecc-move-screen.h"
#include "support/ecc-test-support.h"

#include "ns3/ecc-local-search.h"

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Moves change what they say, keep the limits, and are all listed.
class MoveCase : public TestCase
{
  public:
    MoveCase()
        : TestCase("moves of the neighbourhood")
    {
    }

  private:
    void DoRun() override
    {
        auto problem = MakeToyProblem();
        problem.usersPerSubchannel = 2;
        const auto start = MakeEccPlan(problem, {2, 2, 4}, {0, 1, 0}, {0, 1, 0});
        auto apply = [&](const EccMove& move, EccPlan& plan) {
            plan = start;
            return ApplyEccMove(problem, move, plan);
        };
        EccPlan plan;
        EXPECT_TRUE(apply({EccMove::SHIFT, true, 0, 1, 0, 0}, plan), "shift");
        EXPECT_VALUES(plan.uplinkSubchannels, 0, "shift", 1, 1, ECC_NO_SUBCHANNEL);
        EXPECT_VALUES(plan.downlinkSubchannels, 0, "shift", 0, 1, ECC_NO_SUBCHANNEL);
        EXPECT_TRUE(!apply({EccMove::SHIFT, true, 0, 0, 0, 0}, plan), "already there");
        EXPECT_TRUE(!apply({EccMove::SHIFT, true, 2, 0, 0, 0}, plan), "silent");
        EXPECT_TRUE(apply({EccMove::SWAP, false, 0, 1, 0, 0}, plan), "swap");
        EXPECT_VALUES(plan.downlinkSubchannels, 0, "swap", 1, 0, ECC_NO_SUBCHANNEL);
        EXPECT_TRUE(!apply({EccMove::SWAP, false, 0, 2, 0, 0}, plan), "with a silent user");
        EXPECT_TRUE(apply({EccMove::TRADE, true, 0, 1, 0, 0}, plan), "trade");
        EXPECT_VALUES(plan.uplinkSubchannels, 0, "trade", 1, 0, ECC_NO_SUBCHANNEL);
        EXPECT_TRUE(apply({EccMove::SILENCE, true, 1, 0, 0, 0}, plan), "silence");
        EXPECT_VALUES(plan.splits, 0, "silence", 2, 4, 4);
        EXPECT_TRUE(!apply({EccMove::SILENCE, true, 2, 0, 0, 0}, plan), "is silent");
        EXPECT_TRUE(apply({EccMove::WAKE, true, 2, 0, 0, 0}, plan), "wake");
        EXPECT_TRUE(IsOffloading(problem, 2, plan.splits[2]), "wake");
        EXPECT_TRUE(plan.uplinkSubchannels[2] < 2 && plan.downlinkSubchannels[2] < 2, "wake");
        EXPECT_TRUE(!apply({EccMove::WAKE, true, 1, 0, 0, 0}, plan), "is awake");
        EXPECT_TRUE(apply({EccMove::SPLIT, true, 1, 3, 0, 0}, plan), "split");
        EXPECT_VALUES(plan.splits, 0, "split", 2, 3, 4);
        EXPECT_TRUE(!apply({EccMove::SPLIT, true, 1, 2, 0, 0}, plan), "same split");
        EXPECT_TRUE(apply({EccMove::RESTART, true, 1, 0, 0, 0}, plan), "restart");
        NS_TEST_EXPECT_MSG_EQ(plan.uplinkPowers[1], 1e-4, "restart");
        EXPECT_TRUE(apply({EccMove::RESTART, false, 1, 1, 0, 0}, plan), "restart");
        NS_TEST_EXPECT_MSG_EQ(plan.downlinkPowers[1], 10.0, "restart");

        EXPECT_TRUE(apply({EccMove::RELIEVE, true, 1, 2, 0, 0}, plan), "relieve");
        EXPECT_TRUE(plan.splits[0] == 2 && plan.splits[1] == 4, "relieve");
        EXPECT_TRUE(IsOffloading(problem, 2, plan.splits[2]), "relieve");
        EXPECT_TRUE(!apply({EccMove::RELIEVE, true, 0, 1, 0, 0}, plan), "is awake");
        EXPECT_TRUE(!apply({EccMove::RELIEVE, true, 2, 2, 0, 0}, plan), "is silent");
        EXPECT_TRUE(!apply({EccMove::RELIEVE, true, 0, 0, 0, 0}, plan), "itself");

        problem.usersPerSubchannel = 1;
        EXPECT_TRUE(apply({EccMove::RELIEVE, true, 1, 2, 0, 0}, plan), "there is room again");
        NS_TEST_EXPECT_MSG_EQ(plan.uplinkSubchannels[2], 1, "and only there");
        EXPECT_TRUE(!apply({EccMove::SHIFT, true, 0, 1, 0, 0}, plan), "no room");
        EXPECT_TRUE(!apply({EccMove::WAKE, true, 2, 0, 0, 0}, plan), "no room");

        // Two users can swap (2), trade (2), fall silent (2), be relieved (2), take 3 other splits
        // each (6) and restart in 4 ways each (8); for the silent one to wake there is no room.
        NS_TEST_EXPECT_MSG_EQ(ListEccMoves(problem, start, true).size(), 22, "all moves");
        NS_TEST_EXPECT_MSG_EQ(ListEccMoves(problem, start, false).size(), 2, "subchannels alone");
        problem.usersPerSubchannel = 2;
        // Now each can also be shifted (4), and the silent one wake (1).
        NS_TEST_EXPECT_MSG_EQ(ListEccMoves(problem, start, true).size(), 27, "all moves");
    }
};

/// @returns a random plan of a random problem
EccPlan
MakeRandomPlan(const EccProblem& problem, Draws& draws)
{
    std::vector<uint32_t> splits;
    for (std::size_t i = 0; i < problem.users.size(); ++i)
    {
        splits.push_back(static_cast<uint32_t>(draws.Integer(0, problem.GetLayerCount(i))));
    }
    auto plan = RoundEccShares(problem, MakeRandomPoint(problem, splits, draws));
    DescentOptions few;
    few.maxSteps = 3;
    EccDescentOptions options;
    options.steps = few;
    DescendEcc(problem, plan, options);
    return plan;
}

/// Quick looks agree with long ones.
class ScreenCase : public TestCase
{
  public:
    ScreenCase()
        : TestCase("quick looks at moves")
    {
    }

  private:
    void DoRun() override
    {
        for (uint64_t seed = 0; seed < 12; ++seed)
        {
            Draws draws(seed);
            auto problem = MakeRandomMix(1 + seed % 2, 6, 1 + seed % 3, draws);
            problem.sicResidual = seed % 4 == 0 ? 0.01 : 0;
            problem.preferences.unitWeight = seed % 4 == 1 ? 0.01 : 0;
            problem.usersPerSubchannel = 6;
            CheckMoves(problem, MakeRandomPlan(problem, draws));
        }
    }

    /// @param [in] problem the problem  @param [in] plan where all moves are looked at
    void CheckMoves(const EccProblem& problem, const EccPlan& plan)
    {
        EccMoveScreen screen(problem, plan);
        const double now = EvaluateEcc(problem, plan).utility;
        EXPECT_RELATIVE(screen.GetUtility(), now, 1e-14, "start");
        const auto moves = ListEccMoves(problem, plan, true);
        EXPECT_TRUE(moves.size() > 20, "there are moves");
        for (const auto& move : moves)
        {
            auto after = plan;
            EXPECT_TRUE(ApplyEccMove(problem, move, after), "listed moves can be made");
            const double expected = EvaluateEcc(problem, after).utility;
            const double found = screen.GetUtilityAfter(move);
            EXPECT_RELATIVE(found, expected, 1e-11, "kind " << move.kind);
            if (move.kind == EccMove::WAKE || move.kind == EccMove::RELIEVE)
            {
                continue;
            }
            // A descent on touched powers: no worse than without, if nothing had to be projected.
            DescentOptions options;
            const double tried = screen.Try(move, options);
            if (move.kind != EccMove::RESTART)
            {
                EXPECT_TRUE(tried <= found * (1 + 1e-12), "kind " << move.kind);
            }
            auto kept = screen;
            kept.Commit();
            NS_TEST_EXPECT_MSG_EQ(kept.GetUtility(), tried, "kept");
            EXPECT_RELATIVE(EvaluateEcc(problem, kept.GetPlan()).utility,
                            tried,
                            1e-11,
                            "kept plan");
            NS_TEST_EXPECT_MSG_EQ(ExplainEccViolation(problem, kept.GetPlan()), "", "kept plan");
            // Users that are not touched keep their powers and units.
            EXPECT_TRUE(move.kind == EccMove::SILENCE || kept.GetPlan().units == plan.units,
                        "units");
        }
        EXPECT_TRUE(screen.GetSteps() > moves.size(), "steps are counted");
        NS_TEST_EXPECT_MSG_EQ(
            screen.GetUtilityAfter({EccMove::SPLIT, true, 0, plan.splits[0], 0, 0}),
            HUGE_VAL,
            "a move that cannot be made");
    }
};

/// The search with every move followed, and with quick looks.
class SearchCase : public TestCase
{
  public:
    SearchCase()
        : TestCase("searches of the neighbourhood")
    {
    }

  private:
    void DoRun() override
    {
        // A refinement never ends above its start, and counts what it does.
        const auto toy = MakeToyProblem();
        auto refined = MakeEccPlan(toy, {0, 3, 4}, {0, 0, 1}, {0, 0, 1});
        const double before = EvaluateEcc(toy, refined).utility;
        const auto account = RefineEccPlan(toy, refined);
        EXPECT_TRUE(account.utility < before, "better");
        EXPECT_TRUE(account.trials >= account.moves && account.moves > 0, "account");
        EXPECT_RELATIVE(account.utility, EvaluateEcc(toy, refined).utility, 1e-12, "account");
        EXPECT_RELATIVE(account.utility, 0.907303676, 1e-6, "even from a poor start");

        EccSearchOptions none;
        none.enabled = false;
        EccSearchOptions quick;
        quick.exhaustive = 0;
        for (uint64_t seed = 0; seed < 6; ++seed)
        {
            Draws draws(seed);
            const auto problem = MakeRandomMix(1 + seed % 2, 8, 3, draws);
            const auto start = MakeRandomPlan(problem, draws);
            auto untouched = start;
            auto looked = start;
            auto followed = start;
            const auto least = RefineEccPlan(problem, untouched, EccDescentOptions(), none);
            const auto fast = RefineEccPlan(problem, looked, EccDescentOptions(), quick);
            const auto slow = RefineEccPlan(problem, followed);
            NS_TEST_EXPECT_MSG_EQ(least.trials, 0, "switched off");
            EXPECT_TRUE(fast.utility < least.utility, "quick looks help");
            EXPECT_TRUE(slow.utility < least.utility, "whole descents help");
            EXPECT_RELATIVE(fast.utility, slow.utility, 0.05, "and nearly as much");
            EXPECT_TRUE(fast.evaluations < slow.evaluations, "for less");
            NS_TEST_EXPECT_MSG_EQ(ExplainEccViolation(problem, looked), "", "sound plan");
            NS_TEST_EXPECT_MSG_EQ(ExplainEccViolation(problem, followed), "", "sound plan");
        }

        quick.screened = 3;
        quick.followed = 1;
        auto few = MakeEccPlan(toy, {0, 3, 4}, {0, 0, 1}, {0, 0, 1});
        const auto looks = RefineEccPlan(toy, few, EccDescentOptions(), quick);
        EXPECT_TRUE(looks.trials <= 4 * looks.passes && looks.trials > 0, "limits are kept");
    }
};

class EccMovesTestSuite : public TestSuite
{
  public:
    EccMovesTestSuite()
        : TestSuite("edge-ai-ecc-moves", TEST_UNIT)
    {
        AddTestCase(new MoveCase, TEST_QUICK);
        AddTestCase(new ScreenCase, TEST_QUICK);
        AddTestCase(new SearchCase, TEST_QUICK);
    }
};

EccMovesTestSuite g_eccMovesTestSuite; ///< the suite

} // namespace
