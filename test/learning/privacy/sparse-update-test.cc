/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Sparse updates: masks from seeds, largest entries with error memory, and how they travel.

#include "learning/privacy/sparse-descent.h"
#include "learning/privacy/sparse-mask.h"
#include "learning/privacy/sparse-values.h"
#include "support/expectations.h"
#include "support/learning-support.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Masks.
class MaskTestCase : public TestCase
{
  public:
    MaskTestCase()
        : TestCase("masks from seeds: the same at both ends, every set as often as any other (D6)")
    {
    }

  private:
    void DoRun() override;
};

void
MaskTestCase::DoRun()
{
    NS_TEST_EXPECT_MSG_EQ(CountKept(0.3, 1386), 416U, "round(s d)");
    NS_TEST_EXPECT_MSG_EQ(CountKept(1e-9, 1386), 1U, "at least one");
    NS_TEST_EXPECT_MSG_EQ(CountKept(1, 1386), 1386U, "all");
    for (const uint32_t kept : {1U, 416U, 1385U, 1386U})
    {
        const SparseMask server = DrawMask(0xdeadbeef, 1386, kept);
        const SparseMask client = DrawMask(0xdeadbeef, 1386, kept);
        EXPECT_TRUE(server.indices == client.indices, "both ends");
        NS_TEST_EXPECT_MSG_EQ(server.GetKept(), kept, "k");
        EXPECT_TRUE(std::is_sorted(server.indices.begin(), server.indices.end()) &&
                        std::adjacent_find(server.indices.begin(), server.indices.end()) ==
                            server.indices.end() &&
                        server.indices.back() < 1386,
                    "rising, below d");
        EXPECT_RELATIVE(server.ToDense().sum(), double(kept), 1e-15, "ones");
    }
    EXPECT_TRUE(DrawMask(1, 1386, 416).indices != DrawMask(2, 1386, 416).indices, "seeds");
    // The C++ standard fixes the generator; the same mask came of another mt19937 than the
    // library's.
    const std::vector<uint32_t> pinned{2, 4, 7, 8};
    EXPECT_TRUE(DrawMask(5489, 10, 4).indices == pinned, "the meaning of a seed");

    // D6: over all seeds, each of the six sets of two in four comes as often as any other, so that
    // moments of the masked vector are those of the enumeration.
    Eigen::VectorXd g(4);
    g << 3, -1, 2, 0.5;
    std::map<std::vector<uint32_t>, double> counts;
    constexpr uint32_t seeds = 60000;
    for (uint32_t seed = 0; seed < seeds; ++seed)
    {
        ++counts[DrawMask(seed, 4, 2).indices];
    }
    NS_TEST_EXPECT_MSG_EQ(counts.size(), 6U, "sets");
    double chi = 0;
    double square = 0;
    double norm = 0;
    for (const auto& [indices, count] : counts)
    {
        const SparseMask mask{4, indices};
        const double masked = g.cwiseProduct(mask.ToDense()).squaredNorm();
        square += masked / 6;
        norm += std::sqrt(masked) / 6;
        chi += std::pow(count - seeds / 6., 2) / (seeds / 6.);
    }
    NS_TEST_EXPECT_MSG_LT(chi, 20.5, "chi squared of five degrees, 0.1 %");
    EXPECT_RELATIVE(square, 7.125, 1e-12, "mean square: s |g|^2");
    EXPECT_RELATIVE(norm, 2.537477497, 1e-8, "mean norm, exactly k");
    double bernoulli = 0;
    for (uint32_t set = 0; set < 16; ++set)
    {
        double masked = 0;
        for (uint32_t j = 0; j < 4; ++j)
        {
            masked += (set >> j & 1) * g[j] * g[j];
        }
        bernoulli += std::sqrt(masked) / 16;
    }
    EXPECT_RELATIVE(bernoulli, 2.398396531, 1e-8, "mean norm, each by itself");
    EXPECT_RELATIVE(std::sqrt(0.5) * g.norm(), 2.669269563, 1e-8, "sqrt(s) |g|");
    EXPECT_TRUE(std::max(norm, bernoulli) <= std::sqrt(0.5) * g.norm(), "which neither exceeds");
}

/// Largest entries.
class ErrorMemoryTestCase : public TestCase
{
  public:
    ErrorMemoryTestCase()
        : TestCase("largest entries; what is not sent is not lost")
    {
    }

