/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// SUPPORT on random rounds: beside all divisions (check C11), what a polish leaves, and what must
// hold whatever the figures.

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

/// @param [in] radio a round  @param [in] weights w_k  @param [in] owners of subchannels
/// @returns sum_k w_k theta_k
double
GetServed(const PartelRadio& radio,
          const std::vector<double>& weights,
          const SubchannelOwners& owners)
{
    double served = 0;
    for (std::size_t k = 0; k < weights.size(); ++k)
    {
        served +=
            weights[k] *
            GetParameterRate(owners.GetRate(k), radio.workers[k].timePerParameter, radio.bits);
    }
    return served;
}

/// Random rounds beside enumeration.
class PartelRandomTestCase : public TestCase
{
  public:
    /// @param [in] offsets whether workers have offsets
    explicit PartelRandomTestCase(bool offsets)
        : TestCase(std::string("100 random rounds beside all divisions (C11), ") +
                   (offsets ? "with offsets" : "without offsets")),
          m_offsets(offsets)
    {
    }

  private:
    void DoRun() override
    {
        uint32_t equal = 0;
        double worst = 0;
        for (uint64_t seed = 1; seed <= 100; ++seed)
        {
            const PartelRadio radio(MakeRandomRound(seed, 3, 5, m_offsets));
            const double exact = EnumerateOwners(radio).time;
            const SupportResult result = SolveSupport(radio);
            const double excess = result.time / exact - 1;
            equal += excess < 1e-9 ? 1 : 0;
            worst = std::max(worst, excess);
            EXPECT_TRUE(excess > -1e-9, "never better than the best, seed " << seed);
            EXPECT_TRUE(result.bound.lowerBound <= exact, "bound, seed " << seed);
            EXPECT_TRUE(!result.polish.limited && !result.bound.limited, "seed " << seed);
            // All who have a load end at once.
            for (std::size_t k = 0; k < 3; ++k)
            {
                const PartelWorker& worker = radio.workers[k];
                const double load = result.loads[k];
                const double end = worker.offset + worker.timePerParameter * load +
                                   radio.bits * load / result.rates[k];
                EXPECT_TRUE(load == 0 || std::abs(end / result.time - 1) < 1e-12, "one end");
                EXPECT_TRUE(load > 0 || !(result.rates[k] > 0) || worker.offset >= result.time,
                            "idle only without a rate or when late");
            }
        }
        EXPECT_TRUE(equal >= 95, "as good as the best in " << equal << " of 100");
        EXPECT_TRUE(worst <= .01, "worst excess " << worst);
    }

    bool m_offsets;
};

/// The polish against its whole neighbourhood.
class PartelPolishTestCase : public TestCase
{
  public:
    PartelPolishTestCase()
        : TestCase("polish: the best change first, no move or swap left, its bound")
    {
    }

  private:
    void DoRun() override;
};

void
PartelPolishTestCase::DoRun()
{
    uint32_t swaps = 0;
    for (uint64_t seed = 1; seed <= 60; ++seed)
    {
        constexpr uint32_t COUNT = 9;
        const PartelRadio radio(MakeRandomRound(seed, 4, COUNT));
        Draws draws(seed);
        std::vector<double> weights;
        for (int k = 0; k < 4; ++k)
        {
            weights.push_back(k > 0 && draws.Uniform() < .1 ? 0 : draws.Uniform(.1, 2));
        }
        std::vector<uint32_t> start;
        for (uint32_t n = 0; n < COUNT; ++n)
        {
            start.push_back(static_cast<uint32_t>(draws.Integer(0, 3)));
        }
        const SubchannelOwners before(radio, start);
        // The best move and the best swap of all, each tried out.
        auto best = [&](const SubchannelOwners& from, bool swap) {
            double most = 0;
            for (uint32_t n = 0; n < COUNT; ++n)
            {
                for (uint32_t other = 0; other < (swap ? COUNT : 4); ++other)
                {
                    SubchannelOwners to = from;
                    to.Give(n, swap ? from.GetOwners()[other] : other);
                    if (swap)
                    {
                        to.Give(other, from.GetOwners()[n]);
                    }
                    most = std::max(most, GetServed(radio, weights, to));
                }
            }
            return most;
        };
        PolishOptions once;
        once.maxChanges = 1;
        SubchannelOwners one = before;
        const PolishResult first = PolishOwners(radio, weights, one, once);
        const double move = best(before, false);
        if (move > GetServed(radio, weights, before) * (1 + 1e-9))
        {
            EXPECT_RELATIVE(GetServed(radio, weights, one), move, 1e-12, "the best, seed " << seed);
            NS_TEST_EXPECT_MSG_EQ(first.moves, 1U, "a move");
        }
        SubchannelOwners owners = before;
        const PolishResult result = PolishOwners(radio, weights, owners);
        NS_TEST_EXPECT_MSG_EQ(first.limited, (result.moves + result.swaps > 1), "at its bound");
        EXPECT_TRUE(!result.limited, "it ends");
        swaps += result.swaps;
        const double served = GetServed(radio, weights, owners);
        EXPECT_TRUE(served >= GetServed(radio, weights, before), "never worse");
        EXPECT_TRUE(best(owners, false) <= served * (1 + 1e-11), "a move is left, seed " << seed);
        EXPECT_TRUE(best(owners, true) <= served * (1 + 1e-11), "a swap is left, seed " << seed);
        // What it keeps of rates is what owners come to anew.
        const SubchannelOwners anew(radio, owners.GetOwners());
        for (std::size_t k = 0; k < 4; ++k)
        {
            EXPECT_RELATIVE(owners.GetRate(k), anew.GetRate(k), 1e-13, "rates");
        }
    }
    EXPECT_TRUE(swaps > 0, "swaps are made");
}

