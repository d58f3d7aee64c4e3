/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The ends of what setters of learning take: planners give finite plans that keep their laws there,
// simulations go through, and what lies beyond is refused in words with the range.

#include "allocation/plan/planner-registry.h"
#include "allocation/round/dp-sparse/dp-sparse-progress.h"
#include "allocation/round/round-planner.h"
#include "support/expectations.h"
#include "support/last-words.h"
#include "support/learning-fixture.h"
#include "support/tier-fixture.h"

#include "ns3/test.h"

#include <cmath>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @returns a round of three workers on two subchannels, of one Hz and watt to the next
RoundProblem
MakeLimitsProblem()
{
    RoundProblem problem;
    problem.uplink.form = RoundUplinkForm::SUBCHANNELS;
    problem.uplink.subchannels = 3;
    problem.uplink.subchannelWidth = 1e5;
    problem.uplink.noiseDensity = 1e-20;
    problem.uplink.bandwidth = 3e5;
    for (uint32_t k = 0; k < 3; ++k)
    {
        RoundWorker worker;
        worker.flops = 1e9 * (1 + k);
        worker.powerMax = .1;
        worker.gains = {1e-9 * (1 + k), 2e-9, 3e-9 / (1 + k)};
        worker.efficiency = 1 + k;
        worker.snrBand = 1e6;
        worker.rate = 1e6 * (1 + k);
        worker.samples = 10;
        problem.workers.push_back(worker);
    }
    return problem;
}

/// Planners at the ends.
class LimitsPlanCase : public TestCase
{
  public:
    LimitsPlanCase()
        : TestCase("plans at the ends of work, cycles and constants of progress are those between")
    {
    }

  private:
    /// A parameter's work and the speeds in one scale: the same times.
    void CheckWork()
    {
        const auto plan = [](double scale, const std::string& planner) {
            RoundProblem problem = MakeLimitsProblem();
            problem.division.parameters = 300;
            problem.division.flopPerParameter = 1e4 * scale;
            for (RoundWorker& worker : problem.workers)
            {
                worker.flops *= scale;
            }
            return RequirePlanner<RoundPlanner>(planner)->Plan(problem);
        };
        for (const char* planner : {"PartelPlanner", "PartelEqualPlanner", "PartelComputePlanner"})
        {
            const RoundPlan between = plan(1, planner);
            NS_TEST_ASSERT_MSG_EQ(between.IsUsable(), true, between.reason);
            for (const double scale : {1e-54, 1e-30, 1e30, 1e40}) // speeds are at most 1e50
            {
                const RoundPlan end = plan(scale, planner);
                NS_TEST_ASSERT_MSG_EQ(end.IsUsable(), true, end.reason);
                EXPECT_RELATIVE(end.time, between.time, 1e-6, planner << " at " << scale);
            }
        }
        // The largest work at usual speeds: all there is is to compute.
        RoundProblem problem = MakeLimitsProblem();
        problem.division.parameters = 300;
        problem.division.flopPerParameter = 1e50 / 300;
        const RoundPlan most = RequirePlanner<RoundPlanner>("PartelPlanner")->Plan(problem);
        NS_TEST_ASSERT_MSG_EQ(most.IsUsable(), true, most.reason);
        EXPECT_RELATIVE(most.time, 1e50 / 6e9, 1e-2, "shared by speeds, in whole parameters");
        EXPECT_TRUE(std::isfinite(most.time), most.time);
    }

    /// Cycles at either end, without a limit of energy. A cycle takes 1e-28 (1e6)^2 J and more, of
    /// which plans can have 1e-50.
    void CheckCycles()
    {
        for (const double cycles : {1e-34 * (1 + 1e-9), 1e6, 1e50})
        {
            RoundProblem problem = MakeLimitsProblem();
            problem.uplink.form = RoundUplinkForm::BAND_POWER;
            problem.update.bits = 1e4;
            for (RoundWorker& worker : problem.workers)
            {
                worker.processor.cycles = cycles;
                worker.processor.clockMin = 1e6;
                worker.processor.clockMax = 1e9;
                worker.processor.powerCoefficient = 1e-28;
            }
            const RoundPlan plan = RequirePlanner<RoundPlanner>("HfelPlanner")->Plan(problem);
            NS_TEST_ASSERT_MSG_EQ(plan.IsUsable(), true, cycles << ": " << plan.reason);
            double latest = 0;
            for (const RoundShare& share : plan.workers)
            {
                EXPECT_RELATIVE(share.computeTime,
                                cycles / share.clock,
                                1e-12,
                                "law at " << cycles);
                EXPECT_TRUE(share.clock >= 1e6 && share.clock <= 1e9 * (1 + 1e-12), share.clock);
                EXPECT_RELATIVE(share.computeEnergy,
                                1e-28 * cycles * share.clock * share.clock,
                                1e-12,
                                "energy at " << cycles);
                EXPECT_TRUE(std::isfinite(share.uploadTime) && share.uploadTime > 0, "upload");
                latest = std::max(latest, share.computeTime + share.uploadTime);
            }
            EXPECT_RELATIVE(plan.time, latest, 1e-6, "the slowest, at " << cycles);
        }
    }

