/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-helper.h"

#include "allocation/pipeline/dto-ee/dto-ee-partition.h"
#include "allocation/pipeline/dto-ee/dto-ee-planner.h"
#include "allocation/plan/field-inspection.h"
#include "allocation/plan/planner-registry.h"
#include "application/control/remote/record-listener.h"
#include "application/pipeline/dto-ee/dto-ee-controller.h"
#include "application/pipeline/dto-ee/dto-ee-device.h"
#include "application/pipeline/dto-ee/dto-ee-node-application.h"
#include "checked-attribute.h"
#include "compute/time-steps.h"
#include "energy-meter.h"
#include "peer-address.h"
#include "period-limits.h"
#include "processor-helper.h"
#include "profile/confidence-table.h"
#include "setting-check.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/enum.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/network-catalogue.h"
#include "ns3/network-profile.h"
#include "ns3/profile-error.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

namespace
{

/// The planner whose parts are on the nodes.
constexpr const char* DISTRIBUTED = "ns3::edgeai::DtoEeDistributedPlanner";

/// @returns the TypeId's name of a planner; "" if there is none
std::string
FindPlanner(const std::string& name)
{
    TypeId type;
    return FindPlannerType(name, DtoEePlannerBase::GetTypeId(), type) ? type.GetName() : "";
}

/// @returns who refuses what this helper is told
SettingCheck
GetDtoEeCheck()
{
    return SettingCheck("DtoEeHelper");
}

} // namespace

DtoEeModel
DtoEeModel::FromNetwork(const std::string& network,
                        const std::vector<uint32_t>& cuts,
                        const std::vector<uint32_t>& exitStages)
{
    NetworkProfile profile = LoadNetworkProfile(network);
    if (!exitStages.empty())
    {
        profile.exits.clear();
    }
    const DtoEePartition partition = MakeDtoEePartition(profile, cuts);
    DtoEeModel model;
    model.name = network;
    for (const DtoEeStage& stage : partition.stages)
    {
        model.stages.push_back({stage.flop, stage.inputBits});
    }
    const std::vector<uint32_t>& places = exitStages.empty() ? partition.exitStages : exitStages;
    for (std::size_t b = 0; b < places.size(); ++b)
    {
        Exit exit;
        exit.stage = places[b];
        exit.exponent = static_cast<double>(b + 1);
        // From 0.60 evenly down to the 0.40 of the end.
        exit.errorSlope = model.errorSlope + 0.2 * static_cast<double>(places.size() - b) /
                                                 static_cast<double>(places.size());
        model.exits.push_back(exit);
    }
    return model;
}

std::vector<uint32_t>
DtoEeModel::CutEvenly(const std::string& network, uint32_t stages)
{
    const NetworkProfile profile = LoadNetworkProfile(network);
    const double part = static_cast<double>(profile.GetFlop()) / stages;
    std::vector<uint32_t> cuts;
    for (const uint32_t cut : profile.GetCuts())
    {
        const bool inside = cut > 0 && cut < profile.GetBlockCount();
        // The first cut behind which less than half of a block's work would be too much.
        const uint32_t next = std::min(cut + 1, profile.GetBlockCount());
        const double middle = (static_cast<double>(profile.GetFlopBefore(cut)) +
                               static_cast<double>(profile.GetFlopBefore(next))) /
                              2;
        if (inside && cuts.size() + 1 < stages &&
            middle >= part * static_cast<double>(cuts.size() + 1))
        {
            cuts.push_back(cut);
        }
    }
    if (cuts.size() + 1 != stages)
    {
        throw ProfileError(network + " cannot be cut into " + std::to_string(stages) + " parts");
    }
    return cuts;
}

