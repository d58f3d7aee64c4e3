/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What users of RowPartitionHelper get wrong is said in words.

#include "support/misuse-case.h"
#include "support/row-fixture.h"

#include <cmath>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Figures and nodes.
class RowMisuseCase : public MisuseCase
{
  public:
    RowMisuseCase()
        : MisuseCase("RowPartitionHelper", "what is wrong")
    {
    }

  private:
    using Change = std::function<void(RowPartitionHelper&)>;

    void ExpectOf(const std::string& words, const Change& change)
    {
        Expect(words, [change] {
            RowPartitionHelper helper("HalpPlanner");
            helper.AddNetwork(LoadNetworkProfile("VGG-16"), "VGG-16");
            change(helper);
        });
    }

    void CheckFigures()
    {
        const double infinite = std::numeric_limits<double>::infinity();
        for (const double value : {-1., std::nan(""), infinite, 1e300, 1e-300})
        {
            ExpectOf("rate of SetLinks() is ", [value](auto& h) { h.SetLinks(value, false); });
            ExpectOf("time of SetMessageOverhead() is ",
                     [value](auto& h) { h.SetMessageOverhead(value, 0); });
            ExpectOf("bytes of SetMessageOverhead() is ",
                     [value](auto& h) { h.SetMessageOverhead(0, value); });
            ExpectOf("deadline of SetDeadline() is ", [value](auto& h) { h.SetDeadline(value); });
            ExpectOf("mean of SetUpload() is ", [value](auto& h) { h.SetUpload(value); });
            ExpectOf("deviation of SetUpload() is ", [value](auto& h) { h.SetUpload(1e6, value); });
            ExpectOf("rate of ShareMedium() is ",
                     [value](auto& h) { h.ShareMedium(NetDeviceContainer(), value); });
            ExpectOf("speeds[0] is ",
                     [value](auto& h) { h.InstallProcessors(NodeContainer(1), {value}, 0); });
        }
        for (const double value : {-1., std::nan(""), infinite, 1e300})
        {
            ExpectOf("operationTime is ",
                     [value](auto& h) { h.InstallProcessors(NodeContainer(1), {1e9}, value); });
            ExpectOf("power is ",
                     [value](auto& h) { h.InstallProcessors(NodeContainer(1), {1e9}, 0, value); });
        }
        ExpectOf("deadline of SetDeadline() is -1 s; allowed is 0, or 1e-50 to 1e+50 s",
                 [](auto& h) { h.SetDeadline(-1); });
        ExpectOf("mean of SetUpload() is 0 bit/s; allowed is 0.001 to 1e+50 bit/s",
                 [](auto& h) { h.SetUpload(0); });
        ExpectOf("operationTime is -1 s; allowed is 0 to 9.22337e+09 s",
                 [](auto& h) { h.InstallProcessors(NodeContainer(1), {1e9}, -1); });
        ExpectOf("1 nodes for 2 speeds", [](auto& h) {
            h.InstallProcessors(NodeContainer(1), {1e9, 1e9}, 0);
        });
    }

    void CheckNodes()
    {
        const NodeContainer two(2);
        ExpectOf("nodes[1] is no node: it is null", [](auto& h) {
            h.InstallProcessors(MakeBroken(), {1e9, 1e9}, 0);
        });
        ExpectOf("host is no node: it is null", [two](auto& h) { h.Install(nullptr, two, two); });
        ExpectOf("secondaries[1] is no node: it is null",
                 [two](auto& h) { h.Install(two.Get(0), MakeBroken(), two); });
        ExpectOf("devices[1] is no node: it is null",
                 [two](auto& h) { h.Install(two.Get(0), two, MakeBroken()); });
        Expect("no network; call AddNetwork()",
               [two] { RowPartitionHelper("HalpPlanner").Install(two.Get(0), two, two); });
        NetDeviceContainer none;
        none.Add(Ptr<NetDevice>());
        ExpectOf("device 0 is no point-to-point", [none](auto& h) { h.ShareMedium(none, 1e6); });
        Expect("it was used in a simulation that was destroyed", [] {
            RowFixture run("HalpPlanner");
            run.Build();
            Simulator::Destroy();
            const NodeContainer next(2);
            run.helper.Install(next.Get(0), next, next);
        });
    }

    void ExpectSilence(const std::string& words, uint32_t secondary, double from, double until)
    {
        Expect(words, [=] {
            RowFixture run("HalpPlanner");
            run.Build();
            ScheduleCall(Seconds(.5), [&run, secondary, from, until] {
                run.helper.Silence(secondary, Seconds(from), Seconds(until));
            });
            run.Run(.6);
        });
    }

    void CheckSilence()
    {
        ExpectOf("there are no secondaries to silence; call Silence() after Install()",
                 [](auto& h) { h.Silence(1, Seconds(1), Seconds(2)); });
        ExpectSilence("from of Silence() is -5s; allowed is now or later, and it is +0.5s",
                      1,
                      -5,
                      -1);
        ExpectSilence("from of Silence() is +0.4s; allowed is now or later, and it is +0.5s",
                      1,
                      .4,
                      2);
        ExpectSilence("secondary is 0; allowed is 1 to 2", 0, 1, 2);
        ExpectSilence("secondary is 3; allowed is 1 to 2", 3, 1, 2);
        Expect("Silence() comes too late: Simulator::Destroy() has ended what was installed", [] {
            RowFixture run("HalpPlanner");
            run.Build();
            Simulator::Destroy();
            run.helper.Silence(1, Seconds(1), Seconds(2));
        });
    }

    void DoRun() override
    {
        CheckFigures();
        CheckNodes();
        CheckSilence();
    }
};

class RowMisuseTestSuite : public TestSuite
{
  public:
    RowMisuseTestSuite()
        : TestSuite("edge-ai-row-misuse", TEST_SYSTEM)
    {
        AddTestCase(new RowMisuseCase, TEST_QUICK);
    }
};

RowMisuseTestSuite g_rowMisuseTestSuite; //!< the suite

} // namespace
