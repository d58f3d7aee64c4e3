/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-helper.h"

#include "allocation/plan/planner-registry.h"
#include "application/control/rated-link-control.h"
#include "application/learning/cell-round-links.h"
#include "application/learning/coordinate-method.h"
#include "application/learning/federated/federated-method.h"
#include "application/learning/gradient-method.h"
#include "application/learning/learning-server.h"
#include "application/learning/learning-worker.h"
#include "application/learning/rated-round-links.h"
#include "broadband-cell-control.h"
#include "checked-attribute.h"
#include "energy-meter.h"
#include "group-link.h"
#include "ideal-round-links.h"
#include "learning-fit.h"
#include "learning-records.h"
#include "learning-setup.h"
#include "node-links.h"
#include "peer-address.h"
#include "wifi-link-control.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/node.h"
#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// First estimate of a link that says nothing of its rate [bit/s].
constexpr double ASSUMED_RATE = 10e6;

/// Ideal links lose nothing, so TCP need not send again, however long a segment takes over a share
/// of a narrow band: what it sent twice would delay the next round [s].
constexpr double LOSSLESS_RTO = 1000;

/// Of updates in datagrams over ideal links, whose packets have up to 65535 bytes [B].
constexpr uint32_t IDEAL_FRAGMENT = 60000;

/// @param [in] links of all workers  @returns whether each is an ideal one
bool
AreIdeal(const std::vector<Ptr<LinkControl>>& links)
{
    return std::all_of(links.begin(), links.end(), [](const auto& link) {
        return DynamicCast<IdealLinkControl>(link) != nullptr;
    });
}

} // namespace

LearningHelper::LearningHelper(const std::string& model, const std::string& planner)
    : m_setup(std::make_unique<LearningSetup>()),
      m_monitor(CreateObject<InferenceMonitor>())
{
    m_setup->SetModel(model);
    m_planner.SetTypeId(edgeai::RequirePlanner<RoundPlanner>(planner)->GetInstanceTypeId());
    m_server.SetTypeId(LearningServer::GetTypeId());
    m_worker.SetTypeId(LearningWorker::GetTypeId());
    m_ideal.SetTypeId(IdealRoundLinks::GetTypeId());
    m_rated.SetTypeId(RatedRoundLinks::GetTypeId());
    m_cell.SetTypeId(BroadbandCellControl::GetTypeId());
}

LearningHelper::~LearningHelper() = default;

std::vector<std::string>
LearningHelper::ListPlanners()
{
    return ListLearningPlanners();
}

void
LearningHelper::SetData(const std::string& text, double testShare)
{
    m_setup->SetData(text, testShare);
}

void
LearningHelper::SetTestData(const std::string& text)
{
    m_setup->SetTestData(text);
}

void
LearningHelper::SetPartition(const std::string& text)
{
    m_setup->SetPartition(text);
}

void
LearningHelper::SetTraining(double stepSize, uint32_t batch, double l1, double momentum)
{
    StepOptions& step = m_setup->method.step;
    step.rate = stepSize;
    step.l1 = l1;
    step.momentum = momentum;
    try
    {
        GradientStepper probe(step); // says which one is out of its range
    }
    catch (const std::exception& error)
    {
        NS_FATAL_ERROR("LearningHelper: " << error.what());
    }
    m_setup->method.batch.size = batch;
}

void
LearningHelper::SetMethod(const std::string& text)
{
    m_setup->SetMethod(text);
}

void
LearningHelper::KeepUnits()
{
    m_setup->method.unitsStay = true;
}

void
LearningHelper::SetDepthBlocks(const std::vector<uint32_t>& layers)
{
    m_setup->SetDepthBlocks(layers);
}

void
LearningHelper::SetFineTuning(uint32_t rank, const std::vector<double>& trained)
{
    m_setup->SetFineTuning(rank, trained);
}

void
LearningHelper::SetDepthNetwork(const std::string& network, uint32_t batch, uint32_t rank)
{
    m_setup->SetDepthNetwork(network, batch, rank);
}

void
LearningHelper::SetWork(double flop)
{
    NS_ABORT_MSG_UNLESS(flop > 0 && std::isfinite(flop),
                        "LearningHelper: flop is " << flop << "; allowed is > 0");
    m_setup->method.flopPerParameter = flop;
}

void
LearningHelper::SetDepthWork(double forward,
                             double backward,
                             double weights,
                             const std::vector<double>& memory)
{
    NS_ABORT_MSG_UNLESS(memory.size() == 3,
                        "LearningHelper: memory has " << memory.size()
                                                      << " values; allowed are M0, m_a and m_g");
    m_setup->SetDepthWork(forward, backward, weights, memory);
}

