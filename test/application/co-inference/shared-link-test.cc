/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// A cable that several devices share: plans take it for what a device gets of it, uploads over UDP
// leave at that pace, and what cannot keep up, or is not known, is said.

#include "application/control/rated-link-control.h"
#include "support/co-inference-fixture.h"
#include "support/expectations.h"

#include "ns3/csma-helper.h"
#include "ns3/ipv4-global-routing-helper.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/udp-socket-factory.h"

#include <algorithm>
#include <map>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Devices and a server on one csma cable.
class CableRun
{
  public:
    /**
     * @param [in] devices how many  @param [in] udp instead of TCP
     * @param [in] rate of the cable, such as "100Mbps"
     */
    CableRun(uint32_t devices,
             bool udp,
             const std::string& rate,
             const std::string& planner = "LaimPlanner")
        : run(planner, devices)
    {
        CsmaHelper csma;
        csma.SetChannelAttribute("DataRate", StringValue(rate));
        csma.SetChannelAttribute("Delay", TimeValue(MicroSeconds(1)));
        const NetDeviceContainer ends = csma.Install(NodeContainer(run.devices, run.server));
        InternetStackHelper stack;
        stack.Install(run.devices);
        stack.Install(run.server);
        stack.AssignStreams(NodeContainer(run.devices, run.server), 2000);
        csma.AssignStreams(ends, 1000);
        Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(ends);
        run.helper.SetBudget(Seconds(1), 0.1);
        run.helper.SetArrivals("Periodic");
        run.helper.SetClientAttribute("SegmentSize", UintegerValue(1400));
        if (udp)
        {
            run.helper.SetClientAttribute("Protocol", TypeIdValue(UdpSocketFactory::GetTypeId()));
        }
    }

    /// @param [in] until when to stop [s]
    void Run(double until)
    {
        run.applications = run.helper.Install(run.server.Get(0), run.devices);
        run.helper.AssignStreams(100);
        run.built = true;
        run.Run(until);
        const InferenceMonitor& monitor = run.helper.GetMonitor();
        std::map<uint32_t, unsigned> seen;
        for (const TaskRecord* task : monitor.GetRecords())
        {
            lost += task->outcome == TaskOutcome::SEGMENT_LOST;
            if (seen[task->node]++ < taught || task->outcome != TaskOutcome::COMPLETED)
            {
                continue;
            }
            ++done;
            late += task->deadlineMissed;
            latency += task->realised.latency / task->planned.latency;
            longest = std::max(longest, task->realised.latency / task->planned.latency);
            const StepRecord& uplink = task->GetStep("uplink");
            if (uplink.bits > 0)
            {
                ++uploads;
                upload += uplink.GetTime() / uplink.planned.time;
            }
        }
        for (const auto& [note, count] : monitor.GetSummary().notes)
        {
            notes += note + "\n";
        }
    }

    CoInferenceFixture run;
    unsigned taught{3};  ///< first tasks of a device, which teach what no step contains
    unsigned lost{0};    ///< tasks whose upload lost a part
    unsigned done{0};    ///< tasks that completed, but for those
    unsigned late{0};    ///< of those
    unsigned uploads{0}; ///< of those
    double latency{0};   ///< sum of realised over planned
    double longest{0};   ///< largest of them
    double upload{0};    ///< sum of realised over planned
    std::string notes;   ///< of the summary, a line each
};

/// Eight devices with a task at the same instant every second.
class UploadCase : public TestCase
{
  public:
    /// @param [in] rate of the cable  @param [in] udp instead of TCP
    UploadCase(const std::string& rate, bool udp)
        : TestCase("eight devices on one cable of " + rate + ", " + (udp ? "UDP" : "TCP")),
          m_rate(rate),
          m_udp(udp)
    {
    }

  private:
    void DoRun() override
    {
        CheckSlices();
        CheckWhole();
    }

    void CheckSlices()
    {
        CableRun shared(8, m_udp, m_rate);
        shared.Run(15);
        EXPECT_TRUE(shared.lost == 0, shared.lost << " uploads are lost");
        EXPECT_TRUE(shared.done >= 8 * 11, shared.done << " completed");
        EXPECT_TRUE(shared.uploads >= shared.done / 2, shared.uploads << " uploads");
        EXPECT_TRUE(shared.notes.empty(), "nothing to say: " << shared.notes);
        EXPECT_TRUE(shared.late <= (m_udp ? 0 : shared.done / 10), shared.late << " are late");
        // TCP keeps to no pace: it takes what is free, and plans follow the mean of that. Who finds
        // a cable of csma busy waits for up to 1 ms, whatever its rate: 3 % of an upload at 1 Gbps.
        const double backoff = m_rate == "1Gbps" ? 0.03 : 0;
        EXPECT_RELATIVE(shared.upload / shared.uploads,
                        1,
                        (m_udp ? 0.03 : 0.1) + backoff,
                        "over plan");
        const double latency = shared.latency / shared.done;
        EXPECT_TRUE(latency > (m_udp ? 0.97 : 0.9) && shared.longest < (m_udp ? 1.03 : 1.25),
                    "latency over plan " << latency << ", at most " << shared.longest);
    }

