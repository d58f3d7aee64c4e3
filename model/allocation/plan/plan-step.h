/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PLAN_STEP_H
#define EDGE_AI_PLAN_STEP_H

#include "field.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What happens in a step of a task or of a round.
enum class StepKind : uint8_t
{
    COMPUTE = 0,   ///< a processor works
    TRANSFER = 1,  ///< bits go from a node to its peer
    AGGREGATE = 2, ///< what came from several nodes becomes one
};

/**
 * @ingroup edge-ai
 * One step that a plan expects: who does what, how long it takes and what it costs. Everything that
 * is only expected travels as steps - in plans, messages, records and timelines - whatever the
 * method decides. What a plan says nothing about is not a number (NOT_PLANNED), never zero.
 */
struct PlanStep
{
    static constexpr uint32_t NO_NODE = UINT32_MAX;                                 ///< nobody
    static constexpr double NOT_PLANNED = std::numeric_limits<double>::quiet_NaN(); ///< nobody did

    std::string name;                 ///< of the place on the way: "device", "uplink", "stage 2"
    StepKind kind{StepKind::COMPUTE}; ///< what is done
    uint32_t node{NO_NODE};      ///< who computes or sends: in a plan its index in the problem,
                                 ///< in a record the ns-3 id of the node
    uint32_t peer{NO_NODE};      ///< who receives, likewise; of transfers
    double work{NOT_PLANNED};    ///< of COMPUTE and AGGREGATE [FLOP], >= 0
    double bits{NOT_PLANNED};    ///< of TRANSFER: payload [bit], >= 0
    double time{NOT_PLANNED};    ///< without waiting [s], >= 0
    double wait{NOT_PLANNED};    ///< before it, in the mean [s], >= 0
    double energy{NOT_PLANNED};  ///< [J], >= 0
    double share{1};             ///< of the tasks that take this step, in [0, 1]
    std::vector<uint32_t> after; ///< indices of the steps it waits for; empty: the one before

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("name", "", "place on the way"), name);
        archive(Field("kind", "", "what happens").Choices({"compute", "transfer", "aggregate"}),
                kind);
        archive(Field("node", "", "who computes or sends"), node);
        archive(Field("peer", "", "who receives"), peer);
        archive(Field("work", "FLOP", "work").Amount().OrUnknown(), work);
        archive(Field("bits", "bit", "payload").Amount().OrUnknown(), bits);
        archive(Field("time", "s", "duration without waiting").Amount().OrUnknown(), time);
        archive(Field("wait", "s", "expected before it").Amount().OrUnknown(), wait);
        archive(Field("energy", "J", "energy").Amount().OrUnknown(), energy);
        archive(Field("share", "", "of the tasks that take it").Within(0, 1), share);
        archive(Field("after", "", "steps it waits for"), after);
    }
};

/**
 * @ingroup edge-ai
 * @param [in] steps of a plan
 * @param [in] name of a place on the way
 * @returns the first step there, or nullptr if nobody takes one
 */
inline const PlanStep*
FindStep(const std::vector<PlanStep>& steps, const std::string& name)
{
    for (const PlanStep& step : steps)
    {
        if (step.name == name)
        {
            return &step;
        }
    }
    return nullptr;
}

/**
 * @ingroup edge-ai
 * @param [in] steps of a plan
 * @param [in] name of a place on the way
 * @returns the first step there; a step that nobody takes costs nothing: zero work, bits, time,
 *          wait, energy and share
 */
inline PlanStep
GetStep(const std::vector<PlanStep>& steps, const std::string& name)
{
    if (const PlanStep* step = FindStep(steps, name))
    {
        return *step;
    }
    PlanStep none;
    none.name = name;
    none.work = none.bits = none.time = none.wait = none.energy = none.share = 0;
    return none;
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PLAN_STEP_H
