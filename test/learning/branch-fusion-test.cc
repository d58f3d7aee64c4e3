/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Branches of a layer fused into one convolution: the same sums, rows apart with their halo, and
// what does not fit.

#include "learning/branch-fusion.h"
#include "support/expectations.h"

#include "ns3/random-variable-stream.h"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <string>
#include <tuple>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Random kernels, norms and maps; the same for a given stream.
class RandomNetwork
{
  public:
    explicit RandomNetwork(int64_t stream)
        : m_uniform(CreateObject<UniformRandomVariable>())
    {
        m_uniform->SetStream(stream);
    }

    /// Fills values. @param [out] values values @param [in] low least @param [in] high largest
    void Fill(std::vector<double>& values, double low, double high)
    {
        for (double& value : values)
        {
            value = m_uniform->GetValue(low, high);
        }
    }

    ConvolutionKernel MakeKernel(uint32_t outputs, uint32_t inputs, uint32_t size)
    {
        ConvolutionKernel kernel = ConvolutionKernel::MakeZero(outputs, inputs, size);
        Fill(kernel.weights, -1, 1);
        Fill(kernel.bias, -1, 1);
        return kernel;
    }

    BatchNorm MakeNorm(uint32_t channels)
    {
        const std::vector<double> none(channels);
        BatchNorm norm{none, none, none, none, 1e-5};
        Fill(norm.scale, 0.5, 2);
        Fill(norm.shift, -1, 1);
        Fill(norm.mean, -1, 1);
        Fill(norm.variance, 0.1, 4);
        return norm;
    }

    FeatureMap MakeMap(uint32_t channels, uint32_t rows, uint32_t columns)
    {
        FeatureMap map = FeatureMap::MakeZero(channels, rows, columns);
        Fill(map.values, -2, 2);
        return map;
    }

  private:
    Ptr<UniformRandomVariable> m_uniform; ///< source of all draws
};

/// @returns a convolution by its definition, point by point
FeatureMap
ConvolvePlainly(const FeatureMap& map, const ConvolutionKernel& kernel, int stride)
{
    const int halo = (kernel.size - 1) / 2;
    FeatureMap result = FeatureMap::MakeZero(kernel.outputs,
                                             (map.rows - 1) / stride + 1,
                                             (map.columns - 1) / stride + 1);
    for (uint32_t o = 0; o < kernel.outputs; ++o)
    {
        for (uint32_t r = 0; r < result.rows; ++r)
        {
            for (uint32_t x = 0; x < result.columns; ++x)
            {
                double sum = kernel.bias[o];
                for (uint32_t i = 0; i < kernel.inputs; ++i)
                {
                    for (int dr = -halo; dr <= halo; ++dr)
                    {
                        for (int dx = -halo; dx <= halo; ++dx)
                        {
                            const int row = int(r) * stride + dr;
                            const int column = int(x) * stride + dx;
                            if (row >= 0 && row < int(map.rows) && column >= 0 &&
                                column < int(map.columns))
                            {
                                sum +=
                                    kernel.At(o, i, dr + halo, dx + halo) * map.At(i, row, column);
                            }
                        }
                    }
                }
                result.At(o, r, x) = sum;
            }
        }
    }
    return result;
}

/// @returns largest difference of two maps; infinity if their extents differ
double
GetDifference(const FeatureMap& a, const FeatureMap& b)
{
    if (a.channels != b.channels || a.rows != b.rows || a.columns != b.columns)
    {
        return std::numeric_limits<double>::infinity();
    }
    double largest = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i)
    {
        largest = std::max(largest, std::abs(a.values[i] - b.values[i]));
    }
    return largest;
}

/// @returns the branches' outputs, each convolved and normed on its own, added
FeatureMap
RunBranches(const FeatureMap& map, const std::vector<ConvolutionBranch>& branches, int stride)
{
    FeatureMap sum;
    for (const ConvolutionBranch& branch : branches)
    {
        FeatureMap output = ConvolvePlainly(map, branch.kernel, stride);
        const std::size_t area = std::size_t(output.rows) * output.columns;
        for (std::size_t i = 0; i < output.values.size(); ++i)
        {
            const std::size_t c = i / area;
            const BatchNorm& norm = branch.norm;
            output.values[i] = norm.scale[c] * (output.values[i] - norm.mean[c]) /
                                   std::sqrt(norm.variance[c] + norm.epsilon) +
                               norm.shift[c];
        }
        if (sum.values.empty())
        {
            sum = output;
            continue;
        }
        for (std::size_t i = 0; i < sum.values.size(); ++i)
        {
            sum.values[i] += output.values[i];
        }
    }
    return sum;
}

