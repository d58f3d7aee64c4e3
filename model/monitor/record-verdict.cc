/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "record-verdict.h"

#include "record-columns.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

void
JudgeBudgets(TaskRecord& record, double tolerance)
{
    // Comparisons with what is not available are false: no budget, no miss.
    const double excess = 1 + tolerance;
    if (record.outcome == TaskOutcome::COMPLETED)
    {
        record.deadlineMissed = record.realised.latency > excess * record.latencyBudget;
    }
    else
    {
        record.deadlineMissed =
            record.outcome != TaskOutcome::STOPPED && !std::isnan(record.latencyBudget);
    }
    record.energyMissed = record.realised.energy > excess * record.energyBudget;
}

std::string
FindEndFault(const TaskRecord& begun, const TaskRecord& ended)
{
    if (ended.node != begun.node || ended.generated != begun.generated)
    {
        return "another node or generation than it began with";
    }
    if (!(ended.ended >= ended.generated))
    {
        return "no field ended, or one before field generated";
    }
    return FindFault(ended);
}

} // namespace edgeai
} // namespace ns3
