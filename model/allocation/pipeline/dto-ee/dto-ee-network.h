/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_NETWORK_H
#define EDGE_AI_DTO_EE_NETWORK_H

#include "dto-ee-problem.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// A link that is there.
struct DtoEeLink
{
    uint32_t target{0}; ///< j, node of the next stage
    double time{0};     ///< t_ij [s]
};

/// A stage as the algorithms see it: service rates, and the links into it by sender.
struct DtoEeLayer
{
    std::vector<double> service;               ///< s_j [1/s]
    std::vector<std::vector<DtoEeLink>> links; ///< of every node of the stage before
    bool hostsExit{false};                     ///< an early exit is behind it
};

/// Rows over the links that are there: stage into which they lead, sender, link.
using DtoEeShares = std::vector<std::vector<std::vector<double>>>;

/// A problem without units and without the links that are not there.
struct DtoEeNetwork
{
    std::vector<double> arrivals;   ///< phi_i^0 [1/s]
    double total{0};                ///< Phi [1/s]
    std::vector<DtoEeLayer> layers; ///< stages 1..H
};

/// @param [in] problem a sound one  @returns its network
DtoEeNetwork MakeDtoEeNetwork(const DtoEeProblem& problem);

/// @param [in] problem a sound one  @param [in] network of it
/// @returns its rows in force, which sum to 1 exactly, or those of CF where there are none
DtoEeShares MakeDtoEeShares(const DtoEeProblem& problem, const DtoEeNetwork& network);

/// @param [in] network of a problem  @param [in] shares over its links
/// @returns rows as problems and plans have them: every device, then every node but the last stage
std::vector<DtoEeRow> MakeDtoEeRows(const DtoEeNetwork& network, const DtoEeShares& shares);

/// What shares a rule gives to links.
enum class DtoEeRule : uint8_t
{
    COMPUTING_FIRST, ///< CF, as fast as the nodes are
    BANDWIDTH_FIRST, ///< BF, as fast as the links are
    UNIFORM,         ///< equal
};

/// @param [in] problem a sound one  @param [in] network of it  @param [in] rule what counts
/// @returns shares by the rule, sec. 6
DtoEeShares ShareByRule(const DtoEeProblem& problem, const DtoEeNetwork& network, DtoEeRule rule);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_NETWORK_H
