/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// PARTEL's figures: the law, the division of loads, SUPPORT, its exact reference, its bound and the
// baselines on the instances of its definition (checks C2 to C7 and C12).

#include "allocation/round/partel/partel-enumeration.h"
#include "allocation/round/partel/partel-law.h"
#include "allocation/round/partel/partel-loads.h"
#include "allocation/round/partel/partel-schemes.h"
#include "support/partel-fixture.h"

#include <numeric>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::parteltest;

namespace
{

constexpr double PLACES = 1e-6; ///< relative, of figures with six or more digits

/// @param [in] radio a round  @param [in] scheme a baseline  @returns when it ends [s]
double
GetEnd(const PartelRadio& radio, const PartelScheme& scheme)
{
    return GetLatestEnd(radio.workers, radio.bits, scheme.rates, scheme.loads);
}

/// Parameters per second, and loads from them (C2).
class PartelLawTestCase : public TestCase
{
  public:
    PartelLawTestCase()
        : TestCase("parameters per second, slopes, and loads that end together (C2)")
    {
    }

  private:
    void DoRun() override;
};

void
PartelLawTestCase::DoRun()
{
    const double first = GetParameterRate(2e6, 1e-6, 32);
    const double second = GetParameterRate(1e6, 5e-7, 32);
    EXPECT_RELATIVE(first, 58823.5294, 1e-9, "theta");
    EXPECT_RELATIVE(second, 30769.2308, 2e-9, "theta");
    NS_TEST_EXPECT_MSG_EQ(GetParameterRate(0, 1e-6, 32), 0, "no rate");
    for (const double rate : {1e3, 1e6, 1e8})
    {
        const double h = rate * 1e-4;
        auto law = [](double r) { return GetParameterRate(r, 1e-6, 32); };
        auto slope = [](double r) { return GetParameterSlope(r, 1e-6, 32); };
        EXPECT_RELATIVE((law(rate + h) - law(rate - h)) / (2 * h), slope(rate), 1e-6, "slope");
        EXPECT_RELATIVE((slope(rate + h) - slope(rate - h)) / (2 * h),
                        GetParameterCurvature(rate, 1e-6, 32),
                        1e-6,
                        "curvature");
    }

    LoadDivision division = DivideLoads(1e6, {0, 0}, {first, second});
    EXPECT_RELATIVE(division.time, 11.161616, PLACES, "no offsets");
    EXPECT_RELATIVE(division.loads[0], 656565.657, 1e-9, "no offsets");
    EXPECT_RELATIVE(division.loads[1], 343434.343, 3e-9, "no offsets");
    division = DivideLoads(1e6, {.5, 2}, {first, second});
    EXPECT_RELATIVE(division.time, 12.176768, PLACES, "offsets");
    EXPECT_RELATIVE(division.loads[0], 686868.687, 1e-9, "offsets");
    EXPECT_RELATIVE(division.loads[1], 313131.313, 1e-9, "offsets");
    division = DivideLoads(1e4, {.5, 2}, {first, second});
    EXPECT_RELATIVE(division.time, .67, PLACES, "one is done before the other begins");
    NS_TEST_EXPECT_MSG_EQ(division.loads[1], 0, "idle");
    // Without a rate nobody serves, whatever his offset.
    division = DivideLoads(1e4, {2, .5}, {first, 0});
    EXPECT_RELATIVE(division.time, 2.17, PLACES, "the other has no rate");
    division = DivideLoads(1e4, {2, .5}, {0, 0});
    EXPECT_TRUE(std::isinf(division.time), "nobody has a rate");
    // Common offsets beyond all digits of what is served in between.
    division = DivideLoads(1e4, {1e12, 1e12}, {first, second});
    EXPECT_RELATIVE(division.loads[0] + division.loads[1], 1e4, 1e-12, "far offsets");
}

/// Two workers, four subchannels (C3).
class PartelC3TestCase : public TestCase
{
  public:
    PartelC3TestCase()
        : TestCase("two workers, four subchannels (C3)")
    {
    }

  private:
    void DoRun() override
    {
        const PartelRadio radio(MakeC3());
        const PartelEnumeration exact = EnumerateOwners(radio);
        EXPECT_RELATIVE(exact.time, .824836, PLACES, "exact");
        NS_TEST_EXPECT_MSG_EQ(exact.divisions, 16U, "all were looked at");
        EXPECT_TRUE((exact.owners == std::vector<uint32_t>{0, 0, 1, 1}), "owners");
        const SupportResult result = SolveSupport(radio);
        EXPECT_RELATIVE(result.time, exact.time, 1e-12, "SUPPORT");
        EXPECT_RELATIVE(result.rates[0], 2135774.5, 1e-7, "rate");
        EXPECT_RELATIVE(result.rates[1], 2127993.1, 1e-7, "rate");
        EXPECT_RELATIVE(result.bound.lowerBound, .824813, 2e-5, "bound");
        EXPECT_TRUE(result.bound.lowerBound <= exact.time, "bound");
        const std::vector<double> whole = RoundLoads(result.loads, 1e5);
        EXPECT_TRUE((whole == std::vector<double>{48569, 51431}), "whole loads");
        EXPECT_RELATIVE(GetEnd(radio, ChooseEqual(radio)), .991812, PLACES, "EQUAL");
        EXPECT_RELATIVE(GetEnd(radio, ChooseBestGain(radio)), .824838, PLACES, "BEST-GAIN");
        EXPECT_RELATIVE(GetEnd(radio, ChooseComputeProportional(radio)),
                        1.134010,
                        PLACES,
                        "COMPUTE-PROP");
    }
};

/// Three workers, six subchannels (C4), with offsets (C5).
class PartelC4TestCase : public TestCase
{
  public:
    PartelC4TestCase()
        : TestCase("three workers, six subchannels, without and with offsets (C4, C5)")
    {
    }

