/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "gradient-method.h"

#include "learning/network/low-rank-adapters.h"
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

/// @param [in] range of ours  @returns the same as models say it
ParameterRange
ToParameters(const LearningRange& range)
{
    return {static_cast<Eigen::Index>(range.first), static_cast<Eigen::Index>(range.count)};
}

} // namespace

GradientMethod::GradientMethod(Settings settings, Eigen::VectorXd parameters)
    : m_settings(std::move(settings)),
      m_batches(m_settings.samples, m_settings.batch),
      m_parameters(std::move(parameters)),
      m_stepper(m_settings.step)
{
}

std::string
GradientMethod::GetName() const
{
    return m_settings.model->GetName();
}

double
GradientMethod::GetSamples(uint32_t worker) const
{
    return static_cast<double>(m_batches.GetList(worker).size());
}

double
GradientMethod::GetBatchSize(uint32_t worker) const
{
    return static_cast<double>(m_batches.GetSize(worker));
}

double
GradientMethod::GetWorkFactor(uint32_t worker) const
{
    // What was given is everybody's.
    const bool given = m_settings.depths.empty() ? m_settings.flopPerParameter > 0
                                                 : !m_settings.depth.blocks.empty();
    return given ? 1 : GetBatchSize(worker) / GetBatchSize(0);
}

uint32_t
GradientMethod::Begin(uint64_t round)
{
    m_round = round;
    m_updates.Begin(static_cast<uint64_t>(m_parameters.size()));
    return 0;
}

LearningRanges
GradientMethod::GetMissing() const
{
    return m_updates.GetMissing();
}

std::vector<LearningUnit>
GradientMethod::ListUnits() const
{
    std::vector<LearningUnit> units;
    for (const ParameterGroup& group : m_settings.model->GetGroups())
    {
        const auto first = static_cast<uint64_t>(group.range.first);
        const auto count = static_cast<uint64_t>(group.range.count);
        const uint64_t of = std::max<uint64_t>(1, group.units);
        // Rows of weights, then the biases, unless there are none.
        const auto features = static_cast<uint64_t>(m_settings.model->GetFeatureCount());
        const bool biased = of > 1 && !(first == 0 && count == of * features);
        const uint64_t row = count / of - (biased ? 1 : 0);
        for (uint64_t i = 0; i < of; ++i)
        {
            LearningUnit unit;
            unit.parameters = static_cast<uint32_t>(count / of);
            unit.ranges.push_back({first + i * row, row});
            if (biased)
            {
                unit.ranges.push_back({first + of * row + i, 1});
            }
            if (SubtractRanges(unit.ranges, m_updates.GetMissing()).empty())
            {
                units.push_back(unit);
            }
        }
    }
    return units;
}

LearningRange
GradientMethod::GetBlock(uint32_t block) const
{
    const std::vector<ParameterGroup>& groups = m_settings.model->GetGroups();
    std::size_t end = groups.size();
    for (uint32_t j = 1; j < block; ++j)
    {
        end -= m_settings.depths[j - 1];
    }
    const std::size_t begin = end - m_settings.depths[block - 1];
    const auto first = static_cast<uint64_t>(groups[begin].range.first);
    return {first, static_cast<uint64_t>(groups[end - 1].range.GetEnd()) - first};
}

/// @returns all depth blocks
RoundDepth
GradientMethod::DescribeDepths() const
{
    if (!m_settings.depth.blocks.empty())
    {
        return m_settings.depth;
    }
    RoundDepth depth;
    const LearningModel& model = *m_settings.model;
    const double entries = m_settings.data->GetMeanEntries();
    const double batch = GetBatchSize(0);
    depth.forwardFlop = batch * model.GetWork(entries, {0, 0}).forward;
    depth.baseMemoryBytes = 8.0 * m_parameters.size();
    for (uint32_t j = 1; j <= m_settings.depths.size(); ++j)
    {
        const LearningRange range = GetBlock(j);
        const GradientWork work = model.GetWork(entries, ToParameters(range));
        RoundBlock block;
        block.gradientBits = 8.0 * NUMBER_BYTES * range.count;
        // Layers differ in what it takes to go back through them, so that is counted here.
        block.weightFlop = batch * (work.backward + work.weights);
        block.memoryBytes = 8.0 * range.count;
        block.layers = m_settings.depths[j - 1];
        depth.blocks.push_back(block);
    }
    return depth;
}

/// @returns numbers of the depth blocks of which something is missing, from the output
std::vector<uint32_t>
GradientMethod::ListMissingBlocks() const
{
    std::vector<uint32_t> numbers;
    for (uint32_t j = 1; j <= m_settings.depths.size(); ++j)
    {
        const LearningRange range = GetBlock(j);
        if (CountParameters(SubtractRanges({range}, m_updates.GetMissing())) < range.count)
        {
            numbers.push_back(j);
        }
    }
    return numbers;
}

/// Leave out what has come. The way back to a block leads through those above it all the same, so
/// their layers count as its own. @param [in,out] depth of all blocks; of those that are missing
void
GradientMethod::DescribeMissing(RoundDepth& depth) const
{
    std::vector<RoundBlock> blocks;
    uint32_t above = 0;
    for (const uint32_t number : ListMissingBlocks())
    {
        const uint32_t layers = depth.GetLayers(number);
        blocks.push_back(depth.blocks[number - 1]);
        blocks.back().layers = layers - above;
        above = layers;
    }
    depth.blocks = std::move(blocks);
}

