/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Faults happen to learning in rounds: workers over the access network, the server on the edge
// node.

#include "fault-target.h"

#include "ns3/double.h"
#include "ns3/learning-helper.h"
#include "ns3/nstime.h"
#include "ns3/processor-helper.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace edgeai
{

namespace
{

class RoundsTarget : public HelperTarget<LearningHelper>
{
  public:
    RoundsTarget()
        : HelperTarget("Softmax(20,10,l2=0.001)", "FedQvrEqualPlanner")
    {
    }

    uint32_t CountBehind() const override
    {
        return 0;
    }

    void Install(Ptr<Node> edge,
                 const NodeContainer& devices,
                 const NodeContainer& behind,
                 const Options& options) override
    {
        (void)behind;
        m_helper.SetData("Mixture(20,10,samples=400,separation=2)");
        m_helper.SetPartition("iid");
        m_helper.SetTraining(.1, 16);
        m_helper.SetMethod("FedAvg(steps=2,window=1)");
        m_helper.SetServerAttribute("Rounds", UintegerValue(0));
        m_helper.SetServerAttribute("Pause", TimeValue(MilliSeconds(options.sparing ? 4000 : 200)));
        m_helper.SetServerAttribute("RetryInterval", TimeValue(MilliSeconds(200)));
        m_helper.SetServerAttribute("JoinTimeout", TimeValue(Seconds(2)));
        // Without a word of MinRto ideal links are held for links that lose nothing.
        m_helper.SetSocketAttribute("MinRto", TimeValue(Seconds(1)));
        if (options.udp)
        {
            m_helper.SetServerAttribute("UpdateWay", StringValue("Udp"));
        }
        if (options.mtu > 1500)
        {
            m_helper.SetSocketAttribute("SegmentSize", UintegerValue(options.mtu - 100));
            m_helper.SetSocketAttribute("FragmentSize", UintegerValue(options.mtu - 100));
        }
        ProcessorHelper processor;
        processor.SetAttribute("OperatingPoints", StringValue("1e9"));
        processor.SetAttribute("FlopPerCycle", DoubleValue(1e-2));
        processor.SetAttribute("PowerCoefficient", DoubleValue(0));
        processor.SetAttribute("StaticPower", DoubleValue(1));
        processor.Install(devices);
        m_helper.AssignStreams(500);
        m_applications = m_helper.Install(edge, devices);
    }
};

const FaultRegistration g_rounds([] {
    FaultApplication application;
    application.name = "rounds";
    application.devices = 3;
    application.deadline = 1.5;
    application.keepsTcp = true;
    application.transportOwner = "ns3::edgeai::LearningAnswers";
    application.transport = "UpdateWay";
    application.make = [] { return std::make_unique<RoundsTarget>(); };
    return application;
}());

} // namespace

} // namespace edgeai
} // namespace ns3
