/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PIPELINE_BODY_H
#define EDGE_AI_PIPELINE_BODY_H

#include "ns3/chain-plan.h"
#include "ns3/chain-problem.h"
#include "ns3/message-body.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Bodies of the messages of a pipeline. Positions count along the way of a frame: 0 is the camera,
 * 1..M are the stages, M + 1 is the sink; link i leads from position i to i + 1.
 */

/// FRAME, ACTIVATION, ANSWER: where a frame is on its way; X_cut follows as payload.
struct FrameBody
{
    uint64_t plan{0};   ///< number of the plan it follows from end to end
    uint32_t cut{0};    ///< layers done: 0 for a FRAME, n for an ANSWER
    double captured{0}; ///< instant of capture [s]
    double sent{0};     ///< instant its sender handed it to the transport [s]
    double expires{0};  ///< instant after which the sender counts it as lost on this link [s]

    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(plan, cut, captured, sent, expires);
    }

    /// @returns "", or which field is out of its range, with the range
    std::string Validate() const;
};

/// PIPELINE_PLAN: the plan with the number in the header's task.
struct PipelinePlanBody
{
    uint64_t number{0}; ///< counted by the controller, from 1
    uint8_t status{static_cast<uint8_t>(PlanStatus::REFUSED)}; ///< PlanStatus
    std::string text;                 ///< the planner's name; for a plan that is none, why not
    std::vector<uint32_t> cuts;       ///< c_0 = 0..c_M = n
    std::vector<uint32_t> options;    ///< v_1..v_M
    std::vector<double> computeTimes; ///< expected t_1..t_M [s]
    std::vector<double> linkTimes;    ///< expected u_0..u_M [s]
    double accuracy{0};               ///< expected Acc

    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(number, status, text, cuts, options, computeTimes, linkTimes, accuracy);
    }

    /// @returns whether frames can follow it
    bool IsUsable() const;
    /// @returns Lambda, the sum of the expected times [s]
    double GetLatency() const;

    /// @returns "", or which field is out of its range, with the range
    std::string Validate() const;
};

/// PLAN_READY: a stage has read a plan (its number is the header's task).
struct PlanReadyBody
{
    double missingBytes{0}; ///< weights it lacks [B]; 0: frames may come

    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(missingBytes);
    }

    /// @returns "", or which field is out of its range, with the range
    std::string Validate() const;
};

/// PIPELINE_REPORT: what a position is and what it measured since its last report.
struct PipelineReportBody
{
    uint32_t position{0};      ///< 0 camera, 1..M stages, M + 1 sink
    uint8_t hello{0};          ///< whether it has just connected and has no plan
    double peakFlops{0};       ///< pi [FLOP/s]; of stages
    double memoryBandwidth{0}; ///< beta [B/s]; of stages
    double memoryBytes{0};     ///< Mem [B], 0: unlimited; of stages
    double fixedTime{0};       ///< o [s]; of stages
    double linkBits{0};        ///< payload that came over the link before it [bit]
    double linkTime{0};        ///< time the link was busy with that [s]
    uint32_t linkFrames{0};    ///< frames that came in that time
    uint32_t frames{0};        ///< frames served
    double serviceTime{0};     ///< sum of their service times [s]
    uint32_t waiting{0};       ///< frames waiting there now, for the processor or the next link

    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(position, hello, peakFlops, memoryBandwidth, memoryBytes, fixedTime);
        archive(linkBits, linkTime, linkFrames, frames, serviceTime, waiting);
    }

    /// @returns "", or which field is out of its range, with the range
    std::string Validate() const;
};

/**
 * @param [in] plan a planner's plan
 * @param [in] number its number
 * @param [in] planner name of the planner
 * @returns what is sent of it
 */
PipelinePlanBody MakePlanBody(const ChainPlan& plan, uint64_t number, const std::string& planner);

/**
 * @param [in] plan as it came
 * @param [in] problem what the receiver knows about network and pipeline
 * @returns "" if frames can be handled by it (or it says that there is none), else what is wrong
 */
std::string ExplainFault(const PipelinePlanBody& plan, const ChainProblem& problem);

/**
 * @param [in] report as it came
 * @param [in] devices M
 * @returns "" if its figures can be believed, else what is wrong
 */
std::string ExplainFault(const PipelineReportBody& report, std::size_t devices);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PIPELINE_BODY_H
