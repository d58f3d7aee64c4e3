/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Division of a band among uploads: both laws, links of their own, resource blocks. Checks F2 and a
// part of F7 of the definition.

#include "allocation/round/fomo/fomo-band.h"
#include "allocation/round/fomo/fomo-resource-blocks.h"
#include "support/fomo-test-support.h"

#include <gsl/gsl_sf_lambert.h>
#include <limits>
#include <numeric>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::fomotest;

namespace
{

/// @returns an uplink of workers with some factors: efficiencies, or rho
FomoUplink
MakeUplink(RoundUplinkForm form, double bandwidth, const std::vector<double>& factors)
{
    RoundProblem problem;
    problem.uplink.form = form;
    problem.uplink.bandwidth = bandwidth;
    for (const double factor : factors)
    {
        RoundWorker worker;
        worker.efficiency = factor;
        worker.snrBand = factor;
        worker.rate = factor;
        problem.workers.push_back(worker);
    }
    return FomoUplink(problem);
}

/// The given numbers.
class FomoBandGivenTestCase : public TestCase
{
  public:
    FomoBandGivenTestCase()
        : TestCase("bands of the given uploads (F2)")
    {
    }

  private:
    void DoRun() override
    {
        const FomoUplink uplink = MakeUplink(RoundUplinkForm::BAND, 5e6, {1, 1, 1});
        const FomoDivision division =
            DivideFomoBand(uplink, {{0, 1, 1e6}, {1, 2, 2e6}, {2, 3, 1e6}});
        EXPECT_RELATIVE(division.time, 3.326532, GIVEN, "T");
        const double bands[] = {429824.27, 1507690.52, 3062485.21};
        const double multipliers[] = {0.017266, 0.106220, 0.876514};
        const double shares[] = {0.085965, 0.301538, 0.612497};
        double sum = 0; // of the roots of lambda u: the rule b = B sqrt(lambda u) / sum
        for (int i = 0; i < 3; ++i)
        {
            sum += std::sqrt(division.multipliers[i] * (i == 1 ? 2e6 : 1e6));
        }
        for (int i = 0; i < 3; ++i)
        {
            EXPECT_RELATIVE(division.bands[i], bands[i], 1e-8, "band " << i);
            EXPECT_ABSOLUTE(division.multipliers[i], multipliers[i], 5e-7, "multiplier " << i);
            EXPECT_ABSOLUTE(division.bands[i] / 5e6, shares[i], 5e-7, "share " << i);
            EXPECT_RELATIVE(division.bands[i] / 5e6,
                            std::sqrt(division.multipliers[i] * (i == 1 ? 2e6 : 1e6)) / sum,
                            1e-10,
                            "rule of roots " << i);
        }
        EXPECT_TRUE(division.residual <= 1e-13 && !division.limited, "it ended by its rule");

        const FomoDivision equal = DivideFomoBand(MakeUplink(RoundUplinkForm::BAND, 3e6, {2, 1}),
                                                  {{0, 1, 1e6}, {1, 1, 1e6}});
        EXPECT_RELATIVE(equal.time, 1.5, 1e-13, "T of equal ones");
        EXPECT_RELATIVE(equal.bands[0], 1e6, 1e-12, "the better link");
        EXPECT_RELATIVE(equal.bands[1], 2e6, 1e-12, "the worse link");
    }
};

/// The law of a fixed power.
class FomoPowerLawTestCase : public TestCase
{
  public:
    FomoPowerLawTestCase()
        : TestCase("a fixed power over a share: rate, band and slope to full precision (F7)")
    {
    }

