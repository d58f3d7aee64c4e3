/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIER_PLANNING_H
#define EDGE_AI_TIER_PLANNING_H

#include "allocation/topology/topology-planner.h"
#include "learning/consensus-gauge.h"
#include "tier-body.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A plan of a round's links, for those servers that reported.
struct TierRoundPlan
{
    uint64_t round{0};
    std::vector<uint32_t> members; ///< numbers of these servers, ascending
    TopologyProblem problem;       ///< about them, in that order
    TopologyPlan plan;             ///< what is carried out; not usable: everybody stays alone
    std::string fault;             ///< why it is not the planner's own; "": it is
    std::string absent;            ///< who has no part in it, and why; "": all have
    std::vector<uint32_t> unseen;  ///< numbers of these whom nobody has heard of yet
    double begun{0};               ///< instant that its times count from [s]

    /// @returns instant by which all servers have what they wait for [s]
    double GetEnd() const
    {
        return begun + (plan.IsUsable() ? plan.time : 0);
    }
};

/// @ingroup edge-ai
/// What a server has said of a round.
struct TierTold
{
    TierReportBody body;
    Eigen::VectorXd sketch;
};

/**
 * @ingroup edge-ai
 * How server 0 chooses the links of a round: what the servers have said becomes a problem, and the
 * planner's plan a row of P for each of them.
 *
 * A server sends its model when that is there and its row, too: a model that is ready before the
 * row can have come is ready for the links when it has. So plans made while servers wait - by a
 * distance that is known when the last model is there - say what such a round takes.
 */
class TierPlanning
{
  public:
    /// What does not change.
    struct Settings
    {
        Ptr<const TopologyPlanner> planner; ///< who chooses links
        TopologyProblem topology;           ///< all servers and links; times are filled in
        std::optional<ConsensusMode> mode;  ///< what is known of distances; none: nothing is
        double distanceShare{.25};          ///< Xi_max over the first Xi_z
        std::function<double()> uniform;    ///< draws in [0, 1) for planners; may be empty
        /// Models as they are, of EXACT: what nobody could know in a network.
        std::function<Eigen::VectorXd(uint32_t)> oracle;
    };

    /// @param [in] settings what does not change; what was known of distances stays known
    void SetSettings(const Settings& settings);

    /// @param [in] round number  @param [in] told what servers have said of it, one at least
    /// @param [in] heard how long the coordinator's latest word took to each server [s]
    /// @returns the plan
    TierRoundPlan Plan(uint64_t round,
                       const std::map<uint32_t, TierTold>& told,
                       const std::map<uint32_t, double>& heard);

    /// @param [in] plan of a round  @param [in] place of a server among its members
    /// @param [in] forCloud the row is for the cloud: all that it averages, with their weights
    /// @returns what is said to it
    static TierTopologyBody MakeRow(const TierRoundPlan& plan, std::size_t place, bool forCloud);

  private:
    TopologyProblem MakeProblem(const TierRoundPlan& plan,
                                const std::map<uint32_t, TierTold>& told,
                                const std::map<uint32_t, double>& heard);
    ConsensusGauge::Reading GetReading(const TierRoundPlan& plan,
                                       const std::map<uint32_t, TierTold>& told);
    /// @param [in] server number  @param [in] heard see Plan()
    /// @returns how long its row takes to it, as far as that is known [s]
    double GetRowTime(uint32_t server, const std::map<uint32_t, double>& heard) const;

    Settings m_settings;
    std::optional<ConsensusGauge> m_gauge;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIER_PLANNING_H
