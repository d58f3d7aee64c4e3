/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "step-summary.h"

#include "mean.h"
#include "text-table.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>
#include <stdexcept>
#include <string>

namespace ns3
{
namespace edgeai
{

std::vector<StepSummary>
SummariseSteps(const std::vector<const TaskRecord*>& records, double from, double until)
{
    std::vector<StepSummary> summaries;
    for (const std::string& name : ListStepNames(records))
    {
        StepSummary summary;
        summary.name = name;
        PairedMean time;
        PairedMean energy;
        Mean wait;
        std::set<uint32_t> nodes;
        double busy = 0;
        double work = 0;
        double traffic = 0;
        for (const TaskRecord* record : records)
        {
            for (const StepRecord& step : record->steps)
            {
                if (step.planned.name != name || !step.IsTaken())
                {
                    continue;
                }
                summary.kind = step.planned.kind;
                // Whoever is busy in the span is so with tasks from before it, too.
                const double end = std::isnan(step.finished) ? record->ended : step.finished;
                const double overlap =
                    std::min(std::isnan(end) ? until : end, until) - std::max(step.started, from);
                if (overlap > 0)
                {
                    busy += overlap;
                    nodes.insert(step.planned.node);
                }
                if (!(step.finished <= until) || record->generated < from)
                {
                    continue;
                }
                ++summary.tasks;
                time.Add(step.planned.time, step.GetTime());
                wait.Add(step.GetWait());
                energy.Add(step.planned.energy, step.energy);
                if (!std::isnan(step.work) && !std::isnan(step.traffic))
                {
                    work += step.work;
                    traffic += step.traffic;
                }
            }
        }
        summary.planned = time.GetPlanned();
        summary.realised = time.GetRealised();
        summary.wait = wait.Get();
        summary.energyPlanned = energy.GetPlanned();
        summary.energyRealised = energy.GetRealised();
        const double span = (until - from) * std::max<std::size_t>(1, nodes.size());
        summary.utilisation = until > from ? busy / span : NOT_AVAILABLE;
        summary.intensity = traffic > 0 ? work / traffic : NOT_AVAILABLE;
        summaries.push_back(summary);
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
    for (const TaskRecord* record : records)
    {
        const std::size_t begun = find(record->generated);
        const std::size_t ended = find(record->ended);
        if (begun < windows.size())
        {
            ++windows[begun].generated;
        }
        if (ended < windows.size() && record->outcome == TaskOutcome::COMPLETED)
        {
            ++windows[ended].completed;
            latencies[ended].Add(record->realised.latency);
        }
        else if (ended < windows.size())
        {
            ++windows[ended].dropped;
        }
    }
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
