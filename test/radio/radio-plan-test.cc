/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Resource plans and fixed rates: carried out to the bit, refused with the limit's name.

#include "radio/fixed-rate-scheduler.h"
#include "support/radio-cell.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/planned-scheduler.h"
#include "ns3/test.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// The papers' pair (R2, R2b, R3): sizes to the bit, and blocks of that size get through.
class PlannedPairCase : public TestCase
{
  public:
    PlannedPairCase()
        : TestCase("Planned pairs: block sizes of both decoding orders, and they are decoded")
    {
    }

  private:
    /// Trace sink. @param [in] report what happened
    void Note(const BlockReport& report)
    {
        if (report.payloadBits + 8 > report.grant->bits) // a full block
        {
            m_bits[report.grant->user] = report.grant->bits;
        }
        m_failed += report.outcome == BlockOutcome::DECODED ? 0 : 1;
    }

    /**
     * @param [in] direction direction  @param [in] power of user 1 and 2
     * @param [in] first which user is decoded first  @param [in] residual SicResidual
     */
    void Run(Direction direction, std::vector<double> power, int first, double residual)
    {
        BroadbandHelper radio;
        radio.SetAttribute("ErrorModel", StringValue("Shannon"));
        radio.SetAttribute("SicResidual",
                           DoubleValue(residual)); // of PHYs and scheduler, any order
        radio.SetAttribute("Access", StringValue("NOMA"));
        radio.SetAttribute("Scheduler", StringValue("Planned"));
        TestCell cell(radio, {1e-10, 2e-11});
        cell.InstallInternet();
        ResourcePlan plan;
        for (int user : {0, 1})
        {
            PlannedShare share;
            share.user = BroadbandHelper::GetId(cell.devices.Get(user + 1));
            share.direction = direction;
            share.subchannels = {3};
            share.power = {power[user]};
            share.position = user == first ? 1 : 2;
            plan.push_back(share);
            cell.StartUdp(direction == UPLINK ? user + 1 : 0,
                          direction == UPLINK ? 0 : user + 1,
                          1000,
                          MilliSeconds(3),
                          Seconds(1));
        }
        auto scheduler = DynamicCast<PlannedScheduler>(BroadbandHelper::GetScheduler(cell.devices));
        NS_TEST_ASSERT_MSG_EQ(scheduler->SetPlan(plan), "", "plan accepted");
        for (uint32_t i = 0; i < 3; ++i)
        {
            cell.GetPhy(i)->TraceConnectWithoutContext("TransportBlock",
                                                       MakeCallback(&PlannedPairCase::Note, this));
        }
        m_bits.clear();
        m_failed = 0;
        Simulator::Stop(Seconds(1));
        Simulator::Run();
        m_first = BroadbandHelper::GetId(cell.devices.Get(1));
        Simulator::Destroy();
    }

    void DoRun() override
    {
        Run(UPLINK, {0.1, 0.2}, 0, 0);
        NS_TEST_EXPECT_MSG_EQ(m_bits[m_first], 325, "R2, first decoded");
        NS_TEST_EXPECT_MSG_EQ(m_bits[m_first + 1], 2240, "R2, second decoded");
        NS_TEST_EXPECT_MSG_EQ(m_failed, 0, "R2, all decoded");
        Run(UPLINK, {0.1, 0.2}, 1, 0);
        NS_TEST_EXPECT_MSG_EQ(m_bits[m_first], 2478, "R2 reversed, second decoded");
        NS_TEST_EXPECT_MSG_EQ(m_bits[m_first + 1], 87, "R2 reversed, first decoded");
        NS_TEST_EXPECT_MSG_EQ(m_failed, 0, "R2 reversed, all decoded");
        Run(UPLINK, {0.1, 0.2}, 0, 0.01);
        NS_TEST_EXPECT_MSG_EQ(m_bits[m_first + 1], 962, "R2b, residual of the first");
        NS_TEST_EXPECT_MSG_EQ(m_failed, 0, "R2b, all decoded");
        Run(DOWNLINK, {0.05, 0.15}, 1, 0);
        NS_TEST_EXPECT_MSG_EQ(m_bits[m_first], 2298, "R3, strong user after cancellation");
        NS_TEST_EXPECT_MSG_EQ(m_bits[m_first + 1], 359, "R3, weak user");
        NS_TEST_EXPECT_MSG_EQ(m_failed, 0, "R3, all decoded");
    }

