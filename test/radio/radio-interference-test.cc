/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Other cells and other technologies.

#include "radio/broadband-spectrum.h"
#include "support/radio-rig.h"

#include "ns3/antenna-model.h"
#include "ns3/boolean.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/multi-model-spectrum-channel.h"
#include "ns3/net-device.h"
#include "ns3/test.h"
#include "ns3/waveform-generator.h"

using namespace ns3;
using namespace ns3::edgeai;

// Test cases of all rooms end in one library: keep these names to this file.
namespace
{

/// Two cells.
class OtherCellTestCase : public TestCase
{
  public:
    OtherCellTestCase()
        : TestCase("Two cells: interference of the other cell's user and base station")
    {
    }

  private:
    void DoRun() override
    {
        RadioRig rig;
        const double near = RadioRig::DistanceFor(1e-11);
        const double far = RadioRig::DistanceFor(1e-13);
        auto left = rig.AddBase(0, 0, 0);
        auto right = rig.AddBase(1, far + 30, 0);
        auto own = rig.AddUser(2, left, -near, 0);
        auto other = rig.AddUser(3, right, far, 0);
        left->SetAttribute("PowerLimit", DoubleValue(0.2));
        right->SetAttribute("PowerLimit", DoubleValue(0.2));
        std::vector<double> expected;
        rig.OnSlot(left, [&](uint64_t slot) -> uint64_t {
            expected.push_back(left->GetInterference()[4]);
            auto up = RadioRig::MakeGrant(2, UPLINK, {4}, {0.2}, 1189);
            NS_TEST_EXPECT_MSG_EQ(own->Transmit(up, RadioRig::Block(slot)), "", "uplink");
            auto down = RadioRig::MakeGrant(2, DOWNLINK, {4}, {0.2}, 1);
            NS_TEST_EXPECT_MSG_EQ(left->Transmit(down, RadioRig::Block(slot)), "", "downlink");
            return slot == 0 ? 1 : slot == 1 ? 4 : BroadbandMedium::NEVER;
        });
        rig.OnSlot(right, [&](uint64_t) -> uint64_t {
            auto up = RadioRig::MakeGrant(3, UPLINK, {4}, {0.2}, 1);
            NS_TEST_EXPECT_MSG_EQ(other->Transmit(up, RadioRig::Block(0)), "", "uplink");
            auto down = RadioRig::MakeGrant(3, DOWNLINK, {4}, {0.2}, 1);
            NS_TEST_EXPECT_MSG_EQ(right->Transmit(down, RadioRig::Block(0)), "", "downlink");
            return BroadbandMedium::NEVER;
        });
        Simulator::Run();
        const auto up = rig.Of(2, UPLINK);
        NS_TEST_ASSERT_MSG_EQ(up.size(), 3, "slots 0, 1 and 4");
        NS_TEST_EXPECT_MSG_EQ_TOL(up[0].report.sinrMin, 96.5409712, 1e-4, "with the other cell");
        NS_TEST_EXPECT_MSG_EQ(RadioRig::Outcome(up[0].report), "decoded", "1189 428.56 bit per s");
        NS_TEST_EXPECT_MSG_EQ_TOL(up[1].report.sinrMin,
                                  0.2 * 1e-11 / RadioRig::NOISE,
                                  3e-3,
                                  "without");
        const auto down = rig.Of(2, DOWNLINK);
        const double gain = std::pow(10, -1.53) * std::pow(near + far + 30, -3.76);
        NS_TEST_EXPECT_MSG_EQ_TOL(down[0].report.sinrMin,
                                  0.2e-11 / (RadioRig::NOISE + 0.2 * gain),
                                  1e-3,
                                  "the other base station");
        // What the scheduler is told: the slot before.
        NS_TEST_ASSERT_MSG_EQ(expected.size(), 3, "asked in each slot");
        NS_TEST_EXPECT_MSG_EQ_TOL(expected[0], RadioRig::NOISE, 1e-20, "nothing before the first");
        NS_TEST_EXPECT_MSG_EQ_TOL(expected[1], RadioRig::NOISE + 0.2e-13, 1e-19, "slot 0");
        NS_TEST_EXPECT_MSG_EQ_TOL(expected[2], RadioRig::NOISE, 1e-20, "silence");
    }
};

/// A stock transmitter on a stock channel.
class ForeignTestCase : public TestCase
{
  public:
    ForeignTestCase()
        : TestCase("A stock transmitter on the air for part of a slot counts by the time it lasts")
    {
    }

