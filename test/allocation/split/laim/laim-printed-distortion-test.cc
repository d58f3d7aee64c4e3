/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What LAIM's paper prints about distortion: the bound (41), parallel Laplace weights (43), the
// bound of a network's output (18), and what magnitude pruning takes from either weight law.

#include "allocation/split/laim/laim-printed-distortion.h"
#include "learning/printed-bounds.h"
#include "support/expectations.h"

#include "ns3/random-variable-stream.h"

#include <algorithm>
#include <cmath>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// The printed bound (check 3).
class PrintedBoundTestCase : public TestCase
{
  public:
    PrintedBoundTestCase()
        : TestCase("printed bound of the change of all weights")
    {
    }

  private:
    void DoRun() override
    {
        EXPECT_ABSOLUTE(LogPrintedPrefactor(2), -1.768443106, 1e-8, "2 weights");
        EXPECT_ABSOLUTE(LogPrintedPrefactor(10), -0.434932063, 1e-8, "10 weights");
        EXPECT_ABSOLUTE(LogPrintedPrefactor(1000), 2.935296677, 1e-8, "1000 weights");
        EXPECT_ABSOLUTE(LogPrintedPrefactor(109482240), 11.305965219, 1e-8, "BERT");
        const double n = 109482240;
        EXPECT_RELATIVE(PrintedDistortionBound(n, 0.5, 32, LaplaceEntropy(30)),
                        7.000966e-3,
                        1e-6,
                        "half of the weights");
        const double none = PrintedDistortionBound(n, 0, 32, LaplaceEntropy(30));
        EXPECT_RELATIVE(none, 458.8152913, 1e-9, "no weights");
        EXPECT_RELATIVE(none, 0.930191 * std::sqrt(2 * n) / 30, 1e-6, "in the weights' own norm");
        // The limit of many weights, from which BERT is 1e-7 away.
        EXPECT_RELATIVE(std::exp2(LogPrintedPrefactor(n)),
                        std::sqrt(n / (2 * M_PI * std::exp(1.0))),
                        1e-6,
                        "Gaussian limit");
        EXPECT_TRUE(std::isfinite(LogPrintedPrefactor(1e17)), "as many as there may be");
    }
};

/// Parallel Laplace weights (check 4).
class ParallelLaplacianTestCase : public TestCase
{
  public:
    ParallelLaplacianTestCase()
        : TestCase("rate of independent Laplace weights of several scales")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<double> rates{10, 20, 40, 80};
        const LaplacianRate fine = ParallelLaplacianRate(rates, 0.02);
        EXPECT_RELATIVE(fine.level, 0.01, 1e-9, "level");
        EXPECT_RELATIVE(fine.rate, 7.287712380, 1e-9, "rate");
        const LaplacianRate coarse = ParallelLaplacianRate({80, 10, 40, 20}, 0.05);
        EXPECT_RELATIVE(coarse.level, 0.03125, 1e-9, "level where two are not coded");
        EXPECT_RELATIVE(coarse.rate, 2.356143810, 1e-9, "rate where two are not coded");
        EXPECT_RELATIVE(coarse.distortionMax, 0.09375, 1e-12, "where the rate is 0");
        EXPECT_ABSOLUTE(ParallelLaplacianRate(rates, 0.09375).rate, 0, 1e-12, "just nothing");
        for (const double distortion : {0.0937500001, 0.1, 1.0})
        {
            const LaplacianRate none = ParallelLaplacianRate(rates, distortion);
            EXPECT_TRUE(none.rate == 0 && std::isinf(none.level), "nothing stored");
        }
        EXPECT_RELATIVE(ParallelLaplacianRate({30}, 0.001).rate,
                        SignedWeightRate(0.001, 30),
                        1e-12,
                        "one weight");
        double last = INFINITY;
        for (double distortion = 0.001; distortion < 0.1; distortion += 0.001)
        {
            const LaplacianRate now = ParallelLaplacianRate(rates, distortion);
            EXPECT_TRUE(now.rate <= last, "falls with the distortion");
            last = now.rate;
            double sum = 0;
            for (const double rate : rates)
            {
                sum += std::min(now.level, 1 / rate);
            }
            EXPECT_TRUE(now.rate == 0 || std::abs(sum - 2 * distortion) < 1e-12, "the level's law");
        }
    }
};

/// Pruned moments (check 11).
class PrunedMomentTestCase : public TestCase
{
  public:
    PrunedMomentTestCase()
        : TestCase("what magnitude pruning takes from Laplace and Gauss weights")
    {
    }

  private:
    void DoRun() override
    {
        const double kept[] = {0.1, 0.5, 0.9};
        const double laplace[] = {.636118374, .182518920, .013422321};
        const double gauss[] = {.748808344, .267069125, .022918372};
        for (int i = 0; i < 3; ++i)
        {
            EXPECT_RELATIVE(std::sqrt(PrunedMoment(kept[i], WeightLaw::LAPLACE)),
                            laplace[i],
                            1e-6,
                            "Laplace, kept " << kept[i]);
            EXPECT_RELATIVE(std::sqrt(PrunedMoment(kept[i], WeightLaw::GAUSS)),
                            gauss[i],
                            1e-6,
                            "Gauss, kept " << kept[i]);
        }
        Ptr<NormalRandomVariable> normal = CreateObject<NormalRandomVariable>();
        normal->SetStream(321);
        std::vector<double> squares;
        double all = 0;
        for (int i = 0; i < 200000; ++i)
        {
            const double weight = normal->GetValue();
            squares.push_back(weight * weight);
            all += squares.back();
        }
        std::sort(squares.begin(), squares.end());
        double pruned = 0;
        for (int i = 0; i < 140000; ++i)
        {
            pruned += squares[i];
        }
        EXPECT_RELATIVE(pruned / all, PrunedMoment(0.3, WeightLaw::GAUSS), 1e-2, "sampled");
        for (const WeightLaw law : {WeightLaw::LAPLACE, WeightLaw::GAUSS})
        {
            EXPECT_TRUE(PrunedMoment(0, law) == 1 && PrunedMoment(1, law) == 0, "ends");
        }
    }
};

