/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tier-setup.h"

#include "allocation/plan/planner-registry.h"
#include "allocation/topology/hfel/hfel-topology-baselines.h"
#include "application/learning/tiers/tier-cloud.h"
#include "checked-attribute.h"
#include "learning-fit.h"
#include "peer-address.h"
#include "tier-network.h"
#include "tier-records.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Streams behind the first: of planners of links, and of planners of cells.
constexpr int64_t LINK_STREAM = 2;
constexpr int64_t CELL_STREAM = 3;

/// A cell's edge round has ended.
void
TellLedger(Ptr<TierLedger> ledger, uint32_t server, const TaskRecord& record)
{
    ledger->AddEdgeRound(server, record);
}

} // namespace

Ptr<TierLedger>
TierSetup::MakeLedger(const NodeContainer& servers, Ptr<Node> cloud) const
{
    TierLedger::Settings settings;
    for (uint32_t m = 0; m < servers.GetN(); ++m)
    {
        settings.nodes.push_back(servers.Get(m)->GetId());
        monitor->SetNodeName(servers.Get(m)->GetId(), "server " + std::to_string(m));
    }
    settings.cloud = cloud ? cloud->GetId() : 0;
    settings.model = task.model;
    settings.planner = topologyPlanner.GetTypeId().GetName();
    settings.score = [this](const Eigen::VectorXd& parameters) { return task.Score(parameters); };
    const auto ledger = CreateObject<TierLedger>();
    ledger->SetSettings(std::move(settings));
    ledger->SetMonitor(monitor);
    return ledger;
}

TierCoordinator::Settings
TierSetup::MakeCoordinator(const TopologyProblem& topology, const TierServer& tier) const
{
    TierCoordinator::Settings settings;
    BooleanValue barrier;
    UintegerValue rounds;
    TimeValue timeout;
    tier.GetAttribute("Barrier", barrier);
    tier.GetAttribute("Rounds", rounds);
    tier.GetAttribute("Timeout", timeout);
    settings.planner = topologyPlanner.Create<TopologyPlanner>();
    settings.topology = topology;
    settings.mode = mode;
    settings.distanceShare = distanceShare;
    settings.barrier = barrier.Get();
    settings.rounds = rounds.Get();
    settings.timeout = timeout.Get();
    auto draws = std::make_shared<LearningDraws>(task.MakeDraws(LINK_STREAM));
    settings.uniform = [draws] { return draws->Uniform(); };
    settings.oracle = [this](uint32_t server) { return task.methods.at(server)->GetParameters(); };
    return settings;
}

TopologyProblem
TierSetup::Connect(const NodeContainer& servers,
                   Ptr<Node> cloud,
                   const std::vector<Ptr<TierServer>>& tiers) const
{
    const uint32_t count = servers.GetN();
    TopologyProblem topology;
    topology.messageBits = 32. * static_cast<double>(task.methods.front()->GetSize());
    topology.servers.resize(count);
    topology.links = ListTierLinks(servers);
    UintegerValue port;
    for (uint32_t m = 0; m < count; ++m)
    {
        topology.servers[m].name = "server " + std::to_string(m);
        tiers[m]->GetAttribute("Port", port);
        TopologyLink link;
        if (cloud)
        {
            NS_ABORT_MSG_UNLESS(FindTierLink(cloud, servers.Get(m), link),
                                "TieredLearningHelper: server " << m << " has no link to the "
                                                                << "cloud");
            topology.cloudRate = m == 0 ? link.rate : std::min(topology.cloudRate, link.rate);
            tiers[m]->SetCloud(count);
            tiers[m]->AddPeer(count, FindPeerAddress(cloud, servers.Get(m), port.Get()));
        }
    }
    for (const TopologyLink& link : topology.links)
    {
        tiers[link.first]->AddPeer(link.second, Address());
        tiers[link.second]->AddPeer(
            link.first,
            FindPeerAddress(servers.Get(link.first), servers.Get(link.second), port.Get()));
    }
    for (uint32_t m = 1; m < count; ++m)
    {
        tiers[m]->SetCoordinator(FindCoordinatorAddress(servers, m, port.Get()));
    }
    return topology;
}

