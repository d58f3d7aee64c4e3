/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIER_SETUP_H
#define EDGE_AI_TIER_SETUP_H

#include "application/learning/tiers/tier-server.h"
#include "learning-helper.h"
#include "tier-task.h"

#include "ns3/object-factory.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What TieredLearningHelper was told, until nodes are there and all of it can be made; and what was
 * made.
 */
struct TierSetup
{
    TierTask task;
    std::string cellPlanner;
    ObjectFactory topologyPlanner;
    ObjectFactory server;
    std::optional<ConsensusMode> mode; ///< none: distances are not asked for
    double distanceShare{.25};
    std::vector<std::function<void(LearningHelper&)>> changes; ///< of cells

    // What was made.
    Ptr<InferenceMonitor> monitor;
    std::vector<std::unique_ptr<LearningHelper>> cells;

    /// Put servers of tiers, and a cloud, on nodes. See TieredLearningHelper::Install().
    /// @param [in] learning servers of the cells
    ApplicationContainer Install(const NodeContainer& servers,
                                 const std::vector<Ptr<LearningServer>>& learning,
                                 Ptr<Node> cloud) const;

  private:
    /// End the program in words where the planner of links takes no such problem at all.
    /// @param [in] topology servers and links
    void RequireTaken(TopologyProblem topology) const;
    /// @returns records of all rounds
    Ptr<TierLedger> MakeLedger(const NodeContainer& servers, Ptr<Node> cloud) const;
    /// @param [in] topology servers and links  @param [in] tier server 0
    /// @returns what it coordinates with
    TierCoordinator::Settings MakeCoordinator(const TopologyProblem& topology,
                                              const TierServer& tier) const;
    /// Let servers know each other, and the cloud. @returns servers and links
    TopologyProblem Connect(const NodeContainer& servers,
                            Ptr<Node> cloud,
                            const std::vector<Ptr<TierServer>>& tiers) const;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIER_SETUP_H
