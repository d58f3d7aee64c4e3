/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Faults happen to DTO-EE: devices, a first stage on the edge node, a second one behind it.

#include "fault-target.h"

#include "ns3/dto-ee-helper.h"
#include "ns3/nstime.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

class DtoEeTarget : public FaultTarget
{
  public:
    uint32_t CountBehind() const override
    {
        return 2;
    }

    void Install(Ptr<Node> edge,
                 const NodeContainer& devices,
                 const NodeContainer& behind,
                 const Options& options) override
    {
        DtoEeModel model;
        model.name = "toy";
        model.stages = {{4e9, 4e5}, {6e9, 2e5}};
        model.exits = {{1, 1, 0.6, 0.8}};
        DtoEeSettings settings;
        settings.slot = Seconds(options.sparing ? 4 : 1);
        settings.rounds = 3;
        m_helper = std::make_unique<DtoEeHelper>(model, settings);
        m_helper->SetAttribute("TaskTimeout", TimeValue(Seconds(2)));
        if (options.mtu > 1500)
        {
            m_helper->SetAttribute("SegmentSize", UintegerValue(options.mtu - 100));
        }
        DtoEeHelper::InstallProcessors(edge, {160e9});
        DtoEeHelper::InstallProcessors(behind, {150e9, 100e9});
        const DtoEeHelper::LinkRates rates{std::vector<std::vector<double>>(devices.GetN(), {10e6}),
                                           {{100e6, 100e6}}};
        // So many tasks a second at most, however many devices there are.
        const double most = options.sparing ? 2 : 10;
        const double rate = std::min(1.5, most / std::max<uint32_t>(devices.GetN(), 1));
        m_applications = m_helper->Install(devices,
                                           std::vector<double>(devices.GetN(), rate),
                                           {edge, behind},
                                           rates,
                                           edge);
        m_server = m_applications.Get(devices.GetN());
        m_helper->AssignStreams(500);
    }

    InferenceMonitor& GetMonitor() override
    {
        return m_helper->GetMonitor();
    }

    Ptr<Application> GetServer() override
    {
        return m_server;
    }

  private:
    std::unique_ptr<DtoEeHelper> m_helper;
    ApplicationContainer m_applications;
    Ptr<Application> m_server;
};

const FaultRegistration g_dtoEe([] {
    FaultApplication application;
    application.name = "DTO-EE";
    application.transportOwner = "ns3::edgeai::DtoEeAgent";
    application.transport = "Protocol";
    application.make = [] { return std::make_unique<DtoEeTarget>(); };
    return application;
}());

} // namespace

} // namespace edgeai
} // namespace ns3
