/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Fading statistics against closed forms. Streams are fixed, so outcomes are; the bounds are those
// stated beside each check.

#include "support/fading-fixture.h"

#include "ns3/constant-velocity-mobility-model.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/fading-process.h"
#include "ns3/nstime.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::radiotest;

// Test cases of all rooms end in one library: keep these names to this file.
namespace
{

/// Running correlation of two sequences.
class Correlation
{
  public:
    /// One pair.
    void Add(double x, double y)
    {
        ++m_n;
        m_x += x;
        m_y += y;
        m_xx += x * x;
        m_yy += y * y;
        m_xy += x * y;
    }

    /// Pearson's coefficient of the pairs so far.
    double Get() const
    {
        const double covariance = m_xy / m_n - m_x / m_n * m_y / m_n;
        return covariance / std::sqrt((m_xx / m_n - m_x / m_n * m_x / m_n) *
                                      (m_yy / m_n - m_y / m_n * m_y / m_n));
    }

  private:
    double m_n{0};
    double m_x{0};
    double m_y{0};
    double m_xx{0};
    double m_yy{0};
    double m_xy{0};
};

/// Mean capacity of a flat Rayleigh channel, by block fading and by moving waves.
class ErgodicCapacityTestCase : public TestCase
{
  public:
    ErgodicCapacityTestCase()
        : TestCase("Ergodic capacity of a Rayleigh channel at mean SNR 1, 10, 100")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<std::pair<double, double>> rows = {{1, 0.860347382},
                                                             {10, 2.906514808},
                                                             {100, 5.884048234}};
        constexpr int samples = 100000;
        // The largest relative standard deviation of log2(1+snr g) is 0.73, at SNR 1: the standard
        // error of 1e5 independent blocks is 0.23 %.
        auto block = MakeFading("Flat", "Block");
        block->SetAttribute("CoherenceTime", TimeValue(MilliSeconds(1)));
        std::vector<double> mean(rows.size(), 0);
        for (int i = 0; i < samples; ++i)
        {
            ScheduleCall(MilliSeconds(i), [&] {
                const double gain = Now(*block, 1, 2);
                for (std::size_t r = 0; r < rows.size(); ++r)
                {
                    mean[r] += std::log2(1 + rows[r].first * gain) / samples;
                }
            });
        }
        Simulator::Run();
        Simulator::Destroy();
        for (std::size_t r = 0; r < rows.size(); ++r)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(mean[r],
                                      rows[r].second,
                                      rows[r].second * 0.01,
                                      "block fading at " << rows[r].first);
        }

        // Independent links, each at rest.
        auto waves = MakeFading("Flat", "Static");
        std::fill(mean.begin(), mean.end(), 0);
        double power = 0;
        double fourth = 0;
        constexpr int links = 60000;
        for (int i = 0; i < links; ++i)
        {
            const double gain = Now(*waves, i, 100000);
            power += gain / links;
            fourth += gain * gain / links;
            for (std::size_t r = 0; r < rows.size(); ++r)
            {
                mean[r] += std::log2(1 + rows[r].first * gain) / links;
            }
        }
        for (std::size_t r = 0; r < rows.size(); ++r)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(mean[r],
                                      rows[r].second,
                                      rows[r].second * 0.01,
                                      "sum of waves at " << rows[r].first);
        }
        const double root = std::sqrt(static_cast<double>(links));
        NS_TEST_EXPECT_MSG_EQ_TOL(power, 1, 3 / root, "mean power");
        NS_TEST_EXPECT_MSG_EQ_TOL(fourth,
                                  2 - 1.0 / 64,
                                  3 * std::sqrt(20.0) / root,
                                  "fourth moment");
    }
};

/// Correlation over frequency of the exponential profile.
class FrequencyCorrelationTestCase : public TestCase
{
  public:
    FrequencyCorrelationTestCase()
        : TestCase("Exponential profile, rms 300 ns: power correlation over 180 kHz to 1 MHz")
    {
    }

