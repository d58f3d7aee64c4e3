/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Rules of federated learning on functions whose optimum is known: checks F4, F7, F13 and F13b of
// the definition of FedQVR.

#include "learning/federated/federated-rules.h"
#include "learning/update/quantised-codecs.h"
#include "support/expectations.h"
#include "support/learning-support.h"

#include <functional>
#include <memory>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A function per device, f_i = (x - b_i)^T diag(a_i) (x - b_i) / 2, and what devices keep.
struct QuadraticCourse
{
    std::vector<Eigen::VectorXd> a;
    std::vector<Eigen::VectorXd> b;
    std::vector<uint32_t> steps;
    FederatedOptions options;
    double gain{1};
    std::shared_ptr<UpdateCodec> codec = std::make_shared<PlainCodec>(64);
    std::function<bool(std::size_t device)> arrives = [](std::size_t) { return true; };

    FederatedState state;
    std::vector<Eigen::VectorXd> controls;
    LearningDraws draws = MakeDraws(1);

    /// Everything is 0. @param [in] size d
    void Begin(Eigen::Index size)
    {
        state = {Eigen::VectorXd::Zero(size), Eigen::VectorXd::Zero(size)};
        controls.assign(a.size(), Eigen::VectorXd::Zero(size));
        options.devices = static_cast<uint32_t>(a.size());
    }

    /// One round of all devices. @param [in] rule of it
    void Round(const FederatedRule& rule)
    {
        std::vector<FederatedUpdate> came;
        std::vector<std::size_t> who;
        for (std::size_t i = 0; i < a.size(); ++i)
        {
            const auto gradient = [&](const Eigen::VectorXd& at, Eigen::VectorXd& slope) {
                slope = a[i].cwiseProduct(at - b[i]);
            };
            const FederatedTraining training = TrainLocally(state.model,
                                                            rule.GetCorrection(state, controls[i]),
                                                            options.rate,
                                                            steps[i],
                                                            gradient);
            UpdateCodec::Bytes bytes;
            FederatedUpdate update{{}, steps[i], gain, 0};
            codec->Encode(rule.MakeUpdate(options, state, controls[i], training), draws, bytes);
            codec->Decode(bytes, rule.GetUpdateSize(state.model.size()), update.values);
            if (arrives(i))
            {
                came.push_back(update);
                who.push_back(i);
            }
        }
        if (came.empty())
        {
            return;
        }
        const Eigen::VectorXd note =
            rule.Advance(options, came, static_cast<uint32_t>(a.size()), state);
        for (std::size_t i = 0; i < who.size(); ++i)
        {
            rule.Settle(came[i], note, controls[who[i]]);
        }
    }

    /// @returns how far the server's control is from the mean of the devices'
    double GetControlGap() const
    {
        Eigen::VectorXd mean = Eigen::VectorXd::Zero(state.control.size());
        for (const Eigen::VectorXd& control : controls)
        {
            mean += control / static_cast<double>(controls.size());
        }
        return (mean - state.control).lpNorm<Eigen::Infinity>();
    }
};

/// @param [in] value a number  @returns a vector of it
Eigen::VectorXd
One(double value)
{
    return Eigen::VectorXd::Constant(1, value);
}

/// @returns the two devices of F4
QuadraticCourse
MakeTwo(std::vector<uint32_t> steps)
{
    QuadraticCourse course;
    course.a = {One(1), One(4)};
    course.b = {One(0), One(10)};
    course.steps = std::move(steps);
    course.options.rate = .05;
    course.Begin(1);
    return course;
}

/// F4.
class FixedPointTestCase : public TestCase
{
  public:
    FixedPointTestCase()
        : TestCase("fixed points of unequal steps, and the first rounds as printed (F4)")
    {
    }