    void CheckWhole()
    {
        CableRun whole(8, m_udp, m_rate);
        whole.taught = 0;
        whole.run.helper.SetControllerAttribute("LinkSharing", StringValue("Whole"));
        whole.Run(15);
        EXPECT_TRUE(whole.lost > 0 || whole.upload / whole.uploads > 1.25,
                    "planned as if alone, " << whole.lost << " are lost, uploads over plan are "
                                            << whole.upload / whole.uploads);
    }

    std::string m_rate;
    bool m_udp;
};

/// More than the cable takes, and ways nobody knows.
class NoteCase : public TestCase
{
  public:
    NoteCase()
        : TestCase("what a shared link cannot carry, and what is not known of it, is said")
    {
    }

  private:
    void DoRun() override
    {
        for (const char* sharing : {"Whole", "Queue"})
        {
            CableRun run(8, false, "50Mbps", "LaimOnServerPlanner");
            run.run.helper.SetControllerAttribute("LinkSharing", StringValue(sharing));
            run.run.helper.SetBudget(Seconds(20), 1);
            run.Run(4);
            EXPECT_TRUE(run.notes.find("the link that the uplinks share cannot keep up: offered "
                                       "load 1.13 to 3.02 (3 to 8 task/s x 0.377 s)") !=
                            std::string::npos,
                        sharing << ": " << run.notes);
        }
        CheckSlices();
        CheckRouter();
    }

    void CheckSlices()
    {
        CableRun slices(8, false, "50Mbps", "LaimOnServerPlanner");
        slices.run.helper.SetBudget(Seconds(20), 1);
        slices.Run(4);
        EXPECT_TRUE(slices.notes.find("the uplink cannot keep up: offered load 3.02 (1 task/s x "
                                      "3.02 s)") != std::string::npos,
                    slices.notes);
        EXPECT_TRUE(slices.notes.find("not known") == std::string::npos, slices.notes);
    }

    /// Cables of their own to a router, and one from there to the server.
    void CheckRouter()
    {
        CoInferenceFixture run("LaimPlanner", 4);
        run.helper.SetArrivals("Periodic");
        run.helper.SetClientAttribute("Protocol", TypeIdValue(UdpSocketFactory::GetTypeId()));
        NodeContainer router(1);
        InternetStackHelper stack;
        for (const NodeContainer& nodes : {run.devices, router, run.server})
        {
            stack.Install(nodes);
        }
        PointToPointHelper cable;
        cable.SetDeviceAttribute("DataRate", StringValue("100Mbps"));
        Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
        addresses.Assign(cable.Install(router.Get(0), run.server.Get(0)));
        for (uint32_t i = 0; i < run.devices.GetN(); ++i)
        {
            addresses.NewNetwork();
            addresses.Assign(cable.Install(run.devices.Get(i), router.Get(0)));
        }
        Ipv4GlobalRoutingHelper::PopulateRoutingTables();
        run.applications = run.helper.Install(run.server.Get(0), run.devices);
        run.built = true;
        const TaskCounts counts = run.Run(10);
        EXPECT_TRUE(counts.dropped == 0, counts.dropped << " are dropped");
        std::string notes;
        for (const auto& [note, count] : run.helper.GetMonitor().GetSummary().notes)
        {
            notes += note + "; ";
        }
        EXPECT_TRUE(notes.find("whom its uplink shares the way with is not known: plans follow "
                               "measured goodput") != std::string::npos,
                    notes);
        const LinkMedium medium = run.GetClient(2)->GetLinkControl()->GetMedium();
        EXPECT_TRUE(medium.rate == 100e6 && medium.sharers == 4 && !medium.known,
                    "all go through the server's own link: " << medium.sharers);
    }
};

class SharedLinkTestSuite : public TestSuite
{
  public:
    SharedLinkTestSuite()
        : TestSuite("edge-ai-shared-link", TEST_SYSTEM)
    {
        for (const bool udp : {true, false})
        {
            AddTestCase(new UploadCase("100Mbps", udp), TEST_QUICK);
            AddTestCase(new UploadCase("1Gbps", udp), TEST_EXTENSIVE);
        }
        AddTestCase(new NoteCase, TEST_QUICK);
    }
};

SharedLinkTestSuite g_sharedLinkTestSuite; ///< registers the suite

} // namespace
