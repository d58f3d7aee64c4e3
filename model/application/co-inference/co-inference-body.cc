/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-body.h"

#include "allocation/plan/field-inspection.h"
#include "application/message/message-registry.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

const MessageRegistration<RequestBody> g_request(CoInferenceMessage::REQUEST,
                                                 "REQUEST",
                                                 "request",
                                                 "device to server: task, budgets, limits, channel",
                                                 PayloadKind::NONE);
const MessageRegistration<PlanBody> g_plan(CoInferenceMessage::PLAN,
                                           "PLAN",
                                           "plan",
                                           "server to device: what to do and what it should cost",
                                           PayloadKind::NONE);
const MessageRegistration<FeatureBody> g_feature(CoInferenceMessage::FEATURE,
                                                 "FEATURE",
                                                 "feature",
                                                 "device to server: the intermediate tensor",
                                                 PayloadKind::COUNTED);
const MessageRegistration<ResultBody> g_result(CoInferenceMessage::RESULT,
                                               "RESULT",
                                               "result",
                                               "server to device: the answer, or why there is none",
                                               PayloadKind::COUNTED);
const MessageRegistration<ReportBody> g_report(CoInferenceMessage::REPORT,
                                               "REPORT",
                                               "report",
                                               "device to server: what really happened",
                                               PayloadKind::NONE);

} // namespace

std::string
RequestBody::Validate() const
{
    FieldInspection fields;
    fields.Levels("tx_powers", txPowers, txPowerMax, " W");
    fields.SetPath("processor.");
    fields.Levels("clocks", processor.clocks, processor.clockMax, " cycle/s");
    return fields.GetComplaint();
}

PlanStep
PlanBody::GetStep(const std::string& name) const
{
    const auto it = std::find_if(steps.begin(), steps.end(), [&name](const PlanStep& step) {
        return step.name == name;
    });
    return it == steps.end() ? PlanStep() : *it;
}

std::string
ResultBody::Validate() const
{
    FieldInspection fields;
    fields.Within("started", started, received, BodyLimits::INSTANT, " s");
    fields.Within("finished", finished, started, BodyLimits::INSTANT, " s");
    return fields.GetComplaint();
}

ProcessorBody
ToBody(const ProcessorLimits& limits)
{
    ProcessorBody body;
    body.flopPerCycle = limits.flopPerCycle;
    body.clockMax = limits.clockMax;
    body.powerCoefficient = limits.powerCoefficient;
    body.usageEffectiveness = limits.usageEffectiveness;
    body.clocks = limits.clocks;
    return body;
}

ProcessorLimits
ToLimits(const ProcessorBody& body)
{
    ProcessorLimits limits;
    limits.flopPerCycle = body.flopPerCycle;
    limits.clockMax = body.clockMax;
    limits.powerCoefficient = body.powerCoefficient;
    limits.usageEffectiveness = body.usageEffectiveness;
    limits.clocks = body.clocks;
    return limits;
}

WayBody
ToBody(const PlannedWay& way)
{
    WayBody body;
    body.subchannel = way.subchannel;
    body.position = way.position;
    body.power = way.power;
    body.sinr = way.sinr;
    body.rate = way.rate;
    return body;
}

std::vector<PlanStep>
MakeSteps(const SplitDecision& decision, double deviceFlop)
{
    const auto make = [](const std::string& name, StepKind kind, const StageCost& cost) {
        PlanStep step;
        step.name = name;
        step.kind = kind;
        step.time = cost.time;
        step.energy = cost.energy;
        return step;
    };
    PlanStep device = make("device", StepKind::COMPUTE, decision.device);
    device.work = deviceFlop;
    PlanStep uplink = make("uplink", StepKind::TRANSFER, decision.uplink);
    uplink.bits = decision.uplinkBits;
    const bool answer = decision.downlinkWay.subchannel != NO_SUBCHANNEL;
    return {
        device,
        uplink,
        make("server", StepKind::COMPUTE, decision.server),
        make("downlink",
             StepKind::TRANSFER,
             answer ? decision.downlink : StageCost{PlanStep::NOT_PLANNED, PlanStep::NOT_PLANNED})};
}

} // namespace edgeai
} // namespace ns3
