/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_PLANNING_H
#define EDGE_AI_LEARNING_PLANNING_H

#include "allocation/round/round-planner.h"
#include "learning-body.h"
#include "round-links.h"
#include "round-method.h"

#include "ns3/moving-average.h"

#include <cstdint>
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
 * What a server knows of its workers, and the plans it makes of that. Speeds, the times of models
 * on their ways and how much of the planned rate updates reach are averages of what was measured.
 * It knows no simulator.
 */
class LearningPlanning
{
  public:
    /// What does not change.
    struct Settings
    {
        Ptr<RoundPlanner> planner; ///< who decides
        Ptr<RoundLinks> links;     ///< what there is to plan with
        double weight{.5};         ///< of a measurement in an average, in (0, 1]
        bool learns{true};         ///< what was measured counts, not what is assumed or said
        double broadcastTime{0};   ///< first estimate, for all workers [s]
    };

    /// @param [in] settings what does not change
    void Start(const Settings& settings);

    /// A worker says what it is. @param [in] body sound
    void Join(const LearningJoinBody& body);
    /// It is gone. @param [in] number of the worker
    void Leave(uint32_t number);
    /// @returns numbers of those who are there, ascending
    std::vector<uint32_t> GetMembers() const;

    /// @param [in] number of a worker  @returns whether it is there
    bool IsMember(uint32_t number) const
    {
        return m_members.count(number) > 0;
    }

    /// @returns how many are there
    std::size_t CountMembers() const
    {
        return m_members.size();
    }

    /// @param [in] number of a worker that is there  @param [in] speed measured [FLOP/s]
    void LearnSpeed(uint32_t number, double speed);
    /// @param [in] number of a worker  @param [in] seconds until the model of a round had come to
    /// it
    void LearnModelTime(uint32_t number, double seconds);
    /// @param [in] planned rate of an update [bit/s]  @param [in] reached by it [bit/s]
    void LearnRate(double planned, double reached);
    /**
     * What an update took beyond what its rate explains, where that is delays and headers rather
     * than a rate: time that does not depend on the load, in the plans to come.
     * @param [in] number of a worker that is there
     * @param [in] seconds beyond the plan; negative: none
     */
    void LearnDelay(uint32_t number, double seconds);
    /// Its updates tell of a rate, which has it all. @param [in] number of a worker that is there
    void ForgetDelay(uint32_t number);

    /// What was measured of it counts no more: it is planned for as it says that it is, as at its
    /// first round. @param [in] number of a worker that is there
    void Forget(uint32_t number);

    /// @returns part of the planned rates that updates reach
    double GetRateFactor() const;

    /**
     * @param [in] method what there is to compute
     * @param [in] members numbers of the workers to plan for
     * @param [in] draws in [0, 1), for planners that need chance
     * @param [in] informed numbers of those who have the model of the round already
     * @returns the plan; refused with the reason where nothing can be planned
     */
    RoundPlan Plan(const RoundMethod& method,
                   const std::vector<uint32_t>& members,
                   const std::vector<double>& draws,
                   const std::set<uint32_t>& informed = {});

    /**
     * @param [in] method whose workers have trained  @param [in] members numbers of these
     * @param [in] draws in [0, 1), for planners that need chance
     * @returns the plan of what is left to do: to send; refused like the other
     */
    RoundPlan PlanGrants(const RoundMethod& method,
                         const std::vector<uint32_t>& members,
                         const std::vector<double>& draws);

    /**
     * Updates go in datagrams, and plans count their headers: those of the longest update that
     * may be sent.
     * @param [in] fragment bytes of a message in one [B], >= 1  @param [in] ipv6 or IPv4
     */
    void CountHeaders(uint32_t fragment, bool ipv6);

    /// @returns headers of an update that the latest plan counts [bit]
    double GetHeaderBits() const
    {
        return m_headerBits;
    }

    /// @returns time that an upload of the latest plan has [s]; 0: as much as it takes
    double GetWindow() const
    {
        return m_window;
    }

    /// @returns see RoundLinks::SharesTime()
    bool SharesTime() const
    {
        return m_settings.links->SharesTime();
    }

    /// @param [in] members numbers  @returns the same as the access network knows them
    std::vector<RoundMember> ListMembers(const std::vector<uint32_t>& members) const;

  private:
    /// @param [in] members numbers  @param [in] draws of planners  @returns what is known of them
    RoundProblem MakeProblem(const std::vector<uint32_t>& members,
                             const std::vector<double>& draws) const;
    /// @param [in] method of the round  @param [in] members of the problem
    /// @param [in,out] problem that the method has described  @returns the plan
    RoundPlan Solve(const RoundMethod& method,
                    const std::vector<uint32_t>& members,
                    RoundProblem& problem);
    /// @param [in] outage what is sent  @returns its headers, of all layers [bit]
    double GetHeaderBits(const RoundOutage& outage) const;
    void SetStarts(const std::vector<uint32_t>& members,
                   const std::set<uint32_t>& informed,
                   RoundProblem& problem) const;

    /// A worker that is there.
    struct Member
    {
        LearningJoinBody what;
        MovingAverage speed{1};                             ///< [FLOP/s]
        MovingAverage modelTime{0, MovingAverage::REPLACE}; ///< [s]; 0: not measured
        double delay{0};                                    ///< of short updates [s], >= 0
        bool delayed{false};                                ///< it was measured
    };

    /// The time of a member's models is not known any more, or changes. @param [in] member of them
    void ForgetModelTime(const Member& member);

    Settings m_settings;
    std::map<uint32_t, Member> m_members;
    std::multiset<double> m_modelTimes; ///< of all members of whom one is known [s]
    MovingAverage m_factor{1, MovingAverage::REPLACE};
    double m_planFactor{1}; ///< of the last plan
    uint32_t m_fragment{0}; ///< [B]; 0: updates go over TCP, whose headers are not counted
    bool m_ipv6{false};     ///< they go over IPv6
    double m_headerBits{0}; ///< of the last plan [bit]
    double m_window{0};     ///< of the last plan [s]; 0: none
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_PLANNING_H
