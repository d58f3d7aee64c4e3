/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pipeline-summary.h"

#include "text-table.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Mean of what is available.
class Mean
{
  public:
    /// @param [in] value left out if it is not available
    void Add(double value)
    {
        if (!std::isnan(value))
        {
            m_sum += value;
            ++m_count;
        }
    }

    /// @returns the mean, or that there is none
    double Get() const
    {
        return m_count ? m_sum / m_count : NOT_AVAILABLE;
    }

    /// @returns the sum
    double GetSum() const
    {
        return m_sum;
    }

  private:
    double m_sum{0};
    uint64_t m_count{0};
};

} // namespace

std::vector<HopSummary>
SummariseHops(const std::vector<const TaskRecord*>& records, double from, double until)
{
    std::size_t count = 0;
    for (const TaskRecord* record : records)
    {
        count = std::max(count, record->hops.size());
    }
    std::vector<HopSummary> summaries;
    for (std::size_t i = 0; i < count; ++i)
    {
        HopSummary summary;
        Mean planned;
        Mean realised;
        Mean wait;
        Mean energy;
        double busy = 0;
        double flop = 0;
        double traffic = 0;
        for (const TaskRecord* record : records)
        {
            if (record->hops.size() <= i)
            {
                continue;
            }
            const HopRecord& hop = record->hops[i];
            summary.link = hop.link;
            summary.index = hop.index;
            if (std::isnan(hop.finished) || record->generated < from)
            {
                continue;
            }
            ++summary.frames;
            planned.Add(hop.planned);
            realised.Add(hop.GetTime());
            wait.Add(hop.started - hop.queued);
            energy.Add(hop.energy);
            busy += std::max(0.0, std::min(hop.finished, until) - hop.started);
            flop += std::isnan(hop.flop) ? 0 : hop.flop;
            traffic += std::isnan(hop.traffic) ? 0 : hop.traffic;
        }
        summary.planned = planned.Get();
        summary.realised = realised.Get();
        summary.wait = wait.Get();
        summary.energy = energy.Get();
        summary.utilisation = until > from ? busy / (until - from) : NOT_AVAILABLE;
        summary.intensity = traffic > 0 ? flop / traffic : NOT_AVAILABLE;
        summaries.push_back(summary);
    }
    return summaries;
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
            ++windows[begun].captured;
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
PrintHops(const std::vector<HopSummary>& hops, std::ostream& os)
{
    TextTable table({{"hop", ""},
                     {"frames", ""},
                     {"planned", "s"},
                     {"realised", "s"},
                     {"ratio", ""},
                     {"wait", "s"},
                     {"utilisation", ""},
                     {"intensity", "FLOP/B"},
                     {"energy", "J"}});
    for (const HopSummary& hop : hops)
    {
        table.AddRow({(hop.link ? "link " : "stage ") + std::to_string(hop.index),
                      hop.frames,
                      hop.planned,
                      hop.realised,
                      hop.realised / hop.planned,
                      hop.wait,
                      hop.utilisation,
                      hop.intensity,
                      hop.energy});
    }
    table.Print(os);
}

} // namespace edgeai
} // namespace ns3
