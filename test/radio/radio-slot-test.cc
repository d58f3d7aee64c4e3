/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The slot clock and its promises: events, idle cells and users, order, activity.

#include "support/radio-rig.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/tapped-delay-loss.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::edgeai;

// Test cases of all rooms end in one library: keep these names to this file.
namespace
{

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
        AddTestCase(new ClockTestCase, TEST_QUICK);
        AddTestCase(new WakeTestCase, TEST_QUICK);
        AddTestCase(new IdleUserTestCase, TEST_QUICK);
        AddTestCase(new ActivityTestCase, TEST_QUICK);
        AddTestCase(new DepartureTestCase, TEST_QUICK);
    }
};

/// The suite, registered at load time.
EdgeAiRadioSlotTestSuite g_edgeAiRadioSlotTestSuite;

} // namespace
