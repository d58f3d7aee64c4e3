/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The slot clock and its promises: limits, idle cells and users, order, activity, stock channels.

#include "radio-rig.h"

#include "ns3/antenna-model.h"
#include "ns3/boolean.h"
#include "ns3/broadband-signal-parameters.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/multi-model-spectrum-channel.h"
#include "ns3/net-device.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/tapped-delay-loss.h"
#include "ns3/test.h"

#include <limits>

using namespace ns3;
using namespace ns3::edgeai;

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
            refused(user, grant(9, UPLINK, {0}, 0.1), "no user of that identifier");
            refused(user, grant(0, UPLINK, {0}, 0.1), "no user of that identifier");
            refused(user, grant(2, UPLINK, {0}, 0.1), "PHY 1 is not the one to send it");
            refused(user, grant(1, DOWNLINK, {0}, 0.1), "PHY 1 is not the one to send it");
            refused(user, grant(1, UPLINK, {25}, 0.1), "subchannel 25, must be < 25");
            refused(user, grant(1, UPLINK, {3, 3}, 0.1), "must be ascending");
            refused(user, grant(1, UPLINK, {0}, -1), "power -1 W on subchannel 0");
            refused(user,
                    grant(1, UPLINK, {0}, std::numeric_limits<double>::quiet_NaN()),
                    "must be finite and >= 0");
            refused(user, RadioRig::MakeGrant(1, UPLINK, {0, 1}, {0.1}, 1), "but 1 powers");
            refused(user, grant(1, UPLINK, {}, 0), "only ErrorModel Ideal allows");
            refused(user, grant(1, UPLINK, {0, 1, 2}, 0.1), "PowerLimit is 0.2 W");
            TransportBlock stuffed = RadioRig::Block(0);
            stuffed.payloadBits = 11;
            NS_TEST_EXPECT_MSG_NE(
                user->Transmit(grant(1, UPLINK, {0}, 0.1), stuffed).find("11 payload bits"),
                std::string::npos,
                "more inside than the block holds");

            // The sum over a slot's grants counts, not each alone, and nothing refused counts.
            RadioRig::Send(user, grant(1, UPLINK, {0}, 0.15), RadioRig::Block(slot));
            refused(user, grant(1, UPLINK, {1}, 0.1), "PowerLimit is 0.2 W");
            RadioRig::Send(user, grant(1, UPLINK, {1}, 0.05), RadioRig::Block(slot + 10));
            RadioRig::Send(other, grant(2, UPLINK, {0}, 0.2), RadioRig::Block(slot));
            refused(third, grant(3, UPLINK, {0}, 0.1), "SuperposedUsers of cell 0");
            RadioRig::Send(base, grant(1, DOWNLINK, {0}, 0.6), RadioRig::Block(slot));
            refused(base, grant(2, DOWNLINK, {1}, 0.6), "PowerLimit is 1 W");
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
            NS_TEST_EXPECT_MSG_NE(wide.find("3 subchannels, was 100000 bits on 2"),
                                  std::string::npos,
                                  wide);
            const std::string large = user->Transmit(grant({0, 1}, 100001), RadioRig::Block(4, 1));
            NS_TEST_EXPECT_MSG_NE(large.find("100001 bits"), std::string::npos, large);
            base->Forget(1, 4);
            RadioRig::Send(user, grant({0, 1, 2}, 100000), RadioRig::Block(4, 1));
            return BroadbandMedium::NEVER;
        });
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(rig.reports.size(), 2, "sent twice");
        NS_TEST_EXPECT_MSG_EQ(rig.reports[1].report.attempt, 1, "the second a repetition");
    }
};

/// When slot users are called, and how many events that takes.
class ClockTestCase : public TestCase
{
  public:
    ClockTestCase()
        : TestCase("One event per slot serves all cells; an idle network has none")
    {
    }

