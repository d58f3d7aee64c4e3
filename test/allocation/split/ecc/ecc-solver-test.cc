/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Li-GD: known results, warm against cold starts, the trade-off of delay and energy,
// neighbourhoods.

#include "allocation/split/ecc/ecc-solver.h"
#include "support/ecc-test-support.h"

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @returns options of the bare method: no cold candidate, a neighbourhood of subchannels alone
EccOptions
MakeBareOptions()
{
    EccOptions options;
    options.coldCandidate = false;
    options.search.deep = false;
    return options;
}

/// The three-user instance.
class ToyCase : public TestCase
{
  public:
    ToyCase()
        : TestCase("three users, two subchannels")
    {
    }

  private:
    void DoRun() override
    {
        const auto problem = MakeToyProblem();
        const auto bare = SolveEcc(problem, MakeBareOptions());
        NS_TEST_EXPECT_MSG_EQ(bare.summary.status, ECC_SOLVED, "status");
        EXPECT_RELATIVE(bare.summary.utility, 0.9083751, 1e-6, "bare method");
        EXPECT_VALUES(bare.plan.splits, 0, "bare method", 2, 2, 2);
        EXPECT_VALUES(bare.summary.utilityPerSplit, 0.01, "loop", 1.5619, 1.0927, 0.9278, 1.6229);
        NS_TEST_EXPECT_MSG_EQ(ExplainEccViolation(problem, bare.plan), "", "sound plan");
        EXPECT_RELATIVE(EvaluateEcc(problem, bare.plan).utility,
                        bare.summary.utility,
                        1e-14,
                        "score");

        // The whole neighbourhood leads to the optimum that enumeration finds.
        const auto result = SolveEcc(problem);
        EXPECT_RELATIVE(result.summary.utility, 0.907303676, 1e-6, "all moves");
        EXPECT_VALUES(result.plan.splits, 0, "all moves", 1, 2, 2);
        EXPECT_VALUES(result.plan.uplinkSubchannels, 0, "all moves", 0, 1, 1);
        EXPECT_VALUES(result.plan.downlinkSubchannels, 0, "all moves", 0, 1, 0);
        EXPECT_TRUE(result.summary.residual < 1e-5, "stationary");

        auto cold = MakeBareOptions();
        cold.warmStart = false;
        const auto slow = SolveEcc(problem, cold);
        EXPECT_RELATIVE(slow.summary.utility, 0.9083751, 1e-6, "cold, same result");
        EXPECT_TRUE(bare.summary.loopSteps < 0.6 * slow.summary.loopSteps,
                    "fewer steps: " << bare.summary.loopSteps << " of " << slow.summary.loopSteps);
        uint32_t sum = 0;
        for (uint32_t steps : slow.summary.stepsPerSplit)
        {
            sum += steps;
        }
        NS_TEST_EXPECT_MSG_EQ(sum, slow.summary.loopSteps, "account");
        const auto words = slow.summary.BriefReport();
        EXPECT_TRUE(words.find("solved: utility 0.908375") == 0, "report: " << words);
    }
};

/// Two cells that disturb each other.
class TwoCellCase : public TestCase
{
  public:
    TwoCellCase()
        : TestCase("two users in each of two cells")
    {
    }

  private:
    void DoRun() override
    {
        const auto problem = MakeTwoCellProblem();
        const auto bare = SolveEcc(problem, MakeBareOptions());
        EXPECT_RELATIVE(bare.summary.utility, 1.2373910, 1e-3, "bare method");
        EXPECT_VALUES(bare.plan.splits, 0, "bare method", 2, 2, 2, 2);
        for (const auto* places : {&bare.plan.uplinkSubchannels, &bare.plan.downlinkSubchannels})
        {
            EXPECT_TRUE((*places)[0] != (*places)[1], "apart");
            EXPECT_TRUE((*places)[2] != (*places)[3], "apart");
        }
        // A cold descent at the best split finds better: each cell keeps to one uplink subchannel.
        const auto result = SolveEcc(problem);
        EXPECT_RELATIVE(result.summary.utility, 1.2354357, 1e-6, "with a cold candidate");
        NS_TEST_EXPECT_MSG_EQ(ExplainEccViolation(problem, result.plan), "", "sound plan");
        // Same order of cancellation, same result.
        auto ordered = problem;
        ordered.preferences.sicOrder = EccPreferences::CINR;
        EXPECT_TRUE(SolveEcc(ordered).summary.utility < 1.2374, "CINR order");
    }
};

