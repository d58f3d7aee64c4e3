/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a device of a cell makes of band and time: rates and least bands in closed form (checks H1
// and H2 of the definition), the least energy against a grid, least bands and times against each
// other, the energy that no time goes below.

#include "allocation/numeric/uplink-law.h"
#include "allocation/round/hfel/hfel-worker.h"
#include "support/expectations.h"
#include "support/hfel-fixture.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::hfeltest;

namespace
{

/// Tolerance of the definition's checks.
constexpr double WORKER_GIVEN = 1e-8;

/// @returns a device as S1 sees it; without a budget if it is 0
HfelWorker
MakeWorker(double kilometres, double cyclesPerSample, double energyMax)
{
    RoundProblem problem = MakeCell(1e6);
    problem.workers.push_back(MakeDevice(kilometres, cyclesPerSample, energyMax));
    return MakeHfelWorkers(problem).front();
}

/// Numbers that the definition gives.
class HfelWorkerGivenTestCase : public TestCase
{
  public:
    HfelWorkerGivenTestCase()
        : TestCase("rate and least bands of a device (H1, H2), its floor")
    {
    }

  private:
    void DoRun() override
    {
        EXPECT_RELATIVE(GetGain(.3), 1.432267318356e-11, WORKER_GIVEN, "h");
        const HfelWorker worker = MakeWorker(.3, 1e5, 0);
        const UplinkLaw law{200e3, worker.unitDensity * 200e3};
        EXPECT_RELATIVE(.2 / law.unitPower, 3597.692843272, WORKER_GIVEN, "SNR");
        EXPECT_RELATIVE(UplinkRate(law, .2), 2362651.450967, WORKER_GIVEN, "r");
        const double kilometres[] = {.3, .6, 1};
        const double bands[] = {34886.516388, 49685.440093, 74374.836093};
        for (std::size_t i = 0; i < 3; ++i)
        {
            const HfelWorker far = MakeWorker(kilometres[i], 1e5, 0);
            const double time = far.GetLeastComputeTime() + MESSAGE / 500e3;
            EXPECT_RELATIVE(GetHfelBand(far, time, 1e6), bands[i], WORKER_GIVEN, "band " << i);
            // There and back: the least time with the least band.
            EXPECT_RELATIVE(GetHfelTime(far, bands[i]), time, WORKER_GIVEN, "time " << i);
        }
        const HfelWorker poor = MakeWorker(1, 2e5, 1);
        EXPECT_RELATIVE(GetHfelEnergyFloor(poor), 8.222029918e-4, WORKER_GIVEN, "floor");
        // The energy comes down to the floor, and not below, as time passes.
        EXPECT_RELATIVE(SplitHfelTime(poor, 1e6, 1e6).energy,
                        GetHfelEnergyFloor(poor),
                        1e-5,
                        "in a long time");
        EXPECT_TRUE(SplitHfelTime(poor, 1e6, 1e6).energy > GetHfelEnergyFloor(poor), "above it");
    }
};

/// The division of a time, against all others.
class HfelWorkerSplitTestCase : public TestCase
{
  public:
    HfelWorkerSplitTestCase()
        : TestCase("the least energy in a time, the least band and the least time within a budget")
    {
    }

  private:
    void DoRun() override;
    /// @returns energy if it computes for so long and sends in the rest of the time
    static double GetEnergy(const HfelWorker& worker, double band, double time, double computing);
};

double
HfelWorkerSplitTestCase::GetEnergy(const HfelWorker& worker,
                                   double band,
                                   double time,
                                   double computing)
{
    const RoundProcessor& processor = worker.processor;
    const double clock = processor.cycles / computing;
    const double sending = time - computing;
    // The definition's formula, as it stands there.
    const double power =
        band * worker.unitDensity * (std::pow(2, worker.bits / (band * sending)) - 1);
    const bool allowed = clock <= processor.clockMax * (1 + 1e-12) &&
                         clock >= processor.clockMin * (1 - 1e-12) && power <= worker.powerMax;
    return allowed ? processor.powerCoefficient * processor.cycles * clock * clock + sending * power
                   : INFINITY;
}

void
HfelWorkerSplitTestCase::DoRun()
{
    Draws draws(3);
    uint32_t inside = 0;
    uint32_t bound = 0;
    for (int i = 0; i < 300; ++i)
    {
        const double budget = std::exp(draws.Uniform(std::log(1.5e-3), std::log(40e-3)));
        const HfelWorker worker =
            MakeWorker(draws.Uniform(.1, .9), draws.Uniform(1e5, 3e5), budget);
        const double band = draws.Uniform(3e4, 1e6);
        const double time = GetHfelTime(worker, band);
        NS_TEST_ASSERT_MSG_EQ(std::isfinite(time), true, "device " << i);
        // A shorter time breaks the budget, or cannot be met at all; the least band is the band.
        const HfelShare share = SplitHfelTime(worker, band, time);
        EXPECT_TRUE(share.energy <= budget * (1 + 1e-9), "budget of device " << i);
        EXPECT_TRUE(SplitHfelTime(worker, band, time * (1 - 1e-6)).energy > budget, "least " << i);
        EXPECT_RELATIVE(GetHfelBand(worker, time, 2e6), band, 1e-7, "band of device " << i);
        bound += share.energy > budget * (1 - 1e-9) ? 1 : 0;
        // No other division of a longer time takes less.
        const double longer = time * draws.Uniform(1, 3);
        const HfelShare best = SplitHfelTime(worker, band, longer);
        const double computing = worker.processor.cycles / best.clock;
        EXPECT_RELATIVE(best.energy,
                        GetEnergy(worker, band, longer, computing * (1 + 1e-13)),
                        1e-9,
                        "formula of device " << i);
        EXPECT_TRUE(best.energy <= share.energy * (1 + 1e-12), "energy falls with time, " << i);
        for (int n = 1; n < 400; ++n)
        {
            EXPECT_TRUE(GetEnergy(worker, band, longer, longer * n / 400) >=
                            best.energy * (1 - 1e-9),
                        "device " << i << ", part " << n);
        }
        inside += best.clock > worker.processor.clockMin && best.clock < worker.processor.clockMax
                      ? 1
                      : 0;
    }
    EXPECT_TRUE(inside > 200, inside << " divisions between the ends");
    EXPECT_TRUE(bound > 50 && bound < 300, bound << " budgets that bind");
}

/// Devices of HFEL.
class HfelWorkerTestSuite : public TestSuite
{
  public:
    HfelWorkerTestSuite()
        : TestSuite("edge-ai-hfel-worker", TEST_UNIT)
    {
        AddTestCase(new HfelWorkerGivenTestCase, TEST_QUICK);
        AddTestCase(new HfelWorkerSplitTestCase, TEST_QUICK);
    }
};

HfelWorkerTestSuite g_hfelWorkerTestSuite; ///< the suite

} // namespace