  private:
    void DoRun() override
    {
        const BroadbandSpectrum band(3.5e9, 51 * 20e3, 51);
        auto fading = MakeFading("Exponential", "Block");
        fading->SetAttribute("RmsDelay", TimeValue(NanoSeconds(300)));
        fading->SetAttribute("CoherenceTime", TimeValue(MilliSeconds(1)));
        // Standard error of the coefficient of exponential variates from 4e4 pairs: below 0.006.
        constexpr int blocks = 40000;
        const std::vector<std::pair<int, double>> rows = {{9, 0.896765225},
                                                          {27, 0.491141866},
                                                          {50, 0.219632627}};
        std::vector<Correlation> found(rows.size());
        double mean = 0;
        for (int i = 0; i < blocks; ++i)
        {
            ScheduleCall(MilliSeconds(i), [&] {
                const auto gain = fading->GetGain(1, 2, nullptr, nullptr, band.GetModel())
                                      .power->ConstValuesBegin();
                mean += gain[25] / blocks;
                for (std::size_t r = 0; r < rows.size(); ++r)
                {
                    found[r].Add(gain[0], gain[rows[r].first]);
                }
            });
        }
        Simulator::Run();
        Simulator::Destroy();
        NS_TEST_EXPECT_MSG_EQ_TOL(mean, 1, 0.02, "mean power");
        for (std::size_t r = 0; r < rows.size(); ++r)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(found[r].Get(),
                                      rows[r].second,
                                      0.02,
                                      "over " << rows[r].first * 20 << " kHz");
        }
    }
};

/// Correlation over time from the Doppler shift.
class DopplerTestCase : public TestCase
{
  public:
    DopplerTestCase()
        : TestCase("Doppler at 3.5 GHz for 3 and 30 km per hour: correlation over 1 and 10 ms")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<double> lags = {1e-3, 10e-3};
        // J0(2 pi fd lag), fd = 9.728953 and 97.28953 Hz.
        const std::vector<std::pair<double, std::vector<double>>> rows = {
            {3, {0.999066035, 0.908740935}},
            {30, {0.908740935, 0.180569032}}};
        for (const auto& [speed, expected] : rows)
        {
            const auto amplitude = Amplitude(speed / 3.6, lags);
            const auto attribute = Power(speed / 3.6, lags, false);
            const auto mobility = Power(speed / 3.6, lags, true);
            for (std::size_t r = 0; r < lags.size(); ++r)
            {
                // The power of complex Gaussian amplitudes correlates with the square.
                const double square = expected[r] * expected[r];
                const auto what = [&, s = speed](const std::string& kind) {
                    return kind + ", " + std::to_string(s) + " km/h, " + std::to_string(lags[r]);
                };
                NS_TEST_EXPECT_MSG_EQ_TOL(amplitude[r], expected[r], 0.03, what("amplitude"));
                NS_TEST_EXPECT_MSG_EQ_TOL(attribute[r], square, 0.03, what("power, attribute"));
                NS_TEST_EXPECT_MSG_EQ_TOL(mobility[r], square, 0.03, what("power, mobility"));
            }
        }
    }

    /// Of one tap's amplitude, over 2e4 links: standard error below 0.008.
    static std::vector<double> Amplitude(double speed, const std::vector<double>& lags)
    {
        constexpr int links = 20000;
        FadingProcess::Options options;
        options.wavelength = 299792458.0 / 3.5e9;
        std::vector<std::complex<double>> before;
        std::vector<std::complex<double>> after;
        std::vector<double> found(lags.size(), 0);
        for (int i = 0; i < links; ++i)
        {
            const FadingProcess process({DelayTap()}, options, KeyedRandom(99).Derive(i));
            process.Evaluate(0, 0, 7, before);
            for (std::size_t r = 0; r < lags.size(); ++r)
            {
                process.Evaluate(0, 0, 7 + speed * lags[r], after);
                found[r] += (std::conj(before[0]) * after[0]).real() / links;
            }
        }
        return found;
    }

    /// Of the gain, over 2e4 independent links: standard error below 0.008.
    static std::vector<double> Power(double speed, const std::vector<double>& lags, bool moving)
    {
        constexpr uint32_t links = 20000;
        auto fading = MakeFading("Flat", "Moving");
        // All links move alike, so a coarse grid would round all their paths alike.
        fading->SetAttribute("Resolution", DoubleValue(0.001));
        auto base = Place(0, 0);
        auto user = CreateObject<ConstantVelocityMobilityModel>();
        user->SetPosition(Vector(100, 30, 1.5));
        // A direction that is along no axis.
        user->SetVelocity(Vector(speed * 0.6, speed * 0.8, 0));
        if (!moving)
        {
            fading->SetAttribute("Speed", DoubleValue(speed));
        }
        std::vector<double> start;
        std::vector<double> found;
        auto visit = [&] {
            Correlation correlation;
            const bool first = start.empty();
            for (uint32_t i = 0; i < links; ++i)
            {
                const double gain =
                    *fading->GetGain(i, links, user, base, OneBand()).power->ConstValuesBegin();
                if (first)
                {
                    start.push_back(gain);
                }
                correlation.Add(start[i], gain);
            }
            if (!first)
            {
                found.push_back(correlation.Get());
            }
        };
        ScheduleCall(Seconds(0.5), visit);
        for (double lag : lags)
        {
            ScheduleCall(Seconds(0.5 + lag), visit);
        }
        Simulator::Run();
        Simulator::Destroy();
        return found;
    }
};

