/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-helper.h"

#include "allocation/plan/planner-registry.h"
#include "application/learning/federated/federated-method.h"
#include "application/learning/learning-server.h"
#include "application/learning/learning-worker.h"
#include "application/learning/rated-round-links.h"
#include "broadband-cell-control.h"
#include "checked-attribute.h"
#include "ideal-round-links.h"
#include "learning-fit.h"
#include "learning-in-memory.h"
#include "learning-records.h"
#include "learning-setup.h"
#include "learning/federated/loss-optimum.h"
#include "setting-check.h"

#include "ns3/simulator.h"

#include <stdexcept>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Norm of the gradient where the least loss is taken for found: with l2 = 0.001 it is so within
/// 5e-8.
constexpr double LEAST_GRADIENT = 1e-5;

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
LearningHelper::Touch(const std::string& setter)
{
    SettingCheck::OfLearning().Early(setter, m_lastServer != nullptr);
    m_called.insert(setter);
}

void
LearningHelper::SetData(const std::string& text, double testShare)
{
    Touch("SetData()");
    SettingCheck::OfLearning().TestShare(testShare);
    m_setup->SetData(text, testShare);
}

void
LearningHelper::SetTestData(const std::string& text)
{
    Touch("SetTestData()");
    m_setup->SetTestData(text);
}

void
LearningHelper::SetPartition(const std::string& text)
{
    Touch("SetPartition()");
    m_setup->SetPartition(text);
}

void
LearningHelper::SetTraining(double stepSize, uint32_t batch, double l1, double momentum)
{
    Touch("SetTraining()");
    StepOptions& step = m_setup->method.step;
    step.rate = stepSize;
    step.l1 = l1;
    step.momentum = momentum;
    SettingCheck::OfLearning().Step(step);
    m_setup->method.batch.size = batch;
}

void
LearningHelper::SetMethod(const std::string& text)
{
    Touch("SetMethod()");
    m_setup->SetMethod(text);
}

void
LearningHelper::KeepUnits()
{
    Touch("KeepUnits()");
    m_setup->method.unitsStay = true;
}

void
LearningHelper::SetDepthBlocks(const std::vector<uint32_t>& layers)
{
    Touch("SetDepthBlocks()");
    m_setup->SetDepthBlocks(layers);
}

void
LearningHelper::SetFineTuning(uint32_t rank, const std::vector<double>& trained)
{
    Touch("SetFineTuning()");
    m_setup->SetFineTuning(rank, trained);
}

void
LearningHelper::SetDepthNetwork(const std::string& network, uint32_t batch, uint32_t rank)
{
    Touch("SetDepthNetwork()");
    m_setup->SetDepthNetwork(network, batch, rank);
}

void
LearningHelper::SetWork(double flop)
{
    Touch("SetWork()");
    SettingCheck::OfLearning().Plannable("flop of SetWork()", flop, " FLOP");
    m_setup->method.flopPerParameter = flop;
}

void
LearningHelper::SetDepthWork(double forward,
                             double backward,
                             double weights,
                             const std::vector<double>& memory)
{
    Touch("SetDepthWork()");
    SettingCheck::OfLearning().Require(memory.size() == 3,
                                       SettingWords() << "memory has " << memory.size()
                                                      << " values; allowed are M0, m_a and m_g");
    const SettingCheck check = SettingCheck::OfLearning();
    check.Plannable("forward", forward, " FLOP", true);
    check.Plannable("backward", backward, " FLOP", true);
    check.Plannable("weights", weights, " FLOP", true);
    for (std::size_t i = 0; i < memory.size(); ++i)
    {
        check.Plannable("memory[" + std::to_string(i) + "]", memory[i], " B", true);
    }
    m_setup->SetDepthWork(forward, backward, weights, memory);
}

void
LearningHelper::SetGains(const std::vector<std::vector<double>>& gains)
{
    Touch("SetGains()");
    m_gains = gains;
}

void
LearningHelper::SetEfficiencies(const std::vector<double>& efficiencies)
{
    Touch("SetEfficiencies()");
    m_efficiencies = efficiencies;
}

