/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The relaxed solver: its slopes, its certificate, its limits; the outer search against halving.

#include "allocation/numeric/water-filling.h"
#include "allocation/round/partel/partel-bound.h"
#include "allocation/round/partel/partel-enumeration.h"
#include "allocation/round/partel/partel-law.h"
#include "allocation/round/partel/partel-loads.h"
#include "support/partel-fixture.h"

#include <numeric>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::parteltest;

namespace
{

/// Slopes with respect to shares.
class PartelSlopeTestCase : public TestCase
{
  public:
    PartelSlopeTestCase()
        : TestCase("slope of a rate with respect to a share: differences, weak and strong ends")
    {
    }

  private:
    void DoRun() override;
};

void
PartelSlopeTestCase::DoRun()
{
    // What a weak signal leaves of ln(1 + x) - x / (1 + x) is x^2 / 2 - 2 x^3 / 3.
    EXPECT_RELATIVE(GetShareSlope(1e-12), 5e-25, 1e-11, "weak");
    EXPECT_RELATIVE(GetShareSlope(1e-3 * (1 - 1e-12)),
                    GetShareSlope(1e-3 * (1 + 1e-12)),
                    1e-9,
                    "where the series ends");
    EXPECT_RELATIVE(GetShareSlope(1), std::log(2.) - .5, 1e-15, "middle");
    EXPECT_RELATIVE(GetShareSlope(1e200), std::log(1e200) - 1, 1e-14, "strong");
    NS_TEST_EXPECT_MSG_EQ(GetShareSlope(0), 0, "none");
    // The slopes of a worker's set bound what a whole subchannel more, or one less, is worth.
    const PartelRadio radio(MakeRandomRound(5, 2, 6));
    const SubchannelOwners owners(radio, {0, 0, 0, 1, 1, 1});
    std::vector<double> slopes(6);
    owners.GetSlopes(0, slopes.data());
    for (uint32_t n = 0; n < 6; ++n)
    {
        const SetChange change = n < 3 ? SetChange{SetChange::NONE, n} : SetChange{n};
        const double rate = owners.GetRate(0, radio.workers[0].powerMax, change);
        EXPECT_TRUE(n < 3 ? owners.GetRate(0) - rate >= slopes[n] * (1 - 1e-12)
                          : rate - owners.GetRate(0) <= slopes[n] * (1 + 1e-12),
                    "the rate is concave in the shares, subchannel " << n);
        EXPECT_TRUE(slopes[n] >= 0, "and grows with them");
    }
    const SubchannelOwners none(radio, {1, 1, 1, 1, 1, 1});
    none.GetSlopes(0, slopes.data());
    EXPECT_TRUE(std::isinf(slopes[0]), "the first subchannel has no bound");
}

/// The certificate.
class PartelCertificateTestCase : public TestCase
{
  public:
    PartelCertificateTestCase()
        : TestCase("certificate: above every division, true to a tighter solve, the work it takes")
    {
    }

