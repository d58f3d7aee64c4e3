/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "layer-stack.h"

#include "matrix-product.h"
#include "model-text.h"

#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns the text that makes a stack
std::string
WriteStack(const std::vector<Eigen::Index>& widths,
           Activation activation,
           double l2,
           StackLoss loss)
{
    const bool hidden = widths.size() > 2;
    std::string text = hidden ? "Mlp(" : "Softmax(";
    for (std::size_t l = 0; l < widths.size(); ++l)
    {
        text += (l > 0 ? "," : "") + std::to_string(widths[l]);
    }
    if (hidden && activation != Activation::TANH)
    {
        text += ",activation=" + GetActivationName(activation);
    }
    return text + WriteL2(l2) + (loss == StackLoss::SQUARED ? ",loss=squared)" : ")");
}

} // namespace

std::string
GetActivationName(Activation activation)
{
    return activation == Activation::TANH       ? "tanh"
           : activation == Activation::RELU     ? "relu"
           : activation == Activation::LOGISTIC ? "logistic"
                                                : "linear";
}

void
Activate(Activation activation, RowMatrix& values)
{
    if (activation == Activation::TANH)
    {
        values = values.array().tanh();
    }
    else if (activation == Activation::RELU)
    {
        values = values.cwiseMax(0);
    }
    else if (activation == Activation::LOGISTIC)
    {
        // By the hyperbolic tangent, which does not overflow.
        values = 0.5 * ((0.5 * values.array()).tanh() + 1);
    }
}

void
MultiplyBySlope(Activation activation, const RowMatrix& values, RowMatrix& slope)
{
    if (activation == Activation::TANH)
    {
        slope.array() *= 1 - values.array().square();
    }
    else if (activation == Activation::RELU)
    {
        slope.array() *= (values.array() > 0).cast<double>();
    }
    else if (activation == Activation::LOGISTIC)
    {
        slope.array() *= values.array() * (1 - values.array());
    }
}

LayerStack::LayerStack(const std::vector<Eigen::Index>& widths,
                       Activation activation,
                       double l2,
                       StackLoss loss)
    : LearningModel(WriteStack(widths, activation, l2, loss),
                    widths.front(),
                    static_cast<uint32_t>(widths.back()),
                    l2),
      m_widths(widths),
      m_activation(activation),
      m_loss(loss)
{
    for (std::size_t l = 0; l + 1 < widths.size(); ++l)
    {
        const bool last = l + 2 == widths.size();
        AddGroup(last ? "output" : "hidden " + std::to_string(l + 1),
                 widths[l + 1] * (widths[l] + 1),
                 static_cast<uint32_t>(widths[l + 1]));
    }
}

Eigen::Map<const RowMatrix>
LayerStack::GetWeights(const Eigen::VectorXd& parameters, std::size_t layer) const
{
    return {parameters.data() + GetGroups()[layer].range.first,
            m_widths[layer + 1],
            m_widths[layer]};
}

Eigen::VectorXd
LayerStack::DrawParameters(LearningDraws& draws) const
{
    Eigen::VectorXd parameters = Eigen::VectorXd::Zero(GetParameterCount());
    if (m_widths.size() == 2)
    {
        return parameters; // convex: any start will do
    }
    for (std::size_t l = 0; l + 1 < m_widths.size(); ++l)
    {
        const double variance = m_activation == Activation::RELU ? 2 : 1;
        const double deviation = std::sqrt(variance / static_cast<double>(m_widths[l]));
        const Eigen::Index first = GetGroups()[l].range.first;
        for (Eigen::Index i = 0; i < m_widths[l] * m_widths[l + 1]; ++i)
        {
            parameters[first + i] = deviation * draws.Normal();
        }
    }
    return parameters;
}

GradientWork
LayerStack::GetWork(double entries, ParameterRange block) const
{
    GradientWork work;
    bool below = false; // whether a layer below this one has parameters in the block
    for (std::size_t l = 0; l + 1 < m_widths.size(); ++l)
    {
        const double inputs = l == 0 ? entries : static_cast<double>(m_widths[l]);
        const double products = 2 * inputs * static_cast<double>(m_widths[l + 1]);
        work.forward += products;
        work.backward += below ? products : 0;
        const Eigen::Index first = GetGroups()[l].range.first;
        const ParameterRange weights{first, m_widths[l] * m_widths[l + 1]};
        work.weights += products * static_cast<double>(Intersect(weights, block).count) /
                        static_cast<double>(weights.count);
        below = below || Intersect(GetGroups()[l].range, block).count > 0;
    }
    return work;
}

std::vector<RowMatrix>
LayerStack::Forward(const Eigen::VectorXd& parameters, const Chunk& chunk) const
{
    std::vector<RowMatrix> values(m_widths.size());
    const bool sparse = chunk.data.IsSparse();
    if (!sparse)
    {
        values[0] = GatherFeatures(chunk);
    }
    for (std::size_t l = 0; l + 1 < m_widths.size(); ++l)
    {
        const Eigen::Map<const RowMatrix> weights = GetWeights(parameters, l);
        RowMatrix& next = values[l + 1];
        if (l == 0 && sparse)
        {
            MultiplySparse(chunk.data.GetSparse(), chunk.samples, chunk.count, weights, next);
        }
        else
        {
            MultiplyByTransposed(values[l], weights, next);
        }
        const double* biases = weights.data() + weights.size();
        next.rowwise() += Eigen::Map<const Eigen::RowVectorXd>(biases, m_widths[l + 1]);
        if (l + 2 < m_widths.size())
        {
            Activate(m_activation, next);
        }
    }
    return values;
}

