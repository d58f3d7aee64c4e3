/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "federated-method.h"

#include "allocation/plan/field-inspection.h"
#include "application/learning/learning-divergence.h"
#include "learning/learning-error.h"
#include "learning/update/sign-magnitude-quantiser.h"
#include "short-number.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// What was computed with other roundings of the same numbers agrees to so much.
constexpr double REPORT_TOLERANCE = 1e-6;

/// @returns a quantity as problems have it: next to nothing is nothing
double
ToAmount(double value)
{
    return value < FieldInspection::SMALLEST ? 0 : value;
}

} // namespace

FederatedMethod::FederatedMethod(FederatedSettings settings, const Eigen::VectorXd& parameters)
    : m_settings(std::move(settings)),
      m_draws([] { return 0.0; })
{
    m_settings.Require();
    m_settings.CountSamples();
    if (parameters.size() != m_settings.model->GetParameterCount())
    {
        throw LearningError(m_settings.model->GetName() + " has " +
                            std::to_string(m_settings.model->GetParameterCount()) +
                            " parameters, given are " + std::to_string(parameters.size()));
    }
    m_draws = m_settings.draws(0);
    m_state.model = parameters;
    m_state.control = Eigen::VectorXd::Zero(parameters.size());
    for (uint32_t k = 0; k < m_settings.GetDeviceCount(); ++k)
    {
        m_devices.push_back(std::make_unique<FederatedDevice>(m_settings, k));
    }
}

std::string
FederatedMethod::GetName() const
{
    const std::string& name = m_settings.name;
    return (name.empty() ? m_settings.rule->GetName() : name) + " on " +
           m_settings.model->GetName();
}

double
FederatedMethod::GetSamples(uint32_t worker) const
{
    return static_cast<double>(m_settings.samples.at(worker).size());
}

double
FederatedMethod::GetWorkFactor(uint32_t worker) const
{
    return m_settings.GetWorkFactor(worker);
}

uint32_t
FederatedMethod::Begin(uint64_t round)
{
    m_round = round;
    m_chosen.clear();
    m_granted.clear();
    m_came.clear();
    m_heard.clear();
    return 0;
}

std::vector<uint32_t>
FederatedMethod::Choose(const std::vector<uint32_t>& members)
{
    // An attempt of a round behind another one begins anew.
    m_granted.clear();
    m_heard.clear();
    m_chosen = m_settings.PickWorkers(m_round, members, m_draws);
    RoundOutage expected;
    ExpectUpdates(m_chosen, expected);
    m_expected.clear();
    for (std::size_t i = 0; i < m_chosen.size(); ++i)
    {
        m_expected[m_chosen[i]] = expected.workers[i];
    }
    return m_chosen;
}

LearningRanges
FederatedMethod::GetMissing() const
{
    // An update of anybody is one of the whole model.
    return m_came.empty() ? LearningRanges{{0, static_cast<uint64_t>(m_state.model.size())}}
                          : LearningRanges();
}

void
FederatedMethod::ExpectUpdates(const std::vector<uint32_t>& workers, RoundOutage& outage) const
{
    LearningReport mean;
    bool hasMean = false;
    for (const uint32_t worker : workers)
    {
        RoundOutageWorker update =
            m_settings.GetUnknownUpdate(worker, static_cast<double>(m_state.model.size()));
        const auto known = m_reports.find(worker);
        if (known == m_reports.end() && !hasMean)
        {
            // Of all that reported once, which may be many more than are asked: once for them all.
            hasMean = true;
            for (const auto& [number, report] : m_reports)
            {
                mean.spread += report.spread / static_cast<double>(m_reports.size());
                mean.power += report.power / static_cast<double>(m_reports.size());
            }
        }
        if (!m_reports.empty())
        {
            const LearningReport& report = known == m_reports.end() ? mean : known->second;
            update.spread = ToAmount(report.spread);
            update.power = ToAmount(report.power);
        }
        outage.workers.push_back(update);
    }
}