  private:
    void DoRun() override
    {
        RadioRig rig;
        auto channel = CreateObject<MultiModelSpectrumChannel>();
        rig.medium->SetSpectrumChannel(UPLINK, channel);
        auto base = rig.AddBase(0, 0, 0);
        auto user = rig.AddUser(1, base, RadioRig::DistanceFor(1e-10), 0);

        // 0.01 W on subchannel 2 alone, on for 0.4 ms from 1.1 ms on.
        auto noise = CreateObject<WaveformGenerator>();
        std::vector<double> power(25, 0);
        power[2] = 0.01;
        noise->SetTxPowerSpectralDensity(rig.medium->GetSpectrum(UPLINK).MakeDensity(power));
        noise->SetPeriod(MilliSeconds(4));
        noise->SetDutyCycle(0.1);
        auto where = CreateObject<ConstantPositionMobilityModel>();
        where->SetPosition(Vector(0, RadioRig::DistanceFor(1e-12), 0));
        noise->SetMobility(where);
        noise->SetChannel(channel);
        Simulator::Schedule(MicroSeconds(1100), &WaveformGenerator::Start, noise);
        Simulator::Stop(MilliSeconds(4));

        auto grant = RadioRig::MakeGrant(1, UPLINK, {2, 3}, {1e-3, 1e-3}, 1);
        std::vector<double> expected;
        rig.OnSlot(base, [&](uint64_t slot) -> uint64_t {
            expected.push_back(base->GetInterference()[2]);
            NS_TEST_EXPECT_MSG_EQ(user->Transmit(grant, RadioRig::Block(slot)), "", "sent");
            return slot < 2 ? slot + 1 : BroadbandMedium::NEVER;
        });
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(rig.reports.size(), 3, "three slots");
        const double clear = 1e-13 / RadioRig::NOISE;
        const double jammed = 1e-13 / (RadioRig::NOISE + 1e-14);
        const double bits = 0.4 * std::log2(1 + jammed) + 0.6 * std::log2(1 + clear);
        NS_TEST_EXPECT_MSG_EQ_TOL(rig.reports[0].sinr[0], clear, clear * 1e-9, "before");
        NS_TEST_EXPECT_MSG_EQ_TOL(std::log2(1 + rig.reports[1].sinr[0]), bits, 1e-6, "in part");
        NS_TEST_EXPECT_MSG_EQ_TOL(rig.reports[1].sinr[1], clear, clear * 1e-9, "beside it");
        NS_TEST_EXPECT_MSG_EQ_TOL(rig.reports[2].sinr[0], clear, clear * 1e-9, "after");
        NS_TEST_EXPECT_MSG_EQ_TOL(expected[2], RadioRig::NOISE + 0.4e-14, 1e-20, "as reported");
    }
};

/// A receiver of another technology that adds up the energy it hears.
class Listener : public SpectrumPhy
{
  public:
    Listener(Ptr<const SpectrumModel> model, Ptr<MobilityModel> mobility)
        : m_model(model),
          m_mobility(mobility)
    {
    }

    void SetDevice(Ptr<NetDevice>) override
    {
    }

    Ptr<NetDevice> GetDevice() const override
    {
        return nullptr;
    }

    void SetMobility(Ptr<MobilityModel>) override
    {
    }

    Ptr<MobilityModel> GetMobility() const override
    {
        return m_mobility;
    }

    void SetChannel(Ptr<SpectrumChannel>) override
    {
    }

    Ptr<const SpectrumModel> GetRxSpectrumModel() const override
    {
        return m_model;
    }

    Ptr<EDGE_AI_ANTENNA> EDGE_AI_GET_ANTENNA() const override
    {
        return nullptr;
    }

    void StartRx(Ptr<SpectrumSignalParameters> params) override
    {
        ++signals;
        energy += Integral(*params->psd) * params->duration.GetSeconds();
    }

    int signals{0};   ///< signals heard
    double energy{0}; ///< their energy [J]

  private:
    Ptr<const SpectrumModel> m_model; ///< band
    Ptr<MobilityModel> m_mobility;    ///< place
};

/// Native transmissions on a stock channel.
class ExposeTestCase : public TestCase
{
  public:
    ExposeTestCase()
        : TestCase("Exposed transmissions reach stock receivers once and disturb no native one")
    {
    }

  private:
    void DoRun() override
    {
        RadioRig rig;
        rig.medium->SetAttribute("Expose", BooleanValue(true));
        auto channel = CreateObject<MultiModelSpectrumChannel>();
        rig.medium->SetSpectrumChannel(DOWNLINK, channel);
        auto base = rig.AddBase(0, 0, 0);
        rig.AddUser(1, base, RadioRig::DistanceFor(1e-10), 0);
        rig.AddUser(2, base, 0, RadioRig::DistanceFor(1e-10));
        auto place = CreateObject<ConstantPositionMobilityModel>();
        place->SetPosition(Vector(-RadioRig::DistanceFor(1e-9), 0, 0));
        auto listener = CreateObject<Listener>(rig.medium->GetSpectrum(DOWNLINK).GetModel(), place);
        channel->AddRx(listener);
        rig.OnSlot(base, [&](uint64_t) -> uint64_t {
            RadioRig::Send(base,
                           RadioRig::MakeGrant(1, DOWNLINK, {0, 1}, {1, 2}, 10),
                           RadioRig::Block(0));
            RadioRig::Send(base,
                           RadioRig::MakeGrant(2, DOWNLINK, {2}, {3}, 10),
                           RadioRig::Block(0));
            return BroadbandMedium::NEVER;
        });
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(listener->signals, 1, "one signal per transmitter and slot");
        NS_TEST_EXPECT_MSG_EQ_TOL(listener->energy, 6 * 1e-9 * 1e-3, 1e-17, "6 W over 90 dB");
        for (const KeptReport& kept : rig.reports)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(kept.sinr[0],
                                      kept.report.grant->power[0] * 1e-10 / RadioRig::NOISE,
                                      1,
                                      "nothing but noise");
        }
    }
};

/**
 * @ingroup edge-ai
 * Interference.
 */
class EdgeAiRadioInterferenceTestSuite : public TestSuite
{
  public:
    EdgeAiRadioInterferenceTestSuite()
        : TestSuite("edge-ai-radio-interference", TEST_UNIT)
    {
        AddTestCase(new OtherCellTestCase, TEST_QUICK);
        AddTestCase(new ForeignTestCase, TEST_QUICK);
        AddTestCase(new ExposeTestCase, TEST_QUICK);
    }
};

/// The suite, registered at load time.
EdgeAiRadioInterferenceTestSuite g_edgeAiRadioInterferenceTestSuite;

} // namespace