  private:
    void DoRun() override;
};

void
PartelC4TestCase::DoRun()
{
    PartelRadio radio(MakeC4());
    PartelEnumeration exact = EnumerateOwners(radio);
    EXPECT_RELATIVE(exact.time, .889074, PLACES, "exact");
    EXPECT_TRUE((exact.owners == std::vector<uint32_t>{2, 2, 0, 2, 1, 1}), "owners");
    SupportResult result = SolveSupport(radio);
    EXPECT_RELATIVE(result.time, exact.time, 1e-12, "SUPPORT");
    EXPECT_TRUE(result.owners == exact.owners, "owners");
    EXPECT_RELATIVE(result.rates[0], 1171403.0, 1e-7, "rate");
    EXPECT_RELATIVE(result.rates[1], 1913645.3, 1e-7, "rate");
    EXPECT_RELATIVE(result.rates[2], 1823794.3, 1e-7, "rate");
    EXPECT_RELATIVE(result.bound.lowerBound, .887627, 2e-5, "bound");
    EXPECT_RELATIVE(1e5 / result.bound.time, 112659.963, 2e-5, "Phi");
    const std::vector<double> whole = RoundLoads(result.loads, 1e5);
    EXPECT_TRUE((whole == std::vector<double>{18790, 33271, 47939}), "whole loads");
    const std::vector<double> ends{.889099, .889068, .889069};
    for (std::size_t k = 0; k < 3; ++k)
    {
        std::vector<double> alone(3, 0);
        alone[k] = whole[k];
        EXPECT_RELATIVE(GetLatestEnd(radio.workers, radio.bits, result.rates, alone),
                        ends[k],
                        PLACES,
                        "end of " << k);
    }
    EXPECT_RELATIVE(GetEnd(radio, ChooseEqual(radio)), 1.241344, PLACES, "EQUAL");
    EXPECT_RELATIVE(GetEnd(radio, ChooseBestGain(radio)), 1.362488, PLACES, "BEST-GAIN");
    EXPECT_RELATIVE(GetEnd(radio, ChooseComputeProportional(radio)), 2.922752, PLACES, "COMPUTE");

    const double without = exact.time;
    radio = PartelRadio(MakeC4({.1, .4, .9}));
    exact = EnumerateOwners(radio);
    EXPECT_RELATIVE(exact.time, 1.425673, PLACES, "exact, with offsets");
    EXPECT_TRUE((exact.owners == std::vector<uint32_t>{2, 1, 0, 2, 0, 1}), "owners, with offsets");
    result = SolveSupport(radio);
    EXPECT_RELATIVE(result.time, exact.time, 1e-12, "SUPPORT, with offsets");
    EXPECT_RELATIVE(result.bound.lowerBound, 1.422291, 2e-5, "bound, with offsets");
    radio = PartelRadio(MakeC4({.25, .25, .25}));
    EXPECT_RELATIVE(SolveSupport(radio).time, 1.139074, PLACES, "one offset");
    EXPECT_RELATIVE(SolveSupport(radio).time, .25 + without, 1e-12, "one offset");
}

/// Equal workers (C6), and limits of the law (C7).
class PartelLimitsTestCase : public TestCase
{
  public:
    PartelLimitsTestCase()
        : TestCase("equal workers (C6); sending or computing alone (C7)")
    {
    }