std::string
DtoEeModel::ExplainExits() const
{
    for (std::size_t b = 0; b < exits.size(); ++b)
    {
        if (exits[b].stage < 1 || exits[b].stage >= stages.size() ||
            (b > 0 && exits[b].stage <= exits[b - 1].stage))
        {
            return "an exit behind stage " + std::to_string(exits[b].stage) +
                   "; allowed are rising stages of 1 to " + std::to_string(stages.size() - 1) +
                   ", as the last answers anyway";
        }
    }
    if (confidences.empty())
    {
        return "";
    }
    try
    {
        const std::string fault = ReadConfidenceFile(confidences).Validate(exits.size());
        return fault.empty() ? "" : confidences + ": " + fault;
    }
    catch (const ProfileError& error)
    {
        return error.what();
    }
}

std::vector<std::string>
DtoEeHelper::ListPlanners()
{
    return ListDtoEePlanners();
}

bool
DtoEeHelper::RequirePlanner(const std::string& name)
{
    if (!FindPlanner(name).empty())
    {
        return true;
    }
    std::string all;
    for (const std::string& known : ListDtoEePlanners())
    {
        all += (all.empty() ? "" : ", ") + known;
    }
    throw std::invalid_argument("there is no planner \"" + name + "\"; there are " + all);
}

DtoEeHelper::DtoEeHelper(const DtoEeModel& model, const DtoEeSettings& settings)
    : m_model(model),
      m_settings(settings),
      m_monitor(CreateObject<InferenceMonitor>()),
      m_ledger(CreateObject<DtoEeLedger>())
{
    m_device.SetTypeId(DtoEeDevice::GetTypeId());
    m_device.Set("Network", StringValue(model.name));
    m_node.SetTypeId(DtoEeNodeApplication::GetTypeId());
    RequirePlanner(settings.planner);
    m_planner.SetTypeId(FindPlanner(settings.planner));
    if (settings.records)
    {
        m_ledger->SetMonitor(m_monitor);
    }
}

DtoEeHelper::~DtoEeHelper()
{
    m_ledger->SetExpectation(nullptr);
}

void
DtoEeHelper::SetDeviceAttribute(const std::string& name, const AttributeValue& value)
{
    GetDtoEeCheck().Early("SetDeviceAttribute(\"" + name + "\")", m_setup != nullptr);
    SetChecked(m_device, name, value);
}

void
DtoEeHelper::SetNodeAttribute(const std::string& name, const AttributeValue& value)
{
    GetDtoEeCheck().Early("SetNodeAttribute(\"" + name + "\")", m_setup != nullptr);
    SetChecked(m_node, name, value);
}

void
DtoEeHelper::SetAttribute(const std::string& name, const AttributeValue& value)
{
    GetDtoEeCheck().Early("SetAttribute(\"" + name + "\")", m_setup != nullptr);
    SetChecked(m_device, name, value);
    SetChecked(m_node, name, value);
}

void
DtoEeHelper::SetPlannerAttribute(const std::string& name, const AttributeValue& value)
{
    GetDtoEeCheck().Early("SetPlannerAttribute(\"" + name + "\")", m_setup != nullptr);
    SetChecked(m_planner, name, value);
}

void
DtoEeHelper::InstallProcessors(const NodeContainer& nodes,
                               const std::vector<double>& speeds,
                               bool exponential)
{
    const SettingCheck check = GetDtoEeCheck();
    check.Require(nodes.GetN() == speeds.size(),
                  SettingWords() << nodes.GetN() << " nodes for " << speeds.size() << " speeds");
    check.Nodes("nodes", nodes);
    constexpr double CLOCK = 1e9; // [cycle/s]
    for (uint32_t j = 0; j < nodes.GetN(); ++j)
    {
        check.Plannable("speeds[" + std::to_string(j) + "]", speeds[j], " FLOP/s");
        ProcessorHelper processor;
        processor.SetAttribute("OperatingPoints", StringValue("1e9"));
        processor.SetAttribute("FlopPerCycle", DoubleValue(speeds[j] / CLOCK));
        processor.SetAttribute("PowerCoefficient", DoubleValue(0));
        processor.SetAttribute("ServiceLaw",
                               StringValue(exponential ? "Exponential" : "Deterministic"));
        processor.Install(nodes.Get(j));
    }
}

