/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_GRADIENT_STEP_H
#define EDGE_AI_GRADIENT_STEP_H

#include "learning-model.h"

#include <Eigen/Core>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Settings of gradient steps.
struct StepOptions
{
    double rate{0.1};   ///< eta, > 0
    double momentum{0}; ///< m of v <- m v + g, w <- w - eta v; in [0, 1)
    double l1{0};       ///< weight of the sum of magnitudes, by its proximal operator, >= 0
    double l2{0};       ///< weight of half the squared norm, likewise (elastic net), >= 0
};

/**
 * @ingroup edge-ai
 * Proximal gradient steps with momentum: v <- m v + g, u = w - eta v, and then what minimises
 * |w - u|^2 / (2 eta) + l1 |w|_1 + l2/2 |w|^2: u is shrunk towards 0 by eta l1, and the rest
 * divided by 1 + eta l2. It works on each parameter alone, so blocks stepped apart are as if
 * stepped at once.
 */
class GradientStepper
{
  public:
    /// @param [in] options settings  @throws LearningError naming the one that is out of range
    explicit GradientStepper(const StepOptions& options);

    /**
     * @param [in,out] parameters w, all of them
     * @param [in] block which of them the gradient is of
     * @param [in] gradient g, as long as the block
     * @throws LearningError if sizes do not fit
     */
    void Step(Eigen::VectorXd& parameters, ParameterRange block, const Eigen::VectorXd& gradient);

    /// @param [in] parameters w  @returns l1 |w|_1 + l2/2 |w|^2, which a loss does not have yet
    double GetPenalty(const Eigen::VectorXd& parameters) const;

  private:
    StepOptions m_options;      ///< settings
    Eigen::VectorXd m_velocity; ///< v of all parameters; empty without momentum
};

/// @ingroup edge-ai
/// Settings of training by batches.
struct SgdOptions
{
    StepOptions step;   ///< of every step
    uint32_t steps{1};  ///< how many; 0: none
    uint32_t batch{32}; ///< samples a step, drawn with replacement; 0: all of them, in order
};

/**
 * @ingroup edge-ai
 * Stochastic gradient descent.
 * @param [in] model whose parameters are trained
 * @param [in] data samples it takes
 * @param [in] samples to draw from, at least one
 * @param [in] options settings
 * @param [in,out] draws randomness
 * @param [in,out] parameters from where, and to where
 * @returns mean of the batches' losses, each before its step; 0 without steps
 */
double TrainBySgd(const LearningModel& model,
                  const Dataset& data,
                  const SampleList& samples,
                  const SgdOptions& options,
                  LearningDraws& draws,
                  Eigen::VectorXd& parameters);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_GRADIENT_STEP_H
