/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-accounts.h"

#include "co-inference-figures.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

Job
MakeServerJob(const FeatureBody& feature,
              const NetworkProfile& profile,
              uint32_t units,
              uint64_t payload)
{
    if (feature.split >= profile.GetBlockCount())
    {
        throw std::runtime_error("split must be below " + std::to_string(profile.GetBlockCount()) +
                                 ", got " + std::to_string(feature.split));
    }
    if (feature.units > units)
    {
        throw std::runtime_error("units must be from 1 to " + std::to_string(units) + ", got " +
                                 std::to_string(feature.units));
    }
    const double flop = profile.GetFlop() - profile.GetFlopBefore(feature.split);
    const double weights = profile.GetParameters() - profile.GetParametersBefore(feature.split);
    Job job;
    job.flop = flop * feature.serverKeepRatio;
    job.bytesMoved = 2 * weights * feature.serverKeepRatio + payload;
    job.residentBytes = payload;
    job.units = feature.units;
    job.clock = feature.serverClock;
    // An instant too far for the simulator's clock is no deadline.
    if (feature.deadline >= 0 && feature.deadline < 1e9)
    {
        job.deadline = Seconds(feature.deadline);
    }
    job.model = feature.network;
    return job;
}

ServerStatus
ToStatus(JobOutcome outcome)
{
    switch (outcome)
    {
    case JobOutcome::QUEUE_FULL:
        return ServerStatus::QUEUE_FULL;
    case JobOutcome::MEMORY:
        return ServerStatus::MEMORY;
    case JobOutcome::BATTERY:
        return ServerStatus::BATTERY;
    case JobOutcome::CANCELLED:
        return ServerStatus::STOPPED;
    default:
        return ServerStatus::REFUSED;
    }
}

TaskEnding
ExplainRefusal(const ResultBody& result)
{
    TaskOutcome outcome = TaskOutcome::REFUSED;
    switch (result.status)
    {
    case ServerStatus::QUEUE_FULL:
        outcome = TaskOutcome::QUEUE_FULL;
        break;
    case ServerStatus::MEMORY:
        outcome = TaskOutcome::MEMORY;
        break;
    case ServerStatus::BATTERY:
        outcome = TaskOutcome::BATTERY;
        break;
    case ServerStatus::SEGMENT_LOST:
        outcome = TaskOutcome::SEGMENT_LOST;
        break;
    case ServerStatus::STOPPED:
    case ServerStatus::GIVEN_UP:
    case ServerStatus::UNKNOWN:
        outcome = TaskOutcome::SERVER_SILENT;
        break;
    default:
        break;
    }
    return {outcome, "server: " + result.reason};
}

void
DescribeLink(const LinkControl& link, RequestBody& request)
{
    request.gain = link.GetGain();
    request.bandwidth = link.GetBandwidth();
    request.noiseDensity = link.GetNoiseDensity();
    request.linkRate = link.GetLinkRate();
    const LinkMedium medium = link.GetMedium();
    request.medium = medium.number;
    request.mediumRate = medium.rate;
    request.sharers = medium.sharers;
    request.sharersKnown = medium.known;
    request.divideBand = link.CanDivideBand();
    request.subchannelWidth = link.GetSubchannelWidth();
    request.txPowerMax = link.GetMaxTxPower();
    request.txPowerMin = link.GetMinTxPower();
    request.txPowers = link.GetTxPowers();
    request.link = link.GetLink();
}

std::string
ExplainPlan(const PlanBody& plan, const LinkControl& link)
{
    const std::string arbiter =
        plan.uplinkWay.subchannel != NO_SUBCHANNEL ? link.GetArbiter() : std::string();
    if (arbiter.empty())
    {
        return plan.reason;
    }
    return plan.reason + (plan.reason.empty() ? "" : "; ") +
           "its subchannels are not enforced: " + arbiter;
}

std::string
ExplainDelay(const PlanBody& plan, double speed, double patience)
{
    // Over datagrams every fragment is paced at the planned rate, also the header and the fields.
    constexpr double FIELDS = 16384; // [bit]
    const double expected = GetStep(plan.steps, "uplink").time;
    const double rate = expected > 0 ? plan.GetUplinkBits() / expected : 0;
    const double work = plan.deviceFlop / speed;
    const double upload = rate > 0 ? (plan.GetUplinkBits() + FIELDS) / rate : 0;
    std::ostringstream text;
    if (work > patience)
    {
        text << "its plan keeps the device busy for " << work << " s";
    }
    else if (upload > patience)
    {
        text << "its plan takes " << upload << " s for the upload";
    }
    else
    {
        return "";
    }
    text << "; allowed is 0 to " << patience << " s";
    return text.str();
}

