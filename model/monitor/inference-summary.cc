/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "inference-summary.h"

#include "record-list.h"
#include "task-groups.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

bool
TaskCounts::IsConserved() const
{
    uint64_t done = 0;
    uint64_t lost = 0;
    for (const auto& [outcome, count] : byOutcome)
    {
        (IsDropped(outcome) ? lost : done) += count;
    }
    return done == completed && lost == dropped && generated == completed + dropped + unfinished;
}

const QuantitySummary*
TaskSummary::Find(const std::string& name) const
{
    const auto found = std::find_if(quantities.begin(),
                                    quantities.end(),
                                    [&](const QuantitySummary& q) { return q.name == name; });
    return found == quantities.end() ? nullptr : &*found;
}

TaskSummary
SummariseTasks(const std::vector<const TaskRecord*>& records)
{
    return SummariseTasksOf(RecordList(records));
}

TaskSummary
SummariseTasksOf(const RecordSource& source)
{
    TaskGroups groups;
    const uint32_t all = groups.MakeGroup();
    source.ForEach([&](const TaskRecord& record) { groups.Add(all, record); });
    return groups.Get().front();
}

} // namespace edgeai
} // namespace ns3
