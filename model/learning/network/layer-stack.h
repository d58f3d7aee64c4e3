/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAYER_STACK_H
#define EDGE_AI_LAYER_STACK_H

#include "learning/learning-model.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What a hidden unit makes of its sum.
enum class Activation
{
    LINEAR,
    TANH,
    RELU,
    LOGISTIC,
};

/// What a network's outputs are measured by.
enum class StackLoss
{
    SOFTMAX, ///< cross entropy of their softmax
    SQUARED, ///< half the squared distance of logistic outputs from 1 at the class and 0 elsewhere
};

/// @param [in] activation a law  @returns its name in texts
std::string GetActivationName(Activation activation);

/// @param [in] activation a law  @param [in,out] values sums; what becomes of them
void Activate(Activation activation, RowMatrix& values);

/**
 * @param [in] activation a law
 * @param [in] values what the units said
 * @param [in,out] slope derivative by these; derivative by their sums
 */
void MultiplyBySlope(Activation activation, const RowMatrix& values, RowMatrix& slope);

/**
 * @ingroup edge-ai
 * Fully connected layers with biases, the last of which is linear; its softmax says the classes,
 * or, with squared loss, its logistic values do.
 * Parameters are [W1, b1, W2, b2, ...], each W row by row, a row per unit. Without hidden layers it
 * is softmax regression. The features may be sparse.
 */
class LayerStack : public LearningModel
{
  public:
    /**
     * @param [in] widths of the input, of hidden layers and of the output, at least two, all > 0
     * @param [in] activation of hidden units
     * @param [in] l2 >= 0
     * @param [in] loss of outputs
     */
    LayerStack(const std::vector<Eigen::Index>& widths,
               Activation activation,
               double l2,
               StackLoss loss = StackLoss::SOFTMAX);

    Eigen::VectorXd DrawParameters(LearningDraws& draws) const override;
    GradientWork GetWork(double entries, ParameterRange block) const override;

    /// @returns widths of the input and of every layer
    const std::vector<Eigen::Index>& GetWidths() const
    {
        return m_widths;
    }

    /// @returns what hidden units make of their sums
    Activation GetActivation() const
    {
        return m_activation;
    }

    /// @returns what outputs are measured by
    StackLoss GetLossLaw() const
    {
        return m_loss;
    }

  protected:
    void DoOutputs(const Eigen::VectorXd& parameters,
                   const Chunk& chunk,
                   RowMatrix& outputs) const override;
    double DoLoss(const RowMatrix& outputs, const Chunk& chunk, RowMatrix* slope) const override;
    double DoAddGradient(const Eigen::VectorXd& parameters,
                         const Chunk& chunk,
                         ParameterRange block,
                         Eigen::Ref<Eigen::VectorXd> sum) const override;
    uint32_t DoAddClipped(const Eigen::VectorXd& parameters,
                          const Chunk& chunk,
                          const Eigen::VectorXd& mask,
                          double limit,
                          Eigen::VectorXd& sum) const override;

  private:
    /// @param [in] parameters w  @param [in] chunk samples
    /// @returns the input (empty where sparse) and what every layer makes of it
    std::vector<RowMatrix> Forward(const Eigen::VectorXd& parameters, const Chunk& chunk) const;
    /// @param [in] parameters w  @param [in] layer from 0  @returns its weights
    Eigen::Map<const RowMatrix> GetWeights(const Eigen::VectorXd& parameters,
                                           std::size_t layer) const;

    std::vector<Eigen::Index> m_widths; ///< of the input and of every layer
    Activation m_activation;            ///< of hidden units
    StackLoss m_loss;                   ///< of outputs
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAYER_STACK_H