namespace
{

/// @param [in] name place on the way  @param [in] kind of the step  @param [in] node who does it
/// @param [in] peer who receives  @returns a step of which nothing is known yet
StepRecord
MakeStep(const std::string& name, StepKind kind, uint32_t node, uint32_t peer = PlanStep::NO_NODE)
{
    StepRecord step;
    step.planned.name = name;
    step.planned.kind = kind;
    step.planned.node = node;
    step.planned.peer = peer;
    return step;
}

/// @param [in] way of a plan  @param [in,out] step gets what is expected, if it is planned
void
RecordWay(const PlannedWay& way, StepRecord& step)
{
    if (way.subchannel != NO_SUBCHANNEL)
    {
        TransferFigures figures;
        figures.subchannel = way.subchannel;
        figures.position = way.position;
        figures.powerPlanned = way.power;
        figures.sinrPlanned = way.sinr;
        figures.ratePlanned = way.rate;
        step.Set(figures);
    }
}

/// @param [in] plan usable  @param [in,out] step gets what it expects of the step of that name
void
Expect(const PlanBody& plan, StepRecord& step)
{
    const PlanStep expected = GetStep(plan.steps, step.planned.name);
    step.planned.time = expected.time;
    step.planned.wait = expected.wait;
    step.planned.energy = expected.energy;
}

/// @param [in] plan usable  @param [in,out] step gets what there is to do in the step of that name
void
ExpectLoad(const PlanBody& plan, StepRecord& step)
{
    const PlanStep expected = GetStep(plan.steps, step.planned.name);
    const bool computes = step.planned.kind == StepKind::COMPUTE;
    (computes ? step.planned.work : step.planned.bits) = computes ? expected.work : expected.bits;
    step.planned.share = expected.share;
}

} // namespace

void
RecordPlan(const PlanBody& plan, uint32_t server, TaskRecord& record)
{
    StepRecord device = MakeStep("device", StepKind::COMPUTE, record.node);
    Expect(plan, device);
    if (plan.split > 0)
    {
        device.part = "blocks 1-" + std::to_string(plan.split);
    }
    StepRecord uplink = MakeStep("uplink", StepKind::TRANSFER, record.node, server);
    Expect(plan, uplink);
    RecordWay(plan.uplinkWay, uplink);
    StepRecord compute = MakeStep("server", StepKind::COMPUTE, server);
    Expect(plan, compute);
    compute.part = "blocks from " + std::to_string(plan.split + 1);
    StepRecord downlink = MakeStep("downlink", StepKind::TRANSFER, server, record.node);
    RecordWay(plan.downlinkWay, downlink);
    if (plan.downlinkWay.subchannel != NO_SUBCHANNEL)
    {
        Expect(plan, downlink);
    }
    for (StepRecord* step : {&device, &uplink, &compute, &downlink})
    {
        ExpectLoad(plan, *step);
    }
    record.steps = {device, uplink, compute, downlink};

    record.plan = plan.number;
    record.planned.latency = plan.latency;
    record.planned.energy = plan.energy;
    record.planned.distortion = plan.normalisedDistortion;
    record.detail = plan.reason;
    CoInferenceFigures figures;
    figures.planned = plan;
    figures.rateFactorPlanned = plan.rateFactor;
    record.Set(figures);
}

double
RecordTally(const LinkTally& before, const LinkTally& after, StepRecord& step)
{
    const double bits = after.bits - before.bits;
    TransferFigures figures = step.Get<TransferFigures>();
    figures.sinrRealised =
        bits > 0 ? (after.weightedSinr - before.weightedSinr) / bits : NOT_AVAILABLE;
    figures.blocks = after.blocks - before.blocks;
    figures.blocksFailed = after.failed - before.failed;
    step.Set(figures);
    return after.energy - before.energy;
}

void
RecordNothing(double now, CoInferenceStep step, TaskRecord& record)
{
    StepRecord& none = record.steps[step];
    none.queued = now;
    none.started = now;
    none.finished = now;
    none.energy = 0;
}

double
GetDeviceTraffic(const PlanBody& plan)
{
    return plan.deviceMemory + plan.GetUplinkBits() / 8;
}

