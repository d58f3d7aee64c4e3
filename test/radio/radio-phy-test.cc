/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// SINRs and outcomes of PHYs on the medium, against closed forms.

#include "support/radio-rig.h"

#include "ns3/boolean.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::edgeai;

// Test cases of all rooms end in one library: keep these names to this file.
namespace
{

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
    }
};

/// The suite, registered at load time.
EdgeAiRadioPhyTestSuite g_edgeAiRadioPhyTestSuite;

} // namespace
