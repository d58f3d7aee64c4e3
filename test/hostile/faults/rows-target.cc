/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Faults happen to HALP: devices with images, the host on the edge node, secondaries behind it.

#include "fault-target.h"

#include "ns3/double.h"
#include "ns3/network-catalogue.h"
#include "ns3/nstime.h"
#include "ns3/row-partition-helper.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

class RowsTarget : public HelperTarget<RowPartitionHelper>
{
  public:
    RowsTarget()
        : HelperTarget("HalpOverlapPlanner")
    {
    }

    uint32_t CountBehind() const override
    {
        return 2;
    }

    void Install(Ptr<Node> edge,
                 const NodeContainer& devices,
                 const NodeContainer& behind,
                 const Options& options) override
    {
        m_helper.AddNetwork(LoadNetworkProfile("AlexNet"), "AlexNet");
        m_helper.SetLinks(100e6, false);
        m_helper.SetUpload(10e6);
        m_helper.SetDeviceAttribute("Timeout", TimeValue(Seconds(3)));
        if (options.sparing)
        {
            m_helper.SetArrivals("Poisson", "Rate", DoubleValue(1. / devices.GetN()));
        }
        else
        {
            // 2 images a second at most, however many devices there are.
            m_helper.SetArrivals("Periodic",
                                 "Period",
                                 TimeValue(Seconds(std::max(1., devices.GetN() / 2.))));
        }
        if (options.mtu > 1500)
        {
            m_helper.SetSocketAttribute("SegmentSize", UintegerValue(options.mtu - 100));
        }
        const NodeContainer nodes(edge, behind);
        RowPartitionHelper::InstallProcessors(nodes, {10e9, 10e9, 10e9}, 0, 5);
        m_applications = m_helper.Install(edge, behind, devices);
        m_helper.AssignStreams(500);
    }
};

const FaultRegistration g_rows([] {
    FaultApplication application;
    application.name = "HALP";
    application.deadline = 1.5;
    application.transportOwner = "ns3::edgeai::RowSource";
    application.transport = "Protocol";
    application.make = [] { return std::make_unique<RowsTarget>(); };
    return application;
}());

} // namespace

} // namespace edgeai
} // namespace ns3
