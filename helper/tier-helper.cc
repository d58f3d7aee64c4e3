/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tier-helper.h"

#include "allocation/plan/planner-group.h"
#include "allocation/plan/planner-registry.h"
#include "allocation/topology/hfel/hfel-topology-baselines.h"
#include "checked-attribute.h"
#include "learning-fit.h"
#include "learning-installation.h"
#include "learning-setup.h"
#include "setting-check.h"
#include "tier-records.h"
#include "tier-setup.h"

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

void
TieredLearningHelper::Touch(const std::string& setter) const
{
    SettingCheck::OfTiers().Early(setter, !m_setup->cells.empty());
}

void
TieredLearningHelper::RequireServer(const std::string& call, uint32_t server) const
{
    const SettingCheck check = SettingCheck::OfTiers();
    const std::size_t count = m_setup->cells.size();
    check.Require(count > 0,
                  SettingWords() << "there are no servers yet; call " << call
                                 << " after Install()");
    check.Require(server < count,
                  SettingWords() << "server of " << call << " is " << server << "; allowed is 0 to "
                                 << count - 1);
}

std::vector<std::string>
TieredLearningHelper::ListTopologyPlanners()
{
    return edgeai::ListTopologyPlanners();
}

void
TieredLearningHelper::SetData(const std::string& text, double testShare)
{
    Touch("SetData()");
    SettingCheck::OfTiers().TestShare(testShare);
    m_setup->task.data = text;
    m_setup->task.testShare = testShare;
}

void
TieredLearningHelper::SetPartition(const std::string& text)
{
    Touch("SetPartition()");
    m_setup->task.partition = text;
    m_setup->task.skew = 0;
}

void
TieredLearningHelper::SetSkew(double concentration, uint32_t samples)
{
    Touch("SetSkew()");
    const SettingCheck check = SettingCheck::OfTiers();
    check.Require(concentration > 0 && std::isfinite(concentration),
                  SettingWords() << "concentration is " << concentration
                                 << "; allowed is a finite number above 0");
    check.Range("samples", samples, 1, UINT32_MAX);
    m_setup->task.skew = concentration;
    m_setup->task.samples = samples;
}

void
TieredLearningHelper::SetTraining(double stepSize,
                                  uint32_t batch,
                                  uint32_t localSteps,
                                  uint32_t edgeRounds)
{
    Touch("SetTraining()");
    const SettingCheck check = SettingCheck::OfTiers();
    check.Range("localSteps", localSteps, 1, STEPS_MAX);
    check.Range("edgeRounds", edgeRounds, 1, STEPS_MAX);
    m_setup->task.local.step.rate = stepSize;
    m_setup->task.local.batch = batch;
    m_setup->task.local.steps = localSteps;
    m_setup->task.edgeRounds = edgeRounds;
    check.Step(m_setup->task.local.step);
}

void
TieredLearningHelper::SetCycles(const std::vector<std::vector<double>>& cycles)
{
    Touch("SetCycles()");
    const SettingCheck check = SettingCheck::OfTiers();
    for (std::size_t m = 0; m < cycles.size(); ++m)
    {
        for (std::size_t k = 0; k < cycles[m].size(); ++k)
        {
            check.Plannable("cycles[" + std::to_string(m) + "][" + std::to_string(k) + "]",
                            cycles[m][k],
                            " cycles of a sample");
        }
    }
    m_setup->task.cycles = cycles;
}

void
TieredLearningHelper::SetEnergyBudget(double joule)
{
    Touch("SetEnergyBudget()");
    SettingCheck::OfTiers().Plannable("budget of SetEnergyBudget()", joule, " J");
    m_setup->task.energyMax = joule;
}

void
TieredLearningHelper::SetConsensus(const std::string& mode, double share)
{
    Touch("SetConsensus()");
    const std::map<std::string, std::optional<ConsensusMode>> modes{
        {"none", std::nullopt},
        {"exact", ConsensusMode::EXACT},
        {"sketch", ConsensusMode::SKETCH},
        {"lagged", ConsensusMode::LAGGED}};
    const auto found = modes.find(mode);
    const SettingCheck check = SettingCheck::OfTiers();
    check.Require(found != modes.end(),
                  SettingWords() << "mode of SetConsensus() is '" << mode
                                 << "'; allowed is exact, sketch, lagged or none");
    check.Plannable("share of SetConsensus()", share, "");
    m_setup->mode = found->second;
    m_setup->distanceShare = share;
}

