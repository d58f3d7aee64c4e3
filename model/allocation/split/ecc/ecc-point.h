/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_POINT_H
#define EDGE_AI_ECC_POINT_H

#include "ecc-problem.h"

#include <limits>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Subchannel of a user that sends and receives nothing.
inline constexpr uint32_t ECC_NO_SUBCHANNEL = std::numeric_limits<uint32_t>::max();

/// @ingroup edge-ai
/// The continuous decisions, users in the problem's order (entries of silent users mean nothing).
struct EccVariables
{
    std::vector<double> uplinkShares;   ///< beta^u_{i,m} at [i * M + m]; empty: fixed to 0 or 1
    std::vector<double> downlinkShares; ///< beta^d, likewise
    std::vector<double> uplinkPowers;   ///< p [W]
    std::vector<double> downlinkPowers; ///< P [W]
    std::vector<double> units;          ///< r
};

/**
 * @ingroup edge-ai
 * A relaxed decision, in which a user may spread over subchannels. Users with s_i = F_i are silent:
 * they appear in no formula but their own device's.
 */
struct EccPoint : EccVariables
{
    std::vector<uint32_t> splits; ///< s_i, 0..F_i
};

/// @ingroup edge-ai
/// A decision that can be carried out: one subchannel per direction and offloading user.
struct EccPlan
{
    std::vector<uint32_t> splits;              ///< s_i, 0..F_i
    std::vector<uint32_t> uplinkSubchannels;   ///< ECC_NO_SUBCHANNEL for silent users
    std::vector<uint32_t> downlinkSubchannels; ///< likewise
    std::vector<double> uplinkPowers;          ///< p [W]
    std::vector<double> downlinkPowers;        ///< P [W]
    std::vector<double> units;                 ///< r
};

/// @param [in] problem a sound problem  @param [in] i user  @param [in] split s_i
/// @returns whether user i offloads at this split
bool IsOffloading(const EccProblem& problem, std::size_t i, uint32_t split);

/**
 * @ingroup edge-ai
 * Where a cold descent begins: beta = 1/M, p = p_max/2 and equal parts of the access point's power
 * and units for each of its users, offloading or not (but never less than their minima).
 * @param [in] problem a sound problem
 * @param [in] splits s_i
 * @returns the point
 */
EccPoint MakeEccStart(const EccProblem& problem, const std::vector<uint32_t>& splits);

/**
 * @ingroup edge-ai
 * @param [in] problem a sound problem
 * @param [in] splits s_i
 * @param [in] uplink subchannel of each user
 * @param [in] downlink subchannel of each user
 * @returns a plan with the powers and units of MakeEccStart; silent users have no subchannel
 */
EccPlan MakeEccPlan(const EccProblem& problem,
                    const std::vector<uint32_t>& splits,
                    const std::vector<uint32_t>& uplink,
                    const std::vector<uint32_t>& downlink);

/**
 * @ingroup edge-ai
 * @param [in] problem a sound problem
 * @returns everybody at s = F
 */
EccPlan MakeDeviceOnlyPlan(const EccProblem& problem);

/**
 * @ingroup edge-ai
 * @param [in] problem a sound problem
 * @param [in] plan a plan for it
 * @returns the same decision with shares of 0 and 1
 */
EccPoint ToEccPoint(const EccProblem& problem, const EccPlan& plan);

/**
 * @ingroup edge-ai
 * Give up a user's subchannels, powers and units where it is silent.
 * @param [in] problem a sound problem
 * @param [in,out] plan the plan
 */
void ClearSilentUsers(const EccProblem& problem, EccPlan& plan);

/**
 * @ingroup edge-ai
 * @param [in] problem a sound problem
 * @param [in] plan a plan
 * @returns "" if the plan has the problem's shape and keeps its constraints, else one sentence that
 *          names what does not
 */
std::string ExplainEccViolation(const EccProblem& problem, const EccPlan& plan);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_POINT_H
