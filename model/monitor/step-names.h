/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_STEP_NAMES_H
#define EDGE_AI_STEP_NAMES_H

#include "task-record.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Collects what ListStepNames() returns, a task at a time.
class StepNames
{
  public:
    /// @param [in] record the next task, ascending in id
    void Add(const TaskRecord& record)
    {
        std::size_t next = 0; // behind the name before
        for (const StepRecord& step : record.steps)
        {
            auto found = std::find(m_names.begin(), m_names.end(), step.planned.name);
            if (found == m_names.end())
            {
                found = m_names.insert(m_names.begin() + next, step.planned.name);
            }
            next = found - m_names.begin() + 1;
        }
    }

    /// @returns the names so far, each once: every task's in its order, as far as tasks agree
    const std::vector<std::string>& Get() const
    {
        return m_names;
    }

  private:
    std::vector<std::string> m_names;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_STEP_NAMES_H
