/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tier-helper.h"

#include "allocation/plan/field-inspection.h"
#include "allocation/plan/planner-group.h"
#include "allocation/plan/planner-registry.h"
#include "allocation/topology/hfel/hfel-topology-baselines.h"
#include "checked-attribute.h"
#include "learning-fit.h"
#include "learning-installation.h"
#include "learning-setup.h"
#include "tier-records.h"
#include "tier-setup.h"

#include "ns3/abort.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <map>
#include <new>
#include <set>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Stream behind the first: of planners of cells.
constexpr int64_t CELL_STREAM = 3;

/// Local steps and edge rounds of a round at most.
constexpr uint32_t STEPS_MAX = 1000000;

/// Cycles of a sample at most: those of all samples and steps of a round are a field of planners.
constexpr double SAMPLE_CYCLES_MAX = 1e30;

/// Share of distances at most, and 1 over the least: what it is a share of is a field of planners.
constexpr double SHARE_MAX = 1e20;

} // namespace

std::string
ExplainTierNodes(const NodeContainer& servers, const std::vector<NodeContainer>& devices)
{
    std::set<uint32_t> seen;
    for (uint32_t m = 0; m < servers.GetN(); ++m)
    {
        if (!seen.insert(servers.Get(m)->GetId()).second)
        {
            return "server " + std::to_string(m) + " is node " +
                   std::to_string(servers.Get(m)->GetId()) + ", which is another server already";
        }
    }
    for (std::size_t m = 0; m < devices.size(); ++m)
    {
        if (devices[m].GetN() > TierLimits::DEVICES)
        {
            return "cell " + std::to_string(m) + " has " + std::to_string(devices[m].GetN()) +
                   " devices; allowed are 1 to " + std::to_string(TierLimits::DEVICES);
        }
        if (devices[m].GetN() == 0)
        {
            return "cell " + std::to_string(m) + " has no devices; needed is one at least";
        }
        for (uint32_t k = 0; k < devices[m].GetN(); ++k)
        {
            if (!seen.insert(devices[m].Get(k)->GetId()).second)
            {
                return "device " + std::to_string(k) + " of cell " + std::to_string(m) +
                       " is node " + std::to_string(devices[m].Get(k)->GetId()) +
                       ", which is a server or another device already";
            }
        }
    }
    return "";
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
    // Who does not look at distances needs none; who plans in another process may.
    const std::string name = m_setup->topologyPlanner.GetTypeId().GetName();
    if (IsRemotePlanner(m_setup->topologyPlanner.GetTypeId()))
    {
        m_setup->mode = ConsensusMode::SKETCH;
    }
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
    NS_ABORT_MSG_UNLESS(localSteps > 0 && localSteps <= STEPS_MAX && edgeRounds > 0 &&
                            edgeRounds <= STEPS_MAX,
                        "TieredLearningHelper: " << localSteps << " local steps and " << edgeRounds
                                                 << " edge rounds; allowed are 1 to " << STEPS_MAX);
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
            NS_ABORT_MSG_UNLESS(value >= FieldInspection::SMALLEST && value <= SAMPLE_CYCLES_MAX,
                                "TieredLearningHelper: "
                                    << value << " cycles of a sample; allowed is "
                                    << FieldInspection::SMALLEST << " to " << SAMPLE_CYCLES_MAX);
        }
    }
    m_setup->task.cycles = cycles;
}

void
TieredLearningHelper::SetEnergyBudget(double joule)
{
    NS_ABORT_MSG_UNLESS(joule >= FieldInspection::SMALLEST && joule <= FieldInspection::LARGEST,
                        "TieredLearningHelper: a budget of " << joule << " J; allowed is "
                                                             << FieldInspection::SMALLEST << " to "
                                                             << FieldInspection::LARGEST);
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
    NS_ABORT_MSG_UNLESS(found != modes.end() && share >= 1 / SHARE_MAX && share <= SHARE_MAX,
                        "TieredLearningHelper: consensus by '"
                            << mode << "' with a share of " << share
                            << "; allowed is exact, sketch, lagged or none, and a share of "
                            << 1 / SHARE_MAX << " to " << SHARE_MAX);
    m_setup->mode = found->second;
    m_setup->distanceShare = share;
}

