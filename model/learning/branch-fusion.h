/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BRANCH_FUSION_H
#define EDGE_AI_BRANCH_FUSION_H

#include "plain-convolution.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Batch norm of a trained network: y = scale (x - mean) / sqrt(variance + epsilon) + shift, per
/// channel.
struct BatchNorm
{
    std::vector<double> scale;    ///< gamma
    std::vector<double> shift;    ///< beta
    std::vector<double> mean;     ///< m
    std::vector<double> variance; ///< s^2, >= 0
    double epsilon{1e-5};         ///< >= 0
};

/// @ingroup edge-ai
/// One branch of a multi-branch layer; the branches' outputs are added. An identity branch is
/// ConvolutionKernel::MakeIdentity.
struct ConvolutionBranch
{
    ConvolutionKernel kernel; ///< W_q; its bias goes through the norm
    BatchNorm norm;
};

/**
 * @ingroup edge-ai
 * Norm put into the kernel: W' = g W per output channel, b' = beta + (b - m) g with
 * g = gamma / sqrt(s^2 + epsilon). The algebra of re-parameterised networks (Ding et al., RepVGG,
 * arXiv 2101.03697).
 * @param [in] branch a branch
 * @returns the kernel that does both
 * @throws std::invalid_argument naming what does not fit
 */
ConvolutionKernel FoldNorm(const ConvolutionBranch& branch);

/**
 * @ingroup edge-ai
 * The branches up to a size as one convolution: the sum of their folded kernels, each padded with
 * zeros to the largest of them; equal to the branches for equal stride and padding (k_q - 1) / 2.
 * @param [in] branches branches with equal channels
 * @param [in] sizeMax v, side of the largest branch that stays; others are left out
 * @returns the fused convolution, as large as the largest branch that stayed
 * @throws std::invalid_argument naming what does not fit, or if no branch stays
 */
ConvolutionKernel FuseBranches(const std::vector<ConvolutionBranch>& branches, uint32_t sizeMax);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BRANCH_FUSION_H
