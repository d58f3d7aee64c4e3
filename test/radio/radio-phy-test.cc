/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// SINRs, outcomes and statistics of PHYs on the medium, against closed forms.

#include "radio-rig.h"

#include "ns3/boolean.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/multi-model-spectrum-channel.h"
#include "ns3/tapped-delay-loss.h"
#include "ns3/test.h"
#include "ns3/waveform-generator.h"

using namespace ns3;
using namespace ns3::edgeai;

/// A user alone on the whole band.
class LoneUserTestCase : public TestCase
{
  public:
    LoneUserTestCase()
        : TestCase("One link, 25 subchannels: SINR and the largest block that passes")
    {
    }

  private:
    void DoRun() override
    {
        RadioRig rig;
        auto base = rig.AddBase(0, 0, 0);
        auto user = rig.AddUser(1, base, RadioRig::DistanceFor(1e-11), 0);
        std::vector<uint32_t> band;
        for (uint32_t m = 0; m < 25; ++m)
        {
            band.push_back(m);
        }
        const std::vector<double> even(25, 0.008);
        // 30 670 054.7 bit/s for a millisecond.
        rig.OnSlot(base, [&](uint64_t slot) -> uint64_t {
            auto grant = RadioRig::MakeGrant(1, UPLINK, band, even, slot == 0 ? 30670 : 30671);
            NS_TEST_EXPECT_MSG_EQ(user->Transmit(grant, RadioRig::Block(slot)), "", "accepted");
            return slot == 0 ? 1 : BroadbandMedium::NEVER;
        });
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(rig.reports.size(), 2, "two blocks");
        const BlockReport& first = rig.reports[0].report;
        NS_TEST_EXPECT_MSG_EQ_TOL(first.sinrMin, 111.639397, 111e-6, "least SINR");
        NS_TEST_EXPECT_MSG_EQ_TOL(first.sinrMean, 111.639397, 111e-6, "mean SINR");
        NS_TEST_EXPECT_MSG_EQ(RadioRig::Outcome(first), "decoded", "30670 bits pass");
        NS_TEST_EXPECT_MSG_EQ(RadioRig::Outcome(rig.reports[1].report), "dropped", "30671 do not");
        NS_TEST_EXPECT_MSG_EQ(first.start, Seconds(0), "start of the slot");
        NS_TEST_EXPECT_MSG_EQ(rig.reports[1].report.start, MilliSeconds(1), "start of the next");
        NS_TEST_EXPECT_MSG_EQ(
            base->GetErrorModel().PlanBits(std::vector<double>(25, first.sinrMin), 180, 0.01),
            30670,
            "planned");
        NS_TEST_EXPECT_MSG_EQ(Simulator::Now(), MilliSeconds(2), "then silence");
    }
};

/// Uplink pairs and what the decoding order does to the sizes that pass.
class UplinkOrderTestCase : public TestCase
{
  public:
    UplinkOrderTestCase()
        : TestCase("Uplink pair: block sizes that pass agree with the rates of each order")
    {
    }

  private:
    void DoRun() override
    {
        // Largest whole blocks of one millisecond.
        Run({1, 2}, {325, 2240}, 0);
        Run({2, 1}, {2478, 87}, 0);
        Run({0, 0}, {325, 2240}, 0);
        Run({1, 2}, {325, 962}, 0.01);
    }

