/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Who has which subchannels of a divided band while uploads follow older plans.

#include "../helper/broadband-band-holds.h"
#include "../helper/broadband-cell-control.h"
#include "../helper/broadband-link-control.h"
#include "support/expectations.h"
#include "support/radio-cell.h"

#include "ns3/planned-scheduler.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

using Where = std::vector<uint32_t>; ///< subchannels

constexpr double WIDTH = 1e5; ///< [Hz]

/// A band of eight subchannels for users 1 to 4; higher ones are better.
class HoldsCase : public TestCase
{
  public:
    HoldsCase()
        : TestCase("Band holds: an upload keeps what its plan gave it, others divide the rest")
    {
    }

  private:
    /// @param [in] user a user  @returns its part of the division; it is checked that none overlap
    UserBand Get(uint32_t user)
    {
        UserBand found{user, {}, 0};
        std::set<uint32_t> given;
        for (const UserBand& band : m_holds->Divide())
        {
            for (const uint32_t m : band.subchannels)
            {
                EXPECT_TRUE(m < 8 && given.insert(m).second, "subchannel " << m << " once");
            }
            found = band.user == user ? band : found;
        }
        return found;
    }

    void Expect(uint32_t user, const Where& subchannels, const std::string& what)
    {
        EXPECT_TRUE(Get(user).subchannels == subchannels, "user " << user << ": " << what);
    }

    void DoRun() override
    {
        m_holds = CreateObject<BroadbandBandHolds>();
        HeldBand band{8, WIDTH, nullptr, nullptr, nullptr};
        band.isServed = [this](uint32_t user) { return user != m_gone; };
        band.gains = [](uint32_t) { return std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8}; };
        band.changed = [this] { ++m_changes; };
        m_holds->SetBand(band);

        m_holds->Begin(1, 8 * WIDTH, 0.8);
        EXPECT_TRUE(m_changes == 0, "no plan of bands is in force");
        EXPECT_TRUE(m_holds->End(1).empty(), "nor is anything promised");

        // A plan, then another one while the first user sends by the one before.
        m_holds->SetPlan({{1, {0, 1, 2, 3}, 0.1}, {2, {4, 5, 6, 7}, 0.05}});
        m_holds->Begin(1, 4 * WIDTH, 0.4);
        Expect(1, {0, 1, 2, 3}, "as planned");
        m_holds->SetPlan({{1, {0}, 0.2}, {2, {1, 2}, 0.05}, {3, {3, 4, 5, 6, 7}, 0.02}});
        Expect(1, {0, 1, 2, 3}, "as before");
        EXPECT_RELATIVE(Get(1).power, 0.1, 1e-12, "with the power of its plan");
        Expect(2, {}, "the first sends there");
        Expect(3, {4, 5, 6, 7}, "what the first leaves of it");

        // Whoever sends comes before whoever does not, at the best places.
        m_holds->Begin(2, 2 * WIDTH, 0.1);
        Expect(2, {6, 7}, "the best that are free");
        EXPECT_RELATIVE(Get(2).power, 0.05, 1e-12, "with the power of its plan");
        Expect(3, {4, 5}, "idle, it leaves them");
        m_holds->Begin(3, 5 * WIDTH, 0.1);
        Expect(3, {4, 5}, "waits for the rest");
        EXPECT_RELATIVE(Get(3).power, 0.02, 1e-12, "as much power on each as on all five");
        Expect(1, {0, 1, 2, 3}, "still");
        Expect(2, {6, 7}, "still");

        const unsigned before = m_changes;
        EXPECT_TRUE(m_holds->End(1).empty(), "it had what was planned");
        EXPECT_TRUE(m_changes > before, "the others hear of it");
        Expect(3, {1, 2, 3, 4, 5}, "its own one first, the best of the others next");
        Expect(1, {0}, "what the plan gives it");
        EXPECT_TRUE(m_holds->End(2).empty(), "it had what was planned, elsewhere");
        Expect(2, {}, "another sends where the plan has it");
        EXPECT_TRUE(m_holds->End(3) == "its band was 200000 Hz to 500000 Hz, not the planned "
                                       "500000 Hz: others were sending by the plan before",
                    "it says what it lacked");
        Expect(2, {1, 2}, "as planned");
        Expect(3, {3, 4, 5, 6, 7}, "as planned");

