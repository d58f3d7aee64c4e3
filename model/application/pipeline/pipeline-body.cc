/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pipeline-body.h"

#include "allocation/plan/field-inspection.h"
#include "application/message/message-archive.h"
#include "application/message/message-registry.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Longest text in a plan, which shall stay small [B].
constexpr std::size_t MAX_TEXT = 60;
/// Longest reason why there is no plan, which is all its receiver is told [B].
constexpr std::size_t MAX_REFUSAL = 500;

const MessageRegistration<FrameBody> g_frame(PipelineMessage::FRAME,
                                             "FRAME",
                                             "frame",
                                             "camera to stage: a frame, no layer done yet",
                                             PayloadKind::COUNTED);
const MessageRegistration<FrameBody> g_activation(PipelineMessage::ACTIVATION,
                                                  "ACTIVATION",
                                                  "frame",
                                                  "stage to stage: what the first layers made",
                                                  PayloadKind::COUNTED);
const MessageRegistration<FrameBody> g_answer(PipelineMessage::ANSWER,
                                              "ANSWER",
                                              "frame",
                                              "stage to sink: what the last layer made",
                                              PayloadKind::COUNTED);
const MessageRegistration<PipelinePlanBody> g_plan(PipelineMessage::PLAN,
                                                   "PIPELINE_PLAN",
                                                   "pipeline_plan",
                                                   "controller to stage or camera: who runs what",
                                                   PayloadKind::NONE);
const MessageRegistration<PlanReadyBody> g_ready(PipelineMessage::PLAN_READY,
                                                 "PLAN_READY",
                                                 "plan_ready",
                                                 "stage to controller: the plan can be used, or "
                                                 "which weights are lacking",
                                                 PayloadKind::NONE);
const MessageRegistration<PipelineReportBody> g_report(PipelineMessage::REPORT,
                                                       "PIPELINE_REPORT",
                                                       "pipeline_report",
                                                       "position to controller: what it is and "
                                                       "what it measured",
                                                       PayloadKind::NONE);
const MessageRegistration<EmptyBody> g_weights(PipelineMessage::WEIGHTS,
                                               "WEIGHTS",
                                               "weights",
                                               "controller to stage: weights a plan needs there",
                                               PayloadKind::COUNTED);

/// @param [in] steps of a plan  @param [in] kind which  @returns the sum of their times [s]
double
AddTimes(const std::vector<PlanStep>& steps, StepKind kind, double sum)
{
    for (const PlanStep& step : steps)
    {
        sum += step.kind == kind && !std::isnan(step.time) ? step.time : 0; // relays take none
    }
    return sum;
}

} // namespace

std::string
FrameBody::Validate() const
{
    FieldInspection fields;
    fields.Within("sent", sent, captured, BodyLimits::INSTANT, " s");
    fields.Within("expires", expires, sent, BodyLimits::INSTANT, " s");
    return fields.GetComplaint();
}

double
PipelinePlanBody::GetLatency() const
{
    return AddTimes(steps, StepKind::TRANSFER, AddTimes(steps, StepKind::COMPUTE, 0));
}

PipelinePlanBody
MakePlanBody(const ChainPlan& plan, uint64_t number, const std::string& planner)
{
    PipelinePlanBody body;
    body.number = number;
    body.status = plan.status;
    body.planner = planner.substr(0, MAX_TEXT);
    if (!body.IsUsable())
    {
        body.reason = plan.reason.substr(0, MAX_REFUSAL);
        return body;
    }
    body.reason = plan.reason.substr(0, MAX_TEXT);
    body.cuts = plan.cuts;
    body.accuracy = plan.accuracy;
    body.steps = plan.steps;
    for (const ChainStage& stage : plan.stages)
    {
        body.options.push_back(stage.option);
    }
    const std::string complaint = ExplainBody(body);
    if (!complaint.empty())
    {
        PipelinePlanBody refusal;
        refusal.number = number;
        refusal.status = PlanStatus::REFUSED;
        refusal.planner = body.planner;
        refusal.reason = ("the plan cannot be sent: " + complaint).substr(0, MAX_REFUSAL);
        return refusal;
    }
    return body;
}

std::string
ExplainFault(const PipelinePlanBody& plan, const ChainProblem& problem)
{
    if (!plan.IsUsable())
    {
        return "";
    }
    const std::size_t stages = problem.linkRates.size() - 1;
    if (plan.cuts.size() != stages + 1 || plan.options.size() != stages ||
        plan.steps.size() != 2 * stages + 1)
    {
        return "it is for " + std::to_string(plan.options.size()) + " stages, there are " +
               std::to_string(stages);
    }
    if (plan.cuts.front() != 0 || plan.cuts.back() != problem.layers.size() ||
        !std::is_sorted(plan.cuts.begin(), plan.cuts.end()))
    {
        return "cuts do not rise from 0 to " + std::to_string(problem.layers.size());
    }
    const auto known = [&](uint32_t option) { return option < problem.GetOptionCount(); };
    if (!std::all_of(plan.options.begin(), plan.options.end(), known))
    {
        return "options must be below " + std::to_string(problem.GetOptionCount());
    }
    for (std::size_t i = 0; i < plan.steps.size(); ++i)
    {
        const bool link = i % 2 == 0;
        const bool relay = !link && plan.cuts[i / 2] == plan.cuts[i / 2 + 1];
        if (plan.steps[i].kind != (link ? StepKind::TRANSFER : StepKind::COMPUTE) ||
            (std::isnan(plan.steps[i].time) && !relay))
        {
            return "step[" + std::to_string(i) + "] is not the " + (link ? "link" : "stage") +
                   " with a time that belongs there";
        }
    }
    return "";
}

} // namespace edgeai
} // namespace ns3
