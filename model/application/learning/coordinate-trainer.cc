/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "coordinate-trainer.h"

#include "learning/learning-error.h"
#include "number-bytes.h"
#include "short-number.h"

#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] settings what is learned  @returns the same, sound
CoordinateSettings
Require(CoordinateSettings settings)
{
    if (!CoordinateTrainer::Learns(*settings.model))
    {
        throw LearningError("auxiliary coordinates are of a net of logistic units with squared "
                            "loss and a hidden layer; given is " +
                            settings.model->GetName());
    }
    if (settings.data->IsSparse())
    {
        throw LearningError("auxiliary coordinates take dense features, the data are sparse");
    }
    if (settings.step.momentum != 0)
    {
        throw LearningError("momentum is " + WriteShort(settings.step.momentum) +
                            "; workers of auxiliary coordinates keep nothing between rounds, so "
                            "allowed is 0");
    }
    if (!(settings.coordinateStep > 0) || !std::isfinite(settings.coordinateStep))
    {
        throw LearningError("the step of coordinates is " +
                            std::to_string(settings.coordinateStep) + "; allowed is more than 0");
    }
    if (settings.steps < 1 || settings.turns < 1)
    {
        throw LearningError("steps of a round are " + std::to_string(settings.steps) +
                            ", turns of a batch " + std::to_string(settings.turns) +
                            "; allowed is 1 and more");
    }
    settings.step.l2 = settings.model->GetL2(); // of the loss, by its proximal operator
    GradientStepper probe(settings.step);
    return settings;
}

} // namespace

CoordinateTrainer::CoordinateTrainer(CoordinateSettings settings)
    : m_settings(Require(std::move(settings))),
      m_batches({m_settings.samples}, m_settings.batch),
      m_net(m_settings.model->GetWidths(), m_settings.penalty)
{
}

bool
CoordinateTrainer::Learns(const LearningModel& model)
{
    const auto* stack = dynamic_cast<const LayerStack*>(&model);
    return stack && stack->GetWidths().size() > 2 &&
           stack->GetActivation() == Activation::LOGISTIC &&
           stack->GetLossLaw() == StackLoss::SQUARED;
}

uint32_t
CoordinateTrainer::GetPhase(uint64_t round)
{
    return round % 2 == 1 ? WEIGHTS : COORDINATES;
}

uint64_t
CoordinateTrainer::GetBatchNumber(uint64_t round) const
{
    const bool all = CountSamples() == m_settings.samples.size();
    return all ? 1 : (round - 1) / (2 * uint64_t{m_settings.turns}) + 1;
}

SampleList
CoordinateTrainer::GetBatch(uint64_t round) const
{
    return m_batches.Get(0, GetBatchNumber(round));
}

RowMatrix
CoordinateTrainer::GetInputs(const SampleList& samples) const
{
    const RowMatrix& data = m_settings.data->GetDense();
    RowMatrix rows(static_cast<Eigen::Index>(samples.size()), data.cols());
    for (std::size_t i = 0; i < samples.size(); ++i)
    {
        rows.row(static_cast<Eigen::Index>(i)) = data.row(samples[i]);
    }
    return rows;
}

uint64_t
CoordinateTrainer::CountNumbers(uint32_t phase) const
{
    return phase == WEIGHTS
               ? static_cast<uint64_t>(m_net.GetParameterCount())
               : m_batches.GetSize(0) * static_cast<uint64_t>(m_net.GetCoordinateCount());
}

RowMatrix
CoordinateTrainer::GetTargets(const SampleList& samples) const
{
    std::vector<uint32_t> labels;
    labels.reserve(samples.size());
    for (const uint32_t sample : samples)
    {
        labels.push_back(m_settings.data->GetLabels()[sample]);
    }
    return AuxiliaryCoordinates::MakeTargets(labels, m_settings.model->GetWidths().back());
}

double
CoordinateTrainer::GetForwardFlop() const
{
    const double sample =
        m_settings.model->GetWork(m_settings.data->GetMeanEntries(), {0, 0}).forward;
    return static_cast<double>(CountSamples()) * sample;
}

double
CoordinateTrainer::GetFlop(uint32_t phase) const
{
    if (m_settings.flopPerParameter > 0)
    {
        return m_settings.flopPerParameter;
    }
    const LayerStack& model = *m_settings.model;
    const GradientWork work = model.GetWork(m_settings.data->GetMeanEntries(), model.GetAll());
    // What a neuron says, and its weights' derivatives; or what all say, and the way back.
    const double sample = work.forward + (phase == WEIGHTS ? work.weights : work.backward);
    const double samples = m_settings.steps * static_cast<double>(m_batches.GetSize(0));
    return samples * sample / static_cast<double>(CountNumbers(phase));
}