        // Out of the plan, and out of the cell.
        m_holds->Begin(3, 5 * WIDTH, 0.1);
        m_holds->SetPlan({{4, {0, 1, 2, 3, 4, 5, 6, 7}, 0.01}});
        Expect(3, {3, 4, 5, 6, 7}, "no plan names it any more");
        Expect(4, {0, 1, 2}, "the rest");
        m_gone = 4;
        Expect(4, {}, "it has left the cell");
        m_gone = 0;
        m_holds->Begin(3, 2 * WIDTH, 0.1);
        m_holds->End(3);
        Expect(3, {3, 4, 5, 6, 7}, "one of two uploads is under way");
        m_holds->End(3);
        Expect(4, {0, 1, 2, 3, 4, 5, 6, 7}, "all");
        EXPECT_TRUE(m_holds->End(3).empty(), "nothing is under way");
    }

    Ptr<BroadbandBandHolds> m_holds;
    uint32_t m_gone{0};    ///< who has left the cell
    unsigned m_changes{0}; ///< how often the division changed
};

/// The same in a cell, as links and controller do it.
class CellHoldsCase : public TestCase
{
  public:
    CellHoldsCase()
        : TestCase("Cell control: plans of bands leave uploads what they have")
    {
    }

  private:
    /// @param [in] user a user  @returns its uplink subchannels in the plan in force
    std::size_t Count(uint32_t user) const
    {
        for (const PlannedShare& share : m_scheduler->GetPlan())
        {
            if (share.user == user && share.direction == UPLINK)
            {
                return share.subchannels.size();
            }
        }
        return 0;
    }

    void DoRun() override
    {
        BroadbandHelper radio;
        radio.SetAttribute("Scheduler", StringValue("Planned"));
        radio.SetAttribute("SignallingSubchannels", UintegerValue(1));
        auto cell = std::make_unique<TestCell>(radio, std::vector<double>{1e-10, 1e-11});
        m_scheduler = DynamicCast<PlannedScheduler>(BroadbandHelper::GetScheduler(cell->devices));
        const auto control = CreateObject<BroadbandCellControl>();
        const auto link = CreateObject<BroadbandLinkControl>();
        link->SetDevice(DynamicCast<BroadbandNetDevice>(cell->devices.Get(1)));
        control->SetDevice(DynamicCast<BroadbandNetDevice>(cell->devices.Get(0)));
        const uint32_t a = BroadbandHelper::GetId(cell->devices.Get(1));
        const uint32_t b = BroadbandHelper::GetId(cell->devices.Get(2));
        const double width = control->GetBandStep();
        const auto plan = [&](double first, double second) {
            EXPECT_TRUE(control->ApplyBands({{a, first * width, 0.1}, {b, second * width, 0.1}}) ==
                            "",
                        "accepted");
        };
        plan(16, 8);
        link->SetBandwidth(16 * width);
        link->SetTxPower(0.1);
        link->BeginUpload();
        plan(4, 20);
        EXPECT_TRUE(Count(a) == 16, "an upload is under way: " << Count(a));
        EXPECT_TRUE(Count(b) <= 8, "the other has the rest at most: " << Count(b));
        EXPECT_TRUE(control->Apply({}) == "", "nobody is to send any more");
        EXPECT_TRUE(Count(a) == 16, "an upload is under way: " << Count(a));
        plan(4, 20);
        link->EndUpload();
        EXPECT_TRUE(Count(a) == 4 && Count(b) == 20, "the plan in force");
        EXPECT_TRUE(link->ExplainBand().empty(), "it had what was planned");
        link->SetBandwidth(16 * width);
        link->SetTxPower(0.1);
        link->BeginUpload();
        EXPECT_TRUE(Count(a) == 16, "by an older plan, while the other is idle");
        link->Dispose();
        EXPECT_TRUE(Count(a) == 4 && Count(b) == 20, "a link that is gone holds nothing");

        CellShare share;
        share.link = a;
        share.uplink.subchannel = 2;
        share.uplink.position = 1;
        share.uplink.power = 0.1;
        EXPECT_TRUE(control->Apply({share}) == "" && Count(a) == 1, "subchannels are as named");
        control->Dispose();
        cell.reset();
        Simulator::Destroy();
    }

    Ptr<PlannedScheduler> m_scheduler;
};

/// The suite.
class RadioHoldTestSuite : public TestSuite
{
  public:
    RadioHoldTestSuite()
        : TestSuite("edge-ai-radio-hold", TEST_UNIT)
    {
        AddTestCase(new HoldsCase, TEST_QUICK);
        AddTestCase(new CellHoldsCase, TEST_QUICK);
    }
};

RadioHoldTestSuite g_radioHoldTestSuite; ///< registers the suite

} // namespace