  private:
    void DoRun() override
    {
        Eigen::VectorXd v(6);
        v << 1, -3, 2, 3, 0, -2;
        const auto indices = [&](uint32_t k) { return PickLargest(v, k).indices; };
        EXPECT_TRUE(indices(1) == std::vector<uint32_t>({1}), "of equals the lower index");
        EXPECT_TRUE(indices(3) == std::vector<uint32_t>({1, 2, 3}), "three");
        NS_TEST_EXPECT_MSG_EQ(indices(6).size(), 6U, "all");
        ErrorMemory memory;
        Eigen::VectorXd sent = Eigen::VectorXd::Zero(100);
        Eigen::VectorXd all = Eigen::VectorXd::Zero(100);
        for (int round = 0; round < 50; ++round)
        {
            const Eigen::VectorXd update = MakeWave(100, 1 + round % 7);
            all += update;
            const Eigen::VectorXd due = memory.Add(update);
            const SparseMask mask = PickLargest(due, 10);
            const std::vector<float> values = mask.Gather(due);
            memory.Keep(due, mask, values);
            for (std::size_t i = 0; i < values.size(); ++i)
            {
                sent[mask.indices[i]] += values[i];
            }
            NS_TEST_EXPECT_MSG_LT((sent + memory.GetRest() - all).norm(), 1e-11, "round " << round);
        }
        NS_TEST_EXPECT_MSG_LT(memory.GetRest().norm(), all.norm(), "every entry has its turn");
        const auto expect = [this](const std::string& words, const std::function<void()>& act) {
            const std::string said = GetLearningRefusal(act);
            EXPECT_TRUE(said.find(words) == 0, words << ": " << said);
        };
        expect("the update has 3 entries", [&]() { memory.Add(Eigen::VectorXd::Zero(3)); });
        expect("sent are 1 numbers", [&]() { memory.Keep(v, PickLargest(v, 2), {1}); });
        expect("number of kept entries is 0;", [&]() { PickLargest(v, 0); });
        expect("number of kept entries is 7;", [&]() { PickLargest(v, 7); });
        expect("number of kept entries is 5;", []() { DrawMask(1, 4, 5); });
        expect("number of parameters is 0;", []() { DrawMask(1, 0, 1); });
        expect("fraction is 0", []() { CountKept(0, 4); });
        expect("fraction is 1.5", []() { CountKept(1.5, 4); });
        expect("fraction is nan", []() { CountKept(NAN, 4); });
        expect("there are 6 values", [&]() { DrawMask(1, 4, 2).Gather(v); });
        v[2] = NAN;
        expect("a value is not finite", [&]() { PickLargest(v, 2); });
    }
};

/// Bytes.
class WireFormTestCase : public TestCase
{
  public:
    WireFormTestCase()
        : TestCase("updates as bytes: sizes, every bit comes back, malformed ones do not")
    {
    }

  private:
    void DoRun() override;
};

void
WireFormTestCase::DoRun()
{
    NS_TEST_EXPECT_MSG_EQ(SparseSizes::CountState(5), 224U, "channel state");
    NS_TEST_EXPECT_MSG_EQ(SparseSizes::CountAssignment(1386), 44528U, "assignment and model");
    NS_TEST_EXPECT_MSG_EQ(SparseSizes::CountUpdate(416), 13376U, "update at s = 0.3");
    NS_TEST_EXPECT_MSG_EQ(SparseSizes::CountUpdate(1386), 44416U, "update at s = 1");
    const std::vector<float> values{1.5F,
                                    -0.0F,
                                    std::numeric_limits<float>::denorm_min(),
                                    std::numeric_limits<float>::lowest(),
                                    0.1F,
                                    -3e-38F};
    const std::vector<uint8_t> bytes = EncodeMaskedValues(values);
    NS_TEST_EXPECT_MSG_EQ(8 * bytes.size() + SparseSizes::HEADER,
                          SparseSizes::CountUpdate(values.size()),
                          "the size that is counted");
    EXPECT_TRUE(bytes[0] == 0x3f && bytes[1] == 0xc0 && bytes[4] == 0x80, "big-endian");
    std::vector<float> read;
    NS_TEST_EXPECT_MSG_EQ(DecodeMaskedValues(bytes, 6, read), "", "sound");
    EXPECT_TRUE(read.size() == 6 && std::memcmp(read.data(), values.data(), 24) == 0, "every bit");
    const auto expect = [&](std::vector<uint8_t> wrong, uint32_t kept, const std::string& words) {
        const std::string said = DecodeMaskedValues(wrong, kept, read);
        EXPECT_TRUE(said.find(words) == 0 && read.empty(), words << ": " << said);
    };
    expect(bytes, 5, "the update is 24 B; allowed is 5 values of 4 B");
    expect(bytes, 7, "the update is 24 B; allowed is 7");
    expect({1, 2, 3}, 1, "the update is 3 B");
    expect({}, 1, "the update is 0 B");
    expect({0x7f, 0x80, 0, 0}, 1, "value 0 is not finite");
    expect({0, 0, 0, 0, 0xff, 0xc0, 0, 1}, 2, "value 1 is not finite");

    const SparseMask mask{100, {0, 7, 8, 41, 98, 99}};
    const std::vector<uint8_t> indexed = EncodeIndexedValues(mask, values);
    NS_TEST_EXPECT_MSG_EQ(indexed.size(), 48U, "8 B each");
    SparseMask came;
    NS_TEST_EXPECT_MSG_EQ(DecodeIndexedValues(indexed, 100, came, read), "", "sound");
    EXPECT_TRUE(came.indices == mask.indices && came.parameters == 100, "indices");
    EXPECT_TRUE(std::memcmp(read.data(), values.data(), 24) == 0, "every bit");
    const auto expectIndexed = [&](std::vector<uint8_t> wrong, const std::string& words) {
        const std::string said = DecodeIndexedValues(wrong, 99, came, read);
        EXPECT_TRUE(said.find(words) == 0 && read.empty() && came.indices.empty(),
                    words << ": " << said);
    };
    expectIndexed(indexed, "index 99 of entry 5");
    expectIndexed({}, "the update is 0 B; allowed is 1 to 99 entries of 8 B");
    expectIndexed({0, 0, 0, 1}, "the update is 4 B");
    expectIndexed(std::vector<uint8_t>(800), "the update is 800 B");
    expectIndexed({0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0}, "index 5 of entry 1");
    expectIndexed({0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0}, "index 4 of entry 1");
    expectIndexed({0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0}, "index 4294967295 of entry 0");
    expectIndexed({0, 0, 0, 5, 0x7f, 0x80, 0, 0}, "value 0 is not finite");
    // Whatever comes: a fault, or what encodes to the same bytes.
    LearningDraws draws = MakeDraws(7);
    for (int i = 0; i < 2000; ++i)
    {
        std::vector<uint8_t> noise = indexed;
        noise[draws.Pick(48)] = static_cast<uint8_t>(draws.Pick(256));
        noise.resize(draws.Pick(8) == 0 ? draws.Pick(49) : 48);
        if (DecodeIndexedValues(noise, 100, came, read).empty())
        {
            EXPECT_TRUE(EncodeIndexedValues(came, read) == noise, "the same bytes");
        }
    }
}

