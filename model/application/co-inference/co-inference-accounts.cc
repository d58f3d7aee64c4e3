/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-accounts.h"

#include <cmath>
#include <sstream>

namespace ns3
{
namespace edgeai
{

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

/// @param [in] way of a plan  @param [in,out] record gets what is expected, if it is planned
void
RecordPlannedWay(const PlannedWay& way, WayRecord& record)
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
    const auto expect = [&plan](const std::string& step, StageFigure& stage) {
        const PlanStep expected = GetStep(plan.steps, step);
        stage = {expected.time, expected.energy};
    };
    expect("device", record.planned.device);
    expect("uplink", record.planned.uplink);
    expect("server", record.planned.server);
    if (plan.downlinkWay.subchannel != NO_SUBCHANNEL)
    {
        expect("downlink", record.planned.downlink);
    }
    record.planned.latency = plan.latency;
    record.planned.energy = plan.energy;
    record.planned.distortion = plan.normalisedDistortion;
    record.detail = plan.reason;
    RecordPlannedWay(plan.uplinkWay, record.uplinkWay);
    RecordPlannedWay(plan.downlinkWay, record.downlinkWay);
    if (plan.units > 0)
    {
        record.unitsPlanned = plan.units;
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
    record.realised.distortion = plan.normalisedDistortion;
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
    body.uplinkBits = plan.GetUplinkBits();
    body.gain = gain;
    return body;
}

} // namespace edgeai
} // namespace ns3
