/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The law of an uplink: rate, power and energy, convexity, both ends of the power's range.

#include "allocation/numeric/lambert-w.h"
#include "allocation/numeric/uplink-law.h"
#include "support/laim-test-support.h"

#include <limits>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr double NOISE = 3.981071705534973e-21; ///< -174 dBm/Hz [W/Hz]
constexpr double BITS = 3227648;                ///< feature of ViT-L/16 [bit]

/// Figures of the reference radio (check 3).
class UplinkFiguresTestCase : public TestCase
{
  public:
    UplinkFiguresTestCase()
        : TestCase("rate, power and energy of the reference uplink")
    {
    }

  private:
    void DoRun() override;
};

void
UplinkFiguresTestCase::DoRun()
{
    const UplinkLaw law = MakeUplinkLaw(5e6, NOISE, 1e-10);
    EXPECT_RELATIVE(0.2 / law.unitPower, 1004.754573, 1e-9, "SNR");
    EXPECT_RELATIVE(UplinkRate(law, 0.2), 49870312.909, 1e-10, "rate");
    EXPECT_RELATIVE(BITS * UplinkTimePerBitAt(law, UplinkExponent(law, 0.2)),
                    0.0647208291,
                    1e-9,
                    "least time");
    EXPECT_RELATIVE(UplinkPower(law, BITS, 0.1), 0.0172675205, 1e-8, "power");
    EXPECT_RELATIVE(UplinkEnergy(law, BITS, 0.1), 1.72675205e-3, 1e-8, "energy");
    const double forever = std::numeric_limits<double>::infinity();
    EXPECT_RELATIVE(UplinkEnergy(law, BITS, forever), 8.906593e-5, 1e-6, "least energy");
    EXPECT_RELATIVE(UplinkEnergy(law, BITS, 1e12), 8.906593e-5, 1e-6, "energy of a long time");

    const UplinkLaw half = MakeUplinkLaw(5e6, NOISE, 1e-10, 0.5);
    EXPECT_RELATIVE(UplinkRate(half, 0.2), 49870312.909 / 2, 1e-10, "rate factor");
}

/// Energy falls and is convex in time; its slope is what the Lambert-W time inverts.
class UplinkShapeTestCase : public TestCase
{
  public:
    UplinkShapeTestCase()
        : TestCase("energy against time is decreasing and convex, and its slope is inverted")
    {
    }

  private:
    void DoRun() override;
};

void
UplinkShapeTestCase::DoRun()
{
    for (const double gain : {1e-60, 1e-14, 1e-10, 1e-3, 1e12})
    {
        const UplinkLaw law = MakeUplinkLaw(5e6, NOISE, gain);
        double last = std::numeric_limits<double>::infinity();
        double lastSlope = -last;
        for (double t = 0.02; t < 100; t *= 1.1)
        {
            const double energy = UplinkEnergy(law, BITS, t);
            NS_TEST_EXPECT_MSG_LT(energy, last, "energy falls, gain " << gain << ", time " << t);
            last = energy;
            const double z = BITS * M_LN2 / (law.band * t);
            const double nu = law.unitPower * MarginalPowerOf(z);
            NS_TEST_EXPECT_MSG_GT(-nu, lastSlope, "slope grows, gain " << gain << ", time " << t);
            lastSlope = -nu;
            EXPECT_RELATIVE(UplinkTimeOfMarginalPower(law, BITS, nu), t, 1e-12, "time of price");
            EXPECT_RELATIVE(UplinkPower(law, BITS, t) * t, energy, 1e-12, "energy is power x time");
            const double h = t * 1e-5;
            const double numeric =
                (UplinkEnergy(law, BITS, t - h) - UplinkEnergy(law, BITS, t + h)) / (2 * h);
            if (z > 0.1)
            {
                EXPECT_RELATIVE(numeric, nu, 1e-4, "price is the slope of the energy");
            }
        }
    }
}

/// The energy of a bit against the power, its tangent, and the weak and strong ends.
class UplinkTangentTestCase : public TestCase
{
  public:
    UplinkTangentTestCase()
        : TestCase("energy of a bit is concave in the power, at both ends of the range")
    {
    }

  private:
    void DoRun() override;
};

void
UplinkTangentTestCase::DoRun()
{
    const UplinkLaw law = MakeUplinkLaw(5e6, NOISE, 1e-10);
    auto energy = [&law](double p) { return UplinkEnergyPerBitAt(law, UplinkExponent(law, p)); };
    auto slope = [&law](double p) { return UplinkEnergySlopeAt(law, UplinkExponent(law, p)); };
    for (double p = 1e-8; p < 10; p *= 3)
    {
        EXPECT_RELATIVE(energy(p), p / UplinkRate(law, p), 1e-13, "p / R at " << p);
        const double h = p * 1e-4;
        EXPECT_RELATIVE((energy(p + h) - energy(p - h)) / (2 * h),
                        slope(p),
                        1e-4,
                        "slope at " << p);
        for (double q = 1e-8; q < 10; q *= 7)
        {
            EXPECT_TRUE(energy(q) <= (energy(p) + slope(p) * (q - p)) * (1 + 1e-12),
                        "tangent at " << p << " lies above at " << q);
        }
    }
    EXPECT_RELATIVE(UplinkEnergySlopeAt(law, 1e-9), UplinkEnergySlopeAt(law, 0), 1e-8, "weak end");
    EXPECT_RELATIVE(UplinkEnergyPerBitAt(law, 1e-9), UplinkEnergyPerBitAt(law, 0), 1e-8, "weak");
    NS_TEST_EXPECT_MSG_EQ(std::isfinite(UplinkEnergySlopeAt(law, 300)), true, "strong end");
    EXPECT_RELATIVE(UplinkExponent(law, UplinkPowerAt(law, 1e-14)), 1e-14, 1e-12, "tiny exponent");
}

/// Uplink law.
class UplinkLawTestSuite : public TestSuite
{
  public:
    UplinkLawTestSuite()
        : TestSuite("edge-ai-uplink-law", TEST_UNIT)
    {
        AddTestCase(new UplinkFiguresTestCase, TEST_QUICK);
        AddTestCase(new UplinkShapeTestCase, TEST_QUICK);
        AddTestCase(new UplinkTangentTestCase, TEST_QUICK);
    }
};

UplinkLawTestSuite g_uplinkLawTestSuite; ///< registers the suite

} // namespace
