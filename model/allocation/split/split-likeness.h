/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SPLIT_LIKENESS_H
#define EDGE_AI_SPLIT_LIKENESS_H

#include "ns3/split-problem.h"

#include <cstddef>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * Devices of a problem that no formula tells apart: every field is the same number. Whatever a
 * method that draws no lots finds for one of them it finds for all.
 * @param [in] devices of a problem
 * @returns for each device the first that is like it, which is itself where there is none before
 *          it. Time O(n) where few kinds or no two devices of a kind are met.
 */
std::vector<std::size_t> FindAlike(const std::vector<SplitDevice>& devices);

/// @param [in] one device  @param [in] other device
/// @returns whether they have the same cuts, which cost the same
bool HaveSameCuts(const SplitDevice& one, const SplitDevice& other);

/// @param [in] one processor  @param [in] other processor  @returns whether no field tells them
/// apart
bool IsAlike(const ProcessorLimits& one, const ProcessorLimits& other);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SPLIT_LIKENESS_H