  private:
    void DoRun() override;
};

void
FomoPowerLawTestCase::DoRun()
{
    const FomoUplink given = MakeUplink(RoundUplinkForm::BAND_POWER, 2e6, {3e6});
    EXPECT_RELATIVE(given.GetBand(0, 1e6, 1), 282671.922, 1e-8, "b log2(1 + 3e6/b) = 1e6");
    for (int digits = -600; digits <= 600; ++digits)
    {
        // From shares without power's limit to those at it.
        const double x = std::pow(10, digits / 8.);
        const double y = x * std::log1p(1 / x);
        if (y == 1)
        {
            break;
        }
        // What a rounding of y moves in x is inherent, and grows without limit towards y = 1.
        const double inherent = 4e-16 * y / (x * SlopeOfRateShare(x)) + 1e-14;
        EXPECT_RELATIVE(ShareOfLargestRate(y), x, inherent, "x from y = " << y);
        const double wide = SlopeOfRateShare(x);
        // Where nothing cancels, differences show the slope.
        if (x > 1e-60 && x < 1e2)
        {
            const double step = x * 1e-4;
            const auto law = [](double at) { return at * std::log1p(1 / at); };
            EXPECT_RELATIVE((law(x + step) - law(x - step)) / (2 * step), wide, 1e-6, "slope");
        }
        if (y < .9)
        {
            // The other branch of Lambert's W, as GSL has it.
            const double z = -y * std::exp(-y);
            const double v = -gsl_sf_lambert_Wm1(z) / y - 1;
            EXPECT_RELATIVE(1 / v, x, 1e-10, "Lambert's W at y = " << y);
        }
    }
    EXPECT_RELATIVE(SlopeOfRateShare(1e9), .5e-18 * (1 - 4e-9 / 3), 1e-15, "slope of a wide share");
    // Both ways to compute it, beside where they meet: x^2 times the slope hardly moves there.
    const auto scaled = [](double x) { return x * x * SlopeOfRateShare(x); };
    EXPECT_RELATIVE(scaled(1000.0001), scaled(999.9999), 1e-9, "no seam");
    EXPECT_TRUE(std::isinf(ShareOfLargestRate(1)), "the limit is never reached");
    EXPECT_TRUE(std::isinf(ShareOfLargestRate(2)), "nor anything above it");
    EXPECT_TRUE(std::isinf(ShareOfLargestRate(std::nan(""))), "nor what is no number");
    EXPECT_ABSOLUTE(ShareOfLargestRate(0), 0, 0, "nothing to send");
    EXPECT_TRUE(std::isinf(given.GetBand(0, 1e6, 1e6 / (3e6 / M_LN2))), "rho / ln 2");
    EXPECT_TRUE(std::isinf(given.GetBand(0, 1e6, 0)), "no time");
    EXPECT_TRUE(std::isinf(given.GetBand(0, 1e6, -1)), "less than no time");
    EXPECT_ABSOLUTE(given.GetRate(0, 0), 0, 0, "no band, no rate");
}

/// Uploads of all scales.
class FomoBandRandomTestCase : public TestCase
{
  public:
    FomoBandRandomTestCase()
        : TestCase("random uploads of every scale end together and use the whole band")
    {
    }

  private:
    /// @param [in] form law  @param [in] i which problem
    void Check(RoundUplinkForm form, int i);

    void DoRun() override
    {
        for (int i = 0; i < 400; ++i)
        {
            Check(RoundUplinkForm::BAND, i);
            Check(RoundUplinkForm::BAND_POWER, i);
        }
    }
};

void
FomoBandRandomTestCase::Check(RoundUplinkForm form, int i)
{
    Draws draws(100 + i);
    const double spread = i % 4; // up to six orders of magnitude to either side
    const double scale = std::pow(10, draws.Uniform(-20, 20));
    const std::size_t count = i % 10 == 0 ? 1 : draws.Integer(2, 30);
    std::vector<double> factors;
    std::vector<FomoUpload> uploads;
    for (std::size_t k = 0; k < count; ++k)
    {
        const auto wide = [&] { return std::pow(100, draws.Uniform(-spread, spread)); };
        factors.push_back(form == RoundUplinkForm::BAND ? wide() : 1e6 * wide());
        uploads.push_back({k, i % 7 == 0 ? 0 : scale * wide(), scale * 1e6 * wide()});
    }
    const FomoUplink uplink = MakeUplink(form, 2e6, factors);
    const FomoDivision division = DivideFomoBand(uplink, uploads);
    const std::string what = "uploads " + std::to_string(i) + " of " +
                             (form == RoundUplinkForm::BAND ? "an efficiency" : "a power");
    EXPECT_TRUE(!division.limited, what << ": steps " << division.iterations);
    EXPECT_RELATIVE(std::accumulate(division.bands.begin(), division.bands.end(), 0.0),
                    2e6,
                    1e-12,
                    what << ", whole band");
    EXPECT_RELATIVE(std::accumulate(division.multipliers.begin(), division.multipliers.end(), 0.0),
                    1.0,
                    1e-12,
                    what << ", multipliers");
    for (std::size_t k = 0; k < count; ++k)
    {
        const double end =
            uploads[k].computeTime + uploads[k].bits / uplink.GetRate(k, division.bands[k]);
        EXPECT_RELATIVE(end, division.time, 1e-9, what << ", end of " << k);
    }
    // A little more band for the one, and T falls by what its multiplier says.
    if (count > 1 && spread < 1)
    {
        const double later = 1e-5 * division.time;
        std::vector<FomoUpload> moved = uploads;
        moved[0].computeTime += later;
        EXPECT_ABSOLUTE((DivideFomoBand(uplink, moved).time - division.time) / later,
                        division.multipliers[0],
                        1e-3,
                        what << ", meaning of a multiplier");
    }
}

/// Links of their own.
class FomoOwnLinksTestCase : public TestCase
{
  public:
    FomoOwnLinksTestCase()
        : TestCase("links of their own; links that carry nothing")
    {
    }

