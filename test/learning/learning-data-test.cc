/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Generated data and partitions: what they are, and the same bytes for the same stream.

#include "learning/data/data-generators.h"
#include "learning/data/data-partition.h"
#include "support/expectations.h"
#include "support/learning-support.h"

#include <set>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Distributions of draws.
class DrawsTestCase : public TestCase
{
  public:
    DrawsTestCase()
        : TestCase("moments of draws")
    {
    }

  private:
    void DoRun() override
    {
        LearningDraws draws = MakeDraws(441);
        constexpr int n = 40000;
        double mean = 0;
        double square = 0;
        for (int k = 0; k < n; ++k)
        {
            const double x = draws.Normal();
            mean += x / n;
            square += x * x / n;
        }
        NS_TEST_EXPECT_MSG_EQ_TOL(mean, 0, 5 / std::sqrt(n), "normal");
        NS_TEST_EXPECT_MSG_EQ_TOL(square, 1, 5 * std::sqrt(2.0 / n), "normal");
        for (const double shape : {0.05, 0.7, 1.0, 4.0})
        {
            double sum = 0;
            for (int k = 0; k < n; ++k)
            {
                sum += std::exp(draws.LogGamma(shape)) / n;
            }
            NS_TEST_EXPECT_MSG_EQ_TOL(sum, shape, 5 * std::sqrt(shape / n), "Gamma " << shape);
        }
        // E share^2 = (a + 1) / (k (k a + 1)); tiny concentrations leave one share alone.
        for (const double a : {1e-3, 0.5, 3.0})
        {
            double sum = 0;
            for (int k = 0; k < n; ++k)
            {
                const std::vector<double> shares = draws.Dirichlet(a, 4);
                double total = 0;
                for (const double share : shares)
                {
                    total += share;
                }
                NS_TEST_ASSERT_MSG_EQ_TOL(total, 1, 1e-12, "sum");
                sum += shares[1] * shares[1] / n;
            }
            NS_TEST_EXPECT_MSG_EQ_TOL(sum, (a + 1) / (4 * (4 * a + 1)), 0.012, "Dirichlet " << a);
        }
        // A source at the ends of its range.
        for (const double edge : {0.0, std::nextafter(1.0, 0.0)})
        {
            LearningDraws extreme([edge]() { return edge; });
            EXPECT_TRUE(std::isfinite(extreme.Normal()), "normal at " << edge);
            EXPECT_TRUE(extreme.Pick(7) < 7, "pick at " << edge);
        }
    }
};

/// Generators.
class GeneratorTestCase : public TestCase
{
  public:
    GeneratorTestCase()
        : TestCase("generated data, and the same for the same stream")
    {
    }

  private:
    void DoRun() override
    {
        const Dataset formula = MakeFormulaData(7, 3, 4);
        NS_TEST_EXPECT_MSG_EQ(formula.GetDense()(4, 2), std::sin(15.0), "formula");
        NS_TEST_EXPECT_MSG_EQ(formula.GetLabels()[6], 2U, "class");

        LearningDraws one = MakeDraws(442);
        LearningDraws other = MakeDraws(442);
        LearningDraws third = MakeDraws(443);
        const GaussianMixtureOptions mixture{6000, 5, 3, 2.5};
        const Dataset clouds = MakeGaussianMixture(mixture, one);
        EXPECT_TRUE(clouds.GetDense() == MakeGaussianMixture(mixture, other).GetDense(), "again");
        EXPECT_TRUE(clouds.GetDense() != MakeGaussianMixture(mixture, third).GetDense(), "stream");
        RowMatrix means = RowMatrix::Zero(3, 5);
        double square = 0;
        for (Eigen::Index k = 0; k < 6000; ++k)
        {
            means.row(k % 3) += clouds.GetDense().row(k) / 2000;
        }
        for (Eigen::Index k = 0; k < 6000; ++k)
        {
            square += (clouds.GetDense().row(k) - means.row(k % 3)).squaredNorm() / 6000;
        }
        NS_TEST_EXPECT_MSG_EQ_TOL(square, 5, 0.25, "variance around the means");
        for (Eigen::Index c = 0; c < 3; ++c)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(means.row(c).norm(), 2.5, 0.15, "distance of the mean");
        }

