/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_AGENT_BASE_H
#define EDGE_AI_AGENT_BASE_H

#include "agent-answer.h"
#include "application/message/external/external-error.h"
#include "nearest-name.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace ns3
{
namespace edgeai
{

/**
 * What the planners of agents have in common, whatever they are shown: an agent in another process
 * is asked, step by step, until an environment knows all that a plan needs. What goes wrong with
 * the process is a refused plan.
 * @tparam Base of the family  @tparam Environment what the agent sees and does
 */
template <class Base, class Environment>
class AgentBase : public Base
{
  protected:
    using Problem = typename Base::ProblemType; ///< that it takes
    using Plan = typename Base::PlanType;       ///< that it makes

    /// What families call what attributes are about.
    struct Help
    {
        std::string perDevice; ///< of PerDevice
        std::string levels;    ///< of Levels
        std::string optimum;   ///< of Optimum
    };

    /// @param [in] tid type of a planner  @param [in] help of its family
    /// @param [in] optimum by default  @returns it with the attributes that all have
    static TypeId AddAttributes(TypeId tid, const Help& help, const std::string& optimum)
    {
        return tid
            .AddAttribute("Command",
                          "Starts the agent: a program and its arguments, divided by blanks; what "
                          "stands in single quotes is one of them.",
                          StringValue(),
                          MakeStringAccessor(&AgentBase::m_command),
                          MakeStringChecker())
            .AddAttribute("Socket",
                          "Instead: path of a local socket where an agent listens already.",
                          StringValue(),
                          MakeStringAccessor(&AgentBase::m_socket),
                          MakeStringChecker())
            .AddAttribute("Timeout",
                          "Real time that the agent may be silent when it was asked [s].",
                          DoubleValue(300),
                          MakeDoubleAccessor(&AgentBase::m_timeout),
                          MakeDoubleChecker<double>(1e-3, 1e6))
            .AddAttribute("PerDevice",
                          help.perDevice,
                          BooleanValue(false),
                          MakeBooleanAccessor(&AgentBase::m_perDevice),
                          MakeBooleanChecker())
            .AddAttribute("Levels",
                          help.levels,
                          UintegerValue(4),
                          MakeUintegerAccessor(&AgentBase::m_levels),
                          MakeUintegerChecker<uint32_t>(1, 1000))
            .AddAttribute("Optimum",
                          help.optimum,
                          StringValue(optimum),
                          MakeStringAccessor(&AgentBase::SetOptimum, &AgentBase::GetOptimum),
                          MakeStringChecker());
    }

    /// @param [in] names of planners that say what could have been
    /// @throws std::invalid_argument if one of them is none
    virtual void FindOptimum(const std::string& names) = 0;
    /// @returns the environment, of the attributes
    virtual std::unique_ptr<Environment> MakeEnvironment() const = 0;
    /// A plan is asked for. @param [in] problem sound  @param [in,out] environment is told
    /// @returns "" or why it does not fit
    virtual std::string Begin(const Problem& problem, Environment& environment) const = 0;
    /// @param [in] problem that was decided  @param [in,out] environment that knows how
    /// @returns the plan, completed
    virtual Plan MakePlan(const Problem& problem, Environment& environment) const = 0;

    /// There will be no plan. @param [in,out] environment is told
    virtual void GiveUp(Environment& environment) const
    {
        (void)environment;
    }

    /// @returns what the agent is told beside its spaces when it is greeted
    virtual nlohmann::ordered_json Greet() const
    {
        return nlohmann::ordered_json::object();
    }

    /// The first problem fits: whoever listens to what becomes of plans may begin.
    virtual void Listen() const
    {
    }

    /// @returns what the agent sees; null: nobody has asked yet
    Environment* GetEnvironment() const
    {
        return m_environment.get();
    }

    bool m_perDevice;    ///< an action is about one part of a problem
    uint32_t m_levels;   ///< of what is continuous
    std::string m_names; ///< of the optimum

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
    void SetOptimum(std::string names)
    {
        try
        {
            FindOptimum(names);
        }
        catch (const std::invalid_argument& error)
        {
            throw std::invalid_argument(GetOwner() + "'s attribute Optimum: " + error.what());
        }
        m_names = names;
    }

    /// @returns the names
    std::string GetOptimum() const
    {
        return m_names;
    }

    /// @param [in] problem the first, from which spaces follow
    /// @returns "" or why it does not fit: the next one may  @throws std::invalid_argument
    std::string Start(const Problem& problem) const
    {
        if (m_command.empty() == m_socket.empty())
        {
            throw std::invalid_argument("needs the attribute Command, which starts an agent, or "
                                        "Socket, where one listens; allowed is one of them");
        }
        std::unique_ptr<Environment> environment = MakeEnvironment();
        const std::string fault = Begin(problem, *environment);
        if (!fault.empty())
        {
            return fault;
        }
        nlohmann::ordered_json hello = Greet();
        hello["observation_space"] = environment->GetObservationSpace();
        hello["action_space"] = environment->GetActionSpace();
        m_process = std::make_unique<RemoteProcess>(
            MakePlannerPlace(this->GetInstanceTypeId(), m_command, m_socket, m_timeout),
            hello);
        m_environment = std::move(environment);
        Listen();
        Simulator::ScheduleDestroy(&AgentBase::Finish, Ptr<const AgentBase>(this));
        return "";
    }

    /// @returns "" or why there is no plan
    std::string Decide(const Problem& problem, Plan& plan) const
    {
        const std::string who = GetOwner() + ": ";
        try
        {
            if (m_environment && !m_process)
            {
                return who + "the simulation is over";
            }
            std::string fault = m_environment ? Begin(problem, *m_environment) : Start(problem);
            while (fault.empty() && !m_environment->IsDecided())
            {
                fault = m_environment->ExecuteActions(AskAgent(*m_process, *m_environment));
            }
            if (!fault.empty())
            {
                return who + fault;
            }
            plan = MakePlan(problem, *m_environment);
        }
        catch (const ExternalError& error)
        {
            return error.what();
        }
        catch (const std::invalid_argument& error)
        {
            if (m_environment)
            {
                GiveUp(*m_environment);
            }
            return who + error.what();
        }
        return "";
    }

    /// The simulation is over. @param [in] planner who tells
    static void Finish(Ptr<const AgentBase> planner)
    {
        EndEpisode(*planner->m_process, *planner->m_environment);
        planner->m_process.reset();
    }

    std::string m_command;
    std::string m_socket;
    double m_timeout;                                   ///< [s]
    mutable std::unique_ptr<Environment> m_environment; ///< null: nobody has asked yet
    mutable std::unique_ptr<RemoteProcess> m_process;   ///< likewise, or it is over
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_AGENT_BASE_H
