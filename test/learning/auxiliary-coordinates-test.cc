/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The method of auxiliary coordinates: gradients of neurons and samples, and what training makes of
// it.

#include "learning/data/data-generators.h"
#include "learning/network/auxiliary-coordinates.h"
#include "support/expectations.h"
#include "support/learning-support.h"

#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A net with coordinates that are not its own.
struct Net
{
    AuxiliaryCoordinates net{{4, 6, 5, 3}, 0.7};
    Dataset data{MakeFormulaData(20, 4, 3)};
    RowMatrix targets{AuxiliaryCoordinates::MakeTargets(data.GetLabels(), 3)};
    Eigen::VectorXd weights{MakeWave(net.GetParameterCount(), 0.8)};
    RowMatrix z{0.5 + 0.3 * RowMatrix::NullaryExpr(20, 11, [](Eigen::Index i, Eigen::Index j) {
                                return std::sin(static_cast<double>(3 * i + j));
                            }).array()};
};

/// Both phases against differences, and their units against the whole.
class PhaseGradientTestCase : public TestCase
{
  public:
    PhaseGradientTestCase()
        : TestCase("gradients of neurons and samples are those of the objective")
    {
    }

  private:
    void DoRun() override
    {
        Net n;
        const RowMatrix& x = n.data.GetDense();
        NS_TEST_ASSERT_MSG_EQ(n.net.GetNeuronCount(), 14, "neurons");
        NS_TEST_ASSERT_MSG_EQ(n.net.GetParameterCount(), 6 * 5 + 5 * 7 + 3 * 6, "parameters");
        NS_TEST_ASSERT_MSG_EQ(n.net.GetCoordinateCount(), 11, "coordinates");
        const Eigen::VectorXd whole =
            n.net.GetWeightGradient(n.weights, n.z, x, n.targets, {0, 14});
        NS_TEST_EXPECT_MSG_LT(
            CompareWithDifferences(
                [&](const Eigen::VectorXd& w) { return n.net.GetObjective(w, n.z, x, n.targets); },
                n.weights,
                whole),
            1e-7,
            "W phase");
        for (Eigen::Index first = 0; first < 14; ++first)
        {
            for (Eigen::Index count = 1; first + count <= 14; ++count)
            {
                const ParameterRange range = n.net.GetParameters({first, count});
                const Eigen::VectorXd part =
                    n.net.GetWeightGradient(n.weights, n.z, x, n.targets, {first, count});
                const double miss =
                    (part - whole.segment(range.first, range.count)).lpNorm<Eigen::Infinity>();
                EXPECT_TRUE(miss <= 1e-12 * whole.lpNorm<Eigen::Infinity>(),
                            "neurons from " << first << ", " << count << ": " << miss);
            }
        }
        const RowMatrix all = n.net.GetCoordinateGradient(n.weights, n.z, x, n.targets, {0, 20});
        const Eigen::Map<const Eigen::VectorXd> flat(n.z.data(), n.z.size());
        NS_TEST_EXPECT_MSG_LT(CompareWithDifferences(
                                  [&](const Eigen::VectorXd& z) {
                                      const RowMatrix moved =
                                          Eigen::Map<const RowMatrix>(z.data(), 20, 11);
                                      return n.net.GetObjective(n.weights, moved, x, n.targets);
                                  },
                                  flat,
                                  Eigen::Map<const Eigen::VectorXd>(all.data(), all.size())),
                              1e-7,
                              "Z phase");
        for (Eigen::Index first = 0; first < 20; first += 3)
        {
            const Eigen::Index count = std::min<Eigen::Index>(4, 20 - first);
            const RowMatrix part =
                n.net.GetCoordinateGradient(n.weights, n.z, x, n.targets, {first, count});
            const double miss = (part - all.middleRows(first, count)).lpNorm<Eigen::Infinity>();
            EXPECT_TRUE(miss <= 1e-12 * all.lpNorm<Eigen::Infinity>(), "samples: " << miss);
        }
    }
};

/// The printed objective, written out sample by sample and neuron by neuron.
class ObjectiveTestCase : public TestCase
{
  public:
    ObjectiveTestCase()
        : TestCase("the objective is the printed sum")
    {
    }

  private:
    void DoRun() override
    {
        Net n;
        const std::vector<Eigen::Index> widths{4, 6, 5, 3};
        double sum = 0;
        for (Eigen::Index i = 0; i < 20; ++i)
        {
            Eigen::Index at = 0;
            for (std::size_t l = 1; l < widths.size(); ++l)
            {
                const Eigen::Index before = l == 3 ? 6 : 0; // of z_{l-1} in z
                for (Eigen::Index u = 0; u < widths[l]; ++u)
                {
                    double pre = 0;
                    for (Eigen::Index j = 0; j < widths[l - 1]; ++j)
                    {
                        pre += n.weights[at++] *
                               (l == 1 ? n.data.GetDense()(i, j) : n.z(i, before + j));
                    }
                    pre += n.weights[at++];
                    const double wanted = l == 3 ? n.targets(i, u) : n.z(i, (l == 2 ? 6 : 0) + u);
                    const double miss = wanted - 1 / (1 + std::exp(-pre));
                    sum += (l == 3 ? 1 : 0.7) * miss * miss / (2 * 20);
                }
            }
        }
        EXPECT_RELATIVE(n.net.GetObjective(n.weights, n.z, n.data.GetDense(), n.targets),
                        sum,
                        1e-12,
                        "objective");
        // With the net's own coordinates only the outputs miss.
        const RowMatrix own = n.net.MakeCoordinates(n.weights, n.data.GetDense());
        const RowMatrix said = n.net.GetOutputs(n.weights, n.data.GetDense());
        EXPECT_RELATIVE(n.net.GetObjective(n.weights, own, n.data.GetDense(), n.targets),
                        (n.targets - said).squaredNorm() / 40,
                        1e-12,
                        "nested");
    }
};

