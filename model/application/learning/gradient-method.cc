/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "gradient-method.h"

#include "number-bytes.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] ranges in any order, disjoint  @returns the same, ascending, neighbours joined
LearningRanges
Join(LearningRanges ranges)
{
    std::sort(ranges.begin(), ranges.end(), [](const LearningRange& a, const LearningRange& b) {
        return a.first < b.first;
    });
    LearningRanges joined;
    for (const LearningRange& range : ranges)
    {
        if (!joined.empty() && joined.back().first + joined.back().count == range.first)
        {
            joined.back().count += range.count;
        }
        else
        {
            joined.push_back(range);
        }
    }
    return joined;
}

/// @param [in] range of ours  @returns the same as models say it
ParameterRange
ToParameters(const LearningRange& range)
{
    return {static_cast<Eigen::Index>(range.first), static_cast<Eigen::Index>(range.count)};
}

} // namespace

GradientMethod::GradientMethod(Settings settings, Eigen::VectorXd parameters)
    : m_settings(std::move(settings)),
      m_parameters(std::move(parameters)),
      m_stepper(m_settings.step)
{
}

std::string
GradientMethod::GetName() const
{
    return m_settings.model->GetName();
}

const SampleList&
GradientMethod::GetList(uint32_t worker) const
{
    return m_settings.samples.size() == 1 ? m_settings.samples.front()
                                          : m_settings.samples.at(worker);
}

double
GradientMethod::GetSamples(uint32_t worker) const
{
    return static_cast<double>(GetList(worker).size());
}

double
GradientMethod::GetBatchSize(uint32_t worker) const
{
    const double all = GetSamples(worker);
    return m_settings.batch > 0 ? std::min<double>(m_settings.batch, all) : all;
}

SampleList
GradientMethod::GetBatch(uint32_t worker, uint64_t round) const
{
    const SampleList& all = GetList(worker);
    const auto size = static_cast<std::size_t>(GetBatchSize(worker));
    SampleList batch(size);
    for (std::size_t i = 0; i < size; ++i)
    {
        batch[i] = all[((round - 1) * size + i) % all.size()];
    }
    return batch;
}

uint32_t
GradientMethod::Begin(uint64_t round)
{
    m_round = round;
    m_updates.clear();
    m_missing = {{0, static_cast<uint64_t>(m_parameters.size())}};
    return 0;
}

LearningRanges
GradientMethod::GetMissing() const
{
    return m_missing;
}

