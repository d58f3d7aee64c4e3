/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Path loss, power-delay profiles and fading: statistics against closed forms. Streams are fixed,
// so outcomes are; the bounds are those stated beside each check.

#include "ns3/boolean.h"
#include "ns3/broadband-medium.h"
#include "ns3/broadband-phy.h"
#include "ns3/constant-position-mobility-model.h"
#include "ns3/constant-velocity-mobility-model.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/fading-process.h"
#include "ns3/integer.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/spectrum-signal-parameters.h"
#include "ns3/string.h"
#include "ns3/tapped-delay-loss.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <complex>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

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

/// A fading model with its stream fixed.
Ptr<TappedDelayLoss>
MakeFading(const std::string& profile, const std::string& process, int64_t stream = 1)
{
    auto fading = CreateObject<TappedDelayLoss>();
    fading->SetAttribute("Profile", StringValue(profile));
    fading->SetAttribute("Process", StringValue(process));
    fading->DoAssignStreams(stream);
    return fading;
}

/// A narrow band at 3.5 GHz.
Ptr<const SpectrumModel>
OneBand()
{
    static const Ptr<BroadbandSpectrum> band = Create<BroadbandSpectrum>(3.5e9, 180e3, 1);
    return band->GetModel();
}

/// Present gain of a link without mobility, first band.
double
Now(const TappedDelayLoss& fading, uint32_t tx, uint32_t rx)
{
    return *fading.GetGain(tx, rx, nullptr, nullptr, OneBand()).power->ConstValuesBegin();
}

/// A mobility model at a place on a node of its own.
Ptr<MobilityModel>
Place(double x, double y)
{
    auto mobility = CreateObject<ConstantPositionMobilityModel>();
    mobility->SetPosition(Vector(x, y, 0));
    CreateObject<Node>()->AggregateObject(mobility);
    return mobility;
}

} // namespace

/// The default path loss.
class PathLossTestCase : public TestCase
{
  public:
    PathLossTestCase()
        : TestCase("Default path loss at 50, 180 and 500 m")
    {
    }

  private:
    void DoRun() override
    {
        auto medium = CreateObject<BroadbandMedium>();
        auto base = CreateObject<BroadbandPhy>();
        base->SetAttribute("Id", IntegerValue(0));
        base->SetMobility(Place(0, 0));
        base->Join(medium, BroadbandPhy::BASE_STATION);
        auto user = CreateObject<BroadbandPhy>();
        user->SetAttribute("Id", IntegerValue(1));
        auto where = Place(50, 0);
        user->SetMobility(where);
        user->Join(medium, BroadbandPhy::USER);

        const std::vector<std::pair<double, double>> rows = {{50, 79.181272},
                                                             {180, 100.098246},
                                                             {500, 116.781272}};
        for (const auto& [distance, loss] : rows)
        {
            // A gain is fixed for an instant: move, then let a moment pass.
            where->SetPosition(Vector(0, -distance, 0));
            Simulator::Stop(MilliSeconds(1));
            Simulator::Run();
            const SpectrumValue& gain = medium->GetGain(*user, *base);
            NS_TEST_ASSERT_MSG_EQ(gain.GetValuesN(), 25, "one gain per subchannel");
            for (auto g = gain.ConstValuesBegin(); g != gain.ConstValuesEnd(); ++g)
            {
                NS_TEST_EXPECT_MSG_EQ_TOL(-10 * std::log10(*g), loss, 1e-6, distance << " m");
            }
        }
        user->Dispose();
        base->Dispose();
        Simulator::Destroy();
    }
};

/// The band as ns-3 sees it.
class SpectrumTestCase : public TestCase
{
  public:
    SpectrumTestCase()
        : TestCase("Band: subchannels of equal width around the carrier; refusals")
    {
    }

