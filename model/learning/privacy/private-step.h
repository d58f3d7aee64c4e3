/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PRIVATE_STEP_H
#define EDGE_AI_PRIVATE_STEP_H

#include "learning/learning-model.h"
#include "renyi-accountant.h"
#include "sparse-mask.h"

#include <Eigen/Core>
#include <cstdint>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Settings of noisy steps on some of the parameters.
struct PrivateStepOptions
{
    double rate{0.5};    ///< eta, > 0
    uint32_t steps{1};   ///< tau, > 0
    uint32_t batch{16};  ///< b, nominal samples of a step; each is drawn with b over all, > 0
    double noise{2};     ///< sigma, deviation over clipping threshold; 0: none, nothing is private
    double clipping{1};  ///< C, threshold of the norm of a whole gradient, > 0
    bool adaptive{true}; ///< the threshold is C sqrt(k/d), as the mask's; else C
};

/// @param [in] options to look at  @throws LearningError naming what is out of its range
void CheckPrivateSteps(const PrivateStepOptions& options);

/// @param [in] options settings  @param [in] mask k of d parameters
/// @returns C_s, threshold of the norm of a masked gradient
double GetClippingThreshold(const PrivateStepOptions& options, const SparseMask& mask);

/// @param [in] options settings  @param [in] samples n of a device, >= b
/// @returns what each of its steps is to its samples  @throws LearningError if n < b
SampledGaussian GetStepMechanism(const PrivateStepOptions& options, std::size_t samples);

/// @ingroup edge-ai
/// What noisy steps came to. None of it may leave the device: it is not private.
struct PrivateStepReport
{
    uint64_t sampled{0}; ///< samples that were drawn, all steps together
    uint64_t clipped{0}; ///< of them, whose gradient was shortened
};

/**
 * @ingroup edge-ai
 * The update direction of one step: u = (sum + sigma C_s (m o xi)) / b. Divided by the nominal b,
 * since the drawn number of samples is not private. Normal numbers are drawn for the mask's
 * entries alone, in the order of rising indices.
 * @param [in] options settings
 * @param [in] mask m
 * @param [in,out] draws randomness of the noise
 * @param [in,out] sum of masked, clipped gradients; u
 */
void MakeNoisyMean(const PrivateStepOptions& options,
                   const SparseMask& mask,
                   LearningDraws& draws,
                   Eigen::VectorXd& sum);

/**
 * @ingroup edge-ai
 * Local steps of differential privacy (DP-SGD, Abadi et al., 2016) under a mask: each sample is
 * drawn with probability b/n (the batch may be empty), its masked gradient is shortened to C_s,
 * noise is added, w <- w - eta u. Parameters off the mask stay as they are, to the bit. The l2 of
 * the model depends on no sample: its masked derivative is added after the noise.
 * @param [in] model whose parameters are trained
 * @param [in] data samples it takes
 * @param [in] samples of the device, at least b
 * @param [in] options settings
 * @param [in] mask of the parameters
 * @param [in,out] draws randomness: of each step first the samples, in order, then the noise
 * @param [in,out] parameters from where, and to where
 * @returns what it came to
 * @throws LearningError naming what is out of its range
 */
PrivateStepReport TrainPrivately(const LearningModel& model,
                                 const Dataset& data,
                                 const SampleList& samples,
                                 const PrivateStepOptions& options,
                                 const SparseMask& mask,
                                 LearningDraws& draws,
                                 Eigen::VectorXd& parameters);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PRIVATE_STEP_H
