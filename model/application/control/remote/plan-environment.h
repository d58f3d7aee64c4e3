/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PLAN_ENVIRONMENT_H
#define EDGE_AI_PLAN_ENVIRONMENT_H

#include "agent-choices.h"

#include "ns3/task-record.h"

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * What an agent sees of any family of planners and does about it; of co-inference it has one of its
 * own, see SplitEnvironment, and functions have the same names.
 *
 * A step is a request for a plan. The agent sees all numbers of the problem (Look()), and makes its
 * choices (agent-choices.h). A task, frame or round is worth T / (T + latency), where T is what the
 * first optimum was expected to take, and nothing if it was dropped: 0.5 is as good as that
 * optimum. The reward is the mean worth of what ended since the step before; the same of latencies
 * as planned is what was planned.
 */
class PlanEnvironment
{
  public:
    using Json = nlohmann::ordered_json; ///< of spaces and of what else there is to say

    static constexpr double EXTREME = 103; ///< no observation is larger

    /// How an agent acts.
    struct Settings
    {
        bool perDevice{false}; ///< an action is about one part of a problem, one after another
        uint32_t levels{4};    ///< of what is continuous, >= 1
    };

    /// @param [in] settings sound
    explicit PlanEnvironment(Settings settings);

    /**
     * @param [in] problem with named fields
     * @returns its numbers in their order: 0 for 0, else the logarithm to base 10, counted from
     *          1e-51, with the number's sign; beyond 1e50 102, what is not known 103
     */
    static std::vector<double> Look(const Json& problem);

    /**
     * A plan is asked for.
     * @param [in] seen of the problem  @param [in] turns choices that there are
     * @param [in] expected time of the optimum [s]; not a number: there is none
     * @returns "" or why it does not fit the spaces
     */
    std::string Begin(std::vector<double> seen, const AgentTurns& turns, double expected);
    /// Something has ended. @param [in] record of it
    void Note(const TaskRecord& record);
    /// The step was seen: what is noted from now on belongs to the next.
    void Advance();
    /// The simulation is over.
    void End();

    /// @returns of observations
    Json GetObservationSpace() const;
    /// @returns of actions
    Json GetActionSpace() const;
    /// @returns what is known now
    std::vector<double> GetObservation() const;
    /// @returns mean worth of what ended since the step before; 0: nothing has
    double GetReward() const;
    /// @returns whether the simulation is over
    bool GetGameOver() const;
    /// @returns worths as planned and of the optimum, counts, the gap between plan and reality, and
    /// what is possible now
    Json GetExtraInfo() const;
    /// @param [in] actions of all parts, or of the one whose turn it is
    /// @returns "" or what cannot be
    std::string ExecuteActions(const std::vector<uint32_t>& actions);

    /// @returns whether every part of the problem has its choice
    bool IsDecided() const;
    /// @returns what was chosen
    const AgentChoice& GetChoice() const;

  private:
    /// What ended.
    struct Tally
    {
        uint32_t tasks{0};
        uint32_t dropped{0};
        uint32_t missed{0};   ///< completed, but not within a budget
        double worth{0};      ///< sum
        uint32_t expected{0}; ///< with a latency that was planned
        double worthThere{0}; ///< sum of these, as planned
    };

    double GetWorth(double time) const;

    Settings m_settings;
    std::vector<uint32_t> m_sizes; ///< of an action
    std::size_t m_turns{0};        ///< actions of a problem
    std::size_t m_turn{0};         ///< the next of them
    std::vector<double> m_seen;
    AgentChoice m_choice;
    Tally m_tally;
    double m_reference{0}; ///< T; 0: nobody has said it [s]
    double m_before{0};    ///< expected time of the optimum, of the step before [s]
    double m_expected{0};  ///< of this one [s]
    bool m_over{false};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PLAN_ENVIRONMENT_H