  private:
    void DoRun() override
    {
        const BroadbandSpectrum band(3.5e9, 4.5e6, 25);
        const Ptr<const SpectrumModel> model = band.GetModel();
        NS_TEST_EXPECT_MSG_EQ_TOL(band.GetWidth(), 180e3, 1e-6, "width");
        NS_TEST_EXPECT_MSG_EQ(model->GetNumBands(), 25, "subchannels");
        NS_TEST_EXPECT_MSG_EQ_TOL(model->Begin()->fl, 3.5e9 - 2.25e6, 1e-3, "lower edge");
        NS_TEST_EXPECT_MSG_EQ_TOL((model->End() - 1)->fh, 3.5e9 + 2.25e6, 1e-3, "upper edge");
        NS_TEST_EXPECT_MSG_EQ_TOL((model->Begin() + 12)->fc, 3.5e9, 1e-3, "centre");
        NS_TEST_EXPECT_MSG_EQ_TOL(band.GetWavelength(), 0.0856549880, 1e-9, "wavelength");
        const Ptr<SpectrumValue> density = band.MakeDensity(std::vector<double>(25, 0.008));
        NS_TEST_EXPECT_MSG_EQ_TOL(Integral(*density), 0.2, 1e-9, "density integrates to power");
        std::string said;
        try
        {
            BroadbandSpectrum wrong(1e6, 4e6, 25);
        }
        catch (const std::invalid_argument& error)
        {
            said = error.what();
        }
        NS_TEST_EXPECT_MSG_NE(said.find("carrier is 1e+06 Hz, must be > half"),
                              std::string::npos,
                              said);
    }
};

/// Tables after scaling.
class ProfileTestCase : public TestCase
{
  public:
    ProfileTestCase()
        : TestCase("Profiles: total power 1, the rms delay asked for, K factors, refusals")
    {
    }

  private:
    void DoRun() override
    {
        using P = TappedDelayProfile;
        const std::vector<std::pair<P::Shape, std::size_t>> shapes = {{P::EXPONENTIAL, 24},
                                                                      {P::TDL_A, 23},
                                                                      {P::TDL_B, 23},
                                                                      {P::TDL_C, 24},
                                                                      {P::TDL_D, 13},
                                                                      {P::TDL_E, 14}};
        for (const auto& [shape, count] : shapes)
        {
            for (double rms : {30e-9, 300e-9})
            {
                const P profile(P::Options{shape, rms, -1});
                double power = 0;
                double fading = 0;
                for (const DelayTap& tap : profile.GetTaps())
                {
                    power += tap.power;
                    fading += tap.power * (1 - tap.specular);
                    NS_TEST_EXPECT_MSG_GT_OR_EQ(tap.delay, 0, "delay");
                }
                NS_TEST_EXPECT_MSG_EQ(profile.GetTaps().size(), count, "taps of " << shape);
                NS_TEST_EXPECT_MSG_EQ_TOL(power, 1, 1e-12, "power of " << shape);
                NS_TEST_EXPECT_MSG_EQ_TOL(profile.GetRmsDelay(), rms, rms * 1e-3, "rms " << shape);
                const bool sight = shape == P::TDL_D || shape == P::TDL_E;
                NS_TEST_EXPECT_MSG_EQ((fading < 0.99), sight, "specular power of " << shape);
            }
        }
        // The report gives the K factors of the first taps of D and E: 13.3 and 22 dB.
        const auto factor = [](P::Shape shape) {
            const DelayTap first = P(P::Options{shape, 1e-7, -1}).GetTaps()[0];
            return 10 * std::log10(first.specular / (1 - first.specular));
        };
        NS_TEST_EXPECT_MSG_EQ_TOL(factor(P::TDL_D), 13.3, 1e-9, "K of TDL-D");
        NS_TEST_EXPECT_MSG_EQ_TOL(factor(P::TDL_E), 22, 1e-9, "K of TDL-E");
        // Scaling to the tables' own unit delay leaves their entries nearly as printed.
        NS_TEST_EXPECT_MSG_EQ_TOL(P(P::Options{P::TDL_A, 1, -1}).GetTaps()[22].delay,
                                  9.6586,
                                  0.01,
                                  "last tap of TDL-A");
        NS_TEST_EXPECT_MSG_EQ_TOL(P(P::Options{P::TDL_C, 1, -1}).GetTaps()[23].delay,
                                  8.6523,
                                  0.01,
                                  "last tap of TDL-C");
        const DelayTap rice = P(P::Options{P::FLAT, 0, 4}).GetTaps()[0];
        NS_TEST_EXPECT_MSG_EQ_TOL(rice.specular, 0.8, 1e-12, "K of 4");
        std::string said;
        try
        {
            P wrong(P::Options{P::TDL_A, -1, -1});
        }
        catch (const std::invalid_argument& error)
        {
            said = error.what();
        }
        NS_TEST_EXPECT_MSG_NE(said.find("rmsDelay is -1 s, must be"), std::string::npos, said);
    }
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

/// A gain is a function of link, place and time, not of who asks.
class IndependenceTestCase : public TestCase
{
  public:
    IndependenceTestCase()
        : TestCase("A link's fading does not depend on other links, order or number of questions")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string process : {"Moving", "Block", "Static"})
        {
            const std::vector<double> plain = Watch(process, false);
            const std::vector<double> crowded = Watch(process, true);
            NS_TEST_EXPECT_MSG_EQ((plain == crowded), true, process << ": other links, more often");
            NS_TEST_EXPECT_MSG_EQ((plain == Watch(process, false)), true, process << ": repeats");
            RngSeedManager::SetRun(2);
            NS_TEST_EXPECT_MSG_EQ((plain == Watch(process, false)), false, process << ": run");
            RngSeedManager::SetRun(1);
        }