/// What holds whatever the figures.
class PartelInvariantsTestCase : public TestCase
{
  public:
    PartelInvariantsTestCase()
        : TestCase("scaling of power and model; more subchannels, workers or power never hurt")
    {
    }

  private:
    void DoRun() override;
};

void
PartelInvariantsTestCase::DoRun()
{
    for (uint64_t seed = 1; seed <= 40; ++seed)
    {
        const bool offsets = seed % 2 == 0;
        const RoundProblem problem = MakeRandomRound(seed, 3, 5, offsets);
        const double exact = EnumerateOwners(PartelRadio(problem)).time;
        const double support = SolveSupport(PartelRadio(problem)).time;

        RoundProblem scaled = problem;
        for (RoundWorker& worker : scaled.workers)
        {
            worker.powerMax *= 1024;
            for (double& gain : worker.gains)
            {
                gain /= 1024;
            }
        }
        EXPECT_RELATIVE(EnumerateOwners(PartelRadio(scaled)).time, exact, 1e-12, "power and gain");
        EXPECT_RELATIVE(SolveSupport(PartelRadio(scaled)).time, support, 1e-12, "power and gain");

        RoundProblem larger = problem;
        larger.division.parameters *= 7;
        if (!offsets)
        {
            EXPECT_RELATIVE(EnumerateOwners(PartelRadio(larger)).time, 7 * exact, 1e-12, "model");
            EXPECT_RELATIVE(SolveSupport(PartelRadio(larger)).time, 7 * support, 1e-12, "model");
        }

        RoundProblem more = problem;
        ++more.uplink.subchannels;
        for (RoundWorker& worker : more.workers)
        {
            worker.gains.push_back(200);
        }
        EXPECT_TRUE(EnumerateOwners(PartelRadio(more)).time <= exact, "a subchannel more");
        more = problem;
        more.workers.push_back(problem.workers[0]);
        more.workers.back().flops *= 2;
        EXPECT_TRUE(EnumerateOwners(PartelRadio(more)).time <= exact * (1 + 1e-12),
                    "a worker more");
        more = problem;
        more.workers[1].powerMax *= 2;
        EXPECT_TRUE(EnumerateOwners(PartelRadio(more)).time <= exact * (1 + 1e-12), "more power");
    }
    // T falls with N.
    double last = 1e9;
    for (std::size_t count = 1; count <= 12; ++count)
    {
        RoundProblem problem = MakeRandomRound(9, 3, 12);
        problem.uplink.subchannels = static_cast<uint32_t>(count);
        for (RoundWorker& worker : problem.workers)
        {
            worker.gains.resize(count);
        }
        const double bound = FindRelaxedTime(PartelRadio(problem)).time;
        EXPECT_TRUE(bound < last, "falls with N, at " << count);
        last = bound;
    }
}

/// SUPPORT.
class PartelSupportTestSuite : public TestSuite
{
  public:
    PartelSupportTestSuite()
        : TestSuite("edge-ai-partel-support", TEST_UNIT)
    {
        AddTestCase(new PartelRandomTestCase(false), TEST_QUICK);
        AddTestCase(new PartelRandomTestCase(true), TEST_QUICK);
        AddTestCase(new PartelPolishTestCase, TEST_QUICK);
        AddTestCase(new PartelInvariantsTestCase, TEST_QUICK);
    }
};

PartelSupportTestSuite g_partelSupportTestSuite; ///< registers the suite

} // namespace
