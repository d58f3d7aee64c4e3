/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pipeline-helper.h"

#include "allocation/plan/field-inspection.h"
#include "application/control/measured-times.h"
#include "application/control/remote/record-listener.h"
#include "application/pipeline/pipeline-camera.h"
#include "application/pipeline/pipeline-sink.h"
#include "application/pipeline/pipeline-stage-application.h"
#include "checked-attribute.h"
#include "compute/time-steps.h"
#include "energy-meter.h"
#include "peer-address.h"
#include "processor-helper.h"
#include "setting-check.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/enum.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/node.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <memory>
#include <vector>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns who refuses what this helper is told
SettingCheck
GetPipelineCheck()
{
    return SettingCheck("PipelineHelper");
}

} // namespace

PipelineHelper::PipelineHelper(const ChainProblem& problem, const std::string& planner)
    : m_problem(problem),
      m_monitor(CreateObject<InferenceMonitor>())
{
    m_camera.SetTypeId(PipelineCamera::GetTypeId());
    m_stage.SetTypeId(PipelineStageApplication::GetTypeId());
    m_sink.SetTypeId(PipelineSink::GetTypeId());
    m_controller.SetTypeId(PipelineController::GetTypeId());
    // A step of the simulator between frames at least; SetArrivals() may say something else.
    GetPipelineCheck().Range("frameRate",
                             problem.frameRate,
                             FieldInspection::SMALLEST,
                             static_cast<double>(1 / GetStepSeconds()),
                             " 1/s");
    m_arrivals.Set("Periodic", "Period", TimeValue(ToTime(1 / problem.frameRate)));

    // Through the controller, whose message lists what exists when the name is unknown.
    Ptr<PipelineController> probe = CreateObject<PipelineController>();
    probe->SetPlannerName(planner);
    m_planner.SetTypeId(probe->GetPlannerName());
    if (m_planner.Create<ChainPlanner>()->PlansBranchByBranch())
    {
        m_stage.Set("BranchByBranch", BooleanValue(true));
    }
}

void
PipelineHelper::SetNetworkName(const std::string& name)
{
    m_camera.Set("Network", StringValue(name));
}

void
PipelineHelper::SetCameraAttribute(const std::string& name, const AttributeValue& value)
{
    SetChecked(m_camera, name, value);
}

void
PipelineHelper::SetStageAttribute(const std::string& name, const AttributeValue& value)
{
    SetChecked(m_stage, name, value);
    const auto text = dynamic_cast<const StringValue*>(&value);
    if (name == "Processor" && text)
    {
        m_stageProcessor = text->Get();
    }
}

void
PipelineHelper::SetSinkAttribute(const std::string& name, const AttributeValue& value)
{
    SetChecked(m_sink, name, value);
}

void
PipelineHelper::SetControllerAttribute(const std::string& name, const AttributeValue& value)
{
    SetChecked(m_controller, name, value);
}

void
PipelineHelper::SetPlannerAttribute(const std::string& name, const AttributeValue& value)
{
    SetChecked(m_planner, name, value);
}

void
PipelineHelper::SetLinkAttribute(const std::string& name, const AttributeValue& value)
{
    SetChecked(m_camera, name, value);
    SetChecked(m_stage, name, value);
}

void
PipelineHelper::SetSocketAttribute(const std::string& name, const AttributeValue& value)
{
    for (ObjectFactory* factory : {&m_camera, &m_stage, &m_sink, &m_controller})
    {
        SetChecked(*factory, name, value);
    }
}

void
PipelineHelper::SetQueues(uint32_t limit, Processor::DropPolicy policy)
{
    GetPipelineCheck().Require(
        policy == Processor::DROP_NEWEST || policy == Processor::DROP_OLDEST,
        SettingWords() << "policy of SetQueues() is " << static_cast<int>(policy)
                       << "; allowed is Processor::DROP_NEWEST or Processor::DROP_OLDEST");
    m_queueLimit = limit;
    m_dropPolicy = policy;
}

void
PipelineHelper::LimitQueues(Ptr<PipelineSource> source) const
{
    source->SetAttribute("QueueLimit", UintegerValue(m_queueLimit));
    source->SetAttribute("DropPolicy", EnumValue(m_dropPolicy));
}

void
PipelineHelper::InstallProcessors(const NodeContainer& nodes,
                                  const std::vector<ChainDevice>& devices)
{
    const SettingCheck check = GetPipelineCheck();
    check.Require(nodes.GetN() == devices.size(),
                  SettingWords() << nodes.GetN() << " nodes for " << devices.size() << " devices");
    check.Nodes("nodes", nodes);
    constexpr double CLOCK = 1e9; // [cycle/s]
    for (uint32_t i = 0; i < nodes.GetN(); ++i)
    {
        const std::string device = "devices[" + std::to_string(i) + "].";
        check.Plannable(device + "peakFlops", devices[i].peakFlops, " FLOP/s");
        check.Range(device + "fixedTime", devices[i].fixedTime, 0, Time::Max().GetSeconds(), " s");
        ProcessorHelper processor;
        processor.SetAttribute("OperatingPoints", StringValue("1e9"));
        processor.SetAttribute("FlopPerCycle", DoubleValue(devices[i].peakFlops / CLOCK));
        processor.SetAttribute("MemoryBandwidth", DoubleValue(devices[i].memoryBandwidth));
        processor.SetAttribute("MemorySize", DoubleValue(devices[i].memoryBytes));
        // Of its power a device tells the sum at its only clock, if anything.
        processor.SetAttribute("PowerCoefficient", DoubleValue(0));
        processor.SetAttribute("StaticPower", DoubleValue(devices[i].busyPower));
        processor.SetAttribute("JobOverhead", TimeValue(ToTime(devices[i].fixedTime)));
        processor.Install(nodes.Get(i));
    }
}

