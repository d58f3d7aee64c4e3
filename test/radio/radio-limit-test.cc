/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a PHY refuses to send, and what it needs; what cannot change in a network.

#include "support/last-words.h"
#include "support/radio-rig.h"

#include "ns3/boolean.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/pointer.h"
#include "ns3/propagation-loss-model.h"
#include "ns3/tapped-delay-loss.h"
#include "ns3/test.h"

#include <limits>

using namespace ns3;
using namespace ns3::edgeai;

// Test cases of all rooms end in one library: keep these names to this file.
namespace
{

/// What a PHY refuses to send.
class RefusalTestCase : public TestCase
{
  public:
    RefusalTestCase()
        : TestCase("Grants that break a limit are refused with the limit's name")
    {
    }

  private:
    void DoRun() override
    {
        RadioRig rig;
        auto base = rig.AddBase(0, 0, 0);
        base->SetAttribute("SuperposedUsers", UintegerValue(2));
        base->SetAttribute("PowerLimit", DoubleValue(1));
        auto user = rig.AddUser(1, base, 100, 0);
        auto other = rig.AddUser(2, base, 0, 100);
        auto third = rig.AddUser(3, base, 0, -100);
        rig.OnSlot(base, [&](uint64_t slot) -> uint64_t {
            const auto grant = [](uint32_t id, Direction d, std::vector<uint32_t> m, double p) {
                return RadioRig::MakeGrant(id, d, m, std::vector<double>(m.size(), p), 10);
            };
            const auto refused = [&](Ptr<BroadbandPhy> phy,
                                     std::shared_ptr<const Grant> wrong,
                                     const std::string& words) {
                const std::string said = phy->Transmit(wrong, RadioRig::Block(slot));
                NS_TEST_EXPECT_MSG_NE(said.find(words), std::string::npos, "said: " << said);
            };
            refused(user, grant(9, UPLINK, {0}, 0.1), "user 9 is not attached");
            refused(user, grant(0, UPLINK, {0}, 0.1), "user 0 is not attached");
            refused(user, grant(2, UPLINK, {0}, 0.1), "PHY 1 is not the one to send it");
            refused(user, grant(1, DOWNLINK, {0}, 0.1), "PHY 1 is not the one to send it");
            refused(user,
                    grant(1, UPLINK, {25}, 0.1),
                    "subchannels has 25, must be < Subchannels, 25");
            refused(user, grant(1, UPLINK, {3, 3}, 0.1), "must be ascending");
            refused(user,
                    grant(1, UPLINK, {0}, -1),
                    "power is -1 W on subchannel 0, must be finite and >= 0");
            refused(user,
                    grant(1, UPLINK, {0}, std::numeric_limits<double>::quiet_NaN()),
                    "must be finite and >= 0");
            refused(user,
                    RadioRig::MakeGrant(1, UPLINK, {0, 1}, {0.1}, 1),
                    "power has 1 values, must be one per subchannel, 2");
            refused(user, grant(1, UPLINK, {}, 0), "unless the error model is Ideal");
            refused(user, grant(1, UPLINK, {0, 1, 2}, 0.1), "PowerLimit of user 1 is 0.2 W");
            TransportBlock stuffed = RadioRig::Block(0);
            stuffed.payloadBits = 11;
            NS_TEST_EXPECT_MSG_NE(user->Transmit(grant(1, UPLINK, {0}, 0.1), stuffed)
                                      .find("payload has 11 bit, must be <= bits, 10"),
                                  std::string::npos,
                                  "more inside than the block holds");

            // The sum over a slot's grants counts, not each alone, and nothing refused counts.
            RadioRig::Send(user, grant(1, UPLINK, {0}, 0.15), RadioRig::Block(slot));
            refused(user, grant(1, UPLINK, {1}, 0.1), "PowerLimit of user 1 is 0.2 W");
            RadioRig::Send(user, grant(1, UPLINK, {1}, 0.05), RadioRig::Block(slot + 10));
            RadioRig::Send(other, grant(2, UPLINK, {0}, 0.2), RadioRig::Block(slot));
            refused(third, grant(3, UPLINK, {0}, 0.1), "SuperposedUsers is 2");
            RadioRig::Send(base, grant(1, DOWNLINK, {0}, 0.6), RadioRig::Block(slot));
            refused(base, grant(2, DOWNLINK, {1}, 0.6), "PowerLimit of the base station is 1 W");
            // Limits start afresh with every slot.
            return slot == 0 ? 1 : BroadbandMedium::NEVER;
        });
        ScheduleCall(MicroSeconds(500), [&] {
            const auto late = RadioRig::MakeGrant(1, UPLINK, {0}, {0.1}, 10);
            NS_TEST_EXPECT_MSG_NE(user->Transmit(late, RadioRig::Block(3)).find("outside"),
                                  std::string::npos,
                                  "in the middle of a slot");
        });
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(rig.reports.size(), 8, "what was accepted was received");
        for (const KeptReport& kept : rig.reports)
        {
            NS_TEST_EXPECT_MSG_LT_OR_EQ(kept.report.grant->GetTotalPower(), 1, "within limits");
        }
    }
};

/// A repetition that does not fit what is kept.
class RepetitionSizeTestCase : public TestCase
{
  public:
    RepetitionSizeTestCase()
        : TestCase("A repetition must be as large as the first transmission, unless forgotten")
    {
    }

