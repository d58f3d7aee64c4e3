/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Learning in two tiers: descent by whole gradients (check H12 of HFEL's definition), the path of
// the mean, draws of devices, models as they travel.

#include "learning/data/data-generators.h"
#include "learning/network/model-factory.h"
#include "learning/two-tier-learner.h"
#include "support/expectations.h"
#include "support/learning-support.h"

#include <algorithm>
#include <numeric>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Tolerance of the definition's checks.
constexpr double TIER_GIVEN = 1e-8;

/// @returns 60 formula samples, 3 cells of 2 devices with 10 consecutive ones each
TwoTierSettings
MakeGivenSettings()
{
    TwoTierSettings settings;
    settings.model = MakeLearningModel("Softmax(4,3,l2=0.01)");
    settings.data = std::make_shared<const Dataset>(MakeFormulaData(60, 4, 3));
    settings.cells.resize(3);
    for (uint32_t k = 0; k < 6; ++k)
    {
        SampleList samples(10);
        std::iota(samples.begin(), samples.end(), 10 * k);
        settings.cells[k / 2].push_back(samples);
    }
    settings.local.batch = 0;
    settings.local.steps = 3;
    return settings;
}

/// @returns a learner that begins at 0, whose devices have streams of their own
TwoTierLearner
MakeLearner(const TwoTierSettings& settings)
{
    return TwoTierLearner(settings,
                          Eigen::VectorXd::Zero(settings.model->GetParameterCount()),
                          [](std::size_t cell, std::size_t device) {
                              return MakeDraws(static_cast<int64_t>(100 * cell + device + 1));
                          });
}

/// @returns (I + J) / 2 of three servers
Eigen::MatrixXd
MakeLazyWeights()
{
    return Eigen::MatrixXd::Identity(3, 3) / 2 + Eigen::MatrixXd::Constant(3, 3, 1. / 6);
}

/// The descent inequality.
class TwoTierDescentTestCase : public TestCase
{
  public:
    TwoTierDescentTestCase()
        : TestCase("descent of two tiers with whole gradients (H12)")
    {
    }

  private:
    void DoRun() override
    {
        TwoTierSettings settings = MakeGivenSettings();
        settings.watchDrift = true;
        double smoothness = 0;
        for (const std::vector<SampleList>& cell : settings.cells)
        {
            for (const SampleList& samples : cell)
            {
                smoothness =
                    std::max(smoothness, GetSoftmaxSmoothness(*settings.data, samples, .01));
            }
        }
        const double length = 6 / (smoothness * 6); // eta q tau = 1 / L
        settings.local.step.rate = length / 6;
        EXPECT_RELATIVE(smoothness, .5554688469, TIER_GIVEN, "L");
        EXPECT_RELATIVE(settings.local.step.rate, .3000468300, TIER_GIVEN, "eta");
        TwoTierLearner learner = MakeLearner(settings);
        double least = INFINITY;
        for (int round = 1; round <= 40; ++round)
        {
            const Eigen::VectorXd from = learner.GetMean();
            Eigen::VectorXd gradient;
            learner.GetGradient(from, gradient);
            learner.TrainCells();
            const double before = GetConsensusDistance(learner.GetModels());
            learner.Mix(MakeLazyWeights());
            const double after = GetConsensusDistance(learner.GetModels());
            EXPECT_RELATIVE(after, before / 4, 1e-12, "rho = 1/2, round " << round);
            const double bound = learner.GetLoss(from) - length / 2 * gradient.squaredNorm() +
                                 length / 2 * smoothness * smoothness * learner.GetDrift();
            const double slack = bound - learner.GetLoss(learner.GetMean());
            EXPECT_TRUE(slack >= 0, "descent in round " << round << ": " << slack);
            least = std::min(least, slack);
            if (round == 1)
            {
                EXPECT_RELATIVE(before, .3906499908, TIER_GIVEN, "Xi before, round 1");
                EXPECT_RELATIVE(after, .0976624977, TIER_GIVEN, "Xi after, round 1");
            }
            else if (round == 40)
            {
                EXPECT_RELATIVE(before, .9721407870, TIER_GIVEN, "Xi before, round 40");
                EXPECT_RELATIVE(after, .2430351968, TIER_GIVEN, "Xi after, round 40");
            }
        }
        EXPECT_RELATIVE(learner.GetLoss(learner.GetMean()), 1.088115310330, TIER_GIVEN, "loss");
        EXPECT_ABSOLUTE(least, .03814, 5e-6, "smallest slack");
    }
};

/// Draws, links, weights of cells.
class TwoTierWaysTestCase : public TestCase
{
  public:
    TwoTierWaysTestCase()
        : TestCase("one tier is plain averaging; draws of devices; 32 bit; weights; refusals")
    {
    }

  private:
    void DoRun() override
    {
        CheckPlain();
        CheckParts();
        CheckRefusals();
    }

    /// One step, one edge round, all cells averaged: a gradient step along f.
    void CheckPlain()
    {
        TwoTierSettings settings = MakeGivenSettings();
        settings.edgeRounds = 1;
        settings.local.steps = 1;
        settings.shares = {.5, .3, .2};
        settings.cells[1][0].resize(5);
        TwoTierLearner learner = MakeLearner(settings);
        Eigen::MatrixXd mean(3, 3);
        mean << .5, .3, .2, .5, .3, .2, .5, .3, .2;
        Eigen::VectorXd expected = learner.GetMean();
        for (int round = 0; round < 5; ++round)
        {
            Eigen::VectorXd gradient;
            learner.GetGradient(expected, gradient);
            expected -= settings.local.step.rate * gradient;
            learner.TrainCells();
            learner.Mix(mean);
            EXPECT_ABSOLUTE((learner.GetModels()[2] - expected).norm(), 0, 1e-14, "a step of f");
        }
        EXPECT_TRUE(std::isnan(learner.GetDrift()), "not watched");
    }

    /// Devices in another order, models by 32 bit, the watch: what changes and what does not.
    void CheckParts()
    {
        TwoTierSettings settings = MakeGivenSettings();
        settings.local.batch = 4;
        TwoTierLearner learner = MakeLearner(settings);
        learner.TrainCells();
        // By hand, the last cell and the last device first.
        TwoTierLearner other = MakeLearner(settings);
        PeerModels models = other.GetModels();
        for (std::size_t m = 3; m-- > 0;)
        {
            for (int round = 0; round < 2; ++round)
            {
                const Eigen::VectorXd second = other.TrainDevice(m, 1, models[m]);
                models[m] = other.AverageCell(m, {other.TrainDevice(m, 0, models[m]), second});
            }
            EXPECT_TRUE(models[m] == learner.GetModels()[m], "any order, cell " << m);
        }
        settings.watchDrift = true;
        TwoTierLearner watched = MakeLearner(settings);
        watched.TrainCells();
        EXPECT_TRUE(watched.GetModels() == learner.GetModels(), "watching changes nothing");
        EXPECT_TRUE(watched.GetDrift() > 0, "there is drift");
        settings.singlePrecision = true;
        TwoTierLearner rounded = MakeLearner(settings);
        rounded.TrainCells();
        rounded.Mix(MakeLazyWeights());
        learner.Mix(MakeLazyWeights());
        for (std::size_t m = 0; m < 3; ++m)
        {
            const double difference =
                (rounded.GetModels()[m] - learner.GetModels()[m]).lpNorm<Eigen::Infinity>();
            EXPECT_TRUE(difference > 0 && difference < 1e-6, "32 bit, " << difference);
        }
        const Eigen::VectorXd update = rounded.TrainDevice(0, 0, rounded.GetModels()[0]);
        EXPECT_TRUE(update == update.cast<float>().cast<double>(), "an update as it travels");
    }

    /// What does not fit.
    void CheckRefusals()
    {
        Refuse([](TwoTierSettings& settings) { settings.cells.clear(); }, "0 cells");
        Refuse([](TwoTierSettings& settings) { settings.cells[1].clear(); }, "cell 1");
        Refuse([](TwoTierSettings& settings) { settings.cells[1][1].clear(); }, "cell 1, device 1");
        Refuse([](TwoTierSettings& settings) { settings.cells[0][0][0] = 60; }, "sample 60");
        Refuse([](TwoTierSettings& settings) { settings.edgeRounds = 0; }, "0 edge rounds");
        Refuse([](TwoTierSettings& settings) { settings.shares = {1}; }, "1 shares");
        Refuse([](TwoTierSettings& settings) { settings.model = nullptr; }, "need a model");
        Refuse(
            [](TwoTierSettings& settings) {
                settings.watchDrift = true;
                settings.local.step.momentum = .5;
            },
            "momentum");
        const std::string words = GetLearningRefusal([]() {
            TwoTierLearner(MakeGivenSettings(),
                           Eigen::VectorXd::Zero(3),
                           [](std::size_t, std::size_t) { return MakeDraws(1); });
        });
        EXPECT_TRUE(words.find("3 parameters") == 0, words);
    }

    /// One of them.
    void Refuse(const std::function<void(TwoTierSettings&)>& spoil, const std::string& words)
    {
        TwoTierSettings settings = MakeGivenSettings();
        spoil(settings);
        const std::string reason = GetLearningRefusal([&]() {
            TwoTierLearner(settings, Eigen::VectorXd::Zero(15), [](std::size_t, std::size_t) {
                return MakeDraws(1);
            });
        });
        EXPECT_TRUE(reason.find(words) != std::string::npos, words << ": " << reason);
    }
};

/// Two tiers.
class TwoTierTestSuite : public TestSuite
{
  public:
    TwoTierTestSuite()
        : TestSuite("edge-ai-two-tier", TEST_UNIT)
    {
        AddTestCase(new TwoTierDescentTestCase, TEST_QUICK);
        AddTestCase(new TwoTierWaysTestCase, TEST_QUICK);
    }
};

TwoTierTestSuite g_twoTierTestSuite; ///< the suite

} // namespace