void
FederatedMethod::DescribeUpdates(RoundProblem& problem) const
{
    problem.outage = m_settings.outage;
    RoundOutage& outage = problem.outage;
    outage.parameters = static_cast<double>(m_settings.GetUpdateSize());
    outage.plainBits =
        m_settings.codec
            ? static_cast<double>(m_settings.codec->GetBits(m_settings.GetUpdateSize()))
            : 0;
    outage.blockParameters = m_settings.block;
    outage.scaleBits = SignMagnitudeQuantiser::SCALE_BITS;
    outage.flopPerStep = m_settings.GetStepFlop();
    outage.workers.clear();
}

void
FederatedMethod::Describe(RoundProblem& problem) const
{
    DescribeUpdates(problem);
    for (const uint32_t worker : m_chosen)
    {
        problem.outage.workers.push_back(m_expected.at(worker));
    }
}

std::vector<LearningAssignment>
FederatedMethod::Assign(const RoundPlan& plan) const
{
    std::vector<LearningAssignment> assignments(plan.workers.size());
    for (std::size_t k = 0; k < plan.workers.size(); ++k)
    {
        LearningAssignment& assignment = assignments[k];
        assignment.round = m_round;
        if (!plan.workers[k].involved)
        {
            continue;
        }
        assignment.ranges = {{0, static_cast<uint64_t>(m_state.model.size())}};
        assignment.steps = plan.workers[k].steps;
        assignment.outage = plan.workers[k].outage;
        const auto fate = m_fates.find(m_chosen.at(k));
        if (fate != m_fates.end())
        {
            assignment.counted = fate->second.counted;
            if (fate->second.note)
            {
                // Finish() has made sure that it can be said.
                PlainCodec(m_settings.modelBits).Write(*fate->second.note, assignment.note);
            }
        }
    }
    return assignments;
}

RoundMethod::Bytes
FederatedMethod::GetModel() const
{
    Bytes bytes;
    m_settings.WriteState(m_state, bytes); // says no more than ExplainModel()
    return bytes;
}

std::string
FederatedMethod::ExplainModel() const
{
    const std::string fault = ExplainDivergence(m_state.model, "parameter", m_settings.modelBits);
    return fault.empty() && m_settings.rule->HasServerControl()
               ? ExplainDivergence(m_state.control, "control variate", m_settings.modelBits)
               : fault;
}

LearningGrant
FederatedMethod::GetFixedGrant(uint64_t round) const
{
    return {round, m_settings.IsQuantised() ? m_settings.outage.bitsMin : 0};
}

std::string
FederatedMethod::Train(uint32_t worker,
                       const LearningAssignment& assignment,
                       const Bytes& model,
                       Bytes& update)
{
    if (m_settings.grants)
    {
        return "bits are granted, so that training and sending are two phases";
    }
    LearningReport report;
    const std::string fault = m_devices.at(worker)->Prepare(assignment, model, report);
    return fault.empty() ? m_devices.at(worker)->Encode(GetFixedGrant(assignment.round), update)
                         : fault;
}

bool
FederatedMethod::Grants() const
{
    return m_settings.grants;
}

std::string
FederatedMethod::Prepare(uint32_t worker,
                         const LearningAssignment& assignment,
                         const Bytes& model,
                         LearningReport& report)
{
    return m_devices.at(worker)->Prepare(assignment, model, report);
}

std::string
FederatedMethod::Encode(uint32_t worker, const LearningGrant& grant, Bytes& update)
{
    return m_devices.at(worker)->Encode(grant, update);
}

std::string
FederatedMethod::Hear(uint32_t worker,
                      const LearningAssignment& assignment,
                      const LearningReport& report)
{
    FieldInspection inspection;
    inspection.Within("spread", report.spread, 0, FieldInspection::LARGEST, "");
    inspection.Within("power", report.power, 0, FieldInspection::LARGEST, "");
    // (hi - lo)^2 <= |v|^2 in each block, so that theta <= b_q/4 |v|^2.
    const auto d = static_cast<double>(m_settings.GetUpdateSize());
    const double block = m_settings.block > 0 ? std::min<double>(m_settings.block, d) : d;
    if (report.spread > block / 4 * report.power * (1 + REPORT_TOLERANCE))
    {
        inspection.Complain("spread is " + WriteShort(report.spread) + "; allowed is 0 to " +
                            WriteShort(block / 4) + " times the power");
    }
    if (assignment.round != m_round || m_heard.count(worker) > 0)
    {
        inspection.Complain("the report is not one that is waited for");
    }
    if (inspection.GetComplaint().empty())
    {
        m_heard[worker] = report;
        m_reports[worker] = report;
    }
    return inspection.GetComplaint();
}

