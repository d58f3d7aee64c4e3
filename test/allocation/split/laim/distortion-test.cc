/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Distortion of pruned and quantised weights against draws and closed forms, and tables of it.

#include "allocation/split/laim/distortion-function.h"
#include "learning/distortion-bounds.h"
#include "support/laim-test-support.h"

#include "ns3/random-variable-stream.h"

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A source of Exp(1) and uniform draws with a fixed stream.
class Draws
{
  public:
    explicit Draws(int64_t stream)
        : m_uniform(CreateObject<UniformRandomVariable>())
    {
        m_uniform->SetStream(stream);
    }

    double Uniform()
    {
        return m_uniform->GetValue(0, 1);
    }

    double Exponential()
    {
        return -std::log1p(-Uniform());
    }

    double Laplace()
    {
        return (Uniform() < 0.5 ? -1 : 1) * Exponential();
    }

  private:
    Ptr<UniformRandomVariable> m_uniform;
};

/// Distortion against pruning ratio (check 1), order, shape and inverse.
class DistortionFunctionTestCase : public TestCase
{
  public:
    DistortionFunctionTestCase()
        : TestCase("distortion against pruning ratio")
    {
    }

  private:
    void DoRun() override;
};

void
DistortionFunctionTestCase::DoRun()
{
    const DistortionFunction magnitude;
    const DistortionFunction random(DistortionFunction::RANDOM);
    const DistortionFunction code(DistortionFunction::RD_CODE);
    const auto bare = DistortionFunction::MakeRateDistortion(4, false);
    const auto masked = DistortionFunction::MakeRateDistortion(16, true);
    const auto tables = DistortionFunction::MakeTable({{0, 0}, {0.5, 0.2}, {1, 1}});
    const double lambda = 30;

    EXPECT_RELATIVE(magnitude.GetDistortion(0.5, lambda), 0.0051142137, 1e-7, "magnitude, half");
    EXPECT_RELATIVE(random.GetDistortion(0.5, lambda), 0.0166666667, 1e-8, "random, half");
    EXPECT_RELATIVE(code.GetDistortion(0.5, lambda), 0.0235702260, 1e-8, "code, half");
    EXPECT_RELATIVE(bare.GetDistortion(0.5, lambda), 0.0083333333, 1e-8, "rate 4 bit, half");
    EXPECT_RELATIVE(masked.GetDistortion(0.5, lambda), 6.510417e-5, 1e-6, "16 bit and mask, half");
    EXPECT_RELATIVE(magnitude.GetDistortion(0.9, lambda), 0.0223247164, 1e-8, "magnitude, 0.9");
    EXPECT_RELATIVE(random.GetDistortion(0.9, lambda), 0.03, 1e-8, "random, 0.9");
    EXPECT_RELATIVE(code.GetDistortion(0.9, lambda), 0.0316227766, 1e-8, "code, 0.9");
    EXPECT_RELATIVE(bare.GetDistortion(0.9, lambda), 0.0252619428, 1e-8, "rate 4 bit, 0.9");
    EXPECT_RELATIVE(masked.GetDistortion(0.9, lambda), 7.944179e-3, 1e-6, "16 bit and mask, 0.9");

    for (const auto& f : {magnitude, random, code, bare, masked, tables})
    {
        EXPECT_RELATIVE(f.GetDistortion(1, lambda), 1 / lambda, 1e-14, "everything pruned");
        double last = -1;
        // The form that counts the mask falls below rho = 1 / (1 + 2^16), so start above.
        for (double rho = 1e-4; rho <= 1; rho *= 1.07)
        {
            const double value = f.GetNormalised(rho);
            NS_TEST_EXPECT_MSG_GT(value, last, "strictly increasing");
            EXPECT_RELATIVE(f.GetPruningRatio(value, 1e-4, 1), rho, 1e-11, "inverse");
            last = value;
        }
        if (f.IsConvex())
        {
            for (double rho = 0.01; rho < 0.99; rho += 0.01)
            {
                const double middle = f.GetNormalised(rho);
                const double ends = f.GetNormalised(rho - 0.01) + f.GetNormalised(rho + 0.01);
                EXPECT_TRUE(2 * middle <= ends + 1e-12, "convex at " << rho);
            }
        }
    }
    NS_TEST_EXPECT_MSG_EQ(code.IsConvex() || masked.IsConvex(), false, "not convex");
    EXPECT_TRUE(bare.IsConvex() && random.IsConvex() && tables.IsConvex(), "convex");
    for (double rho = 0.01; rho < 1; rho += 0.01)
    {
        NS_TEST_EXPECT_MSG_LT(magnitude.GetNormalised(rho), random.GetNormalised(rho), "order");
        NS_TEST_EXPECT_MSG_LT(random.GetNormalised(rho), code.GetNormalised(rho), "order");
    }
    EXPECT_RELATIVE(magnitude.GetNormalised(1e-8), 0.5e-16, 1e-7, "no cancellation");
    EXPECT_RELATIVE(magnitude.GetNormalised(0.999999e-3),
                    magnitude.GetNormalised(1.000001e-3),
                    5e-6,
                    "where series and formula meet");

    // Where the mask is counted, pruning the first few weights costs more rate than it saves.
    const auto coarse = DistortionFunction::MakeRateDistortion(4, true);
    NS_TEST_EXPECT_MSG_LT(coarse.GetNormalised(1.0 / 17), coarse.GetNormalised(0), "not monotone");
}

