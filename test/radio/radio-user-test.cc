/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a base station keeps of its users: where they are found, and what it is told of their links
// and of its neighbours.

#include "radio/broadband-spectrum.h"
#include "radio/cell-user.h"
#include "radio/channel-reports.h"
#include "radio/round-robin-scheduler.h"
#include "support/radio-cell.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Channel reports are as old and as wrong as they should be.
class ChannelReportsCase : public TestCase
{
  public:
    ChannelReportsCase()
        : TestCase("Channel reports: delay, pauses, errors")
    {
    }

  private:
    void DoRun() override
    {
        const uint32_t bands = 4;
        const BroadbandSpectrum band(1e9, 1e6, bands);
        auto gain = Create<SpectrumValue>(band.GetModel());
        const std::vector<double> noise(bands, 1e-15);
        ChannelReports reports;
        ChannelReports::Options options;
        options.delay = 3;
        const KeyedRandom random(5);
        for (uint64_t slot = 10; slot < 20; ++slot)
        {
            *gain = static_cast<double>(slot);
            const ChannelState& state = reports.Measure(slot, options, *gain, noise, random);
            // Until a report is old enough there is only the first one.
            const double expected = static_cast<double>(std::max<uint64_t>(slot - 3, 10));
            NS_TEST_EXPECT_MSG_EQ(state.gain[2], expected, "age at slot " << slot);
            *gain = -1;
            NS_TEST_EXPECT_MSG_EQ(reports.Measure(slot, options, *gain, noise, random).gain[0],
                                  expected,
                                  "measured once per slot");
        }
        *gain = 100;
        NS_TEST_EXPECT_MSG_EQ(reports.Measure(500, options, *gain, noise, random).gain[0],
                              100,
                              "a report from before a pause is not used");

        options.delay = 0;
        options.error = 2;
        double sum = 0;
        double square = 0;
        const int slots = 5000;
        for (uint64_t slot = 1000; slot < 1000 + slots; ++slot)
        {
            *gain = 1e-10;
            const ChannelState& state = reports.Measure(slot, options, *gain, noise, random);
            for (double g : state.gain)
            {
                const double error = 10 * std::log10(g / 1e-10);
                sum += error;
                square += error * error;
            }
        }
        const double n = slots * bands;
        NS_TEST_EXPECT_MSG_EQ_TOL(sum / n, 0, 3 * 2 / std::sqrt(n), "mean error [dB]");
        NS_TEST_EXPECT_MSG_EQ_TOL(std::sqrt(square / n), 2, 0.06, "standard deviation [dB]");
    }
};

/// Users of a cell are found whatever their identifiers are, and walked through in order.
class CellUsersCase : public TestCase
{
  public:
    CellUsersCase()
        : TestCase("Users of a cell by identifier")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<std::vector<uint32_t>> orders = {{},
                                                           {0},
                                                           {5, 6, 7, 8}, // as nodes are numbered
                                                           {8, 7, 6, 5}, // last one first
                                                           {7, 4294967295, 9, 3, 1000, 8}}; // gaps
        for (const std::vector<uint32_t>& ids : orders)
        {
            CellUsers users;
            for (uint32_t id : ids)
            {
                auto user = std::make_unique<CellUser>();
                user->id = id;
                NS_TEST_EXPECT_MSG_EQ(users.Add(id, std::move(user)), true, "a new one");
            }
            for (uint32_t id : ids)
            {
                NS_TEST_EXPECT_MSG_EQ(users.Add(id, std::make_unique<CellUser>()), false, "twice");
            }
            NS_TEST_EXPECT_MSG_EQ(users.GetN(), ids.size(), "number of users");
            std::set<uint32_t> asked(ids.begin(), ids.end());
            for (uint32_t id : ids)
            {
                asked.insert({id - 1, id + 1});
            }
            for (uint32_t id : asked)
            {
                const CellUser* user = users.Find(id);
                const bool known = std::find(ids.begin(), ids.end(), id) != ids.end();
                NS_TEST_ASSERT_MSG_EQ((user != nullptr), known, "user " << id);
                NS_TEST_EXPECT_MSG_EQ((!user || user->id == id), true, "user " << id);
            }
            int64_t last = -1;
            for (const auto& [id, user] : users)
            {
                NS_TEST_EXPECT_MSG_LT(last, int64_t{id}, "ascending");
                NS_TEST_EXPECT_MSG_EQ(user->id, id, "each at its own place");
                last = id;
            }
            for (uint32_t id : ids)
            {
                users.Erase(id);
                NS_TEST_EXPECT_MSG_EQ(users.Find(id), nullptr, "user " << id << " is gone");
                users.Erase(id);
            }
            NS_TEST_EXPECT_MSG_EQ(users.GetN(), 0, "all are gone");
        }
    }
};