    /// Progress A s - B s^2 in any scale: the same fractions, while queues are empty.
    void CheckConstants()
    {
        const auto plan = [](double gain, double penalty) {
            RoundProblem problem = MakeLimitsProblem();
            problem.sparsity.parameters = 1000;
            problem.sparsity.gain = gain;
            problem.sparsity.weight = 1. / 3;
            problem.sparsity.delayMean = .15;
            problem.sparsity.slots = 3;
            problem.sparsity.workers.resize(3);
            for (RoundSparseWorker& worker : problem.sparsity.workers)
            {
                worker.penalty = penalty;
            }
            return RequirePlanner<RoundPlanner>("DpSparsePlanner")->Plan(problem);
        };
        const RoundPlan between = plan(1, .7);
        NS_TEST_ASSERT_MSG_EQ(between.IsUsable(), true, between.reason);
        for (const double scale : {2e-50, 1e-20, 1e20, 1e50})
        {
            const RoundPlan end = plan(scale, .7 * scale);
            NS_TEST_ASSERT_MSG_EQ(end.IsUsable(), true, scale << ": " << end.reason);
            for (std::size_t k = 0; k < 3; ++k)
            {
                EXPECT_RELATIVE(end.workers[k].fraction,
                                between.workers[k].fraction,
                                1e-9,
                                "s at " << scale);
                NS_TEST_EXPECT_MSG_EQ(end.workers[k].kept, between.workers[k].kept, "k");
            }
            EXPECT_RELATIVE(end.time, between.time, 1e-9, "at " << scale);
        }
    }

    void DoRun() override
    {
        CheckWork();
        CheckCycles();
        CheckConstants();
    }
};

/// Simulations at the ends.
class LimitsRunCase : public TestCase
{
  public:
    LimitsRunCase()
        : TestCase("simulations at the ends go through; beyond them there are words")
    {
    }

  private:
    static constexpr double PARAMETERS = 210; ///< of Softmax(20,10)

    /// @param [in] words that are said  @param [in] act what is wrong
    void Expect(const std::string& words, const std::function<void()>& act)
    {
        const std::string said = HearLastWords(act);
        EXPECT_TRUE(said.find(words) != std::string::npos, words << ": " << said);
        EXPECT_TRUE(said.find("msg=\"") == std::string::npos, said);
    }

