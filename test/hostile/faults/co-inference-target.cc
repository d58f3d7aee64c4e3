/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Faults happen to co-inference: devices and a server that plans each task.

#include "fault-target.h"

#include "ns3/co-inference-controller.h"
#include "ns3/co-inference-helper.h"
#include "ns3/co-inference-server.h"
#include "ns3/double.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/processor-helper.h"
#include "ns3/string.h"
#include "ns3/type-id.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr const char* NETWORK = "ViT-L/16@part=encoder";

class CoInferenceTarget : public HelperTarget<CoInferenceHelper>
{
  public:
    CoInferenceTarget()
        : HelperTarget(NETWORK, "LaimPlanner")
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
        ProcessorHelper processors("LaimDevice");
        processors.Install(devices);
        processors.SetPreset("LaimServer").Install(edge);
        m_helper.SetBudget(Seconds(2), 0.1);
        m_helper.SetClientAttribute("Timeout", TimeValue(Seconds(2)));
        if (options.udp)
        {
            m_helper.SetClientAttribute("Protocol", TypeIdValue(UdpSocketFactory::GetTypeId()));
        }
        if (options.mtu > 1500)
        {
            for (const char* name : {"SegmentSize", "FragmentSize"})
            {
                m_helper.SetClientAttribute(name, UintegerValue(options.mtu - 100));
                m_helper.SetServerAttribute(name, UintegerValue(options.mtu - 100));
            }
        }
        if (options.sparing)
        {
            m_helper.SetArrivals("Poisson", "Rate", DoubleValue(2. / devices.GetN()));
        }
        else
        {
            // 20 tasks a second at most, however many devices there are.
            m_helper.SetArrivals("Periodic",
                                 "Period",
                                 TimeValue(Seconds(std::max(0.5, devices.GetN() / 20.))));
        }
        m_applications = m_helper.Install(edge, devices);
        m_helper.AssignStreams(500);
    }

    void StartAnew(double when) override
    {
        const auto controller = CreateObject<CoInferenceController>();
        controller->Offer(NETWORK);
        const auto again = CreateObject<CoInferenceServer>();
        again->SetController(controller);
        again->SetMonitor(&m_helper.GetMonitor());
        m_applications.Get(0)->GetNode()->AddApplication(again);
        again->SetStartTime(Seconds(when));
    }
};

const FaultRegistration g_coInference([] {
    FaultApplication application;
    application.name = "co-inference";
    application.deadline = 2;
    application.startsAnew = true;
    application.transportOwner = "ns3::edgeai::CoInferenceClient";
    application.transport = "Protocol";
    application.make = [] { return std::make_unique<CoInferenceTarget>(); };
    return application;
}());

} // namespace

} // namespace edgeai
} // namespace ns3
