/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_PLAN_H
#define EDGE_AI_DTO_EE_PLAN_H

#include "dto-ee-row.h"

#include "ns3/plan-head.h"
#include "ns3/plan-step.h"

#include <cstdint>
#include <limits>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What an edge node is expected to have to do.
struct DtoEeLoad
{
    uint32_t stage{0}; ///< h, from 1
    double rate{0};    ///< phi_j, tasks into it [1/s]
    double load{0};    ///< rho_j = phi_j / s_j; from 1 on it does not keep up
    double delay{0};   ///< T_j, mean time of a task there [s]; infinite if it does not keep up

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        const double endless = std::numeric_limits<double>::infinity();
        archive(Field("stage", "", "from 1"), stage);
        archive(Field("rate", "1/s", "tasks into it").Amount(), rate);
        archive(Field("load", "", "share of the time it is busy").Within(0, endless), load);
        archive(Field("delay", "s", "mean time of a task there").Within(0, endless), delay);
    }
};

/// @ingroup edge-ai
/// How sure an early exit must be. If every node has a threshold of its own, this is the mean of
/// them, weighted by the rates of tasks (DtoEePlan::nodeThresholds).
struct DtoEeExitChoice
{
    uint32_t stage{0};   ///< behind which it is, from 1
    double threshold{1}; ///< C_b: who is as confident leaves
    double passing{1};   ///< S_b, share of all tasks that goes on behind it

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("stage", "", "behind which it is, from 1"), stage);
        archive(Field("threshold", "", "who is as confident leaves").Within(Field::SMALLEST, 1),
                threshold);
        archive(Field("passing", "", "share of all tasks that goes on").Within(0, 1), passing);
    }
};

/// @ingroup edge-ai
/// To whom everybody sends, when tasks leave, and what that is expected to bring. Its summary
/// counts rounds (iterations) and slots, sweeps, generations or messages (evaluations, by method).
/// VIOLATED: a node or a link does not keep up, so that times have no end.
struct DtoEePlan : PlanHead
{
    std::vector<DtoEeRow> rows;         ///< as DtoEeProblem::rows
    std::vector<DtoEeExitChoice> exits; ///< as DtoEeProblem::exits
    std::vector<double> nodeThresholds; ///< as DtoEeProblem::nodeThresholds; empty: those of exits
    std::vector<DtoEeLoad> loads;       ///< of every edge node, stage by stage
    /// One for every link and node that is used: "link h" with sender and receiver, "stage h" with
    /// the node, by their indices (DtoEeProblem::GetFirstIndex); share: of all tasks that take it.
    /// A task takes one of the steps that a step waits for; the links of devices wait for nothing.
    /// Waits are those of the queues, NOT_PLANNED where they have no end, or the plan has no queue.
    std::vector<PlanStep> steps;
    double responseTime{0}; ///< T, eq. (4), mean over all tasks [s]; infinite if it has no end
    double accuracy{0};     ///< A, share of right answers
    double utility{0};      ///< a A - T [s]
    /// How far T is from the least possible at these thresholds, at most, eq. (16) [s]. If every
    /// node has a threshold of its own: how far U is from the best with any rows and thresholds, at
    /// most, even if tasks chose their ways by their difficulties; it does not go to 0.
    double gap{0};

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        const double endless = std::numeric_limits<double>::infinity();
        PlanHead::Fields(archive);
        archive(Field("row", "", "where each sends"), rows);
        archive(Field("exit", "", "when tasks leave"), exits);
        archive(Field("node_threshold", "", "of each node").Within(Field::SMALLEST, 1),
                nodeThresholds);
        archive(Field("node", "", "what each has to do"), loads);
        archive(Field("step", "", "what is expected"), steps);
        archive(Field("response_time", "s", "mean over all tasks").Within(0, endless),
                responseTime);
        archive(Field("accuracy", "", "share of right answers").Within(0, 1), accuracy);
        archive(Field("utility", "s", "worth of the accuracy less time").Within(-endless, endless),
                utility);
        archive(Field("gap", "s", "to the least time, at most").Within(-endless, endless), gap);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_PLAN_H
