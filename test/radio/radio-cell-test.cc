/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Whole cells: what must hold whatever is done to them.

#include "support/radio-cell.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <map>
#include <sstream>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Why packets are dropped, each reason brought about.
class DropReasonCase : public TestCase
{
  public:
    DropReasonCase()
        : TestCase("Every drop reason is counted and traced")
    {
    }

  private:
    /// Trace sink. @param [in] packet packet  @param [in] reason reason
    void Dropped(Ptr<const Packet> packet, MacDropReason reason)
    {
        ++m_dropped[reason];
        NS_TEST_EXPECT_MSG_EQ((packet->GetSize() > 0), true, "the packet itself");
    }

    void DoRun() override
    {
        BroadbandHelper radio;
        radio.SetAttribute("MaxRepetitions", UintegerValue(0));
        radio.SetAttribute("TargetErrorRate", DoubleValue(0.3));
        radio.SetAttribute("QueueLimit", StringValue("50p"));
        TestCell cell(radio, {1e-11});
        radio.AssignStreams(cell.devices, 9);
        auto mac = cell.GetMac(1);
        mac->TraceConnectWithoutContext("Drop", MakeCallback(&DropReasonCase::Dropped, this));
        cell.GetMac(0)->TraceConnectWithoutContext("Drop",
                                                   MakeCallback(&DropReasonCase::Dropped, this));
        auto user = cell.devices.Get(1);
        const auto send = [&](uint32_t count) {
            for (uint32_t i = 0; i < count; ++i)
            {
                user->Send(Create<Packet>(1400), cell.devices.Get(0)->GetAddress(), 0x800);
            }
        };
        send(60);
        NS_TEST_EXPECT_MSG_EQ(m_dropped[MacDropReason::QUEUE_FULL], 10, "queue of 50");
        cell.devices.Get(0)->Send(Create<Packet>(9), Mac48Address("00:00:00:99:00:00"), 0x800);
        NS_TEST_EXPECT_MSG_EQ(m_dropped[MacDropReason::NO_USER], 1, "stranger");
        Simulator::Run();
        const uint64_t lost = m_dropped[MacDropReason::BLOCK_LOST];
        NS_TEST_EXPECT_MSG_GT(lost, 5, "lost with their blocks");
        NS_TEST_EXPECT_MSG_EQ(mac->GetCounters().delivered, 50 - lost, "the others came");
        NS_TEST_EXPECT_MSG_EQ(mac->GetCounters().unfinished, 0, "none is left");
        send(7);
        cell.devices.Get(0)->Send(Create<Packet>(900), user->GetAddress(), 0x800);
        Simulator::Destroy();
        NS_TEST_EXPECT_MSG_EQ(m_dropped[MacDropReason::STOPPED], 8, "still waiting at the end");
    }

    std::map<MacDropReason, uint64_t> m_dropped; ///< by reason
};

/// An idle cell costs no events, and a cell falls asleep again.
class IdleCase : public TestCase
{
  public:
    IdleCase()
        : TestCase("An idle cell schedules no events")
    {
    }

  private:
    void DoRun() override
    {
        BroadbandHelper radio;
        radio.SetAttribute("Profile", StringValue("TdlA"));
        TestCell cell(radio, std::vector<double>(100, 1e-11));
        Simulator::Stop(Seconds(100));
        Simulator::Run();
        // What ns-3 itself does at the start: initialise nodes, devices, positions.
        const uint64_t idle = Simulator::GetEventCount();
        NS_TEST_EXPECT_MSG_LT(idle, 500, "events of 100 s with 100 idle users");
        cell.devices.Get(3)->Send(Create<Packet>(100), cell.devices.Get(0)->GetAddress(), 0x800);
        Simulator::Run();
        NS_TEST_EXPECT_MSG_LT(Simulator::GetEventCount() - idle, 10, "events for one packet");
        NS_TEST_EXPECT_MSG_EQ(cell.GetMac(3)->GetCounters().delivered, 1, "it came");
        NS_TEST_EXPECT_MSG_LT(Simulator::Now(), Seconds(101), "and then there is nothing to do");
        Simulator::Destroy();
    }
};

