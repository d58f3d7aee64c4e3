/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What helpers hand to the Planned scheduler when plans give devices sets of subchannels.

#include "../helper/broadband-band-plan.h"
#include "../helper/broadband-cell-control.h"
#include "support/radio-cell.h"

#include "ns3/planned-scheduler.h"
#include "ns3/test.h"

#include <numeric>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

using Where = std::vector<uint32_t>; ///< subchannels
using Power = std::vector<double>;   ///< [W]

/// @param [in] plan a plan  @param [in] user user  @param [in] direction direction
/// @returns the user's share; an empty one if it has none
PlannedShare
Find(const ResourcePlan& plan, uint32_t user, Direction direction)
{
    for (const PlannedShare& share : plan)
    {
        if (share.user == user && share.direction == direction)
        {
            return share;
        }
    }
    return PlannedShare();
}

/// @param [in] power powers  @returns their sum [W]
double
Sum(const Power& power)
{
    return std::accumulate(power.begin(), power.end(), 0.0);
}

/// A cell of three users with the Planned scheduler.
struct PlannedCell
{
    /// @param [in] signalling SignallingSubchannels
    explicit PlannedCell(uint32_t signalling)
    {
        radio.SetAttribute("Scheduler", StringValue("Planned"));
        radio.SetAttribute("SuperposedUsers", UintegerValue(2));
        radio.SetAttribute("SignallingSubchannels", UintegerValue(signalling));
        cell = std::make_unique<TestCell>(radio, std::vector<double>{1e-10, 1e-11, 1e-12});
        scheduler = DynamicCast<PlannedScheduler>(BroadbandHelper::GetScheduler(cell->devices));
        for (uint32_t i = 1; i <= 3; ++i)
        {
            ids.push_back(BroadbandHelper::GetId(cell->devices.Get(i)));
        }
    }

    ~PlannedCell()
    {
        cell.reset();
        Simulator::Destroy();
    }

    BroadbandHelper radio;           ///< its helper
    std::unique_ptr<TestCell> cell;  ///< the cell
    Ptr<PlannedScheduler> scheduler; ///< its scheduler
    std::vector<uint32_t> ids;       ///< of its users
};

/// Sets beside shares of the band.
class BandPlanCase : public TestCase
{
  public:
    BandPlanCase()
        : TestCase("Band plan: a set is the user's alone, the others divide the rest")
    {
    }

