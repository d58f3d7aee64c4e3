/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Rounds over a flat band: equation (8), its conditions, whole steps against all divisions, bands
// for given loads (check C8).

#include "allocation/round/partel/partel-band.h"
#include "allocation/round/partel/partel-bound.h"
#include "allocation/round/partel/partel-loads.h"
#include "support/partel-fixture.h"

#include <functional>
#include <limits>
#include <numeric>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::parteltest;

namespace
{

/// @param [in] efficiencies r_k [bit/s/Hz]  @param [in] times a_k [s]  @param [in] bandwidth B [Hz]
/// @param [in] parameters L  @param [in] offsets d_k [s]; empty: none
/// @returns the round
RoundProblem
MakeBandRound(const std::vector<double>& efficiencies,
              const std::vector<double>& times,
              double bandwidth,
              double parameters,
              const std::vector<double>& offsets = {})
{
    RoundProblem problem;
    problem.uplink.form = RoundUplinkForm::BAND;
    problem.uplink.bandwidth = bandwidth;
    problem.division.parameters = parameters;
    problem.division.flopPerParameter = 1;
    for (std::size_t k = 0; k < times.size(); ++k)
    {
        RoundWorker worker;
        worker.flops = 1 / times[k];
        worker.efficiency = efficiencies[k];
        worker.offset = offsets.empty() ? 0 : offsets[k];
        problem.workers.push_back(worker);
    }
    return problem;
}

/// @param [in] draws chance  @param [in] workers K  @param [in] offsets whether there are any
/// @returns a random round
RoundProblem
MakeRandomBandRound(Draws& draws, std::size_t workers, bool offsets)
{
    std::vector<double> r;
    std::vector<double> a;
    std::vector<double> d;
    for (std::size_t k = 0; k < workers; ++k)
    {
        r.push_back(std::pow(10., draws.Uniform(-1, 1)));
        a.push_back(std::pow(10., draws.Uniform(-6.5, -5)));
        d.push_back(offsets ? draws.Uniform(0, 3) : 0);
    }
    return MakeBandRound(r, a, std::pow(10., draws.Uniform(5, 7.5)), 1e6, d);
}

/// @param [in] round over a band  @param [in] bands [Hz]  @returns T of step 4 [s]
double
GetTime(const PartelBand& round, const std::vector<double>& bands)
{
    return DivideLoads(round.parameters, GetOffsets(round.workers), GetBandSpeeds(round, bands))
        .time;
}

/// Equation (8).
class PartelJointBandTestCase : public TestCase
{
  public:
    PartelJointBandTestCase()
        : TestCase("equation (8): figures, conditions of the best, no exchange helps (C8)")
    {
    }