        const SparseTextOptions text{400, 1000, 4, 50, 20, 0.3, 1};
        const Dataset texts = MakeSparseText(text, one);
        const Dataset again = MakeSparseText(text, other);
        EXPECT_TRUE(RowMatrix(texts.GetSparse()) == RowMatrix(again.GetSparse()), "again");
        EXPECT_TRUE(texts.GetMeanEntries() > 15 && texts.GetMeanEntries() <= 50, "words");
        for (Eigen::Index k = 0; k < 400; ++k)
        {
            NS_TEST_ASSERT_MSG_EQ_TOL(texts.GetSparse().row(k).norm(), 1, 1e-12, "norm");
        }
        const std::string said = GetLearningRefusal([&one]() {
            MakeSparseText({1, 10, 2, 5, 11, 0.1, 1}, one);
        });
        EXPECT_TRUE(said.find("topicWords is 11; allowed is 1 to 10") != std::string::npos, said);
        EXPECT_TRUE(!GetLearningRefusal([&one]() {
                         MakeGaussianMixture({1, 10, 1, 5}, one);
                     }).empty(),
                    "one class");
    }
};

/// Partitions.
class PartitionTestCase : public TestCase
{
  public:
    PartitionTestCase()
        : TestCase("every sample is with one device, as the law of the partition says")
    {
    }

  private:
    /// Expects each sample once. @param [in] parts partition @param [in] data samples
    void CheckCover(const Partition& parts, const Dataset& data)
    {
        std::set<uint32_t> seen;
        std::size_t count = 0;
        for (const SampleList& part : parts)
        {
            seen.insert(part.begin(), part.end());
            count += part.size();
        }
        NS_TEST_EXPECT_MSG_EQ(seen.size(), data.GetSampleCount(), "each sample");
        NS_TEST_EXPECT_MSG_EQ(count, data.GetSampleCount(), "once");
    }

    /// @returns mean number of classes of a device
    double CountClasses(const Partition& parts, const Dataset& data)
    {
        double sum = 0;
        for (const SampleList& part : parts)
        {
            std::set<uint32_t> classes;
            for (const uint32_t sample : part)
            {
                classes.insert(data.GetLabels()[sample]);
            }
            sum += static_cast<double>(classes.size());
        }
        return sum / static_cast<double>(parts.size());
    }

    void DoRun() override
    {
        const Dataset data = MakeFormulaData(1003, 2, 10);
        LearningDraws draws = MakeDraws(444);
        LearningDraws twin = MakeDraws(444);
        const Partition alike = PartitionAlike(data, 8, draws);
        CheckCover(alike, data);
        EXPECT_TRUE(alike == PartitionAlike(data, 8, twin), "the same stream");
        for (const SampleList& part : alike)
        {
            EXPECT_TRUE(part.size() == 125 || part.size() == 126, "sizes differ by one at most");
        }
        NS_TEST_EXPECT_MSG_EQ(CountClasses(alike, data), 10.0, "all classes");

        const Partition skewed = PartitionByDirichlet(data, 20, 0.05, 10, draws);
        CheckCover(skewed, data);
        EXPECT_TRUE(skewed == PartitionByDirichlet(data, 20, 0.05, 10, twin), "the same stream");
        for (const SampleList& part : skewed)
        {
            EXPECT_TRUE(part.size() >= 10, "enough samples");
        }
        EXPECT_TRUE(CountClasses(skewed, data) < 4, "few classes");
        EXPECT_TRUE(CountClasses(PartitionByDirichlet(data, 5, 100, 10, draws), data) == 10,
                    "all classes at a large concentration");

        LearningDraws one = MakeDraws(445);
        LearningDraws other = MakeDraws(445);
        const Partition equal = DrawByDirichlet(data, 10, 20, 0.1, one);
        EXPECT_TRUE(equal == DrawByDirichlet(data, 10, 20, 0.1, other), "the same stream");
        std::set<uint32_t> given;
        for (const SampleList& part : equal)
        {
            NS_TEST_EXPECT_MSG_EQ(part.size(), 20U, "equal numbers");
            given.insert(part.begin(), part.end());
        }
        NS_TEST_EXPECT_MSG_EQ(given.size(), 200U, "nobody has what another one has");
        EXPECT_TRUE(CountClasses(equal, data) < 5, "few classes");
        EXPECT_TRUE(CountClasses(DrawByDirichlet(data, 3, 100, 100, draws), data) == 10,
                    "all classes at a large concentration");

        const Partition few = PartitionByClass(data, 10, 2, draws);
        CheckCover(few, data);
        EXPECT_TRUE(CountClasses(few, data) <= 4, "two shards have four classes at most");
        const auto [train, test] = CutTestSet(data, 0.2, draws);
        NS_TEST_EXPECT_MSG_EQ(test.size(), 200U, "test samples");
        CheckCover({train, test}, data);

        const auto expect = [this](const std::string& words, const std::function<void()>& act) {
            const std::string said = GetLearningRefusal(act);
            EXPECT_TRUE(said.find(words) != std::string::npos, words << ": " << said);
        };
        expect("devices are 0", [&]() { PartitionAlike(data, 0, draws); });
        expect("devices are 1004", [&]() { PartitionAlike(data, 1004, draws); });
        expect("concentration is 0", [&]() { PartitionByDirichlet(data, 5, 0, 1, draws); });
        expect("concentration is nan", [&]() { DrawByDirichlet(data, 5, 1, NAN, draws); });
        expect("samples of all devices are 1004",
               [&]() { DrawByDirichlet(data, 4, 251, 1, draws); });
        expect("which is too few", [&]() { DrawByDirichlet(data, 1, 1003, 1, draws); });
        expect("need more than the 1003", [&]() { PartitionByDirichlet(data, 5, 1, 300, draws); });
        const Dataset handful = MakeFormulaData(30, 2, 2);
        expect("a larger concentration helps",
               [&]() { PartitionByDirichlet(handful, 3, 1e-3, 10, draws); });
        expect("devices times shards are 2000", [&]() { PartitionByClass(data, 1000, 2, draws); });
        const Dataset three = MakeFormulaData(300, 2, 3);
        expect("partition: classes are 4; allowed is 1 to the 3 that the data have",
               [&]() { PartitionByClass(three, 5, 4, draws); });
        CheckCover(PartitionByClass(three, 5, 3, draws), three);
        expect("share for tests is 2", [&]() { CutTestSet(data, 2, draws); });
    }
};

