/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "auxiliary-coordinates.h"

#include "learning/learning-error.h"
#include "matrix-product.h"

#include <cmath>
#include <string>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @throws LearningError unless a matrix has a size
void
RequireSize(const char* name, const RowMatrix& matrix, Eigen::Index rows, Eigen::Index columns)
{
    if (matrix.rows() != rows || matrix.cols() != columns)
    {
        throw LearningError(std::string(name) + " are " + std::to_string(matrix.rows()) + " x " +
                            std::to_string(matrix.cols()) + " values; needed are " +
                            std::to_string(rows) + " x " + std::to_string(columns));
    }
}

/// @throws LearningError unless a range lies in 0..end
void
RequireRange(const char* name, UnitRange range, Eigen::Index end)
{
    if (range.first < 0 || range.count < 0 || range.first + range.count > end)
    {
        throw LearningError(std::string(name) + " " + std::to_string(range.first) + " to " +
                            std::to_string(range.first + range.count - 1) +
                            " are asked for; allowed is 0 to " + std::to_string(end - 1));
    }
}

} // namespace

AuxiliaryCoordinates::AuxiliaryCoordinates(const std::vector<Eigen::Index>& widths, double penalty)
    : m_penalty(penalty)
{
    if (widths.size() < 3)
    {
        throw LearningError("auxiliary coordinates need a hidden layer at least; given are " +
                            std::to_string(widths.size()) + " widths");
    }
    if (!(penalty > 0) || !std::isfinite(penalty))
    {
        throw LearningError("the penalty is " + std::to_string(penalty) +
                            "; allowed is more than 0");
    }
    Layer layer{0, 0, 0, 0, 0};
    for (std::size_t l = 0; l < widths.size(); ++l)
    {
        if (widths[l] < 1)
        {
            throw LearningError("width " + std::to_string(l) + " is " + std::to_string(widths[l]) +
                                "; allowed is more than 0");
        }
        if (l == 0)
        {
            continue;
        }
        layer.inputs = widths[l - 1];
        layer.units = widths[l];
        m_layers.push_back(layer);
        layer.first += layer.units;
        layer.parameter += layer.units * (layer.inputs + 1);
        layer.column += layer.units;
    }
}

Eigen::Index
AuxiliaryCoordinates::GetParameterCount() const
{
    return m_layers.back().parameter + m_layers.back().units * (m_layers.back().inputs + 1);
}

Eigen::Index
AuxiliaryCoordinates::GetNeuronCount() const
{
    return m_layers.back().first + m_layers.back().units;
}

Eigen::Index
AuxiliaryCoordinates::GetCoordinateCount() const
{
    return m_layers.back().column;
}

ParameterRange
AuxiliaryCoordinates::GetParameters(UnitRange neurons) const
{
    RequireRange("neurons", neurons, GetNeuronCount());
    const auto place = [this](Eigen::Index neuron) {
        for (const Layer& layer : m_layers)
        {
            if (neuron < layer.first + layer.units)
            {
                return layer.parameter + (neuron - layer.first) * (layer.inputs + 1);
            }
        }
        return GetParameterCount();
    };
    const Eigen::Index first = place(neurons.first);
    return {first, place(neurons.first + neurons.count) - first};
}

Eigen::VectorXd
AuxiliaryCoordinates::DrawParameters(LearningDraws& draws) const
{
    Eigen::VectorXd weights = Eigen::VectorXd::Zero(GetParameterCount());
    for (const Layer& layer : m_layers)
    {
        const double deviation = 1 / std::sqrt(static_cast<double>(layer.inputs));
        Eigen::Map<RowMatrix> rows(weights.data() + layer.parameter, layer.units, layer.inputs + 1);
        for (Eigen::Index u = 0; u < layer.units; ++u)
        {
            for (Eigen::Index i = 0; i < layer.inputs; ++i)
            {
                rows(u, i) = deviation * draws.Normal();
            }
        }
    }
    return weights;
}

RowMatrix
AuxiliaryCoordinates::Run(const Eigen::VectorXd& weights,
                          const Layer& layer,
                          UnitRange neurons,
                          const RowMatrix& given) const
{
    const Eigen::Index width = layer.inputs + 1;
    const Eigen::Map<const RowMatrix> rows(weights.data() + layer.parameter + neurons.first * width,
                                           neurons.count,
                                           width);
    RowMatrix said;
    MultiplyByTransposed(given, rows.leftCols(layer.inputs), said);
    said.rowwise() += rows.col(layer.inputs).transpose();
    // By the hyperbolic tangent, which does not overflow.
    said = (0.5 * ((0.5 * said.array()).tanh() + 1)).matrix();
    return said;
}

RowMatrix
AuxiliaryCoordinates::MakeCoordinates(const Eigen::VectorXd& weights, const RowMatrix& inputs) const
{
    RowMatrix coordinates(inputs.rows(), GetCoordinateCount());
    RowMatrix given = inputs;
    for (std::size_t l = 0; l + 1 < m_layers.size(); ++l)
    {
        given = Run(weights, m_layers[l], {0, m_layers[l].units}, given);
        coordinates.middleCols(m_layers[l].column, m_layers[l].units) = given;
    }
    return coordinates;
}

RowMatrix
AuxiliaryCoordinates::GetOutputs(const Eigen::VectorXd& weights, const RowMatrix& inputs) const
{
    RowMatrix given = inputs;
    for (const Layer& layer : m_layers)
    {
        given = Run(weights, layer, {0, layer.units}, given);
    }
    return given;
}

