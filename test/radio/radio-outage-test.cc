/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How often blocks fail, against closed forms, each within three standard errors.

#include "support/radio-rig.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/tapped-delay-loss.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::edgeai;

// Test cases of all rooms end in one library: keep these names to this file.
namespace
{

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

/**
 * @ingroup edge-ai
 * Failure statistics.
 */
class EdgeAiRadioOutageTestSuite : public TestSuite
{
  public:
    EdgeAiRadioOutageTestSuite()
        : TestSuite("edge-ai-radio-outage", TEST_UNIT)
    {
        AddTestCase(new OutageTestCase, TEST_QUICK);
        AddTestCase(new CombiningTestCase, TEST_QUICK);
    }
};

/// The suite, registered at load time.
EdgeAiRadioOutageTestSuite g_edgeAiRadioOutageTestSuite;

} // namespace
