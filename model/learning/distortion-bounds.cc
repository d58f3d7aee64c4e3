/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "distortion-bounds.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ns3
{
namespace edgeai
{

double
QuantisationLowerBound(double rate, double weightRate)
{
    return std::exp2(-(rate + 1)) / weightRate;
}

double
QuantisationUpperBound(double rate, double weightRate)
{
    // sqrt(1 + x) - 1 written as x / (sqrt(1 + x) + 1), which keeps its digits for small x.
    const double x = 4 / std::expm1(rate * M_LN2);
    return x / (std::sqrt(1 + x) + 1) / (2 * weightRate);
}

double
SignedWeightRate(double distortion, double weightRate)
{
    return -std::log2(weightRate * distortion);
}

double
GetLayerNorm(const LayerWeights& layer, LayerNorm norm)
{
    double largest = 0;
    double sum = 0;
    for (std::size_t j = 0; j < layer.columns; ++j)
    {
        double column = 0;
        for (std::size_t i = 0; i < layer.rows; ++i)
        {
            column += std::abs(layer.entries[i * layer.columns + j]);
        }
        largest = std::max(largest, column);
        sum += column;
    }
    return norm == LayerNorm::INDUCED ? largest : sum;
}

LayerWeights
PruneByMagnitude(const LayerWeights& layer, double pruningRatio)
{
    LayerWeights pruned = layer;
    std::vector<std::size_t> order(layer.entries.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&layer](std::size_t a, std::size_t b) {
        return std::abs(layer.entries[a]) < std::abs(layer.entries[b]);
    });
    const auto count = static_cast<std::size_t>(std::lround(pruningRatio * order.size()));
    for (std::size_t k = 0; k < std::min(count, order.size()); ++k)
    {
        pruned.entries[order[k]] = 0;
    }
    return pruned;
}

double
OutputDistortionBound(const std::vector<LayerWeights>& layers,
                      const std::vector<LayerWeights>& pruned,
                      LayerNorm norm)
{
    double bound = 0;
    for (std::size_t l = 0; l < layers.size(); ++l)
    {
        LayerWeights change = layers[l];
        for (std::size_t i = 0; i < change.entries.size(); ++i)
        {
            change.entries[i] -= pruned[l].entries[i];
        }
        double term = GetLayerNorm(change, norm);
        for (std::size_t k = 0; k < layers.size(); ++k)
        {
            term *= (k == l) ? 1 : GetLayerNorm(layers[k], norm);
        }
        bound += term;
    }
    return bound;
}

std::vector<double>
EvaluateReluNetwork(const std::vector<LayerWeights>& layers, std::vector<double> input)
{
    for (std::size_t l = 0; l < layers.size(); ++l)
    {
        const LayerWeights& layer = layers[l];
        std::vector<double> output(layer.rows, 0.0);
        for (std::size_t i = 0; i < layer.rows; ++i)
        {
            for (std::size_t j = 0; j < layer.columns; ++j)
            {
                output[i] += layer.entries[i * layer.columns + j] * input[j];
            }
            if (l + 1 < layers.size())
            {
                output[i] = std::max(output[i], 0.0);
            }
        }
        input = std::move(output);
    }
    return input;
}

} // namespace edgeai
} // namespace ns3