  private:
    void DoRun() override
    {
        PlannedCell cell(0);
        const auto plan = CreateObject<BroadbandBandPlan>();
        plan->SetCell(cell.scheduler, 25, 180e3, 10);
        for (uint32_t id : cell.ids)
        {
            plan->AddUser(id, 0.2);
        }
        const ResourcePlan before = cell.scheduler->GetPlan();
        const auto get = [&cell](std::size_t i, Direction direction) {
            return Find(cell.scheduler->GetPlan(), cell.ids[i], direction);
        };
        NS_TEST_EXPECT_MSG_EQ(get(0, UPLINK).subchannels.size(), 9, "25 by 3");
        NS_TEST_EXPECT_MSG_EQ((get(0, UPLINK).subchannels[8]), 8, "from the first on");

        // A subchannel without power is nobody's before the others divide what is left.
        const SubchannelSet set{{1, 4, 9, 16}, {0.12, 0.05, 0, 0.03}};
        NS_TEST_EXPECT_MSG_EQ(plan->SetSubchannels(cell.ids[1], UPLINK, set), "", "accepted");
        NS_TEST_EXPECT_MSG_EQ((get(1, UPLINK).subchannels == Where{1, 4, 16}), true, "named");
        NS_TEST_EXPECT_MSG_EQ((get(1, UPLINK).power == Power{0.12, 0.05, 0.03}), true, "unequal");
        NS_TEST_EXPECT_MSG_EQ_TOL(plan->GetBandwidth(cell.ids[1]), 3 * 180e3, 1e-6, "its band");
        NS_TEST_EXPECT_MSG_EQ(
            (get(0, UPLINK).subchannels == Where{0, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12}),
            true,
            "half of the other 22");
        NS_TEST_EXPECT_MSG_EQ(get(2, UPLINK).subchannels.front(), 13, "the other half");
        NS_TEST_EXPECT_MSG_EQ_TOL(Sum(get(2, UPLINK).power), 0.2, 1e-12, "at its power");
        NS_TEST_EXPECT_MSG_EQ(
            (get(1, DOWNLINK).subchannels == Find(before, cell.ids[1], DOWNLINK).subchannels),
            true,
            "the other direction stays");

        const SubchannelSet down{{0, 1}, {7, 1}};
        NS_TEST_EXPECT_MSG_EQ(plan->SetSubchannels(cell.ids[0], DOWNLINK, down), "", "accepted");
        NS_TEST_EXPECT_MSG_EQ_TOL(Sum(get(1, DOWNLINK).power) + Sum(get(2, DOWNLINK).power),
                                  2,
                                  1e-12,
                                  "the rest of the base station's power");

        const auto refused = [&](uint32_t user, const SubchannelSet& wrong, const char* words) {
            const std::string said = plan->SetSubchannels(user, UPLINK, wrong);
            NS_TEST_EXPECT_MSG_EQ(said.find(words), 0, "refusal: " << said);
            NS_TEST_EXPECT_MSG_EQ((get(1, UPLINK).subchannels == Where{1, 4, 16}), true, "stays");
        };
        refused(99, set, "user 99 is not of this cell");
        refused(cell.ids[0], {{0, 2}, {0.1}}, "power has 1 values, must be one per subchannel, 2");
        refused(cell.ids[0],
                {{0, 25}, {0.1, 0.1}},
                "subchannels has 25, must be < Subchannels, 25");
        refused(cell.ids[0], {{2, 0}, {0.1, 0.1}}, "subchannels has 0 after 2, must be ascending");
        refused(cell.ids[0], {{0, 2}, {0.1, 0.101}}, "PowerLimit of user");
        refused(cell.ids[0], {{0, 2}, {0.1, -0.1}}, "power is -0.1 W on subchannel 2");
        refused(cell.ids[0], {{0, 2}, {0, 0}}, "power is 0 W on every subchannel");
        refused(cell.ids[0], {{0, 4}, {0.1, 0.1}}, "position is 1 on shared subchannel 4");
        SubchannelSet most;
        for (uint32_t m = 0; m < 25; ++m)
        {
            most.subchannels.push_back(m);
            most.power.push_back(0.008);
        }
        refused(cell.ids[1], most, "subchannels leaves 0 to 2 users without a set");

        NS_TEST_EXPECT_MSG_EQ(plan->SetSubchannels(cell.ids[1], UPLINK, {}), "", "no set again");
        NS_TEST_EXPECT_MSG_EQ(plan->SetSubchannels(cell.ids[0], DOWNLINK, {}), "", "no set again");
        NS_TEST_ASSERT_MSG_EQ(cell.scheduler->GetPlan().size(), before.size(), "as before");
        for (std::size_t i = 0; i < before.size(); ++i)
        {
            const PlannedShare& now = cell.scheduler->GetPlan()[i];
            NS_TEST_EXPECT_MSG_EQ((now.subchannels == before[i].subchannels), true, "as before");
            NS_TEST_EXPECT_MSG_EQ((now.power == before[i].power), true, "as before");
        }
    }
};

/// Users that hear of a new plan one by one.
class TurnsCase : public TestCase
{
  public:
    TurnsCase()
        : TestCase("Band plan: never more than the band while users change plans, and each can say "
                   "what it had")
    {
    }

  private:
    void DoRun() override
    {
        PlannedCell cell(0);
        constexpr double WIDTH = 180e3;
        const auto plan = CreateObject<BroadbandBandPlan>();
        plan->SetCell(cell.scheduler, 25, WIDTH, 10);
        for (const uint32_t id : cell.ids)
        {
            plan->AddUser(id, 0.2);
        }
        const auto set = [&](std::size_t i, double band, const std::string& counts) {
            plan->SetShare(cell.ids[i], band * WIDTH, 0.1);
            std::string has;
            std::size_t used = 0;
            for (const uint32_t id : cell.ids)
            {
                const std::size_t count =
                    Find(cell.scheduler->GetPlan(), id, UPLINK).subchannels.size();
                has += (has.empty() ? "" : " ") + std::to_string(count);
                used += count;
            }
            NS_TEST_EXPECT_MSG_EQ(has, counts, "user " << i << " has heard");
            NS_TEST_EXPECT_MSG_LT(used, 26, "no more than there is");
        };
        const auto expect = [&](std::size_t i, const std::string& words) {
            NS_TEST_EXPECT_MSG_EQ(plan->Explain(cell.ids[i]), words, "user " << i);
        };
        expect(0, "");
        set(0, 12, "11 7 7");
        set(1, 8, "11 7 7");
        set(2, 5, "12 8 5");
        set(0, 12, "12 8 5");
        set(1, 8, "12 8 5");
        for (std::size_t i = 0; i < 3; ++i)
        {
            expect(i, "");
        }

        // The next plan is 5, 8, 12; the last user hears of it first: 32 are asked for.
        set(2, 12, "10 6 9");
        expect(0,
               "its band was 1.8e+06 Hz to 2.16e+06 Hz, not the planned 2.16e+06 Hz: until all had "
               "heard of their plans, these asked for 5.76e+06 Hz of 4.5e+06 Hz");
        set(0, 5, "5 8 12");
        expect(0, "");
        expect(2,
               "its band was 1.62e+06 Hz to 2.16e+06 Hz, not the planned 2.16e+06 Hz: until all "
               "had heard of their plans, these asked for 5.76e+06 Hz of 4.5e+06 Hz");
        set(2, 12, "5 8 12");
        expect(2, "");

        set(1, 7.4, "5 8 12");
        expect(1,
               "its band was 1.44e+06 Hz, not the planned 1.332e+06 Hz: it consists of whole "
               "subchannels of 180000 Hz");
    }
};

