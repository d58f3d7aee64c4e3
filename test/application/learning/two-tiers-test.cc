/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Rounds of two tiers without a network: what holds in each of them, and, among the slow cases, the
// comparison of schemes over four seeds (check H15 of HFEL's definition).

#include "support/expectations.h"
#include "support/hfel-evaluation.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::hfeltest;

namespace
{

/// @returns Xi_max of a run
double
GetDistanceMax(const EvaluationOutcome& outcome, double share)
{
    return share * outcome.rounds.front().distanceBefore;
}

/// What holds in every round.
class TwoTiersRoundTestCase : public TestCase
{
  public:
    TwoTiersRoundTestCase()
        : TestCase("distances, times, energies and accuracies of a few rounds of every scheme")
    {
    }

  private:
    void DoRun() override;
    /// Rounds whose links follow from the distance.
    void CheckDistances(const EvaluationOutcome& outcome);
    /// The slack step.
    void CheckSlack(const EvaluationOutcome& hurried);
    /// Sketches, lagged distances, a cloud, gossip.
    void CheckOthers(const EvaluationOutcome& exact);

    EvaluationOptions m_options; ///< of a short run
};

void
TwoTiersRoundTestCase::CheckDistances(const EvaluationOutcome& outcome)
{
    const double limit = GetDistanceMax(outcome, .25);
    uint32_t fewer = 0;
    for (const TwoTierRound& round : outcome.rounds)
    {
        EXPECT_TRUE(round.plan.status == PlanStatus::SOLVED, round.plan.reason);
        EXPECT_TRUE(round.distanceAfter <= limit * (1 + 1e-8), "Xi <= Xi_max");
        EXPECT_TRUE(round.distanceAfter <=
                        round.plan.factor * round.plan.factor * round.distanceBefore * (1 + 1e-9) +
                            1e-20,
                    "Xi <= rho^2 Xi_z");
        fewer += round.plan.links.size() < 15 ? 1 : 0;
    }
    EXPECT_TRUE(outcome.rounds.front().plan.links.size() == 15, "all links in the first round");
    EXPECT_TRUE(fewer + 2 > outcome.rounds.size(), "and not in most others");
}

void
TwoTiersRoundTestCase::CheckSlack(const EvaluationOutcome& hurried)
{
    EvaluationOptions options = m_options;
    options.slack = true;
    const EvaluationOutcome slow =
        HfelEvaluation(2, options).Run("HfelPlanner", "HfelThresholdPlanner");
    EXPECT_TRUE(slow.time == hurried.time, "the rounds are as long");
    EXPECT_TRUE(slow.energy < .8 * hurried.energy,
                slow.energy << " J instead of " << hurried.energy);
    EXPECT_TRUE(slow.accuracy == hurried.accuracy, "the models are the same");
}

void
TwoTiersRoundTestCase::CheckOthers(const EvaluationOutcome& exact)
{
    EvaluationOptions options = m_options;
    options.mode = ConsensusMode::LAGGED;
    const EvaluationOutcome lagged =
        HfelEvaluation(2, options).Run("HfelPlanner", "HfelThresholdPlanner");
    EXPECT_RELATIVE(lagged.rounds[1].plan.factorMax, .5, 1e-12, "known is the first distance");
    options.mode = ConsensusMode::SKETCH;
    const EvaluationOutcome sketched =
        HfelEvaluation(2, options).Run("HfelPlanner", "HfelThresholdPlanner");
    // The ratio of two sketched distances: 32 numbers know it to about a quarter.
    EXPECT_TRUE(std::abs(sketched.rounds[1].plan.factorMax / exact.rounds[1].plan.factorMax - 1) <
                        .3 &&
                    sketched.rounds[1].plan.factorMax != exact.rounds[1].plan.factorMax,
                "rho_max by sketches");
    const HfelEvaluation evaluation(2, m_options);
    const EvaluationOutcome cloud = evaluation.Run("HfelPlanner", "HierFavgPlanner");
    const std::vector<double>& cells = cloud.rounds[3].cellTimes;
    EXPECT_RELATIVE(cloud.rounds[3].plan.time,
                    *std::max_element(cells.begin(), cells.end()) + 2 * MESSAGE / 1e6,
                    1e-12,
                    "there and back");
    EXPECT_ABSOLUTE(cloud.rounds[3].distanceAfter, 0, 1e-25, "the mean everywhere");
    const EvaluationOutcome gossip = evaluation.Run("HfelPlanner", "CeFedAvgPlanner");
    const EvaluationOutcome ring = evaluation.Run("HfelPlanner", "HfelRingPlanner");
    EXPECT_RELATIVE(gossip.rounds[0].plan.factor,
                    ring.rounds[0].plan.factor * ring.rounds[0].plan.factor,
                    1e-12,
                    "rho of two exchanges");
    EXPECT_TRUE(gossip.rounds[0].distanceAfter < ring.rounds[0].distanceAfter, "closer");
    const EvaluationOutcome lots = evaluation.Run("HfelPlanner", "HfelRandomGraphPlanner");
    EXPECT_TRUE(lots.rounds[0].plan.links != lots.rounds[1].plan.links, "drawn in each round");
}

void
TwoTiersRoundTestCase::DoRun()
{
    m_options.rounds = 8;
    m_options.lastRounds = 2;
    const HfelEvaluation evaluation(2, m_options);
    const EvaluationOutcome threshold = evaluation.Run("HfelPlanner", "HfelThresholdPlanner");
    const EvaluationOutcome full = evaluation.Run("HfelPlanner", "HfelFullMeshPlanner");
    const EvaluationOutcome equal = evaluation.Run("HfelEqualBandPlanner", "HfelThresholdPlanner");
    const EvaluationOutcome none = evaluation.Run("HfelPlanner", "HfelNoExchangePlanner");
    CheckDistances(threshold);
    for (std::size_t t = 0; t < threshold.rounds.size(); ++t)
    {
        EXPECT_TRUE(threshold.rounds[t].plan.time <= full.rounds[t].plan.time, "round " << t);
        EXPECT_TRUE(none.rounds[t].plan.time <= threshold.rounds[t].plan.time, "round " << t);
    }
    EXPECT_TRUE(threshold.time < equal.time, "S1 gains time");
    EXPECT_TRUE(none.rounds.back().distanceAfter > 4 * threshold.rounds.back().distanceAfter,
                "cells without exchange drift apart");
    EXPECT_TRUE(threshold.accuracy > .4, "it learns: " << threshold.accuracy);
    const EvaluationOutcome again =
        HfelEvaluation(2, m_options).Run("HfelPlanner", "HfelThresholdPlanner");
    EXPECT_TRUE(again.time == threshold.time && again.accuracies == threshold.accuracies &&
                    again.rounds.back().distanceAfter == threshold.rounds.back().distanceAfter,
                "the same seed, the same numbers");
    CheckSlack(threshold);
    CheckOthers(threshold);
}

/// The comparison of the definition.
class TwoTiersEvaluationTestCase : public TestCase
{
  public:
    TwoTiersEvaluationTestCase()
        : TestCase("time and accuracy against all links and none, seeds 1 to 4 (H15)")
    {
    }

