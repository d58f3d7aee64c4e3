/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "task-record.h"

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

} // namespace edgeai
} // namespace ns3
