/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Stochastic quantisers: checks F2 and F3 of the definition of FedQVR, means, variances, bounds.

#include "learning/update/norm-quantiser.h"
#include "learning/update/sign-magnitude-quantiser.h"
#include "support/expectations.h"
#include "support/learning-support.h"

#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @returns the vector of check F2
Eigen::VectorXd
MakeGiven()
{
    Eigen::VectorXd values(5);
    values << 0.91, -0.31, 0.05, 0.47, -0.7;
    return values;
}

/// @param [in] numbers to be drawn one after the other  @returns draws of them
LearningDraws
MakeList(std::vector<double> numbers)
{
    return LearningDraws(
        [numbers, at = std::size_t{0}]() mutable { return numbers[at++ % numbers.size()]; });
}

/// Figures of the definition.
class GivenQuantiserTestCase : public TestCase
{
  public:
    GivenQuantiserTestCase()
        : TestCase("codes, variances, bounds and payloads as printed (F2, F3)")
    {
    }

  private:
    void DoRun() override
    {
        const Eigen::VectorXd v = MakeGiven();
        LearningDraws draws = MakeList({0.2, 0.6, 0.1, 0.8, 0.4});
        const SignMagnitudeQuantiser two(2, 0, ScaleEnds::EXACT);
        const SignMagnitudeCode code = two.Quantise(v, draws);
        EXPECT_TRUE((code.levels == std::vector<uint32_t>{3, 1, 0, 1, 2}), "codes");
        EXPECT_TRUE((code.negative == std::vector<bool>{false, true, false, false, true}), "signs");
        Eigen::VectorXd decoded(5);
        decoded << 0.91, -(0.05 + 0.86 / 3), 0.05, 0.05 + 0.86 / 3, -(0.05 + 2 * 0.86 / 3);
        EXPECT_ABSOLUTE((two.Restore(code) - decoded).lpNorm<Eigen::Infinity>(), 0, 1e-15, "Q(v)");
        EXPECT_RELATIVE(decoded[1], -0.336666666667, 1e-9, "as printed");
        EXPECT_RELATIVE(decoded[4], -0.623333333333, 1e-9, "as printed");

        const struct
        {
            uint32_t bits;
            double variance;
            double bound;
            double tolerance;
            uint64_t payload;
            double omega;
            double alpha;
        } rows[] = {{1, 0.4773, 0.9245, 1e-9, 2836, 346.5, 0.0028777},
                    {2, 0.043477777778, 0.102722222222, 1e-9, 4222, 38.5, 0.0253165},
                    {4, 0.0022742222, 0.0041088889, 1e-7, 6994, 1.54, 0.3937008},
                    {8, 6.0177e-6, 1.42176e-5, 1e-4, 12538, 0.0053287, 0.9946996}};

        for (const auto& row : rows)
        {
            const SignMagnitudeQuantiser quantiser(row.bits, 0, ScaleEnds::EXACT);
            EXPECT_RELATIVE(quantiser.GetVariance(v), row.variance, row.tolerance, "variance");
            EXPECT_RELATIVE(quantiser.GetVarianceBound(v), row.bound, row.tolerance, "bound");
            NS_TEST_EXPECT_MSG_EQ(quantiser.GetPayload(1386), row.payload, "payload");
            const double omega = quantiser.GetRelativeVariance(1386);
            EXPECT_RELATIVE(omega, row.omega, 1e-4, "omega");
            EXPECT_RELATIVE(1 / (1 + omega), row.alpha, 2e-5, "alpha");
        }
        const NormQuantiser norm(3, ScaleEnds::EXACT);
        EXPECT_RELATIVE(norm.GetVariance(v), 0.134500587352, 1e-9, "QSGD's variance");
        EXPECT_RELATIVE(norm.GetRelativeVariance(5) * v.squaredNorm(),
                        0.909777777778,
                        1e-9,
                        "QSGD's bound");
        // Blocks have scales of their own: a smaller bound for more bits.
        const SignMagnitudeQuantiser blocks(2, 400);
        NS_TEST_EXPECT_MSG_EQ(blocks.GetPayload(1386), 1386U * 3 + 64 * 4, "four blocks");
        EXPECT_RELATIVE(blocks.GetRelativeVariance(1386), 400 / (4 * 9.0), 1e-15, "omega");
    }
};

/// Means and variances of many draws.
class DrawnQuantiserTestCase : public TestCase
{
  public:
    DrawnQuantiserTestCase()
        : TestCase("1e5 draws have the mean within 5 sigma, and the exact variance (F2)")
    {
    }

  private:
    void DoRun() override
    {
        const Eigen::VectorXd v = MakeGiven();
        for (const uint32_t bits : {1, 2, 4})
        {
            const SignMagnitudeQuantiser quantiser(bits, 3, ScaleEnds::EXACT);
            Check(v, quantiser, quantiser.GetVariance(v), 10 + bits);
        }
        const NormQuantiser norm(3, ScaleEnds::EXACT);
        Check(v, norm, norm.GetVariance(v), 20);
    }