  private:
    void DoRun() override;
};

void
PartelJointBandTestCase::DoRun()
{
    PartelBand round(MakeBandRound({2, 4, 1}, {1e-6, 2e-6, 5e-7}, 5e6, 1e6));
    PartelBandShares shares = DivideBandJointly(round);
    EXPECT_RELATIVE(shares.time, 3.053886, 1e-6, "time");
    EXPECT_RELATIVE(shares.bands[0], 2469903.13, 1e-8, "band");
    EXPECT_RELATIVE(shares.bands[1], 2530096.87, 1e-8, "band");
    NS_TEST_EXPECT_MSG_EQ(shares.bands[2], 0, "not worth a band");
    const RoundPlan plan =
        PlanBy("PartelPlanner", MakeBandRound({2, 4, 1}, {1e-6, 2e-6, 5e-7}, 5e6, 1e6));
    NS_TEST_EXPECT_MSG_EQ(plan.workers[0].parameters, 408383, "load 408383.42");
    NS_TEST_EXPECT_MSG_EQ(plan.workers[1].parameters, 591617, "load 591616.58");
    NS_TEST_EXPECT_MSG_EQ(plan.workers[2].involved, false, "idle");
    shares = DivideBandJointly(PartelBand(MakeBandRound({2, 2}, {1e-6, 1e-6}, 5e6, 1e6)));
    EXPECT_RELATIVE(shares.time, 3.7, 1e-9, "equal workers");
    EXPECT_RELATIVE(shares.bands[0], 2.5e6, 1e-9, "equal workers");

    for (uint64_t seed = 1; seed <= 200; ++seed)
    {
        Draws draws(seed);
        round = PartelBand(MakeRandomBandRound(draws, 2 + seed % 5, seed % 2 == 0));
        shares = DivideBandJointly(round);
        const double sum = std::accumulate(shares.bands.begin(), shares.bands.end(), 0.);
        EXPECT_RELATIVE(sum, round.bandwidth, 1e-12, "all of the band");
        EXPECT_TRUE(!shares.limited && shares.iterations < 12, "soon, seed " << seed);
        // The condition of equation (8): one price of band, and nobody idle below it.
        const std::vector<double> weights = GetWeights(GetOffsets(round.workers), shares.time);
        double price = 0;
        auto getPrice = [&](std::size_t k, double band) {
            const double r = round.efficiencies[k];
            const double time = round.workers[k].timePerParameter * r * band + round.bits;
            return weights[k] * r * round.bits / (time * time);
        };
        for (std::size_t k = 0; k < weights.size(); ++k)
        {
            price = shares.bands[k] > 0 ? getPrice(k, shares.bands[k]) : price;
        }
        for (std::size_t k = 0; k < weights.size(); ++k)
        {
            const double own = getPrice(k, shares.bands[k]);
            EXPECT_TRUE(shares.bands[k] > 0 ? std::abs(own / price - 1) < 1e-6
                                            : own <= price * (1 + 1e-6),
                        "one price of band, seed " << seed);
            for (std::size_t j = 0; j < weights.size(); ++j)
            {
                std::vector<double> other = shares.bands;
                const double some = .01 * other[k];
                other[k] -= some;
                other[j] += some;
                EXPECT_TRUE(GetTime(round, other) >= shares.time * (1 - 1e-12), "an exchange");
            }
        }
    }
    // Where computing costs next to nothing the best link takes nearly all.
    round = PartelBand(MakeBandRound({2, 4}, {1e-60, 1e-60}, 5e6, 1e6));
    shares = DivideBandJointly(round);
    EXPECT_RELATIVE(shares.bands[1], 5e6, 1e-12, "no digits are lost");
    EXPECT_RELATIVE(shares.time, 32e6 / 20e6, 1e-12, "sending alone");
}

/// Whole steps of the band.
class PartelBandStepsTestCase : public TestCase
{
  public:
    PartelBandStepsTestCase()
        : TestCase("whole steps of the band against all divisions")
    {
    }

  private:
    void DoRun() override;
};

void
PartelBandStepsTestCase::DoRun()
{
    for (uint64_t seed = 1; seed <= 60; ++seed)
    {
        Draws draws(seed);
        RoundProblem problem = MakeRandomBandRound(draws, 3, seed % 2 == 0);
        constexpr int STEPS = 11;
        problem.uplink.bandGranularity = problem.uplink.bandwidth / (STEPS + .5);
        const PartelBand round(problem);
        const double step = round.granularity;
        const std::vector<double> loads{5e5, 3e5, 2e5};
        double joint = std::numeric_limits<double>::infinity();
        double given = joint;
        for (int a = 0; a <= STEPS; ++a)
        {
            for (int b = 0; a + b <= STEPS; ++b)
            {
                const std::vector<double> bands{a * step, b * step, (STEPS - a - b) * step};
                joint = std::min(joint, GetTime(round, bands));
                double end = 0;
                for (std::size_t k = 0; k < 3; ++k)
                {
                    const PartelWorker& worker = round.workers[k];
                    end = std::max(end,
                                   worker.offset + worker.timePerParameter * loads[k] +
                                       32 * loads[k] / (round.efficiencies[k] * bands[k]));
                }
                given = std::min(given, end);
            }
        }
        const PartelBandShares best = DivideBandJointly(round);
        EXPECT_RELATIVE(best.time, joint, 1e-9, "with loads of its own, seed " << seed);
        EXPECT_RELATIVE(GetTime(round, best.bands), joint, 1e-9, "its bands");
        EXPECT_RELATIVE(DivideBandForLoads(round, loads).time, given, 1e-9, "given, " << seed);
        for (const double band : best.bands)
        {
            EXPECT_ABSOLUTE(band / step, std::round(band / step), 1e-9, "whole steps");
        }
        const RoundPlan plan = PlanBy("PartelPlanner", problem);
        EXPECT_TRUE(plan.lowerBound <= joint, "the continuous band bounds it");
    }
    // As many steps as workers with a load, and one less.
    RoundProblem narrow = MakeBandRound({1, 1, 1}, {1e-6, 1e-6, 1e-6}, 3e6, 1e6);
    narrow.uplink.bandGranularity = 1e6;
    EXPECT_RELATIVE(DivideBandForLoads(PartelBand(narrow), {1e5, 1e5, 1e5}).bands[2], 1e6, 0, "");
    narrow.uplink.bandGranularity = 1.4e6;
    EXPECT_TRUE(std::isinf(DivideBandForLoads(PartelBand(narrow), {1e5, 1e5, 1e5}).time), "");
    EXPECT_TRUE(std::isfinite(DivideBandForLoads(PartelBand(narrow), {1e5, 0, 1e5}).time), "");
    const RoundPlan plan = PlanBy("PabaBandwidthPlanner", narrow);
    EXPECT_TRUE(!plan.IsUsable() && !plan.reason.empty(), "not one step each");
    EXPECT_TRUE(PlanBy("PartelPlanner", narrow).IsUsable(), "one may stay idle");
}

/// Bands for given loads, and the simpler schemes beside the joint one.
class PartelGivenLoadsTestCase : public TestCase
{
  public:
    PartelGivenLoadsTestCase()
        : TestCase("bands for given loads; the simpler schemes are no better; given rates")
    {
    }