std::vector<GradientMethod::Unit>
GradientMethod::ListUnits() const
{
    std::vector<Unit> units;
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
            Unit unit;
            unit.parameters = static_cast<uint32_t>(count / of);
            unit.ranges.push_back({first + i * row, row});
            if (biased)
            {
                unit.ranges.push_back({first + of * row + i, 1});
            }
            if (SubtractRanges(unit.ranges, m_missing).empty())
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

RoundDepth
GradientMethod::DescribeDepth() const
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

void
GradientMethod::DescribeDivision(RoundProblem& problem) const
{
    RoundDivision& division = problem.division;
    division.parameters = static_cast<double>(CountParameters(m_missing));
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
    if (!m_settings.unitsStay)
    {
        return;
    }
    for (const Unit& unit : ListUnits())
    {
        if (division.units.empty() || division.units.back().parameters != unit.parameters)
        {
            division.units.push_back({0, unit.parameters});
        }
        ++division.units.back().count;
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
        problem.depth = DescribeDepth();
    }
}

LearningRanges
GradientMethod::AssignUnits(const std::vector<Unit>& units,
                            const RoundDivision& division,
                            const RoundShare& share,
                            std::vector<std::size_t>& next) const
{
    LearningRanges ranges;
    std::size_t first = 0;
    for (std::size_t kind = 0; kind < division.units.size() && kind < share.units.size(); ++kind)
    {
        for (uint32_t i = 0; i < share.units[kind] && next[kind] < division.units[kind].count; ++i)
        {
            const Unit& unit = units[first + next[kind]++];
            ranges.insert(ranges.end(), unit.ranges.begin(), unit.ranges.end());
        }
        first += division.units[kind].count;
    }
    return Join(ranges);
}

std::vector<LearningAssignment>
GradientMethod::Assign(const RoundPlan& plan) const
{
    RoundProblem problem;
    Describe(problem);
    const std::vector<Unit> units = m_settings.unitsStay ? ListUnits() : std::vector<Unit>();
    std::vector<std::size_t> next(problem.division.units.size(), 0);
    const uint64_t total = CountParameters(m_missing);
    uint64_t given = 0;
    std::vector<LearningAssignment> assignments;
    for (const RoundShare& share : plan.workers)
    {
        LearningAssignment assignment;
        assignment.round = m_round;
        if (!share.involved)
        {
            assignments.push_back(assignment);
            continue;
        }
        const auto load = static_cast<uint64_t>(std::llround(share.parameters));
        if (!m_settings.depths.empty())
        {
            const LearningRange bottom = GetBlock(share.block);
            const LearningRange top = GetBlock(share.block + 1 - share.blocks);
            assignment.ranges = {{bottom.first, top.first + top.count - bottom.first}};
        }
        else if (load >= total)
        {
            assignment.ranges = m_missing; // everybody has all of them
        }
        else if (!share.units.empty())
        {
            assignment.ranges = AssignUnits(units, problem.division, share, next);
        }
        else
        {
            assignment.ranges = TakeParameters(m_missing, given, load);
            given += load;
        }
        assignments.push_back(assignment);
    }
    return assignments;
}

RoundMethod::Bytes
GradientMethod::GetModel() const
{
    Bytes bytes;
    bytes.reserve(NUMBER_BYTES * static_cast<std::size_t>(m_parameters.size()));
    for (const double value : m_parameters)
    {
        AppendNumber(value, bytes);
    }
    return bytes;
}

std::string
GradientMethod::Take(uint32_t worker, const LearningAssignment& assignment, const Bytes& update)
{
    Update taken;
    const std::string fault = ReadNumbers(update, CountParameters(assignment.ranges), taken.values);
    if (fault.empty())
    {
        taken.ranges = assignment.ranges;
        taken.samples = GetBatchSize(worker);
        m_missing = SubtractRanges(m_missing, taken.ranges);
        m_updates[worker].push_back(std::move(taken));
    }
    return fault;
}

double
GradientMethod::GetAggregateFlop() const
{
    double numbers = 0;
    for (const auto& [worker, updates] : m_updates)
    {
        for (const Update& update : updates)
        {
            numbers += 2.0 * update.values.size();
        }
    }
    return numbers + 2.0 * m_parameters.size();
}

void
GradientMethod::Finish()
{
    // In the order of workers, so that the sums do not depend on whose packets were faster.
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(m_parameters.size());
    Eigen::VectorXd samples = Eigen::VectorXd::Zero(m_parameters.size());
    for (const auto& [worker, updates] : m_updates)
    {
        for (const Update& update : updates)
        {
            std::size_t at = 0;
            for (const LearningRange& range : update.ranges)
            {
                for (uint64_t i = 0; i < range.count; ++i, ++at)
                {
                    const auto place = static_cast<Eigen::Index>(range.first + i);
                    sum[place] += update.samples * update.values[at];
                    samples[place] += update.samples;
                }
            }
        }
    }
    const LearningRanges all{{0, static_cast<uint64_t>(m_parameters.size())}};
    for (const LearningRange& range : SubtractRanges(all, m_missing))
    {
        const ParameterRange block = ToParameters(range);
        m_stepper.Step(m_parameters,
                       block,
                       sum.segment(block.first, block.count)
                           .cwiseQuotient(samples.segment(block.first, block.count)));
    }
    m_updates.clear();
}

LearningScore
GradientMethod::Score() const
{
    LearningScore score;
    SampleList all = m_settings.data->ListAll();
    if (m_settings.scoreSamples > 0 && m_settings.scoreSamples < all.size())
    {
        all.resize(m_settings.scoreSamples);
    }
    score.loss = m_settings.model->GetLoss(m_parameters, *m_settings.data, all) +
                 m_stepper.GetPenalty(m_parameters);
    if (m_settings.test)
    {
        score.accuracy = m_settings.model->GetAccuracy(m_parameters,
                                                       *m_settings.test,
                                                       m_settings.test->ListAll());
    }
    return score;
}

std::string
GradientMethod::Train(uint32_t worker,
                      const LearningAssignment& assignment,
                      const Bytes& model,
                      Bytes& update)
{
    std::vector<float> numbers;
    const auto count = static_cast<std::size_t>(m_parameters.size());
    std::string fault = ReadNumbers(model, count, numbers);
    if (fault.empty())
    {
        fault = ExplainRanges(assignment.ranges, count);
    }
    if (!fault.empty())
    {
        return fault;
    }
    const Eigen::VectorXd parameters =
        Eigen::Map<const Eigen::VectorXf>(numbers.data(), count).cast<double>();
    const SampleList batch = GetBatch(worker, assignment.round);
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
        for (const double value : gradient)
        {
            AppendNumber(value, update);
        }
    }
    return "";
}

} // namespace edgeai
} // namespace ns3
