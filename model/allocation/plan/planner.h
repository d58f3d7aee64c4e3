/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PLANNER_H
#define EDGE_AI_PLANNER_H

#include "ns3/object.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Parent of all planners, whatever their family: what a registry can list.
class PlannerBase : public Object
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /**
     * @param [in] name that no planner of a family has  @param [in] family its type
     * @returns that in words: which family the name belongs to, or which one may have been meant,
     *          and which there are
     */
    static std::string ExplainUnknown(const std::string& name, TypeId family);

  protected:
    /// Log why a problem is not taken. @param [in] reason in words
    void LogRefusal(const std::string& reason) const;
};

/**
 * @ingroup edge-ai
 * A published method or a baseline as an object that is picked by its TypeId name, so that methods
 * are compared by changing one string: problem in, plan out. The mathematics is in free functions
 * or plain classes beside each planner; the planner adds attributes. A family is a class with a
 * TypeId of its own that derives from this one for its problem and its plan; its methods are
 * classes below it.
 *
 * Planners are stateless: a plan depends on attributes and problem alone, and the same problem
 * gives the same plan. Whatever a method continues from, or draws by lot, is handed to it in the
 * problem. That leaves room for two kinds of planning beside "once, by one node":
 *
 * - *Plans that move while the simulation runs.* The problem holds the plan in force (`present`, as
 *   SplitProblem has it); the controller that asks again - on a period, after a drift, or after
 *   every frame - hands over what it was given last. Chance likewise (`uniformDraws`).
 * - *Planners that run distributed*, one part per node, exchanging prices in messages: the problem
 *   is what one node knows, its part of the plan so far and what its neighbours said; the plan is
 *   its part from now on and what it says to whom. See DistributedPlanner.
 *
 * @tparam Problem a plain struct with `std::string Validate() const`: "" or what is wrong with it
 * @tparam Result a plain struct that derives from PlanHead
 */
template <class Problem, class Result>
class Planner : public PlannerBase
{
  public:
    using ProblemType = Problem; ///< what it takes
    using PlanType = Result;     ///< what it makes

    /**
     * Decide. Deterministic: the same problem gives the same plan.
     * @param [in] problem what is known now
     * @returns the plan; status REFUSED with the reason for a problem that is not sound or that
     *          this method does not take. Never throws, never aborts.
     */
    Result Plan(const Problem& problem) const
    {
        std::string reason = problem.Validate();
        if (reason.empty())
        {
            reason = ExplainRefusal(problem);
        }
        Result plan;
        if (reason.empty())
        {
            plan = DoPlan(problem);
        }
        else
        {
            LogRefusal(reason);
            plan.Refuse(reason);
        }
        Complete(problem, plan);
        return plan;
    }

  private:
    /// @param [in] problem a sound problem  @returns "" or why this method does not take it
    virtual std::string ExplainRefusal(const Problem& problem) const
    {
        (void)problem;
        return "";
    }

    /// @param [in] problem a sound problem that was not refused  @returns the plan
    virtual Result DoPlan(const Problem& problem) const = 0;

    /**
     * Add what every plan of the family has, whatever the method; a method does not override it.
     * @param [in] problem a problem, sound or not
     * @param [in,out] plan what the method decided, or a refusal
     */
    virtual void Complete(const Problem& problem, Result& plan) const
    {
        (void)problem;
        (void)plan;
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PLANNER_H