    /// Blocks of these sizes pass; one bit more in either fails that one.
    void Run(std::vector<uint32_t> order, std::vector<uint64_t> bits, double residual)
    {
        RadioRig rig;
        auto base = rig.AddBase(0, 0, 0);
        base->SetAttribute("SuperposedUsers", UintegerValue(2));
        base->SetAttribute("SicResidual", DoubleValue(residual));
        auto first = rig.AddUser(1, base, RadioRig::DistanceFor(1e-10), 0);
        auto second = rig.AddUser(2, base, 0, -RadioRig::DistanceFor(2e-11));
        rig.OnSlot(base, [&](uint64_t slot) -> uint64_t {
            // Slot 1: the one decoded last is a bit too large, so that the other is not touched.
            const bool lastIsFirst = order[0] > order[1];
            auto a = RadioRig::MakeGrant(1,
                                         UPLINK,
                                         {3},
                                         {0.1},
                                         bits[0] + (slot == 1 && lastIsFirst ? 1 : 0),
                                         order[0]);
            auto b = RadioRig::MakeGrant(2,
                                         UPLINK,
                                         {3},
                                         {0.2},
                                         bits[1] + (slot == 1 && !lastIsFirst ? 1 : 0),
                                         order[1]);
            NS_TEST_EXPECT_MSG_EQ(first->Transmit(a, RadioRig::Block(slot)), "", "first");
            NS_TEST_EXPECT_MSG_EQ(second->Transmit(b, RadioRig::Block(slot)), "", "second");
            return slot == 0 ? 1 : BroadbandMedium::NEVER;
        });
        Simulator::Run();
        int decoded = 0;
        for (const KeptReport& kept : rig.reports)
        {
            const bool ok = kept.report.outcome == BlockOutcome::DECODED;
            decoded += ok ? 1 : 0;
            if (kept.report.start.IsZero())
            {
                NS_TEST_EXPECT_MSG_EQ(ok, true, "user " << kept.report.grant->user);
            }
        }
        NS_TEST_EXPECT_MSG_EQ(decoded, 3, "a bit more is too much");
    }
};

/// Downlink pair on the medium, with what the strong user had to decode on the way.
class DownlinkMediumTestCase : public TestCase
{
  public:
    DownlinkMediumTestCase()
        : TestCase("Downlink pair: SINRs at both users, cancellation trace, failure and victim")
    {
    }

  private:
    void DoRun() override
    {
        RadioRig rig;
        auto base = rig.AddBase(0, 0, 0);
        base->SetAttribute("SuperposedUsers", UintegerValue(2));
        rig.AddUser(1, base, RadioRig::DistanceFor(1e-10), 0);
        rig.AddUser(2, base, 0, -RadioRig::DistanceFor(2e-11));
        rig.OnSlot(base, [&](uint64_t slot) -> uint64_t {
            // In slot 1 the weak user's block is too large for anybody.
            auto strong = RadioRig::MakeGrant(1, DOWNLINK, {7}, {0.05}, slot == 0 ? 2298 : 1, 2);
            auto weak = RadioRig::MakeGrant(2, DOWNLINK, {7}, {0.15}, slot == 0 ? 359 : 400, 1);
            NS_TEST_EXPECT_MSG_EQ(base->Transmit(strong, RadioRig::Block(slot)), "", "strong");
            NS_TEST_EXPECT_MSG_EQ(base->Transmit(weak, RadioRig::Block(slot)), "", "weak");
            return slot == 0 ? 1 : BroadbandMedium::NEVER;
        });
        Simulator::Run();
        const auto strong = rig.Of(1, DOWNLINK);
        const auto weak = rig.Of(2, DOWNLINK);
        NS_TEST_ASSERT_MSG_EQ(strong.size(), 2, "two blocks");
        NS_TEST_ASSERT_MSG_EQ(rig.cancellations.size(), 2, "and two removals tried");
        NS_TEST_EXPECT_MSG_EQ_TOL(strong[0].report.sinrMin, 6977.46231, 7e-3, "strong user");
        NS_TEST_EXPECT_MSG_EQ_TOL(weak[0].report.sinrMin, 2.99785176, 3e-6, "weak user");
        const BlockReport& removed = rig.cancellations[0].report;
        NS_TEST_EXPECT_MSG_EQ_TOL(removed.sinrMin, 2.99957011, 3e-6, "weak's at the strong");
        NS_TEST_EXPECT_MSG_EQ(removed.receiver, 1, "decoded by the strong user");
        NS_TEST_EXPECT_MSG_EQ(removed.grant->user, 2, "meant for the weak user");
        NS_TEST_EXPECT_MSG_EQ(RadioRig::Outcome(strong[0].report), "decoded", "2298 bits");
        NS_TEST_EXPECT_MSG_EQ(RadioRig::Outcome(weak[0].report), "decoded", "359 bits");
        NS_TEST_EXPECT_MSG_EQ(strong[0].report.position, 2, "second at its receiver");

        NS_TEST_EXPECT_MSG_EQ(RadioRig::Outcome(rig.cancellations[1].report),
                              "failed",
                              "too large");
        NS_TEST_EXPECT_MSG_EQ(RadioRig::Outcome(weak[1].report), "dropped", "too large");
        NS_TEST_EXPECT_MSG_EQ(strong[1].report.uncancelled, 1, "the victim says so");
        NS_TEST_EXPECT_MSG_EQ_TOL(strong[1].report.sinrMin, 1 / 3.0, 1e-3, "and has lost its SINR");
    }
};

