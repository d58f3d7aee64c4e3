/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FASTEST_MIXING_H
#define EDGE_AI_FASTEST_MIXING_H

#include "mixing-weights.h"

#include <Eigen/Core>
#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// @param [in] graph servers and links  @param [in] linkWeights w_e
/// @returns P, with P_mj = w_e / (M pi_m) on links and rows of sum 1
Eigen::MatrixXd MakeMixingMatrix(const MixingGraph& graph, const std::vector<double>& linkWeights);

/// @ingroup edge-ai
/// @param [in] graph servers and links  @param [in] linkWeights w_e
/// @returns D^1/2 P D^-1/2 = I - sum of w_e v_e v_e^T, with v_e = D^-1/2 b_e / sqrt(M)
Eigen::MatrixXd MakeSymmetricMixing(const MixingGraph& graph,
                                    const std::vector<double>& linkWeights);

/// @ingroup edge-ai
/// What the search came by.
struct FastestMixing
{
    std::vector<std::vector<double>> stages; ///< link weights at the end of each stage
    uint32_t evaluations{0};                 ///< spectra that were computed
    bool limited{false};                     ///< a stage met its bound
};

/**
 * @ingroup edge-ai
 * Link weights of the least rho. It is not smooth; tr(Q^(2k))^(1/(2k)), with Q the symmetric matrix
 * without its eigenvalue 1, is, is convex too, and falls to rho as k rises. Stages k = 2, 8, 32,
 * 128 begin where the one before ended.
 *
 * Where entries below 0 are forbidden, they cost the squares of what they lack; what little is
 * still lacking in the end is mended by a step towards weights that are positive.
 * @param [in] graph connected
 * @param [in] start link weights to begin with
 * @param [in] positive link weights of a matrix without entries below 0, positive on links and on
 *             the diagonal
 * @param [in] allowNegative whether entries may be below 0
 * @param [in] target a factor that ends the search when a stage meets it, or when a stage proves
 *             that there is none: rho >= tr(Q^(2k))^(1/(2k)) / (M - 1)^(1/(2k)); 0: no target
 * @returns the weights of each stage
 */
FastestMixing FindFastestMixing(const MixingGraph& graph,
                                const std::vector<double>& start,
                                const std::vector<double>& positive,
                                bool allowNegative,
                                double target);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FASTEST_MIXING_H