  private:
    void DoRun() override
    {
        const FomoUplink rates = MakeUplink(RoundUplinkForm::RATES, 0, {1e6, 2e6});
        const FomoDivision division = DivideFomoBand(rates, {{0, 1, 1e6}, {1, 2.5, 1e6}});
        EXPECT_ABSOLUTE(division.time, 3, 1e-15, "the latest");
        EXPECT_TRUE(division.multipliers == std::vector<double>({0, 1}), "is the second");
        EXPECT_ABSOLUTE(rates.GetBand(0, 1e6, 1), 0, 0, "in time");
        EXPECT_TRUE(std::isinf(rates.GetBand(0, 1e6, .99)), "never in time");
        const FomoUplink dead = MakeUplink(RoundUplinkForm::BAND_POWER, 1e6, {1e6, 0});
        EXPECT_TRUE(!dead.CanSend(1), "no signal");
        EXPECT_TRUE(std::isinf(dead.GetLeastTime(1, 1)), "never");
        EXPECT_TRUE(std::isinf(DivideFomoBand(dead, {{0, 1, 1}, {1, 1, 1}}).time), "nor together");
    }
};

/// Whole resource blocks.
class FomoResourceBlocksTestCase : public TestCase
{
  public:
    FomoResourceBlocksTestCase()
        : TestCase("shares in resource blocks: largest remainders, nobody without")
    {
    }

  private:
    void DoRun() override
    {
        using Bands = std::vector<double>;
        EXPECT_TRUE(RoundToResourceBlocks({2.6, 3.3, 4.1}, 10, 1) == Bands({3, 3, 4}), "remainder");
        EXPECT_TRUE(RoundToResourceBlocks({2.5, 2.5, 5}, 10, 1) == Bands({3, 2, 5}), "ties");
        EXPECT_TRUE(RoundToResourceBlocks({.1, .2, 9.7}, 10, 1) == Bands({1, 1, 8}), "one each");
        EXPECT_TRUE(RoundToResourceBlocks({3, 7}, 10, 5) == Bands({5, 5}), "two blocks");
        EXPECT_TRUE(RoundToResourceBlocks({3, 3, 4}, 10, 5).empty(), "two blocks for three");
        EXPECT_TRUE(RoundToResourceBlocks({10}, 10, 4) == Bands({8}),
                    "a band that does not come out");
        EXPECT_TRUE(RoundToResourceBlocks({5, 5}, 10, 1e-30) == Bands({5, 5}), "no grain at all");
        const Bands tenths = RoundToResourceBlocks({.5, .5}, 1, .1);
        EXPECT_ABSOLUTE(tenths[0], .5, 1e-12, "ten tenths");
        EXPECT_ABSOLUTE(tenths[1], .5, 1e-12, "ten tenths");
        Draws draws(3);
        for (int i = 0; i < 300; ++i)
        {
            Bands bands(draws.Integer(1, 12));
            double sum = 0;
            for (double& band : bands)
            {
                band = std::pow(10, draws.Uniform(-6, 0));
                sum += band;
            }
            const double width = sum / draws.Uniform(12, 1e4);
            const Bands rounded = RoundToResourceBlocks(bands, sum, width);
            const double count = std::floor(sum / width * (1 + 1e-9));
            EXPECT_RELATIVE(std::accumulate(rounded.begin(), rounded.end(), 0.0),
                            count * width,
                            1e-12,
                            "every block is somebody's");
            for (std::size_t k = 0; k < bands.size(); ++k)
            {
                const double whole = rounded[k] / width;
                EXPECT_ABSOLUTE(whole, std::round(whole), 1e-9, "whole blocks");
                EXPECT_TRUE(whole > .5, "nobody without");
                EXPECT_TRUE(whole < bands[k] / width + 1 + 1e-6 || whole < 1.5, "no gifts");
            }
        }
    }
};

/// The best whole blocks.
class FomoBestBlocksTestCase : public TestCase
{
  public:
    FomoBestBlocksTestCase()
        : TestCase("whole resource blocks that end earliest, against all divisions")
    {
    }