/// Error propagation in the uplink.
class ErrorPropagationTestCase : public TestCase
{
  public:
    ErrorPropagationTestCase()
        : TestCase("A block that fails stays: the next one's SINR is that without SIC")
    {
    }

  private:
    void DoRun() override
    {
        const auto failed = Run(true, 10000);
        const auto plain = Run(false, 100);
        const auto good = Run(true, 100);
        NS_TEST_EXPECT_MSG_EQ(RadioRig::Outcome(failed[0].report), "dropped", "made to fail");
        NS_TEST_EXPECT_MSG_EQ(failed[1].report.sinrMin, plain[1].report.sinrMin, "as without SIC");
        NS_TEST_EXPECT_MSG_EQ(failed[1].report.uncancelled, 1, "the victim appears as one");
        NS_TEST_EXPECT_MSG_EQ(RadioRig::Outcome(failed[1].report), "dropped", "and falls, too");
        NS_TEST_EXPECT_MSG_EQ(good[1].report.uncancelled, 0, "nothing left behind");
        NS_TEST_EXPECT_MSG_GT(good[1].report.sinrMin, 5000, "removed");
    }

    /// Reports of users 1 and 2 when user 1 sends so many bits.
    std::vector<KeptReport> Run(bool cancel, uint64_t bits)
    {
        RadioRig rig;
        auto base = rig.AddBase(0, 0, 0);
        base->SetAttribute("SuperposedUsers", UintegerValue(2));
        base->SetAttribute("Cancellation", BooleanValue(cancel));
        auto first = rig.AddUser(1, base, RadioRig::DistanceFor(1e-10), 0);
        auto second = rig.AddUser(2, base, 0, -RadioRig::DistanceFor(2e-11));
        rig.OnSlot(base, [&](uint64_t) -> uint64_t {
            auto a = RadioRig::MakeGrant(1, UPLINK, {0}, {0.1}, bits, 1);
            auto b = RadioRig::MakeGrant(2, UPLINK, {0}, {0.2}, 2000, 2);
            NS_TEST_EXPECT_MSG_EQ(first->Transmit(a, RadioRig::Block(0)), "", "first");
            NS_TEST_EXPECT_MSG_EQ(second->Transmit(b, RadioRig::Block(0)), "", "second");
            return BroadbandMedium::NEVER;
        });
        Simulator::Run();
        return rig.reports;
    }
};

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

/// Block fading outage at PHY level.
class OutageTestCase : public TestCase
{
  public:
    OutageTestCase()
        : TestCase("Rayleigh block fading: outage of one link and of a downlink NOMA pair")
    {
    }

  private:
    static constexpr int BLOCKS = 100000; ///< per check

    void DoRun() override
    {
        Single(1, 10, 0.095162582);
        Single(2, 10, 0.259181779);
        Single(2, 100, 0.029554466);
        Pair();
    }

    /// Within three standard errors.
    void Check(double outages, double expected, const std::string& what)
    {
        NS_TEST_EXPECT_MSG_EQ_TOL(outages / BLOCKS,
                                  expected,
                                  3 * std::sqrt(expected * (1 - expected) / BLOCKS),
                                  what);
    }

    /// Flat fading that is drawn anew every slot.
    static void Fade(RadioRig& rig)
    {
        auto fading = CreateObject<TappedDelayLoss>();
        fading->SetAttribute("Process", StringValue("Block"));
        fading->SetAttribute("CoherenceTime", TimeValue(MilliSeconds(1)));
        rig.medium->SetAttribute("Fading", PointerValue(fading));
        rig.medium->AssignStreams(7);
    }

