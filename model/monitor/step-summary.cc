/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "step-summary.h"

#include "mean.h"
#include "record-list.h"
#include "step-names.h"
#include "text-table.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <stdexcept>
#include <string>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Adds up the steps of one name.
class StepSums
{
  public:
    /// @param [in] record a task  @param [in] step of it, that it takes
    /// @param [in] from beginning of the span [s]  @param [in] until its end [s]
    void Add(const TaskRecord& record, const StepRecord& step, double from, double until)
    {
        m_summary.kind = step.planned.kind;
        // Whoever is busy in the span is so with tasks from before it, too.
        const double end = std::isnan(step.finished) ? record.ended : step.finished;
        const double overlap =
            std::min(std::isnan(end) ? until : end, until) - std::max(step.started, from);
        if (overlap > 0)
        {
            m_busy += overlap;
            m_nodes.insert(step.planned.node);
        }
        if (!(step.finished <= until) || record.generated < from)
        {
            return;
        }
        ++m_summary.tasks;
        m_time.Add(step.planned.time, step.GetTime());
        m_wait.Add(step.GetWait());
        m_energy.Add(step.planned.energy, step.energy);
        if (!std::isnan(step.work) && !std::isnan(step.traffic))
        {
            m_work += step.work;
            m_traffic += step.traffic;
        }
    }

    /// @param [in] name of the steps  @param [in] length of the span [s]  @returns their figures
    StepSummary Get(const std::string& name, double length) const
    {
        StepSummary summary = m_summary;
        summary.name = name;
        summary.planned = m_time.GetPlanned();
        summary.realised = m_time.GetRealised();
        summary.wait = m_wait.Get();
        summary.energyPlanned = m_energy.GetPlanned();
        summary.energyRealised = m_energy.GetRealised();
        const double span = length * std::max<std::size_t>(1, m_nodes.size());
        summary.utilisation = length > 0 ? m_busy / span : NOT_AVAILABLE;
        summary.intensity = m_traffic > 0 ? m_work / m_traffic : NOT_AVAILABLE;
        return summary;
    }

  private:
    StepSummary m_summary;
    PairedMean m_time;
    PairedMean m_energy;
    Mean m_wait;
    std::set<uint32_t> m_nodes;
    double m_busy{0};    ///< [s]
    double m_work{0};    ///< [FLOP]
    double m_traffic{0}; ///< [B]
};

} // namespace

std::vector<StepSummary>
SummariseSteps(const std::vector<const TaskRecord*>& records, double from, double until)
{
    return SummariseStepsOf(RecordList(records), from, until);
}

std::vector<StepSummary>
SummariseStepsOf(const RecordSource& source, double from, double until)
{
    StepNames names;
    std::map<std::string, StepSums> sums;
    source.ForEach([&](const TaskRecord& record) {
        names.Add(record);
        for (const StepRecord& step : record.steps)
        {
            if (step.IsTaken())
            {
                sums[step.planned.name].Add(record, step, from, until);
            }
        }
    });
    std::vector<StepSummary> summaries;
    for (const std::string& name : names.Get())
    {
        summaries.push_back(sums[name].Get(name, until - from));
    }
    return summaries;
}

double
ThroughputWindow::GetThroughput() const
{
    return completed / (end - start);
}

std::vector<ThroughputWindow>
ListThroughput(const std::vector<const TaskRecord*>& records, double window, double until)
{
    return ListThroughputOf(RecordList(records), window, until);
}

std::vector<ThroughputWindow>
ListThroughputOf(const RecordSource& source, double window, double until)
{
    if (!(window > 0))
    {
        throw std::invalid_argument("window must be > 0 s, got " + std::to_string(window));
    }
    std::vector<ThroughputWindow> windows;
    std::vector<Mean> latencies;
    for (std::size_t i = 0; (i + 1) * window <= until; ++i)
    {
        ThroughputWindow next;
        next.start = i * window;
        next.end = (i + 1) * window;
        windows.push_back(next);
    }
    latencies.resize(windows.size());
    const auto find = [&](double when) {
        return std::isnan(when) ? windows.size() : static_cast<std::size_t>(when / window);
    };
    source.ForEach([&](const TaskRecord& record) {
        const std::size_t begun = find(record.generated);
        const std::size_t ended = find(record.ended);
        if (begun < windows.size())
        {
            ++windows[begun].generated;
        }
        if (ended < windows.size() && record.outcome == TaskOutcome::COMPLETED)
        {
            ++windows[ended].completed;
            latencies[ended].Add(record.realised.latency);
        }
        else if (ended < windows.size())
        {
            ++windows[ended].dropped;
        }
    });
    for (std::size_t i = 0; i < windows.size(); ++i)
    {
        windows[i].latency = latencies[i].Get();
    }
    return windows;
}

void
PrintSteps(const std::vector<StepSummary>& steps, std::ostream& os)
{
    TextTable table({{"step", ""},
                     {"tasks", ""},
                     {"planned", "s"},
                     {"realised", "s"},
                     {"ratio", ""},
                     {"wait", "s"},
                     {"utilisation", ""},
                     {"intensity", "FLOP/B"},
                     {"energy", "J"}});
    for (const StepSummary& step : steps)
    {
        table.AddRow({step.name,
                      step.tasks,
                      step.planned,
                      step.realised,
                      step.realised / step.planned,
                      step.wait,
                      step.utilisation,
                      step.intensity,
                      step.energyRealised});
    }
    table.Print(os);
}

} // namespace edgeai
} // namespace ns3