/// The one-channel layer whose fused kernel is known, and random layers.
class FuseBranchesTestCase : public TestCase
{
  public:
    FuseBranchesTestCase()
        : TestCase("fused convolution equals the sum of its branches")
    {
    }

  private:
    void DoRun() override;
};

void
FuseBranchesTestCase::DoRun()
{
    ConvolutionBranch three{ConvolutionKernel::MakeZero(1, 1, 3), {{2}, {.1}, {1}, {.25}, 0}};
    three.kernel.weights.assign(9, 1);
    ConvolutionBranch one{ConvolutionKernel::MakeZero(1, 1, 1), {{1}, {0}, {0}, {4}, 0}};
    one.kernel.weights = {3};
    ConvolutionBranch identity{ConvolutionKernel::MakeIdentity(1), {{.5}, {.2}, {0}, {1}, 0}};
    const ConvolutionKernel fused = FuseBranches({three, one, identity}, 3);
    NS_TEST_ASSERT_MSG_EQ(fused.size, 3U, "side");
    for (uint32_t i = 0; i < 9; ++i)
    {
        EXPECT_RELATIVE(fused.weights[i], i == 4 ? 6.0 : 4.0, 1e-14, "weight " << i);
    }
    EXPECT_RELATIVE(fused.bias[0], -3.7, 1e-14, "bias");
    const ConvolutionKernel small = FuseBranches({three, one, identity}, 1);
    NS_TEST_EXPECT_MSG_EQ(small.size, 1U, "the structure of side 1");
    EXPECT_RELATIVE(small.weights[0], 2.0, 1e-14, "its weight");
    EXPECT_RELATIVE(small.bias[0], 0.2, 1e-14, "its bias");

    RandomNetwork random(1);
    for (const uint32_t stride : {1, 2, 3})
    {
        std::vector<ConvolutionBranch> branches;
        for (const uint32_t size : {5, 3, 1})
        {
            branches.push_back({random.MakeKernel(4, 4, size), random.MakeNorm(4)});
        }
        branches.push_back({ConvolutionKernel::MakeIdentity(4), random.MakeNorm(4)});
        const FeatureMap map = random.MakeMap(4, 11, 9);
        for (const uint32_t sizeMax : {1, 3, 5})
        {
            std::vector<ConvolutionBranch> kept;
            std::copy_if(branches.begin(),
                         branches.end(),
                         std::back_inserter(kept),
                         [sizeMax](const auto& branch) { return branch.kernel.size <= sizeMax; });
            const ConvolutionKernel kernel = FuseBranches(branches, sizeMax);
            NS_TEST_EXPECT_MSG_EQ(kernel.size, sizeMax, "side");
            NS_TEST_EXPECT_MSG_LT(
                GetDifference(Convolve(map, kernel, stride), RunBranches(map, kept, stride)),
                1e-10,
                "stride " << stride << ", structure " << sizeMax);
        }
    }
}

/// Convolution by its definition, in parts of the rows, and of quantised values.
class CutConvolutionTestCase : public TestCase
{
  public:
    CutConvolutionTestCase()
        : TestCase("rows apart with their halo; a cut chain; a quantised activation")
    {
    }

  private:
    void DoRun() override;
};

void
CutConvolutionTestCase::DoRun()
{
    RandomNetwork random(2);
    for (const uint32_t stride : {1, 2, 3})
    {
        for (const uint32_t size : {1, 3, 5})
        {
            const ConvolutionKernel kernel = random.MakeKernel(3, 4, size);
            const FeatureMap map = random.MakeMap(4, 12, 7);
            const FeatureMap whole = Convolve(map, kernel, stride);
            NS_TEST_EXPECT_MSG_LT(GetDifference(whole, ConvolvePlainly(map, kernel, stride)),
                                  1e-12,
                                  "definition, side " << size << ", stride " << stride);
            for (uint32_t cut = 1; cut < whole.rows; ++cut)
            {
                for (const RowRange& part : {RowRange{0, cut}, RowRange{cut, whole.rows}})
                {
                    const RowRange needed = GetInputRows(kernel, stride, map.rows, part);
                    const FeatureMap rows =
                        ConvolveRows(SliceRows(map, needed), kernel, stride, map.rows, part);
                    NS_TEST_EXPECT_MSG_LT(GetDifference(rows, SliceRows(whole, part)),
                                          1e-12,
                                          "rows apart at " << cut);
                }
            }
        }
    }
    const ConvolutionKernel five = random.MakeKernel(2, 2, 5);
    const RowRange needed = GetInputRows(five, 1, 20, {8, 12});
    NS_TEST_EXPECT_MSG_EQ(needed.first, 6U, "halo of 2 before");
    NS_TEST_EXPECT_MSG_EQ(needed.end, 14U, "halo of 2 behind");
    NS_TEST_EXPECT_MSG_EQ(GetInputRows(five, 1, 20, {0, 20}).end, 20U, "no rows beyond the map");

    // A change of at most step / 2 grows by the Lipschitz constants of what follows.
    const ConvolutionKernel three = random.MakeKernel(2, 2, 3);
    const FeatureMap activation = random.MakeMap(2, 8, 8);
    const double bound = five.GetLipschitz() * three.GetLipschitz();
    for (const double step : {0.5, 0.01})
    {
        FeatureMap quantised = activation;
        for (double& value : quantised.values)
        {
            value = step * std::round(value / step);
        }
        const double change = GetDifference(Convolve(Convolve(activation, five), three),
                                            Convolve(Convolve(quantised, five), three));
        EXPECT_TRUE(change > 0 && change <= step / 2 * bound, "quantised with " << step);
    }
    ConvolutionKernel known = ConvolutionKernel::MakeZero(2, 1, 1);
    known.weights = {-3, 2};
    NS_TEST_EXPECT_MSG_EQ(known.GetLipschitz(), 3.0, "largest sum of magnitudes");
}