    std::map<uint32_t, uint64_t> m_bits; ///< by user
    uint32_t m_failed{0};                ///< blocks
    uint32_t m_first{0};                 ///< identifier of the first user
};

/// A plan that breaks a limit is refused with the limit's name; without a plan nothing is sent.
class RefusalCase : public TestCase
{
  public:
    RefusalCase()
        : TestCase(
              "Plans: refusals name the limit; no plan, nothing sent; plans replace each other")
    {
    }

  private:
    /// @param [in] plan plan  @param [in] word what the refusal begins with
    void Refused(const ResourcePlan& plan, const std::string& word)
    {
        const std::string said = m_scheduler->SetPlan(plan);
        NS_TEST_EXPECT_MSG_EQ(said.substr(0, word.size()), word, "refusal: " << said);
    }

    void DoRun() override
    {
        m_scheduler = CreateObject<PlannedScheduler>();
        Refused({}, "user: the scheduler belongs to no cell");

        BroadbandHelper radio;
        radio.SetAttribute("Access", StringValue("NOMA"));
        radio.SetAttribute("Scheduler", StringValue("Planned"));
        TestCell cell(radio, {1e-10, 2e-11, 1e-11});
        cell.InstallInternet();
        m_scheduler = DynamicCast<PlannedScheduler>(BroadbandHelper::GetScheduler(cell.devices));
        const uint32_t a = BroadbandHelper::GetId(cell.devices.Get(1));
        const auto share = [](uint32_t user,
                              std::vector<uint32_t> subchannels,
                              std::vector<double> power,
                              uint32_t position = 0,
                              Direction direction = UPLINK) {
            PlannedShare made;
            made.user = user;
            made.direction = direction;
            made.subchannels = std::move(subchannels);
            made.power = std::move(power);
            made.position = position;
            return made;
        };
        Refused({share(99, {0}, {0.1})}, "user 99 is not attached");
        Refused({share(a, {25}, {0.1})}, "subchannels has 25");
        Refused({share(a, {3, 3}, {0.1, 0.1})}, "subchannels has 3 after 3");
        Refused({share(a, {}, {})}, "subchannels is empty");
        Refused({share(a, {0, 1}, {0.1})}, "power has 1 values");
        Refused({share(a, {0}, {-0.1})}, "power is -0.1 W");
        Refused({share(a, {0}, {std::nan("")})}, "power is nan W");
        Refused({share(a, {0, 1}, {0.15, 0.06})}, "PowerLimit of user");
        Refused({share(a, {0}, {6}, 0, DOWNLINK), share(a + 1, {1}, {4.1}, 0, DOWNLINK)},
                "PowerLimit of the base station");
        Refused({share(a, {0}, {0.1}, 1), share(a + 1, {0}, {0.1}, 2), share(a + 2, {0}, {0.1}, 3)},
                "SuperposedUsers is 2");
        Refused({share(a, {0}, {0.1}, 1), share(a + 1, {0}, {0.1}, 1)}, "position is 1");
        Refused({share(a, {0}, {0.1}), share(a + 1, {0}, {0.1})}, "position is 0");
        Refused({share(a, {0}, {0.1}), share(a, {1}, {0.1})}, "user has two shares");
        NS_TEST_EXPECT_MSG_EQ(m_scheduler->GetPlan().size(), 0, "refused plans change nothing");

        auto first = cell.StartUdp(1, 0, 500, MilliSeconds(5), Seconds(3));
        auto second = cell.StartUdp(2, 0, 500, MilliSeconds(5), Seconds(3));
        Simulator::Stop(Seconds(1));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(first->GetReceived() + second->GetReceived(), 0, "nothing sent");
        const uint64_t idle = Simulator::GetEventCount();
        NS_TEST_EXPECT_MSG_LT(idle, 2000, "and the cell sleeps");
        NS_TEST_EXPECT_MSG_EQ(m_scheduler->SetPlan({share(a, {0, 1}, {0.1, 0.1})}), "", "accepted");
        Simulator::Stop(Seconds(1));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_GT(first->GetReceived(), 250, "who has a share sends");
        NS_TEST_EXPECT_MSG_EQ(second->GetReceived(), 0, "who has none does not");
        PlannedShare fixed = share(a + 1, {4, 5}, {0.1, 0.1});
        fixed.bits = 1000;
        NS_TEST_EXPECT_MSG_EQ(m_scheduler->SetPlan({fixed}), "", "accepted");
        const uint64_t before = first->GetReceived();
        Simulator::Stop(Seconds(1));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_LT(first->GetReceived(), before + 3, "the plan was replaced");
        // A block of 125 B spends 6 B on the segment it begins with, a packet 2 B more.
        NS_TEST_EXPECT_MSG_EQ_TOL(second->GetReceived() * 8.0 * 530,
                                  1e6 * 119 / 125,
                                  15e3,
                                  "1000 bit per slot, less headers");
        Simulator::Destroy();
    }

