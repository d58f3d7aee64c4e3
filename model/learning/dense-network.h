/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DENSE_NETWORK_H
#define EDGE_AI_DENSE_NETWORK_H

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A layer's weights, row by row: output i is sum over j of entry (i, j) times input j.
struct LayerWeights
{
    std::size_t rows{0};         ///< outputs
    std::size_t columns{0};      ///< inputs
    std::vector<double> entries; ///< rows * columns
};

/// @ingroup edge-ai
/// A fully connected network without biases: rectified hidden layers and a linear last one.
using DenseNetwork = std::vector<LayerWeights>;

/**
 * @ingroup edge-ai
 * A network whose weights are drawn from a normal distribution of variance 2 over the layer's
 * inputs, which keeps activations alike from layer to layer.
 * @param [in] widths of the input and of each layer's output, at least two, all > 0
 * @param [in] normal draws a standard normal value
 * @returns the network
 */
DenseNetwork DrawDenseNetwork(const std::vector<std::size_t>& widths,
                              const std::function<double()>& normal);

/// @ingroup edge-ai
/// Loss of an auto-encoder and how it changes with every weight.
struct DenseGradient
{
    double loss{0};      ///< mean over the inputs of half the squared l2 norm of output - input
    DenseNetwork change; ///< derivative by each weight
};

/**
 * @ingroup edge-ai
 * @param [in] network whose output is as wide as its input
 * @param [in] inputs what it shall reproduce, at least one
 * @returns loss and gradient, by backward differentiation
 */
DenseGradient GetAutoEncoderGradient(const DenseNetwork& network,
                                     const std::vector<std::vector<double>>& inputs);

/// @ingroup edge-ai
/// Settings of the training, by Adam (Kingma and Ba, arXiv 1412.6980).
struct DenseTrainingOptions
{
    uint32_t steps{400}; ///< 0: none
    uint32_t batch{32};  ///< inputs a step, > 0
    double rate{1e-3};   ///< step size, > 0
};

/**
 * @ingroup edge-ai
 * Train a network to reproduce its input.
 * @param [in,out] network whose output is as wide as its input
 * @param [in] inputs to learn from, at least one
 * @param [in] options settings
 * @param [in] pick draws a whole number below its argument
 * @returns the loss of each step, before it
 */
std::vector<double> TrainAutoEncoder(DenseNetwork& network,
                                     const std::vector<std::vector<double>>& inputs,
                                     const DenseTrainingOptions& options,
                                     const std::function<std::size_t(std::size_t)>& pick);

/// @ingroup edge-ai
/// How weights are distributed.
enum class WeightLaw
{
    LAPLACE,
    GAUSS,
};

/**
 * @ingroup edge-ai
 * What magnitude pruning takes from weights of either law: the pruned weights' share F of the
 * second moment, so that the l2 norm of the change is sqrt(n m F) (this module's derivation).
 * @param [in] keepRatio kept share of the weights, in [0, 1]
 * @param [in] law of the weights
 * @returns F in [0, 1], falling from 1 at 0 to 0 at 1
 */
double PrunedMoment(double keepRatio, WeightLaw law);

/// @ingroup edge-ai
/// What pruning does to a network.
struct PrunedOutput
{
    double parameters{0}; ///< l2 norm of the change of all weights
    double mean{0};       ///< l2 norm of the change of the output, mean over the inputs
    double most{0};       ///< the same, largest
    double bound{0};      ///< FrobeniusOutputBound for inputs of norm 1, times the largest norm
};

/**
 * @ingroup edge-ai
 * Prune the smallest magnitudes of a whole network and compare its outputs: the experiment of LAIM
 * (arXiv 2505.09214v1, Fig. 3).
 * @param [in] network the whole network
 * @param [in] keepRatio share of the weights that stay, in [0, 1]
 * @param [in] inputs at least one
 * @returns the distortions
 */
PrunedOutput MeasurePruning(const DenseNetwork& network,
                            double keepRatio,
                            const std::vector<std::vector<double>>& inputs);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DENSE_NETWORK_H