  private:
    /// @returns the least last end over all divisions of so many blocks among uploads from one on
    static double Enumerate(const FomoUplink& uplink,
                            const std::vector<FomoUpload>& uploads,
                            std::size_t from,
                            int blocks)
    {
        double least = std::numeric_limits<double>::infinity();
        for (int own = 1; own <= blocks; ++own)
        {
            const FomoUpload& upload = uploads[from];
            const double end =
                upload.computeTime + upload.bits / uplink.GetRate(upload.worker, own * 1e5);
            const double rest =
                from + 1 == uploads.size() ? 0 : Enumerate(uplink, uploads, from + 1, blocks - own);
            least = std::min(least, std::max(end, rest));
        }
        return least;
    }

    void DoRun() override
    {
        Draws draws(23);
        int better = 0;
        for (int i = 0; i < 300; ++i)
        {
            const auto form = i % 2 == 0 ? RoundUplinkForm::BAND : RoundUplinkForm::BAND_POWER;
            const auto blocks = static_cast<int>(draws.Integer(3, 14));
            std::vector<double> factors;
            std::vector<FomoUpload> uploads;
            const std::size_t count = draws.Integer(1, 4);
            for (std::size_t k = 0; k < count; ++k)
            {
                factors.push_back(draws.Uniform(.5, 5) * (i % 2 == 0 ? 1 : 3e5));
                uploads.push_back(
                    {k, i % 5 == 0 ? 0 : draws.Uniform(0, 2), 1e5 * draws.Uniform(1, 9)});
            }
            const FomoUplink uplink = MakeUplink(form, blocks * 1e5, factors);
            const std::vector<double> bands = DivideResourceBlocks(uplink, uploads, 1e5);
            const double least = Enumerate(uplink, uploads, 0, blocks);
            NS_TEST_ASSERT_MSG_EQ(bands.empty(), std::isinf(least), "uploads " << i);
            if (bands.empty())
            {
                continue;
            }
            const std::vector<double> rounded =
                RoundToResourceBlocks(DivideFomoBand(uplink, uploads).bands, blocks * 1e5, 1e5);
            const auto end = [&](const std::vector<double>& shares) {
                double last = 0;
                for (std::size_t k = 0; k < uploads.size(); ++k)
                {
                    last = std::max(last,
                                    uploads[k].computeTime +
                                        uploads[k].bits / uplink.GetRate(k, shares[k]));
                }
                return last;
            };
            EXPECT_RELATIVE(end(bands), least, 1e-9, "the earliest, uploads " << i);
            EXPECT_RELATIVE(std::accumulate(bands.begin(), bands.end(), 0.0),
                            blocks * 1e5,
                            1e-12,
                            "every block is somebody's, uploads " << i);
            better += end(bands) < end(rounded) * (1 - 1e-9) ? 1 : 0;
        }
        EXPECT_TRUE(better > 30, better << " times better than remainders");
    }
};

/// Bands.
class FomoBandTestSuite : public TestSuite
{
  public:
    FomoBandTestSuite()
        : TestSuite("edge-ai-fomo-band", TEST_UNIT)
    {
        AddTestCase(new FomoBandGivenTestCase, TEST_QUICK);
        AddTestCase(new FomoPowerLawTestCase, TEST_QUICK);
        AddTestCase(new FomoBandRandomTestCase, TEST_QUICK);
        AddTestCase(new FomoOwnLinksTestCase, TEST_QUICK);
        AddTestCase(new FomoResourceBlocksTestCase, TEST_QUICK);
        AddTestCase(new FomoBestBlocksTestCase, TEST_QUICK);
    }
};

FomoBandTestSuite g_fomoBandTestSuite; ///< the suite

} // namespace
