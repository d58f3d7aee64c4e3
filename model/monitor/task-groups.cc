/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "task-groups.h"

#include "quantity-table.h"
#include "word-kind.h"

#include <cmath>
#include <map>
#include <string>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] part some of the tasks  @param [in] all tasks  @returns part / all
double
GetRatio(uint64_t part, uint64_t all)
{
    return all ? static_cast<double>(part) / static_cast<double>(all) : NOT_AVAILABLE;
}

} // namespace

/// One group, but for the percentiles.
class TaskGroups::Group
{
  public:
    /// @param [in] record its next task
    void Add(const TaskRecord& record)
    {
        ++m_summary.counts.generated;
        m_first = std::fmin(m_first, record.generated);
        if (record.outcome == TaskOutcome::UNFINISHED)
        {
            ++m_summary.counts.unfinished;
            return;
        }
        ++m_summary.counts.byOutcome[record.outcome];
        m_last = std::fmax(m_last, record.ended);
        const double energy = std::isnan(record.realised.energy) ? 0 : record.realised.energy;
        m_summary.energyTotal += energy;
        m_summary.deadlineMissed += record.deadlineMissed;
        m_summary.energyMissed += record.energyMissed;
        m_withDeadline +=
            !std::isnan(record.latencyBudget) && record.outcome != TaskOutcome::STOPPED;
        m_withEnergyBudget +=
            !std::isnan(record.energyBudget) && !std::isnan(record.realised.energy);
        if (IsDropped(record.outcome))
        {
            ++m_summary.counts.dropped;
            m_summary.energyWasted += energy;
            AddReason(record);
            return;
        }
        ++m_summary.counts.completed;
        m_summary.late += record.deadlineMissed;
        m_quantities.Add(record);
    }

    /// @returns its figures
    TaskSummary Get() const
    {
        TaskSummary summary = m_summary;
        for (const auto& [key, kind] : m_reasons)
        {
            OutcomeReason& most = summary.reasons[key.first];
            most = kind.GetCount() > most.count ? OutcomeReason{kind.GetFirst(), kind.GetCount()}
                                                : most;
        }
        summary.quantities = m_quantities.Get();
        summary.deadlineMissRatio = GetRatio(summary.deadlineMissed, m_withDeadline);
        summary.energyMissRatio = GetRatio(summary.energyMissed, m_withEnergyBudget);
        if (m_last > m_first)
        {
            summary.completionRate = summary.counts.completed / (m_last - m_first);
        }
        return summary;
    }

  private:
    void AddReason(const TaskRecord& dropped)
    {
        if (!dropped.detail.empty())
        {
            m_reasons[{dropped.outcome, WordKind::GetName(dropped.detail)}].Add(dropped.detail);
        }
    }

    TaskSummary m_summary; ///< its counts and totals
    QuantityTable m_quantities;
    std::map<std::pair<TaskOutcome, std::string>, WordKind> m_reasons;
    uint64_t m_withDeadline{0};
    uint64_t m_withEnergyBudget{0};
    double m_first{NOT_AVAILABLE}; ///< generation [s]
    double m_last{NOT_AVAILABLE};  ///< end [s]
};

TaskGroups::TaskGroups() = default;

TaskGroups::~TaskGroups() = default;

uint32_t
TaskGroups::MakeGroup()
{
    m_groups.push_back(std::make_unique<Group>());
    return static_cast<uint32_t>(m_groups.size() - 1);
}

void
TaskGroups::Add(uint32_t group, const TaskRecord& record)
{
    m_groups.at(group)->Add(record);
    if (record.outcome == TaskOutcome::COMPLETED)
    {
        m_latencies.Add(group, record.planned, record.realised);
    }
}

std::vector<TaskSummary>
TaskGroups::Get()
{
    const auto latencies = m_latencies.Get(static_cast<uint32_t>(m_groups.size()));
    std::vector<TaskSummary> summaries;
    for (const auto& group : m_groups)
    {
        TaskSummary summary = group->Get();
        summary.latencyPlanned = latencies[summaries.size()].planned;
        summary.latencyRealised = latencies[summaries.size()].realised;
        summaries.push_back(std::move(summary));
    }
    return summaries;
}

} // namespace edgeai
} // namespace ns3