void
FederatedMethod::DescribeGrants(const std::vector<uint32_t>& members, RoundProblem& problem) const
{
    DescribeUpdates(problem);
    problem.outage.trained = true;
    ExpectUpdates(members, problem.outage);
}

std::vector<LearningGrant>
FederatedMethod::Grant(const std::vector<uint32_t>& members, const RoundPlan& plan)
{
    std::vector<LearningGrant> grants(members.size());
    for (std::size_t k = 0; k < members.size() && k < plan.workers.size(); ++k)
    {
        const RoundShare& share = plan.workers[k];
        if (share.involved && m_heard.count(members[k]) > 0)
        {
            grants[k] = {m_round, share.codeBits};
            m_granted[members[k]] = {share.codeBits, share.outage};
        }
    }
    return grants;
}

std::string
FederatedMethod::Take(uint32_t worker, const LearningAssignment& assignment, const Bytes& update)
{
    Granted granted{GetFixedGrant(m_round).codeBits, assignment.outage};
    if (m_settings.grants)
    {
        const auto found = m_granted.find(worker);
        if (found == m_granted.end())
        {
            return "nothing was granted to the worker";
        }
        granted = found->second;
    }
    if (assignment.round != m_round || m_came.count(worker) > 0)
    {
        return "the update is not one that is waited for";
    }
    const auto codec = m_settings.GetCodec(granted.codeBits);
    FederatedUpdate taken{{}, assignment.steps, m_settings.GetGain(*codec), granted.outage};
    const std::string fault = codec->Decode(update, m_settings.GetUpdateSize(), taken.values);
    if (fault.empty())
    {
        m_came[worker] = std::move(taken);
    }
    return fault;
}

double
FederatedMethod::GetAggregateFlop() const
{
    // A multiply-add for the model and one for the control, of each number of each update.
    const double numbers = static_cast<double>(m_settings.GetUpdateSize()) *
                           (m_settings.rule->HasServerControl() ? 2 : 1);
    return 2 * numbers * static_cast<double>(m_came.size());
}

void
FederatedMethod::Finish()
{
    if (m_came.empty())
    {
        return;
    }
    // In the order of workers, so that the sums do not depend on whose packets were faster.
    std::vector<FederatedUpdate> updates;
    for (const auto& [worker, update] : m_came)
    {
        updates.push_back(update);
    }
    const auto sampled =
        static_cast<uint32_t>(m_settings.grants ? m_granted.size() : m_chosen.size());
    auto note = std::make_shared<const Eigen::VectorXd>(
        m_settings.rule->Advance(m_settings.GetOptions(), updates, sampled, m_state));
    for (const auto& [worker, update] : m_came)
    {
        m_fates[worker] = {m_round, m_settings.rule->HasNote() ? note : nullptr};
    }
    m_came.clear();
}

double
FederatedMethod::GetWindow() const
{
    return m_settings.outage.window;
}

std::optional<RoundStanding>
FederatedMethod::GetStanding(const std::vector<uint32_t>& workers) const
{
    RoundStanding standing;
    for (const uint32_t worker : workers)
    {
        UpdateStanding& update = standing.updates[worker];
        const auto expected = m_expected.find(worker);
        if (m_settings.grants && expected != m_expected.end())
        {
            update.expected = LearningReport{expected->second.spread, expected->second.power};
        }
        update.trained = m_devices.at(worker)->GetFound(m_round, update.found);
    }
    return standing;
}

Eigen::VectorXd
FederatedMethod::GetParameters() const
{
    return m_state.model;
}

LearningScore
FederatedMethod::Score() const
{
    return {m_settings.GetLoss(m_state.model), m_settings.GetAccuracy(m_state.model)};
}

} // namespace edgeai
} // namespace ns3