void
RecordDevice(const JobReport& report, TaskRecord& record)
{
    StepRecord& device = record.steps[DEVICE_STEP];
    device.queued = report.submitted.GetSeconds();
    device.started = report.started.GetSeconds();
    device.finished = report.ended.GetSeconds();
    device.energy = report.energy;
    device.work = report.flop;
    device.traffic = report.bytesMoved;
    CoInferenceFigures figures = record.Get<CoInferenceFigures>();
    figures.deviceClockApplied = report.meanClock;
    record.Set(figures);
}

void
RecordUpload(const PlanBody& plan, double now, double power, TaskRecord& record)
{
    StepRecord& uplink = record.steps[UPLINK_STEP];
    uplink.queued = record.steps[DEVICE_STEP].finished;
    uplink.started = now;
    uplink.bits = plan.GetUplinkBits();
    CoInferenceFigures figures = record.Get<CoInferenceFigures>();
    figures.transmitPowerApplied = power;
    record.Set(figures);
}

FeatureBody
MakeFeature(const PlanBody& plan, TaskRecord& record)
{
    FeatureBody body;
    body.plan = plan.number;
    body.split = plan.split;
    body.serverKeepRatio = plan.serverKeepRatio;
    body.serverClock = plan.serverClock;
    body.deadline = record.generated + record.latencyBudget;
    body.units = std::max(1.0, std::floor(plan.units + 1e-9)); // a processor's are whole
    if (plan.units > 0)
    {
        CoInferenceFigures figures = record.Get<CoInferenceFigures>();
        figures.computingUnitsApplied = body.units;
        record.Set(figures);
    }
    return body;
}

void
RecordResult(const ResultBody& result, double bits, double now, TaskRecord& record)
{
    CoInferenceFigures figures = record.Get<CoInferenceFigures>();
    StepRecord& uplink = record.steps[UPLINK_STEP];
    uplink.finished = result.received;
    figures.goodput = uplink.bits / uplink.GetTime();
    figures.serverClockApplied = result.clock;
    record.Set(figures);
    StepRecord& server = record.steps[SERVER_STEP];
    server.queued = result.received;
    server.started = result.started;
    server.finished = result.finished;
    server.energy = result.energy;
    server.work = result.work;
    server.traffic = result.traffic;
    // What the answer waited for at the server, nobody tells the device.
    StepRecord& downlink = record.steps[DOWNLINK_STEP];
    downlink.started = result.finished;
    downlink.finished = now;
    downlink.bits = bits;
    for (StepRecord* step : {&uplink, &downlink})
    {
        TransferFigures transfer = step->Get<TransferFigures>();
        if (!std::isnan(transfer.ratePlanned))
        {
            transfer.rateRealised = step->bits / step->GetTime();
            step->Set(transfer);
        }
    }
}

void
RecordTotals(const PlanBody& plan, double now, TaskRecord& record)
{
    const StepRecord& downlink = record.steps[DOWNLINK_STEP];
    record.realised.latency = now - record.generated;
    // What the plan does not charge for, as on a cable, may be unmeasured.
    const StepRecord& uplink = record.steps[UPLINK_STEP];
    const bool free = std::isnan(uplink.energy) && !(uplink.planned.energy > 0);
    record.realised.energy = record.steps[DEVICE_STEP].energy + (free ? 0 : uplink.energy) +
                             (plan.countServerEnergy ? record.steps[SERVER_STEP].energy : 0);
    if (plan.countServerEnergy && !std::isnan(downlink.planned.energy) &&
        !std::isnan(downlink.energy))
    {
        record.realised.energy += downlink.energy;
    }
    record.realised.distortion = plan.normalisedDistortion;
}

ReportBody
MakeReport(const PlanBody& plan, const TaskRecord& record, double deviceTime, double gain)
{
    ReportBody body;
    body.plan = plan.number;
    body.deviceTime = deviceTime;
    body.uplinkTime = record.steps[UPLINK_STEP].GetTime();
    body.serverTime = record.steps[SERVER_STEP].GetTime();
    body.latency = record.realised.latency;
    body.waited = 0;
    for (const StepRecord& step : record.steps)
    {
        // Nobody measures what the answer waited for at the server; it is part of its way back.
        body.waited += std::isnan(step.GetWait()) ? 0 : step.GetWait();
    }
    body.deviceEnergy = record.steps[DEVICE_STEP].energy;
    body.uplinkEnergy = record.steps[UPLINK_STEP].energy;
    body.uplinkBits = plan.GetUplinkBits();
    body.gain = gain;
    return body;
}

} // namespace edgeai
} // namespace ns3
