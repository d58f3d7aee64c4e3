/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "inference-summary.h"

#include "quantity-table.h"
#include "word-kind.h"

#include <algorithm>
#include <cmath>
#include <gsl/gsl_statistics_double.h>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] values in any order  @returns their percentiles
Percentiles
GetPercentiles(std::vector<double> values)
{
    Percentiles percentiles;
    if (!values.empty())
    {
        std::sort(values.begin(), values.end());
        const auto quantile = [&](double f) {
            return gsl_stats_quantile_from_sorted_data(values.data(), 1, values.size(), f);
        };
        percentiles = {quantile(0.50), quantile(0.95), quantile(0.99)};
    }
    return percentiles;
}

/// @param [in] completed tasks  @param [in,out] summary gets percentiles of the same tasks'
/// latencies
void
FillLatencies(const std::vector<const TaskRecord*>& completed, TaskSummary& summary)
{
    const uint64_t both = summary.Find("latency")->count;
    std::vector<double> planned;
    std::vector<double> realised;
    for (const TaskRecord* record : completed)
    {
        const double plan = record->planned.latency;
        const double fact = record->realised.latency;
        if (!std::isnan(fact) && (both == 0 || !std::isnan(plan)))
        {
            realised.push_back(fact);
        }
        if (!std::isnan(plan) && (both == 0 || !std::isnan(fact)))
        {
            planned.push_back(plan);
        }
    }
    if (both == 0 && !realised.empty())
    {
        planned.clear(); // of other tasks
    }
    summary.latencyPlanned = GetPercentiles(std::move(planned));
    summary.latencyRealised = GetPercentiles(std::move(realised));
}

/// @param [in] dropped tasks  @returns the most frequent reason by outcome
std::map<TaskOutcome, OutcomeReason>
CountReasons(const std::vector<const TaskRecord*>& dropped)
{
    std::map<std::pair<TaskOutcome, std::string>, WordKind> kinds;
    for (const TaskRecord* record : dropped)
    {
        if (!record->detail.empty())
        {
            kinds[{record->outcome, WordKind::GetName(record->detail)}].Add(record->detail);
        }
    }
    std::map<TaskOutcome, OutcomeReason> reasons;
    for (const auto& [key, kind] : kinds)
    {
        OutcomeReason& most = reasons[key.first];
        most =
            kind.GetCount() > most.count ? OutcomeReason{kind.GetFirst(), kind.GetCount()} : most;
    }
    return reasons;
}

/// @param [in] part some of the tasks  @param [in] all tasks  @returns part / all
double
GetRatio(uint64_t part, uint64_t all)
{
    return all ? static_cast<double>(part) / static_cast<double>(all) : NOT_AVAILABLE;
}

} // namespace

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
    TaskSummary summary;
    std::vector<const TaskRecord*> completed;
    std::vector<const TaskRecord*> dropped;
    uint64_t withDeadline = 0;
    uint64_t withEnergyBudget = 0;
    double first = NOT_AVAILABLE;
    double last = NOT_AVAILABLE;
    for (const TaskRecord* record : records)
    {
        ++summary.counts.generated;
        first = std::fmin(first, record->generated);
        if (record->outcome == TaskOutcome::UNFINISHED)
        {
            ++summary.counts.unfinished;
            continue;
        }
        ++summary.counts.byOutcome[record->outcome];
        last = std::fmax(last, record->ended);
        const double energy = std::isnan(record->realised.energy) ? 0 : record->realised.energy;
        summary.energyTotal += energy;
        summary.deadlineMissed += record->deadlineMissed;
        summary.energyMissed += record->energyMissed;
        withDeadline +=
            !std::isnan(record->latencyBudget) && record->outcome != TaskOutcome::STOPPED;
        withEnergyBudget +=
            !std::isnan(record->energyBudget) && !std::isnan(record->realised.energy);
        if (IsDropped(record->outcome))
        {
            ++summary.counts.dropped;
            summary.energyWasted += energy;
            dropped.push_back(record);
            continue;
        }
        ++summary.counts.completed;
        summary.late += record->deadlineMissed;
        completed.push_back(record);
    }
    summary.reasons = CountReasons(dropped);
    summary.quantities = SummariseQuantities(completed);
    FillLatencies(completed, summary);
    summary.deadlineMissRatio = GetRatio(summary.deadlineMissed, withDeadline);
    summary.energyMissRatio = GetRatio(summary.energyMissed, withEnergyBudget);
    if (last > first)
    {
        summary.completionRate = summary.counts.completed / (last - first);
    }
    return summary;
}

} // namespace edgeai
} // namespace ns3
