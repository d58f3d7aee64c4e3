/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_COST_H
#define EDGE_AI_ECC_COST_H

#include "ecc-point.h"

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Delay and energy of one inference of one user, by part; all but the device's are 0 if it is
/// silent.
struct EccUserCost
{
    double deviceTime{0};     ///< first layers [s]
    double uploadTime{0};     ///< intermediate tensor [s]
    double serverTime{0};     ///< remaining layers [s]
    double downloadTime{0};   ///< answer [s]
    double deviceEnergy{0};   ///< of the first layers [J]
    double uploadEnergy{0};   ///< radiated by the user [J]
    double serverEnergy{0};   ///< of the remaining layers [J]
    double downloadEnergy{0}; ///< radiated by the access point [J]

    /// @returns T_i [s]
    double GetTime() const;
    /// @returns E_i [J]
    double GetEnergy() const;
};

/// @ingroup edge-ai
/// What a user's delay and energy are worth, and how that changes with them.
struct EccPrice
{
    double value{0};     ///< the user's part of the utility
    double perTime{0};   ///< d value / dT [1/s]
    double perEnergy{0}; ///< d value / dE [1/J]
};

/**
 * @ingroup edge-ai
 * Equations (4) and (5): device time and energy, upload, server, download. Device energy is k f^2
 * per cycle. r units serve r^alpha times as fast as one and draw r^x times its power k f^3; with
 * x = 3 alpha that is k f^3 L(r)^2 per second of one unit's work, L(r) = r^alpha.
 * @param [in] problem a sound problem
 * @param [in] i user
 * @param [in] split s_i, 0..F_i
 * @param [in] uplinkRate R^u_i [bit/s]
 * @param [in] downlinkRate R^d_i [bit/s]
 * @param [in] uplinkPower p_i [W]
 * @param [in] downlinkPower P_i [W]
 * @param [in] units r_i
 * @returns the parts; infinite where a needed rate is 0
 */
EccUserCost ComputeEccUserCost(const EccProblem& problem,
                               std::size_t i,
                               uint32_t split,
                               double uplinkRate,
                               double downlinkRate,
                               double uplinkPower,
                               double downlinkPower,
                               double units);

/// @param [in] bandwidth [Hz]  @param [in] sinr linear, >= 0
/// @returns b log2(1 + SINR) [bit/s], not 0 where the SINR is far below rounding
double GetShannonRate(double bandwidth, double sinr);

/// @param [in] problem a sound problem  @param [in] i user  @returns its
/// weights, over its device-only delay and energy if normalise is set
EccWeights GetEccWeights(const EccProblem& problem, std::size_t i);

/**
 * @ingroup edge-ai
 * Equation (7), one user: w_T T + w_E E (each over its device-only value if normalise is set), and
 * if switched on w_R r, the sigmoid w_Q / (1 + exp(-a (T/T^exp - 1))) after the quality of
 * experience of the sibling paper (arXiv 2409.16537), and the penalty w_L max(0, T/T^max - 1)^2.
 * @param [in] problem a sound problem
 * @param [in] i user
 * @param [in] time T_i [s]
 * @param [in] energy E_i [J]
 * @param [in] units r_i; 0 for a silent user
 * @returns value and slopes
 */
EccPrice PriceEccUser(const EccProblem& problem,
                      std::size_t i,
                      double time,
                      double energy,
                      double units);

/// @ingroup edge-ai
/// A decision and what it comes to.
struct EccEvaluation
{
    double utility{0};                 ///< Uty; less is better
    std::vector<EccUserCost> costs;    ///< of each user
    std::vector<double> uplinkRates;   ///< R^u_i [bit/s], 0 for silent users
    std::vector<double> downlinkRates; ///< R^d_i [bit/s], likewise

    /// @returns sum of all delays [s]
    double GetTotalTime() const;
    /// @returns sum of all energies [J]
    double GetTotalEnergy() const;
};

/**
 * @ingroup edge-ai
 * Equations (1) to (7) for a relaxed decision.
 * @param [in] problem a sound problem
 * @param [in] point the decision
 * @returns what it comes to
 */
EccEvaluation EvaluateEcc(const EccProblem& problem, const EccPoint& point);

/**
 * @ingroup edge-ai
 * Equations (1) to (7) for a decision that can be carried out.
 * @param [in] problem a sound problem
 * @param [in] plan the decision
 * @returns what it comes to
 */
EccEvaluation EvaluateEcc(const EccProblem& problem, const EccPlan& plan);

/**
 * @ingroup edge-ai
 * Costs of all users at given rates.
 * @param [in] problem a sound problem
 * @param [in] splits s_i
 * @param [in] variables powers and units
 * @param [in] uplinkRates R^u_i [bit/s] of users with radios
 * @param [in] downlinkRates R^d_i [bit/s] likewise
 * @returns what it comes to
 */
EccEvaluation EvaluateEccAtRates(const EccProblem& problem,
                                 const std::vector<uint32_t>& splits,
                                 const EccVariables& variables,
                                 const std::vector<double>& uplinkRates,
                                 const std::vector<double>& downlinkRates);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_COST_H