  private:
    void DoRun() override
    {
        const PartelRadio even(
            MakeRound(std::vector<std::vector<double>>(4, std::vector<double>(8, 500)),
                      std::vector<double>(4, .2),
                      std::vector<double>(4, 1e-6),
                      1e5));
        const SupportResult result = SolveSupport(even);
        EXPECT_RELATIVE(result.time, .416759, 2 * PLACES, "equal workers");
        for (std::size_t k = 0; k < 4; ++k)
        {
            EXPECT_RELATIVE(result.rates[k], 2042073.1231, 1e-9, "equal workers");
            EXPECT_RELATIVE(result.loads[k], 25000, 1e-9, "equal workers");
        }
        EXPECT_RELATIVE(result.bound.lowerBound, result.time, 1e-9, "parts are no better");

        RoundProblem problem = MakeC4();
        for (RoundWorker& worker : problem.workers)
        {
            worker.flops = 1e15;
        }
        EXPECT_RELATIVE(EnumerateOwners(PartelRadio(problem)).time, .556369, PLACES, "sending");
        EXPECT_RELATIVE(SolveSupport(PartelRadio(problem)).time,
                        32 * 1e5 / 5751578.6,
                        PLACES,
                        "the largest sum of rates");
        problem = MakeC4();
        problem.division.bitsPerParameter = 1e-9;
        EXPECT_RELATIVE(SolveSupport(PartelRadio(problem)).time, .086957, 6e-6, "computing");
        EXPECT_RELATIVE(SolveSupport(PartelRadio(problem)).time,
                        1e5 / (5e4 + 1e5 + 1e6),
                        1e-9,
                        "computing");
    }
};

/// Eight workers, 32 subchannels (C12).
class PartelC12TestCase : public TestCase
{
  public:
    PartelC12TestCase()
        : TestCase("eight workers, 32 subchannels (C12)")
    {
    }

  private:
    void DoRun() override
    {
        const RoundProblem problem = MakeC12();
        EXPECT_RELATIVE(problem.workers[0].gains[0], 316.227766, 1e-8, "as it is defined");
        EXPECT_RELATIVE(problem.workers[7].gains[31], 55.323297, 1e-7, "as it is defined");
        const PartelRadio radio(problem);
        const SupportResult result = SolveSupport(radio);
        EXPECT_RELATIVE(result.bound.lowerBound, 1.87273, 1e-5 + 3e-6, "bound, five digits");
        EXPECT_RELATIVE(result.bound.time, 1.87273, 1e-5 + 3e-6, "relaxation, five digits");
        EXPECT_TRUE(result.time <= 1.880, "SUPPORT " << result.time);
        EXPECT_RELATIVE(result.time, 1.87482, 1e-4, "as good as another implementation");
        EXPECT_RELATIVE(GetEnd(radio, ChooseEqual(radio)), 4.92097, 3e-6, "EQUAL");
        EXPECT_RELATIVE(GetEnd(radio, ChooseBestGain(radio)), 3.07229, 3e-6, "BEST-GAIN");
        EXPECT_RELATIVE(GetEnd(radio, ChooseComputeProportional(radio)), 8.61934, 3e-6, "COMPUTE");
        // Rounded but not polished it lies between.
        SupportOptions rough;
        rough.polish = false;
        EXPECT_TRUE(SolveSupport(radio, rough).time >= result.time, "the polish helps or not");
    }
};

/// Whole parameters.
class PartelRoundingTestCase : public TestCase
{
  public:
    PartelRoundingTestCase()
        : TestCase("whole loads: largest fractions, ties, few parameters, many, limits")
    {
    }

  private:
    void DoRun() override
    {
        using Loads = std::vector<double>;
        EXPECT_TRUE((RoundLoads({1.2, 2.7, 3.1}, 7) == Loads{1, 3, 3}), "largest fraction");
        EXPECT_TRUE((RoundLoads({.5, .5, 1}, 2) == Loads{1, 0, 1}), "ties go to the first");
        EXPECT_TRUE((RoundLoads({.25, .25, .5}, 1) == Loads{0, 0, 1}), "one parameter");
        EXPECT_TRUE((RoundLoads({0, 1 - 1e-12}, 1) == Loads{0, 1}), "who is idle stays idle");
        EXPECT_TRUE((RoundLoads({2, 3.1}, 4) == Loads{1, 3}), "too many: the smallest fraction");
        const Loads limited =
            RoundLoads({1.9, 1.8, 1.3}, 5, [](std::size_t k, double) { return k != 0; });
        EXPECT_TRUE((limited == Loads{1, 2, 2}), "one may take no more");
        const Loads stuck = RoundLoads({1.5, 1.5}, 3, [](std::size_t, double) { return false; });
        EXPECT_TRUE((stuck == Loads{1, 1}), "nobody may take more");
        // The last digit of 1e15 is still counted.
        const Loads many = RoundLoads(Loads(7, 1e15 / 7), 1e15);
        EXPECT_TRUE(std::accumulate(many.begin(), many.end(), 0.) == 1e15, "many parameters");
    }
};

/// PARTEL's figures.
class PartelReferenceTestSuite : public TestSuite
{
  public:
    PartelReferenceTestSuite()
        : TestSuite("edge-ai-partel-reference", TEST_UNIT)
    {
        AddTestCase(new PartelLawTestCase, TEST_QUICK);
        AddTestCase(new PartelC3TestCase, TEST_QUICK);
        AddTestCase(new PartelC4TestCase, TEST_QUICK);
        AddTestCase(new PartelLimitsTestCase, TEST_QUICK);
        AddTestCase(new PartelC12TestCase, TEST_QUICK);
        AddTestCase(new PartelRoundingTestCase, TEST_QUICK);
    }
};

PartelReferenceTestSuite g_partelReferenceTestSuite; ///< registers the suite

} // namespace