        auto fading = MakeFading("Flat", "Static");
        NS_TEST_EXPECT_MSG_NE(Now(*fading, 1, 2), Now(*fading, 2, 1), "directions are independent");
        NS_TEST_EXPECT_MSG_NE(Now(*fading, 1, 2), Now(*fading, 1, 3), "links are independent");
        auto other = MakeFading("Flat", "Static", 2);
        NS_TEST_EXPECT_MSG_NE(Now(*fading, 1, 2), Now(*other, 1, 2), "streams are independent");

        auto mutual = MakeFading("TdlA", "Moving");
        mutual->SetAttribute("Reciprocal", BooleanValue(true));
        auto a = Place(10, 20);
        auto b = Place(40, -7);
        const double there = *mutual->GetGain(1, 2, a, b, OneBand()).power->ConstValuesBegin();
        const double back = *mutual->GetGain(2, 1, b, a, OneBand()).power->ConstValuesBegin();
        NS_TEST_EXPECT_MSG_EQ(there, back, "reciprocal");
        Simulator::Destroy();
    }

    /// Gains of link (5, 6) at some instants, with or without questions about other things.
    std::vector<double> Watch(const std::string& process, bool crowded)
    {
        auto fading = MakeFading("TdlB", process);
        fading->SetAttribute("Speed", DoubleValue(3));
        std::vector<double> seen;
        for (int i = 1; i <= 20; ++i)
        {
            if (crowded)
            {
                ScheduleCall(MilliSeconds(7 * i - 3), [&] {
                    Now(*fading, 9, 6);
                    Now(*fading, 5, 6);
                });
            }
            ScheduleCall(MilliSeconds(7 * i), [&] { seen.push_back(Now(*fading, 5, 6)); });
        }
        Simulator::Run();
        Simulator::Destroy();
        return seen;
    }
};

/// Gains are computed when the channel changes, not when somebody asks.
class CoherenceTestCase : public TestCase
{
  public:
    CoherenceTestCase()
        : TestCase("Gains are computed once per coherence interval, never for a link at rest")
    {
    }

