/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_AGENT_PLANNERS_H
#define EDGE_AI_AGENT_PLANNERS_H

#include "agent-base.h"
#include "allocation/plan/planner-registry.h"
#include "field-json-families.h"
#include "plan-environment.h"
#include "record-listener.h"
#include "remote-completion.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * An agent in another process plans: it is shown observations, the reward of what it did before and
 * whether the simulation is over, and answers with actions. @see PlanEnvironment
 *
 * Rewards come from all that the monitor of the same helper sees, so that it is for one helper and
 * one planner. What goes wrong with the process is a refused plan.
 * @tparam Base of the family
 */
template <class Base>
class AgentPlanner : public AgentBase<Base, PlanEnvironment>, public RecordListener
{
  public:
    void NoteRecord(const TaskRecord& record) override
    {
        if (PlanEnvironment* environment = this->GetEnvironment())
        {
            environment->Note(record);
        }
    }

  protected:
    using Problem = typename Base::ProblemType; ///< that it takes
    using Plan = typename Base::PlanType;       ///< that it makes

    /// @param [in] tid type of a planner  @param [in] optima names of planners of the family
    /// @returns it with the attributes that all have
    static TypeId AddAttributes(TypeId tid, const std::string& optima)
    {
        return AgentBase<Base, PlanEnvironment>::AddAttributes(
            tid,
            {"An action is about one part of a problem, one after another.",
             "How many values there are to choose from of what is continuous.",
             "Planners that say what could have been, with commas between them: the first that "
             "takes the problem does; empty: none."},
            optima);
    }

  private:
    void FindOptimum(const std::string& names) override
    {
        m_optima.clear();
        for (std::size_t at = 0; at < names.size();)
        {
            const std::size_t end = std::min(names.find(',', at), names.size());
            m_optima.push_back(RequirePlanner<Base>(names.substr(at, end - at)));
            at = end + 1;
        }
    }

    std::unique_ptr<PlanEnvironment> MakeEnvironment() const override
    {
        PlanEnvironment::Settings settings;
        settings.perDevice = this->m_perDevice;
        settings.levels = this->m_levels;
        return std::make_unique<PlanEnvironment>(settings);
    }

    std::string Begin(const Problem& problem, PlanEnvironment& environment) const override
    {
        return environment.Begin(PlanEnvironment::Look(WriteFieldJson(GetSituation(problem))),
                                 ListChoices(problem, this->m_levels),
                                 GetOptimumTime(problem));
    }

    Plan MakePlan(const Problem& problem, PlanEnvironment& environment) const override
    {
        Plan plan = MakeChoice(problem, environment.GetChoice(), this->m_levels);
        plan.status = PlanStatus::SOLVED;
        CompletePlan(problem, plan);
        return plan;
    }

    /// @returns what the optimum is expected to take [s]; not a number where there is none
    double GetOptimumTime(const Problem& problem) const
    {
        for (const Ptr<Base>& optimum : m_optima)
        {
            const Plan plan = optimum->Plan(problem);
            if (plan.IsUsable())
            {
                return GetExpectedTime(plan);
            }
        }
        return std::numeric_limits<double>::quiet_NaN();
    }

    std::vector<Ptr<Base>> m_optima;
};

/// The class of an agent's planner. @param [in] Class its name  @param [in] Base of the family
#define EDGE_AI_AGENT_PLANNER(Class, Base)                                                         \
    class Class : public AgentPlanner<Base>                                                        \
    {                                                                                              \
      public:                                                                                      \
        /** @returns the TypeId */                                                                 \
        static TypeId GetTypeId();                                                                 \
    }

/// @ingroup edge-ai
/// @{
/// An agent plans in a family. @see AgentPlanner
EDGE_AI_AGENT_PLANNER(AgentChainPlanner, ChainPlanner);
EDGE_AI_AGENT_PLANNER(AgentRowsPlanner, RowPartitionPlanner);
EDGE_AI_AGENT_PLANNER(AgentFlowPlanner, DtoEePlannerBase);
EDGE_AI_AGENT_PLANNER(AgentPathPlanner, CodePathPlanner);
EDGE_AI_AGENT_PLANNER(AgentRoundPlanner, RoundPlanner);
EDGE_AI_AGENT_PLANNER(AgentTopologyPlanner, TopologyPlanner);
/// @}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_AGENT_PLANNERS_H