    void Single(double rate, double snr, double expected)
    {
        RadioRig rig;
        Fade(rig);
        auto base = rig.AddBase(0, 0, 0);
        auto user = rig.AddUser(1, base, RadioRig::DistanceFor(1e-10), 0);
        auto grant = RadioRig::MakeGrant(1,
                                         UPLINK,
                                         {0},
                                         {snr * RadioRig::NOISE / 1e-10},
                                         static_cast<uint64_t>(rate * 180));
        rig.OnSlot(base, [&](uint64_t slot) -> uint64_t {
            RadioRig::Send(user, grant, RadioRig::Block(slot));
            return slot + 1 < BLOCKS ? slot + 1 : BroadbandMedium::NEVER;
        });
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(rig.reports.size(), BLOCKS, "blocks");
        double outages = 0;
        for (const KeptReport& kept : rig.reports)
        {
            outages += kept.report.outcome == BlockOutcome::DECODED ? 0 : 1;
        }
        Check(outages, expected, "rate " + std::to_string(rate) + " SNR " + std::to_string(snr));
    }

    /// Shares 0.8 and 0.2, mean SNR 10 (weak) and 100 (strong), rates 1 and 2.
    void Pair()
    {
        RadioRig rig;
        Fade(rig);
        auto base = rig.AddBase(0, 0, 0);
        base->SetAttribute("SuperposedUsers", UintegerValue(2));
        rig.AddUser(1, base, RadioRig::DistanceFor(1e-9), 0);
        rig.AddUser(2, base, -RadioRig::DistanceFor(1e-10), 0);
        const double power = 10 * RadioRig::NOISE / 1e-10;
        auto strong = RadioRig::MakeGrant(1, DOWNLINK, {0}, {0.2 * power}, 360, 2);
        auto weak = RadioRig::MakeGrant(2, DOWNLINK, {0}, {0.8 * power}, 180, 1);
        rig.OnSlot(base, [&](uint64_t slot) -> uint64_t {
            RadioRig::Send(base, strong, RadioRig::Block(slot));
            RadioRig::Send(base, weak, RadioRig::Block(slot));
            return slot + 1 < BLOCKS ? slot + 1 : BroadbandMedium::NEVER;
        });
        Simulator::Run();
        double outages[3] = {0, 0, 0};
        for (const KeptReport& kept : rig.reports)
        {
            outages[kept.report.grant->user] +=
                kept.report.outcome == BlockOutcome::DECODED ? 0 : 1;
        }
        Check(outages[2], 0.153518275, "weak user");
        Check(outages[1], 0.139292024, "strong user");
    }
};

/// Repetition and combining.
class CombiningTestCase : public TestCase
{
  public:
    CombiningTestCase()
        : TestCase("Repetitions: SINRs add up, the last failure drops, the combined law holds")
    {
    }

  private:
    void DoRun() override
    {
        // SNR 1: 180 bits pass at once, 285 (log2 3) at the second, 360 at the third, ...
        NS_TEST_EXPECT_MSG_EQ(Attempts(180), "decoded", "1 bit per use");
        NS_TEST_EXPECT_MSG_EQ(Attempts(285), "failed decoded", "log2 3");
        NS_TEST_EXPECT_MSG_EQ(Attempts(360), "failed failed decoded", "log2 4");
        NS_TEST_EXPECT_MSG_EQ(Attempts(417), "failed failed failed decoded", "log2 5");
        NS_TEST_EXPECT_MSG_EQ(Attempts(418), "failed failed failed dropped", "more");
        Statistics();
    }

