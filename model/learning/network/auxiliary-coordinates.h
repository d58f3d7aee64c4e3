/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_AUXILIARY_COORDINATES_H
#define EDGE_AI_AUXILIARY_COORDINATES_H

#include "learning/data/dataset.h"
#include "learning/learning-draws.h"
#include "learning/learning-model.h"

#include <Eigen/Core>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Units that are trained together: neurons of the W phase, samples of the Z phase.
struct UnitRange
{
    Eigen::Index first{0};
    Eigen::Index count{0};
};

/**
 * @ingroup edge-ai
 * A fully connected net of logistic units trained by the method of auxiliary coordinates (Carreira-
 * Perpinan and Wang, AISTATS 2014), eq. (7) of PARTEL:
 *
 *   E(W, z) = 1/(2D) sum_i |y_i - s(W_L z_{L-1,i})|^2
 *           + rho/(2D) sum_{l<L} sum_i |z_{l,i} - s(W_l z_{l-1,i})|^2,  z_{0,i} = x_i, s logistic.
 *
 * For fixed z it separates over neurons, for fixed W over samples, so that any neurons or samples
 * can be trained anywhere. W is a row per neuron, layer after layer: [weights of its inputs, bias],
 * so a neuron's parameters lie together. z is a row per sample: its hidden values, layer after
 * layer.
 */
class AuxiliaryCoordinates
{
  public:
    /**
     * @param [in] widths of the input, of hidden layers (one at least) and of the output, all > 0
     * @param [in] penalty rho, > 0
     * @throws LearningError naming what does not fit
     */
    AuxiliaryCoordinates(const std::vector<Eigen::Index>& widths, double penalty);

    /// @returns number of weights and biases
    Eigen::Index GetParameterCount() const;
    /// @returns number of neurons, the units of the W phase
    Eigen::Index GetNeuronCount() const;
    /// @returns auxiliary values of a sample: the parameters of a unit of the Z phase
    Eigen::Index GetCoordinateCount() const;
    /// @param [in] neurons some  @returns their parameters
    ParameterRange GetParameters(UnitRange neurons) const;

    /// @param [in,out] draws randomness  @returns weights of variance 1 / inputs, biases of zero
    Eigen::VectorXd DrawParameters(LearningDraws& draws) const;

    /// @param [in] weights W @param [in] inputs a row per sample
    /// @returns z as the net itself has it: what is nested is zero apart
    RowMatrix MakeCoordinates(const Eigen::VectorXd& weights, const RowMatrix& inputs) const;

    /// @param [in] weights W @param [in] inputs a row per sample @returns what the net says, a row
    /// each
    RowMatrix GetOutputs(const Eigen::VectorXd& weights, const RowMatrix& inputs) const;

    /// @param [in] labels of samples @param [in] classes number of outputs @returns y, 1 at the
    /// label
    static RowMatrix MakeTargets(const std::vector<uint32_t>& labels, Eigen::Index classes);

    /**
     * @param [in] weights W
     * @param [in] coordinates z
     * @param [in] inputs x, a row per sample, at least one
     * @param [in] targets y
     * @returns E(W, z)
     */
    double GetObjective(const Eigen::VectorXd& weights,
                        const RowMatrix& coordinates,
                        const RowMatrix& inputs,
                        const RowMatrix& targets) const;

    /**
     * The W phase.
     * @param [in] weights W
     * @param [in] coordinates z
     * @param [in] inputs x, a row per sample, at least one
     * @param [in] targets y
     * @param [in] neurons whose gradient is taken
     * @returns derivative of E by their parameters
     */
    Eigen::VectorXd GetWeightGradient(const Eigen::VectorXd& weights,
                                      const RowMatrix& coordinates,
                                      const RowMatrix& inputs,
                                      const RowMatrix& targets,
                                      UnitRange neurons) const;

    /**
     * The Z phase.
     * @param [in] weights W
     * @param [in] coordinates z
     * @param [in] inputs x, a row per sample, at least one
     * @param [in] targets y
     * @param [in] samples whose gradient is taken
     * @returns derivative of E by their coordinates, a row per sample
     */
    RowMatrix GetCoordinateGradient(const Eigen::VectorXd& weights,
                                    const RowMatrix& coordinates,
                                    const RowMatrix& inputs,
                                    const RowMatrix& targets,
                                    UnitRange samples) const;

  private:
    /// One layer.
    struct Layer
    {
        Eigen::Index inputs;    ///< values a neuron takes, without the bias
        Eigen::Index units;     ///< neurons
        Eigen::Index first;     ///< first neuron of the net
        Eigen::Index parameter; ///< first parameter
        Eigen::Index column;    ///< first column in z; that of the last layer is behind z
    };

    /// What one layer is asked for: its inputs and what it shall say.
    struct LayerData
    {
        RowMatrix given;  ///< z_{l-1}
        RowMatrix wanted; ///< z_l, or y
        double factor;    ///< 1 / D, times rho below the last layer
    };

    /// @throws LearningError if sizes do not fit
    void Check(const Eigen::VectorXd& weights,
               const RowMatrix& coordinates,
               const RowMatrix& inputs,
               const RowMatrix& targets) const;
    /// @returns a layer's inputs and wants for some samples
    LayerData Take(const Layer& layer,
                   const RowMatrix& coordinates,
                   const RowMatrix& inputs,
                   const RowMatrix& targets,
                   UnitRange samples) const;
    /// @returns what some neurons of a layer, from its first-th on, say
    RowMatrix Run(const Eigen::VectorXd& weights,
                  const Layer& layer,
                  UnitRange neurons,
                  const RowMatrix& given) const;

    std::vector<Layer> m_layers; ///< from the input on
    double m_penalty;            ///< rho
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_AUXILIARY_COORDINATES_H
