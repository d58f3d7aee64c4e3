/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LOSS_OPTIMUM_H
#define EDGE_AI_LOSS_OPTIMUM_H

#include "learning/learning-model.h"

#include <Eigen/Core>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Where the mean over devices of their losses is least.
struct LossOptimum
{
    Eigen::VectorXd parameters;
    double loss{0};         ///< f*
    double gradientNorm{0}; ///< that is left there
    uint32_t iterations{0}; ///< that it took
};

/**
 * @ingroup edge-ai
 * @param [in] model convex: of any other it is a minimum near zero, not the least
 * @param [in] data samples that it takes
 * @param [in] devices samples of each, at least one device with one sample
 * @param [in] tolerance norm of the gradient at which the search ends, > 0
 * @returns the least mean over devices of their losses, found from zero by the quasi-Newton method
 *          of Broyden, Fletcher, Goldfarb and Shanno
 */
LossOptimum FindLeastLoss(const LearningModel& model,
                          const Dataset& data,
                          const std::vector<SampleList>& devices,
                          double tolerance = 1e-8);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LOSS_OPTIMUM_H
