/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CHAIN_CUTS_H
#define EDGE_AI_CHAIN_CUTS_H

#include "chain-problem.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// @param [in] problem a sound problem  @param [in] device index of a device
/// @returns cuts that put every layer on that device; the others relay
std::vector<uint32_t> CutForDevice(const ChainProblem& problem, uint32_t device);

/// @ingroup edge-ai
/// @param [in] problem a sound problem  @returns cuts c_i = round(i n / M)
std::vector<uint32_t> CutIntoEqualLayers(const ChainProblem& problem);

/**
 * @ingroup edge-ai
 * Cuts at shares of the work: c_i is the smallest cut before which the work of the structure
 * reaches the sum of the first i shares.
 * @param [in] problem a sound problem
 * @param [in] shares what each device shall do, in any unit; one positive value per device
 * @param [in] option structure whose work counts
 * @returns the cuts
 */
std::vector<uint32_t> CutByShares(const ChainProblem& problem,
                                  const std::vector<double>& shares,
                                  uint32_t option);

/**
 * @ingroup edge-ai
 * The single cut between the first and the last device that gives the least latency, eq. (6); the
 * devices between them relay. Ties: the smallest cut.
 * @param [in] problem a sound problem
 * @param [in] option structure of both parts
 * @returns the cuts
 */
std::vector<uint32_t> CutBetweenTwo(const ChainProblem& problem, uint32_t option);

/**
 * @ingroup edge-ai
 * The network before its branches were fused: every layer computes all its branches one after the
 * other, each of which takes the work, the weights and the activations of the structure that ends
 * with it (kernels 1, 3, 5: one branch each). Identity branches and the addition cost nothing.
 * @param [in] problem a sound problem
 * @returns the problem with one structure, as accurate as the largest one
 */
ChainProblem MakeUnfused(const ChainProblem& problem);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CHAIN_CUTS_H