RowMatrix
AuxiliaryCoordinates::MakeTargets(const std::vector<uint32_t>& labels, Eigen::Index classes)
{
    RowMatrix targets = RowMatrix::Zero(static_cast<Eigen::Index>(labels.size()), classes);
    for (std::size_t k = 0; k < labels.size(); ++k)
    {
        if (labels[k] >= classes)
        {
            throw LearningError("sample " + std::to_string(k) + " has class " +
                                std::to_string(labels[k]) + "; allowed is 0 to " +
                                std::to_string(classes - 1));
        }
        targets(static_cast<Eigen::Index>(k), labels[k]) = 1;
    }
    return targets;
}

void
AuxiliaryCoordinates::Check(const Eigen::VectorXd& weights,
                            const RowMatrix& coordinates,
                            const RowMatrix& inputs,
                            const RowMatrix& targets) const
{
    if (weights.size() != GetParameterCount())
    {
        throw LearningError("the net has " + std::to_string(GetParameterCount()) +
                            " weights, given are " + std::to_string(weights.size()));
    }
    if (inputs.rows() < 1)
    {
        throw LearningError("there are no samples; a mean needs at least one");
    }
    RequireSize("inputs", inputs, inputs.rows(), m_layers.front().inputs);
    RequireSize("targets", targets, inputs.rows(), m_layers.back().units);
    RequireSize("coordinates", coordinates, inputs.rows(), GetCoordinateCount());
}

AuxiliaryCoordinates::LayerData
AuxiliaryCoordinates::Take(const Layer& layer,
                           const RowMatrix& coordinates,
                           const RowMatrix& inputs,
                           const RowMatrix& targets,
                           UnitRange samples) const
{
    const bool first = layer.column == 0;
    const bool last = layer.column == GetCoordinateCount();
    const auto rows = [&samples](const RowMatrix& all, Eigen::Index column, Eigen::Index columns) {
        return RowMatrix(all.block(samples.first, column, samples.count, columns));
    };
    LayerData data;
    data.given = first ? rows(inputs, 0, layer.inputs)
                       : rows(coordinates, layer.column - layer.inputs, layer.inputs);
    data.wanted =
        last ? rows(targets, 0, layer.units) : rows(coordinates, layer.column, layer.units);
    data.factor = (last ? 1 : m_penalty) / static_cast<double>(inputs.rows());
    return data;
}

double
AuxiliaryCoordinates::GetObjective(const Eigen::VectorXd& weights,
                                   const RowMatrix& coordinates,
                                   const RowMatrix& inputs,
                                   const RowMatrix& targets) const
{
    Check(weights, coordinates, inputs, targets);
    double sum = 0;
    for (const Layer& layer : m_layers)
    {
        const LayerData data = Take(layer, coordinates, inputs, targets, {0, inputs.rows()});
        const RowMatrix said = Run(weights, layer, {0, layer.units}, data.given);
        sum += data.factor / 2 * (data.wanted - said).squaredNorm();
    }
    return sum;
}

Eigen::VectorXd
AuxiliaryCoordinates::GetWeightGradient(const Eigen::VectorXd& weights,
                                        const RowMatrix& coordinates,
                                        const RowMatrix& inputs,
                                        const RowMatrix& targets,
                                        UnitRange neurons) const
{
    Check(weights, coordinates, inputs, targets);
    const ParameterRange range = GetParameters(neurons);
    Eigen::VectorXd gradient = Eigen::VectorXd::Zero(range.count);
    for (const Layer& layer : m_layers)
    {
        const ParameterRange shared =
            Intersect({neurons.first, neurons.count}, {layer.first, layer.units});
        if (shared.count == 0)
        {
            continue;
        }
        const UnitRange own{shared.first - layer.first, shared.count};
        const LayerData data = Take(layer, coordinates, inputs, targets, {0, inputs.rows()});
        const RowMatrix said = Run(weights, layer, own, data.given);
        const RowMatrix slope =
            (data.factor * (said - data.wanted.middleCols(own.first, own.count)).array() *
             said.array() * (1 - said.array()))
                .matrix();
        const Eigen::Index width = layer.inputs + 1;
        Eigen::Map<RowMatrix> rows(gradient.data() + layer.parameter + own.first * width -
                                       range.first,
                                   own.count,
                                   width);
        AddTransposedProduct(slope, data.given, rows.leftCols(layer.inputs));
        rows.col(layer.inputs) = slope.colwise().sum().transpose();
    }
    return gradient;
}

RowMatrix
AuxiliaryCoordinates::GetCoordinateGradient(const Eigen::VectorXd& weights,
                                            const RowMatrix& coordinates,
                                            const RowMatrix& inputs,
                                            const RowMatrix& targets,
                                            UnitRange samples) const
{
    Check(weights, coordinates, inputs, targets);
    RequireRange("samples", samples, inputs.rows());
    RowMatrix gradient = RowMatrix::Zero(samples.count, GetCoordinateCount());
    RowMatrix below;
    for (const Layer& layer : m_layers)
    {
        const LayerData data = Take(layer, coordinates, inputs, targets, samples);
        const RowMatrix said = Run(weights, layer, {0, layer.units}, data.given);
        const RowMatrix miss = data.factor * (said - data.wanted);
        if (layer.column < GetCoordinateCount())
        {
            gradient.middleCols(layer.column, layer.units) -= miss;
        }
        if (layer.column > 0)
        {
            const RowMatrix slope = (miss.array() * said.array() * (1 - said.array())).matrix();
            const Eigen::Map<const RowMatrix> rows(weights.data() + layer.parameter,
                                                   layer.units,
                                                   layer.inputs + 1);
            Multiply(slope, rows.leftCols(layer.inputs), below);
            gradient.middleCols(layer.column - layer.inputs, layer.inputs) += below;
        }
    }
    return gradient;
}

} // namespace edgeai
} // namespace ns3
