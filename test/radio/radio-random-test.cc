/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Grants and plans at random: whatever they say, limits are kept and every packet is accounted for.

#include "support/radio-cell.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/planned-scheduler.h"
#include "ns3/test.h"

#include <functional>
#include <random>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Grants at random, many of them wrong.
class RandomScheduler : public BroadbandScheduler
{
  public:
    GrantList Schedule(const CellDemand& demand) override
    {
        GrantList grants;
        const uint32_t count = m_random() % 6;
        for (uint32_t i = 0; i < count; ++i)
        {
            auto grant = std::make_shared<Grant>();
            grant->user = m_random() % 20 == 0
                              ? m_random()
                              : demand.users[m_random() % demand.users.size()].user;
            grant->direction = m_random() % 2 ? UPLINK : DOWNLINK;
            for (uint32_t m = 0; m < demand.subchannels + (m_random() % 20 == 0 ? 3 : 0); ++m)
            {
                if (m_random() % 4 == 0)
                {
                    grant->subchannels.push_back(m_random() % 100 == 0 ? m / 2 : m);
                    const double share = 1e-3 * (m_random() % 40);
                    grant->power.push_back(m_random() % 300 == 0 ? -share : share);
                }
            }
            if (m_random() % 30 == 0)
            {
                grant->power.push_back(0.01);
            }
            grant->bits = m_random() % 3 == 0 ? m_random() % 100 : m_random() % 20000;
            grant->position = m_random() % 4;
            grant->slots = m_random() % 8 ? 1 : m_random() % 5;
            grants.push_back(grant);
            ++made;
        }
        return grants;
    }

    uint64_t made{0}; ///< grants made

  private:
    std::mt19937 m_random{2024}; ///< choices
};

/// Ten thousand random grants or plans: nothing crashes, breaks a limit or loses a packet.
class RandomCase : public TestCase
{
  public:
    /// @param [in] plans plans instead of grants
    explicit RandomCase(bool plans)
        : TestCase(std::string("10 000 random ") + (plans ? "plans" : "grants")),
          m_plans(plans)
    {
    }

  private:
    /// Trace sink. @param [in] limit power limit  @param [in] activity what a radio does
    void Check(double limit, const BroadbandPhy::Activity& activity)
    {
        NS_TEST_EXPECT_MSG_LT(activity.transmitPower, limit * (1 + 1e-8), "power limit");
    }

    /// Trace sink. @param [in] report a block
    void Note(const BlockReport& report)
    {
        NS_TEST_EXPECT_MSG_EQ((report.payloadBits <= report.grant->bits), true, "bits granted");
        ++m_blocks;
    }

    /// A random plan, many of them wrong. @returns the plan
    ResourcePlan MakePlan(uint32_t firstUser)
    {
        ResourcePlan plan;
        const uint32_t shares = m_random() % 5;
        for (uint32_t i = 0; i < shares; ++i)
        {
            PlannedShare share;
            share.user = firstUser + (m_random() % 12 == 0 ? 77 : m_random() % 3);
            share.direction = m_random() % 2 ? UPLINK : DOWNLINK;
            for (uint32_t m = 0; m < (m_random() % 15 ? 25U : 27U); ++m)
            {
                if (m_random() % 10 == 0)
                {
                    share.subchannels.push_back(m);
                    share.power.push_back(1e-3 * (m_random() % 60));
                }
            }
            share.position = m_random() % 3 ? i + 1 : m_random() % 3;
            share.bits = m_random() % 2 ? 0 : m_random() % 5000;
            plan.push_back(share);
        }
        return plan;
    }

    void DoRun() override
    {
        BroadbandHelper radio;
        radio.SetAttribute("Access", StringValue("NOMA"));
        radio.SetAttribute("Scheduler", StringValue("Planned"));
        radio.SetAttribute("Profile", StringValue("TdlA"));
        radio.SetAttribute("Process", StringValue("Block"));
        TestCell cell(radio, {1e-10, 2e-11, 5e-12});
        radio.AssignStreams(cell.devices, 3);
        cell.InstallInternet();
        auto base = cell.GetBaseMac();
        auto planned = DynamicCast<PlannedScheduler>(base->GetScheduler());
        auto random = CreateObject<RandomScheduler>();
        if (!m_plans)
        {
            base->SetScheduler(random);
        }
        for (uint32_t i = 0; i < 4; ++i)
        {
            cell.GetPhy(i)->TraceConnectWithoutContext(
                "Activity",
                MakeCallback(&RandomCase::Check, this).Bind(i == 0 ? 10.0 : 0.2));
            cell.GetPhy(i)->TraceConnectWithoutContext("TransportBlock",
                                                       MakeCallback(&RandomCase::Note, this));
        }
        const Time stop = Seconds(5);
        for (uint32_t user = 1; user <= 3; ++user)
        {
            cell.StartUdp(user, 0, 700, MilliSeconds(4), stop);
            cell.StartUdp(0, user, 700, MilliSeconds(4), stop);
        }
        const uint32_t first = BroadbandHelper::GetId(cell.devices.Get(1));
        uint32_t refused = 0;
        std::function<void()> replan = [&] {
            for (int i = 0; i < 20; ++i)
            {
                refused += planned->SetPlan(MakePlan(first)).empty() ? 0 : 1;
            }
            ScheduleCall(MilliSeconds(10), replan);
        };
        if (m_plans)
        {
            ScheduleCall(Seconds(0), replan);
        }
        Simulator::Stop(stop);
        Simulator::Run();
        if (m_plans)
        {
            NS_TEST_EXPECT_MSG_GT(refused, 1000, "plans were refused");
            NS_TEST_EXPECT_MSG_LT(refused, 9000, "and plans were accepted");
            NS_TEST_EXPECT_MSG_EQ((base->GetRefusedGrants() < 200),
                                  true,
                                  "an accepted plan is sound");
        }
        else
        {
            NS_TEST_EXPECT_MSG_GT(random->made, 10000, "grants were made");
            NS_TEST_EXPECT_MSG_GT(base->GetRefusedGrants(), 1000, "grants were refused");
        }
        NS_TEST_EXPECT_MSG_GT(m_blocks, 500, "blocks were sent");
        uint64_t delivered = 0;
        for (uint32_t i = 0; i < 4; ++i)
        {
            const MacCounters counters = cell.GetMac(i)->GetCounters();
            uint64_t dropped = 0;
            for (uint64_t count : counters.dropped)
            {
                dropped += count;
            }
            NS_TEST_EXPECT_MSG_EQ(counters.offered,
                                  counters.delivered + dropped + counters.unfinished,
                                  "conservation at device " << i);
            delivered += counters.delivered;
        }
        NS_TEST_EXPECT_MSG_GT(delivered, 500, "packets were delivered");
        Simulator::Destroy();
    }

    bool m_plans;             ///< plans instead of grants
    uint64_t m_blocks{0};     ///< blocks on the air
    std::mt19937 m_random{5}; ///< choices
};

/// The suite.
class RadioRandomTestSuite : public TestSuite
{
  public:
    RadioRandomTestSuite()
        : TestSuite("edge-ai-radio-random", TEST_UNIT)
    {
        AddTestCase(new RandomCase(false), TEST_QUICK);
        AddTestCase(new RandomCase(true), TEST_QUICK);
    }
};

RadioRandomTestSuite g_radioRandomTestSuite; ///< registers the suite

} // namespace