void
LearningHelper::SetGains(const std::vector<std::vector<double>>& gains)
{
    m_gains = gains;
}

void
LearningHelper::SetEfficiencies(const std::vector<double>& efficiencies)
{
    m_efficiencies = efficiencies;
}

void
LearningHelper::SetIdealAttribute(const std::string& name, const AttributeValue& value)
{
    m_subchannelsChosen = m_subchannelsChosen || name == "Subchannels";
    SetChecked(m_ideal, name, value);
}

void
LearningHelper::SetRatedAttribute(const std::string& name, const AttributeValue& value)
{
    m_sharedChosen = m_sharedChosen || name == "Shared";
    SetChecked(m_rated, name, value);
}

void
LearningHelper::SetCellAttribute(const std::string& name, const AttributeValue& value)
{
    m_partsChosen = m_partsChosen || name == "Parts";
    SetChecked(m_cell, name, value);
}

void
LearningHelper::SetPlannerAttribute(const std::string& name, const AttributeValue& value)
{
    SetChecked(m_planner, name, value);
}

void
LearningHelper::SetServerAttribute(const std::string& name, const AttributeValue& value)
{
    SetChecked(m_server, name, value);
}

void
LearningHelper::SetWorkerAttribute(const std::string& name, const AttributeValue& value)
{
    SetChecked(m_worker, name, value);
}

void
LearningHelper::SetSocketAttribute(const std::string& name, const AttributeValue& value)
{
    m_segmentsChosen = m_segmentsChosen || name == "SegmentSize";
    m_minRtoChosen = m_minRtoChosen || name == "MinRto";
    m_fragmentsChosen = m_fragmentsChosen || name == "FragmentSize";
    SetChecked(m_server, name, value);
    SetChecked(m_worker, name, value);
}

Ptr<RoundLinks>
LearningHelper::MakeLinks(Ptr<Node> server, const std::vector<Ptr<LinkControl>>& links) const
{
    if (const Ptr<CellControl> cell = FindCellControl(server, m_cell, m_partsChosen))
    {
        const auto rounds = CreateObject<CellRoundLinks>();
        rounds->SetCell(cell);
        return rounds;
    }
    if (AreIdeal(links))
    {
        const auto rounds = m_ideal.Create<IdealRoundLinks>();
        if (m_setup->sparse && !m_subchannelsChosen)
        {
            rounds->SetAttribute("Subchannels", UintegerValue(m_setup->sparse->settings.channels));
        }
        for (uint32_t k = 0; k < links.size(); ++k)
        {
            rounds->Add(k, DynamicCast<IdealLinkControl>(links[k]));
        }
        rounds->SetGains(m_gains);
        rounds->SetEfficiencies(m_efficiencies);
        return rounds;
    }
    ObjectFactory factory = m_rated;
    const bool contending = std::any_of(links.begin(), links.end(), [](const auto& link) {
        return DynamicCast<WifiLinkControl>(link) != nullptr ||
               link->GetMedium().number != LinkMedium::NONE;
    });
    const auto rounds = factory.Create<RatedRoundLinks>();
    if (!m_sharedChosen)
    {
        rounds->SetAttribute("Shared", BooleanValue(contending));
    }
    for (uint32_t k = 0; k < links.size(); ++k)
    {
        const double known = links[k]->GetLinkRate();
        rounds->SetRate(k, known > 0 ? known : ASSUMED_RATE);
    }
    return rounds;
}