  private:
    void DoRun() override
    {
        RadioRig rig;
        std::vector<Ptr<BroadbandPhy>> bases;
        std::map<uint32_t, std::vector<uint64_t>> called;
        for (uint32_t c = 0; c < 5; ++c)
        {
            bases.push_back(rig.AddBase(c, 1000.0 * c, 0));
            rig.AddUser(10 + c, bases[c], 1000.0 * c + 50, 0);
        }
        for (uint32_t c = 0; c < 5; ++c)
        {
            rig.OnSlot(bases[c], [&, c](uint64_t slot) -> uint64_t {
                called[c].push_back(slot);
                auto grant = RadioRig::MakeGrant(10 + c, DOWNLINK, {c}, {0.1}, 10);
                RadioRig::Send(bases[c], grant, RadioRig::Block(slot));
                return slot < 99 ? slot + 1 : BroadbandMedium::NEVER;
            });
        }
        const uint64_t before = Simulator::GetEventCount();
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(Simulator::GetEventCount() - before, 101, "100 slots and the end");
        NS_TEST_EXPECT_MSG_EQ(Simulator::Now(), MilliSeconds(100), "end of the last slot");
        NS_TEST_EXPECT_MSG_EQ(rig.reports.size(), 500, "all received");
        for (uint32_t c = 0; c < 5; ++c)
        {
            NS_TEST_EXPECT_MSG_EQ(called[c].size(), 100, "cell " << c);
        }

        // Ten idle seconds cost the two events that bracket them and the slot that follows.
        called.clear();
        const uint64_t idle = Simulator::GetEventCount();
        ScheduleCall(Seconds(10) + MicroSeconds(300), [&] {
            rig.medium->Wake(*bases[2]);
            rig.medium->Wake(*bases[2]);
        });
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(Simulator::GetEventCount() - idle, 3, "wake, slot, end");
        NS_TEST_EXPECT_MSG_EQ(called[2].size(), 1, "called once");
        NS_TEST_EXPECT_MSG_EQ(called[2][0], 10101, "the next slot after the waking");
        NS_TEST_EXPECT_MSG_EQ(called.size(), 1, "nobody else");
    }
};

/// Waking at a boundary.
class WakeTestCase : public TestCase
{
  public:
    WakeTestCase()
        : TestCase("Waking at a slot boundary means that slot while it is open, else the next")
    {
    }

  private:
    void DoRun() override
    {
        RadioRig rig;
        auto first = rig.AddBase(0, 0, 0);
        auto second = rig.AddBase(1, 5000, 0);
        auto user = rig.AddUser(2, first, 50, 0);
        std::vector<uint64_t> called[2];
        rig.OnSlot(first, [&](uint64_t slot) -> uint64_t {
            called[0].push_back(slot);
            if (slot == 1)
            {
                RadioRig::Send(user,
                               RadioRig::MakeGrant(2, UPLINK, {0}, {0.1}, 10),
                               RadioRig::Block(0));
            }
            // The other cell comes later in this tick; this one has had its turn.
            rig.medium->Wake(*second);
            if (slot == 0)
            {
                rig.medium->Wake(*first);
            }
            return BroadbandMedium::NEVER;
        });
        rig.OnSlot(second, [&](uint64_t slot) -> uint64_t {
            called[1].push_back(slot);
            return BroadbandMedium::NEVER;
        });
        // At a boundary, from an event that runs before, and from one that runs after the tick.
        ScheduleCall(MilliSeconds(7), [&] { rig.medium->Wake(*second); });
        ScheduleCall(MilliSeconds(7), [&] {
            ScheduleCall(Time(0),
                         [&] { ScheduleCall(Time(0), [&] { rig.medium->Wake(*second); }); });
        });
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ((called[0] == std::vector<uint64_t>{0, 1}), true, "first cell");
        NS_TEST_EXPECT_MSG_EQ((called[1] == std::vector<uint64_t>{0, 1, 7, 8}),
                              true,
                              "second cell");
        NS_TEST_EXPECT_MSG_EQ(rig.reports.size(), 1, "one block");
    }
};