void
DtoEeHelper::RequireInstalled(const std::string& call) const
{
    GetDtoEeCheck().Late(call, m_setup != nullptr);
}

void
DtoEeHelper::RequireSound(const NodeContainer& devices,
                          const std::vector<double>& arrivalRates,
                          const std::vector<NodeContainer>& stages)
{
    const SettingCheck check = GetDtoEeCheck();
    check.Require(devices.GetN() == arrivalRates.size(),
                  SettingWords() << devices.GetN() << " devices for " << arrivalRates.size()
                                 << " arrival rates");
    check.Nodes("devices", devices);
    for (std::size_t h = 0; h < stages.size(); ++h)
    {
        check.Nodes("stages[" + std::to_string(h) + "]", stages[h]);
    }
    for (std::size_t i = 0; i < arrivalRates.size(); ++i)
    {
        check.Range("arrivalRates[" + std::to_string(i) + "]",
                    arrivalRates[i],
                    FieldInspection::SMALLEST,
                    PeriodLimits::TaskRate(),
                    " 1/s",
                    true);
    }
}

void
DtoEeHelper::MakeSetup(const std::vector<double>& arrivalRates,
                       const std::vector<NodeContainer>& stages,
                       const LinkRates& linkRates)
{
    NS_ABORT_MSG_UNLESS(stages.size() == m_model.stages.size() && linkRates.size() == stages.size(),
                        "DtoEeHelper: nodes of " << stages.size() << " stages and links into "
                                                 << linkRates.size() << " for a model of "
                                                 << m_model.stages.size());
    DtoEeProblem problem;
    problem.arrivalRates = arrivalRates;
    StringValue processorName;
    Ptr<Object> probe = m_node.Create<Object>();
    probe->GetAttribute("Processor", processorName);
    for (std::size_t h = 0; h < stages.size(); ++h)
    {
        DtoEeStage stage;
        stage.flop = m_model.stages[h].flop;
        stage.inputBits = m_model.stages[h].inputBits;
        for (uint32_t j = 0; j < stages[h].GetN(); ++j)
        {
            const Ptr<Processor> processor = Processor::Find(stages[h].Get(j), processorName.Get());
            NS_ABORT_MSG_UNLESS(processor,
                                "DtoEeHelper: node "
                                    << stages[h].Get(j)->GetId()
                                    << " has no processor; install one with ProcessorHelper");
            // The speed is that of one such task alone, whatever limits it.
            const double time = processor->GetServiceTime(stage.flop, 0, processor->GetUnits(), 0);
            stage.nodes.push_back({"node " + std::to_string(j), stage.flop / time, 0});
        }
        stage.linkRates = linkRates[h];
        problem.stages.push_back(stage);
    }
    for (const DtoEeModel::Exit& exit : m_model.exits)
    {
        problem.exits.push_back({exit.stage, exit.exponent, exit.errorSlope, exit.threshold});
    }
    problem.accuracyBest = m_model.accuracyBest;
    problem.errorSlope = m_model.errorSlope;
    if (!m_model.confidences.empty())
    {
        problem.confidences = ReadConfidenceFile(m_model.confidences);
    }
    problem.thresholdGrid = m_settings.thresholds;
    problem.accuracyValue = m_settings.accuracyValue;
    problem.serviceVariability = m_settings.variability;
    problem.linkQueues = m_settings.linkQueues;
    problem.seed = m_settings.seed;
    const std::string complaint = problem.Validate();
    NS_ABORT_MSG_UNLESS(complaint.empty(), "DtoEeHelper: " << complaint);
    NS_ABORT_MSG_UNLESS(
        m_settings.rounds >= 1 && m_settings.rounds < 65535 && m_settings.slot > Time(0) &&
            m_settings.patience > Time(0) && m_settings.silence > Time(0) &&
            m_settings.first >= Time(0) && m_settings.misses >= 1 && m_settings.averaging > 0 &&
            m_settings.averaging <= 1,
        "DtoEeHelper: rounds must be 1 to 65534, slot, patience and silence > 0, first >= 0, "
        "misses >= 1, averaging in (0, 1]");
    DtoEeSolverOptions options;
    if (const auto parts = DynamicCast<DtoEeDistributedPlanner>(m_planner.Create<Object>()))
    {
        options = parts->GetOptions(); // steps, queues and thresholds of the parts
    }
    options.rounds = m_settings.rounds;
    if (const auto rounds = DynamicCast<DtoEeRoundsPlanner>(m_planner.Create<Object>()))
    {
        options.scope = rounds->GetOptions().scope;
    }
    NS_ABORT_MSG_IF(options.scope == DtoEeScope::NODE && !m_model.confidences.empty(),
                    "DtoEeHelper: confidences is not empty; ThresholdScope Node takes the law of "
                    "the exits only, as no difficulty orders the samples of a table");
    m_setup = std::make_shared<DtoEeSetup>(problem, options);
    m_setup->distributed = m_planner.GetTypeId().GetName() == DISTRIBUTED;
    if (m_planner.GetTypeId().GetName() == "ns3::edgeai::DtoEeNoExitPlanner")
    {
        m_setup->options.thresholds = DtoEeThresholds::NONE;
    }
    m_setup->measured = m_settings.measured;
    m_setup->averaging = m_settings.averaging;
    m_setup->slot = m_settings.slot;
    m_setup->first = m_settings.first;
    m_setup->patience = m_settings.patience;
    m_setup->silence = m_settings.silence;
    m_setup->misses = m_settings.misses;
}