void
LearningHelper::SetIdealAttribute(const std::string& name, const AttributeValue& value)
{
    Touch("SetIdealAttribute(\"" + name + "\")");
    m_subchannelsChosen = m_subchannelsChosen || name == "Subchannels";
    SetChecked(m_ideal, name, value);
}

void
LearningHelper::SetRatedAttribute(const std::string& name, const AttributeValue& value)
{
    Touch("SetRatedAttribute(\"" + name + "\")");
    m_sharedChosen = m_sharedChosen || name == "Shared";
    SetChecked(m_rated, name, value);
}

void
LearningHelper::SetCellAttribute(const std::string& name, const AttributeValue& value)
{
    Touch("SetCellAttribute(\"" + name + "\")");
    m_partsChosen = m_partsChosen || name == "Parts";
    SetChecked(m_cell, name, value);
}

void
LearningHelper::SetPlannerAttribute(const std::string& name, const AttributeValue& value)
{
    Touch("SetPlannerAttribute(\"" + name + "\")");
    SetChecked(m_planner, name, value);
}

void
LearningHelper::SetServerAttribute(const std::string& name, const AttributeValue& value)
{
    Touch("SetServerAttribute(\"" + name + "\")");
    SetChecked(m_server, name, value);
}

void
LearningHelper::SetWorkerAttribute(const std::string& name, const AttributeValue& value)
{
    Touch("SetWorkerAttribute(\"" + name + "\")");
    SetChecked(m_worker, name, value);
}

void
LearningHelper::SetSocketAttribute(const std::string& name, const AttributeValue& value)
{
    Touch("SetSocketAttribute(\"" + name + "\")");
    m_segmentsChosen = m_segmentsChosen || name == "SegmentSize";
    m_minRtoChosen = m_minRtoChosen || name == "MinRto";
    m_fragmentsChosen = m_fragmentsChosen || name == "FragmentSize";
    SetChecked(m_server, name, value);
    SetChecked(m_worker, name, value);
}

void
LearningHelper::Silence(uint32_t worker, Time from, Time until)
{
    SettingCheck::OfLearning().Require(
        !m_workers.empty(),
        SettingWords() << "there are no workers to silence yet; call Silence() after "
                          "Install()");
    SettingCheck::OfLearning().Require(
        worker < m_workers.size(),
        SettingWords() << "worker is " << worker << "; allowed is 0 to " << m_workers.size() - 1);
    SettingCheck::OfLearning().Alive("Silence()", m_workers[worker]);
    SettingCheck::OfLearning().Require(
        from >= Simulator::Now(),
        SettingWords() << "a worker cannot fall silent at " << from.As(Time::S) << "; it is "
                       << Simulator::Now().As(Time::S) << " already");
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

std::vector<LearningRound>
LearningHelper::LearnInMemory(uint32_t rounds) const
{
    SettingCheck::OfLearning().Require(
        m_lastServer && m_stream >= 0 && !m_given,
        SettingWords() << "rounds in memory have the draws of those over packets; "
                          "call LearnInMemory() after Install() and AssignStreams()");
    SettingCheck::OfLearning().Alive("LearnInMemory()", m_lastServer);
    try
    {
        const std::shared_ptr<RoundMethod> method =
            m_setup->MakeMethod(static_cast<uint32_t>(m_workers.size()), m_stream);
        const Ptr<RoundPlanner> planner = MakePlanner();
        MemoryRig rig{*method, *planner, *m_links, {}, {}, m_stream + LINK_STREAM};
        for (const Ptr<LearningWorker>& worker : m_workers)
        {
            rig.Add(worker->Describe());
        }
        return LearnRoundsInMemory(rig, rounds);
    }
    catch (const std::exception& error)
    {
        throw std::runtime_error(std::string("LearningHelper: rounds in memory: ") + error.what());
    }
}

double
LearningHelper::GetLeastLoss() const
{
    const auto method = std::dynamic_pointer_cast<FederatedMethod>(m_method);
    SettingCheck::OfLearning().Require(
        method != nullptr,
        SettingWords() << "GetLeastLoss() is of methods of federated learning, after "
                          "Install()");
    const FederatedSettings& settings = method->GetSettings();
    return FindLeastLoss(*settings.model, *settings.data, settings.samples, LEAST_GRADIENT).loss;
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
