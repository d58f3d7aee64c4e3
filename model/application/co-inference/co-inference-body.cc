/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-body.h"

#include "allocation/plan/field-inspection.h"
#include "application/message/message-registry.h"

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
    fields.UpTo("tx_power_min", txPowerMin, txPowerMax, " W");
    fields.Levels("tx_powers", txPowers, txPowerMax, " W", txPowerMin);
    fields.SetPath("processor.");
    fields.UpTo("clock_min", processor.clockMin, processor.clockMax, " cycle/s");
    fields.Levels("clocks", processor.clocks, processor.clockMax, " cycle/s", processor.clockMin);
    return fields.GetComplaint();
}

double
PlanBody::GetUplinkBits() const
{
    return GetStep(steps, "uplink").bits;
}

std::string
PlanBody::Validate() const
{
    FieldInspection fields;
    if (IsUsable())
    {
        // The device has to send just as many.
        constexpr double most = 8.0 * InferenceHeader::MAX_MESSAGE;
        fields.Within("bits of the step \"uplink\"", GetUplinkBits(), 0, most, " bit");
    }
    return fields.GetComplaint();
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
    body.clockMin = limits.clockMin;
    body.staticPower = limits.staticPower;
    body.transitionLatency = limits.transitionLatency;
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
    limits.clockMin = body.clockMin;
    limits.staticPower = body.staticPower;
    limits.transitionLatency = body.transitionLatency;
    return limits;
}

} // namespace edgeai
} // namespace ns3