ApplicationContainer
LearningHelper::Install(Ptr<Node> serverNode, const NodeContainer& workers)
{
    NS_ABORT_MSG_IF(workers.GetN() == 0, "LearningHelper: no workers");
    NS_ABORT_MSG_IF(workers.GetN() > LearningLimits::WORKERS,
                    "LearningHelper: " << workers.GetN() << " workers; allowed are "
                                       << LearningLimits::WORKERS);
    Ptr<LearningLedger> ledger = CreateObject<LearningLedger>();
    ledger->SetMonitor(m_monitor);
    InstallEnergyMeters(*m_monitor, NodeContainer(NodeContainer(serverNode), workers));
    m_monitor->SetNodeName(serverNode->GetId(), "server");
    ObjectFactory wifi;
    wifi.SetTypeId(WifiLinkControl::GetTypeId());
    ObjectFactory rated;
    rated.SetTypeId(RatedLinkControl::GetTypeId());
    Ptr<LearningServer> server = m_server.Create<LearningServer>();
    UintegerValue port;
    server->GetAttribute("Port", port);
    ApplicationContainer result(server);
    std::vector<uint32_t> nodes;
    std::vector<Ptr<LinkControl>> links;
    m_workers.clear();
    for (uint32_t k = 0; k < workers.GetN(); ++k)
    {
        const Ptr<Node> node = workers.Get(k);
        const Address address = FindPeerAddress(serverNode, node, port.Get());
        if (Inet6SocketAddress::IsMatchingType(address))
        {
            server->SetAttribute("Ipv6", BooleanValue(true));
        }
        Ptr<LearningWorker> worker = m_worker.Create<LearningWorker>();
        worker->SetAttribute("Server", AddressValue(address));
        worker->SetLedger(ledger);
        links.push_back(FindLinkControl(serverNode, node, wifi, rated));
        worker->SetLinkControl(links.back());
        if (!m_segmentsChosen && DynamicCast<IdealLinkControl>(links.back()))
        {
            // As large as the link takes, so that headers cost next to nothing.
            for (const Ptr<Application>& end : {Ptr<Application>(worker), Ptr<Application>(server)})
            {
                end->SetAttribute("SegmentSize", UintegerValue(60000));
                end->SetAttribute("SocketBuffer", UintegerValue(4000000));
            }
        }
        if (!m_minRtoChosen && DynamicCast<IdealLinkControl>(links.back()))
        {
            worker->SetAttribute("MinRto", TimeValue(Seconds(LOSSLESS_RTO)));
        }
        nodes.push_back(node->GetId());
        m_monitor->SetNodeName(node->GetId(), "worker " + std::to_string(k));
        node->AddApplication(worker);
        m_workers.push_back(worker);
        result.Add(worker);
    }
    if (!m_minRtoChosen && AreIdeal(links))
    {
        server->SetAttribute("MinRto", TimeValue(Seconds(LOSSLESS_RTO)));
    }
    JoinGroup(serverNode, workers, *server);
    SendDatagrams(*server, AreIdeal(links));
    m_links = MakeLinks(serverNode, links);
    server->SetPlanner(MakePlanner(), m_links);
    server->SetLedger(ledger);
    server->SetWorkers(nodes);
    serverNode->AddApplication(server);
    m_lastServer = server;
    MakeMethod();
    RequireFit(*server, *m_links);
    return result;
}

Ptr<RoundPlanner>
LearningHelper::MakePlanner() const
{
    const Ptr<RoundPlanner> planner = m_planner.Create<RoundPlanner>();
    if (m_setup->sparse)
    {
        for (const DpSparseText::PlannerSetting& setting : m_setup->sparse->planner)
        {
            NS_ABORT_MSG_UNLESS(
                planner->SetAttributeFailSafe(setting.attribute, DoubleValue(setting.value)),
                "LearningHelper: the method sets " << setting.key << " to " << setting.value
                                                   << ", which is the attribute "
                                                   << setting.attribute << " of planners; "
                                                   << planner->GetInstanceTypeId().GetName()
                                                   << " has none or does not take that value");
        }
    }
    return planner;
}

void
LearningHelper::RequireFit(const LearningServer& server, const RoundLinks& links) const
{
    LearningWishes wishes;
    wishes.planner = m_planner.GetTypeId();
    wishes.workers = m_workers.size();
    wishes.gradient = std::dynamic_pointer_cast<GradientMethod>(m_method) ||
                      std::dynamic_pointer_cast<CoordinateMethod>(m_method);
    if (const auto federated = std::dynamic_pointer_cast<FederatedMethod>(m_method))
    {
        RoundProblem problem;
        federated->Describe(problem);
        wishes.federated = true;
        wishes.window = problem.outage.window;
    }
    StringValue way;
    server.GetAttribute("UpdateWay", way);
    wishes.datagrams = way.Get() == "Udp";
    wishes.updates = m_given != nullptr;
    wishes.channels = m_setup->sparse ? m_setup->sparse->settings.channels : 0;
    wishes.depthBlocks = !m_setup->method.depths.empty();
    wishes.unitsStay = m_setup->method.unitsStay;
    wishes.work = m_setup->method.flopPerParameter > 0;
    wishes.gains = m_gains;
    wishes.efficiencies = m_efficiencies;
    wishes.SetLinks(links);
    UintegerValue awaited;
    server.GetAttribute("Workers", awaited);
    wishes.awaited = awaited.Get();
    const std::string fault = ExplainMisfit(wishes);
    NS_ABORT_MSG_UNLESS(fault.empty(), "LearningHelper: " << fault);
}