ApplicationContainer
TierSetup::Install(const NodeContainer& servers,
                   const std::vector<Ptr<LearningServer>>& learning,
                   Ptr<Node> cloud) const
{
    const uint32_t count = servers.GetN();
    std::vector<Ptr<TierServer>> tiers(count);
    for (Ptr<TierServer>& tier : tiers)
    {
        tier = server.Create<TierServer>();
    }
    const TopologyProblem topology = Connect(servers, cloud, tiers);
    tiers[0]->SetCoordinator(MakeCoordinator(topology, *tiers[0]), count);
    const Ptr<TierLedger> ledger = MakeLedger(servers, cloud);
    const bool early = !mode || *mode == ConsensusMode::LAGGED;
    const bool sketches = mode && *mode != ConsensusMode::EXACT;
    const auto seed = static_cast<uint64_t>(std::max<int64_t>(task.stream, 0)) + 1;
    const auto sketch = sketches ? std::make_shared<const ConsensusSketch>(seed) : nullptr;
    ApplicationContainer result;
    for (uint32_t m = 0; m < count; ++m)
    {
        tiers[m]->SetCell(m, learning[m], task.methods[m], task.edgeRounds);
        tiers[m]->SetReports(early, sketch);
        tiers[m]->SetLedger(ledger);
        cells[m]->GetMonitor().TraceConnectWithoutContext(
            "TaskEnded",
            MakeBoundCallback(&TellLedger, ledger, m));
        servers.Get(m)->AddApplication(tiers[m]);
        result.Add(tiers[m]);
    }
    if (cloud)
    {
        UintegerValue port;
        TimeValue timeout;
        tiers[0]->GetAttribute("Port", port);
        tiers[0]->GetAttribute("Timeout", timeout);
        const auto above = CreateObject<TierCloud>();
        above->SetAttribute("Port", port);
        above->SetAttribute("Timeout", TimeValue(timeout.Get() / 2));
        above->SetServers(count, task.methods.front()->GetSize());
        cloud->AddApplication(above);
        monitor->SetNodeName(cloud->GetId(), "cloud");
        result.Add(above);
    }
    return result;
}

TieredLearningHelper::TieredLearningHelper(const std::string& model,
                                           const std::string& cellPlanner,
                                           const std::string& topologyPlanner)
    : m_setup(std::make_unique<TierSetup>())
{
    LearningHelper(model, cellPlanner); // says what is not known
    m_setup->task.model = model;
    m_setup->cellPlanner = cellPlanner;
    m_setup->topologyPlanner.SetTypeId(
        RequirePlanner<TopologyPlanner>(topologyPlanner)->GetInstanceTypeId());
    m_setup->server.SetTypeId(TierServer::GetTypeId());
    m_setup->monitor = CreateObject<InferenceMonitor>();
    m_setup->task.local.batch = 32;
    m_setup->task.local.steps = 5;
    // Who does not look at distances needs none.
    const std::string name = m_setup->topologyPlanner.GetTypeId().GetName();
    for (const char* looks : {"Threshold", "Egress", "Enumeration"})
    {
        if (name.find(looks) != std::string::npos)
        {
            m_setup->mode = ConsensusMode::SKETCH;
        }
    }
}

TieredLearningHelper::~TieredLearningHelper() = default;

std::vector<std::string>
TieredLearningHelper::ListTopologyPlanners()
{
    return edgeai::ListTopologyPlanners();
}

void
TieredLearningHelper::SetData(const std::string& text, double testShare)
{
    NS_ABORT_MSG_UNLESS(testShare >= 0 && testShare < 1,
                        "TieredLearningHelper: testShare is " << testShare
                                                              << "; allowed is 0 to less than 1");
    m_setup->task.data = text;
    m_setup->task.testShare = testShare;
}

void
TieredLearningHelper::SetPartition(const std::string& text)
{
    m_setup->task.partition = text;
    m_setup->task.skew = 0;
}

void
TieredLearningHelper::SetSkew(double concentration, uint32_t samples)
{
    NS_ABORT_MSG_UNLESS(concentration > 0 && std::isfinite(concentration) && samples > 0,
                        "TieredLearningHelper: a concentration of "
                            << concentration << " and " << samples
                            << " samples; allowed are more than 0");
    m_setup->task.skew = concentration;
    m_setup->task.samples = samples;
}

void
TieredLearningHelper::SetTraining(double stepSize,
                                  uint32_t batch,
                                  uint32_t localSteps,
                                  uint32_t edgeRounds)
{
    NS_ABORT_MSG_UNLESS(localSteps > 0 && edgeRounds > 0,
                        "TieredLearningHelper: " << localSteps << " local steps and " << edgeRounds
                                                 << " edge rounds; allowed are more than 0");
    m_setup->task.local.step.rate = stepSize;
    m_setup->task.local.batch = batch;
    m_setup->task.local.steps = localSteps;
    m_setup->task.edgeRounds = edgeRounds;
    try
    {
        GradientStepper probe(m_setup->task.local.step); // says which one is out of its range
    }
    catch (const std::exception& error)
    {
        NS_FATAL_ERROR("TieredLearningHelper: " << error.what());
    }
}

void
TieredLearningHelper::SetCycles(const std::vector<std::vector<double>>& cycles)
{
    for (const std::vector<double>& cell : cycles)
    {
        for (const double value : cell)
        {
            NS_ABORT_MSG_UNLESS(value > 0 && std::isfinite(value),
                                "TieredLearningHelper: " << value
                                                         << " cycles of a sample; allowed is > 0");
        }
    }
    m_setup->task.cycles = cycles;
}