  private:
    void DoRun() override
    {
        RadioRig rig;
        auto base = rig.AddBase(0, 0, 0);
        auto user = rig.AddUser(1, base, 100, 0);
        rig.SetAll("MaxRepetitions", UintegerValue(3));
        rig.OnSlot(base, [&](uint64_t slot) -> uint64_t {
            const auto grant = [](std::vector<uint32_t> where, uint64_t bits) {
                std::vector<double> power(where.size(), 1e-9);
                return RadioRig::MakeGrant(1, UPLINK, where, power, bits);
            };
            if (slot == 0)
            {
                RadioRig::Send(user, grant({0, 1}, 100000), RadioRig::Block(4, 0));
                return 1;
            }
            const std::string wide =
                user->Transmit(grant({0, 1, 2}, 100000), RadioRig::Block(4, 1));
            NS_TEST_EXPECT_MSG_NE(wide.find("subchannels has 3 values, must be as in the first "
                                            "transmission of block 4, 2"),
                                  std::string::npos,
                                  wide);
            const std::string large = user->Transmit(grant({0, 1}, 100001), RadioRig::Block(4, 1));
            NS_TEST_EXPECT_MSG_NE(large.find("bits is 100001, must be as"),
                                  std::string::npos,
                                  large);
            base->Forget(1, 4);
            RadioRig::Send(user, grant({0, 1, 2}, 100000), RadioRig::Block(4, 1));
            return BroadbandMedium::NEVER;
        });
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(rig.reports.size(), 2, "sent twice");
        NS_TEST_EXPECT_MSG_EQ(rig.reports[1].report.attempt, 1, "the second a repetition");
    }
};

/// Blocks without a band.
class IdealTestCase : public TestCase
{
  public:
    IdealTestCase()
        : TestCase("With the ideal law blocks need neither band nor power nor place")
    {
    }

  private:
    void DoRun() override
    {
        RadioRig rig;
        auto base = rig.AddBase(0, 0, 0);
        auto user = rig.AddUser(1, base, 1, 0);
        rig.SetAll("ErrorModel", EnumValue(BlockErrorModel::IDEAL));
        user->SetMobility(nullptr);
        rig.OnSlot(base, [&](uint64_t slot) -> uint64_t {
            RadioRig::Send(user,
                           RadioRig::MakeGrant(1, UPLINK, {}, {}, 1000000),
                           RadioRig::Block(slot));
            RadioRig::Send(base,
                           RadioRig::MakeGrant(1, DOWNLINK, {}, {}, 1000000),
                           RadioRig::Block(slot));
            return slot < 9 ? slot + 1 : BroadbandMedium::NEVER;
        });
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(rig.reports.size(), 20, "all there");
        for (const KeptReport& kept : rig.reports)
        {
            NS_TEST_EXPECT_MSG_EQ(RadioRig::Outcome(kept.report), "decoded", "all decoded");
        }
    }
};

/// Attributes that others keep.
class SettledTestCase : public TestCase
{
  public:
    SettledTestCase()
        : TestCase("What bands, slots and gains are made of cannot change once they are in use")
    {
    }