/// The bound.
class SparseDescentTestCase : public TestCase
{
  public:
    SparseDescentTestCase()
        : TestCase("the bound of a sparse noisy step holds for quadratic losses, exactly (D8)")
    {
    }

  private:
    void DoRun() override
    {
        Eigen::VectorXd w(4);
        w << 2, -1, 0, 1;
        Eigen::VectorXd b1(4);
        b1 << 1, 0, 2, -1;
        Eigen::VectorXd b2(4);
        b2 << 0, 1, 1, 1;
        const double eta = 0.3;
        const auto loss = [&](const Eigen::VectorXd& at) {
            return ((at - b1).squaredNorm() + (at - b2).squaredNorm()) / 4;
        };
        EXPECT_RELATIVE(loss(w), 4.75, 1e-14, "F");
        // All masks of the first device, the second keeps all; noise adds its energy to |w+|^2 / 2.
        double expected = 0;
        for (uint32_t set = 0; set < 16; ++set)
        {
            Eigen::VectorXd mask(4);
            for (uint32_t j = 0; j < 4; ++j)
            {
                mask[j] = set >> j & 1;
            }
            const Eigen::VectorXd step = 0.5 * (mask.cwiseProduct(w - b1) + (w - b2));
            const double noise = eta * eta * 0.25 * (mask.sum() * 0.04 + 4 * 0.01);
            expected += (loss(w - eta * step) + noise / 2) / 16;
        }
        EXPECT_RELATIVE(expected, 3.25135, 1e-8, "exactly");
        const Eigen::VectorXd gradient = w - (b1 + b2) / 2;
        const double bound = BoundSparseDescent(loss(w),
                                                gradient,
                                                1,
                                                eta,
                                                {{0.5, 0.5, w - b1, 0.2}, {0.5, 1, w - b2, 0.1}});
        EXPECT_RELATIVE(bound, 3.3427, 1e-8, "bound");
        EXPECT_TRUE(expected <= bound, "it holds");
    }
};

class SparseUpdateTestSuite : public TestSuite
{
  public:
    SparseUpdateTestSuite()
        : TestSuite("edge-ai-sparse-update", TEST_UNIT)
    {
        AddTestCase(new MaskTestCase, TEST_QUICK);
        AddTestCase(new ErrorMemoryTestCase, TEST_QUICK);
        AddTestCase(new WireFormTestCase, TEST_QUICK);
        AddTestCase(new SparseDescentTestCase, TEST_QUICK);
    }
};

SparseUpdateTestSuite g_sparseUpdateTestSuite; ///< the suite

} // namespace
