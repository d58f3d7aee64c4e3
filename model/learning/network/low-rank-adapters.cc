/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "low-rank-adapters.h"

#include "learning/learning-error.h"
#include "matrix-product.h"
#include "model-text.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

LowRankAdapters::LowRankAdapters(const LayerStack& base,
                                 const Eigen::VectorXd& frozen,
                                 Eigen::Index rank,
                                 double l2)
    : LearningModel("Adapters(" + base.GetName() + ",rank=" + std::to_string(rank) + WriteL2(l2) +
                        ")",
                    base.GetFeatureCount(),
                    base.GetClassCount(),
                    l2),
      m_base(base),
      m_frozen(frozen),
      m_rank(rank)
{
    const std::vector<Eigen::Index>& widths = base.GetWidths();
    const Eigen::Index narrowest = *std::min_element(widths.begin(), widths.end());
    if (rank < 1 || rank > narrowest)
    {
        throw LearningError("adapters of " + base.GetName() + " have rank " + std::to_string(rank) +
                            "; allowed is 1 to " + std::to_string(narrowest));
    }
    if (frozen.size() != base.GetParameterCount())
    {
        throw LearningError(base.GetName() + " has " + std::to_string(base.GetParameterCount()) +
                            " parameters, given are " + std::to_string(frozen.size()));
    }
    for (std::size_t l = 0; l + 1 < widths.size(); ++l)
    {
        AddGroup("adapter " + std::to_string(l + 1), rank * (widths[l] + widths[l + 1]), 0);
    }
}

Eigen::Map<const RowMatrix>
LowRankAdapters::GetDown(const Eigen::VectorXd& parameters, std::size_t layer) const
{
    return {parameters.data() + GetGroups()[layer].range.first, m_rank, m_base.GetWidths()[layer]};
}

Eigen::Map<const RowMatrix>
LowRankAdapters::GetUp(const Eigen::VectorXd& parameters, std::size_t layer) const
{
    const auto down = GetDown(parameters, layer);
    return {down.data() + down.size(), m_base.GetWidths()[layer + 1], m_rank};
}

Eigen::Map<const RowMatrix>
LowRankAdapters::GetFrozen(std::size_t layer) const
{
    const std::vector<Eigen::Index>& widths = m_base.GetWidths();
    return {m_frozen.data() + m_base.GetGroups()[layer].range.first,
            widths[layer + 1],
            widths[layer]};
}

Eigen::VectorXd
LowRankAdapters::DrawParameters(LearningDraws& draws) const
{
    Eigen::VectorXd parameters = Eigen::VectorXd::Zero(GetParameterCount());
    for (std::size_t l = 0; l < GetGroups().size(); ++l)
    {
        const auto down = GetDown(parameters, l);
        const double deviation = 1 / std::sqrt(static_cast<double>(down.cols()));
        for (Eigen::Index i = 0; i < down.size(); ++i)
        {
            parameters[GetGroups()[l].range.first + i] = deviation * draws.Normal();
        }
    }
    return parameters;
}

GradientWork
LowRankAdapters::GetWork(double /* entries */, ParameterRange block) const
{
    GradientWork work;
    bool below = false; // whether a layer below this one has parameters in the block
    for (std::size_t l = 0; l < GetGroups().size(); ++l)
    {
        const auto inputs = static_cast<double>(m_base.GetWidths()[l]);
        const auto outputs = static_cast<double>(m_base.GetWidths()[l + 1]);
        const auto rank = static_cast<double>(m_rank);
        const double products = 2 * inputs * outputs + 2 * rank * (inputs + outputs);
        work.forward += products;
        work.backward += below ? products : 0;
        // A's own derivatives need the slope at its output first, which backward has if it goes on.
        const ParameterRange own = Intersect(GetGroups()[l].range, block);
        work.weights += 2 * static_cast<double>(own.count);
        work.weights += own.count > 0 && !below ? 2 * rank * outputs : 0;
        below = below || own.count > 0;
    }
    return work;
}

Eigen::VectorXd
LowRankAdapters::Merge(const Eigen::VectorXd& parameters) const
{
    Eigen::VectorXd merged = m_frozen;
    for (std::size_t l = 0; l < GetGroups().size(); ++l)
    {
        Eigen::Map<RowMatrix> weights(merged.data() + m_base.GetGroups()[l].range.first,
                                      m_base.GetWidths()[l + 1],
                                      m_base.GetWidths()[l]);
        weights += GetUp(parameters, l) * GetDown(parameters, l);
    }
    return merged;
}

LowRankAdapters::Pass
LowRankAdapters::Forward(const Eigen::VectorXd& parameters, const Chunk& chunk) const
{
    Pass pass;
    const std::size_t layers = GetGroups().size();
    pass.values.resize(layers + 1);
    pass.reduced.resize(layers);
    pass.values[0] = GatherFeatures(chunk);
    RowMatrix added;
    for (std::size_t l = 0; l < layers; ++l)
    {
        const auto weights = GetFrozen(l);
        RowMatrix& next = pass.values[l + 1];
        MultiplyByTransposed(pass.values[l], weights, next);
        MultiplyByTransposed(pass.values[l], GetDown(parameters, l), pass.reduced[l]);
        MultiplyByTransposed(pass.reduced[l], GetUp(parameters, l), added);
        next += added;
        next.rowwise() +=
            Eigen::Map<const Eigen::RowVectorXd>(weights.data() + weights.size(), weights.rows());
        if (l + 1 < layers)
        {
            Activate(m_base.GetActivation(), next);
        }
    }
    return pass;
}

void
LowRankAdapters::DoOutputs(const Eigen::VectorXd& parameters,
                           const Chunk& chunk,
                           RowMatrix& outputs) const
{
    outputs = std::move(Forward(parameters, chunk).values.back());
}

double
LowRankAdapters::DoAddGradient(const Eigen::VectorXd& parameters,
                               const Chunk& chunk,
                               ParameterRange block,
                               Eigen::Ref<Eigen::VectorXd> sum) const
{
    const Pass pass = Forward(parameters, chunk);
    RowMatrix slope;
    RowMatrix reduced;
    RowMatrix next;
    RowMatrix added;
    const double loss = DoLoss(pass.values.back(), chunk, &slope);
    for (std::size_t l = GetGroups().size(); l-- > 0;)
    {
        const ParameterRange& group = GetGroups()[l].range;
        if (block.first >= group.GetEnd())
        {
            break; // nothing of the block lies at or below this layer
        }
        const auto down = GetDown(parameters, l);
        const auto up = GetUp(parameters, l);
        for (const MatrixPiece& piece :
             CutMatrix(group.first + down.size(), up.rows(), m_rank, block))
        {
            AddTransposedProduct(slope.middleCols(piece.row, piece.rows),
                                 pass.reduced[l].middleCols(piece.column, piece.columns),
                                 PlaceOf(piece, sum));
        }
        Multiply(slope, up, reduced);
        for (const MatrixPiece& piece : CutMatrix(group.first, m_rank, down.cols(), block))
        {
            AddTransposedProduct(reduced.middleCols(piece.row, piece.rows),
                                 pass.values[l].middleCols(piece.column, piece.columns),
                                 PlaceOf(piece, sum));
        }
        if (block.first < group.first)
        {
            Multiply(slope, GetFrozen(l), next);
            Multiply(reduced, down, added);
            next += added;
            MultiplyBySlope(m_base.GetActivation(), pass.values[l], next);
            slope.swap(next);
        }
    }
    return loss;
}

} // namespace edgeai
} // namespace ns3
