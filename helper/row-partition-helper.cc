/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-partition-helper.h"

#include "allocation/plan/field-inspection.h"
#include "allocation/plan/planner-registry.h"
#include "application/control/remote/record-listener.h"
#include "application/pipeline/rows/row-figures.h"
#include "application/pipeline/rows/row-host.h"
#include "application/pipeline/rows/row-secondary.h"
#include "application/pipeline/rows/row-source.h"
#include "checked-attribute.h"
#include "compute/time-steps.h"
#include "energy-meter.h"
#include "peer-address.h"
#include "power-limit.h"
#include "processor-helper.h"
#include "setting-check.h"
#include "shared-medium.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns who refuses what this helper is told
SettingCheck
GetRowCheck()
{
    return SettingCheck("RowPartitionHelper");
}

} // namespace

RowPartitionHelper::RowPartitionHelper(const std::string& planner)
    : m_networks(std::make_shared<std::vector<RowNetwork>>()),
      m_monitor(CreateObject<InferenceMonitor>())
{
    m_planner.SetTypeId(edgeai::RequirePlanner<RowPartitionPlanner>(planner)->GetInstanceTypeId());
    m_host.SetTypeId(RowHost::GetTypeId());
    m_secondary.SetTypeId(RowSecondary::GetTypeId());
    m_device.SetTypeId(RowSource::GetTypeId());
    m_arrivals.Set("Periodic", "Period", TimeValue(Seconds(10)));
}

RowPartitionHelper::~RowPartitionHelper() = default;

std::vector<std::string>
RowPartitionHelper::ListPlanners()
{
    return ListRowPartitionPlanners();
}

void
RowPartitionHelper::RequirePlanner(const std::string& name)
{
    edgeai::RequirePlanner<RowPartitionPlanner>(name);
}

void
RowPartitionHelper::AddNetwork(const NetworkProfile& profile, const std::string& name)
{
    GetRowCheck().Require(m_networks->size() < RowLimits::NETWORKS,
                          SettingWords() << "allowed are " << RowLimits::NETWORKS << " networks");
    m_networks->push_back({name, profile.accuracy, MakeRowPartitionProblem(profile)});
}

void
RowPartitionHelper::SetLinks(double rate, bool shared)
{
    GetRowCheck().Plannable("rate of SetLinks()", rate, " bit/s");
    m_linkRate = rate;
    m_shared = shared;
}

void
RowPartitionHelper::SetMessageOverhead(double time, double bytes)
{
    GetRowCheck().Plannable("time of SetMessageOverhead()", time, " s", true);
    GetRowCheck().Plannable("bytes of SetMessageOverhead()", bytes, " B", true);
    m_messageTime = time;
    m_messageBytes = bytes;
}

void
RowPartitionHelper::SetDeadline(double deadline)
{
    GetRowCheck().Plannable("deadline of SetDeadline()", deadline, " s", true);
    m_deadline = deadline;
}

void
RowPartitionHelper::SetUpload(double mean, double deviation)
{
    const SettingCheck check = GetRowCheck();
    check.Range("mean of SetUpload()",
                mean,
                RowLimits::UPLOAD_RATE,
                FieldInspection::LARGEST,
                " bit/s");
    check.Plannable("deviation of SetUpload()", deviation, " bit/s", true);
    m_uploadRate = mean;
    m_uploadDeviation = deviation;
}

void
RowPartitionHelper::SetPlannerAttribute(const std::string& name, const AttributeValue& value)
{
    SetChecked(m_planner, name, value);
}

void
RowPartitionHelper::SetHostAttribute(const std::string& name, const AttributeValue& value)
{
    SetChecked(m_host, name, value);
}

void
RowPartitionHelper::SetSecondaryAttribute(const std::string& name, const AttributeValue& value)
{
    SetChecked(m_secondary, name, value);
}

void
RowPartitionHelper::SetDeviceAttribute(const std::string& name, const AttributeValue& value)
{
    SetChecked(m_device, name, value);
}

void
RowPartitionHelper::SetSocketAttribute(const std::string& name, const AttributeValue& value)
{
    for (ObjectFactory* factory : {&m_host, &m_secondary, &m_device})
    {
        SetChecked(*factory, name, value);
    }
}

