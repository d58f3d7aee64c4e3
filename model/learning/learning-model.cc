/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-model.h"

#include "learning-error.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @throws LearningError if a vector of parameters or a list of samples does not fit
void
RequireFit(const LearningModel& model,
           const Eigen::VectorXd& parameters,
           const Dataset& data,
           const SampleList& batch)
{
    if (parameters.size() != model.GetParameterCount())
    {
        throw LearningError(model.GetName() + " has " + std::to_string(model.GetParameterCount()) +
                            " parameters, given are " + std::to_string(parameters.size()));
    }
    model.Require(data);
    const auto worst = std::max_element(batch.begin(), batch.end());
    if (worst != batch.end() && *worst >= data.GetSampleCount())
    {
        throw LearningError("the batch has sample " + std::to_string(*worst) +
                            ", allowed is 0 to " + std::to_string(data.GetSampleCount() - 1));
    }
}

/// @throws LearningError if there is no sample
void
RequireSamples(const SampleList& batch)
{
    if (batch.empty())
    {
        throw LearningError("the batch is empty; a mean needs at least one sample");
    }
}

} // namespace

LearningModel::LearningModel(std::string name, Eigen::Index features, uint32_t classes, double l2)
    : m_name(std::move(name)),
      m_features(features),
      m_classes(classes),
      m_l2(l2)
{
}

void
LearningModel::AddGroup(const std::string& name, Eigen::Index count, uint32_t units)
{
    m_groups.push_back({name, {GetParameterCount(), count}, units});
}

void
LearningModel::Require(const Dataset& data) const
{
    if (data.IsSparse() && !TakesSparse())
    {
        throw LearningError(m_name + " takes dense features, the data are sparse");
    }
    if (data.GetFeatureCount() != m_features)
    {
        throw LearningError(m_name + " takes " + std::to_string(m_features) +
                            " features, the data have " + std::to_string(data.GetFeatureCount()));
    }
    if (data.GetClassCount() > m_classes)
    {
        throw LearningError(m_name + " tells " + std::to_string(m_classes) +
                            " classes apart, the data have " +
                            std::to_string(data.GetClassCount()));
    }
}

RowMatrix
LearningModel::GatherFeatures(const Chunk& chunk)
{
    const RowMatrix& all = chunk.data.GetDense();
    RowMatrix rows(chunk.count, all.cols());
    for (uint32_t k = 0; k < chunk.count; ++k)
    {
        rows.row(k) = all.row(chunk.samples[k]);
    }
    return rows;
}

double
LearningModel::DoLoss(const RowMatrix& outputs, const Chunk& chunk, RowMatrix* slope) const
{
    // The largest output is taken off, so that nothing overflows.
    const Eigen::VectorXd most = outputs.rowwise().maxCoeff();
    RowMatrix shares = (outputs.colwise() - most).array().exp();
    const Eigen::VectorXd sums = shares.rowwise().sum();
    double loss = 0;
    const std::vector<uint32_t>& labels = chunk.data.GetLabels();
    for (uint32_t k = 0; k < chunk.count; ++k)
    {
        // The difference first: beside large outputs the logarithm would be lost in the sum.
        loss += std::log(sums[k]) + (most[k] - outputs(k, labels[chunk.samples[k]]));
    }
    if (slope)
    {
        shares.array().colwise() /= sums.array();
        for (uint32_t k = 0; k < chunk.count; ++k)
        {
            shares(k, labels[chunk.samples[k]]) -= 1;
        }
        *slope = std::move(shares);
    }
    return loss;
}

double
LearningModel::GetLoss(const Eigen::VectorXd& parameters,
                       const Dataset& data,
                       const SampleList& batch) const
{
    RequireFit(*this, parameters, data, batch);
    RequireSamples(batch);
    double loss = 0;
    RowMatrix outputs;
    for (std::size_t first = 0; first < batch.size(); first += CHUNK)
    {
        const auto count =
            static_cast<uint32_t>(std::min<std::size_t>(CHUNK, batch.size() - first));
        const Chunk chunk{data, batch.data() + first, count};
        DoOutputs(parameters, chunk, outputs);
        loss += DoLoss(outputs, chunk, nullptr);
    }
    return loss / static_cast<double>(batch.size()) + m_l2 / 2 * parameters.squaredNorm();
}