    /// @param [in] v numbers @param [in] quantiser of them @param [in] variance exact
    /// @param [in] stream of the draws
    template <typename Quantiser>
    void Check(const Eigen::VectorXd& v,
               const Quantiser& quantiser,
               double variance,
               int64_t stream)
    {
        constexpr int count = 100000;
        LearningDraws draws = MakeDraws(stream);
        Eigen::VectorXd sum = Eigen::VectorXd::Zero(5);
        Eigen::VectorXd squares = Eigen::VectorXd::Zero(5);
        double fourth = 0;
        for (int i = 0; i < count; ++i)
        {
            const Eigen::VectorXd off = quantiser.Restore(quantiser.Quantise(v, draws)) - v;
            sum += off;
            squares += off.cwiseAbs2();
            fourth += std::pow(off.squaredNorm(), 2);
        }
        for (int j = 0; j < 5; ++j)
        {
            const double sigma = std::sqrt(squares[j] / count / count);
            EXPECT_TRUE(std::abs(sum[j] / count) <= 5 * sigma + 1e-9, "mean of " << j);
        }
        const double mean = squares.sum() / count;
        const double sigma = std::sqrt((fourth / count - mean * mean) / count);
        EXPECT_TRUE(std::abs(mean - variance) <= 5 * sigma + 1e-12, "variance " << mean);
    }
};

/// What holds for every vector.
class QuantiserBoundTestCase : public TestCase
{
  public:
    QuantiserBoundTestCase()
        : TestCase("variances stay within their bounds; ends of scales enclose; no step at all")
    {
    }

  private:
    void DoRun() override
    {
        LearningDraws draws = MakeDraws(31);
        for (int i = 0; i < 2000; ++i)
        {
            Eigen::VectorXd v(1 + draws.Pick(40));
            const double size = std::exp(60 * (draws.Uniform() - 0.5));
            for (double& value : v)
            {
                value = size * (draws.Uniform() < 0.2 ? 0 : draws.Normal());
            }
            const uint32_t bits = 1 + draws.Pick(10);
            const uint32_t block = draws.Pick(12);
            const SignMagnitudeQuantiser exact(bits, block, ScaleEnds::EXACT);
            const double variance = exact.GetVariance(v);
            EXPECT_TRUE(variance <= exact.GetVarianceBound(v) * (1 + 1e-12), "theta / s^2");
            EXPECT_TRUE(exact.GetVarianceBound(v) <=
                            exact.GetRelativeVariance(v.size()) * v.squaredNorm() * (1 + 1e-12),
                        "omega |v|^2");
            const SignMagnitudeQuantiser sent(bits, block);
            const SignMagnitudeCode code = sent.Quantise(v, draws);
            for (Eigen::Index j = 0; j < v.size(); ++j)
            {
                const MagnitudeScale& scale =
                    code.scales[static_cast<std::size_t>(block == 0 ? 0 : j / block)];
                const double magnitude = std::abs(v[j]);
                EXPECT_TRUE(scale.lo <= magnitude && magnitude <= scale.hi, "enclosed");
                EXPECT_TRUE(scale.hi - scale.lo >= 0 && static_cast<float>(scale.lo) == scale.lo,
                            "said with 32 bit");
                EXPECT_TRUE(code.levels[static_cast<std::size_t>(j)] < (1U << bits), "level");
            }
            const NormQuantiser norm(1 + draws.Pick(30), ScaleEnds::EXACT);
            EXPECT_TRUE(norm.GetVariance(v) <=
                            norm.GetRelativeVariance(v.size()) * v.squaredNorm() * (1 + 1e-12),
                        "QSGD's");
        }
        // One magnitude that 32 bit hold, or nothing at all: no chance in it.
        for (const double size : {0.0, 0.75})
        {
            const Eigen::VectorXd v = Eigen::VectorXd::Constant(7, -size);
            const SignMagnitudeQuantiser quantiser(1);
            NS_TEST_EXPECT_MSG_EQ(quantiser.GetVariance(v), 0.0, "no step");
            EXPECT_TRUE(quantiser.Restore(quantiser.Quantise(v, draws)) == v, "as it is");
        }
        for (const uint32_t bits : {0U, 17U})
        {
            NS_TEST_EXPECT_MSG_EQ(
                GetLearningRefusal([bits] { SignMagnitudeQuantiser quantiser(bits); }),
                "sign-magnitude quantiser: bits are " + std::to_string(bits) +
                    "; allowed is 1 to 16",
                "in words");
        }
        NS_TEST_EXPECT_MSG_NE(GetLearningRefusal([] { NormQuantiser quantiser(0); }), "", "none");
    }
};

/// Quantisers.
class UpdateQuantiserTestSuite : public TestSuite
{
  public:
    UpdateQuantiserTestSuite()
        : TestSuite("edge-ai-update-quantiser", TEST_UNIT)
    {
        AddTestCase(new GivenQuantiserTestCase, TEST_QUICK);
        AddTestCase(new DrawnQuantiserTestCase, TEST_QUICK);
        AddTestCase(new QuantiserBoundTestCase, TEST_QUICK);
    }
};

UpdateQuantiserTestSuite g_updateQuantiserTestSuite; ///< the suite

} // namespace
