/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Schedulers that say whom they look at: the same blocks as if they were told of everybody, and a
// slot looks at a few users, however many have something to send.

#include "radio/noma-pairing-scheduler.h"
#include "radio/round-robin-scheduler.h"
#include "support/radio-cell.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/planned-scheduler.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/test.h"

#include <algorithm>
#include <functional>
#include <iomanip>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A scheduler that is told of everybody, or of whom it says, and counts them.
template <typename Scheduler>
class CountingScheduler : public Scheduler
{
  public:
    bool all{false};     ///< it is told of everybody
    std::size_t most{0}; ///< users that it was told of in a slot at most

    BroadbandScheduler::Attention GetAttention(Direction direction) const override
    {
        return all ? BroadbandScheduler::Attention() : Scheduler::GetAttention(direction);
    }

    GrantList Schedule(const CellDemand& demand) override
    {
        most = std::max(most, demand.users.size());
        return Scheduler::Schedule(demand);
    }
};

/// What became of a cell.
struct Course
{
    std::string blocks;   ///< of all receivers, a line each
    std::size_t most{0};  ///< users that the scheduler was told of in a slot
    uint64_t received{0}; ///< packets
};

constexpr uint32_t USERS = 40;

/// Runs the same cell with a scheduler that is told of everybody and with one that says whom of.
template <typename Scheduler>
class AttentionCase : public TestCase
{
  public:
    /// @param [in] name of the scheduler  @param [in] limit of users that it is told of in a slot
    /// @param [in] delay of reports [slots]
    /// @param [in] prepare what is done with the scheduler, given the identifiers of the users
    AttentionCase(const std::string& name,
                  std::size_t limit,
                  uint32_t delay,
                  std::function<void(Scheduler&, const std::vector<uint32_t>&)> prepare = nullptr)
        : TestCase(name + ", reports " + std::to_string(delay) + " slots old"),
          m_limit(limit),
          m_delay(delay),
          m_prepare(std::move(prepare))
    {
    }

  private:
    /// Trace sink. @param [in] report a block
    void Note(const BlockReport& report)
    {
        const Grant& grant = *report.grant;
        m_blocks << report.start.GetTimeStep() << " " << grant.user << " " << grant.direction << " "
                 << grant.subchannels.front() << "-" << grant.subchannels.back() << " "
                 << grant.bits << " " << report.attempt << " " << ToString(report.outcome) << " "
                 << std::setprecision(17) << report.sinrMean << "\n";
    }

    Course Run(bool all)
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        m_blocks.str("");
        BroadbandHelper radio;
        radio.SetAttribute("Profile", StringValue("TdlC"));
        radio.SetAttribute("Speed",
                           DoubleValue(30)); // so that old reports are wrong, and HARQ acts
        radio.SetAttribute("ReportDelay", UintegerValue(m_delay));
        radio.SetBaseAttribute("SuperposedUsers", UintegerValue(2));
        std::vector<double> gains;
        for (uint32_t i = 0; i < USERS; ++i)
        {
            gains.push_back(1e-10 / (1 + 7 * i % 11));
        }
        TestCell cell(radio, gains);
        const auto scheduler = CreateObject<CountingScheduler<Scheduler>>();
        scheduler->all = all;
        cell.GetBaseMac()->SetScheduler(scheduler);
        radio.AssignStreams(cell.devices, 1);
        cell.InstallInternet();
        std::vector<uint32_t> ids;
        std::vector<Ptr<UdpServer>> servers;
        for (uint32_t i = 0; i <= USERS; ++i)
        {
            cell.GetPhy(i)->TraceConnectWithoutContext("TransportBlock",
                                                       MakeCallback(&AttentionCase::Note, this));
            if (i > 0)
            {
                ids.push_back(BroadbandHelper::GetId(cell.devices.Get(i)));
                // Some stop, some are seldom heard of: lists of users become shorter, too.
                const Time stop = MilliSeconds(i % 3 == 0 ? 40 : 150);
                const Time pause = MilliSeconds(i % 5 == 0 ? 30 : 4);
                servers.push_back(cell.StartUdp(i, 0, 700, pause, stop));
                servers.push_back(cell.StartUdp(0, i, 700, pause, stop));
            }
        }
        if (m_prepare)
        {
            m_prepare(*scheduler, ids);
        }
        Simulator::Stop(MilliSeconds(300));
        Simulator::Run();
        Course course;
        course.blocks = m_blocks.str();
        course.most = scheduler->most;
        for (const auto& server : servers)
        {
            course.received += server->GetReceived();
        }
        Simulator::Destroy();
        return course;
    }

    void DoRun() override
    {
        const Course everybody = Run(true);
        const Course some = Run(false);
        NS_TEST_ASSERT_MSG_GT(everybody.received, 200, "there is traffic");
        NS_TEST_EXPECT_MSG_NE(everybody.blocks.find(" failed "), std::string::npos, "repetitions");
        NS_TEST_EXPECT_MSG_EQ((some.blocks == everybody.blocks), true, "the same blocks");
        NS_TEST_EXPECT_MSG_GT(everybody.most, USERS, "many wait, in both directions");
        if (m_delay == 0)
        {
            NS_TEST_EXPECT_MSG_LT_OR_EQ(some.most, m_limit, "few are looked at");
        }
        else
        {
            NS_TEST_EXPECT_MSG_EQ(some.most, everybody.most, "old reports are kept of all");
        }
    }

    std::size_t m_limit;
    uint32_t m_delay;
    std::function<void(Scheduler&, const std::vector<uint32_t>&)> m_prepare;
    std::ostringstream m_blocks;
};

/// Gives three users shares, and leaves the others the last subchannel.
void
PlanThree(PlannedScheduler& scheduler, const std::vector<uint32_t>& ids)
{
    scheduler.SetAttribute("SignallingSubchannels", UintegerValue(1));
    ResourcePlan plan;
    for (uint32_t k = 0; k < 3; ++k)
    {
        for (const Direction direction : {UPLINK, DOWNLINK})
        {
            PlannedShare share;
            share.user = ids[5 + 10 * k];
            share.direction = direction;
            share.position = 1;
            share.subchannels = {8 * k, 8 * k + 1, 8 * k + 2};
            share.power = {.05, .05, .05};
            plan.push_back(share);
        }
    }
    const std::string wrong = scheduler.SetPlan(plan);
    NS_ABORT_MSG_UNLESS(wrong.empty(), wrong);
}

class RadioAttentionTestSuite : public TestSuite
{
  public:
    RadioAttentionTestSuite()
        : TestSuite("edge-ai-radio-attention", TEST_SYSTEM)
    {
        for (const uint32_t delay : {0, 3})
        {
            AddTestCase(new AttentionCase<RoundRobinScheduler>("RoundRobin", 16, delay),
                        TEST_QUICK);
            AddTestCase(new AttentionCase<NomaPairingScheduler>("NomaPairing", 16, delay),
                        TEST_QUICK);
            // Those with a share and two in turn, in either direction.
            AddTestCase(new AttentionCase<PlannedScheduler>("Planned", 10, delay, PlanThree),
                        TEST_QUICK);
        }
    }
};

RadioAttentionTestSuite g_radioAttentionTestSuite; ///< the suite

} // namespace
