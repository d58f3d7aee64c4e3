/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MIXING_WEIGHTS_H
#define EDGE_AI_MIXING_WEIGHTS_H

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Servers that mix their models, and the links over which they do. A mixing matrix P has rows of
/// sum 1, entries besides the diagonal where there are links alone, and keeps the mean: with data
/// weights pi, pi_m P_mj = pi_j P_jm; where all servers count alike it is symmetric.
struct MixingGraph
{
    std::size_t servers{1};                           ///< M
    std::vector<std::pair<uint32_t, uint32_t>> links; ///< pairs of servers, none twice
    std::vector<double> shares;                       ///< pi, sum 1; empty: all alike

    /// @returns deg_m of every server
    std::vector<uint32_t> GetDegrees() const;
    /// @returns whether models of all servers reach all others
    bool IsConnected() const;

    /// @param [in] server index  @returns pi_m
    double GetShare(std::size_t server) const
    {
        return shares.empty() ? 1 / static_cast<double>(servers) : shares[server];
    }
};

/// @ingroup edge-ai
/// How weights follow from links.
enum class MixingWeights : uint8_t
{
    METROPOLIS = 0,    ///< 1 / (1 + max(deg_m, deg_j)); with data weights
                       ///< min(1, pi_j / pi_m) / (1 + deg_max)
    BEST_CONSTANT = 1, ///< I - 2 / (l_2 + l_M) Lap
    FASTEST = 2,       ///< least factor; the best of all three
};

/// @ingroup edge-ai
/// A mixing matrix.
struct Mixing
{
    Eigen::MatrixXd weights;         ///< P
    double factor{1};                ///< rho
    std::vector<double> linkWeights; ///< w_e of P = I - D^-1 sum of w_e b_e b_e^T / M, D = diag(pi)
    uint32_t evaluations{0};         ///< spectra that were computed
    bool limited{false};             ///< a search met its bound
};

/// @ingroup edge-ai
/// @param [in] weights P  @param [in] graph whose shares it keeps
/// @returns rho, the largest magnitude of an eigenvalue of D^1/2 P D^-1/2 - sqrt(pi) sqrt(pi)^T;
///          of P - J where all count alike
double GetMixingFactor(const Eigen::MatrixXd& weights, const MixingGraph& graph);

/// @ingroup edge-ai
/// @param [in] graph servers  @returns J: every row is pi
Eigen::MatrixXd MakeMeanMatrix(const MixingGraph& graph);

/**
 * @ingroup edge-ai
 * @param [in] graph servers and links
 * @param [in] kind of weights
 * @param [in] allowNegative whether entries may be below 0; FASTEST alone can do without
 *             (Metropolis never has any, the best constant goes by its formula)
 * @param [in] target a factor that is asked about: the search for the fastest ends as soon as it is
 *             met, or proved to be out of reach; 0: the least factor that can be found
 * @returns the weights; without links the identity
 */
Mixing MakeMixing(const MixingGraph& graph,
                  MixingWeights kind,
                  bool allowNegative = true,
                  double target = 0);

/// @ingroup edge-ai
/// @param [in] factor rho  @param [in] factorMax rho_max  @returns whether it keeps it, but for
/// rounding
bool MeetsFactor(double factor, double factorMax);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MIXING_WEIGHTS_H
