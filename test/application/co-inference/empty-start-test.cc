/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "support/co-inference-fixture.h"

#include "ns3/basic-energy-source-helper.h"
#include "ns3/callback.h"

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

class EmptyStartTestSuite : public TestSuite
{
  public:
    EmptyStartTestSuite()
        : TestSuite("edge-ai-empty-start", TEST_SYSTEM)
    {
        AddTestCase(new EmptyStartCase, TEST_QUICK);
    }
};

EmptyStartTestSuite g_emptyStartTestSuite; ///< registers the suite

} // namespace
