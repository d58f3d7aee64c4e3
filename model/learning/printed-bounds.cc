/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "printed-bounds.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns sum of squares of the entries, or of their change
double
SquaredNorm(const LayerWeights& layer, const LayerWeights* other = nullptr)
{
    double sum = 0;
    for (std::size_t i = 0; i < layer.entries.size(); ++i)
    {
        const double entry = layer.entries[i] - (other ? other->entries[i] : 0);
        sum += entry * entry;
    }
    return sum;
}

} // namespace

LaplacianRate
ParallelLaplacianRate(const std::vector<double>& weightRates, double distortion)
{
    LaplacianRate result;
    // Ascending mean magnitudes: those below the level are not coded.
    std::vector<double> magnitudes;
    double all = 0;
    for (const double rate : weightRates)
    {
        magnitudes.push_back(1 / rate);
        all += magnitudes.back();
    }
    std::sort(magnitudes.begin(), magnitudes.end());
    const double root = std::sqrt(static_cast<double>(magnitudes.size()));
    result.distortionMax = all / root;
    const double sum = root * distortion;
    if (sum >= all)
    {
        result.level = std::numeric_limits<double>::infinity();
        return result;
    }
    double below = 0;
    std::size_t first = 0;
    for (; first < magnitudes.size(); ++first)
    {
        const double left = static_cast<double>(magnitudes.size() - first);
        result.level = (sum - below) / left;
        if (result.level <= magnitudes[first])
        {
            break;
        }
        below += magnitudes[first];
    }
    for (std::size_t i = first; i < magnitudes.size(); ++i)
    {
        result.rate += std::log2(magnitudes[i] / result.level);
    }
    return result;
}

double
FrobeniusNorm(const LayerWeights& layer)
{
    return std::sqrt(SquaredNorm(layer));
}

double
ParameterDistortion(const std::vector<LayerWeights>& layers,
                    const std::vector<LayerWeights>& pruned)
{
    double sum = 0;
    for (std::size_t l = 0; l < layers.size(); ++l)
    {
        sum += SquaredNorm(layers[l], &pruned[l]);
    }
    return std::sqrt(sum);
}

double
FrobeniusOutputBound(const std::vector<LayerWeights>& layers,
                     const std::vector<LayerWeights>& pruned)
{
    double bound = 0;
    for (std::size_t l = 0; l < layers.size(); ++l)
    {
        double term = std::sqrt(SquaredNorm(layers[l], &pruned[l]));
        for (std::size_t k = 0; k < layers.size(); ++k)
        {
            term *= (k == l) ? 1 : FrobeniusNorm(layers[k]);
        }
        bound += term;
    }
    return bound;
}

std::vector<LayerWeights>
PruneNetworkByMagnitude(const std::vector<LayerWeights>& layers, double keepRatio)
{
    std::vector<double> magnitudes;
    for (const LayerWeights& layer : layers)
    {
        for (const double entry : layer.entries)
        {
            magnitudes.push_back(std::abs(entry));
        }
    }
    const auto kept = std::min(
        static_cast<std::size_t>(std::lround(keepRatio * static_cast<double>(magnitudes.size()))),
        magnitudes.size());
    std::vector<LayerWeights> pruned = layers;
    if (kept == magnitudes.size())
    {
        return pruned;
    }
    std::vector<double> sorted = magnitudes;
    std::size_t ties = kept;
    double threshold = std::numeric_limits<double>::infinity();
    if (kept > 0)
    {
        std::nth_element(sorted.begin(),
                         sorted.begin() + static_cast<std::ptrdiff_t>(kept - 1),
                         sorted.end(),
                         std::greater<>());
        threshold = sorted[kept - 1];
        ties = kept - static_cast<std::size_t>(std::count_if(
                          magnitudes.begin(),
                          magnitudes.end(),
                          [threshold](double magnitude) { return magnitude > threshold; }));
    }
    // Of those at the threshold the last ones stay.
    for (auto layer = pruned.rbegin(); layer != pruned.rend(); ++layer)
    {
        for (auto entry = layer->entries.rbegin(); entry != layer->entries.rend(); ++entry)
        {
            const double magnitude = std::abs(*entry);
            const bool stays = magnitude > threshold || (magnitude == threshold && ties > 0);
            ties -= magnitude == threshold && stays ? 1 : 0;
            *entry = stays ? *entry : 0;
        }
    }
    return pruned;
}

} // namespace edgeai
} // namespace ns3
