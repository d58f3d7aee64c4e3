/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DISTORTION_BOUNDS_H
#define EDGE_AI_DISTORTION_BOUNDS_H

#include "ns3/dense-network.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Least distortion of magnitudes ~ Exp(lambda) stored with so many bits each, by Shannon's bound,
 * 1 / (lambda 2^(R+1)).
 * @param [in] rate R [bit/weight], >= 0
 * @param [in] weightRate lambda [1/weight], > 0
 * @returns lower bound of the mean absolute error [weight]
 */
double QuantisationLowerBound(double rate, double weightRate);

/**
 * @ingroup edge-ai
 * Distortion that a test channel achieves at the rate, (sqrt(1 + 4 / (2^R - 1)) - 1) / (2 lambda)
 * (arXiv 2602.13052).
 * @param [in] rate R [bit/weight], > 0
 * @param [in] weightRate lambda [1/weight], > 0
 * @returns upper bound of the mean absolute error [weight]
 */
double QuantisationUpperBound(double rate, double weightRate);

/**
 * @ingroup edge-ai
 * Rate-distortion function of signed Laplace weights, -log2(lambda D), exact.
 * @param [in] distortion D [weight], in (0, 1/lambda]
 * @param [in] weightRate lambda [1/weight], > 0
 * @returns rate [bit/weight]
 */
double SignedWeightRate(double distortion, double weightRate);

/// @ingroup edge-ai
/// Norm in the bound of the output distortion.
enum class LayerNorm
{
    INDUCED,   ///< largest sum of magnitudes in a column: the operator norm for 1-norms, tight
    ENTRYWISE, ///< sum of all magnitudes, loose
};

/// @param [in] layer weights  @param [in] norm which  @returns its norm
double GetLayerNorm(const LayerWeights& layer, LayerNorm norm);

/**
 * @param [in] layer weights
 * @param [in] pruningRatio share of the entries to zero, in [0, 1]
 * @returns the layer with its round(ratio * entries) smallest magnitudes zeroed (ties: first ones)
 */
LayerWeights PruneByMagnitude(const LayerWeights& layer, double pruningRatio);

/**
 * @ingroup edge-ai
 * Bound on the 1-norm of the change of a network's output, sum over layers of
 * |W_l - W'_l| * product over the other layers of |W_k|, for inputs of 1-norm at most 1 and
 * activations that are 1-Lipschitz with value 0 at 0. Pruned layers never have a larger norm, which
 * is why no allowance for the change itself is needed (this module's derivation; arXiv 2602.13052
 * has it for quantisation, with an allowance).
 * @param [in] layers original weights, first layer first
 * @param [in] pruned pruned weights, same sizes
 * @param [in] norm which norm
 * @returns the bound
 */
double OutputDistortionBound(const std::vector<LayerWeights>& layers,
                             const std::vector<LayerWeights>& pruned,
                             LayerNorm norm);

/**
 * Output of a network with rectified hidden layers and a linear last one.
 * @param [in] layers weights, first layer first
 * @param [in] input x
 * @returns the output
 */
std::vector<double> EvaluateReluNetwork(const std::vector<LayerWeights>& layers,
                                        std::vector<double> input);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DISTORTION_BOUNDS_H