  private:
    void DoRun() override;
};

void
PartelGivenLoadsTestCase::DoRun()
{
    for (uint64_t seed = 1; seed <= 100; ++seed)
    {
        Draws draws(seed);
        RoundProblem problem = MakeRandomBandRound(draws, 1 + seed % 5, seed % 2 == 0);
        const PartelBand round(problem);
        std::vector<double> loads;
        for (std::size_t k = 0; k < round.workers.size(); ++k)
        {
            loads.push_back(k > 0 && draws.Uniform() < .2 ? 0 : draws.Uniform(1, 1e6));
        }
        const PartelBandShares shares = DivideBandForLoads(round, loads);
        double sum = 0;
        for (std::size_t k = 0; k < loads.size(); ++k)
        {
            sum += shares.bands[k];
            const PartelWorker& worker = round.workers[k];
            const double end = worker.offset + worker.timePerParameter * loads[k] +
                               32 * loads[k] / (round.efficiencies[k] * shares.bands[k]);
            EXPECT_TRUE(loads[k] == 0 || std::abs(end / shares.time - 1) < 1e-9, "all end at once");
        }
        EXPECT_RELATIVE(sum, round.bandwidth, 1e-9, "all of the band");
        EXPECT_TRUE(sum <= round.bandwidth * (1 + 1e-14), "no more than there is");
        const double best = PlanBy("PartelPlanner", problem).time;
        for (const char* name : {"PabaParameterPlanner",
                                 "PabaBandwidthPlanner",
                                 "PartelEqualPlanner",
                                 "PartelComputePlanner",
                                 "PartelFixedPartitionPlanner",
                                 "PartelFederatedPlanner"})
        {
            const RoundPlan plan = PlanBy(name, problem);
            EXPECT_TRUE(plan.IsUsable(), name << plan.reason);
            EXPECT_TRUE(plan.time >= best * (1 - 1e-4), name << " is better, seed " << seed);
            EXPECT_TRUE(plan.lowerBound <= plan.time && plan.lowerBound > 0, name << " bound");
        }
        // Links of the rates that were planned: the loads are the best for them.
        const RoundPlan bands = PlanBy("PartelPlanner", problem);
        RoundProblem links = problem;
        links.uplink.form = RoundUplinkForm::RATES;
        for (std::size_t k = 0; k < links.workers.size(); ++k)
        {
            const double rate = bands.workers[k].rate;
            links.workers[k].rate = rate > 0 ? rate : 1e-6;
        }
        EXPECT_RELATIVE(PlanBy("PartelPlanner", links).time, bands.time, 1e-4, "given rates");
        EXPECT_TRUE(PlanBy("PartelEqualPlanner", links).time >= bands.time * (1 - 1e-4), "equal");
    }
}

/// Flat band.
class PartelBandTestSuite : public TestSuite
{
  public:
    PartelBandTestSuite()
        : TestSuite("edge-ai-partel-band", TEST_UNIT)
    {
        AddTestCase(new PartelJointBandTestCase, TEST_QUICK);
        AddTestCase(new PartelBandStepsTestCase, TEST_QUICK);
        AddTestCase(new PartelGivenLoadsTestCase, TEST_QUICK);
    }
};

PartelBandTestSuite g_partelBandTestSuite; ///< registers the suite

} // namespace