/// Kernels, norms and slices that do not fit.
class FusionErrorTestCase : public TestCase
{
  public:
    FusionErrorTestCase()
        : TestCase("errors name what does not fit")
    {
    }

  private:
    void DoRun() override;
};

void
FusionErrorTestCase::DoRun()
{
    RandomNetwork random(3);
    const ConvolutionBranch sound{random.MakeKernel(2, 2, 3), random.MakeNorm(2)};
    const FeatureMap map = random.MakeMap(2, 4, 4);
    ConvolutionBranch shortNorm = sound;
    shortNorm.norm.shift.pop_back();
    ConvolutionBranch negative = sound;
    negative.norm.variance[1] = -1;
    ConvolutionBranch even = sound;
    even.kernel.size = 2;
    ConvolutionBranch thin = sound;
    thin.kernel.weights.pop_back();
    FeatureMap broken = map;
    broken.values.pop_back();
    const ConvolutionBranch wide{random.MakeKernel(2, 3, 3), random.MakeNorm(2)};
    const std::vector<std::tuple<std::string, std::function<void()>>> calls{
        {"norm.shift has 1", [&] { FoldNorm(shortNorm); }},
        {"norm.variance[1]", [&] { FoldNorm(negative); }},
        {"kernel.size is 2", [&] { FoldNorm(even); }},
        {"kernel has 35 weights", [&] { FoldNorm(thin); }},
        {"no branch", [&] { FuseBranches({sound}, 1); }},
        {"no branch", [&] { FuseBranches({}, 5); }},
        {"branches differ",
         [&] {
             FuseBranches({sound, wide}, 3);
         }},
        {"kernel.inputs is 3", [&] { Convolve(map, wide.kernel); }},
        {"kernel has 35 weights", [&] { Convolve(map, thin.kernel); }},
        {"stride is 0", [&] { Convolve(map, sound.kernel, 0); }},
        {"the map has no rows", [&] { Convolve(FeatureMap(), sound.kernel); }},
        {"the slice has 2 rows; needed are 3",
         [&] {
             ConvolveRows(SliceRows(map, {0, 2}), sound.kernel, 1, 4, {0, 2});
         }},
        {"part ends at output row 5",
         [&] {
             ConvolveRows(map, sound.kernel, 1, 4, {0, 5});
         }},
        {"part ends at row 5",
         [&] {
             SliceRows(map, {0, 5});
         }},
        {"the slice has 31 values", [&] {
             ConvolveRows(broken, sound.kernel, 1, 4, {0, 4});
         }}};
    for (const auto& [word, call] : calls)
    {
        std::string message;
        try
        {
            call();
        }
        catch (const std::invalid_argument& error)
        {
            message = error.what();
        }
        EXPECT_TRUE(message.find(word) == 0, word << ": '" << message << "'");
    }
}

/// The suite.
class BranchFusionTestSuite : public TestSuite
{
  public:
    BranchFusionTestSuite()
        : TestSuite("edge-ai-branch-fusion", TEST_UNIT)
    {
        AddTestCase(new FuseBranchesTestCase, TEST_QUICK);
        AddTestCase(new CutConvolutionTestCase, TEST_QUICK);
        AddTestCase(new FusionErrorTestCase, TEST_QUICK);
    }
};

const BranchFusionTestSuite g_branchFusionTestSuite; ///< registers the suite

} // namespace
