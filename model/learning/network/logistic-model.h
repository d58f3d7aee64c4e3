/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LOGISTIC_MODEL_H
#define EDGE_AI_LOGISTIC_MODEL_H

#include "learning/learning-model.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Logistic regression without a bias: loss log(1 + exp(x w)) - y x w with y of {0, 1}; gradient of
 * a block X_B^T (sigma(X w) - y) / n, so that blocks beside each other are the whole gradient
 * (PARTEL's decomposable model). With more than two classes each has a row of weights, tells its
 * class from all others, and losses add up over classes. Features may be sparse.
 */
class LogisticModel : public LearningModel
{
  public:
    /// @param [in] features > 0  @param [in] classes >= 2  @param [in] l2 >= 0
    LogisticModel(Eigen::Index features, uint32_t classes, double l2);

    Eigen::VectorXd DrawParameters(LearningDraws& draws) const override;
    GradientWork GetWork(double entries, ParameterRange block) const override;

  protected:
    void DoOutputs(const Eigen::VectorXd& parameters,
                   const Chunk& chunk,
                   RowMatrix& outputs) const override;
    double DoLoss(const RowMatrix& outputs, const Chunk& chunk, RowMatrix* slope) const override;
    double DoAddGradient(const Eigen::VectorXd& parameters,
                         const Chunk& chunk,
                         ParameterRange block,
                         Eigen::Ref<Eigen::VectorXd> sum) const override;

  private:
    Eigen::Index m_rows; ///< rows of weights: 1, or one per class
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LOGISTIC_MODEL_H
