/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PIPELINE_BODY_H
#define EDGE_AI_PIPELINE_BODY_H

#include "application/message/body-limits.h"
#include "pipeline-report.h"

#include "ns3/chain-plan.h"
#include "ns3/chain-problem.h"
#include "ns3/inference-message.h"
#include "ns3/plan-head.h"
#include "ns3/plan-step.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Types of the messages of a pipeline. Positions count along the way of a frame: 0 is the camera,
 * 1..M are the stages, M + 1 is the sink; link i leads from position i to i + 1.
 */
struct PipelineMessage
{
    static constexpr MessageType FRAME{6};       ///< a camera's frame, no layer done yet
    static constexpr MessageType ACTIVATION{7};  ///< what the first c layers made of a frame
    static constexpr MessageType ANSWER{8};      ///< what the last layer made of a frame
    static constexpr MessageType PLAN{9};        ///< controller to stage or camera: who runs what
    static constexpr MessageType PLAN_READY{10}; ///< stage to controller: it can be used, or what
                                                 ///< weights are lacking
    static constexpr MessageType REPORT{11};     ///< position to controller: what it is, measured
    static constexpr MessageType WEIGHTS{12}; ///< controller to stage: weights a plan needs there
};

/// FRAME, ACTIVATION, ANSWER: where a frame is on its way; X_cut follows as payload.
struct FrameBody
{
    uint64_t plan{0};   ///< number of the plan it follows from end to end
    uint32_t cut{0};    ///< layers done: 0 for a FRAME, n for an ANSWER
    double captured{0}; ///< instant of capture [s]
    double sent{0};     ///< instant its sender handed it to the transport [s]
    double expires{0};  ///< instant after which the sender counts it as lost on this link [s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("plan", "", "number of the plan it follows"), plan);
        archive(Field("cut", "", "layers done"), cut);
        archive(Field("captured", "s", "instant of capture").Within(0, BodyLimits::INSTANT),
                captured);
        archive(Field("sent", "s", "instant it was handed to the transport")
                    .Within(0, BodyLimits::INSTANT),
                sent);
        archive(Field("expires", "s", "instant after which it is lost on this link")
                    .Within(0, BodyLimits::INSTANT),
                expires);
    }

    /// @returns "", or which instant is before the one it follows
    std::string Validate() const;
};

/// PLAN of a pipeline: the plan with the number in the header's task.
struct PipelinePlanBody : public PlanVerdict
{
    uint64_t number{0};            ///< counted by the controller, from 1; 0: no plan
    std::string planner;           ///< TypeId name of who decided
    std::vector<uint32_t> cuts;    ///< c_0 = 0..c_M = n
    std::vector<uint32_t> options; ///< v_1..v_M
    std::vector<PlanStep> steps;   ///< expected: link 0, stage 1, link 1, ..., stage M, link M
    double accuracy{0};            ///< expected Acc; below 0 where losses add up to more than A_0

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("number", "", "of the plan, counted by the controller"), number);
        archive(Field("planner", "", "who decided"), planner);
        PlanVerdict::Fields(archive);
        archive(Field("cuts", "", "layers done behind each position"), cuts);
        archive(Field("options", "", "structure of each stage's layers"), options);
        archive(Field("step", "", "what is expected"), steps);
        archive(Field("accuracy", "", "expected").Within(-Field::LARGEST, 1), accuracy);
    }

    /// @returns Lambda, the sum of the expected times [s]
    double GetLatency() const;
};

/// PLAN_READY: a stage has read a plan (its number is the header's task).
struct PlanReadyBody
{
    double missingBytes{0}; ///< weights it lacks [B]; 0: frames may come

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("missing_bytes", "B", "weights it lacks; 0: frames may come")
                    .Within(0, static_cast<double>(InferenceHeader::MAX_MESSAGE)),
                missingBytes);
    }
};

/**
 * @param [in] plan a planner's plan
 * @param [in] number its number
 * @param [in] planner name of the planner
 * @returns what is sent of it; a refusal that says why if that cannot be sent
 */
PipelinePlanBody MakePlanBody(const ChainPlan& plan, uint64_t number, const std::string& planner);

/**
 * @param [in] plan as it came
 * @param [in] problem what the receiver knows about network and pipeline
 * @returns "" if frames can be handled by it (or it says that there is none), else what is wrong
 */
std::string ExplainFault(const PipelinePlanBody& plan, const ChainProblem& problem);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PIPELINE_BODY_H
