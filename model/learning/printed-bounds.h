/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PRINTED_BOUNDS_H
#define EDGE_AI_PRINTED_BOUNDS_H

#include "distortion-bounds.h"

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Rate that a vector of independent Laplace weights takes at a distortion.
struct LaplacianRate
{
    double rate{0};  ///< of the whole vector [bit]; 0 from distortionMax on
    double level{0}; ///< mu, mean magnitude of the error where a weight is coded; infinite from
                     ///< distortionMax on
    double distortionMax{0}; ///< sum 1/lambda_i / sqrt(q), where nothing need be stored
};

/**
 * @ingroup edge-ai
 * Eq. (43) of LAIM (arXiv 2505.09214v1): lower bound of the rate of independent Laplace weights for
 * an l2 norm of the error, sum max(-log2(lambda_i mu), 0), where the reverse water-filling level mu
 * has sum min(mu, 1/lambda_i) = sqrt(q) D.
 * @param [in] weightRates lambda_i of each weight [1/weight], > 0, at least one
 * @param [in] distortion D [weight], > 0
 * @returns the rate, the level and where the rate is 0
 */
LaplacianRate ParallelLaplacianRate(const std::vector<double>& weightRates, double distortion);

/// @param [in] layer weights  @returns its Frobenius norm
double FrobeniusNorm(const LayerWeights& layer);

/**
 * @param [in] layers weights, first layer first
 * @param [in] pruned weights of the same sizes
 * @returns l2 norm of the change of all weights: the parameter distortion that the paper minimises
 */
double ParameterDistortion(const std::vector<LayerWeights>& layers,
                           const std::vector<LayerWeights>& pruned);

/**
 * @ingroup edge-ai
 * Eq. (18)-(19) of LAIM (arXiv 2505.09214v1): bound on the l2 norm of the change of a fully
 * connected network's output, sum over layers of |W_l - W'_l| times the norms of the others, all
 * Frobenius, for inputs of l2 norm at most 1, activations that are 1-Lipschitz with value 0 at 0,
 * and pruned layers whose norms are no larger. The parameter distortion alone, which the paper goes
 * on with, is no bound: with t times the weights it grows as t, the output's change as t to the
 * number of layers.
 * @param [in] layers original weights, first layer first
 * @param [in] pruned pruned weights, same sizes
 * @returns the bound
 */
double FrobeniusOutputBound(const std::vector<LayerWeights>& layers,
                            const std::vector<LayerWeights>& pruned);

/**
 * Magnitude pruning over all layers at once: the largest magnitudes of the network are kept.
 * @param [in] layers weights
 * @param [in] keepRatio share of all weights to keep, in [0, 1]
 * @returns the layers with all but the round(keepRatio * weights) largest zeroed (ties: the first
 *          ones go)
 */
std::vector<LayerWeights> PruneNetworkByMagnitude(const std::vector<LayerWeights>& layers,
                                                  double keepRatio);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PRINTED_BOUNDS_H
