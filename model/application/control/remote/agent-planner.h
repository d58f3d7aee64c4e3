/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_AGENT_PLANNER_H
#define EDGE_AI_AGENT_PLANNER_H

#include "agent-base.h"
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
class AgentSplitPlanner : public AgentBase<SplitPlanner, SplitEnvironment>
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    bool UsesDraws() const override;

  private:
    void FindOptimum(const std::string& names) override;
    std::unique_ptr<SplitEnvironment> MakeEnvironment() const override;
    std::string Begin(const SplitProblem& problem, SplitEnvironment& environment) const override;
    SplitPlan MakePlan(const SplitProblem& problem, SplitEnvironment& environment) const override;
    void GiveUp(SplitEnvironment& environment) const override;
    nlohmann::ordered_json Greet() const override;
    void Listen() const override;
    void Note(const TaskRecord& record) const;

    uint32_t m_devices;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_AGENT_PLANNER_H