/// Six users with real networks: warm starts save most of the steps.
class SixUserCase : public TestCase
{
  public:
    SixUserCase()
        : TestCase("six users, three subchannels, tiny YOLOv2 and VGG-16")
    {
    }

  private:
    /// @param [in] chain of the users  @param [in] delayGain over all alone  @param [in] energyGain
    /// over all alone  @returns result
    EccResult Check(const EccChain& chain, double delayGain, double energyGain)
    {
        const auto problem = MakeSixUserProblem(chain);
        const auto warm = SolveEcc(problem, MakeBareOptions());
        auto options = MakeBareOptions();
        options.warmStart = false;
        const auto cold = SolveEcc(problem, options);
        EXPECT_TRUE(warm.summary.loopSteps <= 0.4 * cold.summary.loopSteps,
                    "steps " << warm.summary.loopSteps << " and " << cold.summary.loopSteps);
        EXPECT_RELATIVE(warm.summary.utility, cold.summary.utility, 1e-4, "same result");
        EXPECT_TRUE(SolveEcc(problem).summary.utility <= warm.summary.utility * (1 + 1e-9),
                    "more moves, no worse");
        const auto alone = EvaluateEcc(problem, MakeDeviceOnlyPlan(problem));
        double delays = 0;
        double energies = 0;
        for (std::size_t i = 0; i < 6; ++i)
        {
            delays += alone.costs[i].GetTime() / warm.evaluation.costs[i].GetTime() / 6;
            energies += alone.costs[i].GetEnergy() / warm.evaluation.costs[i].GetEnergy() / 6;
        }
        EXPECT_RELATIVE(alone.GetTotalTime() / warm.evaluation.GetTotalTime(),
                        delayGain,
                        0.005,
                        "delay gain (mean of ratios " << delays << ")");
        EXPECT_RELATIVE(alone.GetTotalEnergy() / warm.evaluation.GetTotalEnergy(),
                        energyGain,
                        0.005,
                        "energy gain (mean of ratios " << energies << ")");
        return warm;
    }

    void DoRun() override
    {
        const auto yolo = Check(MakeTinyYoloChain(), 1.59, 6.62);
        EXPECT_RELATIVE(yolo.summary.utility, 4.0799, 0.005, "tiny YOLOv2");
        EXPECT_VALUES(yolo.plan.splits, 0, "tiny YOLOv2", 0, 0, 0, 0, 0, 0);
        Check(MakeVgg16Chain(), 4.12, 9.04);
    }
};

/// Less delay costs more energy.
class TradeOffCase : public TestCase
{
  public:
    TradeOffCase()
        : TestCase("trade-off of delay and energy")
    {
    }

  private:
    void DoRun() override
    {
        const double expected[][3] = {{0, 35.906, 0.073878},
                                      {0.25, 1.488829, 0.487811},
                                      {0.5, 1.133376, 0.683374},
                                      {0.75, 1.039152, 0.824615},
                                      {1, 1.036348, 0.856498}};
        for (bool bare : {true, false})
        {
            double lastTime = HUGE_VAL;
            double lastEnergy = 0;
            for (const auto& row : expected)
            {
                auto problem = MakeToyProblem();
                for (auto& user : problem.users)
                {
                    user.weights.time = row[0];
                    user.weights.energy = 1 - row[0];
                }
                const auto result = SolveEcc(problem, bare ? MakeBareOptions() : EccOptions());
                const double time = result.evaluation.GetTotalTime();
                const double energy = result.evaluation.GetTotalEnergy();
                if (bare)
                {
                    // Without a price of time only its order of magnitude is determined.
                    EXPECT_RELATIVE(time, row[1], row[0] > 0 ? 0.01 : 0.5, "delay at " << row[0]);
                    EXPECT_RELATIVE(energy, row[2], 0.01, "energy at " << row[0]);
                }
                else
                {
                    const double known = row[0] * row[1] + (1 - row[0]) * row[2];
                    EXPECT_TRUE(result.summary.utility <= known * (1 + 1e-5), "no worse");
                }
                EXPECT_TRUE(time <= lastTime * (1 + 1e-6), "delay falls");
                EXPECT_TRUE(energy >= lastEnergy * (1 - 1e-6), "energy rises");
                lastTime = time;
                lastEnergy = energy;
            }
        }
    }
};

