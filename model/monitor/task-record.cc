/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "task-record.h"

#include "step-names.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

std::string
ToString(TaskOutcome outcome)
{
    switch (outcome)
    {
    case TaskOutcome::UNFINISHED:
        return "UNFINISHED";
    case TaskOutcome::COMPLETED:
        return "COMPLETED";
    case TaskOutcome::QUEUE_FULL:
        return "QUEUE_FULL";
    case TaskOutcome::DEADLINE:
        return "DEADLINE";
    case TaskOutcome::BATTERY:
        return "BATTERY";
    case TaskOutcome::LINK_LOST:
        return "LINK_LOST";
    case TaskOutcome::SERVER_SILENT:
        return "SERVER_SILENT";
    case TaskOutcome::INFEASIBLE:
        return "INFEASIBLE";
    case TaskOutcome::REFUSED:
        return "REFUSED";
    case TaskOutcome::MEMORY:
        return "MEMORY";
    case TaskOutcome::MALFORMED:
        return "MALFORMED";
    case TaskOutcome::STOPPED:
        return "STOPPED";
    case TaskOutcome::SEGMENT_LOST:
        return "SEGMENT_LOST";
    case TaskOutcome::STALE_PLAN:
        return "STALE_PLAN";
    }
    return "UNKNOWN(" + std::to_string(static_cast<int>(outcome)) + ")";
}

const std::vector<TaskOutcome>&
GetTaskOutcomes()
{
    static const std::vector<TaskOutcome> outcomes{TaskOutcome::UNFINISHED,
                                                   TaskOutcome::COMPLETED,
                                                   TaskOutcome::QUEUE_FULL,
                                                   TaskOutcome::DEADLINE,
                                                   TaskOutcome::BATTERY,
                                                   TaskOutcome::LINK_LOST,
                                                   TaskOutcome::SERVER_SILENT,
                                                   TaskOutcome::INFEASIBLE,
                                                   TaskOutcome::REFUSED,
                                                   TaskOutcome::MEMORY,
                                                   TaskOutcome::MALFORMED,
                                                   TaskOutcome::STOPPED,
                                                   TaskOutcome::SEGMENT_LOST,
                                                   TaskOutcome::STALE_PLAN};
    return outcomes;
}

bool
IsDropped(TaskOutcome outcome)
{
    return outcome != TaskOutcome::UNFINISHED && outcome != TaskOutcome::COMPLETED;
}

std::ostream&
operator<<(std::ostream& os, TaskOutcome outcome)
{
    return os << ToString(outcome);
}

double
StepRecord::GetTime() const
{
    return finished - started;
}

double
StepRecord::GetWait() const
{
    return started - queued;
}

bool
StepRecord::IsTaken() const
{
    return planned.share > 0 || GetTime() > 0;
}

const StepRecord*
TaskRecord::FindStep(const std::string& name) const
{
    const auto found = std::find_if(steps.begin(), steps.end(), [&](const StepRecord& step) {
        return step.planned.name == name;
    });
    return found == steps.end() ? nullptr : &*found;
}

StepRecord*
TaskRecord::FindStep(const std::string& name)
{
    return const_cast<StepRecord*>(static_cast<const TaskRecord*>(this)->FindStep(name));
}

const StepRecord&
TaskRecord::GetStep(const std::string& name) const
{
    static const StepRecord none;
    const StepRecord* step = FindStep(name);
    return step ? *step : none;
}

std::vector<std::string>
ListStepNames(const std::vector<const TaskRecord*>& records)
{
    StepNames names;
    for (const TaskRecord* record : records)
    {
        names.Add(*record);
    }
    return names.Get();
}

} // namespace edgeai
} // namespace ns3