  private:
    void DoRun() override
    {
        auto resting = MakeFading("TdlA", "Moving");
        auto block = MakeFading("TdlA", "Block");
        block->SetAttribute("CoherenceTime", TimeValue(MilliSeconds(10)));
        auto walking = MakeFading("TdlA", "Moving");
        auto base = Place(0, 0);
        auto still = Place(60, 0);
        auto user = CreateObject<ConstantVelocityMobilityModel>();
        user->SetPosition(Vector(60, 0, 0));
        user->SetVelocity(Vector(1, 0, 0));
        uint64_t rested = 0;
        uint64_t redrawn = 0;
        uint64_t walked = 0;
        for (int i = 0; i < 1000; ++i)
        {
            ScheduleCall(MilliSeconds(i), [&] {
                rested = resting->GetGain(1, 2, still, base, OneBand()).epoch;
                redrawn = block->GetGain(1, 2, still, base, OneBand()).epoch;
                walked = walking->GetGain(1, 2, user, base, OneBand()).epoch;
            });
        }
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(rested, 1, "at rest");
        NS_TEST_EXPECT_MSG_EQ(redrawn, 100, "a hundred blocks of 10 ms");
        // 1 m in steps of a twentieth of 85.65 mm.
        NS_TEST_EXPECT_MSG_EQ_TOL(static_cast<double>(walked), 1 / 0.00428275, 2, "walking");
        Simulator::Destroy();
    }
};

/// As the spectrum loss of a stock channel.
class SpectrumLossTestCase : public TestCase
{
  public:
    SpectrumLossTestCase()
        : TestCase("As a stock spectrum loss it multiplies by the same gains")
    {
    }

  private:
    void DoRun() override
    {
        const BroadbandSpectrum band(3.5e9, 4.5e6, 25);
        auto fading = MakeFading("TdlC", "Static");
        auto a = Place(0, 0);
        auto b = Place(100, 0);
        auto signal = Create<SpectrumSignalParameters>();
        signal->psd = band.MakeDensity(std::vector<double>(25, 1.0));
        const Ptr<SpectrumValue> heard =
#if EDGE_AI_NS3 >= 337
            fading->CalcRxPowerSpectralDensity(signal, a, b);
#else
            fading->CalcRxPowerSpectralDensity(signal->psd, a, b);
#endif
        const auto gain = fading
                              ->GetGain(a->GetObject<Node>()->GetId(),
                                        b->GetObject<Node>()->GetId(),
                                        a,
                                        b,
                                        band.GetModel())
                              .power;
        double spread = 0;
        for (uint32_t m = 0; m < 25; ++m)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL((*heard)[m] * 180e3, (*gain)[m], 1e-12, "subchannel " << m);
            spread = std::max(spread, std::abs((*gain)[m] - (*gain)[0]));
        }
        NS_TEST_EXPECT_MSG_GT(spread, 0.1, "frequency-selective");
        // Ends without a node are told apart, too.
        auto loose = CreateObject<ConstantPositionMobilityModel>();
        NS_TEST_EXPECT_MSG_EQ((loose->GetObject<Node>() == nullptr), true, "no node");
        const Ptr<SpectrumValue> other =
#if EDGE_AI_NS3 >= 337
            fading->CalcRxPowerSpectralDensity(signal, loose, b);
#else
            fading->CalcRxPowerSpectralDensity(signal->psd, loose, b);
#endif
        NS_TEST_EXPECT_MSG_NE((*other)[0], (*heard)[0], "another link");
        Simulator::Destroy();
    }
};

/**
 * @ingroup edge-ai
 * Path loss, profiles and fading.
 */
class EdgeAiRadioChannelTestSuite : public TestSuite
{
  public:
    EdgeAiRadioChannelTestSuite()
        : TestSuite("edge-ai-radio-channel", TEST_UNIT)
    {
        AddTestCase(new PathLossTestCase, TEST_QUICK);
        AddTestCase(new SpectrumTestCase, TEST_QUICK);
        AddTestCase(new ProfileTestCase, TEST_QUICK);
        AddTestCase(new ErgodicCapacityTestCase, TEST_QUICK);
        AddTestCase(new FrequencyCorrelationTestCase, TEST_QUICK);
        AddTestCase(new DopplerTestCase, TEST_QUICK);
        AddTestCase(new ErgodicityTestCase, TEST_QUICK);
        AddTestCase(new IndependenceTestCase, TEST_QUICK);
        AddTestCase(new CoherenceTestCase, TEST_QUICK);
        AddTestCase(new SpectrumLossTestCase, TEST_QUICK);
    }
};

/// The suite, registered at load time.
static EdgeAiRadioChannelTestSuite g_edgeAiRadioChannelTestSuite;
