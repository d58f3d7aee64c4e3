/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TASK_GROUPS_H
#define EDGE_AI_TASK_GROUPS_H

#include "inference-summary.h"
#include "latency-quantiles.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * Summarises groups of tasks, a task at a time. Sums are added in the order in which tasks come, so
 * that the same tasks in the same order give the same bits, wherever their records are.
 */
class TaskGroups
{
  public:
    TaskGroups();
    ~TaskGroups();

    /// @returns number of a new group, from 0
    uint32_t MakeGroup();

    /// @param [in] group by its number  @param [in] record its next task, ascending in id
    void Add(uint32_t group, const TaskRecord& record);

    /// Call once. @returns the figures of every group, in the order of their numbers
    /// @throws std::runtime_error if a temporary file cannot be written or read
    std::vector<TaskSummary> Get();

  private:
    class Group;
    std::vector<std::unique_ptr<Group>> m_groups;
    LatencyQuantiles m_latencies;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TASK_GROUPS_H
