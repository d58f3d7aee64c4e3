/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIER_COORDINATOR_H
#define EDGE_AI_TIER_COORDINATOR_H

#include "tier-planning.h"

#include "ns3/event-id.h"
#include "ns3/nstime.h"

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

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
    struct Settings : TierPlanning::Settings
    {
        bool barrier{true};            ///< a round begins when all have mixed
        uint64_t rounds{0};            ///< to begin; 0: no end
        Time joinTimeout{Seconds(10)}; ///< that the first round waits for servers
        Time timeout{Seconds(5)};      ///< that it waits for what is late
    };

    /// @param [in] settings what does not change
    void Start(const Settings& settings);
    /// No round begins any more, and nobody is told anything.
    void Stop();

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
    void BeginRound();
    void Begin(uint32_t server, uint64_t round);
    void CheckReports(uint64_t round);
    void CheckMixed();
    void GiveUpSilent(uint64_t round);
    void Plan(uint64_t round);
    /// @param [in] members of a plan  @returns who is not among them and why; "": all servers are
    std::string ExplainAbsence(const std::vector<uint32_t>& members) const;
    void Tell(const TierRoundPlan& plan);
    /// Give up who has not mixed when all should have. @param [in] plan of the round
    void WaitForMixed(const TierRoundPlan& plan);
    /// @returns servers that are waited for in a round
    std::set<uint32_t> GetAwaited(uint64_t round) const;

    Settings m_settings;
    bool m_running{false};
    TierPlanning m_planning;
    std::set<uint32_t> m_joined;
    std::set<uint32_t> m_silent;          ///< of them, until they say something
    std::map<uint32_t, uint64_t> m_begun; ///< latest round that each was told of, or is in
    std::map<uint32_t, double> m_told;  ///< instant when it was told of that [s]; none: it was not
    std::map<uint32_t, double> m_heard; ///< how long the latest such word took [s]
    std::map<uint32_t, uint64_t> m_mixed; ///< latest round that each has mixed
    std::map<uint64_t, std::map<uint32_t, TierTold>> m_reports; ///< of rounds without a plan
    uint64_t m_round{0};                                        ///< latest that began
    uint64_t m_planned{0};                                      ///< latest with a plan
    EventId m_joinEvent;
    EventId m_reportEvent;
    EventId m_mixEvent;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIER_COORDINATOR_H