/// One link watched for a long time behaves as many links at one time.
class ErgodicityTestCase : public TestCase
{
  public:
    ErgodicityTestCase()
        : TestCase("A single link over time: mean power, deep fades, Rician K")
    {
    }

  private:
    void DoRun() override
    {
        // 30 km/h, a sample every 10 ms (one wavelength): 4e4 samples, nearly independent.
        constexpr int samples = 40000;
        auto rayleigh = MakeFading("Flat", "Moving");
        rayleigh->SetAttribute("Speed", DoubleValue(30 / 3.6));
        auto rice = MakeFading("Flat", "Moving");
        rice->SetAttribute("Speed", DoubleValue(30 / 3.6));
        rice->SetAttribute("RiceFactor", DoubleValue(4));
        double mean = 0;
        double faded = 0;
        double riceMean = 0;
        double riceSquare = 0;
        for (int i = 0; i < samples; ++i)
        {
            ScheduleCall(MilliSeconds(10 * i), [&] {
                const double gain = Now(*rayleigh, 3, 4);
                mean += gain / samples;
                faded += (gain < 0.1 ? 1.0 : 0.0) / samples;
                const double steady = Now(*rice, 3, 4);
                riceMean += steady / samples;
                riceSquare += steady * steady / samples;
            });
        }
        Simulator::Run();
        Simulator::Destroy();
        NS_TEST_EXPECT_MSG_EQ_TOL(mean, 1, 0.03, "mean power");
        NS_TEST_EXPECT_MSG_EQ_TOL(faded, 1 - std::exp(-0.1), 0.01, "time below a tenth");
        NS_TEST_EXPECT_MSG_EQ_TOL(riceMean, 1, 0.03, "mean power with a specular wave");
        // Variance of the power of a Rician channel: (1 + 2K)/(1 + K)^2 = 0.36 for K = 4.
        NS_TEST_EXPECT_MSG_EQ_TOL(riceSquare - riceMean * riceMean, 0.36, 0.03, "fading depth");
    }
};

/**
 * @ingroup edge-ai
 * Fading statistics.
 */
class EdgeAiRadioFadingTestSuite : public TestSuite
{
  public:
    EdgeAiRadioFadingTestSuite()
        : TestSuite("edge-ai-radio-fading", TEST_UNIT)
    {
        AddTestCase(new ErgodicCapacityTestCase, TEST_QUICK);
        AddTestCase(new FrequencyCorrelationTestCase, TEST_QUICK);
        AddTestCase(new DopplerTestCase, TEST_QUICK);
        AddTestCase(new ErgodicityTestCase, TEST_QUICK);
    }
};

/// The suite, registered at load time.
EdgeAiRadioFadingTestSuite g_edgeAiRadioFadingTestSuite;

} // namespace
