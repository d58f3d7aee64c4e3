/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LOW_RANK_ADAPTERS_H
#define EDGE_AI_LOW_RANK_ADAPTERS_H

#include "layer-stack.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Fine-tuning by low-rank adapters (LoRA, Hu et al., arXiv 2106.09685): layers l of a trained stack
 * stay as they are, beside each goes B_l A_l of rank r, which alone is trained: the layer's sum is
 * W_l x + b_l + B_l (A_l x). Parameters are, per layer, A [rank x inputs] then B [outputs x rank],
 * row by row; a group each, so that a block at depth j from the output is the j-th group from the
 * end, and its gradient goes back through the layers above it alone.
 */
class LowRankAdapters : public LearningModel
{
  public:
    /**
     * @param [in] base a stack with dense features
     * @param [in] frozen its parameters
     * @param [in] rank of the adapters, > 0 and at most the narrowest layer
     * @param [in] l2 weight of the squared norm of the adapters, >= 0
     * @throws LearningError naming what does not fit
     */
    LowRankAdapters(const LayerStack& base,
                    const Eigen::VectorXd& frozen,
                    Eigen::Index rank,
                    double l2 = 0);

    /// @returns A of variance 1 / inputs and B of zero: the model begins as the trained stack
    Eigen::VectorXd DrawParameters(LearningDraws& draws) const override;
    GradientWork GetWork(double entries, ParameterRange block) const override;

    bool TakesSparse() const override
    {
        return false;
    }

    /// @param [in] parameters of the adapters  @returns parameters of the stack with them merged in
    Eigen::VectorXd Merge(const Eigen::VectorXd& parameters) const;

  protected:
    void DoOutputs(const Eigen::VectorXd& parameters,
                   const Chunk& chunk,
                   RowMatrix& outputs) const override;
    double DoAddGradient(const Eigen::VectorXd& parameters,
                         const Chunk& chunk,
                         ParameterRange block,
                         Eigen::Ref<Eigen::VectorXd> sum) const override;

  private:
    /// What a batch makes of the layers.
    struct Pass
    {
        std::vector<RowMatrix> values;  ///< input and output of every layer
        std::vector<RowMatrix> reduced; ///< A x of every layer
    };

    /// @param [in] parameters of the adapters @param [in] chunk samples @returns all layers' values
    Pass Forward(const Eigen::VectorXd& parameters, const Chunk& chunk) const;
    /// @param [in] parameters of the adapters @param [in] layer from 0 @returns A
    Eigen::Map<const RowMatrix> GetDown(const Eigen::VectorXd& parameters, std::size_t layer) const;
    /// @param [in] parameters of the adapters @param [in] layer from 0 @returns B
    Eigen::Map<const RowMatrix> GetUp(const Eigen::VectorXd& parameters, std::size_t layer) const;
    /// @param [in] layer from 0 @returns frozen weights
    Eigen::Map<const RowMatrix> GetFrozen(std::size_t layer) const;

    LayerStack m_base;        ///< sizes and activation
    Eigen::VectorXd m_frozen; ///< its parameters
    Eigen::Index m_rank;      ///< of the adapters
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LOW_RANK_ADAPTERS_H