  private:
    void DoRun() override;
};

void
PartelCertificateTestCase::DoRun()
{
    uint32_t most = 0;
    for (uint64_t seed = 1; seed <= 30; ++seed)
    {
        const PartelRadio radio(MakeRandomRound(seed, 2 + seed % 4, 6));
        const std::vector<double> weights(radio.workers.size(), 1);
        RelaxationOptions options;
        options.tolerance = 1e-7;
        options.maxEvaluations = 100000;
        PartelRelaxation tight(radio, options);
        EXPECT_TRUE(tight.Maximise(weights), "it gets there, seed " << seed);
        options.tolerance = 1e-4;
        PartelRelaxation loose(radio, options);
        const double start = loose.GetValue(weights) + loose.GetGap(weights);
        EXPECT_TRUE(start >= tight.GetValue(weights), "a bound from the first division");
        EXPECT_TRUE(loose.Maximise(weights), "it gets there");
        most = std::max(most, loose.GetEvaluations());
        const double value = loose.GetValue(weights);
        EXPECT_TRUE(loose.GetGap(weights) <= 1e-4 * value, "what was asked for");
        EXPECT_TRUE(value + loose.GetGap(weights) >= tight.GetValue(weights), "a bound");
        EXPECT_TRUE(tight.GetValue(weights) >= value * (1 - 1e-12), "more work is no worse");
        for (std::size_t n = 0; n < 6; ++n)
        {
            double sum = 0;
            for (std::size_t k = 0; k < weights.size(); ++k)
            {
                sum += loose.GetDivision().shares[k * 6 + n];
            }
            EXPECT_RELATIVE(sum, 1, 1e-12, "shares of a subchannel");
        }
    }
    EXPECT_TRUE(most < 200, "evaluations to 1e-4: " << most);
    // The law of the slopes is that of the objective: a little more of one subchannel.
    const PartelRadio radio(MakeC4());
    PartelRelaxation relaxation(radio, RelaxationOptions());
    const RelaxedDivision& division = relaxation.GetDivision();
    for (std::size_t n = 0; n < 6; ++n)
    {
        auto rate = [&](double change) {
            std::vector<double> gains;
            std::vector<double> shares;
            for (std::size_t m = 0; m < 6; ++m)
            {
                gains.push_back(radio.GetSnr(1, m));
                shares.push_back(1. / 3 + (m == n ? change : 0));
            }
            return GetParameterRate(WIDTH *
                                        FillWater(gains, radio.workers[1].powerMax, shares).bits,
                                    radio.workers[1].timePerParameter,
                                    radio.bits);
        };
        EXPECT_RELATIVE((rate(1e-5) - rate(-1e-5)) / 2e-5, division.slopes[6 + n], 1e-6, "slope");
    }
}

/// With many workers most shares are not looked at in every step; what comes out is judged by all.
class PartelContendersTestCase : public TestCase
{
  public:
    PartelContendersTestCase()
        : TestCase("many workers: the certificate is one of all shares, wherever a solve ends")
    {
    }

  private:
    void DoRun() override
    {
        constexpr std::size_t workers = 40;
        constexpr std::size_t subchannels = 30;
        for (const uint32_t evaluations : {1U, 2U, 9U, 30U, 100000U})
        {
            const PartelRadio radio(MakeRandomRound(evaluations, workers, subchannels));
            std::vector<double> weights;
            for (std::size_t k = 0; k < workers; ++k)
            {
                weights.push_back(k % 7 == 0 ? 0 : 1 + .1 * (k % 3)); // some come too late
            }
            RelaxationOptions options;
            options.maxEvaluations = evaluations;
            PartelRelaxation relaxation(radio, options);
            const double start = relaxation.GetValue(weights);
            const bool certified = relaxation.Maximise(weights);
            NS_TEST_EXPECT_MSG_EQ(certified, (evaluations > 1000), "ends");
            RelaxedDivision division;
            division.shares = relaxation.GetDivision().shares;
            EvaluateShares(radio, division);
            EXPECT_TRUE(division.speeds == relaxation.GetDivision().speeds, "speeds of all");
            EXPECT_TRUE(division.slopes == relaxation.GetDivision().slopes, "slopes of all");
            double value = 0;
            double gap = 0;
            for (std::size_t n = 0; n < subchannels; ++n)
            {
                double sum = 0;
                double best = 0;
                double mean = 0;
                for (std::size_t k = 0; k < workers; ++k)
                {
                    const double slope = weights[k] * division.slopes[k * subchannels + n];
                    const double share = division.shares[k * subchannels + n];
                    sum += share;
                    best = std::max(best, slope);
                    mean += share * slope;
                }
                EXPECT_RELATIVE(sum, 1, 1e-12, "shares of a subchannel");
                gap += best - mean;
            }
            for (std::size_t k = 0; k < workers; ++k)
            {
                value += weights[k] * division.speeds[k];
            }
            EXPECT_TRUE(value >= start, "not worse than it began");
            EXPECT_TRUE(!certified || gap <= 1.001e-5 * value, "gap " << gap << " of " << value);
        }
    }
};

/// Both ends of the search.
class PartelOuterSearchTestCase : public TestCase
{
  public:
    PartelOuterSearchTestCase()
        : TestCase("outer search: as halving finds it, limits are told, offsets far above")
    {
    }