  private:
    void DoRun() override
    {
        const double first[] = {2.6778774528,
                                4.9548921835,
                                6.4079231753,
                                7.2205592542,
                                7.6388284945};
        QuadraticCourse course = MakeTwo({2, 10});
        for (int t = 0; t < 60; ++t)
        {
            course.Round(FedQvrRule());
            if (t < 5)
            {
                EXPECT_RELATIVE(course.state.model[0], first[t], 1e-9, "round " << t + 1);
            }
            NS_TEST_EXPECT_MSG_LT(course.GetControlGap(), 1e-12, "c is the mean of c_i");
        }
        EXPECT_ABSOLUTE(course.state.model[0], 8, 1e-9, "the optimum");
        Settle(FedAvgRule(), {2, 10}, 9.015276662149);
        Settle(FedNovaRule(), {2, 10}, 6.467713350601);
        // With equal steps everybody but those two goes to the optimum.
        Settle(ScaffoldRule(), {5, 5}, 8);
        Settle(FedComGateRule(), {5, 5}, 8);
        Settle(FedQvrRule(FedQvrMode::INVERSE), {2, 10}, 8);
    }

    /// @param [in] rule that learns  @param [in] steps of both  @param [in] end where it comes to
    void Settle(const FederatedRule& rule, const std::vector<uint32_t>& steps, double end)
    {
        QuadraticCourse course = MakeTwo(steps);
        for (int t = 0; t < 2000; ++t)
        {
            course.Round(rule);
        }
        EXPECT_RELATIVE(course.state.model[0], end, 1e-9, rule.GetName());
    }
};

/// F7.
class LossWeightTestCase : public TestCase
{
  public:
    LossWeightTestCase()
        : TestCase("expectation and variance of the direction over samples and losses (F7)")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ_TOL(GetMean(FedQvrMode::INVERSE), 1, 1e-12, "without bias");
        NS_TEST_EXPECT_MSG_EQ_TOL(GetMean(FedQvrMode::RECEIVED), .873333333333, 1e-12, "with one");
        // All three sampled, with quantisers that go up or down by eps with the same chance.
        const double eps[] = {.2, .1, .3};
        const FedQvrRule rule(FedQvrMode::INVERSE);
        double mean = 0;
        double square = 0;
        for (int outcome = 0; outcome < 64; ++outcome)
        {
            std::vector<FederatedUpdate> came;
            double chance = 1;
            for (int i = 0; i < 3; ++i)
            {
                const bool arrives = outcome >> i & 1;
                const double off = (outcome >> (3 + i) & 1) ? eps[i] : -eps[i];
                chance *= (arrives ? 1 - OUTAGE[i] : OUTAGE[i]) / 2;
                if (arrives)
                {
                    came.push_back({One(DELTA[i] + off), 1, 1, OUTAGE[i]});
                }
            }
            const double direction = rule.GetDirection(came, 3, One(.5))[0];
            mean += chance * direction;
            square += chance * direction * direction;
        }
        EXPECT_RELATIVE(mean, 1, 1e-12, "mean of all three");
        EXPECT_RELATIVE(square - mean * mean, .199691358025, 1e-9, "variance");
    }

    /// @param [in] mode of the server  @returns mean of the direction over all samples and losses
    static double GetMean(FedQvrMode mode)
    {
        const FedQvrRule rule(mode);
        double mean = 0;
        for (const auto& pair : {std::pair{0, 1}, {0, 2}, {1, 2}})
        {
            for (int outcome = 0; outcome < 4; ++outcome)
            {
                std::vector<FederatedUpdate> came;
                double chance = 1;
                int bit = 0;
                for (const int i : {pair.first, pair.second})
                {
                    const bool arrives = outcome >> bit++ & 1;
                    chance *= arrives ? 1 - OUTAGE[i] : OUTAGE[i];
                    if (arrives)
                    {
                        came.push_back({One(DELTA[i]), 1, 1, OUTAGE[i]});
                    }
                }
                // Nothing came: the direction is c.
                const Eigen::VectorXd c = One(.5);
                mean += chance / 3 * (came.empty() ? c : rule.GetDirection(came, 2, c))[0];
            }
        }
        return mean;
    }

    static constexpr double DELTA[] = {1 - .5, -2 + 1.5, 4 - 2.5}; ///< Delta_i - c_i
    static constexpr double OUTAGE[] = {.1, .2, .4};
};