/// The traces of a run depend on the seed, and not on who is merely attached.
class TraceCase : public TestCase
{
  public:
    TraceCase()
        : TestCase("Same seed, same bytes; an idle user changes nobody's trace")
    {
    }

  private:
    /// Trace sink. @param [in] report a block
    void Note(const BlockReport& report)
    {
        m_trace << std::hexfloat << report.start.GetNanoSeconds() << ' ' << report.grant->user
                << ' ' << ToString(report.grant->direction) << ' ' << report.block << ' '
                << report.attempt << ' ' << report.grant->GetTotalPower() << ' '
                << report.grant->bits << ' ' << report.payloadBits << ' ' << report.sinrMin << ' '
                << report.failureProbability << ' ' << ToString(report.outcome) << '\n';
    }

    /// @param [in] idle idle users in front of and behind the active ones  @param [in] stream first
    /// stream  @param [in] scheduler scheduler  @returns the trace
    std::string Run(bool idle, int64_t stream, const std::string& scheduler)
    {
        // Nodes by number: 0 base, 1 idle, 2..4 active, 5 idle; those without a device are idle
        // too.
        NodeContainer nodes(6);
        MobilityHelper mobility;
        mobility.SetMobilityModel("ns3::ConstantPositionMobilityModel");
        mobility.Install(nodes);
        for (uint32_t i = 0; i < 6; ++i)
        {
            nodes.Get(i)->GetObject<MobilityModel>()->SetPosition(Vector(60.0 * i, 10, 0));
        }
        BroadbandHelper radio;
        radio.SetAttribute("Access", StringValue("NOMA"));
        radio.SetAttribute("Scheduler", StringValue(scheduler));
        radio.SetAttribute("Profile", StringValue("TdlA"));
        radio.SetAttribute("Speed", DoubleValue(3));
        radio.SetAttribute("ReportError", DoubleValue(1));
        radio.SetAttribute("ReportDelay", UintegerValue(2));
        radio.SetAttribute("TargetErrorRate", DoubleValue(0.1));
        NodeContainer users;
        for (uint32_t i = idle ? 1 : 2; i < (idle ? 6U : 5U); ++i)
        {
            users.Add(nodes.Get(i));
        }
        auto devices = radio.Install(nodes.Get(0), users);
        radio.AssignStreams(devices, stream);
        m_trace.str("");
        for (uint32_t i = 0; i < devices.GetN(); ++i)
        {
            DynamicCast<BroadbandNetDevice>(devices.Get(i))
                ->GetPhy()
                ->TraceConnectWithoutContext("TransportBlock",
                                             MakeCallback(&TraceCase::Note, this));
        }
        for (uint32_t k = 0; k < 3; ++k)
        {
            auto user = devices.Get(k + (idle ? 2 : 1));
            auto base = devices.Get(0);
            for (int i = 0; i < 60; ++i)
            {
                ScheduleCall(MicroSeconds(2300 * i + 100 * k), [=] {
                    user->Send(Create<Packet>(1400), base->GetAddress(), 0x800);
                    base->Send(Create<Packet>(700), user->GetAddress(), 0x800);
                });
            }
        }
        Simulator::Stop(Seconds(1));
        Simulator::Run();
        Simulator::Destroy();
        return m_trace.str();
    }

    void DoRun() override
    {
        for (const char* scheduler : {"RoundRobin", "ProportionalFair", "NomaPairing"})
        {
            const std::string first = Run(false, 10, scheduler);
            NS_TEST_EXPECT_MSG_GT(first.size(), 10000, "something happens");
            NS_TEST_EXPECT_MSG_EQ((first.find(" failed") != std::string::npos),
                                  true,
                                  "failures too");
            NS_TEST_EXPECT_MSG_EQ((Run(false, 10, scheduler) == first), true, "same seed");
            NS_TEST_EXPECT_MSG_EQ((Run(true, 10, scheduler) == first), true, "idle users");
            NS_TEST_EXPECT_MSG_EQ((Run(false, 20, scheduler) == first), false, "other streams");
        }
    }

    std::ostringstream m_trace; ///< blocks
};

