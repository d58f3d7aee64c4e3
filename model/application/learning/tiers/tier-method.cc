/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tier-method.h"

#include "application/learning/number-bytes.h"
#include "application/message/message-archive.h"
#include "learning/learning-error.h"

#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// What an assignment's note says.
struct ClockNote
{
    double clock{0}; ///< [cycle/s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("clock", "cycle/s", "at which it computes").Amount(), clock);
    }
};

} // namespace

TierMethod::TierMethod(std::shared_ptr<TwoTierLearner> learner,
                       uint32_t cell,
                       std::vector<TierDevice> devices,
                       const Eigen::VectorXd& parameters)
    : m_learner(std::move(learner)),
      m_cell(cell),
      m_devices(std::move(devices)),
      m_model(parameters)
{
    const std::size_t count = m_learner->GetSettings().cells.at(cell).size();
    if (m_devices.size() != count)
    {
        throw LearningError("cell " + std::to_string(cell) + " has samples of " +
                            std::to_string(count) + " devices, given are " +
                            std::to_string(m_devices.size()));
    }
}

std::string
TierMethod::GetName() const
{
    return "cell " + std::to_string(m_cell) + " of " + m_learner->GetSettings().model->GetName();
}

double
TierMethod::GetSamples(uint32_t worker) const
{
    return static_cast<double>(m_learner->GetSettings().cells[m_cell].at(worker).size());
}

uint32_t
TierMethod::Begin(uint64_t round)
{
    m_round = round;
    m_came.clear();
    m_parts.clear();
    return 0;
}

std::vector<uint32_t>
TierMethod::Choose(const std::vector<uint32_t>& members)
{
    m_chosen = members;
    return members;
}

LearningRanges
TierMethod::GetMissing() const
{
    // An update of anybody is one of the whole model.
    return m_came.empty() ? LearningRanges{{0, GetSize()}} : LearningRanges();
}

void
TierMethod::Describe(RoundProblem& problem) const
{
    problem.update.bits = 8. * NUMBER_BYTES * static_cast<double>(m_model.size());
    for (std::size_t k = 0; k < m_chosen.size() && k < problem.workers.size(); ++k)
    {
        const TierDevice& device = m_devices.at(m_chosen[k]);
        problem.workers[k].processor = device.processor;
        problem.workers[k].energyMax = device.energyMax;
    }
}

std::vector<LearningAssignment>
TierMethod::Assign(const RoundPlan& plan) const
{
    std::vector<LearningAssignment> assignments(plan.workers.size());
    for (std::size_t k = 0; k < plan.workers.size(); ++k)
    {
        assignments[k].round = m_round;
        if (plan.workers[k].involved)
        {
            assignments[k].ranges = {{0, GetSize()}};
            assignments[k].steps = m_learner->GetSettings().local.steps;
            assignments[k].note = edgeai::Encode(ClockNote{plan.workers[k].clock});
        }
    }
    return assignments;
}

RoundMethod::Bytes
TierMethod::GetModel() const
{
    Bytes bytes;
    AppendNumbers(m_model, bytes);
    return bytes;
}

std::string
TierMethod::Take(uint32_t worker, const LearningAssignment& assignment, const Bytes& update)
{
    if (assignment.round != m_round || m_came.count(worker) > 0)
    {
        return "the update is not one that is waited for";
    }
    Eigen::VectorXd numbers;
    const std::string fault = ReadNumbers(update, GetSize(), numbers);
    if (fault.empty())
    {
        m_came[worker] = update;
    }
    return fault;
}

double
TierMethod::GetAggregateFlop() const
{
    return 2. * static_cast<double>(m_model.size() * m_came.size());
}

void
TierMethod::Finish()
{
    if (m_came.empty())
    {
        return;
    }
    // In the order of devices, so that the sums do not depend on whose packets were faster.
    double samples = 0;
    for (const auto& [worker, update] : m_came)
    {
        samples += GetSamples(worker);
    }
    PeerModels models;
    PeerShares shares;
    m_parts.clear();
    for (auto& [worker, update] : m_came)
    {
        models.emplace_back();
        ReadNumbers(update, GetSize(), models.back()); // Take() has found it sound
        shares.push_back(GetSamples(worker) / samples);
        m_parts.push_back({shares.back(), std::move(update)});
    }
    m_model = GetMeanModel(models, shares);
    m_came.clear();
}

LearningScore
TierMethod::Score() const
{
    return {}; // whoever mixes says how good models are
}

Eigen::VectorXd
TierMethod::GetParameters() const
{
    return m_model;
}

void
TierMethod::SetParameters(const Eigen::VectorXd& parameters)
{
    m_model = parameters;
}

std::string
TierMethod::Train(uint32_t worker,
                  const LearningAssignment& assignment,
                  const Bytes& model,
                  Bytes& update)
{
    const uint64_t count = GetSize();
    if (assignment.ranges != LearningRanges{{0, count}})
    {
        return "the part is not of all " + std::to_string(count) + " parameters";
    }
    const uint32_t steps = m_learner->GetSettings().local.steps;
    if (assignment.steps != steps)
    {
        return "steps are " + std::to_string(assignment.steps) + "; allowed is " +
               std::to_string(steps);
    }
    Eigen::VectorXd parameters;
    const std::string fault = ReadNumbers(model, count, parameters);
    if (!fault.empty())
    {
        return fault;
    }
    parameters = m_learner->TrainDevice(m_cell, worker, parameters);
    if (!parameters.allFinite())
    {
        return "local training has left the range of numbers; a smaller step size helps";
    }
    update.clear();
    AppendNumbers(parameters, update);
    return "";
}

double
TierMethod::GetClock(const LearningAssignment& assignment) const
{
    ClockNote note;
    return Decode(assignment.note, note) ? note.clock : 0;
}

} // namespace edgeai
} // namespace ns3
