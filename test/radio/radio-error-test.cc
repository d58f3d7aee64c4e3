/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Error laws, their inverse, and the random numbers that decide.

#include "radio/sic-receiver.h"

#include "ns3/block-error-model.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/keyed-random.h"
#include "ns3/test.h"

#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

// Test cases of all rooms end in one library: keep these names to this file.
namespace
{

/// The three laws against their closed forms.
class ErrorLawTestCase : public TestCase
{
  public:
    ErrorLawTestCase()
        : TestCase("Block error laws: table values, planning, limits, gap")
    {
    }

  private:
    void DoRun() override
    {
        struct Row
        {
            std::size_t subchannels;
            double sinr;
            double rate;
            double plain;
            double withLog;
        };

        const std::vector<Row> rows = {
            {1, 3, 1.8, 2.737179e-2, 1.697004e-2},
            {5, 3, 1.9, 1.587126e-2, 1.176465e-2},
            {5, 10, 3.3, 4.356788e-4, 2.877380e-4},
        };
        BlockErrorModel::Options options;
        const BlockErrorModel with(options);
        options.logTerm = false;
        const BlockErrorModel without(options);
        for (const Row& row : rows)
        {
            const std::vector<double> sinr(row.subchannels, row.sinr);
            const double bits = row.rate * 180 * row.subchannels;
            NS_TEST_EXPECT_MSG_EQ_TOL(without.FailureProbability(bits, sinr, 180),
                                      row.plain,
                                      row.plain * 1e-6,
                                      "without the log term");
            NS_TEST_EXPECT_MSG_EQ_TOL(with.FailureProbability(bits, sinr, 180),
                                      row.withLog,
                                      row.withLog * 1e-6,
                                      "with the log term");
        }

        // Planning inverts the law: the planned size keeps the target, one bit more does not.
        const std::vector<double> mixed = {0.3, 5, 40};
        for (double target : {1e-5, 1e-2, 0.1})
        {
            const uint64_t bits = with.PlanBits(mixed, 180, target);
            NS_TEST_EXPECT_MSG_LT_OR_EQ(with.FailureProbability(bits, mixed, 180),
                                        target,
                                        "planned block keeps its target");
            NS_TEST_EXPECT_MSG_GT(with.FailureProbability(bits + 1, mixed, 180),
                                  target,
                                  "one bit more does not");
        }

        options.law = BlockErrorModel::SHANNON;
        const BlockErrorModel shannon(options);
        NS_TEST_EXPECT_MSG_EQ(shannon.FailureProbability(360, {3}, 180), 0, "at capacity");
        NS_TEST_EXPECT_MSG_EQ(shannon.FailureProbability(361, {3}, 180), 1, "above capacity");
        NS_TEST_EXPECT_MSG_EQ(shannon.PlanBits({3, 1}, 180, 0.01), 540, "180 (2 + 1)");
        NS_TEST_EXPECT_MSG_EQ(shannon.PlanBits({0}, 180, 0.01), 0, "nothing to carry it");
        options.gap = 2;
        const BlockErrorModel gapped(options);
        NS_TEST_EXPECT_MSG_EQ(gapped.PlanBits({6}, 180, 0.01), 360, "6 behind a gap of 2");
        options.law = BlockErrorModel::IDEAL;
        NS_TEST_EXPECT_MSG_EQ(BlockErrorModel(options).FailureProbability(1e9, {}, 180),
                              0,
                              "never fails");
        NS_TEST_EXPECT_MSG_EQ(with.FailureProbability(1, {0}, 180), 1, "no signal, no block");
        NS_TEST_EXPECT_MSG_EQ(with.FailureProbability(0, {0}, 180), 0, "nothing to lose");
        NS_TEST_EXPECT_MSG_EQ(with.PlanBits({0}, 180, 0.1), 0, "no signal, no bits");

        // Half of the slot at 3, half at 15: 3 bit per use, as a constant 7 gives.
        NS_TEST_EXPECT_MSG_EQ_TOL(with.EffectiveSinr({3, 15}, {0.5, 0.5}), 7, 1e-12, "folded");
        NS_TEST_EXPECT_MSG_EQ_TOL(gapped.EffectiveSinr({6, 30}, {0.5, 0.5}), 14, 1e-12, "gapped");
    }
};

/// Bad options are refused by name.
class ReceiverRefusalTestCase : public TestCase
{
  public:
    ReceiverRefusalTestCase()
        : TestCase("Refusals name the field and its range")
    {
    }

