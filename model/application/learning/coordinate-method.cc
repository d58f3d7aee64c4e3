/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "coordinate-method.h"

#include "number-bytes.h"

#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/**
 * A neuron's parameters lie together here, and apart in the model: all weights of a layer, then its
 * biases.
 * @param [in] widths of the input and of every layer
 * @param [in] move is given each parameter's index here and in the model
 */
template <typename Move>
void
ForEachParameter(const std::vector<Eigen::Index>& widths, Move move)
{
    Eigen::Index first = 0;
    for (std::size_t l = 0; l + 1 < widths.size(); ++l)
    {
        const Eigen::Index inputs = widths[l];
        const Eigen::Index units = widths[l + 1];
        for (Eigen::Index u = 0; u < units; ++u)
        {
            const Eigen::Index own = first + u * (inputs + 1);
            for (Eigen::Index i = 0; i < inputs; ++i)
            {
                move(own + i, first + u * inputs + i);
            }
            move(own + inputs, first + units * inputs + u);
        }
        first += units * (inputs + 1);
    }
}

} // namespace

CoordinateMethod::CoordinateMethod(CoordinateSettings settings, const Eigen::VectorXd& parameters)
    : m_trainer(std::move(settings)),
      m_weights(parameters.size())
{
    ForEachParameter(GetSettings().model->GetWidths(), [&](Eigen::Index own, Eigen::Index models) {
        m_weights[own] = parameters[models];
    });
    m_coordinates =
        m_trainer.GetNet().MakeCoordinates(m_weights, GetSettings().data->GetDense());
}

std::string
CoordinateMethod::GetName() const
{
    return GetSettings().model->GetName();
}

double
CoordinateMethod::GetSamples(uint32_t) const
{
    return static_cast<double>(GetSettings().samples.size());
}

uint32_t
CoordinateMethod::Begin(uint64_t round)
{
    m_round = round;
    m_updates.Begin(m_trainer.CountNumbers(GetPhase()));
    return GetPhase();
}

LearningRanges
CoordinateMethod::GetMissing() const
{
    return m_updates.GetMissing();
}

std::vector<LearningUnit>
CoordinateMethod::ListUnits() const
{
    const bool neurons = GetPhase() == CoordinateTrainer::WEIGHTS;
    const auto count =
        neurons ? m_trainer.GetNet().GetNeuronCount() : static_cast<Eigen::Index>(m_trainer.CountSamples());
    const Eigen::Index width = m_coordinates.cols();
    std::vector<LearningUnit> units;
    for (Eigen::Index i = 0; i < count; ++i)
    {
        const ParameterRange range =
            neurons ? m_trainer.GetNet().GetParameters({i, 1}) : ParameterRange{i * width, width};
        LearningUnit unit;
        unit.parameters = static_cast<uint32_t>(range.count);
        unit.ranges = {{static_cast<uint64_t>(range.first), static_cast<uint64_t>(range.count)}};
        if (SubtractRanges(unit.ranges, GetMissing()).empty())
        {
            units.push_back(unit);
        }
    }
    return units;
}

void
CoordinateMethod::Describe(RoundProblem& problem) const
{
    RoundDivision& division = problem.division;
    division.parameters = static_cast<double>(CountParameters(GetMissing()));
    division.bitsPerParameter = 8.0 * NUMBER_BYTES;
    division.fixedFlop = 0;
    division.flopPerParameter = m_trainer.GetFlop(GetPhase());
    DescribeUnits(ListUnits(), division);
}

std::vector<LearningAssignment>
CoordinateMethod::Assign(const RoundPlan& plan) const
{
    LearningAssignment given;
    given.round = m_round;
    given.phase = GetPhase();
    return AssignDivision(plan, given, GetMissing(), ListUnits());
}

RoundMethod::Bytes
CoordinateMethod::GetModel() const
{
    Bytes bytes;
    const SampleList batch = m_trainer.GetBatch(m_round);
    bytes.reserve(NUMBER_BYTES * (m_weights.size() + batch.size() * m_coordinates.cols()));
    for (const double value : m_weights)
    {
        AppendNumber(value, bytes);
    }
    for (const uint32_t sample : batch)
    {
        for (const double value : m_coordinates.row(sample))
        {
            AppendNumber(value, bytes);
        }
    }
    return bytes;
}

std::string
CoordinateMethod::Take(uint32_t worker, const LearningAssignment& assignment, const Bytes& update)
{
    return m_updates.Take(worker, assignment.ranges, 1, update);
}

double
CoordinateMethod::GetAggregateFlop() const
{
    return 2 * m_updates.GetCount();
}

void
CoordinateMethod::Finish()
{
    const SampleList batch = m_trainer.GetBatch(m_round);
    const bool neurons = GetPhase() == CoordinateTrainer::WEIGHTS;
    m_updates.Finish([&](const LearningRange& range, const Eigen::VectorXd& values) {
        const auto first = static_cast<Eigen::Index>(range.first);
        if (neurons)
        {
            m_weights.segment(first, values.size()) = values;
            return;
        }
        for (Eigen::Index i = 0; i < values.size(); ++i)
        {
            const Eigen::Index at = first + i;
            const uint32_t sample = batch[static_cast<std::size_t>(at / m_coordinates.cols())];
            m_coordinates(sample, at % m_coordinates.cols()) = values[i];
        }
    });
}

LearningScore
CoordinateMethod::Score() const
{
    LearningScore score;
    SampleList all = GetSettings().data->ListAll();
    if (GetSettings().scoreSamples > 0 && GetSettings().scoreSamples < all.size())
    {
        all.resize(GetSettings().scoreSamples);
    }
    const Eigen::VectorXd parameters = GetParameters();
    score.loss = GetSettings().model->GetLoss(parameters, *GetSettings().data, all) +
                 GetSettings().step.l1 * parameters.lpNorm<1>();
    if (GetSettings().test)
    {
        score.accuracy = GetSettings().model->GetAccuracy(parameters,
                                                       *GetSettings().test,
                                                       GetSettings().test->ListAll());
    }
    return score;
}

Eigen::VectorXd
CoordinateMethod::GetParameters() const
{
    Eigen::VectorXd parameters(m_weights.size());
    ForEachParameter(GetSettings().model->GetWidths(), [&](Eigen::Index own, Eigen::Index models) {
        parameters[models] = m_weights[own];
    });
    return parameters;
}

double
CoordinateMethod::GetObjective() const
{
    const Dataset& data = *GetSettings().data;
    return m_trainer.GetNet().GetObjective(
        m_weights,
        m_coordinates,
        data.GetDense(),
        m_trainer.GetTargets(data.ListAll()));
}

std::string
CoordinateMethod::Train(uint32_t,
                        const LearningAssignment& assignment,
                        const Bytes& model,
                        Bytes& update)
{
    return m_trainer.Train(assignment, model, update);
}

} // namespace edgeai
} // namespace ns3