void
LayerStack::DoOutputs(const Eigen::VectorXd& parameters,
                      const Chunk& chunk,
                      RowMatrix& outputs) const
{
    outputs = std::move(Forward(parameters, chunk).back());
}

double
LayerStack::DoLoss(const RowMatrix& outputs, const Chunk& chunk, RowMatrix* slope) const
{
    if (m_loss == StackLoss::SOFTMAX)
    {
        return LearningModel::DoLoss(outputs, chunk, slope);
    }
    RowMatrix values = outputs;
    Activate(Activation::LOGISTIC, values);
    RowMatrix misses = values;
    for (uint32_t i = 0; i < chunk.count; ++i)
    {
        misses(i, chunk.data.GetLabels()[chunk.samples[i]]) -= 1;
    }
    const double loss = misses.squaredNorm() / 2;
    if (slope)
    {
        *slope = std::move(misses);
        MultiplyBySlope(Activation::LOGISTIC, values, *slope);
    }
    return loss;
}

double
LayerStack::DoAddGradient(const Eigen::VectorXd& parameters,
                          const Chunk& chunk,
                          ParameterRange block,
                          Eigen::Ref<Eigen::VectorXd> sum) const
{
    const std::vector<RowMatrix> values = Forward(parameters, chunk);
    RowMatrix slope;
    RowMatrix next;
    const double loss = DoLoss(values.back(), chunk, &slope);
    for (std::size_t l = m_widths.size() - 1; l-- > 0;)
    {
        const Eigen::Index first = GetGroups()[l].range.first;
        const Eigen::Index outputs = m_widths[l + 1];
        for (const MatrixPiece& piece : CutMatrix(first, outputs, m_widths[l], block))
        {
            const auto part = slope.middleCols(piece.row, piece.rows);
            if (l == 0 && chunk.data.IsSparse())
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
                                     values[l].middleCols(piece.column, piece.columns),
                                     PlaceOf(piece, sum));
            }
        }
        const Eigen::Index biases = first + outputs * m_widths[l];
        const ParameterRange own = Intersect({biases, outputs}, block);
        if (own.count > 0)
        {
            sum.segment(own.first - block.first, own.count) +=
                slope.middleCols(own.first - biases, own.count).colwise().sum().transpose();
        }
        if (block.first >= first)
        {
            break; // nothing of the block lies below
        }
        Multiply(slope, GetWeights(parameters, l), next);
        MultiplyBySlope(m_activation, values[l], next);
        slope.swap(next);
    }
    return loss;
}

uint32_t
LayerStack::DoAddClipped(const Eigen::VectorXd& parameters,
                         const Chunk& chunk,
                         const Eigen::VectorXd& mask,
                         double limit,
                         Eigen::VectorXd& sum) const
{
    if (chunk.data.IsSparse())
    {
        return LearningModel::DoAddClipped(parameters, chunk, mask, limit, sum);
    }
    // A sample's derivative by a layer's weights is the outer product of what comes back and what
    // went in, so its masked squared norm is a form of their squares: no gradient of a single
    // sample is ever written down. Scaled rows of what comes back then give the sum at once.
    const std::size_t layers = m_widths.size() - 1;
    std::vector<RowMatrix> values = Forward(parameters, chunk);
    std::vector<RowMatrix> slopes(layers);
    DoLoss(values.back(), chunk, &slopes.back());
    Eigen::VectorXd squares = Eigen::VectorXd::Zero(chunk.count);
    RowMatrix reach;
    for (std::size_t l = layers; l-- > 0;)
    {
        const RowMatrix slope = slopes[l].array().square();
        const Eigen::Map<const RowMatrix> weights = GetWeights(mask, l);
        Multiply(slope, weights, reach);
        squares += reach.cwiseProduct(values[l].cwiseAbs2()).rowwise().sum();
        squares += slope * Eigen::Map<const Eigen::VectorXd>(weights.data() + weights.size(),
                                                             m_widths[l + 1]);
        if (l > 0)
        {
            Multiply(slopes[l], GetWeights(parameters, l), slopes[l - 1]);
            MultiplyBySlope(m_activation, values[l], slopes[l - 1]);
        }
    }
    uint32_t clipped = 0;
    for (uint32_t k = 0; k < chunk.count; ++k)
    {
        const double norm = std::sqrt(squares[k]);
        if (norm <= limit)
        {
            continue;
        }
        ++clipped;
        for (std::size_t l = 0; l < layers; ++l)
        {
            if (std::isfinite(norm))
            {
                slopes[l].row(k) *= limit / norm;
            }
            else
            {
                slopes[l].row(k).setZero();
                values[l].row(k).setZero(); // zero times infinity would not be zero
            }
        }
    }
    Eigen::VectorXd whole = Eigen::VectorXd::Zero(sum.size());
    for (std::size_t l = 0; l < layers; ++l)
    {
        const Eigen::Index first = GetGroups()[l].range.first;
        const Eigen::Index outputs = m_widths[l + 1];
        AddTransposedProduct(slopes[l],
                             values[l],
                             Eigen::Map<RowMatrix>(whole.data() + first, outputs, m_widths[l]));
        whole.segment(first + outputs * m_widths[l], outputs) +=
            slopes[l].colwise().sum().transpose();
    }
    sum += whole.cwiseProduct(mask);
    return clipped;
}

} // namespace edgeai
} // namespace ns3
