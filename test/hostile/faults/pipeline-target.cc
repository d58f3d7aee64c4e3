/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Faults happen to a pipeline: a camera over the access network, a stage on the edge node, the rest
// behind it.

#include "fault-target.h"
#include "support/iovt-test-support.h"

#include "ns3/nstime.h"
#include "ns3/pipeline-helper.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace edgeai
{

namespace
{

class PipelineTarget : public FaultTarget
{
  public:
    PipelineTarget()
        : m_problem(MakeProblem()),
          m_helper(m_problem, "IovtPlanner")
    {
    }

    uint32_t CountBehind() const override
    {
        return 3; // two stages and the sink
    }

    void Install(Ptr<Node> edge,
                 const NodeContainer& devices,
                 const NodeContainer& behind,
                 const Options& options) override
    {
        const NodeContainer stages(edge, behind.Get(0), behind.Get(1));
        PipelineHelper::InstallProcessors(stages, m_problem.devices);
        m_helper.SetNetworkName("toy");
        m_helper.SetLinkAttribute("FrameTimeout", TimeValue(Seconds(2)));
        if (options.udp)
        {
            m_helper.SetLinkAttribute("Protocol", StringValue("ns3::UdpSocketFactory"));
        }
        if (options.mtu > 1500)
        {
            m_helper.SetSocketAttribute("SegmentSize", UintegerValue(options.mtu - 100));
            m_helper.SetSocketAttribute("FragmentSize", UintegerValue(options.mtu - 100));
        }
        m_applications = m_helper.Install(devices.Get(0), stages, behind.Get(2), edge);
        m_helper.AssignStreams(500);
    }

    InferenceMonitor& GetMonitor() override
    {
        return m_helper.GetMonitor();
    }

    Ptr<Application> GetServer() override
    {
        return m_applications.Get(2); // behind controller and camera
    }

  private:
    static ChainProblem MakeProblem()
    {
        ChainProblem problem = iovttest::MakeToyProblem();
        problem.frameRate = 2;
        problem.linkRates = {10e6, 100e6, 100e6, 100e6};
        return problem;
    }

    ChainProblem m_problem;
    PipelineHelper m_helper;
    ApplicationContainer m_applications;
};

const FaultRegistration g_pipeline([] {
    FaultApplication application;
    application.name = "pipelines";
    application.devices = 1;
    application.least = 1;
    application.most = 1;
    application.transportOwner = "ns3::edgeai::PipelineSource";
    application.transport = "Protocol";
    application.make = [] { return std::make_unique<PipelineTarget>(); };
    return application;
}());

} // namespace

} // namespace edgeai
} // namespace ns3
