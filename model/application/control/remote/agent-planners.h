/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_AGENT_PLANNERS_H
#define EDGE_AI_AGENT_PLANNERS_H

#include "agent-answer.h"
#include "allocation/plan/planner-registry.h"
#include "application/message/external/external-error.h"
#include "field-json-families.h"
#include "plan-environment.h"
#include "record-listener.h"
#include "remote-completion.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <limits>
#include <memory>
#include <stdexcept>
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
class AgentPlanner : public Base, public RecordListener
{
  public:
    void NoteRecord(const TaskRecord& record) override
    {
        if (m_environment)
        {
            m_environment->Note(record);
        }
    }

  protected:
    using Problem = typename Base::ProblemType; ///< that it takes
    using Plan = typename Base::PlanType;       ///< that it makes

    /// @param [in] tid type of a planner  @param [in] optima names of planners of the family
    /// @returns it with the attributes that all have
    static TypeId AddAttributes(TypeId tid, const std::string& optima)
    {
        return tid
            .AddAttribute("Command",
                          "Starts the agent: a program and its arguments, divided by blanks; what "
                          "stands in single quotes is one of them.",
                          StringValue(),
                          MakeStringAccessor(&AgentPlanner::m_command),
                          MakeStringChecker())
            .AddAttribute("Socket",
                          "Instead: path of a local socket where an agent listens already.",
                          StringValue(),
                          MakeStringAccessor(&AgentPlanner::m_socket),
                          MakeStringChecker())
            .AddAttribute("Timeout",
                          "Real time that the agent may be silent when it was asked [s].",
                          DoubleValue(300),
                          MakeDoubleAccessor(&AgentPlanner::m_timeout),
                          MakeDoubleChecker<double>(1e-3, 1e6))
            .AddAttribute("PerDevice",
                          "An action is about one part of a problem, one after another.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&AgentPlanner::m_perDevice),
                          MakeBooleanChecker())
            .AddAttribute("Levels",
                          "How many values there are to choose from of what is continuous.",
                          UintegerValue(4),
                          MakeUintegerAccessor(&AgentPlanner::m_levels),
                          MakeUintegerChecker<uint32_t>(1, 1000))
            .AddAttribute("Optimum",
                          "Planners that say what could have been, with commas between them: the "
                          "first that takes the problem does; empty: none.",
                          StringValue(optima),
                          MakeStringAccessor(&AgentPlanner::SetOptima, &AgentPlanner::GetOptima),
                          MakeStringChecker());
    }

  private:
    Plan DoPlan(const Problem& problem) const override
    {
        Plan plan;
        const std::string fault = Decide(problem, plan);
        if (!fault.empty())
        {
            plan = Plan();
            plan.Refuse(fault);
        }
        return plan;
    }

    /// @returns its name without a namespace
    std::string GetOwner() const
    {
        return GetBareName(this->GetInstanceTypeId().GetName());
    }

    /// When the planner is made: who waits for an agent has to know that none will be asked.
    /// @param [in] names of planners  @throws std::invalid_argument if one of them is none
    void SetOptima(std::string names)
    {
        m_optimum = names;
        m_optima.clear();
        for (std::size_t at = 0; at < names.size();)
        {
            const std::size_t end = std::min(names.find(',', at), names.size());
            try
            {
                m_optima.push_back(RequirePlanner<Base>(names.substr(at, end - at)));
            }
            catch (const std::invalid_argument& error)
            {
                throw std::invalid_argument(GetOwner() + "'s attribute Optimum: " + error.what());
            }
            at = end + 1;
        }
    }

    /// @returns the names
    std::string GetOptima() const
    {
        return m_optimum;
    }

    /// @returns what the optimum is expected to take [s]; not a number where there is none
    double GetOptimum(const Problem& problem) const
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

    void Start(nlohmann::ordered_json hello) const
    {
        const ExternalPlace place =
            MakePlannerPlace(this->GetInstanceTypeId(), m_command, m_socket, m_timeout);
        hello["observation_space"] = m_environment->GetObservationSpace();
        hello["action_space"] = m_environment->GetActionSpace();
        m_process = std::make_unique<RemoteProcess>(place, hello);
        Simulator::ScheduleDestroy(&AgentPlanner::Finish, Ptr<const AgentPlanner>(this));
    }

    /// @returns "" or why there is no plan
    std::string Decide(const Problem& problem, Plan& plan) const
    {
        const std::string who = GetOwner() + ": ";
        if (m_command.empty() == m_socket.empty())
        {
            return who + "needs the attribute Command, which starts an agent, or Socket, where " +
                   "one listens; allowed is one of them";
        }
        try
        {
            const bool first = !m_environment;
            if (first)
            {
                PlanEnvironment::Settings settings;
                settings.perDevice = m_perDevice;
                settings.levels = m_levels;
                m_environment = std::make_unique<PlanEnvironment>(settings);
            }
            std::string fault = m_environment->Begin(PlanEnvironment::Look(WriteFieldJson(problem)),
                                                     ListChoices(problem, m_levels),
                                                     GetOptimum(problem));
            if (first && fault.empty())
            {
                Start({});
            }
            else if (first)
            {
                m_environment.reset(); // the next problem may fit
                return who + fault;
            }
            if (fault.empty() && !m_process)
            {
                return who + "the simulation is over";
            }
            while (fault.empty() && !m_environment->IsDecided())
            {
                fault = m_environment->ExecuteActions(AskAgent(*m_process, *m_environment));
            }
            if (!fault.empty())
            {
                return who + fault;
            }
            plan = MakeChoice(problem, m_environment->GetChoice(), m_levels);
            plan.status = PlanStatus::SOLVED;
            CompletePlan(problem, plan);
        }
        catch (const ExternalError& error)
        {
            return error.what();
        }
        catch (const std::invalid_argument& error)
        {
            return who + error.what();
        }
        return "";
    }

    /// The simulation is over. @param [in] planner who tells
    static void Finish(Ptr<const AgentPlanner> planner)
    {
        EndEpisode(*planner->m_process, *planner->m_environment);
        planner->m_process.reset();
    }

    std::string m_command;
    std::string m_socket;
    double m_timeout; ///< [s]
    bool m_perDevice;
    uint32_t m_levels;
    std::string m_optimum;
    std::vector<Ptr<Base>> m_optima;
    mutable std::unique_ptr<PlanEnvironment> m_environment; ///< null: nobody has asked yet
    mutable std::unique_ptr<RemoteProcess> m_process;       ///< likewise, or it is over
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