/// Magnitude pruning of samples has the distortion of its formula.
class PruningSamplesTestCase : public TestCase
{
  public:
    PruningSamplesTestCase()
        : TestCase("pruning a million exponential magnitudes")
    {
    }

  private:
    void DoRun() override;
};

void
PruningSamplesTestCase::DoRun()
{
    Draws draws(71);
    LayerWeights layer{1, 1000000, std::vector<double>(1000000)};
    for (double& weight : layer.entries)
    {
        weight = draws.Laplace() / 30;
    }
    EXPECT_RELATIVE(EstimateWeightRate(layer.entries), 30.0, 0.01, "estimate of lambda");
    const LayerWeights pruned = PruneByMagnitude(layer, 0.5);
    double loss = 0;
    for (std::size_t i = 0; i < layer.entries.size(); ++i)
    {
        loss += std::abs(layer.entries[i] - pruned.entries[i]);
    }
    EXPECT_RELATIVE(loss / layer.entries.size(), 0.005114, 0.01, "mean loss");
    NS_TEST_EXPECT_MSG_EQ(EstimateWeightRate({0, 0}), 0.0, "no magnitude, no rate");
}

/// Quantisation bounds and the test channel behind the rate of signed weights (check 2).
class QuantisationBoundTestCase : public TestCase
{
  public:
    QuantisationBoundTestCase()
        : TestCase("bounds of quantisation, and the test channel of Laplacian weights")
    {
    }

  private:
    void DoRun() override;
};

void
QuantisationBoundTestCase::DoRun()
{
    EXPECT_RELATIVE(QuantisationLowerBound(7, 30), 1.302083e-4, 1e-6, "lower bound");
    EXPECT_RELATIVE(QuantisationUpperBound(7, 30), 2.604324e-4, 1e-6, "upper bound");
    EXPECT_RELATIVE(QuantisationUpperBound(7, 30) / QuantisationLowerBound(7, 30),
                    2.000121,
                    1e-6,
                    "their ratio");
    EXPECT_RELATIVE(QuantisationUpperBound(60, 30), std::exp2(-60) / 30, 1e-12, "many bits");
    for (double rate = 0.05; rate < 40; rate *= 1.3)
    {
        NS_TEST_EXPECT_MSG_LT(QuantisationLowerBound(rate, 2), QuantisationUpperBound(rate, 2), "");
    }

    // rho = (lambda D)^2 = 0.25: reconstruction V is 0 with that probability, else Laplace(30); the
    // error N is Laplace with mean magnitude D = 1/60; together they must be Laplace(30) weights.
    EXPECT_RELATIVE(SignedWeightRate(1.0 / 60, 30), 1.0, 1e-14, "rate of the channel");
    Draws draws(72);
    const int count = 400000;
    double magnitude = 0;
    double square = 0;
    for (int i = 0; i < count; ++i)
    {
        const double v = draws.Uniform() < 0.25 ? 0 : draws.Laplace() / 30;
        const double sum = v + draws.Laplace() / 60;
        magnitude += std::abs(sum);
        square += sum * sum;
    }
    EXPECT_RELATIVE(magnitude / count, 1.0 / 30, 0.01, "mean magnitude");
    EXPECT_RELATIVE(square / count, 2.0 / 900, 0.01, "second moment");
}

/// Bound on the output of a network with two layers (check 11).
class OutputBoundTestCase : public TestCase
{
  public:
    OutputBoundTestCase()
        : TestCase("output distortion stays below its bound")
    {
    }

  private:
    void DoRun() override;
};

