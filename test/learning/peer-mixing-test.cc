/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Mixing of models, their distance by the mean, by pairs, by products and by sketches (check H8 of
// HFEL's definition), the bound that it settles below (H9), the rule of what it may be.

#include "learning/consensus-gauge.h"
#include "learning/peer-mixing.h"
#include "support/expectations.h"
#include "support/learning-support.h"

#include <cmath>
#include <numeric>
#include <tuple>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Tolerance of the definition's checks.
constexpr double GIVEN = 1e-8;

/// @returns Y[m, j] = sin((m + 1)(j + 2)), m = 0..3, j = 0..2
PeerModels
MakeGivenModels()
{
    PeerModels models;
    for (int m = 0; m < 4; ++m)
    {
        models.emplace_back(3);
        for (int j = 0; j < 3; ++j)
        {
            models.back()[j] = std::sin((m + 1.) * (j + 2));
        }
    }
    return models;
}

/// @returns Metropolis weights of a ring of four
Eigen::MatrixXd
MakeRingWeights()
{
    Eigen::MatrixXd weights(4, 4);
    weights << 1, 1, 0, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 1;
    return weights / 3;
}

/// @returns models, weights and shares by lot: rows of sum 1 that keep the weighted mean
std::tuple<PeerModels, Eigen::MatrixXd, PeerShares>
DrawMixing(LearningDraws& draws)
{
    const uint32_t count = 1 + draws.Pick(6);
    PeerModels models;
    PeerShares shares;
    for (uint32_t m = 0; m < count; ++m)
    {
        models.emplace_back(7);
        for (double& value : models.back())
        {
            value = draws.Normal();
        }
        shares.push_back(.1 + draws.Uniform());
    }
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.);
    for (double& share : shares)
    {
        share /= sum;
    }
    Eigen::MatrixXd weights = Eigen::MatrixXd::Identity(count, count);
    for (uint32_t m = 0; m < count; ++m)
    {
        for (uint32_t j = 0; j < m; ++j)
        {
            const double flow = .02 * draws.Uniform();
            weights(m, j) += flow / shares[m];
            weights(m, m) -= flow / shares[m];
            weights(j, m) += flow / shares[j];
            weights(j, j) -= flow / shares[j];
        }
    }
    return {models, weights, shares};
}

/// The distance and what mixing makes of it.
class PeerMixingTestCase : public TestCase
{
  public:
    PeerMixingTestCase()
        : TestCase("distances both ways, mixing, its prediction, bounds (H8, H9)")
    {
    }

  private:
    void DoRun() override
    {
        const PeerModels models = MakeGivenModels();
        EXPECT_RELATIVE(GetConsensusDistance(models), 1.160947911925, GIVEN, "by the mean");
        EXPECT_RELATIVE(GetPairwiseDistance(models), 1.160947911925, GIVEN, "by pairs");
        const PeerModels mixed = MixModels(MakeRingWeights(), models);
        EXPECT_RELATIVE(GetConsensusDistance(mixed), .128994212436, GIVEN, "mixed");
        EXPECT_RELATIVE(GetConsensusDistance(mixed),
                        GetConsensusDistance(models) / 9,
                        1e-12,
                        "rho^2 of a ring of four, whose other eigenvalues are +-1/3");
        EXPECT_RELATIVE(PredictDistance(MakeRingWeights(), GetGramMatrix(models)),
                        .128994212436,
                        GIVEN,
                        "predicted");
        EXPECT_ABSOLUTE((GetMeanModel(mixed) - GetMeanModel(models)).lpNorm<Eigen::Infinity>(),
                        0,
                        1e-15,
                        "the mean stays");
        EXPECT_RELATIVE(GetConsensusDistance(MixModels(MakeRingWeights(), models, 3)),
                        GetConsensusDistance(models) / 729,
                        1e-12,
                        "three times");
        EXPECT_RELATIVE(GetSteadyDistance(1. / 3, .1), .0025, GIVEN, "1/3");
        EXPECT_RELATIVE(GetSteadyDistance(.5, .1), .01, GIVEN, "1/2");
        EXPECT_RELATIVE(GetSteadyDistance(.804737854, .1), .1698528135, GIVEN, "ring of eight");
        EXPECT_TRUE(std::isinf(GetSteadyDistance(1, .1)), "no mixing, no bound");
        CheckRandom();
        CheckRefusals(models);
    }

    /// Any models and weights.
    void CheckRandom()
    {
        LearningDraws draws = MakeDraws(4);
        for (int i = 0; i < 100; ++i)
        {
            const auto [models, weights, shares] = DrawMixing(draws);
            const double distance = GetConsensusDistance(models, shares);
            EXPECT_RELATIVE(GetPairwiseDistance(models, shares) + 1,
                            distance + 1,
                            1e-12,
                            "two ways, " << i);
            const PeerModels mixed = MixModels(weights, models);
            EXPECT_RELATIVE(PredictDistance(weights, GetGramMatrix(models), shares) + 1,
                            GetConsensusDistance(mixed, shares) + 1,
                            1e-12,
                            "prediction, " << i);
            EXPECT_ABSOLUTE((GetMeanModel(mixed, shares) - GetMeanModel(models, shares))
                                .lpNorm<Eigen::Infinity>(),
                            0,
                            1e-14,
                            "weighted mean, " << i);
            for (std::size_t m = 0; m < models.size(); ++m)
            {
                const Eigen::VectorXd row = weights.row(static_cast<Eigen::Index>(m));
                EXPECT_TRUE(MixRow(row, models) == mixed[m], "one server's part, " << i);
            }
        }
    }