  private:
    void DoRun() override
    {
        std::string said;
        try
        {
            BlockErrorModel::Options options;
            options.gap = 0.5;
            BlockErrorModel model(options);
        }
        catch (const std::invalid_argument& error)
        {
            said = error.what();
        }
        NS_TEST_EXPECT_MSG_NE(said.find("gap is 0.5, must be"), std::string::npos, said);
        said.clear();
        try
        {
            SicReceiver receiver(SicReceiver::Options{true, 1.5});
        }
        catch (const std::invalid_argument& error)
        {
            said = error.what();
        }
        NS_TEST_EXPECT_MSG_NE(said.find("residual is 1.5, must be in [0, 1]"),
                              std::string::npos,
                              said);
    }
};

/// Keyed random numbers have the moments they should and no memory.
class KeyedRandomTestCase : public TestCase
{
  public:
    KeyedRandomTestCase()
        : TestCase("Keyed random numbers: moments, independence of keys, repeatability")
    {
    }

  private:
    void DoRun() override
    {
        constexpr int draws = 200000;
        // Neighbouring keys and neighbouring indices, as links and blocks use them.
        double mean = 0;
        double square = 0;
        double neighbours = 0;
        double keys = 0;
        double power = 0;
        double fourth = 0;
        const KeyedRandom parent(12345);
        const KeyedRandom one = parent.Derive(7);
        const KeyedRandom other = parent.Derive(8);
        for (int i = 0; i < draws; ++i)
        {
            const double u = one.Uniform(i) - 0.5;
            mean += u / draws;
            square += u * u / draws;
            neighbours += u * (one.Uniform(i + 1) - 0.5) / draws;
            keys += u * (other.Uniform(i) - 0.5) / draws;
            const double p = std::norm(one.Gaussian(i));
            power += p / draws;
            fourth += p * p / draws;
        }
        // Four standard errors of 2e5 draws.
        const double root = std::sqrt(static_cast<double>(draws));
        NS_TEST_EXPECT_MSG_EQ_TOL(mean, 0, 4 * std::sqrt(1.0 / 12) / root, "mean");
        NS_TEST_EXPECT_MSG_EQ_TOL(square, 1.0 / 12, 4 * std::sqrt(1.0 / 180) / root, "variance");
        NS_TEST_EXPECT_MSG_EQ_TOL(neighbours, 0, 4.0 / 12 / root, "successive draws");
        NS_TEST_EXPECT_MSG_EQ_TOL(keys, 0, 4.0 / 12 / root, "neighbouring keys");
        NS_TEST_EXPECT_MSG_EQ_TOL(power, 1, 4 / root, "mean power of the Gaussian");
        NS_TEST_EXPECT_MSG_EQ_TOL(fourth, 2, 4 * std::sqrt(20.0) / root, "fourth moment");
        NS_TEST_EXPECT_MSG_EQ(one.Uniform(5), parent.Derive(7).Uniform(5), "by address");
        NS_TEST_EXPECT_MSG_NE(parent.Derive(1).Derive(2).Uniform(0),
                              parent.Derive(2).Derive(1).Uniform(0),
                              "the order of ends matters");
    }
};

/**
 * @ingroup edge-ai
 * Error laws.
 */
class EdgeAiRadioErrorTestSuite : public TestSuite
{
  public:
    EdgeAiRadioErrorTestSuite()
        : TestSuite("edge-ai-radio-error", TEST_UNIT)
    {
        AddTestCase(new ErrorLawTestCase, TEST_QUICK);
        AddTestCase(new ReceiverRefusalTestCase, TEST_QUICK);
        AddTestCase(new KeyedRandomTestCase, TEST_QUICK);
    }
};

/// The suite, registered at load time.
EdgeAiRadioErrorTestSuite g_edgeAiRadioErrorTestSuite;

} // namespace