  private:
    void DoRun() override;
};

void
PartelOuterSearchTestCase::DoRun()
{
    uint32_t rounds = 0;
    for (uint64_t seed = 1; seed <= 20; ++seed)
    {
        const PartelRadio radio(MakeRandomRound(seed, 3, 5, true));
        const PartelBound bound = FindRelaxedTime(radio);
        EXPECT_TRUE(!bound.limited, "within the tolerance");
        EXPECT_TRUE(bound.lowerBound <= bound.time, "a bracket");
        EXPECT_TRUE(bound.gap <= 1e-5, "a narrow one");
        rounds = std::max(rounds, bound.iterations);
        // As it is written down: T is infeasible if F + gap < L there, and halved 40 times.
        const std::vector<double> offsets = GetOffsets(radio.workers);
        double low = *std::min_element(offsets.begin(), offsets.end());
        double high = low + 20;
        for (int i = 0; i < 40; ++i)
        {
            const double middle = low + (high - low) / 2;
            const std::vector<double> weights = GetWeights(offsets, middle);
            PartelRelaxation relaxation(radio, RelaxationOptions());
            relaxation.Maximise(weights);
            const double most = relaxation.GetValue(weights) + relaxation.GetGap(weights);
            (most >= radio.parameters ? high : low) = middle;
        }
        EXPECT_RELATIVE(bound.lowerBound, low, 2e-5, "halving, seed " << seed);
        EXPECT_TRUE(low <= bound.time * (1 + 1e-12), "no infeasible time above a feasible one");
        EXPECT_TRUE(bound.lowerBound <= EnumerateOwners(radio).time, "below the best there is");
    }
    EXPECT_TRUE(rounds <= 10, "rounds: " << rounds);
    // Few evaluations: what remains is a bound all the same, and it says so.
    const PartelRadio radio(MakeC12());
    RelaxationOptions few;
    few.maxEvaluations = 5;
    const PartelBound poor = FindRelaxedTime(radio, few);
    EXPECT_TRUE(poor.limited, "it says so");
    EXPECT_TRUE(poor.lowerBound < 1.8727 && poor.time > 1.8727, "a bracket all the same");
    // Offsets far above what is served after them, and one above all.
    const PartelRadio late(MakeC4({1e9, 1e9, 1e9}));
    const PartelBound after = FindRelaxedTime(late);
    EXPECT_RELATIVE(after.time - 1e9, .8876, 1e-4, "after all offsets");
    const PartelRadio never(MakeC4({0, 0, 1e30}));
    EXPECT_RELATIVE(FindRelaxedTime(never).lowerBound,
                    FindRelaxedTime(PartelRadio(MakeC4({0, 0, 1e6}))).lowerBound,
                    1e-4,
                    "who comes too late does not count");
    // Nobody is heard.
    RoundProblem silent = MakeC3();
    silent.workers[0].gains = silent.workers[1].gains = {0, 0, 0, 0};
    EXPECT_TRUE(std::isinf(FindRelaxedTime(PartelRadio(silent)).time), "nobody is heard");
}

/// Relaxation.
class PartelBoundTestSuite : public TestSuite
{
  public:
    PartelBoundTestSuite()
        : TestSuite("edge-ai-partel-bound", TEST_UNIT)
    {
        AddTestCase(new PartelSlopeTestCase, TEST_QUICK);
        AddTestCase(new PartelCertificateTestCase, TEST_QUICK);
        AddTestCase(new PartelContendersTestCase, TEST_QUICK);
        AddTestCase(new PartelOuterSearchTestCase, TEST_QUICK);
    }
};

PartelBoundTestSuite g_partelBoundTestSuite; ///< registers the suite

} // namespace
