/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TOPOLOGY_TIMES_H
#define EDGE_AI_TOPOLOGY_TIMES_H

#include "mixing-weights.h"
#include "topology-problem.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Numbers of links of a problem, ascending.
using LinkList = std::vector<uint32_t>;

/// @ingroup edge-ai
/// @param [in] problem a sound problem  @returns all its links
LinkList ListAllLinks(const TopologyProblem& problem);

/// @ingroup edge-ai
/// @param [in] problem a sound problem  @param [in] links that are used
/// @returns what mixing is about
MixingGraph MakeMixingGraph(const TopologyProblem& problem, const LinkList& links);

/// @ingroup edge-ai
/// @param [in] problem a sound problem  @returns latest A_m [s]
double GetReadyTime(const TopologyProblem& problem);

/**
 * @ingroup edge-ai
 * @param [in] problem a sound problem  @param [in] server that sends
 * @param [in] degree how many links it uses  @param [in] link one of them
 * @param [in] repeats exchanges one after the other
 * @returns from its model being there to that model having crossed the link [s]
 */
double GetSendTime(const TopologyProblem& problem,
                   uint32_t server,
                   uint32_t degree,
                   const TopologyLink& link,
                   uint32_t repeats = 1);

/**
 * @ingroup edge-ai
 * When the models have crossed each link in both directions: max(A_m, A_j) + delay + S / R where
 * links are parallel; max over both ends of A_m + deg_m S / R_m, + delay, where each server has
 * one interface.
 * @param [in] problem a sound problem  @param [in] links that are used
 * @param [in] repeats exchanges one after the other
 * @returns F_e of each link that is used [s]
 */
std::vector<double> GetFinishTimes(const TopologyProblem& problem,
                                   const LinkList& links,
                                   uint32_t repeats = 1);

/// @ingroup edge-ai
/// @param [in] problem a sound problem  @param [in] links that are used  @param [in] repeats
/// exchanges  @returns T_round = max(max A_m, max F_e) [s]
double GetRoundTime(const TopologyProblem& problem, const LinkList& links, uint32_t repeats = 1);

/**
 * @ingroup edge-ai
 * How late each server's model may be there without a later end: T minus what its slowest link
 * takes, T where it has none. (The definition lets cells have all of T_round; a server with a link
 * would then send too late, and the round would take longer.)
 * @param [in] problem a sound problem  @param [in] links that are used
 * @param [in] time T, not before GetRoundTime() [s]  @param [in] repeats exchanges
 * @returns A_m at most [s]
 */
std::vector<double> GetLatestReadyTimes(const TopologyProblem& problem,
                                        const LinkList& links,
                                        double time,
                                        uint32_t repeats = 1);

/**
 * @ingroup edge-ai
 * A cloud averages: every server sends so many models to it, and gets one.
 * @param [in] problem with a cloud  @param [in] models of each server
 * @returns max over m of A_m + models_m S / R_cloud, + S / R_cloud [s]
 */
double GetCloudTime(const TopologyProblem& problem, const std::vector<double>& models);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TOPOLOGY_TIMES_H
