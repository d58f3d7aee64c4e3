/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "task-accounts.h"

#include <cmath>

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

void
RecordJob(StepRecord& step, const JobReport& report)
{
    step.queued = report.submitted.GetSeconds();
    step.energy = report.energy;
    // A job that never began has one instant for both; one on a processor without power costs
    // nothing.
    if (report.started < report.ended || report.outcome == JobOutcome::COMPLETED)
    {
        step.started = report.started.GetSeconds();
    }
    if (report.outcome == JobOutcome::COMPLETED)
    {
        step.finished = report.ended.GetSeconds();
    }
}

double
SumEnergy(const TaskRecord& record)
{
    double energy = NOT_AVAILABLE;
    for (const StepRecord& step : record.steps)
    {
        if (!std::isnan(step.energy))
        {
            energy = (std::isnan(energy) ? 0 : energy) + step.energy;
        }
    }
    return energy;
}

} // namespace edgeai
} // namespace ns3