/// Control delay: grants and repetitions come that many slots later.
class ControlDelayCase : public TestCase
{
  public:
    ControlDelayCase()
        : TestCase("Control delay puts off first grants and repetitions")
    {
    }

  private:
    /// Trace sink. @param [in] report a block
    void Note(const BlockReport& report)
    {
        m_starts.push_back(report.start.GetMilliSeconds());
        m_attempts.push_back(report.attempt);
        m_bits.push_back(report.payloadBits);
    }

    /// What arrives while the user is known to have data is reported late, too.
    void SecondReport()
    {
        BroadbandHelper radio;
        radio.SetAttribute("ControlDelay", UintegerValue(4));
        TestCell cell(radio, {1e-11});
        m_starts.clear();
        m_bits.clear();
        cell.GetPhy(0)->TraceConnectWithoutContext("TransportBlock",
                                                   MakeCallback(&ControlDelayCase::Note, this));
        auto user = cell.devices.Get(1);
        auto base = cell.devices.Get(0);
        for (int64_t time : {2500, 6500})
        {
            ScheduleCall(MicroSeconds(time),
                         [=] { user->Send(Create<Packet>(1400), base->GetAddress(), 0x800); });
        }
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(m_starts.size(), 2, "a block each");
        NS_TEST_EXPECT_MSG_EQ(m_starts[0], 7, "first report");
        NS_TEST_EXPECT_MSG_EQ(m_bits[0], 8 * 1408, "the second packet is not in it");
        NS_TEST_EXPECT_MSG_EQ(m_starts[1], 11, "second report");
        Simulator::Destroy();
    }

    void DoRun() override
    {
        SecondReport();
        for (uint32_t delay : {0U, 4U})
        {
            BroadbandHelper radio;
            radio.SetAttribute("ControlDelay", UintegerValue(delay));
            radio.SetAttribute("TargetErrorRate", DoubleValue(1 - 1e-9)); // the first ones fail
            TestCell cell(radio, {1e-11});
            radio.AssignStreams(cell.devices, 1);
            m_starts.clear();
            m_attempts.clear();
            cell.GetPhy(0)->TraceConnectWithoutContext("TransportBlock",
                                                       MakeCallback(&ControlDelayCase::Note, this));
            auto user = cell.devices.Get(1);
            auto base = cell.devices.Get(0);
            ScheduleCall(MicroSeconds(2500), [=] {
                for (int i = 0; i < 8; ++i)
                {
                    user->Send(Create<Packet>(1400), base->GetAddress(), 0x800);
                }
            });
            Simulator::Run();
            NS_TEST_ASSERT_MSG_GT(m_starts.size(), 2, "blocks");
            NS_TEST_EXPECT_MSG_EQ(m_starts[0], 3 + delay, "first grant");
            bool repeated = false;
            for (std::size_t i = 1; i < m_starts.size() && !repeated; ++i)
            {
                repeated = m_attempts[i] == 1;
                if (repeated)
                {
                    NS_TEST_EXPECT_MSG_EQ(m_starts[i], m_starts[0] + 1 + delay, "repetition");
                }
            }
            NS_TEST_EXPECT_MSG_EQ(repeated, true, "something was repeated");
            NS_TEST_EXPECT_MSG_EQ(cell.GetMac(1)->GetCounters().delivered, 8, "all came");
            Simulator::Destroy();
        }
    }

    std::vector<int64_t> m_starts;    ///< slots in which blocks were sent [ms]
    std::vector<uint32_t> m_attempts; ///< their attempts
    std::vector<uint64_t> m_bits;     ///< their payload [bit]
};

/// The suite.
class RadioCellTestSuite : public TestSuite
{
  public:
    RadioCellTestSuite()
        : TestSuite("edge-ai-radio-cell", TEST_UNIT)
    {
        AddTestCase(new DropReasonCase, TEST_QUICK);
        AddTestCase(new IdleCase, TEST_QUICK);
        AddTestCase(new TraceCase, TEST_QUICK);
        AddTestCase(new ControlDelayCase, TEST_QUICK);
    }
};

RadioCellTestSuite g_radioCellTestSuite; ///< registers the suite

} // namespace