    /// Outcomes of a block of so many bits, repeated as long as it fails.
    std::string Attempts(uint64_t bits)
    {
        RadioRig rig;
        auto base = rig.AddBase(0, 0, 0);
        auto user = rig.AddUser(1, base, RadioRig::DistanceFor(1e-10), 0);
        rig.SetAll("MaxRepetitions", UintegerValue(3));
        auto grant = RadioRig::MakeGrant(1, UPLINK, {0}, {RadioRig::NOISE / 1e-10}, bits);
        rig.OnSlot(base, [&](uint64_t slot) -> uint64_t {
            if (slot > 0 && rig.reports.back().report.outcome != BlockOutcome::FAILED)
            {
                return BroadbandMedium::NEVER;
            }
            NS_TEST_EXPECT_MSG_EQ(user->Transmit(grant, RadioRig::Block(5, slot)), "", "sent");
            return slot + 1;
        });
        Simulator::Run();
        std::string said;
        for (const KeptReport& kept : rig.reports)
        {
            said += (said.empty() ? "" : " ") + RadioRig::Outcome(kept.report);
            NS_TEST_EXPECT_MSG_EQ_TOL(kept.report.sinrMin, 1, 1e-9, "of this transmission alone");
        }
        return said;
    }

    /// Failure frequencies of finite blocks, after one and after two transmissions.
    void Statistics()
    {
        constexpr int blocks = 40000;
        RadioRig rig;
        auto base = rig.AddBase(0, 0, 0);
        auto user = rig.AddUser(1, base, RadioRig::DistanceFor(1e-10), 0);
        rig.SetAll("MaxRepetitions", UintegerValue(1));
        rig.SetAll("ErrorModel", EnumValue(BlockErrorModel::FINITE_BLOCKLENGTH));
        // Past capacity (log2 2.5) by enough that a repetition fails now and then.
        auto grant = RadioRig::MakeGrant(1, UPLINK, {0}, {1.5 * RadioRig::NOISE / 1e-10}, 350);
        uint64_t block = 0;
        uint32_t attempt = 0;
        rig.OnSlot(base, [&](uint64_t slot) -> uint64_t {
            if (slot > 0)
            {
                const bool again = rig.reports.back().report.outcome == BlockOutcome::FAILED;
                attempt = again ? attempt + 1 : 0;
                block += again ? 0 : 1;
            }
            if (block == blocks)
            {
                return BroadbandMedium::NEVER;
            }
            NS_TEST_EXPECT_MSG_EQ(user->Transmit(grant, RadioRig::Block(block, attempt)), "", "");
            return slot + 1;
        });
        Simulator::Run();
        double failed = 0;
        double dropped = 0;
        for (const KeptReport& kept : rig.reports)
        {
            failed += kept.report.outcome == BlockOutcome::FAILED ? 1.0 / blocks : 0;
            dropped += kept.report.outcome == BlockOutcome::DROPPED ? 1.0 / blocks : 0;
        }
        const BlockErrorModel& law = base->GetErrorModel();
        for (const auto& [found, sinr] :
             {std::make_pair(failed, 1.5), std::make_pair(dropped, 3.0)})
        {
            const double expected = law.FailureProbability(350, {sinr}, 180);
            NS_TEST_EXPECT_MSG_GT(expected, 0.05, "worth counting");
            NS_TEST_EXPECT_MSG_EQ_TOL(found,
                                      expected,
                                      3 * std::sqrt(expected * (1 - expected) / blocks),
                                      "at SINR " << sinr);
        }
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

/**
 * @ingroup edge-ai
 * The PHY's figures.
 */
class EdgeAiRadioPhyTestSuite : public TestSuite
{
  public:
    EdgeAiRadioPhyTestSuite()
        : TestSuite("edge-ai-radio-phy", TEST_UNIT)
    {
        AddTestCase(new LoneUserTestCase, TEST_QUICK);
        AddTestCase(new UplinkOrderTestCase, TEST_QUICK);
        AddTestCase(new DownlinkMediumTestCase, TEST_QUICK);
        AddTestCase(new ErrorPropagationTestCase, TEST_QUICK);
        AddTestCase(new OtherCellTestCase, TEST_QUICK);
        AddTestCase(new OutageTestCase, TEST_QUICK);
        AddTestCase(new CombiningTestCase, TEST_QUICK);
        AddTestCase(new ForeignTestCase, TEST_QUICK);
    }
};

/// The suite, registered at load time.
static EdgeAiRadioPhyTestSuite g_edgeAiRadioPhyTestSuite;