    Ptr<PlannedScheduler> m_scheduler; ///< asked
};

/// The ideal link: the rate, to the byte, and nothing else.
class IdealCase : public TestCase
{
  public:
    IdealCase()
        : TestCase("Ideal mode: fixed rates to the byte, no errors, no mobility needed")
    {
    }

  private:
    void DoRun() override
    {
        for (double rate : {1e6, 333333.0, 20000.0})
        {
            BroadbandHelper radio;
            radio.SetAttribute("Ideal", DataRateValue(DataRate(static_cast<uint64_t>(rate))));
            NodeContainer nodes(3);
            NetDeviceContainer devices =
                radio.Install(nodes.Get(0), NodeContainer(nodes.Get(1), nodes.Get(2)));
            uint64_t received = 0;
            Time last;
            devices.Get(0)->SetReceiveCallback(MakeCallback(&IdealCase::Receive, this));
            m_received = 0;
            const uint32_t packets = 20;
            const uint32_t size = 1250;
            for (uint32_t i = 0; i < packets; ++i)
            {
                devices.Get(1)->Send(Create<Packet>(size), devices.Get(0)->GetAddress(), 0x800);
                devices.Get(2)->Send(Create<Packet>(size), devices.Get(0)->GetAddress(), 0x800);
            }
            Simulator::Run();
            received = m_received;
            last = m_last;
            NS_TEST_EXPECT_MSG_EQ(received, 2 * packets * size, "all came");
            const double seconds = packets * size * 8 / rate;
            NS_TEST_EXPECT_MSG_EQ_TOL(last.GetSeconds(),
                                      seconds,
                                      1.001e-3,
                                      "in the formula's time");
            Simulator::Destroy();
        }
    }

    /// Device callback. @returns true
    bool Receive(Ptr<NetDevice>, Ptr<const Packet> packet, uint16_t, const Address&)
    {
        m_received += packet->GetSize();
        m_last = Simulator::Now();
        return true;
    }

    uint64_t m_received{0}; ///< bytes
    Time m_last;            ///< when the last came
};

/// The suite.
class RadioPlanTestSuite : public TestSuite
{
  public:
    RadioPlanTestSuite()
        : TestSuite("edge-ai-radio-plan", TEST_UNIT)
    {
        AddTestCase(new PlannedPairCase, TEST_QUICK);
        AddTestCase(new RefusalCase, TEST_QUICK);
        AddTestCase(new IdealCase, TEST_QUICK);
    }
};

RadioPlanTestSuite g_radioPlanTestSuite; ///< registers the suite

} // namespace
