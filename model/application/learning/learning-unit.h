/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_UNIT_H
#define EDGE_AI_LEARNING_UNIT_H

#include "round-method.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Parameters that stay together: a neuron, a filter, a sample's auxiliary variables.
struct LearningUnit
{
    uint32_t parameters{0}; ///< how many, > 0
    LearningRanges ranges;  ///< which ones
};

/// @param [in] units in the order of the parameters
/// @param [in,out] division gets them, neighbours of one size together
void DescribeUnits(const std::vector<LearningUnit>& units, RoundDivision& division);

/**
 * What a plan that divides parameters means for each worker: those from the front on, in the order
 * of workers; who has a load of all of them has all.
 * @param [in] plan usable
 * @param [in] given what assignments have in common
 * @param [in] missing parameters that were divided
 * @param [in] units that were described, of these parameters; empty: there were none
 * @returns an assignment for each worker of the plan
 */
std::vector<LearningAssignment> AssignDivision(const RoundPlan& plan,
                                               const LearningAssignment& given,
                                               const LearningRanges& missing,
                                               const std::vector<LearningUnit>& units);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_UNIT_H
