/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Users without a share of a resource plan: their turns on the subchannels kept for signalling.

#include "support/radio-cell.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/planned-scheduler.h"
#include "ns3/test.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

class SignallingCase : public TestCase
{
  public:
    SignallingCase()
        : TestCase("users without a share take turns where plans must not go")
    {
    }

  private:
    /// Trace sink. @param [in] report a block
    void Note(const BlockReport& report)
    {
        const Grant& grant = *report.grant;
        auto& places = m_places[{grant.user, grant.direction}];
        places.insert(places.end(), grant.subchannels.begin(), grant.subchannels.end());
        m_power = std::max(m_power, grant.GetTotalPower());
        auto& slot = m_slots[{report.start.GetInteger(), grant.direction}];
        slot += grant.subchannels.back() == 24;
        NS_TEST_EXPECT_MSG_LT(slot, 2, "one at a time and direction");
        NS_TEST_EXPECT_MSG_EQ((report.outcome == BlockOutcome::DECODED), true, "sized to fit");
    }

    /// @returns the range of subchannels a user had, "none" if it had none
    std::string GetPlaces(uint32_t user, Direction direction)
    {
        const auto& places = m_places[{user, direction}];
        if (places.empty())
        {
            return "none";
        }
        const auto ends = std::minmax_element(places.begin(), places.end());
        return std::to_string(*ends.first) + "-" + std::to_string(*ends.second);
    }

    void DoRun() override
    {
        BroadbandHelper radio;
        radio.SetAttribute("ErrorModel", StringValue("Shannon"));
        radio.SetAttribute("Scheduler", StringValue("Planned"));
        radio.SetAttribute("SignallingSubchannels", UintegerValue(2));
        radio.SetAttribute("SignallingPower", DoubleValue(0.15));
        TestCell cell(radio, {1e-10, 1e-10, 1e-10});
        cell.InstallInternet();
        auto scheduler = DynamicCast<PlannedScheduler>(BroadbandHelper::GetScheduler(cell.devices));
        std::vector<uint32_t> ids;
        std::vector<Ptr<UdpServer>> up;
        std::vector<Ptr<UdpServer>> down;
        for (uint32_t i = 0; i < 4; ++i)
        {
            cell.GetPhy(i)->TraceConnectWithoutContext("TransportBlock",
                                                       MakeCallback(&SignallingCase::Note, this));
            if (i > 0)
            {
                ids.push_back(BroadbandHelper::GetId(cell.devices.Get(i)));
                up.push_back(cell.StartUdp(i, 0, 500, MilliSeconds(1), Seconds(4)));
                down.push_back(cell.StartUdp(0, i, 500, MilliSeconds(1), Seconds(4)));
            }
        }
        PlannedShare share;
        share.user = ids[0];
        share.subchannels = {22, 23};
        share.power = {0.1, 0.1};
        const std::string wrong = scheduler->SetPlan({share});
        NS_TEST_EXPECT_MSG_EQ(wrong.find("subchannels has 23, the last 2 of 25 are kept by "
                                         "SignallingSubchannels"),
                              0,
                              wrong);

        Simulator::Stop(Seconds(1));
        Simulator::Run();
        // All want more than there is, so that everybody gets a third.
        for (const auto* servers : {&up, &down})
        {
            for (const auto& server : *servers)
            {
                NS_TEST_EXPECT_MSG_GT(server->GetReceived(), 50, "has turns");
                NS_TEST_EXPECT_MSG_EQ_TOL(1. * server->GetReceived(),
                                          1. * servers->front()->GetReceived(),
                                          3,
                                          "as many as the others");
            }
        }
        for (const uint32_t id : ids)
        {
            NS_TEST_EXPECT_MSG_EQ(GetPlaces(id, UPLINK), "23-24", "kept subchannels");
            NS_TEST_EXPECT_MSG_EQ(GetPlaces(id, DOWNLINK), "23-24", "kept subchannels");
        }
        NS_TEST_EXPECT_MSG_EQ_TOL(m_power, 0.15, 1e-12, "at the power set for it");

        share.subchannels = {21, 22};
        NS_TEST_EXPECT_MSG_EQ(scheduler->SetPlan({share}), "", "accepted");
        Simulator::Stop(MilliSeconds(5)); // blocks under way
        Simulator::Run();
        m_places.clear();
        const uint64_t before = up[1]->GetReceived();
        Simulator::Stop(Seconds(1));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(GetPlaces(ids[0], UPLINK), "21-22", "its share and nothing else");
        NS_TEST_EXPECT_MSG_EQ(GetPlaces(ids[0], DOWNLINK), "23-24", "planned one way only");
        NS_TEST_EXPECT_MSG_EQ(GetPlaces(ids[1], UPLINK), "23-24", "still without");
        NS_TEST_EXPECT_MSG_EQ_TOL(1. * (up[1]->GetReceived() - before),
                                  1.5 * before,
                                  0.1 * before,
                                  "two share what three did");
        NS_TEST_EXPECT_MSG_EQ(cell.GetBaseMac()->GetRefusedGrants(), 0, "no grant refused");
        Simulator::Destroy();
    }

