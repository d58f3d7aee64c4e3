/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIER_COORDINATOR_H
#define EDGE_AI_TIER_COORDINATOR_H

#include "allocation/topology/topology-planner.h"
#include "learning/consensus-gauge.h"
#include "tier-body.h"

#include "ns3/event-id.h"
#include "ns3/nstime.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
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
    double begun{0};               ///< instant that its times count from [s]
};

/**
 * @ingroup edge-ai
 * What server 0 does for all of them: begins rounds, hears when models are there and how far apart
 * they are, chooses links for those who have reported, and tells each its row of P. Who does not
 * report in time is left out until it says something again. How its words travel is left to the
 * servers.
 */
class TierCoordinator
{
  public:
    /// What does not change.
    struct Settings
    {
        Ptr<const TopologyPlanner> planner; ///< who chooses links
        TopologyProblem topology;           ///< all servers and links; times are filled in
        std::optional<ConsensusMode> mode;  ///< what is known of distances; none: nothing is
        double distanceShare{.25};          ///< Xi_max over the first Xi_z
        bool barrier{true};                 ///< a round begins when all have mixed
        uint64_t rounds{0};                 ///< to begin; 0: no end
        Time joinTimeout{Seconds(10)};      ///< that the first round waits for servers
        Time timeout{Seconds(5)};           ///< that it waits for what is late
        std::function<double()> uniform;    ///< draws in [0, 1) for planners; may be empty
        /// Models as they are, of EXACT: what nobody could know in a network.
        std::function<Eigen::VectorXd(uint32_t)> oracle;
    };

    /// @param [in] settings what does not change
    void Start(const Settings& settings);
    /// No round begins any more, and nobody is told anything.
    void Stop();

    /// @returns whether servers report when their rounds begin, not when their models are there
    bool IsEarly() const;

    /// @param [in] server is there
    void Join(uint32_t server);
    /// @param [in] server is gone
    void Leave(uint32_t server);
    /// @param [in] server of it  @param [in] round as it says  @param [in] body likewise, sound
    /// @param [in] sketch numbers behind it  @returns "" or what is wrong
    std::string Report(uint32_t server,
                       uint64_t round,
                       const TierReportBody& body,
                       const Eigen::VectorXd& sketch);
    /// @param [in] server of it  @param [in] round as it says  @returns "" or what is wrong
    std::string Mixed(uint32_t server, uint64_t round);

    std::function<void(uint32_t server, const InferenceMessage&)> onSend; ///< words for a server
    std::function<void(const InferenceMessage&)> onCloud;                 ///< words for the cloud
    std::function<void(const TierRoundPlan&)> onPlan;                     ///< a plan is in force

  private:
    /// What a server has said of a round.
    struct Told
    {
        TierReportBody body;
        Eigen::VectorXd sketch;
    };

    void BeginRound();
    void Begin(uint32_t server, uint64_t round);
    void CheckReports(uint64_t round);
    void CheckMixed();
    void GiveUpSilent(uint64_t round);
    void Plan(uint64_t round);
    TopologyProblem MakeProblem(const TierRoundPlan& plan);
    ConsensusGauge::Reading GetReading(const TierRoundPlan& plan);
    void Tell(const TierRoundPlan& plan);
    /// @returns servers that are waited for in a round
    std::set<uint32_t> GetAwaited(uint64_t round) const;

    Settings m_settings;
    bool m_running{false};
    std::optional<ConsensusGauge> m_gauge;
    std::set<uint32_t> m_joined;
    std::set<uint32_t> m_silent;                            ///< of them, until they say something
    std::map<uint32_t, uint64_t> m_begun;                   ///< latest round that each was told of
    std::map<uint32_t, uint64_t> m_mixed;                   ///< latest round that each has mixed
    std::map<uint64_t, std::map<uint32_t, Told>> m_reports; ///< of rounds without a plan
    uint64_t m_round{0};                                    ///< latest that began
    uint64_t m_planned{0};                                  ///< latest with a plan
    EventId m_joinEvent;
    EventId m_reportEvent;
    EventId m_mixEvent;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIER_COORDINATOR_H