  private:
    /// Expect that a change ends the program with the attribute's name.
    void Refuse(Ptr<Object> object, const std::string& name, const AttributeValue& value)
    {
        const std::string said = HearLastWords([&] { object->SetAttribute(name, value); });
        NS_TEST_EXPECT_MSG_NE(said.find("attribute " + name + " cannot change once"),
                              std::string::npos,
                              "said: " << said);
    }

    void DoRun() override
    {
        RadioRig rig;
        rig.medium->SetAttribute("Subchannels", UintegerValue(50));
        rig.medium->SetAttribute("Slot", TimeValue(MicroSeconds(500)));
        auto base = rig.AddBase(0, 0, 0);
        auto user = rig.AddUser(1, base, 100, 0);
        const auto read = CreateObject<BroadbandMedium>();
        read->GetSpectrum(UPLINK);
        for (const auto& medium : {rig.medium, read})
        {
            Refuse(medium, "Bandwidth", DoubleValue(5e6));
            Refuse(medium, "Subchannels", UintegerValue(100));
            Refuse(medium, "Subchannels", UintegerValue(3));
            Refuse(medium, "UplinkCarrier", DoubleValue(2e9));
            Refuse(medium, "DownlinkCarrier", DoubleValue(2e9));
            Refuse(medium, "Slot", TimeValue(MicroSeconds(250)));
            Refuse(medium, "Slot", TimeValue(MilliSeconds(10)));
            Refuse(medium,
                   "PathLoss",
                   PointerValue(CreateObject<LogDistancePropagationLossModel>()));
            Refuse(medium, "Fading", PointerValue(CreateObject<TappedDelayLoss>()));
        }
        Refuse(user, "Id", IntegerValue(2));

        // The values they have are no change.
        const TypeId type = BroadbandMedium::GetTypeId();
        for (std::size_t i = 0; i < type.GetAttributeN(); ++i)
        {
            const auto info = type.GetAttribute(i);
            const Ptr<AttributeValue> value = info.checker->Create();
            rig.medium->GetAttribute(info.name, *value);
            const auto* const pointer = dynamic_cast<const PointerValue*>(PeekPointer(value));
            if (pointer && !pointer->GetObject())
            {
                continue; // ns-3 sets no attribute to null
            }
            NS_TEST_EXPECT_MSG_EQ(rig.medium->SetAttributeFailSafe(info.name, *value),
                                  true,
                                  info.name);
        }
        user->SetAttribute("Id", IntegerValue(1));

        // Nobody keeps these.
        const double noise = user->GetNoisePower();
        rig.medium->SetAttribute("NoiseDensity", DoubleValue(2 * DEFAULT_NOISE_DENSITY));
        NS_TEST_EXPECT_MSG_EQ_TOL(user->GetNoisePower(), 2 * noise, 1e-9 * noise, "twice");
        rig.medium->SetAttribute("Expose", BooleanValue(true));
        base->SetAttribute("SuperposedUsers", UintegerValue(2));
        NS_TEST_EXPECT_MSG_EQ(base->GetSuperposedUsers(), 2, "from now on");
    }
};

/**
 * @ingroup edge-ai
 * Limits.
 */
class EdgeAiRadioLimitTestSuite : public TestSuite
{
  public:
    EdgeAiRadioLimitTestSuite()
        : TestSuite("edge-ai-radio-limit", TEST_UNIT)
    {
        AddTestCase(new RefusalTestCase, TEST_QUICK);
        AddTestCase(new RepetitionSizeTestCase, TEST_QUICK);
        AddTestCase(new IdealTestCase, TEST_QUICK);
        AddTestCase(new SettledTestCase, TEST_QUICK);
    }
};

/// The suite, registered at load time.
EdgeAiRadioLimitTestSuite g_edgeAiRadioLimitTestSuite;

} // namespace
