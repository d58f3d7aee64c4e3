/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TWO_TIERS_IN_MEMORY_H
#define EDGE_AI_TWO_TIERS_IN_MEMORY_H

#include "allocation/round/round-planner.h"
#include "allocation/topology/topology-planner.h"
#include "learning/consensus-gauge.h"
#include "learning/two-tier-learner.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Who decides what in two tiers, and what about.
struct TwoTierScheme
{
    Ptr<const RoundPlanner> cellPlanner;        ///< resources of each cell
    std::vector<RoundProblem> cells;            ///< an edge round of each, the same in every round
    Ptr<const TopologyPlanner> topologyPlanner; ///< links of each round
    TopologyProblem topology;                   ///< servers and links; times, devices and
                                                ///< distances are filled in
    ConsensusMode mode{ConsensusMode::EXACT};   ///< what is known of the distance
    double distanceShare{0.25};                 ///< Xi_max over the first Xi_z
    uint64_t sketchSeed{1};                     ///< that all servers have
    bool slack{false}; ///< cells that need not hurry take less energy in the same round
    std::function<double()> uniform; ///< draws in [0, 1) for the topology planner; may be empty
};

/// @ingroup edge-ai
/// A round of two tiers that took no time.
struct TwoTierRound
{
    TopologyPlan plan;
    std::vector<double> cellTimes; ///< A_m [s]
    double energy{0};              ///< of all devices [J]
    double distanceBefore{0};      ///< Xi_z
    double distanceAfter{0};       ///< Xi_y
};

/// @ingroup edge-ai
/// @param [in] plan of links  @returns which of them models cross when servers mix
MixingWay GetMixingWay(const TopologyPlan& plan);

/**
 * @ingroup edge-ai
 * Two tiers where nothing is late or lost: in each round cells learn, links are chosen by what is
 * known of the models' distance, and servers mix.
 * @param [in,out] learner who learns; cells as in the scheme
 * @param [in] scheme who decides
 * @param [in] rounds how many
 * @param [in] watch called behind each round, with its number from 1; may be empty
 * @param [out] fault "" or why it ended before
 * @returns the rounds that there were
 */
std::vector<TwoTierRound> LearnTwoTiersInMemory(
    TwoTierLearner& learner,
    const TwoTierScheme& scheme,
    uint32_t rounds,
    const std::function<void(uint32_t, const TwoTierRound&)>& watch,
    std::string& fault);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TWO_TIERS_IN_MEMORY_H
