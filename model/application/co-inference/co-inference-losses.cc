/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-losses.h"

#include "co-inference-accounts.h"
#include "co-inference-figures.h"

#include "ns3/simulator.h"

#include <cmath>
#include <cstddef>
#include <sstream>
#include <vector>

namespace ns3
{
namespace edgeai
{

std::string
DescribeProgress(const Processor& processor, uint64_t job, double received)
{
    const uint32_t waiting = processor.GetWaitingCount();
    const uint32_t before = processor.GetWaitingBefore(job);
    std::ostringstream text;
    text << "the server has had it for " << Simulator::Now().GetSeconds() - received << " s, ";
    if (before >= waiting)
    {
        text << "and is working on it; " << waiting << " jobs wait";
        return text.str();
    }
    double flop = 0;
    const std::vector<PendingWork> queue = processor.GetWorkWaiting();
    for (uint32_t i = 0; i < before; ++i)
    {
        flop += queue[i].flop;
    }
    for (const PendingWork& work : processor.GetWorkInService())
    {
        flop += work.flop;
    }
    text << "in the queue at place " << before + 1 << " of " << waiting << ", with "
         << processor.GetServedCount() << " jobs in service and " << flop
         << " FLOP to do before it";
    return text.str();
}

ResultBody
MakeResult(const JobReport& report, double received)
{
    ResultBody body;
    body.received = received;
    body.started = report.started.GetSeconds();
    body.finished = report.ended.GetSeconds();
    body.energy = report.energy;
    body.clock = report.meanClock;
    body.work = report.flop;
    body.traffic = report.bytesMoved;
    return body;
}

void
RecordRefusal(const ResultBody& result, TaskRecord& record)
{
    if (record.steps.empty())
    {
        return;
    }
    record.steps[UPLINK_STEP].finished = result.received;
    StepRecord& server = record.steps[SERVER_STEP];
    server.queued = result.received;
    if (result.started < result.finished)
    {
        server.started = result.started; // and never finished
    }
    server.energy = result.energy;
    server.work = result.work;
    server.traffic = result.traffic;
}

void
RecordWithdrawal(const JobReport& report, TaskRecord& record)
{
    StepRecord& device = record.steps[DEVICE_STEP];
    device.queued = report.submitted.GetSeconds();
    if (report.started < report.ended)
    {
        device.started = report.started.GetSeconds(); // and never finished
    }
    device.energy = report.energy;
    device.work = report.flop;
    device.traffic = report.bytesMoved;
}

void
RecordUnanswered(double energy, double until, TaskRecord& record)
{
    StepRecord& uplink = record.steps[UPLINK_STEP];
    if (!std::isnan(uplink.started) && std::isnan(uplink.energy))
    {
        const double power = record.Get<CoInferenceFigures>().transmitPowerApplied;
        uplink.energy = std::isnan(energy) ? power * (until - uplink.started) : energy;
    }
}

double
GetSpent(const PlanBody& plan, const TaskRecord& record)
{
    double energy = NOT_AVAILABLE;
    for (std::size_t i = 0; i < record.steps.size(); ++i)
    {
        const StepRecord& step = record.steps[i];
        const bool planned = i != DOWNLINK_STEP || !std::isnan(step.planned.energy);
        const bool counts = i < SERVER_STEP || (plan.countServerEnergy && planned);
        if (counts && !std::isnan(step.energy))
        {
            energy = (std::isnan(energy) ? 0 : energy) + step.energy;
        }
    }
    return energy;
}

} // namespace edgeai
} // namespace ns3