/// Phases in turn lower the objective and train the net.
class PhaseTrainingTestCase : public TestCase
{
  public:
    PhaseTrainingTestCase()
        : TestCase("phases in turn train the net")
    {
    }

  private:
    void DoRun() override
    {
        LearningDraws draws = MakeDraws(421);
        const Dataset data = MakeGaussianMixture({300, 6, 3, 4}, draws);
        const RowMatrix& x = data.GetDense();
        const RowMatrix y = AuxiliaryCoordinates::MakeTargets(data.GetLabels(), 3);
        const AuxiliaryCoordinates net({6, 10, 3}, 1);
        Eigen::VectorXd w = net.DrawParameters(draws);
        RowMatrix z = net.MakeCoordinates(w, x);
        double last = net.GetObjective(w, z, x, y);
        const double first = last;
        for (int round = 0; round < 300; ++round)
        {
            w -= 2 * net.GetWeightGradient(w, z, x, y, {0, net.GetNeuronCount()});
            const double between = net.GetObjective(w, z, x, y);
            EXPECT_TRUE(between <= last, "W phase of round " << round << " from " << last);
            // A sample's curvature is 1 / D at most a few times: its step is the mean's times D.
            z -= 100 * net.GetCoordinateGradient(w, z, x, y, {0, x.rows()});
            last = net.GetObjective(w, z, x, y);
            EXPECT_TRUE(last <= between, "Z phase of round " << round << " from " << between);
        }
        NS_TEST_EXPECT_MSG_LT(last, first / 3, "objective");
        const RowMatrix said = net.GetOutputs(w, x);
        uint32_t right = 0;
        for (Eigen::Index k = 0; k < said.rows(); ++k)
        {
            Eigen::Index most = 0;
            said.row(k).maxCoeff(&most);
            right += most == data.GetLabels()[static_cast<std::size_t>(k)] ? 1 : 0;
        }
        NS_TEST_EXPECT_MSG_GT(right, 255U, "samples that the net itself tells right");
    }
};

/// What does not fit.
class CoordinateRefusalTestCase : public TestCase
{
  public:
    CoordinateRefusalTestCase()
        : TestCase("what does not fit is refused")
    {
    }

  private:
    void DoRun() override
    {
        Net n;
        const RowMatrix& x = n.data.GetDense();
        const auto expect = [this](const std::string& words, const std::function<void()>& act) {
            const std::string said = GetLearningRefusal(act);
            EXPECT_TRUE(said.find(words) != std::string::npos, words << ": " << said);
        };
        expect("a hidden layer at least", []() { AuxiliaryCoordinates({4, 3}, 1); });
        expect("the penalty is 0", []() { AuxiliaryCoordinates({4, 3, 2}, 0); });
        expect("width 1 is 0", []() { AuxiliaryCoordinates({4, 0, 2}, 1); });
        expect("neurons 13 to 14 are asked for; allowed is 0 to 13", [&]() {
            n.net.GetWeightGradient(n.weights, n.z, x, n.targets, {13, 2});
        });
        expect("samples 19 to 20", [&]() {
            n.net.GetCoordinateGradient(n.weights, n.z, x, n.targets, {19, 2});
        });
        expect("coordinates are 20 x 10 values; needed are 20 x 11",
               [&]() { n.net.GetObjective(n.weights, n.z.leftCols(10), x, n.targets); });
        expect("given are 3",
               [&]() { n.net.GetObjective(Eigen::VectorXd::Zero(3), n.z, x, n.targets); });
        expect("sample 1 has class 7", []() { AuxiliaryCoordinates::MakeTargets({0, 7}, 3); });
    }
};

/// Auxiliary coordinates.
class AuxiliaryCoordinatesTestSuite : public TestSuite
{
  public:
    AuxiliaryCoordinatesTestSuite()
        : TestSuite("edge-ai-auxiliary-coordinates", TEST_UNIT)
    {
        AddTestCase(new PhaseGradientTestCase, TEST_QUICK);
        AddTestCase(new ObjectiveTestCase, TEST_QUICK);
        AddTestCase(new PhaseTrainingTestCase, TEST_QUICK);
        AddTestCase(new CoordinateRefusalTestCase, TEST_QUICK);
    }
};

AuxiliaryCoordinatesTestSuite g_auxiliaryCoordinatesTestSuite; ///< registers the suite

} // namespace
