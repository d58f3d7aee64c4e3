/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_IOVT_AUTHORS_OBJECTIVE_H
#define EDGE_AI_IOVT_AUTHORS_OBJECTIVE_H

#include <array>
#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What the authors of arXiv 2411.00838 call a device: speed is mu I beta, never the peak.
struct AuthorsDevice
{
    double efficiency{1};      ///< mu
    double bandwidth{0};       ///< beta, memory bandwidth [B/s], > 0
    std::vector<double> delta; ///< Delta_j, accuracy loss of each fusion mode; negative: a gain
};

/**
 * @ingroup edge-ai
 * The objective of the code published with arXiv 2411.00838 (github.com/word-ky/Co-design-Sys-NN):
 * two sub-models, lambda of the work on the first device,
 *
 *   T = lambda N / (mu1 I1 beta1) + (1 - lambda) N / (mu2 I2 beta2) + N_e / beta_s,
 *   A = lambda theta1 . Delta1 + (1 - lambda) theta2 . Delta2,   J = T / unit + kappa A,
 *
 * latencies summed. With lambda_C = k lambda of the compute and lambda_M = p lambda of the memory
 * traffic on the first device, I1 = I0 k / p and I2 = I0 (1 - k lambda) / (1 - p lambda).
 */
struct AuthorsObjective
{
    double work{0};      ///< N [FLOP], > 0
    double intensity{0}; ///< I0 of the whole network [FLOP/B], > 0
    std::array<AuthorsDevice, 2> devices;
    double sentBytes{0};    ///< N_e [B]; does not depend on lambda
    double sendingRate{1};  ///< beta_s [B/s], > 0
    double kappa{1};        ///< weight of the accuracy loss
    double timeUnit{1};     ///< what J counts T in [s], > 0
    double computeRatio{1}; ///< k
    double trafficRatio{1}; ///< p

    /// @param [in] lambda in [0, 1]  @returns I1 and I2 [FLOP/B]
    std::array<double, 2> GetIntensities(double lambda) const;
    /// @param [in] lambda in [0, 1]  @returns whether k lambda and p lambda are shares, too
    bool IsAdmissible(double lambda) const;
    /// @param [in] lambda an admissible share  @returns T [s]
    double GetTime(double lambda) const;
};

/// @ingroup edge-ai
/// A point of the objective.
struct AuthorsPoint
{
    double lambda{0};                          ///< share of the work on the first device
    std::array<std::vector<double>, 2> thetas; ///< weights of the fusion modes on each device
    double value{0};                           ///< J
    uint32_t round{0};                         ///< after which it was found
};

/// @ingroup edge-ai
/// @param [in] objective an objective  @param [in,out] point gets its value
void Evaluate(const AuthorsObjective& objective, AuthorsPoint& point);

/// @ingroup edge-ai
/// Settings of the published gradient version.
struct AuthorsDescent
{
    double lambda{0.5};   ///< start; theta starts at the first mode
    double rate{0.01};    ///< step
    uint32_t rounds{100}; ///< rounds
};

/**
 * @ingroup edge-ai
 * The published gradient version: all of lambda and theta at once, clipped to [0, 1] each; the
 * value is looked at before each step and the best is kept. It knows I1 = I2 = I0 only.
 * @param [in] objective an objective  @param [in] descent settings
 * @param [out] last the point after the last step; unless null
 * @returns the best point
 */
AuthorsPoint Descend(const AuthorsObjective& objective,
                     const AuthorsDescent& descent,
                     AuthorsPoint* last = nullptr);

/**
 * @ingroup edge-ai
 * The published grid version.
 * @param [in] objective an objective
 * @param [in] lambdas to try; those that are not admissible are left out
 * @param [in] thetas to try on either device
 * @returns the best point, the first of equals; its value is infinite if there is none
 */
AuthorsPoint SearchGrid(const AuthorsObjective& objective,
                        const std::vector<double>& lambdas,
                        const std::vector<std::vector<double>>& thetas);

/**
 * @ingroup edge-ai
 * The exact optimum where I1 = I2 = I0 (this module's derivation): J is linear in each variable, so
 * that a vertex is best - theta_j = 1 where Delta_j < 0, lambda 0 or 1.
 * @param [in] objective an objective with k = p
 * @returns the best point; of two equal ones that with lambda 0
 */
AuthorsPoint FindVertex(const AuthorsObjective& objective);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_IOVT_AUTHORS_OBJECTIVE_H