/// Users who are there but silent.
class IdleUserTestCase : public TestCase
{
  public:
    IdleUserTestCase()
        : TestCase("Idle users, and the order of installation, change no other user's trace")
    {
    }

  private:
    void DoRun() override
    {
        const std::string alone = Run(false, false);
        NS_TEST_EXPECT_MSG_EQ(alone.empty(), false, "something was traced");
        NS_TEST_EXPECT_MSG_EQ((alone == Run(false, false)), true, "same seed, same bytes");
        NS_TEST_EXPECT_MSG_EQ((alone == Run(true, false)), true, "idle users");
        NS_TEST_EXPECT_MSG_EQ((alone == Run(true, true)), true, "installed first, in other order");
        RngSeedManager::SetRun(2);
        NS_TEST_EXPECT_MSG_EQ((alone == Run(false, false)), false, "another run");
        RngSeedManager::SetRun(1);
    }

    /// Traces of users 11 and 12, over fading channels and finite blocks.
    std::string Run(bool idle, bool backwards)
    {
        RadioRig rig;
        auto fading = CreateObject<TappedDelayLoss>();
        fading->SetAttribute("Profile", StringValue("TdlA"));
        fading->SetAttribute("Speed", DoubleValue(3));
        rig.medium->SetAttribute("Fading", PointerValue(fading));
        rig.medium->AssignStreams(5);
        auto base = rig.AddBase(0, 0, 0);
        std::map<uint32_t, Ptr<BroadbandPhy>> users;
        auto add = [&](uint32_t id) { users[id] = rig.AddUser(id, base, 7.0 * id + 300, 90); };
        for (uint32_t id = 1; idle && backwards && id < 10; ++id)
        {
            add(id);
        }
        add(backwards ? 12 : 11);
        add(backwards ? 11 : 12);
        for (uint32_t id = 20; idle && id < 60; ++id)
        {
            add(id);
        }
        rig.SetAll("MaxRepetitions", UintegerValue(0));
        rig.SetAll("ErrorModel", EnumValue(BlockErrorModel::FINITE_BLOCKLENGTH));
        rig.OnSlot(base, [&](uint64_t slot) -> uint64_t {
            for (uint32_t id : {11, 12})
            {
                RadioRig::Send(users[id],
                               RadioRig::MakeGrant(id, UPLINK, {id - 11}, {0.1}, 900),
                               RadioRig::Block(slot));
                RadioRig::Send(base,
                               RadioRig::MakeGrant(id, DOWNLINK, {id}, {0.1}, 900),
                               RadioRig::Block(slot));
            }
            return slot < 300 ? slot + 1 : BroadbandMedium::NEVER;
        });
        Simulator::Run();
        std::string printed;
        int failures = 0;
        for (uint32_t id : {11, 12})
        {
            printed += RadioRig::Print(rig.Of(id, UPLINK)) + RadioRig::Print(rig.Of(id, DOWNLINK));
        }
        for (const KeptReport& kept : rig.reports)
        {
            failures += kept.report.outcome == BlockOutcome::DECODED ? 0 : 1;
        }
        NS_TEST_EXPECT_MSG_GT(failures, 10, "chance has a say");
        NS_TEST_EXPECT_MSG_LT(failures, 1194, "but not all of it");
        return printed;
    }
};

/// What the energy model is told.
class ActivityTestCase : public TestCase
{
  public:
    ActivityTestCase()
        : TestCase("Activity changes at slot boundaries, only when something changes")
    {
    }

