/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PEER_MIXING_H
#define EDGE_AI_PEER_MIXING_H

#include <Eigen/Core>
#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Models of servers that learn beside each other, each a vector of parameters.
using PeerModels = std::vector<Eigen::VectorXd>;

/// Data weights pi of servers, sum 1; empty: all count alike.
using PeerShares = std::vector<double>;

/**
 * @ingroup edge-ai
 * One server's part of mixing: the sum over servers, in their order, of weight times model. A
 * server of weight 0 is not looked at, so its model need not be there.
 * @param [in] weights a row of P, one per server  @param [in] models z of all servers
 * @returns its model after mixing
 */
Eigen::VectorXd MixRow(const Eigen::VectorXd& weights, const PeerModels& models);

/**
 * @ingroup edge-ai
 * Y = P Z.
 * @param [in] weights P  @param [in] models Z  @param [in] repeats how often, one after the other
 * @returns Y
 */
PeerModels MixModels(const Eigen::MatrixXd& weights,
                     const PeerModels& models,
                     uint32_t repeats = 1);

/// @ingroup edge-ai
/// @param [in] models one at least  @param [in] shares pi  @returns the mean, sum of pi_m y_m
Eigen::VectorXd GetMeanModel(const PeerModels& models, const PeerShares& shares = {});

/// @ingroup edge-ai
/// @param [in] models one at least  @param [in] shares pi
/// @returns consensus distance Xi = sum of pi_m |y_m - ybar|^2
double GetConsensusDistance(const PeerModels& models, const PeerShares& shares = {});

/// @ingroup edge-ai
/// @param [in] models one at least  @param [in] shares pi
/// @returns the same by pairs, 1/2 sum over m, j of pi_m pi_j |y_m - y_j|^2
double GetPairwiseDistance(const PeerModels& models, const PeerShares& shares = {});

/// @ingroup edge-ai
/// @param [in] models Z  @returns their products Z Z^T
Eigen::MatrixXd GetGramMatrix(const PeerModels& models);

/**
 * @ingroup edge-ai
 * What mixing would make of the distance, by products of models alone: tr(D (P - J) G (P - J)^T).
 * @param [in] weights P  @param [in] gram G = Z Z^T  @param [in] shares pi, D = diag(pi)
 * @returns Xi(P Z)
 */
double PredictDistance(const Eigen::MatrixXd& weights,
                       const Eigen::MatrixXd& gram,
                       const PeerShares& shares = {});

/**
 * @ingroup edge-ai
 * What the distance stays below if each round adds a drift and mixes: (rho D / (1 - rho))^2.
 * @param [in] factor rho, in [0, 1)  @param [in] drift D, root of a distance, >= 0
 * @returns bound of Xi after mixing; infinite for factors of 1 and more
 */
double GetSteadyDistance(double factor, double drift);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PEER_MIXING_H
