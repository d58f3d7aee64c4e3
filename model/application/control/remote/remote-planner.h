/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_REMOTE_PLANNER_H
#define EDGE_AI_REMOTE_PLANNER_H

#include "application/message/external/external-error.h"
#include "field-json-families.h"
#include "planning-charge.h"
#include "remote-process.h"
#include "remote-reading.h"

#include "ns3/double.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>

namespace ns3
{
namespace edgeai
{

/**
 * A planner in another process: it is handed problems over a pipe or a local socket, and takes
 * plans back. What the process decides is held against the problem and completed (CompletePlan()).
 * Whatever goes wrong - the process cannot be started, dies, is silent, refuses, answers with what
 * cannot be
 * - is a refused plan with that in words: tasks are refused, the simulation goes on.
 *
 * The process is started when the first plan is asked for, and ends with the planner. As for every
 * planner the same problem shall give the same plan; whether it does is the process's affair.
 * @tparam Base of the family
 */
template <class Base>
class RemotePlanner : public Base, public PlanningCharge
{
  public:
    double TakePlanningTime() const override
    {
        const double taken = m_taken;
        m_taken = 0;
        return taken;
    }

  protected:
    using Problem = typename Base::ProblemType; ///< that it takes
    using Plan = typename Base::PlanType;       ///< that it makes

    /// @param [in] tid type of a planner  @returns it with the attributes that all have
    static TypeId AddAttributes(TypeId tid)
    {
        return tid
            .AddAttribute("Command",
                          "Starts the process that plans: a program and its arguments, divided by "
                          "blanks; what stands in single quotes is one of them.",
                          StringValue(),
                          MakeStringAccessor(&RemotePlanner::m_command),
                          MakeStringChecker())
            .AddAttribute("Socket",
                          "Instead: path of a local socket where a process listens already.",
                          StringValue(),
                          MakeStringAccessor(&RemotePlanner::m_socket),
                          MakeStringChecker())
            .AddAttribute("Timeout",
                          "Real time that the process may be silent when it was asked [s].",
                          DoubleValue(300),
                          MakeDoubleAccessor(&RemotePlanner::m_timeout),
                          MakeDoubleChecker<double>(1e-3, 1e6));
    }

    /// @param [in] measured real time of a plan [s]  @returns what it is charged [s]
    virtual double GetCharge(double measured) const
    {
        (void)measured;
        return 0;
    }

  private:
    Plan DoPlan(const Problem& problem) const override
    {
        Plan plan;
        const std::string fault = Ask(problem, plan);
        if (!fault.empty())
        {
            plan = Plan();
            plan.Refuse(fault);
        }
        return plan;
    }

    /// @returns "", or why there is no plan
    std::string Ask(const Problem& problem, Plan& plan) const
    {
        const ExternalPlace place =
            MakePlannerPlace(this->GetInstanceTypeId(), m_command, m_socket, m_timeout);
        if (place.command.empty() == place.socket.empty())
        {
            return place.owner + " needs the attribute Command, which starts a process that " +
                   "plans, or Socket, where one listens; allowed is one of them";
        }
        const std::string who = place.owner + ": " + place.GetName() + " ";
        try
        {
            if (!m_process)
            {
                m_process = std::make_unique<RemoteProcess>(place, MakeHello());
            }
            nlohmann::ordered_json request;
            request["time"] = Simulator::Now().GetSeconds();
            request["problem"] = WriteFieldJson(problem);
            nlohmann::ordered_json answer;
            const std::string declined = m_process->Plan(request, answer);
            m_taken += GetCharge(m_process->GetTime());
            if (!declined.empty())
            {
                return who + "says: " + declined;
            }
            ReadRemotePlan(problem, answer, plan);
        }
        catch (const ExternalError& error)
        {
            return error.what();
        }
        catch (const std::invalid_argument& error)
        {
            return who + "answered with what cannot be: " + error.what();
        }
        return "";
    }

    static nlohmann::ordered_json MakeHello()
    {
        nlohmann::ordered_json hello;
        ForEachPlanningFamily([&hello](const auto& family) {
            if constexpr (std::is_same_v<typename std::decay_t<decltype(family)>::Planner, Base>)
            {
                hello["family"] = family.name;
            }
        });
        hello["problem"] = GetStructName<Problem>();
        hello["plan"] = GetStructName<Plan>();
        nlohmann::ordered_json structs;
        FieldSchema::Describe<Problem>(structs);
        FieldSchema::Describe<Plan>(structs);
        hello["structs"] = structs;
        return hello;
    }

    std::string m_command;
    std::string m_socket;
    double m_timeout;                                 ///< [s]
    mutable std::unique_ptr<RemoteProcess> m_process; ///< null: nobody has planned yet
    mutable double m_taken{0};                        ///< not charged yet [s]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_REMOTE_PLANNER_H