    std::map<std::pair<uint32_t, Direction>, std::vector<uint32_t>>
        m_places;                                              ///< by user and direction
    std::map<std::pair<int64_t, Direction>, uint32_t> m_slots; ///< signalling blocks
    double m_power{0};                                         ///< largest seen [W]
};

/// A plan that is replaced while failed blocks of the old one are still to be repeated.
class ReplacementCase : public TestCase
{
  public:
    ReplacementCase()
        : TestCase("plans replaced among repetitions: nothing is refused, everything arrives")
    {
    }

  private:
    void DoRun() override
    {
        BroadbandHelper radio;
        radio.SetAttribute("ErrorModel", StringValue("FiniteBlocklength"));
        radio.SetAttribute("TargetErrorRate", DoubleValue(0.3));
        radio.SetAttribute("Access", StringValue("NOMA"));
        radio.SetAttribute("Scheduler", StringValue("Planned"));
        radio.SetAttribute("SignallingSubchannels", UintegerValue(1));
        TestCell cell(radio, {1e-10, 2e-11, 5e-11});
        radio.AssignStreams(cell.devices, 5);
        cell.InstallInternet();
        auto scheduler = DynamicCast<PlannedScheduler>(BroadbandHelper::GetScheduler(cell.devices));
        uint64_t received = 0;
        std::vector<Ptr<UdpServer>> servers;
        for (uint32_t i = 1; i < 4; ++i)
        {
            servers.push_back(cell.StartUdp(i, 0, 500, MilliSeconds(2), Seconds(2)));
        }
        for (uint32_t turn = 0; turn < 200; ++turn)
        {
            ResourcePlan plan;
            for (uint32_t i = 0; i < 3; ++i)
            {
                PlannedShare share;
                share.user = BroadbandHelper::GetId(cell.devices.Get(1 + i));
                // Two share one subchannel, the third is alone; who they are changes.
                share.subchannels = {(turn + i) % 3 < 2 ? 0U : 4U};
                share.power = {0.2};
                share.position = 1 + (turn + i) % 3 % 2;
                plan.push_back(share);
            }
            NS_TEST_ASSERT_MSG_EQ(scheduler->SetPlan(plan), "", "accepted");
            Simulator::Stop(MilliSeconds(11));
            Simulator::Run();
        }
        for (const auto& server : servers)
        {
            received += server->GetReceived();
        }
        NS_TEST_EXPECT_MSG_GT(received, 900, "traffic goes on");
        NS_TEST_EXPECT_MSG_EQ(cell.GetBaseMac()->GetRefusedGrants(), 0, "no grant refused");
        Simulator::Destroy();
    }
};

class RadioSignallingTestSuite : public TestSuite
{
  public:
    RadioSignallingTestSuite()
        : TestSuite("edge-ai-radio-signalling", TEST_UNIT)
    {
        AddTestCase(new SignallingCase, TEST_QUICK);
        AddTestCase(new ReplacementCase, TEST_QUICK);
    }
};

RadioSignallingTestSuite g_radioSignallingTestSuite; ///< the suite

} // namespace