void
LearningHelper::JoinGroup(Ptr<Node> node, const NodeContainer& workers, LearningServer& server)
{
    StringValue way;
    BooleanValue ipv6;
    server.GetAttribute("ModelWay", way);
    server.GetAttribute("Ipv6", ipv6);
    if (way.Get() != "Group")
    {
        return;
    }
    GroupLink link;
    std::string fault =
        ipv6.Get() ? "groups are reached over IPv4" : FindGroupLink(node, workers, link);
    fault = fault.empty() ? RouteGroup(node, link.device) : fault;
    NS_ABORT_MSG_UNLESS(fault.empty(),
                        "LearningHelper: models cannot be sent to a group: " << fault);
    server.SetGroupDevice(link.device, link.rate > 0 ? link.rate : ASSUMED_RATE);
    Ipv4AddressValue address;
    UintegerValue port;
    server.GetAttribute("GroupAddress", address);
    server.GetAttribute("GroupPort", port);
    for (const Ptr<LearningWorker>& worker : m_workers)
    {
        worker->SetAttribute("Group", AddressValue(InetSocketAddress(address.Get(), port.Get())));
    }
}

ApplicationContainer
LearningHelper::Install(Ptr<Node> server,
                        const NodeContainer& workers,
                        std::shared_ptr<RoundMethod> method)
{
    m_given = std::move(method);
    return Install(server, workers);
}

void
LearningHelper::SendDatagrams(LearningServer& server, bool ideal)
{
    StringValue way;
    server.GetAttribute("UpdateWay", way);
    if (way.Get() != "Udp")
    {
        return;
    }
    UintegerValue port;
    server.GetAttribute("UpdatePort", port);
    for (const Ptr<LearningWorker>& worker : m_workers)
    {
        worker->SetAttribute("UpdatePort", port);
    }
    if (ideal && !m_fragmentsChosen)
    {
        // As large as the link takes.
        server.SetAttribute("FragmentSize", UintegerValue(IDEAL_FRAGMENT));
        for (const Ptr<LearningWorker>& worker : m_workers)
        {
            worker->SetAttribute("FragmentSize", UintegerValue(IDEAL_FRAGMENT));
        }
    }
}

void
LearningHelper::MakeMethod()
{
    try
    {
        m_method = m_given ? m_given
                           : m_setup->MakeMethod(static_cast<uint32_t>(m_workers.size()), m_stream);
    }
    catch (const std::bad_alloc&)
    {
        NS_FATAL_ERROR("LearningHelper: data and model take more memory than there is; fewer "
                       "samples (samples= of generators, max= of files) or features take less");
    }
    catch (const std::exception& error)
    {
        NS_FATAL_ERROR("LearningHelper: " << error.what());
    }
    m_lastServer->SetMethod(m_method);
    for (uint32_t k = 0; k < m_workers.size(); ++k)
    {
        m_workers[k]->SetMethod(m_method, k);
    }
    if (m_stream >= 0)
    {
        m_lastServer->AssignStreams(m_stream + 1);
        m_links->AssignStreams(m_stream + 3);
    }
}

void
LearningHelper::Silence(uint32_t worker, Time from, Time until)
{
    NS_ABORT_MSG_IF(m_workers.empty(),
                    "LearningHelper: there are no workers to silence yet; call Silence() after "
                    "Install()");
    NS_ABORT_MSG_UNLESS(worker < m_workers.size(),
                        "LearningHelper: worker is " << worker << "; allowed is 0 to "
                                                     << m_workers.size() << " - 1");
    NS_ABORT_MSG_IF(from < Simulator::Now(),
                    "LearningHelper: a worker cannot fall silent at "
                        << from.As(Time::S) << "; it is " << Simulator::Now().As(Time::S)
                        << " already");
    Simulator::Schedule(from - Simulator::Now(),
                        &LearningWorker::SetSilent,
                        m_workers[worker],
                        true);
    if (until > from)
    {
        Simulator::Schedule(until - Simulator::Now(),
                            &LearningWorker::SetSilent,
                            m_workers[worker],
                            false);
    }
}

InferenceMonitor&
LearningHelper::GetMonitor() const
{
    return *m_monitor;
}

std::vector<LearningRound>
LearningHelper::GetRounds() const
{
    return ReadLearningRounds(*m_monitor);
}

std::vector<double>
LearningHelper::GetParameters() const
{
    if (!m_method)
    {
        return {};
    }
    const Eigen::VectorXd parameters = m_method->GetParameters();
    return {parameters.data(), parameters.data() + parameters.size()};
}

std::vector<double>
LearningHelper::GetTrained() const
{
    if (!m_method)
    {
        return {};
    }
    const Eigen::VectorXd parameters = m_method->GetTrained();
    return {parameters.data(), parameters.data() + parameters.size()};
}

int64_t
LearningHelper::AssignStreams(int64_t stream)
{
    m_stream = stream;
    if (m_lastServer)
    {
        MakeMethod(); // drawn anew
    }
    return 4;
}

} // namespace edgeai
} // namespace ns3
