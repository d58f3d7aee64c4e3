/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What users of PipelineHelper get wrong is said in words.

#include "support/misuse-case.h"
#include "support/pipeline-fixture.h"

#include "ns3/iovt-defaults.h"

#include <cmath>
#include <functional>
#include <limits>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @param [in] change what is wrong with a device
/// @returns what gives it a processor
std::function<void()>
Installing(const std::function<void(ChainDevice&)>& change)
{
    return [change] {
        std::vector<ChainDevice> devices = MakeIovtProblem(100e6).devices;
        change(devices[1]);
        PipelineHelper::InstallProcessors(NodeContainer(devices.size()), devices);
    };
}

/// Figures and nodes.
class PipelineMisuseCase : public MisuseCase
{
  public:
    PipelineMisuseCase()
        : MisuseCase("PipelineHelper", "what is wrong")
    {
    }

  private:
    void CheckFigures()
    {
        const double infinite = std::numeric_limits<double>::infinity();
        for (const double value : {-1., std::nan(""), infinite, 1e300})
        {
            Expect("devices[1].fixedTime is ",
                   Installing([value](ChainDevice& device) { device.fixedTime = value; }));
            Expect("devices[1].peakFlops is ",
                   Installing([value](ChainDevice& device) { device.peakFlops = value; }));
            Expect("frameRate is ", [value] {
                ChainProblem problem = MakeIovtProblem(100e6);
                problem.frameRate = value;
                PipelineHelper(problem, "IovtPlanner");
            });
        }
        Expect("devices[1].fixedTime is -1 s; allowed is 0 to 9.22337e+09 s",
               Installing([](ChainDevice& device) { device.fixedTime = -1; }));
        Expect("frameRate is 0 1/s; allowed is 1e-50 to 1e+09 1/s", [] {
            ChainProblem problem = MakeIovtProblem(100e6);
            problem.frameRate = 0;
            PipelineHelper(problem, "IovtPlanner");
        });
        Expect("policy of SetQueues() is 9; allowed is Processor::DROP_NEWEST or "
               "Processor::DROP_OLDEST",
               [] {
                   PipelineHelper(MakeIovtProblem(100e6), "IovtPlanner")
                       .SetQueues(2, static_cast<Processor::DropPolicy>(9));
               });
    }

    void CheckNodes()
    {
        const NodeContainer three(3);
        const Ptr<Node> one = three.Get(0);
        const Ptr<Node> none;
        const auto install = [](const Ptr<Node>& camera,
                                const NodeContainer& devices,
                                const Ptr<Node>& sink,
                                const Ptr<Node>& controller) {
            return [=] {
                PipelineHelper(MakeIovtProblem(100e6), "IovtPlanner")
                    .Install(camera, devices, sink, controller);
            };
        };
        Expect("camera is no node: it is null", install(none, three, one, one));
        Expect("devices[1] is no node: it is null", install(one, MakeBroken(), one, one));
        Expect("sink is no node: it is null", install(one, three, none, one));
        Expect("controller is no node: it is null", install(one, three, one, none));
        Expect("no devices", install(one, NodeContainer(), one, one));
        Expect("1 devices need the rates of 2 links, got 4",
               install(one, NodeContainer(one), one, one));
        const std::vector<ChainDevice> devices = MakeIovtProblem(100e6).devices;
        Expect("nodes[1] is no node: it is null", [devices] {
            PipelineHelper::InstallProcessors(MakeBroken(), {devices[0], devices[1]});
        });
        Expect("1 nodes for 3 devices",
               [devices] { PipelineHelper::InstallProcessors(NodeContainer(1), devices); });
        Expect("it was used in a simulation that was destroyed", [] {
            PipelineFixture run(MakeIovtProblem(100e6), "IovtPlanner");
            run.Build();
            Simulator::Destroy();
            const Ptr<Node> node = CreateObject<Node>();
            run.helper.Install(node, NodeContainer(run.problem.devices.size()), node, node);
        });
    }

    void DoRun() override
    {
        CheckFigures();
        CheckNodes();
    }
};

class PipelineMisuseTestSuite : public TestSuite
{
  public:
    PipelineMisuseTestSuite()
        : TestSuite("edge-ai-pipeline-misuse", TEST_SYSTEM)
    {
        AddTestCase(new PipelineMisuseCase, TEST_QUICK);
    }
};

PipelineMisuseTestSuite g_pipelineMisuseTestSuite; //!< the suite

} // namespace