void
TieredLearningHelper::OnEachCell(std::function<void(LearningHelper&)> change)
{
    Touch("OnEachCell()");
    SettingCheck::OfTiers().Require(change != nullptr,
                                    SettingWords()
                                        << "change of OnEachCell() is no function: it is empty");
    m_setup->changes.push_back(std::move(change));
}

void
TieredLearningHelper::SetTopologyAttribute(const std::string& name, const AttributeValue& value)
{
    Touch("SetTopologyAttribute(\"" + name + "\")");
    SetChecked(m_setup->topologyPlanner, name, value);
}

void
TieredLearningHelper::SetTierAttribute(const std::string& name, const AttributeValue& value)
{
    Touch("SetTierAttribute(\"" + name + "\")");
    SetChecked(m_setup->server, name, value);
}

void
TieredLearningHelper::RequireFit(const NodeContainer& servers,
                                 const std::vector<NodeContainer>& devices,
                                 bool cloud) const
{
    const TypeId planner = m_setup->topologyPlanner.GetTypeId();
    const bool above = planner.IsChildOf(CloudAveragePlanner::GetTypeId());
    SettingCheck::OfTiers().Require(m_setup->cells.empty(),
                                    SettingWords()
                                        << "Install() was called before; another helper has "
                                           "tiers of its own");
    SettingCheck::OfTiers().Require(
        servers.GetN() > 0 && servers.GetN() == devices.size() &&
            servers.GetN() <= TierLimits::SERVERS,
        SettingWords() << servers.GetN() << " servers and " << devices.size()
                       << " cells; allowed are as many, 1 to " << TierLimits::SERVERS);
    SettingCheck::OfTiers().Require(
        cloud || !above,
        SettingWords() << planner.GetName()
                       << " averages in a cloud, and there is none: give Install() its node");
    SettingCheck::OfTiers().Require(
        above || !cloud,
        SettingWords() << planner.GetName()
                       << " has no use for a cloud; planners that average in one are "
                          "HierFavgPlanner and CloudFedAvgPlanner");
    SettingCheck::OfTiers().Nodes("servers", servers);
    for (std::size_t m = 0; m < devices.size(); ++m)
    {
        SettingCheck::OfTiers().Nodes("devices[" + std::to_string(m) + "]", devices[m]);
    }
    const std::string fault = ExplainTierNodes(servers, devices);
    SettingCheck::OfTiers().Require(fault.empty(), SettingWords() << fault);
}

void
TieredLearningHelper::RequireCellFit(uint32_t server, const LearningHelper& cell) const
{
    const std::string told = "TieredLearningHelper: cell " + std::to_string(server) + " was told ";
    for (const UnusedSetting& unused : DescribeTierCell(m_setup->task.energyMax).refused)
    {
        SettingCheck::OfTiers().Require(!(cell.m_called.count(unused.setter) > 0),
                                        SettingWords() << told << unused.setter
                                                       << " by OnEachCell(), and nobody uses that: "
                                                       << unused.why);
    }
    SettingCheck::OfTiers().Require(
        !(cell.m_stream >= 0),
        SettingWords() << told
                       << "AssignStreams() by OnEachCell(), and nobody uses that: streams are "
                          "those of TieredLearningHelper");
    UintegerValue rounds;
    cell.m_server.Create<LearningServer>()->GetAttribute("Rounds", rounds);
    SettingCheck::OfTiers().Require(
        rounds.Get() == 0,
        SettingWords() << told << "by OnEachCell() to begin " << rounds.Get()
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
        SettingCheck::OfTiers()
            .Refuse(SettingWords()
                    << "data and model take more memory than there is; fewer "
                       "samples (samples= of generators, max= of files) or features take less");
    }
    catch (const std::exception& error)
    {
        SettingCheck::OfTiers().Refuse(SettingWords() << error.what());
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
    RequireServer("GetCell()", server);
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
    RequireServer("GetParameters()", server);
    const Eigen::VectorXd parameters = m_setup->task.methods[server]->GetParameters();
    return {parameters.data(), parameters.data() + parameters.size()};
}

int64_t
TieredLearningHelper::AssignStreams(int64_t stream)
{
    SettingCheck::OfTiers().Require(m_setup->cells.empty(),
                                    SettingWords() << "call AssignStreams() before Install()");
    m_setup->task.stream = stream;
    return CELL_STREAM + TierLimits::SERVERS;
}

} // namespace edgeai
} // namespace ns3
