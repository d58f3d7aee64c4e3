/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "logistic-model.h"

#include "matrix-product.h"
#include "model-text.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

LogisticModel::LogisticModel(Eigen::Index features, uint32_t classes, double l2)
    : LearningModel("Logistic(" + std::to_string(features) +
                        (classes > 2 ? "," + std::to_string(classes) : "") + WriteL2(l2) + ")",
                    features,
                    classes,
                    l2),
      m_rows(classes > 2 ? classes : 1)
{
    AddGroup("weights", m_rows * features, static_cast<uint32_t>(m_rows));
}

Eigen::VectorXd
LogisticModel::DrawParameters(LearningDraws& /* draws */) const
{
    return Eigen::VectorXd::Zero(GetParameterCount());
}

GradientWork
LogisticModel::GetWork(double entries, ParameterRange block) const
{
    GradientWork work;
    work.forward = 2 * entries * static_cast<double>(m_rows);
    work.weights =
        2 * entries * static_cast<double>(block.count) / static_cast<double>(GetFeatureCount());
    return work;
}

void
LogisticModel::DoOutputs(const Eigen::VectorXd& parameters,
                         const Chunk& chunk,
                         RowMatrix& outputs) const
{
    const Eigen::Map<const RowMatrix> weights(parameters.data(), m_rows, GetFeatureCount());
    if (chunk.data.IsSparse())
    {
        MultiplySparse(chunk.data.GetSparse(), chunk.samples, chunk.count, weights, outputs);
    }
    else
    {
        MultiplyByTransposed(GatherFeatures(chunk), weights, outputs);
    }
}

double
LogisticModel::DoLoss(const RowMatrix& outputs, const Chunk& chunk, RowMatrix* slope) const
{
    if (slope)
    {
        slope->resize(outputs.rows(), outputs.cols());
    }
    double loss = 0;
    const std::vector<uint32_t>& labels = chunk.data.GetLabels();
    for (Eigen::Index k = 0; k < outputs.rows(); ++k)
    {
        const uint32_t label = labels[chunk.samples[k]];
        for (Eigen::Index r = 0; r < m_rows; ++r)
        {
            const bool positive = m_rows == 1 ? label == 1 : label == r;
            const double out = outputs(k, r);
            // exp of what is negative alone, so that nothing overflows.
            const double small = std::exp(-std::abs(out));
            loss += std::log1p(small) + std::max(out, 0.0) - (positive ? out : 0);
            if (slope)
            {
                const double share = (out >= 0 ? 1 : small) / (1 + small);
                (*slope)(k, r) = share - (positive ? 1 : 0);
            }
        }
    }
    return loss;
}

double
LogisticModel::DoAddGradient(const Eigen::VectorXd& parameters,
                             const Chunk& chunk,
                             ParameterRange block,
                             Eigen::Ref<Eigen::VectorXd> sum) const
{
    RowMatrix outputs;
    RowMatrix slope;
    RowMatrix features;
    if (!chunk.data.IsSparse())
    {
        // Gathered once for both products.
        features = GatherFeatures(chunk);
        const Eigen::Map<const RowMatrix> weights(parameters.data(), m_rows, GetFeatureCount());
        MultiplyByTransposed(features, weights, outputs);
    }
    else
    {
        DoOutputs(parameters, chunk, outputs);
    }
    const double loss = DoLoss(outputs, chunk, &slope);
    for (const MatrixPiece& piece : CutMatrix(0, m_rows, GetFeatureCount(), block))
    {
        const auto part = slope.middleCols(piece.row, piece.rows);
        if (chunk.data.IsSparse())
        {
            AddSparseProduct(part,
                             chunk.data.GetSparse(),
                             chunk.samples,
                             piece.column,
                             PlaceOf(piece, sum));
        }
        else
        {
            AddTransposedProduct(part,
                                 features.middleCols(piece.column, piece.columns),
                                 PlaceOf(piece, sum));
        }
    }
    return loss;
}

} // namespace edgeai
} // namespace ns3