ApplicationContainer
DtoEeHelper::Install(const NodeContainer& devices,
                     const std::vector<double>& arrivalRates,
                     const std::vector<NodeContainer>& stages,
                     const LinkRates& linkRates,
                     Ptr<Node> controllerNode)
{
    GetDtoEeCheck().Require(!m_setup, SettingWords() << "Install() can be called once");
    RequireSound(devices, arrivalRates, stages);
    MakeSetup(arrivalRates, stages, linkRates);
    m_course = std::make_shared<DtoEeCourse>(m_setup, m_planner.GetTypeId().GetName());
    m_course->Start();
    const std::shared_ptr<DtoEeCourse> course = m_course;
    m_ledger->SetExpectation([course](const DtoEePlace& from, const DtoEePlace* peer) {
        return course->Expect(from, peer);
    });

    std::vector<NodeContainer> all{devices};
    all.insert(all.end(), stages.begin(), stages.end());
    NodeContainer everybody;
    std::vector<std::vector<uint32_t>> ids;
    std::vector<std::vector<Ptr<DtoEeAgent>>> agents;
    for (uint32_t h = 0; h < all.size(); ++h)
    {
        ids.emplace_back();
        agents.emplace_back();
        everybody.Add(all[h]);
        for (uint32_t i = 0; i < all[h].GetN(); ++i)
        {
            Ptr<DtoEeAgent> agent = (h == 0 ? m_device : m_node).Create<DtoEeAgent>();
            agent->SetSetup(m_setup, {h, i});
            agent->SetLedger(m_ledger);
            agent->SetCourse(m_course);
            agents.back().push_back(agent);
            ids.back().push_back(all[h].Get(i)->GetId());
            m_monitor->SetNodeName(ids.back().back(), DtoEePlace{h, i}.Describe());
        }
    }
    m_ledger->SetNodes(ids);
    InstallEnergyMeters(*m_monitor, everybody);

    const auto find = [&](const DtoEePlace& server, const DtoEePlace& client) {
        const Ptr<DtoEeAgent> listener = agents[server.stage][server.index];
        UintegerValue port;
        listener->GetAttribute("Port", port); // devices and nodes may have different ones
        const Address address = FindPeerAddress(all[server.stage].Get(server.index),
                                                all[client.stage].Get(client.index),
                                                port.Get());
        listener->SetAttribute("Ipv6", BooleanValue(Inet6SocketAddress::IsMatchingType(address)));
        return address;
    };
    Ptr<DtoEeController> controller;
    if (!m_setup->distributed)
    {
        controllerNode = controllerNode ? controllerNode : stages.back().Get(0);
        controller = CreateObject<DtoEeController>();
        controller->SetSetup(m_setup);
        const auto planner = m_planner.Create<DtoEePlannerBase>();
        ListenToRecords(planner, *m_monitor);
        controller->SetPlanner(planner);
        controller->SetCourse(m_course);
        controller->SetMonitor(m_monitor);
    }
    for (uint32_t h = 0; h < all.size(); ++h)
    {
        for (uint32_t i = 0; i < all[h].GetN(); ++i)
        {
            const Ptr<DtoEeAgent> agent = agents[h][i];
            std::vector<Address> targets;
            for (uint32_t j = 0; h + 1 < all.size() && j < all[h + 1].GetN(); ++j)
            {
                const bool link = linkRates[h][i][j] > 0;
                targets.push_back(link ? find({h + 1, j}, {h, i}) : Address());
            }
            agent->SetTargets(targets);
            if (controller)
            {
                UintegerValue told;
                controller->GetAttribute("Port", told);
                const Address address = FindPeerAddress(controllerNode, all[h].Get(i), told.Get());
                controller->SetAttribute("Ipv6",
                                         BooleanValue(Inet6SocketAddress::IsMatchingType(address)));
                agent->SetController(address);
            }
            if (const auto node = DynamicCast<DtoEeNodeApplication>(agent))
            {
                std::vector<Address> answered;
                for (uint32_t d = 0; d < devices.GetN(); ++d)
                {
                    answered.push_back(find({0, d}, {h, i}));
                }
                node->SetDevices(answered);
                DtoEeReporter::Candidates candidates;
                for (const DtoEeModel::Exit& exit : m_model.exits)
                {
                    candidates.emplace_back();
                    for (uint32_t k = 0; k < all[exit.stage].GetN(); ++k)
                    {
                        const bool self = exit.stage == h && i == k;
                        candidates.back().push_back(self ? Address()
                                                         : find({exit.stage, k}, {h, i}));
                    }
                }
                node->SetCandidates(candidates);
            }
            else if (const auto device = DynamicCast<DtoEeDevice>(agent))
            {
                if (arrivalRates[i] > 0)
                {
                    Ptr<PoissonArrivals> arrivals = CreateObject<PoissonArrivals>();
                    arrivals->SetAttribute("Rate", DoubleValue(arrivalRates[i]));
                    device->SetArrivals(arrivals);
                }
            }
            all[h].Get(i)->AddApplication(agent);
            m_applications.Add(agent);
        }
    }
    if (controller)
    {
        controllerNode->AddApplication(controller);
        m_applications.Add(controller);
    }
    return m_applications;
}

