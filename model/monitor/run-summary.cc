/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "run-summary.h"

#include "task-groups.h"

#include "ns3/abort.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] record one more task  @param [in,out] counts of all, without the reasons
void
Count(const TaskRecord& record, TaskCounts& counts)
{
    ++counts.generated;
    ++(record.outcome == TaskOutcome::UNFINISHED ? counts.unfinished
       : IsDropped(record.outcome)               ? counts.dropped
                                                 : counts.completed);
}

/// Groups of tasks by a key.
template <typename Key>
class KeyedGroups
{
  public:
    /// @param [in] key of a group  @param [in] record its next task  @param [in,out] groups all
    void Add(const Key& key, const TaskRecord& record, TaskGroups& groups)
    {
        auto found = m_numbers.find(key);
        if (found == m_numbers.end())
        {
            found = m_numbers.emplace(key, groups.MakeGroup()).first;
        }
        groups.Add(found->second, record);
    }

    /// @param [in] summaries by number  @returns those of these groups, by key
    std::map<Key, TaskSummary> Pick(const std::vector<TaskSummary>& summaries) const
    {
        std::map<Key, TaskSummary> picked;
        for (const auto& [key, number] : m_numbers)
        {
            picked.emplace(key, summaries.at(number));
        }
        return picked;
    }

  private:
    std::map<Key, uint32_t> m_numbers;
};

} // namespace

InferenceSummary
SummariseRun(const RecordSource& source, double warmUp, const TaskCounts& told)
{
    InferenceSummary summary;
    summary.warmUp = warmUp;
    TaskGroups groups;
    const uint32_t all = groups.MakeGroup();
    KeyedGroups<std::string> byPlanner;
    KeyedGroups<std::string> byNetwork;
    KeyedGroups<uint32_t> byNode;
    TaskCounts counts;
    source.ForEach([&](const TaskRecord& record) {
        Count(record, counts);
        if (record.generated < warmUp)
        {
            ++summary.leftOut;
            return;
        }
        groups.Add(all, record);
        byPlanner.Add(record.planner, record, groups);
        byNetwork.Add(record.network, record, groups);
        byNode.Add(record.node, record, groups);
    });
    const std::vector<TaskSummary> summaries = groups.Get();
    summary.all = summaries.at(all);
    summary.byPlanner = byPlanner.Pick(summaries);
    summary.byNetwork = byNetwork.Pick(summaries);
    summary.byNode = byNode.Pick(summaries);
    // What is counted from the records must be what was counted while tasks came and went.
    NS_ABORT_MSG_UNLESS(told.IsConserved() && counts.generated == told.generated &&
                            counts.completed == told.completed && counts.dropped == told.dropped &&
                            counts.unfinished == told.unfinished,
                        "InferenceMonitor: tasks are not conserved");
    return summary;
}

} // namespace edgeai
} // namespace ns3