void
TieredLearningHelper::SetEnergyBudget(double joule)
{
    NS_ABORT_MSG_UNLESS(joule > 0 && std::isfinite(joule),
                        "TieredLearningHelper: a budget of " << joule << " J; allowed is > 0");
    m_setup->task.energyMax = joule;
}

void
TieredLearningHelper::SetConsensus(const std::string& mode, double share)
{
    const std::map<std::string, std::optional<ConsensusMode>> modes{
        {"none", std::nullopt},
        {"exact", ConsensusMode::EXACT},
        {"sketch", ConsensusMode::SKETCH},
        {"lagged", ConsensusMode::LAGGED}};
    const auto found = modes.find(mode);
    NS_ABORT_MSG_UNLESS(found != modes.end() && share > 0 && std::isfinite(share),
                        "TieredLearningHelper: consensus by '"
                            << mode << "' with a share of " << share
                            << "; allowed is exact, sketch, lagged or none, and a share > 0");
    m_setup->mode = found->second;
    m_setup->distanceShare = share;
}

void
TieredLearningHelper::OnEachCell(std::function<void(LearningHelper&)> change)
{
    m_setup->changes.push_back(std::move(change));
}

void
TieredLearningHelper::SetTopologyAttribute(const std::string& name, const AttributeValue& value)
{
    SetChecked(m_setup->topologyPlanner, name, value);
}

void
TieredLearningHelper::SetTierAttribute(const std::string& name, const AttributeValue& value)
{
    SetChecked(m_setup->server, name, value);
}

ApplicationContainer
TieredLearningHelper::Install(const NodeContainer& servers,
                              const std::vector<NodeContainer>& devices,
                              Ptr<Node> cloud)
{
    NS_ABORT_MSG_UNLESS(servers.GetN() > 0 && servers.GetN() == devices.size() &&
                            servers.GetN() <= TierLimits::SERVERS,
                        "TieredLearningHelper: "
                            << servers.GetN() << " servers and " << devices.size()
                            << " cells; allowed are as many, 1 to " << TierLimits::SERVERS);
    NS_ABORT_MSG_UNLESS(cloud || !m_setup->topologyPlanner.GetTypeId().IsChildOf(
                                     CloudAveragePlanner::GetTypeId()),
                        "TieredLearningHelper: "
                            << m_setup->topologyPlanner.GetTypeId().GetName()
                            << " averages in a cloud, and there is none: give Install() its node");
    try
    {
        m_setup->task.Make(devices);
    }
    catch (const std::exception& error)
    {
        NS_FATAL_ERROR("TieredLearningHelper: " << error.what());
    }
    m_setup->cells.clear();
    std::vector<Ptr<LearningServer>> learning;
    for (uint32_t m = 0; m < servers.GetN(); ++m)
    {
        auto cell = std::make_unique<LearningHelper>(m_setup->task.model, m_setup->cellPlanner);
        for (const auto& change : m_setup->changes)
        {
            change(*cell);
        }
        const ApplicationContainer applications =
            cell->Install(servers.Get(m), devices[m], m_setup->task.methods[m]);
        learning.push_back(DynamicCast<LearningServer>(applications.Get(0)));
        if (m_setup->task.stream >= 0)
        {
            learning.back()->AssignStreams(m_setup->task.stream + CELL_STREAM + m);
        }
        m_setup->cells.push_back(std::move(cell));
    }
    return m_setup->Install(servers, learning, cloud);
}

InferenceMonitor&
TieredLearningHelper::GetMonitor() const
{
    return *m_setup->monitor;
}

LearningHelper&
TieredLearningHelper::GetCell(uint32_t server) const
{
    NS_ABORT_MSG_UNLESS(server < m_setup->cells.size(),
                        "TieredLearningHelper: cell is " << server << "; allowed is less than "
                                                         << m_setup->cells.size());
    return *m_setup->cells[server];
}

std::vector<TierRound>
TieredLearningHelper::GetRounds() const
{
    return ReadTierRounds(*m_setup->monitor);
}

std::vector<double>
TieredLearningHelper::GetParameters(uint32_t server) const
{
    const Eigen::VectorXd parameters = m_setup->task.methods.at(server)->GetParameters();
    return {parameters.data(), parameters.data() + parameters.size()};
}

int64_t
TieredLearningHelper::AssignStreams(int64_t stream)
{
    NS_ABORT_MSG_UNLESS(m_setup->cells.empty(),
                        "TieredLearningHelper: call AssignStreams() before Install()");
    m_setup->task.stream = stream;
    return CELL_STREAM + TierLimits::SERVERS;
}

} // namespace edgeai
} // namespace ns3
