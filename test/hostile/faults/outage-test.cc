/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Behind an outage of LTE a device that did what it could by itself offloads again. Cells of the
// matrix do not tell: tasks that are done locally are completed, too.

#include "fault-injection.h"
#include "fault-network.h"
#include "fault-target.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <memory>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Co-inference, and the link is down for a while.
class OutageCase : public TestCase
{
  public:
    /// @param [in] access network  @param [in] udp instead of TCP
    OutageCase(const std::string& access, bool udp)
        : TestCase("co-inference offloads again behind an outage: " + access +
                   (udp ? ", UDP" : ", TCP")),
          m_access(access),
          m_udp(udp)
    {
    }

  private:
    static constexpr double BACK = 20; ///< the link has been well for long [s]
    static constexpr double END = 36;  ///< [s]

    void DoRun() override
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        const std::unique_ptr<FaultTarget> target = FindFaultApplication("co-inference").make();
        FaultNetwork network(m_access, 2, 0);
        target->Install(network.edge, network.devices, network.behind, {m_udp, 0, false});
        InjectFault(Fault::LINK_DOWN, FaultTimes(), network, *target);
        Simulator::Stop(Seconds(END));
        Simulator::Run();
        int local = 0;
        int offloaded = 0;
        for (const TaskRecord* task : target->GetMonitor().GetRecords())
        {
            const StepRecord* uplink = nullptr;
            for (const StepRecord& step : task->steps)
            {
                uplink = step.planned.name == "uplink" ? &step : uplink;
            }
            const bool sends = uplink && uplink->planned.bits > 0;
            local += uplink && !sends;
            offloaded +=
                sends && task->generated >= BACK && task->outcome == TaskOutcome::COMPLETED;
        }
        if (m_access == "lte" && !m_udp)
        {
            // Elsewhere the first upload has been measured when the outage comes.
            NS_TEST_EXPECT_MSG_GT(local, 0, "there is an outage to come back from");
        }
        NS_TEST_EXPECT_MSG_GT(offloaded, 5, "tasks of two devices, two a second each");
        Simulator::Destroy();
    }

    std::string m_access;
    bool m_udp;
};

/// A phone of LTE is out of reach for a while: its base station is not where the edge node is.
class OutOfReachCase : public TestCase
{
  public:
    OutOfReachCase()
        : TestCase("a phone of LTE comes back into reach")
    {
    }

  private:
    void DoRun() override
    {
        RunFaultCells({{Fault::SINR_LOW, "pipelines", true, "lte"}},
                      1,
                      120,
                      [&](std::size_t, const FaultResult& result) {
                          NS_TEST_EXPECT_MSG_EQ((result.verdict == FaultVerdict::HELD),
                                                true,
                                                result.words.data());
                      });
    }
};

/// What comes back behind a fault.
class OutageSuite : public TestSuite
{
  public:
    OutageSuite()
        : TestSuite("edge-ai-hostile-outage", TEST_SYSTEM)
    {
#ifdef EDGE_AI_HAVE_LTE
        AddTestCase(new OutOfReachCase, TEST_QUICK);
#endif
        for (const bool udp : {false, true})
        {
            AddTestCase(new OutageCase("wifi", udp), TEST_QUICK);
#ifdef EDGE_AI_HAVE_LTE
            AddTestCase(new OutageCase("lte", udp), TEST_QUICK);
#endif
        }
    }
};

OutageSuite g_outageSuite; ///< registers the suite

} // namespace