void
DtoEeHelper::ChangeLoad(Time when, double factor)
{
    RequireInstalled("ChangeLoad()");
    const SettingCheck check = GetDtoEeCheck();
    const std::vector<double>& rates = m_setup->problem.arrivalRates;
    check.Alive("ChangeLoad()", m_applications.Get(0));
    check.Instant("when of ChangeLoad()", when);
    check.Range("factor of ChangeLoad()",
                factor,
                FieldInspection::SMALLEST,
                PeriodLimits::TaskRate() / *std::max_element(rates.begin(), rates.end()),
                "",
                true);
    for (uint32_t i = 0; i < rates.size(); ++i)
    {
        const double rate =
            std::min(factor * rates[i], PeriodLimits::TaskRate()); // but for rounding
        Ptr<PoissonArrivals> arrivals;
        if (rate > 0)
        {
            arrivals = CreateObject<PoissonArrivals>();
            arrivals->SetAttribute("Rate", DoubleValue(rate));
            m_changes.push_back(arrivals);
        }
        const auto device = DynamicCast<DtoEeDevice>(m_applications.Get(i));
        ScheduleCall(when - Simulator::Now(),
                     [device, arrivals] { device->ChangeArrivals(arrivals); });
    }
}

void
DtoEeHelper::FailNode(Time when, uint32_t stage, uint32_t index)
{
    RequireInstalled("FailNode()");
    const SettingCheck check = GetDtoEeCheck();
    check.Require(stage > 0 && m_setup->Exists({stage, index}),
                  SettingWords() << "there is no node " << index << " of stage " << stage);
    check.Alive("FailNode()", m_applications.Get(0));
    check.Instant("when of FailNode()", when);
    const uint32_t place = m_setup->problem.GetFirstIndex(stage) + index;
    const auto node = DynamicCast<DtoEeNodeApplication>(m_applications.Get(place));
    ScheduleCall(when - Simulator::Now(), [node] { node->Fail(); });
}

