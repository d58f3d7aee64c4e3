/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dense-network.h"

#include "printed-bounds.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <gsl/gsl_cdf.h>

namespace ns3
{
namespace edgeai
{

namespace
{

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Batch = Eigen::MatrixXd; ///< an input or activation in each column

/// @returns a layer as a matrix
Eigen::Map<const RowMajor>
View(const LayerWeights& layer)
{
    return {layer.entries.data(),
            static_cast<Eigen::Index>(layer.rows),
            static_cast<Eigen::Index>(layer.columns)};
}

/// @returns inputs side by side
Batch
Gather(const std::vector<std::vector<double>>& inputs)
{
    Batch batch(inputs.front().size(), inputs.size());
    for (std::size_t k = 0; k < inputs.size(); ++k)
    {
        batch.col(k) = Eigen::Map<const Eigen::VectorXd>(inputs[k].data(), inputs[k].size());
    }
    return batch;
}

/// @returns the input and what every layer makes of it
std::vector<Batch>
Forward(const DenseNetwork& network, const Batch& input)
{
    std::vector<Batch> activations{input};
    for (std::size_t l = 0; l < network.size(); ++l)
    {
        Batch next = View(network[l]) * activations.back();
        if (l + 1 < network.size())
        {
            next = next.cwiseMax(0);
        }
        activations.push_back(std::move(next));
    }
    return activations;
}

/// @returns a network of the same sizes, all zero
DenseNetwork
MakeZeros(const DenseNetwork& network)
{
    DenseNetwork zeros = network;
    for (LayerWeights& layer : zeros)
    {
        std::fill(layer.entries.begin(), layer.entries.end(), 0.0);
    }
    return zeros;
}

} // namespace

DenseNetwork
DrawDenseNetwork(const std::vector<std::size_t>& widths, const std::function<double()>& normal)
{
    DenseNetwork network;
    for (std::size_t l = 0; l + 1 < widths.size(); ++l)
    {
        LayerWeights layer{widths[l + 1], widths[l], {}};
        const double deviation = std::sqrt(2.0 / static_cast<double>(widths[l]));
        layer.entries.resize(layer.rows * layer.columns);
        for (double& entry : layer.entries)
        {
            entry = deviation * normal();
        }
        network.push_back(std::move(layer));
    }
    return network;
}

DenseGradient
GetAutoEncoderGradient(const DenseNetwork& network, const std::vector<std::vector<double>>& inputs)
{
    DenseGradient gradient;
    gradient.change = MakeZeros(network);
    const std::vector<Batch> activations = Forward(network, Gather(inputs));
    const double count = static_cast<double>(inputs.size());
    Batch error = activations.back() - activations.front();
    gradient.loss = error.squaredNorm() / (2 * count);
    error /= count;
    for (std::size_t l = network.size(); l-- > 0;)
    {
        LayerWeights& change = gradient.change[l];
        Eigen::Map<RowMajor>(change.entries.data(), change.rows, change.columns).noalias() =
            error * activations[l].transpose();
        if (l > 0)
        {
            const Batch back = View(network[l]).transpose() * error;
            error = (activations[l].array() > 0).select(back, 0);
        }
    }
    return gradient;
}

std::vector<double>
TrainAutoEncoder(DenseNetwork& network,
                 const std::vector<std::vector<double>>& inputs,
                 const DenseTrainingOptions& options,
                 const std::function<std::size_t(std::size_t)>& pick)
{
    constexpr double forgetMean = 0.9;
    constexpr double forgetSquare = 0.999;
    std::vector<double> losses;
    DenseNetwork mean = MakeZeros(network);
    DenseNetwork square = mean;
    for (uint32_t step = 1; step <= options.steps; ++step)
    {
        std::vector<std::vector<double>> batch;
        for (uint32_t k = 0; k < options.batch; ++k)
        {
            batch.push_back(inputs[pick(inputs.size())]);
        }
        const DenseGradient gradient = GetAutoEncoderGradient(network, batch);
        losses.push_back(gradient.loss);
        const double rate = options.rate * std::sqrt(1 - std::pow(forgetSquare, step)) /
                            (1 - std::pow(forgetMean, step));
        for (std::size_t l = 0; l < network.size(); ++l)
        {
            using Entries = Eigen::Map<Eigen::ArrayXd>;
            const auto size = static_cast<Eigen::Index>(network[l].entries.size());
            const Eigen::Map<const Eigen::ArrayXd> g(gradient.change[l].entries.data(), size);
            Entries m(mean[l].entries.data(), size);
            Entries v(square[l].entries.data(), size);
            m = forgetMean * m + (1 - forgetMean) * g;
            v = forgetSquare * v + (1 - forgetSquare) * g.square();
            Entries(network[l].entries.data(), size) -= rate * m / (v.sqrt() + 1e-8);
        }
    }
    return losses;
}

double
PrunedMoment(double keepRatio, WeightLaw law)
{
    if (keepRatio <= 0)
    {
        return 1;
    }
    if (keepRatio >= 1)
    {
        return 0;
    }
    if (law == WeightLaw::LAPLACE)
    {
        const double l = -std::log(keepRatio);
        return 1 - keepRatio * (1 + l + l * l / 2);
    }
    // Magnitudes above it stay.
    const double t = gsl_cdf_ugaussian_Qinv(keepRatio / 2);
    return std::erf(t / M_SQRT2) - std::sqrt(2 / M_PI) * t * std::exp(-t * t / 2);
}

PrunedOutput
MeasurePruning(const DenseNetwork& network,
               double keepRatio,
               const std::vector<std::vector<double>>& inputs)
{
    const DenseNetwork pruned = PruneNetworkByMagnitude(network, keepRatio);
    const Batch batch = Gather(inputs);
    const Batch change = Forward(network, batch).back() - Forward(pruned, batch).back();
    PrunedOutput output;
    output.parameters = ParameterDistortion(network, pruned);
    output.mean = change.colwise().norm().mean();
    output.most = change.colwise().norm().maxCoeff();
    output.bound = FrobeniusOutputBound(network, pruned) * batch.colwise().norm().maxCoeff();
    return output;
}

} // namespace edgeai
} // namespace ns3
