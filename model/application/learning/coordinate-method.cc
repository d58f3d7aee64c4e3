/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "coordinate-method.h"

#include "model-score.h"
#include "number-bytes.h"

#include <algorithm>
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
    m_startFlop = 0;
    if (m_trainer.GetBatchNumber(round) != m_batch)
    {
        m_batch = m_trainer.GetBatchNumber(round);
        m_coordinates =
            m_trainer.GetNet().MakeCoordinates(m_weights,
                                               m_trainer.GetInputs(m_trainer.GetBatch(round)));
        m_startFlop = m_trainer.GetForwardFlop();
    }
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
    const auto count = neurons ? m_trainer.GetNet().GetNeuronCount()
                               : static_cast<Eigen::Index>(m_trainer.CountSamples());
    const Eigen::Index width = m_trainer.GetNet().GetCoordinateCount();
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
    AppendNumbers(m_weights, bytes);
    for (Eigen::Index i = 0; i < m_coordinates.rows(); ++i)
    {
        AppendNumbers(m_coordinates.row(i), bytes);
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
    return m_startFlop + 2 * m_updates.GetCount();
}

void
CoordinateMethod::Finish()
{
    const bool neurons = GetPhase() == CoordinateTrainer::WEIGHTS;
    double* values = neurons ? m_weights.data() : m_coordinates.data();
    m_updates.Finish([values](const LearningRange& range, const Eigen::VectorXd& means) {
        std::copy(means.begin(), means.end(), values + range.first);
    });
}

LearningScore
CoordinateMethod::Score() const
{
    const CoordinateSettings& settings = GetSettings();
    const Eigen::VectorXd parameters = GetParameters();
    LearningScore score = ScoreModel(*settings.model,
                                     parameters,
                                     *settings.data,
                                     settings.scoreSamples,
                                     settings.test.get());
    score.loss += settings.step.l1 * parameters.lpNorm<1>();
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
    const SampleList batch = m_trainer.GetBatch(m_round);
    return m_trainer.GetNet().GetObjective(m_weights,
                                           m_coordinates,
                                           m_trainer.GetInputs(batch),
                                           m_trainer.GetTargets(batch));
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