InferenceMonitor&
DtoEeHelper::GetMonitor() const
{
    return *m_monitor;
}

Ptr<DtoEeLedger>
DtoEeHelper::GetLedger() const
{
    return m_ledger;
}

const DtoEeProblem&
DtoEeHelper::GetProblem() const
{
    RequireInstalled("GetProblem()");
    return m_setup->problem;
}

std::vector<DtoEeSlotReport>
DtoEeHelper::GetSlots() const
{
    RequireInstalled("GetSlots()");
    std::vector<DtoEeSlotReport> reports;
    for (const DtoEeSlotNote& note : m_course->GetSlots())
    {
        DtoEeSlotReport report;
        report.slot = note.slot;
        report.begun = note.begun;
        report.responseTime = note.plan.responseTime;
        report.exponentialTime = note.exponentialTime;
        report.accuracy = note.plan.accuracy;
        report.utility = note.plan.utility;
        report.gap = note.plan.gap;
        report.arrivals = note.arrivals;
        for (const DtoEeExitChoice& exit : note.plan.exits)
        {
            report.thresholds.push_back(exit.threshold);
            report.passing.push_back(exit.passing);
        }
        report.nodeThresholds = note.plan.nodeThresholds;
        for (const DtoEeLoad& load : note.plan.loads)
        {
            report.loads.push_back(load.load);
        }
        for (const DtoEeRow& row : note.plan.rows)
        {
            report.rows.push_back(row.shares);
        }
        reports.push_back(report);
    }
    return reports;
}

std::vector<DtoEeRoundReport>
DtoEeHelper::GetRounds() const
{
    RequireInstalled("GetRounds()");
    std::vector<DtoEeRoundReport> reports;
    for (const DtoEeRoundNote& note : m_course->GetRounds())
    {
        reports.push_back(
            {note.slot, note.round, note.ended, note.responseTime, note.gap, note.utility});
    }
    return reports;
}

DtoEeControlReport
DtoEeHelper::GetControl() const
{
    RequireInstalled("GetControl()");
    const DtoEeControlNote& note = m_course->GetControl();
    return {note.messages, note.bodyBytes, note.headerBytes};
}

uint64_t
DtoEeHelper::GetMalformedCount() const
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < m_applications.GetN(); ++i)
    {
        count += DynamicCast<MessageApplication>(m_applications.Get(i))->GetMalformedCount();
    }
    return count;
}

int64_t
DtoEeHelper::AssignStreams(int64_t stream)
{
    int64_t used = 0;
    for (uint32_t i = 0; i < m_applications.GetN(); ++i)
    {
        GetDtoEeCheck().Alive("AssignStreams()", m_applications.Get(i));
        if (const auto device = DynamicCast<DtoEeDevice>(m_applications.Get(i)))
        {
            used += device->AssignStreams(stream + used);
        }
        else if (const auto node = DynamicCast<DtoEeNodeApplication>(m_applications.Get(i)))
        {
            used += node->AssignStreams(stream + used);
            used += ProcessorHelper::AssignStreams(NodeContainer(node->GetNode()), stream + used);
        }
    }
    for (const Ptr<TaskArrivals>& arrivals : m_changes)
    {
        used += arrivals->AssignStreams(stream + used);
    }
    return used;
}

} // namespace edgeai
} // namespace ns3