/// A scheduler that compares what it is told of the air around its base station with what is there.
class ComparingScheduler : public RoundRobinScheduler
{
  public:
    Ptr<BroadbandPhy> phy;   ///< of the base station
    uint32_t differing{0};   ///< reports that say something else
    uint32_t quiet{0};       ///< reports of noise alone
    uint32_t disturbed{0};   ///< reports of a neighbour besides
    std::size_t together{0}; ///< users reported of in a slot at most

    GrantList Schedule(const CellDemand& demand) override
    {
        const double noise = phy->GetNoisePower();
        for (const UserDemand& user : demand.users)
        {
            const std::vector<double>& told = user.channel->interference;
            differing += told == phy->GetInterference() ? 0 : 1;
            (*std::max_element(told.begin(), told.end()) > 2 * noise ? disturbed : quiet) += 1;
        }
        together = std::max(together, demand.users.size());
        return RoundRobinScheduler::Schedule(demand);
    }
};

/// Interference is taken once a slot for all users, and of this slot.
class InterferenceCase : public TestCase
{
  public:
    InterferenceCase()
        : TestCase("All users of a slot meet the neighbours of the slot before")
    {
    }

  private:
    /// Have a user send to its base station. @param [in] from device  @param [in] to device
    /// @param [in] interval between packets
    static void Load(Ptr<NetDevice> from, Ptr<NetDevice> to, Time interval)
    {
        for (Time at; at < MilliSeconds(200); at += interval)
        {
            ScheduleCall(at, [from, to] {
                from->Send(Create<Packet>(1000), to->GetAddress(), 0x0800);
            });
        }
    }

    void DoRun() override
    {
        BroadbandHelper radio;
        TestCell cell(radio, {1e-10, 2e-10});
        NodeContainer others(2); // a base station and a user, which the first one hears as well
        MobilityHelper mobility;
        mobility.SetMobilityModel("ns3::ConstantPositionMobilityModel");
        mobility.Install(others);
        cell.table.Set(others.Get(0), others.Get(1), 1e-10);
        cell.table.Set(cell.base.Get(0), others.Get(1), 1e-10);
        const NetDeviceContainer neighbours = radio.Install(others.Get(0), others.Get(1));
        const auto scheduler = CreateObject<ComparingScheduler>();
        scheduler->phy = cell.GetPhy(0);
        cell.GetBaseMac()->SetScheduler(scheduler);
        Load(cell.devices.Get(1), cell.devices.Get(0), MicroSeconds(900));
        Load(cell.devices.Get(2), cell.devices.Get(0), MicroSeconds(900));
        Load(neighbours.Get(1), neighbours.Get(0), MilliSeconds(7));
        Simulator::Stop(MilliSeconds(250));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(scheduler->differing, 0, "every report is of its slot");
        NS_TEST_EXPECT_MSG_EQ(scheduler->together, 2, "users share slots");
        NS_TEST_EXPECT_MSG_GT(scheduler->quiet, 100, "slots without a neighbour");
        NS_TEST_EXPECT_MSG_GT(scheduler->disturbed, 20, "slots with one");
        scheduler->phy = nullptr;
        Simulator::Destroy();
    }
};

/// The suite.
class RadioUserTestSuite : public TestSuite
{
  public:
    RadioUserTestSuite()
        : TestSuite("edge-ai-radio-user", TEST_UNIT)
    {
        AddTestCase(new ChannelReportsCase, TEST_QUICK);
        AddTestCase(new CellUsersCase, TEST_QUICK);
        AddTestCase(new InterferenceCase, TEST_QUICK);
    }
};

RadioUserTestSuite g_radioUserTestSuite; ///< registers the suite

} // namespace
