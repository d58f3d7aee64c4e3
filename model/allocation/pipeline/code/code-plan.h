/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_PLAN_H
#define EDGE_AI_CODE_PLAN_H

#include "code-problem.h"

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
/// A path that was considered: what was predicted of it, and what training made of it.
struct CodePlanTrial
{
    CodePath path;
    double predicted{0}; ///< F, or -J, before training
    double measured{0};  ///< F, or -J, with the trained accuracy
    double accuracy{0};  ///< trained, of the local task

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        const double endless = std::numeric_limits<double>::infinity();
        archive(Field("path", "", "blocks"), path);
        archive(Field("predicted", "", "value before training").Within(-endless, endless),
                predicted);
        archive(Field("measured", "", "value after training").Within(-endless, endless), measured);
        archive(Field("accuracy", "", "after training").Within(0, 1), accuracy);
    }
};

/**
 * @ingroup edge-ai
 * The path that the local task takes, and what is expected of it. Its steps are those of one local
 * task, in order: node 0 is the local server, node 1 the host. Its summary counts trained paths
 * (iterations) and labels or paths looked at (evaluations).
 */
struct CodePlan : PlanHead
{
    CodePath path;         ///< blocks; of a mirrored plan those of the local model
    bool mirrored{false};  ///< whether the host has a copy of the local model and runs the blocks
                           ///< behind mirrorCut, and the head
    uint32_t mirrorCut{0}; ///< of a mirrored plan: blocks that run at the local server
    std::vector<PlanStep> steps;
    double localFlop{0};          ///< of a task at the local server, with head and adapters [FLOP]
    double hostFlop{0};           ///< of a task at the host [FLOP]
    double upBits{0};             ///< D_up [bit]
    double downBits{0};           ///< D_dn [bit]
    double loss{0};               ///< L
    uint32_t connections{0};      ///< K, new connections
    double localRate{0};          ///< x_l [1/s]
    double hostRate{0};           ///< x_h [1/s]
    double ownLocalRate{0};       ///< x_l without coordination [1/s]
    double ownHostRate{0};        ///< x_h without coordination [1/s]
    double hostShare{0};          ///< of the host's processor that the local task uses
    double predictedAccuracy{0};  ///< A_l(p) by the predictor
    double accuracy{0};           ///< A_l(p) as trained; by the law where it is not measured
    double averageAccuracy{0};    ///< A^av(p)
    double ownAverageAccuracy{0}; ///< A^av without coordination
    double predictedReward{0};    ///< F by the predictor
    double reward{0};             ///< F
    double cost{0};               ///< J
    double latency{0};            ///< of a task through idle servers [s]
    double trainingTime{0};       ///< of the path's connections; of several trials their sum [s]
    double trainingBits{0};       ///< likewise, on the links [bit]
    double hostMemoryBytes{0};    ///< that a copy of the local model takes there [B]
    bool trainNext{false};        ///< whether a more promising path should be trained
    CodePath next;                ///< that path
    std::vector<CodePlanTrial> trials; ///< paths that were trained for this plan, in order

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        const double endless = std::numeric_limits<double>::infinity();
        PlanHead::Fields(archive);
        archive(Field("path", "", "blocks"), path);
        archive(Field("mirrored", "", "the host has a copy of the model"), mirrored);
        archive(Field("mirror_cut", "", "blocks before the host's copy"), mirrorCut);
        archive(Field("step", "", "what is expected"), steps);
        archive(Field("local_work", "FLOP", "at the local server").Amount(), localFlop);
        archive(Field("host_work", "FLOP", "at the host").Amount(), hostFlop);
        archive(Field("up", "bit", "to the host").Amount(), upBits);
        archive(Field("down", "bit", "from the host").Amount(), downBits);
        archive(Field("loss", "", "of the connections").Within(0, endless), loss);
        archive(Field("connections", "", "new ones"), connections);
        archive(Field("local_rate", "1/s", "of local tasks").Amount(), localRate);
        archive(Field("host_rate", "1/s", "of the host's own tasks").Amount(), hostRate);
        archive(Field("own_local_rate", "1/s", "without coordination").Amount(), ownLocalRate);
        archive(Field("own_host_rate", "1/s", "without coordination").Amount(), ownHostRate);
        archive(Field("host_share", "", "of the host's processor").Within(0, 1 + 1e-9), hostShare);
        archive(Field("predicted_accuracy", "", "before training").Within(0, 1), predictedAccuracy);
        archive(Field("accuracy", "", "of the local task").Within(0, 1), accuracy);
        archive(Field("average_accuracy", "", "of both").Within(0, 1), averageAccuracy);
        archive(Field("own_average_accuracy", "", "without coordination").Within(0, 1),
                ownAverageAccuracy);
        archive(Field("predicted_reward", "", "before training").Within(0, endless),
                predictedReward);
        archive(Field("reward", "", "over no coordination").Within(0, endless), reward);
        archive(Field("cost", "", "in the form of delay, accuracy and work").Within(0, endless),
                cost);
        archive(Field("latency", "s", "through idle servers").Amount(), latency);
        archive(Field("training_time", "s", "of new connections").Amount(), trainingTime);
        archive(Field("training_bits", "bit", "of new connections").Amount(), trainingBits);
        archive(Field("host_memory", "B", "of a copy of the model").Amount(), hostMemoryBytes);
        archive(Field("train_next", "", "a path should be trained"), trainNext);
        archive(Field("next", "", "the path to train"), next);
        archive(Field("trial", "", "paths that were trained"), trials);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_PLAN_H