  private:
    void DoRun() override
    {
        EvaluationOutcome threshold;
        EvaluationOutcome full;
        EvaluationOutcome none;
        for (uint64_t seed = 1; seed <= 4; ++seed)
        {
            const HfelEvaluation evaluation(seed);
            const auto add = [&](const std::string& links, EvaluationOutcome& sum) {
                const EvaluationOutcome one = evaluation.Run("HfelPlanner", links);
                sum.time += one.time / 4;
                sum.accuracy += one.accuracy / 4;
            };
            add("HfelThresholdPlanner", threshold);
            add("HfelFullMeshPlanner", full);
            add("HfelNoExchangePlanner", none);
        }
        EXPECT_TRUE(threshold.time < .85 * full.time, threshold.time << " of " << full.time);
        EXPECT_TRUE(threshold.accuracy > full.accuracy - .015,
                    threshold.accuracy << " of " << full.accuracy);
        EXPECT_TRUE(none.accuracy < threshold.accuracy - .08,
                    none.accuracy << " of " << threshold.accuracy);
        EXPECT_TRUE(none.time < threshold.time, "it takes the least time");
    }
};

/// Two tiers without a network.
class TwoTiersTestSuite : public TestSuite
{
  public:
    TwoTiersTestSuite()
        : TestSuite("edge-ai-two-tiers", TEST_UNIT)
    {
        AddTestCase(new TwoTiersRoundTestCase, TEST_QUICK);
        AddTestCase(new TwoTiersEvaluationTestCase, TEST_EXTENSIVE);
    }
};

TwoTiersTestSuite g_twoTiersTestSuite; ///< the suite

} // namespace
