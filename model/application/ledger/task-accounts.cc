/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "task-accounts.h"

#include "ns3/split-plan.h"

#include <cmath>
#include <sstream>

namespace ns3
{
namespace edgeai
{

TaskEnding
ExplainJob(const JobReport& report, const std::string& owner)
{
    switch (report.outcome)
    {
    case JobOutcome::COMPLETED:
        break;
    case JobOutcome::QUEUE_FULL:
        return {TaskOutcome::QUEUE_FULL, owner + "'s processor queue is full"};
    case JobOutcome::MEMORY:
        return {TaskOutcome::MEMORY, owner + "'s memory is too small"};
    case JobOutcome::BATTERY:
        return {TaskOutcome::BATTERY, owner + " ran out of energy"};
    case JobOutcome::INVALID:
        return {TaskOutcome::REFUSED, report.reason};
    case JobOutcome::CANCELLED:
        return {TaskOutcome::STOPPED, owner + "'s processor gave the job back"};
    }
    return {};
}

TaskEnding
ExplainRefusal(const ResultBody& result)
{
    TaskOutcome outcome = TaskOutcome::REFUSED;
    switch (static_cast<ServerStatus>(result.status))
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
    case ServerStatus::STOPPED:
        outcome = TaskOutcome::SERVER_SILENT;
        break;
    default:
        break;
    }
    return {outcome, "server: " + result.reason};
}

std::string
ExplainDelay(const PlanBody& plan, double speed, double patience)
{
    // Over datagrams every fragment is paced at the planned rate, also the header and the fields.
    constexpr double FIELDS = 16384; // [bit]
    const double rate = plan.uplinkTime > 0 ? plan.uplinkBits / plan.uplinkTime : 0;
    const double work = plan.deviceFlop / speed;
    const double upload = rate > 0 ? (plan.uplinkBits + FIELDS) / rate : 0;
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

/// @param [in] way of a plan  @param [in,out] record gets what is expected, if it is planned
void
RecordPlannedWay(const WayBody& way, WayRecord& record)
{
    if (way.subchannel != NO_SUBCHANNEL)
    {
        record.subchannel = way.subchannel;
        record.position = way.position;
        record.power = way.power;
        record.sinrPlanned = way.sinr;
        record.ratePlanned = way.rate;
    }
}

} // namespace

void
RecordPlan(const PlanBody& plan, TaskRecord& record)
{
    record.split = plan.split;
    record.deviceKeepRatio = plan.deviceKeepRatio;
    record.serverKeepRatio = plan.serverKeepRatio;
    record.txPowerPlanned = plan.txPower;
    record.deviceClockPlanned = plan.deviceClock;
    record.serverClockPlanned = plan.serverClock;
    record.rateFactor = plan.rateFactor;
    record.planned.device = {plan.deviceTime, plan.deviceEnergy};
    record.planned.uplink = {plan.uplinkTime, plan.uplinkEnergy};
    record.planned.server = {plan.serverTime, plan.serverEnergy};
    record.planned.latency = plan.latency;
    record.planned.energy = plan.energy;
    record.planned.distortion = plan.distortion;
    record.detail = plan.reason;
    RecordPlannedWay(plan.uplink, record.uplinkWay);
    RecordPlannedWay(plan.downlink, record.downlinkWay);
    if (plan.units > 0)
    {
        record.unitsPlanned = plan.units;
    }
    if (plan.downlink.subchannel != NO_SUBCHANNEL)
    {
        record.planned.downlink = {plan.downlinkTime, plan.downlinkEnergy};
    }
}

double
RecordWay(const LinkTally& before, const LinkTally& after, WayRecord& way)
{
    const double bits = after.bits - before.bits;
    way.sinrRealised = bits > 0 ? (after.weightedSinr - before.weightedSinr) / bits : NOT_AVAILABLE;
    way.blocks = after.blocks - before.blocks;
    way.blocksFailed = after.failed - before.failed;
    return after.energy - before.energy;
}

void
RecordDevice(const JobReport& report, TaskRecord& record)
{
    record.deviceWait = (report.started - report.submitted).GetSeconds();
    record.realised.device.time = (report.ended - report.started).GetSeconds();
    record.deviceSpan = {report.started.GetSeconds(), report.ended.GetSeconds()};
    record.deviceClockApplied = report.meanClock;
}

void
RecordResult(const ResultBody& result, double bits, double now, TaskRecord& record)
{
    record.uplinkSpan.end = result.received;
    record.realised.uplink.time = result.received - record.uplinkSpan.start;
    if (std::isnan(record.realised.uplink.energy))
    {
        // A link that measures nothing: power times duration, as the formulas take it.
        record.realised.uplink.energy = record.txPowerApplied * record.realised.uplink.time;
    }
    record.goodput = record.uplinkBits / record.realised.uplink.time;
    record.serverWait = result.started - result.received;
    record.serverSpan = {result.started, result.finished};
    record.realised.server = {result.finished - result.started, result.energy};
    record.serverClockApplied = result.clock;
    record.downlinkSpan = {result.finished, now};
    record.downlinkBits = bits;
    record.realised.downlink.time = now - result.finished;
    if (!std::isnan(record.uplinkWay.ratePlanned))
    {
        record.uplinkWay.rateRealised = record.goodput;
        record.downlinkWay.rateRealised = bits / record.realised.downlink.time;
    }
}

void
RecordTotals(const PlanBody& plan, double now, TaskRecord& record)
{
    record.realised.latency = now - record.generated;
    record.realised.energy = record.realised.device.energy + record.realised.uplink.energy +
                             (plan.countServerEnergy ? record.realised.server.energy : 0);
    if (plan.countServerEnergy && !std::isnan(record.planned.downlink.energy) &&
        !std::isnan(record.realised.downlink.energy))
    {
        record.realised.energy += record.realised.downlink.energy;
    }
    record.realised.distortion = plan.distortion;
}

ReportBody
MakeReport(const PlanBody& plan, const TaskRecord& record, double gain)
{
    ReportBody body;
    body.plan = plan.number;
    body.deviceTime = record.realised.device.time;
    body.uplinkTime = record.realised.uplink.time;
    body.serverTime = record.realised.server.time;
    body.latency = record.realised.latency;
    body.deviceEnergy = record.realised.device.energy;
    body.uplinkEnergy = record.realised.uplink.energy;
    body.uplinkBits = plan.uplinkBits;
    body.gain = gain;
    return body;
}

} // namespace edgeai
} // namespace ns3
