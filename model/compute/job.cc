/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "job.h"

namespace ns3
{
namespace edgeai
{

const char*
ToString(JobOutcome outcome)
{
    switch (outcome)
    {
    case JobOutcome::COMPLETED:
        return "completed";
    case JobOutcome::QUEUE_FULL:
        return "queue-full";
    case JobOutcome::MEMORY:
        return "memory";
    case JobOutcome::BATTERY:
        return "battery";
    case JobOutcome::CANCELLED:
        return "cancelled";
    case JobOutcome::INVALID:
        return "invalid";
    }
    return "unknown";
}

std::ostream&
operator<<(std::ostream& os, JobOutcome outcome)
{
    return os << ToString(outcome);
}

} // namespace edgeai
} // namespace ns3