void
GradientMethod::DescribeDivision(RoundProblem& problem) const
{
    RoundDivision& division = problem.division;
    division.parameters = static_cast<double>(CountParameters(m_updates.GetMissing()));
    division.bitsPerParameter = 8.0 * NUMBER_BYTES;
    division.flopPerParameter = m_settings.flopPerParameter;
    division.fixedFlop = 0;
    if (!(m_settings.flopPerParameter > 0))
    {
        const LearningModel& model = *m_settings.model;
        const GradientWork work = model.GetWork(m_settings.data->GetMeanEntries(), model.GetAll());
        const double batch = GetBatchSize(0);
        division.fixedFlop = batch * work.forward;
        division.flopPerParameter = batch * (work.backward + work.weights) / m_parameters.size();
    }
    if (m_settings.unitsStay)
    {
        DescribeUnits(ListUnits(), division);
    }
}

void
GradientMethod::Describe(RoundProblem& problem) const
{
    if (m_settings.depths.empty())
    {
        DescribeDivision(problem);
    }
    else
    {
        problem.depth = DescribeDepths();
        DescribeMissing(problem.depth);
    }
}

std::vector<LearningAssignment>
GradientMethod::Assign(const RoundPlan& plan) const
{
    LearningAssignment given;
    given.round = m_round;
    if (m_settings.depths.empty())
    {
        return AssignDivision(plan,
                              given,
                              m_updates.GetMissing(),
                              m_settings.unitsStay ? ListUnits() : std::vector<LearningUnit>());
    }
    std::vector<LearningAssignment> assignments;
    for (const RoundShare& share : plan.workers)
    {
        assignments.push_back(given);
        if (share.involved)
        {
            AssignBlocks(share, assignments.back());
        }
    }
    return assignments;
}

/// @param [in] share of a plan, whose blocks are those that are missing
/// @param [in,out] assignment gets their parameters, and the number of the deepest
void
GradientMethod::AssignBlocks(const RoundShare& share, LearningAssignment& assignment) const
{
    const std::vector<uint32_t> missing = ListMissingBlocks();
    assignment.block = missing[share.block - 1];
    for (uint32_t i = 0; i < share.blocks; ++i)
    {
        // Parameters ascend towards the output.
        const LearningRange range = GetBlock(missing[share.block - 1 - i]);
        LearningRanges& ranges = assignment.ranges;
        if (!ranges.empty() && ranges.back().first + ranges.back().count == range.first)
        {
            ranges.back().count += range.count;
        }
        else
        {
            ranges.push_back(range);
        }
    }
}

RoundMethod::Bytes
GradientMethod::GetModel() const
{
    Bytes bytes;
    AppendNumbers(m_parameters, bytes);
    return bytes;
}

std::string
GradientMethod::Take(uint32_t worker, const LearningAssignment& assignment, const Bytes& update)
{
    return m_updates.Take(worker, assignment.ranges, GetBatchSize(worker), update);
}

double
GradientMethod::GetAggregateFlop() const
{
    return 2.0 * m_updates.GetCount() + 2.0 * m_parameters.size();
}

void
GradientMethod::Finish()
{
    m_updates.Finish([this](const LearningRange& range, const Eigen::VectorXd& gradient) {
        m_stepper.Step(m_parameters, ToParameters(range), gradient);
    });
}

LearningScore
GradientMethod::Score() const
{
    LearningScore score = ScoreModel(*m_settings.model,
                                     m_parameters,
                                     *m_settings.data,
                                     m_settings.scoreSamples,
                                     m_settings.test.get());
    score.loss += m_stepper.GetPenalty(m_parameters);
    return score;
}

Eigen::VectorXd
GradientMethod::GetTrained() const
{
    const auto adapters = std::dynamic_pointer_cast<const LowRankAdapters>(m_settings.model);
    return adapters ? adapters->Merge(m_parameters) : m_parameters;
}

std::string
GradientMethod::Train(uint32_t worker,
                      const LearningAssignment& assignment,
                      const Bytes& model,
                      Bytes& update)
{
    Eigen::VectorXd parameters;
    const auto count = static_cast<std::size_t>(m_parameters.size());
    std::string fault = ReadNumbers(model, count, parameters);
    if (fault.empty())
    {
        fault = ExplainRanges(assignment.ranges, count);
    }
    if (!fault.empty())
    {
        return fault;
    }
    const SampleList batch = m_batches.Get(worker, assignment.round);
    update.clear();
    update.reserve(NUMBER_BYTES * CountParameters(assignment.ranges));
    for (const LearningRange& range : assignment.ranges)
    {
        Eigen::VectorXd gradient;
        m_settings.model->GetBlockGradient(parameters,
                                           *m_settings.data,
                                           batch,
                                           ToParameters(range),
                                           gradient);
        AppendNumbers(gradient, update);
    }
    return "";
}

} // namespace edgeai
} // namespace ns3