/// Cells with more users than they can serve, different models, whole units, a present point.
class SolverLimitsCase : public TestCase
{
  public:
    SolverLimitsCase()
        : TestCase("crowded cells, mixed models, whole units, re-planning")
    {
    }

  private:
    void DoRun() override
    {
        Draws draws(5);
        auto problem = MakeRandomProblem(MakeTinyYoloChain(), 2, 12, 2, draws);
        problem.usersPerSubchannel = 2; // 4 of 6 users in each cell
        problem.cells[1].unitTotal = 3; // 3 of 6 users
        problem.users[3].chain = MakeNinChain();
        problem.users[4].chain = MakeVgg16Chain();
        const auto admitted = AdmitEccUsers(problem);
        std::size_t first = 0;
        std::size_t second = 0;
        for (std::size_t i = 0; i < 12; ++i)
        {
            (i % 2 == 0 ? first : second) += admitted[i];
        }
        NS_TEST_EXPECT_MSG_EQ(first, 4, "subchannels limit");
        NS_TEST_EXPECT_MSG_EQ(second, 3, "units limit");
        EXPECT_TRUE(admitted[4], "who has the largest network gains most");
        auto options = EccOptions();
        const auto result = SolveEcc(problem, options);
        NS_TEST_EXPECT_MSG_EQ(ExplainEccViolation(problem, result.plan), "", "sound plan");
        NS_TEST_EXPECT_MSG_EQ(result.summary.stepsPerSplit.size(), 21, "depth of the deepest");
        const double alone = EvaluateEcc(problem, MakeDeviceOnlyPlan(problem)).utility;
        EXPECT_TRUE(result.summary.utility < alone, "worth it");

        options.wholeUnits = true;
        const auto whole = SolveEcc(problem, options);
        NS_TEST_EXPECT_MSG_EQ(ExplainEccViolation(problem, whole.plan), "", "sound plan");
        for (double units : whole.plan.units)
        {
            NS_TEST_EXPECT_MSG_EQ(units, std::round(units), "whole");
        }
        EXPECT_TRUE(whole.summary.utility >= result.summary.utility * (1 - 1e-6), "no better");
        EXPECT_TRUE(whole.summary.utility <= result.summary.utility * 1.05, "not much worse");

        // Starting from the present plan the first descent is short.
        const auto toy = MakeToyProblem();
        const auto known = SolveEcc(toy);
        auto present = ToEccPoint(toy, known.plan);
        options = EccOptions();
        options.present = &present;
        const auto again = SolveEcc(toy, options);
        EXPECT_RELATIVE(again.summary.utility, known.summary.utility, 1e-6, "re-planned");
        EXPECT_TRUE(again.summary.stepsPerSplit[0] < known.summary.stepsPerSplit[0], "shorter");

        options = EccOptions();
        options.descent.steps.maxSteps = 3;
        NS_TEST_EXPECT_MSG_EQ(SolveEcc(toy, options).summary.status, ECC_STEP_LIMIT, "step limit");

        // Where the air is too slow, everybody computes alone.
        auto far = MakeToyProblem();
        for (std::size_t k = 0; k < 6; ++k)
        {
            far.uplinkGains(k / 3, 0, k % 3) = 1e-18;
        }
        const auto silent = SolveEcc(far);
        EXPECT_VALUES(silent.plan.splits, 0, "all alone", 4, 4, 4);
        EXPECT_RELATIVE(silent.summary.utility, 2.25, 1e-12, "all alone");
    }
};

class EccSolverTestSuite : public TestSuite
{
  public:
    EccSolverTestSuite()
        : TestSuite("edge-ai-ecc-solver", TEST_UNIT)
    {
        AddTestCase(new ToyCase, TEST_QUICK);
        AddTestCase(new TwoCellCase, TEST_QUICK);
        AddTestCase(new SixUserCase, TEST_QUICK);
        AddTestCase(new TradeOffCase, TEST_QUICK);
        AddTestCase(new SolverLimitsCase, TEST_QUICK);
    }
};

EccSolverTestSuite g_eccSolverTestSuite; ///< the suite

} // namespace