/// F13.
class OneBitTestCase : public TestCase
{
  public:
    OneBitTestCase()
        : TestCase("with one bit FedQVR ends at the optimum, quantised gradients do not (F13)")
    {
    }

  private:
    void DoRun() override
    {
        for (const int64_t seed : {1, 2, 3})
        {
            QuadraticCourse course;
            course.codec = std::make_shared<SignMagnitudeCodec>(1);
            course.gain = 1 / (1 + course.codec->GetRelativeVariance(8));
            EXPECT_RELATIVE(course.gain, 1 / 3.0, 1e-15, "alpha");
            course.options.rate = .15;
            course.draws = MakeDraws(seed);
            course.steps.assign(4, 1);
            Eigen::VectorXd weights = Eigen::VectorXd::Zero(8);
            Eigen::VectorXd optimum = Eigen::VectorXd::Zero(8);
            for (int i = 0; i < 4; ++i)
            {
                Eigen::VectorXd a(8);
                Eigen::VectorXd b(8);
                for (int j = 0; j < 8; ++j)
                {
                    a[j] = 1 + .5 * std::cos(j + i);
                    b[j] = std::sin(j * (i + 1));
                }
                course.a.push_back(a);
                course.b.push_back(b);
                weights += a;
                optimum += a.cwiseProduct(b);
            }
            optimum = optimum.cwiseQuotient(weights);
            const FedQvrRule variance;
            const FedAvgRule plain;
            for (const FederatedRule* rule : {static_cast<const FederatedRule*>(&variance),
                                              static_cast<const FederatedRule*>(&plain)})
            {
                course.Begin(8);
                double nearest = INFINITY;
                for (int t = 0; t < 3000; ++t)
                {
                    course.Round(*rule);
                    nearest = t < 500 ? nearest
                                      : std::min(nearest, (course.state.model - optimum).norm());
                }
                const double off = (course.state.model - optimum).norm();
                EXPECT_TRUE(rule == &variance ? off < 1e-10 : nearest > 1e-2,
                            rule->GetName() << ", seed " << seed << ": " << off);
            }
        }
    }
};

/// F13b.
class UnequalLossTestCase : public TestCase
{
  public:
    UnequalLossTestCase()
        : TestCase("losses of one device alone bias FedAvg, not FedQVR (F13b)")
    {
    }

  private:
    void DoRun() override
    {
        LearningDraws losses = MakeDraws(5);
        const auto arrives = [&losses](std::size_t device) {
            return device == 0 || losses.Uniform() >= .6;
        };
        QuadraticCourse course = MakeTwo({2, 2});
        course.arrives = arrives;
        for (int t = 0; t < 4000; ++t)
        {
            course.Round(FedQvrRule());
        }
        EXPECT_ABSOLUTE(course.state.model[0], 8, 1e-9, "FedQVR");
        QuadraticCourse average = MakeTwo({2, 2});
        average.arrives = arrives;
        double sum = 0;
        for (int t = 0; t < 20000; ++t)
        {
            average.Round(FedAvgRule());
            sum += t < 500 ? 0 : average.state.model[0];
        }
        EXPECT_ABSOLUTE(sum / 19500, 4.8, .2, "FedAvg");
    }
};

/// Rules.
class FederatedRulesTestSuite : public TestSuite
{
  public:
    FederatedRulesTestSuite()
        : TestSuite("edge-ai-federated-rules", TEST_UNIT)
    {
        AddTestCase(new FixedPointTestCase, TEST_QUICK);
        AddTestCase(new LossWeightTestCase, TEST_QUICK);
        AddTestCase(new OneBitTestCase, TEST_QUICK);
        AddTestCase(new UnequalLossTestCase, TEST_QUICK);
    }
};

FederatedRulesTestSuite g_federatedRulesTestSuite; ///< the suite

} // namespace