void
TieredLearningHelper::OnEachCell(std::function<void(LearningHelper&)> change)
{
    NS_ABORT_MSG_UNLESS(m_setup->cells.empty(),
                        "TieredLearningHelper: OnEachCell() changes nothing of cells that are "
                        "installed already; call it before Install()");
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

void
TieredLearningHelper::RequireFit(const NodeContainer& servers,
                                 const std::vector<NodeContainer>& devices,
                                 bool cloud) const
{
    const TypeId planner = m_setup->topologyPlanner.GetTypeId();
    const bool above = planner.IsChildOf(CloudAveragePlanner::GetTypeId());
    NS_ABORT_MSG_UNLESS(m_setup->cells.empty(),
                        "TieredLearningHelper: Install() was called before; another helper has "
                        "tiers of its own");
    NS_ABORT_MSG_UNLESS(servers.GetN() > 0 && servers.GetN() == devices.size() &&
                            servers.GetN() <= TierLimits::SERVERS,
                        "TieredLearningHelper: "
                            << servers.GetN() << " servers and " << devices.size()
                            << " cells; allowed are as many, 1 to " << TierLimits::SERVERS);
    NS_ABORT_MSG_UNLESS(cloud || !above,
                        "TieredLearningHelper: "
                            << planner.GetName()
                            << " averages in a cloud, and there is none: give Install() its node");
    NS_ABORT_MSG_UNLESS(above || !cloud,
                        "TieredLearningHelper: "
                            << planner.GetName()
                            << " has no use for a cloud; planners that average in one are "
                               "HierFavgPlanner and CloudFedAvgPlanner");
    const std::string fault = ExplainTierNodes(servers, devices);
    NS_ABORT_MSG_UNLESS(fault.empty(), "TieredLearningHelper: " << fault);
}

void
TieredLearningHelper::RequireCellFit(uint32_t server, const LearningHelper& cell) const
{
    const std::string told = "TieredLearningHelper: cell " + std::to_string(server) + " was told ";
    for (const UnusedSetting& unused : DescribeTierCell(m_setup->task.energyMax).refused)
    {
        NS_ABORT_MSG_IF(cell.m_called.count(unused.setter) > 0,
                        told << unused.setter
                             << " by OnEachCell(), and nobody uses that: " << unused.why);
    }
    NS_ABORT_MSG_IF(cell.m_stream >= 0,
                    told << "AssignStreams() by OnEachCell(), and nobody uses that: streams are "
                            "those of TieredLearningHelper");
    UintegerValue rounds;
    cell.m_server.Create<LearningServer>()->GetAttribute("Rounds", rounds);
    NS_ABORT_MSG_UNLESS(rounds.Get() == 0,
                        told << "by OnEachCell() to begin " << rounds.Get()
                             << " rounds; how many there are SetTierAttribute(\"Rounds\", ...) and "
                                "edgeRounds of SetTraining() say");
}

ApplicationContainer
TieredLearningHelper::Install(const NodeContainer& servers,
                              const std::vector<NodeContainer>& devices,
                              Ptr<Node> cloud)
{
    RequireFit(servers, devices, cloud != nullptr);
    try
    {
        m_setup->task.Make(devices);
    }
    catch (const std::bad_alloc&)
    {
        NS_FATAL_ERROR("TieredLearningHelper: data and model take more memory than there is; fewer "
                       "samples (samples= of generators, max= of files) or features take less");
    }
    catch (const std::exception& error)
    {
        NS_FATAL_ERROR("TieredLearningHelper: " << error.what());
    }
    std::vector<Ptr<LearningServer>> learning;
    for (uint32_t m = 0; m < servers.GetN(); ++m)
    {
        auto cell = std::make_unique<LearningHelper>(m_setup->task.model, m_setup->cellPlanner);
        for (const auto& change : m_setup->changes)
        {
            change(*cell);
        }
        RequireCellFit(m, *cell);
        const ApplicationContainer applications = cell->Install(servers.Get(m),
                                                                devices[m],
                                                                m_setup->task.methods[m],
                                                                m_setup->task.energyMax);
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
    NS_ABORT_MSG_UNLESS(server < m_setup->task.methods.size(),
                        "TieredLearningHelper: server is " << server << "; allowed is less than "
                                                           << m_setup->task.methods.size());
    const Eigen::VectorXd parameters = m_setup->task.methods[server]->GetParameters();
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