/// Sets of planned subchannels that consist of parts.
class CellControlCase : public TestCase
{
  public:
    CellControlCase()
        : TestCase("Cell control: a set of planned subchannels, each of several of the radio's")
    {
    }

  private:
    void DoRun() override
    {
        PlannedCell cell(1);
        const auto control = CreateObject<BroadbandCellControl>();
        control->SetAttribute("Parts", UintegerValue(2));
        control->SetDevice(DynamicCast<BroadbandNetDevice>(cell.cell->devices.Get(0)));
        NS_TEST_EXPECT_MSG_EQ(control->GetRadio().subchannels, 12, "24 by 2");
        CellShare a;
        a.link = cell.ids[0];
        a.uplink.position = 2;
        a.uplinkSet = {{0, 0.06}, {3, 0.1}, {5, 0}, {11, 0.04}};
        CellShare b;
        b.link = cell.ids[1];
        b.uplink.subchannel = 3;
        b.uplink.position = 1;
        b.uplink.power = 0.2;
        b.downlink.position = 1;
        b.downlinkSet = {{2, 3}};
        NS_TEST_EXPECT_MSG_EQ(control->Apply({a, b}), "", "accepted");
        const ResourcePlan plan = cell.scheduler->GetPlan();
        NS_TEST_ASSERT_MSG_EQ(plan.size(), 3, "no downlink for the first");
        const PlannedShare up = Find(plan, cell.ids[0], UPLINK);
        NS_TEST_EXPECT_MSG_EQ((up.subchannels == Where{0, 1, 6, 7, 22, 23}), true, "the set");
        NS_TEST_EXPECT_MSG_EQ((up.power == Power{0.03, 0.03, 0.05, 0.05, 0.02, 0.02}),
                              true,
                              "its powers, even over parts");
        NS_TEST_EXPECT_MSG_EQ(up.position, 2, "one place on all");
        NS_TEST_EXPECT_MSG_EQ((Find(plan, cell.ids[1], UPLINK).subchannels == Where{6, 7}),
                              true,
                              "superposed on one of them");
        NS_TEST_EXPECT_MSG_EQ((Find(plan, cell.ids[1], DOWNLINK).subchannels == Where{4, 5}),
                              true,
                              "a set of one");

        const auto refused = [&](const CellShare& wrong, const char* words) {
            const std::string said = control->Apply({wrong, b});
            NS_TEST_EXPECT_MSG_EQ(said.find(words), 0, "refusal: " << said);
            NS_TEST_EXPECT_MSG_EQ(cell.scheduler->GetPlan().size(), 3, "the plan before stays");
        };
        CellShare wrong = a;
        wrong.uplinkSet[3].subchannel = 12;
        refused(wrong, "subchannel is 12, must be < 12");
        wrong = a;
        wrong.uplink.subchannel = 1;
        refused(wrong, "subchannel is 1, must be NO_SUBCHANNEL beside a set");
        wrong = a;
        wrong.uplinkSet = {{0, 0}};
        refused(wrong, "power is 0 W on every subchannel of the set");
        wrong = a;
        wrong.uplinkSet[0].power = 0.07;
        refused(wrong, "PowerLimit of user");
        wrong = a;
        wrong.uplink.position = 1;
        refused(wrong, "position is 1 on shared subchannel 6");
        wrong = a;
        std::swap(wrong.uplinkSet[0], wrong.uplinkSet[1]);
        refused(wrong, "subchannels has 0 after 7, must be ascending");
        control->Dispose();
    }
};

/// The suite.
class RadioShareTestSuite : public TestSuite
{
  public:
    RadioShareTestSuite()
        : TestSuite("edge-ai-radio-share", TEST_UNIT)
    {
        AddTestCase(new BandPlanCase, TEST_QUICK);
        AddTestCase(new TurnsCase, TEST_QUICK);
        AddTestCase(new CellControlCase, TEST_QUICK);
    }
};

RadioShareTestSuite g_radioShareTestSuite; ///< registers the suite

} // namespace