ApplicationContainer
PipelineHelper::Install(Ptr<Node> cameraNode,
                        const NodeContainer& devices,
                        Ptr<Node> sinkNode,
                        Ptr<Node> controllerNode)
{
    const uint32_t stages = devices.GetN();
    const SettingCheck check = GetPipelineCheck();
    check.Node("camera", cameraNode);
    check.Nodes("devices", devices);
    check.Node("sink", sinkNode);
    check.Node("controller", controllerNode);
    check.SameSimulation(m_lastController);
    check.Require(stages > 0, SettingWords() << "no devices");
    check.Require(m_problem.linkRates.size() == stages + 1,
                  SettingWords() << stages << " devices need the rates of " << stages + 1
                                 << " links, got " << m_problem.linkRates.size());
    for (uint32_t i = 0; i < stages && i < m_problem.devices.size(); ++i)
    {
        const Ptr<Processor> processor = Processor::Find(devices.Get(i), m_stageProcessor);
        if (processor && processor->GetLatencies())
        {
            m_problem.devices[i].layerTimes = DescribeLayerTimes(*processor, m_problem.layers);
        }
    }
    const auto network = std::make_shared<const ChainProblem>(m_problem);
    Ptr<FrameLedger> ledger = CreateObject<FrameLedger>();
    ledger->SetMonitor(m_monitor);
    m_lastLedger = ledger;

    NodeContainer way(NodeContainer(cameraNode), devices, NodeContainer(sinkNode));
    std::vector<uint32_t> ids;
    std::vector<Ptr<PipelineNode>> nodes;
    for (uint32_t i = 0; i < way.GetN(); ++i)
    {
        ids.push_back(way.Get(i)->GetId());
        const bool stage = i > 0 && i <= stages;
        Ptr<PipelineNode> node = i == 0  ? m_camera.Create<PipelineNode>()
                                 : stage ? m_stage.Create<PipelineNode>()
                                         : m_sink.Create<PipelineNode>();
        node->SetPlace(network, i);
        node->SetLedger(ledger);
        m_monitor->SetNodeName(ids.back(),
                               i == 0  ? "camera"
                               : stage ? "stage " + std::to_string(i)
                                       : "sink");
        nodes.push_back(node);
    }
    ledger->SetNodes(ids);
    InstallEnergyMeters(*m_monitor, way);

    Ptr<PipelineController> controller = m_controller.Create<PipelineController>();
    const auto planner = m_planner.Create<ChainPlanner>();
    ListenToRecords(planner, *m_monitor);
    controller->SetPlanner(planner);
    controller->SetProblem(m_problem);
    controller->SetMonitor(m_monitor);
    m_lastController = controller;
    UintegerValue controllerPort;
    controller->GetAttribute("Port", controllerPort);

    for (uint32_t i = 0; i < way.GetN(); ++i)
    {
        const Address told = FindPeerAddress(controllerNode, way.Get(i), controllerPort.Get());
        nodes[i]->SetAttribute("Controller", AddressValue(told));
        if (Inet6SocketAddress::IsMatchingType(told))
        {
            controller->SetAttribute("Ipv6", BooleanValue(true));
        }
        if (i + 1 < way.GetN())
        {
            UintegerValue port;
            nodes[i + 1]->GetAttribute("Port", port);
            const Address next = FindPeerAddress(way.Get(i + 1), way.Get(i), port.Get());
            nodes[i]->SetAttribute("Next", AddressValue(next));
            nodes[i + 1]->SetAttribute("Ipv6",
                                       BooleanValue(Inet6SocketAddress::IsMatchingType(next)));
            LimitQueues(DynamicCast<PipelineSource>(nodes[i]));
        }
        if (i > 0 && i <= stages)
        {
            StringValue name;
            nodes[i]->GetAttribute("Processor", name);
            if (Ptr<Processor> processor = Processor::Find(way.Get(i), name.Get()))
            {
                processor->SetAttribute("QueueLimit", UintegerValue(m_queueLimit));
                processor->SetAttribute("DropPolicy", EnumValue(m_dropPolicy));
            }
        }
    }
    DynamicCast<PipelineCamera>(nodes.front())->SetArrivals(m_arrivals.Create());

    ApplicationContainer result;
    controllerNode->AddApplication(controller);
    result.Add(controller);
    for (uint32_t i = 0; i < way.GetN(); ++i)
    {
        way.Get(i)->AddApplication(nodes[i]);
        result.Add(nodes[i]);
    }
    m_applications.Add(result);
    return result;
}

InferenceMonitor&
PipelineHelper::GetMonitor() const
{
    return *m_monitor;
}

Ptr<PipelineController>
PipelineHelper::GetController() const
{
    return m_lastController;
}

Ptr<FrameLedger>
PipelineHelper::GetLedger() const
{
    return m_lastLedger;
}

int64_t
PipelineHelper::AssignStreams(int64_t stream)
{
    int64_t used = 0;
    for (uint32_t i = 0; i < m_applications.GetN(); ++i)
    {
        if (auto camera = DynamicCast<PipelineCamera>(m_applications.Get(i)))
        {
            used += camera->AssignStreams(stream + used);
        }
    }
    return used;
}

} // namespace edgeai
} // namespace ns3