/// What a dataset refuses, and what is cut out of it.
class DatasetTestCase : public TestCase
{
  public:
    DatasetTestCase()
        : TestCase("labels and features that do not fit; samples cut out")
    {
    }

  private:
    void DoRun() override
    {
        const auto expect = [this](const std::string& words, const std::function<void()>& act) {
            const std::string said = GetLearningRefusal(act);
            EXPECT_TRUE(said.find(words) != std::string::npos, words << ": " << said);
        };
        RowMatrix x = RowMatrix::Random(4, 3);
        expect("4 rows of features and 3 labels", [&]() { Dataset(x, {0, 1, 0}, 2); });
        expect("sample 2 has class 2", [&]() { Dataset(x, {0, 1, 2, 0}, 2); });
        expect("needed are at least 2", [&]() { Dataset(x, {0, 0, 0, 0}, 1); });
        x(1, 2) = NAN;
        expect("sample 1 has a feature that is not finite", [&]() { Dataset(x, {0, 1, 1, 0}, 2); });
        expect("sample 1 has a feature that is not finite", [&]() {
            Dataset(SparseRows(x.sparseView()), {0, 1, 1, 0}, 2);
        });
        x(1, 2) = 0;
        const Dataset dense(x, {0, 1, 1, 0}, 2);
        const Dataset sparse(SparseRows(x.sparseView()), {0, 1, 1, 0}, 2);
        const Dataset some = dense.Select({3, 1, 1});
        EXPECT_TRUE(some.GetDense().row(0) == x.row(3) && some.GetDense().row(2) == x.row(1),
                    "rows");
        EXPECT_TRUE(some.GetLabels() == std::vector<uint32_t>({0, 1, 1}), "labels");
        EXPECT_TRUE(RowMatrix(sparse.Select({3, 1, 1}).GetSparse()) == some.GetDense(), "sparse");
        NS_TEST_EXPECT_MSG_EQ(sparse.GetMeanEntries(), 11.0 / 4, "stored features");
        expect("sample 4 does not exist", [&]() { dense.Select({4}); });
    }
};

/// Data of learning.
class LearningDataTestSuite : public TestSuite
{
  public:
    LearningDataTestSuite()
        : TestSuite("edge-ai-learning-data", TEST_UNIT)
    {
        AddTestCase(new DrawsTestCase, TEST_QUICK);
        AddTestCase(new GeneratorTestCase, TEST_QUICK);
        AddTestCase(new PartitionTestCase, TEST_QUICK);
        AddTestCase(new DatasetTestCase, TEST_QUICK);
    }
};

LearningDataTestSuite g_learningDataTestSuite; ///< registers the suite

} // namespace
