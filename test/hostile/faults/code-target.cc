/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Faults happen to services of CoDE: users of one over the access network, its server on the edge
// node, the other service behind it.

#include "fault-target.h"

#include "ns3/code-helper.h"
#include "ns3/nstime.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace edgeai
{

namespace
{

class CodeTarget : public HelperTarget<CodeHelper>
{
  public:
    uint32_t CountBehind() const override
    {
        return 2; // the other server, and a user of its
    }

    void Install(Ptr<Node> edge,
                 const NodeContainer& devices,
                 const NodeContainer& behind,
                 const Options& options) override
    {
        m_helper.AddService({"local", "AlexNet", 50e9, 2, "CodePlanner"});
        m_helper.AddService({"host", "MobileNetV1", 70e9, 5});
        m_helper.SetLinkRate(100e6);
        m_helper.SetUserAttribute("TaskTimeout", TimeValue(Seconds(2)));
        if (options.mtu > 1500)
        {
            m_helper.SetSocketAttribute("SegmentSize", UintegerValue(options.mtu - 100));
        }
        const NodeContainer servers(edge, behind.Get(0));
        m_helper.InstallProcessors(servers);
        m_applications = m_helper.Install(servers, {devices, NodeContainer(behind.Get(1))});
        m_helper.AssignStreams(500);
    }
};

const FaultRegistration g_code([] {
    FaultApplication application;
    application.name = "CoDE";
    application.transportOwner = "ns3::edgeai::CodeUser";
    application.transport = "Protocol";
    application.make = [] { return std::make_unique<CodeTarget>(); };
    return application;
}());

} // namespace

} // namespace edgeai
} // namespace ns3
