/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SPARSE_DESCENT_H
#define EDGE_AI_SPARSE_DESCENT_H

#include <Eigen/Core>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What one device's sparse, noisy gradient is to a step of all.
struct SparseDescentTerm
{
    double weight{0};         ///< p_w of its update
    double fraction{1};       ///< s, share of the parameters that its mask keeps
    Eigen::VectorXd gradient; ///< of its own loss
    double noise{0};          ///< of each kept entry: standard deviation
};

/**
 * @ingroup edge-ai
 * Bound of a loss after one step w - eta sum p_w m_i o (g_i + noise), masks independent, weights of
 * sum <= 1, no clipping (derived in the definition, "Convergence bound"):
 * E F(w+) <= F - sum p_w [eta s <grad F, g_i> - (L eta^2 / 2)(s |g_i|^2 + d s v^2)].
 * @param [in] loss F before  @param [in] gradient grad F before
 * @param [in] smoothness L  @param [in] rate eta
 * @param [in] terms of the devices
 * @returns the bound
 */
double BoundSparseDescent(double loss,
                          const Eigen::VectorXd& gradient,
                          double smoothness,
                          double rate,
                          const std::vector<SparseDescentTerm>& terms);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SPARSE_DESCENT_H
