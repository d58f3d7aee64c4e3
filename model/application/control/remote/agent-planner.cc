/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "agent-planner.h"

#include "agent-answer.h"
#include "allocation/plan/planner-group.h"
#include "application/message/external/external-error.h"
#include "remote-split.h"

#include "ns3/boolean.h"
#include "ns3/callback.h"
#include "ns3/config.h"
#include "ns3/double.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <stdexcept>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(AgentSplitPlanner);

TypeId
AgentSplitPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::AgentSplitPlanner")
            .SetParent<SplitPlanner>()
            .SetGroupName(REMOTE_PLANNERS)
            .AddConstructor<AgentSplitPlanner>()
            .AddAttribute("Command",
                          "Starts the agent: a program and its arguments, divided by blanks; what "
                          "stands in single quotes is one of them.",
                          StringValue(),
                          MakeStringAccessor(&AgentSplitPlanner::m_command),
                          MakeStringChecker())
            .AddAttribute("Socket",
                          "Instead: path of a local socket where an agent listens already.",
                          StringValue(),
                          MakeStringAccessor(&AgentSplitPlanner::m_socket),
                          MakeStringChecker())
            .AddAttribute("Timeout",
                          "Real time that the agent may be silent when it was asked [s].",
                          DoubleValue(300),
                          MakeDoubleAccessor(&AgentSplitPlanner::m_timeout),
                          MakeDoubleChecker<double>(1e-3, 1e6))
            .AddAttribute("Devices",
                          "Most devices of a problem: what observations and actions have room for.",
                          UintegerValue(1),
                          MakeUintegerAccessor(&AgentSplitPlanner::m_devices),
                          MakeUintegerChecker<uint32_t>(1, 1000))
            .AddAttribute("PerDevice",
                          "An action is about one device of a problem, one after another.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&AgentSplitPlanner::m_perDevice),
                          MakeBooleanChecker())
            .AddAttribute("Levels",
                          "How many values of keep ratio, power and each clock there are to choose "
                          "from.",
                          UintegerValue(4),
                          MakeUintegerAccessor(&AgentSplitPlanner::m_levels),
                          MakeUintegerChecker<uint32_t>(1, 1000))
            .AddAttribute(
                "Optimum",
                "Split planner that says what could have been.",
                StringValue("LaimPlanner"),
                MakeStringAccessor(&AgentSplitPlanner::SetOptimum, &AgentSplitPlanner::GetOptimum),
                MakeStringChecker());
    return tid;
}

bool
AgentSplitPlanner::UsesDraws() const
{
    return true;
}

void
AgentSplitPlanner::Start(const SplitProblem& problem) const
{
    const ExternalPlace place =
        MakePlannerPlace(GetInstanceTypeId(), m_command, m_socket, m_timeout);
    if (m_command.empty() == m_socket.empty())
    {
        throw std::invalid_argument("needs the attribute Command, which starts an agent, or "
                                    "Socket, where one listens; allowed is one of them");
    }
    SplitEnvironment::Settings settings;
    settings.devices = m_devices;
    settings.perDevice = m_perDevice;
    settings.levels = m_levels;
    settings.optimum = m_optimum;
    auto environment = std::make_unique<SplitEnvironment>(settings);
    const std::string fault = environment->Begin(problem); // which knows how many cuts there are
    if (!fault.empty())
    {
        throw std::invalid_argument(fault);
    }
    nlohmann::ordered_json hello;
    hello["family"] = "split";
    hello["observation_space"] = environment->GetObservationSpace();
    hello["action_space"] = environment->GetActionSpace();
    m_environment = std::move(environment);
    m_process = std::make_unique<RemoteProcess>(place, hello);
    Config::ConnectWithoutContextFailSafe(
        "/NodeList/*/ApplicationList/*/$ns3::edgeai::CoInferenceClient/TaskEnded",
        MakeCallback(&AgentSplitPlanner::Note, this));
    Simulator::ScheduleDestroy(&AgentSplitPlanner::Finish, Ptr<const AgentSplitPlanner>(this));
}

void
AgentSplitPlanner::Note(const TaskRecord& record) const
{
    m_environment->Note(record);
}

void
AgentSplitPlanner::SetOptimum(std::string name)
{
    // When the planner is made: who waits for an agent has to know that none will be asked.
    try
    {
        RequireSplitPlanner(name);
        m_optimum = name;
    }
    catch (const std::invalid_argument& error)
    {
        throw std::invalid_argument(std::string("AgentSplitPlanner's attribute Optimum: ") +
                                    error.what());
    }
}

std::string
AgentSplitPlanner::GetOptimum() const
{
    return m_optimum;
}

std::string
AgentSplitPlanner::Decide(const SplitProblem& problem, SplitPlan& plan) const
{
    try
    {
        if (!m_environment)
        {
            Start(problem);
        }
        if (!m_process)
        {
            return "AgentSplitPlanner: the simulation is over";
        }
        std::string fault = m_environment->Begin(problem);
        while (fault.empty() && !m_environment->IsDecided())
        {
            fault = m_environment->ExecuteActions(AskAgent(*m_process, *m_environment));
        }
        if (!fault.empty())
        {
            return "AgentSplitPlanner: " + fault;
        }
        plan = m_environment->MakePlan();
        CompletePlan(problem, plan);
        m_environment->Plan(plan);
    }
    catch (const ExternalError& error)
    {
        return error.what();
    }
    catch (const std::invalid_argument& error)
    {
        m_environment ? m_environment->Plan(SplitPlan()) : void();
        return std::string("AgentSplitPlanner: ") + error.what();
    }
    return "";
}

SplitPlan
AgentSplitPlanner::DoPlan(const SplitProblem& problem) const
{
    SplitPlan plan;
    const std::string fault = Decide(problem, plan);
    if (!fault.empty())
    {
        plan = SplitPlan();
        plan.Refuse(fault);
    }
    return plan;
}

void
AgentSplitPlanner::Finish(Ptr<const AgentSplitPlanner> planner)
{
    EndEpisode(*planner->m_process, *planner->m_environment);
    planner->m_process.reset();
}

} // namespace edgeai
} // namespace ns3
