/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SPLIT_ENVIRONMENT_H
#define EDGE_AI_SPLIT_ENVIRONMENT_H

#include "ns3/split-planner.h"
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
 * What an agent sees of co-inference and does about it. Functions have the names that environments
 * of ns3-gym and ns3-ai have, so that a port is a renaming; spaces are Gymnasium's, as JSON.
 *
 * A step is a request for a plan. The agent sees for each device logarithms of what its plan
 * depends on (OBSERVED numbers), and chooses for each a cut and steps of keep ratio, power and
 * clocks (DECIDED numbers). A task is worth 1 less the normalised distortion of its plan if it was
 * completed within its budgets, and nothing otherwise; the reward is the mean worth of the tasks
 * that ended since the step before. The same of a plan, if reality were as planned, is its value.
 */
class SplitEnvironment
{
  public:
    using Json = nlohmann::ordered_json; ///< of spaces and of what else there is to say

    static constexpr std::size_t OBSERVED = 8; ///< numbers of a device
    static constexpr std::size_t DECIDED = 5;  ///< numbers of a device

    /// How large the spaces are.
    struct Settings
    {
        uint32_t devices{1};     ///< most devices of a problem, >= 1
        bool perDevice{false};   ///< an action is about one device of a problem, one after another
        uint32_t levels{4};      ///< of keep ratio, power and each clock, >= 1
        std::string optimum;     ///< planner that says what could have been
        double tolerance{0.005}; ///< by how much budgets may be missed, relative
    };

    /// @param [in] settings sound
    explicit SplitEnvironment(Settings settings);

    /// A plan is asked for. @param [in] problem sound, outlives the step
    /// @returns "" or why it does not fit the spaces
    std::string Begin(const SplitProblem& problem);
    /// A task has ended. @param [in] record of it
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
    /// @returns mean worth of the tasks that ended since the step before; 0: none has
    double GetReward() const;
    /// @returns whether the simulation is over
    bool GetGameOver() const;
    /// @returns value of the last plan and of the optimum then, tasks since then, the gap between
    /// the plan's value and what became of it, and values that the agent's problem has now
    Json GetExtraInfo() const;
    /// @param [in] actions of all devices, or of the one whose turn it is
    /// @returns "" or what cannot be
    std::string ExecuteActions(const std::vector<uint32_t>& actions);

    /// @returns whether every device of the problem has its decision
    bool IsDecided() const;
    /// @param [in] plan of the problem, completed
    void Plan(const SplitPlan& plan);
    /// @returns decisions by the actions, to be completed
    SplitPlan MakePlan() const;

  private:
    /// Tasks that ended.
    struct Tally
    {
        uint32_t tasks{0};
        uint32_t dropped{0};
        uint32_t missed{0}; ///< completed, but not within the budgets
        double worth{0};    ///< sum
    };

    std::vector<double> Observe(std::size_t device) const;
    double GetValue(const SplitPlan& plan) const;

    Settings m_settings;
    const SplitProblem* m_problem{nullptr};
    std::size_t m_cuts{0};  ///< in the space of actions
    double m_weightRate{0}; ///< of the devices, to normalise distortions
    std::size_t m_turn{0};  ///< device that is decided next
    std::vector<uint32_t> m_actions;
    Tally m_tally;
    double m_planned{0};  ///< value of the last plan
    double m_optimum{0};  ///< value of the optimum at that step
    double m_possible{0}; ///< value of the optimum of this step
    bool m_over{false};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SPLIT_ENVIRONMENT_H