    /// What does not fit.
    void CheckRefusals(const PeerModels& models)
    {
        const auto refuse = [](const std::function<void()>& act) {
            return GetLearningRefusal(act);
        };
        EXPECT_TRUE(!refuse([]() { GetConsensusDistance({}); }).empty(), "no models");
        EXPECT_TRUE(!refuse([&]() { GetConsensusDistance(models, {1, 0}); }).empty(), "shares");
        EXPECT_TRUE(!refuse([&]() { MixModels(Eigen::MatrixXd::Identity(3, 3), models); }).empty(),
                    "weights");
        EXPECT_TRUE(!refuse([&]() { MixModels(Eigen::MatrixXd::Ones(4, 3), models); }).empty(),
                    "not square");
        PeerModels uneven = models;
        uneven[2].conservativeResize(2);
        EXPECT_TRUE(refuse([&]() { MixModels(MakeRingWeights(), uneven); }).find("model 2") == 0,
                    "a model that is too short");
    }
};

/// Sketches.
class ConsensusSketchTestCase : public TestCase
{
  public:
    ConsensusSketchTestCase()
        : TestCase("distances by sketches: mean and variance (H8), the same seed the same sketch")
    {
    }

  private:
    void DoRun() override
    {
        const PeerModels models = MakeGivenModels();
        EXPECT_RELATIVE(std::sqrt(GetSketchVariance(models, 32)), .1984287871, GIVEN, "law");
        constexpr int SEEDS = 5000;
        const double exact = GetConsensusDistance(models);
        double sum = 0;
        double squares = 0;
        for (int seed = 1; seed <= SEEDS; ++seed)
        {
            const double relative = ConsensusSketch(seed).GetDistance(models) / exact;
            sum += relative / SEEDS;
            squares += relative * relative / SEEDS;
        }
        // The mean of 5000 has a standard error of 0.0028.
        EXPECT_ABSOLUTE(sum, 1, .011, "unbiased");
        EXPECT_RELATIVE(std::sqrt(squares - sum * sum), .1984287871, .05, "deviation");
        const ConsensusSketch sketch(7);
        EXPECT_TRUE(sketch.Apply(models[1]) == ConsensusSketch(7).Apply(models[1]), "same seed");
        EXPECT_TRUE(sketch.Apply(models[1]) != ConsensusSketch(8).Apply(models[1]), "another");
        EXPECT_TRUE(sketch.Apply(models[1]).size() == 32, "k numbers");
        EXPECT_ABSOLUTE((sketch.Apply(models[1]) + sketch.Apply(models[2]) -
                         sketch.Apply(models[1] + models[2]))
                            .norm(),
                        0,
                        1e-14,
                        "linear");
        EXPECT_ABSOLUTE(GetSketchVariance({models[0], models[0]}, 32), 0, 0, "alike");
        EXPECT_TRUE(!GetLearningRefusal([]() { ConsensusSketch(1, 0); }).empty(), "no numbers");
    }
};

/// What is known of the distance, and what it may be.
class ConsensusGaugeTestCase : public TestCase
{
  public:
    ConsensusGaugeTestCase()
        : TestCase("Xi_max is a share of the first distance; lagged distances are a round old")
    {
    }

  private:
    void DoRun() override
    {
        ConsensusGauge exact(ConsensusMode::EXACT);
        ConsensusGauge lagged(ConsensusMode::LAGGED, .5);
        Expect(exact.Next(8), 8, 0);
        Expect(exact.Next(6), 6, 2);
        Expect(exact.Next(4), 4, 2);
        Expect(lagged.Next(8), 8, 0);
        Expect(lagged.Next(6), 8, 4);
        Expect(lagged.Next(4), 6, 4);
        for (const double share : {0., -1., std::nan(""), double(INFINITY)})
        {
            EXPECT_TRUE(!GetLearningRefusal([share]() {
                             ConsensusGauge(ConsensusMode::EXACT, share);
                         }).empty(),
                        "a share of " << share);
        }
    }

    /// One reading.
    void Expect(const ConsensusGauge::Reading& reading, double distance, double distanceMax)
    {
        NS_TEST_EXPECT_MSG_EQ(reading.distance, distance, "Xi_z");
        NS_TEST_EXPECT_MSG_EQ(reading.distanceMax, distanceMax, "Xi_max");
    }
};

/// Models of peers.
class PeerMixingTestSuite : public TestSuite
{
  public:
    PeerMixingTestSuite()
        : TestSuite("edge-ai-peer-mixing", TEST_UNIT)
    {
        AddTestCase(new PeerMixingTestCase, TEST_QUICK);
        AddTestCase(new ConsensusSketchTestCase, TEST_QUICK);
        AddTestCase(new ConsensusGaugeTestCase, TEST_QUICK);
    }
};

PeerMixingTestSuite g_peerMixingTestSuite; ///< the suite

} // namespace
