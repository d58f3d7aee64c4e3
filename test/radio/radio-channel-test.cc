/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Path loss, bands, power-delay profiles, and what a gain does not depend on.

#include "support/fading-fixture.h"

#include "ns3/boolean.h"
#include "ns3/broadband-medium.h"
#include "ns3/broadband-phy.h"
#include "ns3/constant-velocity-mobility-model.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/integer.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/spectrum-signal-parameters.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::radiotest;

// Test cases of all rooms end in one library: keep these names to this file.
namespace
{

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
 * Path loss, profiles and links.
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
        AddTestCase(new IndependenceTestCase, TEST_QUICK);
        AddTestCase(new CoherenceTestCase, TEST_QUICK);
        AddTestCase(new SpectrumLossTestCase, TEST_QUICK);
    }
};

/// The suite, registered at load time.
EdgeAiRadioChannelTestSuite g_edgeAiRadioChannelTestSuite;

} // namespace
