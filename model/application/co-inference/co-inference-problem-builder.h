/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CO_INFERENCE_PROBLEM_BUILDER_H
#define EDGE_AI_CO_INFERENCE_PROBLEM_BUILDER_H

#include "co-inference-body.h"
#include "co-inference-cell.h"
#include "co-inference-device.h"
#include "co-inference-terms.h"

#include "ns3/random-variable-stream.h"
#include "ns3/split-plan.h"
#include "ns3/split-problem.h"
#include "ns3/task-profiles.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace ns3
{
namespace edgeai
{

/// From what the devices said to a problem, and from its plan to what they are told.
class CoInferenceProblemBuilder
{
  public:
    /// @param [in] terms of all problems  @param [in] profiles on offer; outlives the builder
    /// @param [in] cell of the devices; outlives the builder
    CoInferenceProblemBuilder(const CoInferenceTerms& terms,
                              TaskProfiles& profiles,
                              const CoInferenceCell& cell);

    /**
     * @param [in] group devices that are planned together, at least one
     * @param [in] draws how many each device gets, for planners that need chance
     * @param [in,out] uniform where they come from
     * @returns their problem
     * @throws std::runtime_error naming what a device said that is wrong
     */
    SplitProblem Build(const CoInferenceGroup& group,
                       uint32_t draws,
                       UniformRandomVariable& uniform) const;

    /**
     * Problems know powers as they are on average over an upload, in which a device waits as well.
     * @param [in] group of a problem that was built  @param [in] plan that solves it
     * @returns it with the powers while something is sent
     */
    SplitPlan Restore(const CoInferenceGroup& group, SplitPlan plan) const;

    /**
     * @param [in,out] device a device and the plan it has; remembers what a usable one assumes
     * @param [in] planner who decided
     * @param [in,out] number of the latest plan that was sent; a usable one gets the next
     * @returns what it is told; REFUSED with the reason in words if that cannot be sent
     */
    PlanBody MakeBody(CoInferenceDevice& device,
                      const std::string& planner,
                      uint64_t& number) const;

    /// @param [in] status why there is no plan  @param [in] reason in words
    /// @param [in] planner who decided  @returns what the device is told
    static PlanBody MakeRefusal(PlanStatus status,
                                const std::string& reason,
                                const std::string& planner);

    /// @param [in] device a device  @returns work of its whole network [FLOP]
    /// @throws std::runtime_error if its network is not known
    double GetWork(const CoInferenceDevice& device) const;

  private:
    /// @param [in] group devices that are planned together  @param [in,out] problem theirs; its
    /// band becomes what those who are still to ask leave
    void ReserveBand(const CoInferenceGroup& group, SplitProblem& problem) const;

    SplitDevice MakeDevice(const CoInferenceDevice& device) const;
    void DescribeServer(const CoInferenceGroup& group, SplitProblem& problem) const;

    CoInferenceTerms m_terms;
    TaskProfiles& m_profiles;
    const CoInferenceCell& m_cell;
};

/// Plans for devices that are planned together; a plan that is refused says why.
using CoInferenceSolver = std::function<SplitPlan(const CoInferenceGroup& group)>;

/**
 * @param [in] group devices that are planned together
 * @param [in] solve plans for some of them
 * @returns their plan; whoever is refused even alone is refused in it, and does not spoil that of
 * the others
 * @throws std::runtime_error with the reason if nobody can be planned for
 */
SplitPlan PlanTogether(const CoInferenceGroup& group, const CoInferenceSolver& solve);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CO_INFERENCE_PROBLEM_BUILDER_H