/// The bound of a network's output (check 10).
class FrobeniusBoundTestCase : public TestCase
{
  public:
    FrobeniusBoundTestCase()
        : TestCase("Frobenius bound of the output of a pruned network")
    {
    }

  private:
    void DoRun() override;
};

void
FrobeniusBoundTestCase::DoRun()
{
    const std::vector<std::size_t> widths{16, 12, 8, 12, 16};
    std::vector<LayerWeights> layers;
    uint32_t z = 1;
    for (std::size_t l = 0; l + 1 < widths.size(); ++l)
    {
        LayerWeights layer{widths[l + 1], widths[l], {}};
        for (std::size_t i = 0; i < layer.rows * layer.columns; ++i)
        {
            z = 1664525 * z + 1013904223;
            const double v = z / 4294967296.0;
            layer.entries.push_back((2 * v - 1) * std::sqrt(6.0 / widths[l]));
        }
        layers.push_back(layer);
    }
    std::vector<double> input;
    double norm = 0;
    for (int i = 1; i <= 16; ++i)
    {
        input.push_back(std::sin(0.7 * i) + 1);
        norm += input.back() * input.back();
    }
    for (double& entry : input)
    {
        entry /= std::sqrt(norm);
    }

    const struct
    {
        double kept;
        double output;
        double parameters;
        double bound;
    } rows[] = {{.3, 1.495259399, 5.526908236, 1165.330134},
                {.5, 1.312477297, 3.299210299, 673.4472927},
                {.7, .6280788625, 1.682735846, 356.3206275},
                {.9, .1526436670, .3764263949, 77.19320152}};

    const std::vector<double> whole = EvaluateReluNetwork(layers, input);
    for (const auto& row : rows)
    {
        const std::vector<LayerWeights> pruned = PruneNetworkByMagnitude(layers, row.kept);
        std::size_t left = 0;
        for (const LayerWeights& layer : pruned)
        {
            left +=
                layer.entries.size() - std::count(layer.entries.begin(), layer.entries.end(), 0.0);
        }
        NS_TEST_EXPECT_MSG_EQ(left, std::size_t(std::lround(576 * row.kept)), "kept weights");
        const std::vector<double> output = EvaluateReluNetwork(pruned, input);
        double error = 0;
        for (std::size_t i = 0; i < output.size(); ++i)
        {
            error += std::pow(output[i] - whole[i], 2);
        }
        EXPECT_RELATIVE(std::sqrt(error), row.output, 1e-6, "output, kept " << row.kept);
        EXPECT_RELATIVE(ParameterDistortion(layers, pruned), row.parameters, 1e-6, row.kept);
        EXPECT_RELATIVE(FrobeniusOutputBound(layers, pruned), row.bound, 1e-6, row.kept);
        // With twice the weights the output's change outgrows the parameters': no bound.
        std::vector<LayerWeights> large = layers;
        std::vector<LayerWeights> few = pruned;
        for (std::vector<LayerWeights>* network : {&large, &few})
        {
            for (LayerWeights& layer : *network)
            {
                for (double& entry : layer.entries)
                {
                    entry *= 2;
                }
            }
        }
        EXPECT_RELATIVE(FrobeniusOutputBound(large, few), 16 * row.bound, 1e-6, "to the fourth");
        EXPECT_RELATIVE(ParameterDistortion(large, few), 2 * row.parameters, 1e-6, "to the first");
    }
    // Ties: as many as were asked for stay, the last ones.
    const std::vector<LayerWeights> even{{1, 4, {1, -1, 1, 1}}, {1, 1, {1}}};
    const std::vector<LayerWeights> two = PruneNetworkByMagnitude(even, 0.4);
    EXPECT_TRUE(two[0].entries == (std::vector<double>{0, 0, 0, 1}) && two[1].entries[0] == 1,
                "ties");
    EXPECT_TRUE(PruneNetworkByMagnitude(even, 0)[1].entries[0] == 0, "none");
    EXPECT_TRUE(PruneNetworkByMagnitude(even, 1)[0].entries == even[0].entries, "all");
}

/// Distortion as LAIM's paper prints it.
class LaimPrintedDistortionTestSuite : public TestSuite
{
  public:
    LaimPrintedDistortionTestSuite()
        : TestSuite("edge-ai-laim-printed-distortion", TEST_UNIT)
    {
        AddTestCase(new PrintedBoundTestCase, TEST_QUICK);
        AddTestCase(new ParallelLaplacianTestCase, TEST_QUICK);
        AddTestCase(new PrunedMomentTestCase, TEST_QUICK);
        AddTestCase(new FrobeniusBoundTestCase, TEST_QUICK);
    }
};

LaimPrintedDistortionTestSuite g_laimPrintedDistortionTestSuite; ///< registers the suite

} // namespace