void
RowPartitionHelper::InstallProcessors(const NodeContainer& nodes,
                                      const std::vector<double>& speeds,
                                      double operationTime,
                                      double power)
{
    const SettingCheck check = GetRowCheck();
    check.Require(nodes.GetN() == speeds.size(),
                  SettingWords() << nodes.GetN() << " nodes for " << speeds.size() << " speeds");
    check.Nodes("nodes", nodes);
    check.Range("operationTime", operationTime, 0, Time::Max().GetSeconds(), " s");
    check.Range("power", power, 0, POWER_LIMIT, " W");
    constexpr double CLOCK = 1e9; // [cycle/s]
    for (uint32_t i = 0; i < nodes.GetN(); ++i)
    {
        check.Plannable("speeds[" + std::to_string(i) + "]", speeds[i], " FLOP/s");
        ProcessorHelper processor;
        processor.SetAttribute("OperatingPoints", StringValue("1e9"));
        processor.SetAttribute("FlopPerCycle", DoubleValue(speeds[i] / CLOCK));
        processor.SetAttribute("PowerCoefficient", DoubleValue(0));
        processor.SetAttribute("StaticPower", DoubleValue(power));
        processor.SetAttribute("JobOverhead", TimeValue(ToTime(operationTime)));
        processor.Install(nodes.Get(i));
    }
}

void
RowPartitionHelper::ShareMedium(const NetDeviceContainer& devices, double rate)
{
    GetRowCheck().Plannable("rate of ShareMedium()", rate, " bit/s");
    Ptr<SharedMedium> medium = CreateObject<SharedMedium>();
    medium->SetRate(rate);
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        const auto device = DynamicCast<PointToPointNetDevice>(devices.Get(i));
        GetRowCheck().Require(device != nullptr,
                              SettingWords() << "device " << i << " is no point-to-point");
        medium->Add(device);
    }
}

ApplicationContainer
RowPartitionHelper::Install(Ptr<Node> hostNode,
                            const NodeContainer& secondaries,
                            const NodeContainer& devices)
{
    const SettingCheck check = GetRowCheck();
    check.Require(!m_networks->empty(), SettingWords() << "no network; call AddNetwork()");
    check.Node("host", hostNode);
    check.Nodes("secondaries", secondaries);
    check.Nodes("devices", devices);
    check.SameSimulation(m_lastHost);
    const NodeContainer nodes(NodeContainer(hostNode), secondaries);
    check.Require(nodes.GetN() <= RowLimits::NODES,
                  SettingWords() << nodes.GetN() << " nodes; allowed are " << RowLimits::NODES);
    const auto networks = std::make_shared<const RowNetworks>(*m_networks);
    Ptr<RowLedger> ledger = CreateObject<RowLedger>();
    ledger->SetMonitor(m_monitor);
    std::vector<uint32_t> ids;
    std::vector<Ptr<RowNode>> applications;
    for (uint32_t i = 0; i < nodes.GetN(); ++i)
    {
        ids.push_back(nodes.Get(i)->GetId());
        applications.push_back(i == 0 ? m_host.Create<RowNode>() : m_secondary.Create<RowNode>());
        applications[i]->SetPlace(networks, i, nodes.GetN());
        applications[i]->SetLedger(ledger);
        m_monitor->SetNodeName(ids[i], i == 0 ? "host" : "secondary " + std::to_string(i));
    }
    ledger->SetNodes(ids);
    InstallEnergyMeters(*m_monitor, NodeContainer(nodes, devices));
    const auto find = [&](uint32_t server, Ptr<Node> client) {
        UintegerValue port;
        applications[server]->GetAttribute("Port", port);
        const Address address = FindPeerAddress(nodes.Get(server), client, port.Get());
        applications[server]->SetAttribute(
            "Ipv6",
            BooleanValue(Inet6SocketAddress::IsMatchingType(address)));
        return address;
    };
    m_lastHost = DynamicCast<RowHost>(applications.front());
    const auto planner = m_planner.Create<RowPartitionPlanner>();
    ListenToRecords(planner, *m_monitor);
    m_lastHost->SetPlanner(planner);
    RowPlanning::Settings settings;
    settings.linkRate = m_linkRate;
    settings.medium = m_shared ? RowMedium::SHARED : RowMedium::POINT_TO_POINT;
    settings.messageTime = m_messageTime;
    settings.messageBytes = m_messageBytes;
    settings.uploadRate = m_uploadRate;
    settings.deadline = m_deadline;
    m_lastHost->SetPlanning(settings);

    ApplicationContainer result;
    m_lastSecondaries.clear();
    for (uint32_t i = 0; i < nodes.GetN(); ++i)
    {
        if (i > 0)
        {
            std::vector<Address> lower;
            for (uint32_t peer = 0; peer < i; ++peer)
            {
                lower.push_back(find(peer, nodes.Get(i)));
            }
            m_lastSecondaries.push_back(DynamicCast<RowSecondary>(applications[i]));
            m_lastSecondaries.back()->SetPeers(lower);
        }
        nodes.Get(i)->AddApplication(applications[i]);
        result.Add(applications[i]);
    }
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        Ptr<RowSource> device = m_device.Create<RowSource>();
        device->SetPlace(networks, i);
        device->SetLedger(ledger);
        device->SetAttribute("Host", AddressValue(find(0, devices.Get(i))));
        device->SetAttribute("Deadline", DoubleValue(m_deadline));
        device->SetAttribute("UploadRate", DoubleValue(m_uploadRate));
        device->SetAttribute("UploadDeviation", DoubleValue(m_uploadDeviation));
        Ptr<TaskArrivals> arrivals = m_arrivals.Create();
        arrivals->SetClient(i, devices.GetN());
        device->SetArrivals(arrivals);
        if (devices.Get(i) != hostNode)
        {
            m_monitor->SetNodeName(devices.Get(i)->GetId(), "device " + std::to_string(i + 1));
        }
        devices.Get(i)->AddApplication(device);
        result.Add(device);
    }
    m_applications.Add(result);
    return result;
}

