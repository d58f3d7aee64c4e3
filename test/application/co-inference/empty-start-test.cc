/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "support/co-inference-fixture.h"
#include "support/row-fixture.h"

#include "ns3/basic-energy-source-helper.h"
#include "ns3/basic-energy-source.h"
#include "ns3/callback.h"
#include "ns3/edge-ai-compat.h"

/**
 * @file
 * @ingroup edge-ai-test
 * A device that has no energy when it starts.
 */

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

class EmptyStartCase : public TestCase
{
  public:
    EmptyStartCase()
        : TestCase("who has no energy when it starts sends nothing, not even to connect")
    {
    }

  private:
    /// @param [in] energy of the device's source [J]  @returns tasks at the end
    TaskCounts Run(double energy)
    {
        CoInferenceFixture run;
        BasicEnergySourceHelper battery;
        battery.Set("BasicEnergySourceInitialEnergyJ", DoubleValue(energy));
        battery.Install(run.devices);
        run.Build();
        m_frames = 0;
        Callback<void, Ptr<const Packet>> count = MakeCallback(&EmptyStartCase::Count, this);
        const bool there = run.links.Get(0)->TraceConnectWithoutContext("PhyTxBegin", count);
        NS_TEST_EXPECT_MSG_EQ(there, true, "the trace is there");
        return run.Run();
    }

    void Count(Ptr<const Packet>)
    {
        ++m_frames;
    }

    void DoRun() override
    {
        const TaskCounts empty = Run(0);
        NS_TEST_EXPECT_MSG_EQ(m_frames, 0, "no SYN");
        NS_TEST_EXPECT_MSG_EQ(empty.completed, 0, "no task");
        const TaskCounts full = Run(1000);
        NS_TEST_EXPECT_MSG_GT(m_frames, 10, "with energy it does");
        NS_TEST_EXPECT_MSG_EQ(full.completed, 3, "with energy it does");
    }

    uint32_t m_frames{0};
};

class EmptySecondaryCase : public TestCase
{
  public:
    EmptySecondaryCase()
        : TestCase("a secondary without energy does not connect before it is charged")
    {
    }

  private:
    void Count(Ptr<const Packet>)
    {
        ++m_frames;
    }

    void DoRun() override
    {
        constexpr double CHARGE = 8; // [s]
        RowFixture run("HalpOverlapPlanner");
        run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                               "Period",
                               TimeValue(Seconds(5)),
                               "Offset",
                               TimeValue(Seconds(1)),
                               "MaxTasks",
                               UintegerValue(4));
        run.Build();
        const Ptr<Node> node = run.nodes.Get(2);
        BasicEnergySourceHelper battery;
        battery.Set("BasicEnergySourceInitialEnergyJ", DoubleValue(0));
        battery.Set("PeriodicEnergyUpdateInterval", TimeValue(MilliSeconds(10)));
        const auto source = DynamicCast<en::BasicEnergySource>(battery.Install(node).Get(0));
        ScheduleCall(Seconds(CHARGE), [source] { source->SetInitialEnergy(1000); });
        Callback<void, Ptr<const Packet>> count = MakeCallback(&EmptySecondaryCase::Count, this);
        for (uint32_t i = 0; i < node->GetNDevices(); ++i)
        {
            node->GetDevice(i)->TraceConnectWithoutContext("PhyTxBegin", count);
        }
        ScheduleCall(Seconds(CHARGE - 0.1), [this] { m_before = m_frames; });
        run.Run(40);
        NS_TEST_EXPECT_MSG_EQ(m_before, 0, "no SYN");
        NS_TEST_EXPECT_MSG_GT(m_frames, 10, "charged, it does what the host says");
        NS_TEST_EXPECT_MSG_GT(run.GetSecondary(2)->GetProcessor()->GetSubmittedCount(),
                              0,
                              "and computes");
        NS_TEST_EXPECT_MSG_EQ(run.helper.GetMonitor().GetCounts().completed, 4, "all answered");
        NS_TEST_EXPECT_MSG_EQ(run.IsSound(), true, "conserved, energy adds up");
    }

    uint32_t m_frames{0};
    uint32_t m_before{0};
};

class EmptyStartTestSuite : public TestSuite
{
  public:
    EmptyStartTestSuite()
        : TestSuite("edge-ai-empty-start", TEST_SYSTEM)
    {
        AddTestCase(new EmptyStartCase, TEST_QUICK);
        AddTestCase(new EmptySecondaryCase, TEST_QUICK);
    }
};

EmptyStartTestSuite g_emptyStartTestSuite; ///< registers the suite

} // namespace