bool
CoordinateTrainer::FindNeurons(const LearningRange& range, UnitRange& neurons) const
{
    const auto first = static_cast<Eigen::Index>(range.first);
    const auto end = static_cast<Eigen::Index>(range.first + range.count);
    neurons = {0, 0};
    for (Eigen::Index i = 0; i < m_net.GetNeuronCount(); ++i)
    {
        const ParameterRange own = m_net.GetParameters({i, 1});
        neurons.first += own.GetEnd() <= first ? 1 : 0;
        neurons.count += own.first >= first && own.GetEnd() <= end ? 1 : 0;
    }
    const ParameterRange whole = m_net.GetParameters(neurons);
    return whole.first == first && whole.GetEnd() == end;
}

std::string
CoordinateTrainer::TrainWeights(const LearningRanges& ranges, Batch& batch, Bytes& update) const
{
    GradientStepper stepper(m_settings.step);
    for (const LearningRange& range : ranges)
    {
        UnitRange neurons;
        if (!FindNeurons(range, neurons))
        {
            return std::to_string(range.count) + " weights from " + std::to_string(range.first) +
                   " on are not whole neurons";
        }
        const ParameterRange block = m_net.GetParameters(neurons);
        for (uint32_t step = 0; step < m_settings.steps; ++step)
        {
            stepper.Step(batch.weights,
                         block,
                         m_net.GetWeightGradient(batch.weights,
                                                 batch.coordinates,
                                                 batch.inputs,
                                                 batch.targets,
                                                 neurons));
        }
        AppendNumbers(batch.weights.segment(block.first, block.count), update);
    }
    return "";
}

std::string
CoordinateTrainer::TrainCoordinates(const LearningRanges& ranges, Batch& batch, Bytes& update) const
{
    const auto width = static_cast<uint64_t>(m_net.GetCoordinateCount());
    // The mean's share of a sample is as small as the batch is large.
    const double size = m_settings.coordinateStep * static_cast<double>(batch.inputs.rows());
    for (const LearningRange& range : ranges)
    {
        if (range.first % width != 0 || range.count % width != 0)
        {
            return std::to_string(range.count) + " auxiliary variables from " +
                   std::to_string(range.first) + " on are not of whole samples";
        }
        const UnitRange samples{static_cast<Eigen::Index>(range.first / width),
                                static_cast<Eigen::Index>(range.count / width)};
        for (uint32_t step = 0; step < m_settings.steps; ++step)
        {
            batch.coordinates.middleRows(samples.first, samples.count) -=
                size * m_net.GetCoordinateGradient(batch.weights,
                                                   batch.coordinates,
                                                   batch.inputs,
                                                   batch.targets,
                                                   samples);
        }
        for (Eigen::Index i = samples.first; i < samples.first + samples.count; ++i)
        {
            AppendNumbers(batch.coordinates.row(i), update);
        }
    }
    return "";
}

std::string
CoordinateTrainer::Train(const LearningAssignment& assignment,
                         const Bytes& model,
                         Bytes& update) const
{
    if (assignment.round < 1 || assignment.phase != GetPhase(assignment.round))
    {
        return "phase is " + std::to_string(assignment.phase) + "; allowed in round " +
               std::to_string(assignment.round) + " is " +
               std::to_string(GetPhase(assignment.round));
    }
    const SampleList samples = GetBatch(assignment.round);
    const auto rows = static_cast<Eigen::Index>(samples.size());
    const Eigen::Index width = m_net.GetCoordinateCount();
    Eigen::VectorXd all;
    std::string fault =
        ReadNumbers(model, static_cast<std::size_t>(m_net.GetParameterCount() + rows * width), all);
    if (fault.empty())
    {
        fault = ExplainRanges(assignment.ranges, CountNumbers(assignment.phase));
    }
    if (!fault.empty())
    {
        return fault;
    }
    Batch batch;
    batch.weights = all.head(m_net.GetParameterCount());
    batch.coordinates =
        Eigen::Map<const RowMatrix>(all.data() + m_net.GetParameterCount(), rows, width);
    batch.inputs = GetInputs(samples);
    batch.targets = GetTargets(samples);
    update.clear();
    return assignment.phase == WEIGHTS ? TrainWeights(assignment.ranges, batch, update)
                                       : TrainCoordinates(assignment.ranges, batch, update);
}

} // namespace edgeai
} // namespace ns3
