/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Fully connected networks: gradients against differences, training, and what pruning does.

#include "learning/printed-bounds.h"
#include "support/expectations.h"

#include "ns3/random-variable-stream.h"

#include <cmath>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Draws with fixed streams.
class DenseDraws
{
  public:
    DenseDraws()
        : m_normal(CreateObject<NormalRandomVariable>()),
          m_uniform(CreateObject<UniformRandomVariable>())
    {
        m_normal->SetStream(331);
        m_uniform->SetStream(332);
    }

    /// @returns a network
    DenseNetwork Draw(const std::vector<std::size_t>& widths)
    {
        return DrawDenseNetwork(widths, [this]() { return m_normal->GetValue(); });
    }

    /// @returns inputs on a plane within a space  @param [in] count of them  @param [in] width
    std::vector<std::vector<double>> MakeInputs(std::size_t count, std::size_t width)
    {
        std::vector<std::vector<double>> inputs(count, std::vector<double>(width));
        for (std::vector<double>& input : inputs)
        {
            const double a = m_uniform->GetValue(0, 1);
            const double b = m_uniform->GetValue(0, 1);
            for (std::size_t i = 0; i < width; ++i)
            {
                const double x = static_cast<double>(i);
                input[i] = a * (1 + std::sin(x)) / 2 + b * (1 + std::cos(2 * x)) / 2;
            }
        }
        return inputs;
    }

    /// @returns a whole number below a limit
    std::size_t Pick(std::size_t limit)
    {
        return m_uniform->GetInteger(0, static_cast<uint32_t>(limit - 1));
    }

  private:
    Ptr<NormalRandomVariable> m_normal;
    Ptr<UniformRandomVariable> m_uniform;
};

/// Gradient and training.
class DenseTrainingTestCase : public TestCase
{
  public:
    DenseTrainingTestCase()
        : TestCase("gradient against differences, and what training makes of it")
    {
    }

  private:
    void DoRun() override
    {
        DenseDraws draws;
        DenseNetwork network = draws.Draw({10, 7, 4, 7, 10});
        std::size_t positive = 0;
        std::size_t count = 0;
        for (const LayerWeights& layer : network)
        {
            NS_TEST_EXPECT_MSG_EQ(layer.entries.size(), layer.rows * layer.columns, "size");
            for (const double entry : layer.entries)
            {
                positive += entry > 0;
                ++count;
            }
        }
        EXPECT_TRUE(positive > count / 3 && positive < 2 * count / 3, "signs of the weights");
        const auto inputs = draws.MakeInputs(20, 10);
        const DenseGradient gradient = GetAutoEncoderGradient(network, inputs);
        for (std::size_t l = 0; l < network.size(); ++l)
        {
            for (std::size_t i = 0; i < network[l].entries.size(); i += 5)
            {
                const double h = 1e-6;
                DenseNetwork more = network;
                DenseNetwork less = network;
                more[l].entries[i] += h;
                less[l].entries[i] -= h;
                const double slope = (GetAutoEncoderGradient(more, inputs).loss -
                                      GetAutoEncoderGradient(less, inputs).loss) /
                                     (2 * h);
                EXPECT_ABSOLUTE(gradient.change[l].entries[i],
                                slope,
                                1e-6,
                                "layer " << l << ", entry " << i);
            }
        }
        const DenseNetwork before = network;
        const auto pick = [&](std::size_t limit) { return draws.Pick(limit); };
        DenseTrainingOptions none;
        none.steps = 0;
        EXPECT_TRUE(TrainAutoEncoder(network, inputs, none, pick).empty(), "no step");
        EXPECT_TRUE(network[0].entries == before[0].entries, "no change");
        DenseTrainingOptions options;
        options.rate = 1e-2;
        const auto losses = TrainAutoEncoder(network, inputs, options, pick);
        NS_TEST_EXPECT_MSG_EQ(losses.size(), 400, "steps");
        EXPECT_TRUE(GetAutoEncoderGradient(network, inputs).loss < 0.05 * losses.front(),
                    GetAutoEncoderGradient(network, inputs).loss << " after " << losses.front());
    }
};

/// What pruning does.
class DensePruningTestCase : public TestCase
{
  public:
    DensePruningTestCase()
        : TestCase("output of a pruned network, within its bound")
    {
    }

  private:
    void DoRun() override
    {
        DenseDraws draws;
        for (int trial = 0; trial < 20; ++trial)
        {
            const DenseNetwork network = draws.Draw({12, 9, 5, 9, 12});
            const auto inputs = draws.MakeInputs(10, 12);
            double last = INFINITY;
            for (const double kept : {0.1, 0.3, 0.5, 0.7, 0.9, 1.0})
            {
                const PrunedOutput output = MeasurePruning(network, kept, inputs);
                EXPECT_TRUE(output.most <= output.bound, "bound at " << kept);
                EXPECT_TRUE(output.mean <= output.most, "mean and most");
                EXPECT_TRUE(output.parameters < last, "parameters at " << kept);
                last = output.parameters;
                // One input by the plain evaluation.
                const DenseNetwork pruned = PruneNetworkByMagnitude(network, kept);
                double most = 0;
                for (const auto& input : inputs)
                {
                    const auto whole = EvaluateReluNetwork(network, input);
                    const auto less = EvaluateReluNetwork(pruned, input);
                    double sum = 0;
                    for (std::size_t i = 0; i < whole.size(); ++i)
                    {
                        sum += std::pow(whole[i] - less[i], 2);
                    }
                    most = std::max(most, std::sqrt(sum));
                }
                EXPECT_ABSOLUTE(output.most, most, 1e-12, "largest change");
            }
            NS_TEST_EXPECT_MSG_EQ(last, 0.0, "nothing pruned, nothing changed");
        }
    }
};

/// Fully connected networks.
class DenseNetworkTestSuite : public TestSuite
{
  public:
    DenseNetworkTestSuite()
        : TestSuite("edge-ai-dense-network", TEST_UNIT)
    {
        AddTestCase(new DenseTrainingTestCase, TEST_QUICK);
        AddTestCase(new DensePruningTestCase, TEST_QUICK);
    }
};

DenseNetworkTestSuite g_denseNetworkTestSuite; ///< registers the suite

} // namespace
