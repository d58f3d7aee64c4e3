/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_AGENT_PLANNER_H
#define EDGE_AI_AGENT_PLANNER_H

#include "remote-process.h"
#include "split-environment.h"

#include <memory>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * An agent in another process plans co-inference: it is shown observations, the reward of what it
 * did before and whether the simulation is over, and answers with actions. @see SplitEnvironment
 *
 * It is asked for every task (UsesDraws()), whatever has changed. Rewards come from all clients of
 * the simulation, so that it is for one server. What goes wrong with the process is a refused plan.
 */
class AgentSplitPlanner : public SplitPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    bool UsesDraws() const override;

  private:
    SplitPlan DoPlan(const SplitProblem& problem) const override;
    /// @returns "" or why there is no plan
    std::string Decide(const SplitProblem& problem, SplitPlan& plan) const;
    void Start(const SplitProblem& problem) const;
    /// @param [in] name of a planner  @throws std::invalid_argument unless it is one
    void SetOptimum(std::string name);
    /// @returns the name
    std::string GetOptimum() const;
    void Note(const TaskRecord& record) const;
    /// The simulation is over. @param [in] planner who tells
    static void Finish(Ptr<const AgentSplitPlanner> planner);

    std::string m_command;
    std::string m_socket;
    double m_timeout; ///< [s]
    uint32_t m_devices;
    bool m_perDevice;
    uint32_t m_levels;
    std::string m_optimum;
    mutable std::unique_ptr<SplitEnvironment> m_environment; ///< null: nobody has asked yet
    mutable std::unique_ptr<RemoteProcess> m_process;        ///< likewise, or it is over
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_AGENT_PLANNER_H