  private:
    void DoRun() override
    {
        RadioRig rig;
        auto base = rig.AddBase(0, 0, 0);
        auto user = rig.AddUser(1, base, 100, 0);
        auto idle = rig.AddUser(2, base, 200, 0);
        for (auto& [phy, name] : {std::make_pair(base, "base "),
                                  std::make_pair(user, "user "),
                                  std::make_pair(idle, "idle ")})
        {
            phy->TraceConnect("Activity", name, MakeCallback(&ActivityTestCase::Note, this));
        }
        rig.OnSlot(base, [&](uint64_t slot) -> uint64_t {
            if (slot < 3)
            {
                RadioRig::Send(user,
                               RadioRig::MakeGrant(1, UPLINK, {0, 1}, {0.1, 0.05}, 10),
                               RadioRig::Block(slot));
            }
            if (slot == 2 || slot == 5)
            {
                RadioRig::Send(base,
                               RadioRig::MakeGrant(1, DOWNLINK, {0}, {2}, 10),
                               RadioRig::Block(slot));
            }
            return slot < 2 ? slot + 1 : slot == 2 ? 5 : BroadbandMedium::NEVER;
        });
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(m_noted,
                              "0 user tx 0.15;0 base rx 0;"
                              "2 user rx tx 0.15;2 base rx 2;"
                              "3 user 0;3 base 0;"
                              "5 base 2;5 user rx 0;"
                              "6 base 0;6 user 0;",
                              "changes");
    }

    void Note(std::string name, const BroadbandPhy::Activity& activity)
    {
        std::ostringstream line;
        line << Simulator::Now().GetMilliSeconds() << ' ' << name
             << (activity.receiving ? "rx " : "")
             << (name == "user " && activity.transmitPower > 0 ? "tx " : "")
             << activity.transmitPower << ';';
        m_noted += line.str();
    }

    std::string m_noted; ///< everything noted
};

namespace
{

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

} // namespace

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

/// Devices that go while the simulation runs.
class DepartureTestCase : public TestCase
{
  public:
    DepartureTestCase()
        : TestCase("A PHY that is disposed of in the middle of a slot leaves nothing dangling")
    {
    }

  private:
    void DoRun() override
    {
        RadioRig rig;
        auto base = rig.AddBase(0, 0, 0);
        auto stays = rig.AddUser(1, base, 50, 0);
        auto goes = rig.AddUser(2, base, 60, 0);
        bool gone = false;
        rig.OnSlot(base, [&](uint64_t slot) -> uint64_t {
            RadioRig::Send(stays,
                           RadioRig::MakeGrant(1, UPLINK, {0}, {0.1}, 10),
                           RadioRig::Block(slot));
            auto grant = RadioRig::MakeGrant(2, DOWNLINK, {0}, {0.1}, 10);
            const std::string said = base->Transmit(grant, RadioRig::Block(slot));
            NS_TEST_EXPECT_MSG_EQ(said.empty(), !gone, "said: " << said);
            return slot < 9 ? slot + 1 : BroadbandMedium::NEVER;
        });
        ScheduleCall(MicroSeconds(4500), [&] {
            goes->Dispose();
            gone = true;
        });
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(rig.Of(1, UPLINK).size(), 10, "nobody else is disturbed");
        NS_TEST_EXPECT_MSG_EQ(rig.Of(2, DOWNLINK).size(), 4, "slots 0 to 3");
    }
};

/**
 * @ingroup edge-ai
 * The slot clock.
 */
class EdgeAiRadioSlotTestSuite : public TestSuite
{
  public:
    EdgeAiRadioSlotTestSuite()
        : TestSuite("edge-ai-radio-slot", TEST_UNIT)
    {
        AddTestCase(new RefusalTestCase, TEST_QUICK);
        AddTestCase(new RepetitionSizeTestCase, TEST_QUICK);
        AddTestCase(new ClockTestCase, TEST_QUICK);
        AddTestCase(new WakeTestCase, TEST_QUICK);
        AddTestCase(new IdleUserTestCase, TEST_QUICK);
        AddTestCase(new ActivityTestCase, TEST_QUICK);
        AddTestCase(new ExposeTestCase, TEST_QUICK);
        AddTestCase(new IdealTestCase, TEST_QUICK);
        AddTestCase(new DepartureTestCase, TEST_QUICK);
    }
};

/// The suite, registered at load time.
static EdgeAiRadioSlotTestSuite g_edgeAiRadioSlotTestSuite;