void
RowPartitionHelper::Silence(uint32_t secondary, Time from, Time until)
{
    const SettingCheck check = GetRowCheck();
    check.Require(!m_lastSecondaries.empty(),
                  SettingWords() << "there are no secondaries to silence; call Silence() after "
                                    "Install()");
    check.Require(secondary >= 1 && secondary <= m_lastSecondaries.size(),
                  SettingWords() << "secondary is " << secondary << "; allowed is 1 to "
                                 << m_lastSecondaries.size());
    const Ptr<RowSecondary> silent = m_lastSecondaries[secondary - 1];
    check.Alive("Silence()", silent);
    check.Instant("from of Silence()", from);
    Simulator::Schedule(from - Simulator::Now(), &RowSecondary::SetSilent, silent, true);
    if (until > from)
    {
        Simulator::Schedule(until - Simulator::Now(), &RowSecondary::SetSilent, silent, false);
    }
}

InferenceMonitor&
RowPartitionHelper::GetMonitor() const
{
    return *m_monitor;
}

std::vector<RowPartitionImage>
RowPartitionHelper::GetImages() const
{
    std::vector<RowPartitionImage> images;
    m_monitor->GetSource().ForEach([&images](const TaskRecord& record) {
        const RowFigures& figures = record.Get<RowFigures>();
        RowPartitionImage image;
        image.id = record.id;
        image.network = record.network;
        image.generated = record.generated;
        image.completed = record.outcome == TaskOutcome::COMPLETED;
        image.late = record.deadlineMissed;
        image.batch = figures.batch.value_or(0);
        image.alone = figures.alone.value_or(0) == 1;
        image.gaveUp = figures.given.value_or(0) == 1;
        image.accuracy = 1 - record.planned.distortion;
        image.uploadPlanned = figures.uploadPlanned;
        image.uploadRealised = figures.uploadRealised;
        image.timePlanned = figures.inferencePlanned;
        image.timeRealised = figures.inferenceRealised;
        image.speedUpPlanned = figures.speedUpPlanned;
        image.speedUpRealised = figures.speedUpRealised;
        image.stallPlanned = {figures.hostStallPlanned,
                              figures.firstStallPlanned,
                              figures.secondStallPlanned};
        image.stallRealised = {figures.hostStallRealised,
                               figures.firstStallRealised,
                               figures.secondStallRealised};
        image.latency = record.realised.latency;
        image.reliability = figures.reliability;
        images.push_back(image);
    });
    return images;
}

std::vector<RowPartitionChange>
RowPartitionHelper::GetChanges() const
{
    std::vector<RowPartitionChange> changes;
    if (!m_lastHost)
    {
        return changes;
    }
    for (const RowChange& made : m_lastHost->GetPlanning().GetChanges())
    {
        changes.push_back({made.number,
                           (*m_networks)[made.network].name,
                           made.made,
                           made.cause,
                           made.plan.IsUsable() ? "" : made.plan.reason,
                           made.plan.time,
                           made.plan.aloneTime,
                           made.plan.alone,
                           made.plan.zoneShare,
                           made.plan.ratio});
    }
    return changes;
}

uint64_t
RowPartitionHelper::GetSilenceCount() const
{
    return m_lastHost ? m_lastHost->GetSilenceCount() : 0;
}

int64_t
RowPartitionHelper::AssignStreams(int64_t stream)
{
    int64_t used = 0;
    for (uint32_t i = 0; i < m_applications.GetN(); ++i)
    {
        if (auto device = DynamicCast<RowSource>(m_applications.Get(i)))
        {
            used += device->AssignStreams(stream + used);
        }
    }
    return used;
}

} // namespace edgeai
} // namespace ns3