double
LearningModel::AddGradient(const Eigen::VectorXd& parameters,
                           const Dataset& data,
                           const SampleList& batch,
                           ParameterRange block,
                           Eigen::VectorXd& sum) const
{
    RequireFit(*this, parameters, data, batch);
    if (block.first < 0 || block.count < 0 || block.GetEnd() > GetParameterCount())
    {
        throw LearningError("the block is parameters " + std::to_string(block.first) + " to " +
                            std::to_string(block.GetEnd() - 1) + ", allowed is 0 to " +
                            std::to_string(GetParameterCount() - 1));
    }
    if (sum.size() != block.count)
    {
        throw LearningError("the sum has " + std::to_string(sum.size()) + " values, the block " +
                            std::to_string(block.count));
    }
    double loss = 0;
    for (std::size_t first = 0; first < batch.size(); first += CHUNK)
    {
        const auto count =
            static_cast<uint32_t>(std::min<std::size_t>(CHUNK, batch.size() - first));
        loss += DoAddGradient(parameters, {data, batch.data() + first, count}, block, sum);
    }
    return loss;
}

uint32_t
LearningModel::AddClippedGradients(const Eigen::VectorXd& parameters,
                                   const Dataset& data,
                                   const SampleList& batch,
                                   const Eigen::VectorXd& mask,
                                   double limit,
                                   Eigen::VectorXd& sum) const
{
    RequireFit(*this, parameters, data, batch);
    if (mask.size() != parameters.size() || sum.size() != parameters.size())
    {
        throw LearningError("the mask has " + std::to_string(mask.size()) +
                            " entries and the sum " + std::to_string(sum.size()) + ", " + m_name +
                            " has " + std::to_string(parameters.size()) + " parameters");
    }
    if (!(limit > 0))
    {
        throw LearningError("the limit of the norm is " + std::to_string(limit) +
                            "; allowed is more than 0");
    }
    uint32_t clipped = 0;
    for (std::size_t first = 0; first < batch.size(); first += CHUNK)
    {
        const auto count =
            static_cast<uint32_t>(std::min<std::size_t>(CHUNK, batch.size() - first));
        clipped += DoAddClipped(parameters, {data, batch.data() + first, count}, mask, limit, sum);
    }
    return clipped;
}

uint32_t
LearningModel::DoAddClipped(const Eigen::VectorXd& parameters,
                            const Chunk& chunk,
                            const Eigen::VectorXd& mask,
                            double limit,
                            Eigen::VectorXd& sum) const
{
    uint32_t clipped = 0;
    Eigen::VectorXd gradient(parameters.size());
    for (uint32_t k = 0; k < chunk.count; ++k)
    {
        gradient.setZero();
        DoAddGradient(parameters, {chunk.data, chunk.samples + k, 1}, GetAll(), gradient);
        gradient = gradient.cwiseProduct(mask);
        const double norm = gradient.norm();
        if (!(norm <= limit))
        {
            ++clipped;
            if (!std::isfinite(norm))
            {
                continue;
            }
            gradient *= limit / norm;
        }
        sum += gradient;
    }
    return clipped;
}

double
LearningModel::GetBlockGradient(const Eigen::VectorXd& parameters,
                                const Dataset& data,
                                const SampleList& batch,
                                ParameterRange block,
                                Eigen::VectorXd& gradient) const
{
    RequireSamples(batch);
    gradient.setZero(std::max<Eigen::Index>(block.count, 0));
    const auto count = static_cast<double>(batch.size());
    const double loss = AddGradient(parameters, data, batch, block, gradient) / count;
    gradient = gradient / count + m_l2 * parameters.segment(block.first, block.count);
    return loss + m_l2 / 2 * parameters.squaredNorm();
}

double
LearningModel::GetGradient(const Eigen::VectorXd& parameters,
                           const Dataset& data,
                           const SampleList& batch,
                           Eigen::VectorXd& gradient) const
{
    return GetBlockGradient(parameters, data, batch, GetAll(), gradient);
}

double
LearningModel::GetAccuracy(const Eigen::VectorXd& parameters,
                           const Dataset& data,
                           const SampleList& batch) const
{
    RequireFit(*this, parameters, data, batch);
    RequireSamples(batch);
    uint64_t right = 0;
    RowMatrix outputs;
    for (std::size_t first = 0; first < batch.size(); first += CHUNK)
    {
        const auto count =
            static_cast<uint32_t>(std::min<std::size_t>(CHUNK, batch.size() - first));
        DoOutputs(parameters, {data, batch.data() + first, count}, outputs);
        for (uint32_t k = 0; k < count; ++k)
        {
            // A single output is the positive class's, beside 0 for the other.
            Eigen::Index most = 0;
            outputs.row(k).maxCoeff(&most);
            const Eigen::Index said = outputs.cols() > 1 ? most : (outputs(k, 0) > 0 ? 1 : 0);
            right += said == static_cast<Eigen::Index>(data.GetLabels()[batch[first + k]]) ? 1 : 0;
        }
    }
    return static_cast<double>(right) / static_cast<double>(batch.size());
}

} // namespace edgeai
} // namespace ns3