void
OutputBoundTestCase::DoRun()
{
    const std::vector<LayerWeights> layers = {{3, 2, {0.5, -0.2, 0.1, 0.8, -0.3, 0.05}},
                                              {2, 3, {1, -0.4, 0.15, 0.02, 0.6, -0.9}}};
    const std::vector<double> input = {0.6, 0.4};

    struct Row
    {
        double ratio;
        double error;
        double induced;
        double entrywise;
    };

    const std::vector<Row> rows = {{1.0 / 6, 0.0044, 0.0735, 0.1925},
                                   {1.0 / 3, 0.0644, 0.2625, 0.792},
                                   {1.0 / 2, 0.2724, 0.6825, 2.186},
                                   {2.0 / 3, 0.4644, 1.47, 4.277}};
    for (const Row& row : rows)
    {
        const std::vector<LayerWeights> pruned = {PruneByMagnitude(layers[0], row.ratio),
                                                  PruneByMagnitude(layers[1], row.ratio)};
        const std::vector<double> whole = EvaluateReluNetwork(layers, input);
        const std::vector<double> thin = EvaluateReluNetwork(pruned, input);
        const double error = std::abs(whole[0] - thin[0]) + std::abs(whole[1] - thin[1]);
        EXPECT_RELATIVE(error, row.error, 1e-6, "output error at " << row.ratio);
        EXPECT_RELATIVE(OutputDistortionBound(layers, pruned, LayerNorm::INDUCED),
                        row.induced,
                        1e-6,
                        "bound with induced norms");
        EXPECT_RELATIVE(OutputDistortionBound(layers, pruned, LayerNorm::ENTRYWISE),
                        row.entrywise,
                        1e-6,
                        "bound with entrywise norms");
    }

    // Random nets of three layers: the bound must hold, and the induced one be the tighter.
    Draws draws(73);
    for (int trial = 0; trial < 200; ++trial)
    {
        std::vector<LayerWeights> net = {{5, 4, {}}, {6, 5, {}}, {3, 6, {}}};
        std::vector<LayerWeights> thin;
        for (LayerWeights& layer : net)
        {
            for (std::size_t i = 0; i < layer.rows * layer.columns; ++i)
            {
                layer.entries.push_back(draws.Laplace());
            }
            thin.push_back(PruneByMagnitude(layer, draws.Uniform()));
        }
        std::vector<double> x(4);
        double norm = 0;
        for (double& value : x)
        {
            value = draws.Laplace();
            norm += std::abs(value);
        }
        double error = 0;
        const std::vector<double> a = EvaluateReluNetwork(net, x);
        const std::vector<double> b = EvaluateReluNetwork(thin, x);
        for (std::size_t i = 0; i < a.size(); ++i)
        {
            error += std::abs(a[i] - b[i]) / norm;
        }
        const double induced = OutputDistortionBound(net, thin, LayerNorm::INDUCED);
        EXPECT_TRUE(error <= induced * (1 + 1e-12), "bound of net " << trial);
        EXPECT_TRUE(induced <= OutputDistortionBound(net, thin, LayerNorm::ENTRYWISE) * (1 + 1e-12),
                    "induced norms are the tighter");
    }
}

/// Tables of distortion as users write them.
class DistortionTableTestCase : public TestCase
{
  public:
    DistortionTableTestCase()
        : TestCase("distortion tables, good and bad")
    {
    }

  private:
    void DoRun() override;
};

void
DistortionTableTestCase::DoRun()
{
    std::vector<std::pair<double, double>> points;
    NS_TEST_ASSERT_MSG_EQ(DistortionFunction::ParseTable("0:0, 0.4:0.1 1:0.9", points), "", "good");
    const auto table = DistortionFunction::MakeTable(points);
    EXPECT_RELATIVE(table.GetNormalised(0.2), 0.05, 1e-14, "first piece");
    EXPECT_RELATIVE(table.GetNormalised(0.7), 0.5, 1e-14, "second piece");
    EXPECT_RELATIVE(table.GetNormalised(0.4), 0.1, 1e-14, "corner");
    EXPECT_RELATIVE(table.GetNormalised(1), 0.9, 1e-14, "end");
    EXPECT_ABSOLUTE(table.GetNormalised(0), 0.0, 0, "start");
    EXPECT_RELATIVE(table.GetPruningRatio(0.5), 0.7, 1e-12, "inverse");
    EXPECT_RELATIVE(table.GetPruningRatio(0.95), 1.0, 1e-12, "inverse beyond the end");
    NS_TEST_EXPECT_MSG_EQ(table.IsConvex(), true, "slopes grow");
    NS_TEST_EXPECT_MSG_EQ(DistortionFunction::MakeTable({{0, 0}, {0.2, 0.8}, {1, 1}}).IsConvex(),
                          false,
                          "slopes fall");
    for (const std::string bad : {"",
                                  "0:0",
                                  "0:0 0.5:0.2",
                                  "0.1:0 1:1",
                                  "0:0 1:2",
                                  "0:0.5 1:0.1",
                                  "0:0 0.5:0.1 0.5:0.2 1:1",
                                  "0:0 1:nan",
                                  "0;0 1;1",
                                  "0:0 1:1x",
                                  "a:b"})
    {
        NS_TEST_EXPECT_MSG_NE(DistortionFunction::ParseTable(bad, points), "", "'" << bad << "'");
    }
}

/// Distortion.
class DistortionTestSuite : public TestSuite
{
  public:
    DistortionTestSuite()
        : TestSuite("edge-ai-distortion", TEST_UNIT)
    {
        AddTestCase(new DistortionFunctionTestCase, TEST_QUICK);
        AddTestCase(new PruningSamplesTestCase, TEST_QUICK);
        AddTestCase(new QuantisationBoundTestCase, TEST_QUICK);
        AddTestCase(new OutputBoundTestCase, TEST_QUICK);
        AddTestCase(new DistortionTableTestCase, TEST_QUICK);
    }
};

DistortionTestSuite g_distortionTestSuite; ///< registers the suite

} // namespace