    void CheckWork()
    {
        // A FLOP takes 1e-7 s of the fastest, and 1 W: of plans' times and energies 1e-50 are the
        // least.
        for (const double flop : {1e-43 * (1 + 1e-6), 1e50 / PARAMETERS * (1 - 1e-9)})
        {
            LearningFixture run("Softmax(20,10)", "PartelPlanner", 2);
            run.helper.SetWork(flop);
            const std::vector<LearningRound> rounds = run.Run(100);
            NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "records are sound");
            NS_TEST_EXPECT_MSG_EQ(rounds.size(), (flop < 1 ? 3 : 1), "rounds at " << flop);
            EXPECT_TRUE(rounds.front().timePlanned > 0 && std::isfinite(rounds.front().timePlanned),
                        "a plan at " << flop << ": " << rounds.front().timePlanned);
            NS_TEST_EXPECT_MSG_EQ(rounds.back().completed, (flop < 1), "it takes longer than that");
        }
        for (const double flop : {1e49, 1e-44})
        {
            std::ostringstream words;
            words
                << "LearningHelper: flop of SetWork() for the 210 parameters of Softmax(20,10) on "
                   "these processors is "
                << flop << " FLOP; allowed is 1e-43 to 4.7619e+47 FLOP";
            Expect(words.str(), [flop] {
                LearningFixture run("Softmax(20,10)", "PartelPlanner", 2);
                run.helper.SetWork(flop);
                run.Build();
            });
        }
    }

    void CheckConstants()
    {
        const auto run = [](const std::string& method) {
            LearningFixture fixture("Softmax(20,10)", "DpSparsePlanner", 3);
            fixture.helper.SetPartition("iid");
            fixture.helper.SetTraining(.5, 16);
            fixture.helper.SetMethod(method);
            return fixture.Run(100);
        };
        for (const char* method : {"DpSparse(sigma=2,eps=100,channels=2,C=1e-20,G2=1e50,Lh=0)",
                                   "DpSparse(sigma=2,eps=100,channels=2,C=1e-20,G2=1e-50)",
                                   "DpSparse(sigma=2,eps=100,channels=2,C=1e-23,Lh=1)",
                                   "DpSparse(sigma=2,eps=100,channels=2,C=1,Lh=1e49)"})
        {
            const std::vector<LearningRound> rounds = run(method);
            NS_TEST_ASSERT_MSG_EQ(rounds.size(), 3, method);
            for (const LearningRound& round : rounds)
            {
                EXPECT_TRUE(round.completed && std::isfinite(round.timePlanned),
                            method << ": " << round.detail);
                for (const LearningWorkerRound& part : round.workers)
                {
                    EXPECT_TRUE(part.fraction > 0 && part.fraction <= 1, method);
                }
            }
        }
        Expect("clipping (C) is 1e+30; allowed with the other constants is",
               [&] { run("DpSparse(sigma=2,eps=100,channels=2,C=1e30)"); });
        Expect("clipping (C) is 1e-40; allowed with the other constants is",
               [&] { run("DpSparse(sigma=2,eps=100,channels=2,C=1e-40)"); });
        Expect("squaredGradient (G2) is 1e+50; allowed with the other constants is 0 to",
               [&] { run("DpSparse(sigma=2,eps=100,channels=2,steps=4,G2=1e50,Lh=1e-3)"); });
    }

    void CheckTiers()
    {
        const double times = 3 * 16;                              // local steps of a batch
        const double least = 1e-50 / (1e-28 * 1e8 * 1e8) / times; // of energy, at the least clock
        const double most = 1e50 / times;
        for (const double cycles : {least * (1 + 1e-9), most * (1 - 1e-9)})
        {
            TierFixture run("HfelFullMeshPlanner", 2, 1);
            run.helper.SetEnergyBudget(1e50);
            run.cycles.assign(2, {cycles});
            run.Build();
            const std::vector<TierRound> rounds = run.Run(50);
            NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "records are sound at " << cycles);
            NS_TEST_EXPECT_MSG_EQ(rounds.empty(), (cycles > 1), "it takes longer than that");
            const std::vector<LearningRound> edge = run.helper.GetCell(0).GetRounds();
            NS_TEST_ASSERT_MSG_EQ(edge.empty(), false, "edge rounds");
            const double time = edge.front().workers.front().computePlanned;
            EXPECT_TRUE(time >= times * cycles / 2e9 * (1 - 1e-9) &&
                            time <= times * cycles / 1e8 * (1 + 1e-9),
                        "at a clock that there is: " << time);
        }
        for (const double cycles : {1e50, least / 2})
        {
            std::ostringstream words;
            words
                << "device 0 of cell 0 has " << cycles
                << " cycles of a sample; allowed at its clocks and with 48 samples and steps of an "
                   "edge round is "
                << least << " to " << most;
            Expect(words.str(), [cycles] {
                TierFixture run("HfelFullMeshPlanner", 2, 1);
                run.cycles.assign(2, {cycles});
                run.Build();
            });
        }
    }

    void CheckConsensus()
    {
        for (const double share : {1e-50, 1e50})
        {
            TierFixture run("HfelThresholdPlanner", 3, 2);
            run.helper.SetConsensus("exact", share);
            run.Build();
            const std::vector<TierRound> rounds = run.Run(1000);
            NS_TEST_ASSERT_MSG_EQ(rounds.size(), run.rounds, "rounds at " << share);
            NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "records are sound at " << share);
            for (const TierServerRound& server : rounds.back().servers)
            {
                NS_TEST_EXPECT_MSG_EQ(server.completed, true, server.detail);
                EXPECT_TRUE(server.detail.find("distanceMax") == std::string::npos,
                            share << ": " << server.detail);
            }
            const double least = std::sqrt(
                share < 1 ? share * rounds.front().distanceTold / rounds.back().distanceTold : 1);
            EXPECT_RELATIVE(rounds.back().factorMax, least, 1e-6, "rho_max at " << share);
        }
    }

    void DoRun() override
    {
        CheckWork();
        CheckConstants();
        CheckTiers();
        CheckConsensus();
    }
};

class LearningLimitsTestSuite : public TestSuite
{
  public:
    LearningLimitsTestSuite()
        : TestSuite("edge-ai-learning-limits", TEST_SYSTEM)
    {
        AddTestCase(new LimitsPlanCase, TEST_QUICK);
        AddTestCase(new LimitsRunCase, TEST_QUICK);
    }
};

LearningLimitsTestSuite g_learningLimitsTestSuite; ///< the suite

} // namespace
