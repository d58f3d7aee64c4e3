/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "inference-summary.h"

#include <algorithm>
#include <cmath>
#include <gsl/gsl_statistics_double.h>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Where a quantity is found in a record.
struct Quantity
{
    const char* name;
    const char* unit;
    double (*planned)(const TaskRecord& record);  ///< null: nothing is planned
    double (*realised)(const TaskRecord& record); ///< null: nothing is measured
};

// The same member of the planned and the realised figures.
#define FIGURE(name, unit, member)                                                                 \
    {                                                                                              \
        name, unit, [](const TaskRecord& r) { return r.planned.member; },                          \
            [](const TaskRecord& r) { return r.realised.member; }                                  \
    }
#define SETTING(name, unit, member)                                                                \
    {                                                                                              \
        name, unit, [](const TaskRecord& r) { return r.member##Planned; },                         \
            [](const TaskRecord& r) { return r.member##Applied; }                                  \
    }
#define WAY(name, unit, member)                                                                    \
    {                                                                                              \
        name, unit, [](const TaskRecord& r) { return r.member##Planned; },                         \
            [](const TaskRecord& r) { return r.member##Realised; }                                 \
    }
#define MEASURED(name, unit, member)                                                               \
    {                                                                                              \
        name, unit, nullptr, [](const TaskRecord& r) { return r.member; }                          \
    }

/// @returns all quantities, in the order they are printed
const std::vector<Quantity>&
GetQuantities()
{
    static const std::vector<Quantity> quantities{
        MEASURED("plan wait", "s", planWait),
        MEASURED("device wait", "s", deviceWait),
        FIGURE("device time", "s", device.time),
        MEASURED("uplink wait", "s", uplinkWait),
        FIGURE("uplink time", "s", uplink.time),
        MEASURED("server wait", "s", serverWait),
        FIGURE("server time", "s", server.time),
        FIGURE("downlink time", "s", downlink.time),
        FIGURE("latency", "s", latency),
        FIGURE("device energy", "J", device.energy),
        FIGURE("uplink energy", "J", uplink.energy),
        FIGURE("server energy", "J", server.energy),
        FIGURE("downlink energy", "J", downlink.energy),
        FIGURE("energy", "J", energy),
        FIGURE("distortion", "", distortion),
        SETTING("transmit power", "W", txPower),
        SETTING("device clock", "cycle/s", deviceClock),
        SETTING("server clock", "cycle/s", serverClock),
        SETTING("computing units", "", units),
        WAY("uplink SINR", "", uplinkWay.sinr),
        WAY("uplink rate", "bit/s", uplinkWay.rate),
        WAY("downlink SINR", "", downlinkWay.sinr),
        WAY("downlink rate", "bit/s", downlinkWay.rate),
        {"rate factor", "", [](const TaskRecord& r) { return r.rateFactor; }, nullptr},
        MEASURED("goodput", "bit/s", goodput),
    };
    return quantities;
}

#undef FIGURE
#undef SETTING
#undef WAY
#undef MEASURED

/// Sum of what is available.
struct Sum
{
    double total{0};
    uint64_t count{0};

    /// @param [in] value left out if not available
    void Add(double value)
    {
        if (!std::isnan(value))
        {
            total += value;
            ++count;
        }
    }

    /// @returns the mean, not available without a value
    double GetMean() const
    {
        return count ? total / count : NOT_AVAILABLE;
    }
};

/// @param [in] quantity which  @param [in] completed tasks  @returns planned against realised
QuantitySummary
Summarise(const Quantity& quantity, const std::vector<const TaskRecord*>& completed)
{
    Sum planned;
    Sum realised;
    Sum pairedPlanned;
    Sum pairedRealised;
    for (const TaskRecord* record : completed)
    {
        const double plan = quantity.planned ? quantity.planned(*record) : NOT_AVAILABLE;
        const double fact = quantity.realised ? quantity.realised(*record) : NOT_AVAILABLE;
        planned.Add(plan);
        realised.Add(fact);
        if (!std::isnan(plan) && !std::isnan(fact))
        {
            pairedPlanned.Add(plan);
            pairedRealised.Add(fact);
        }
    }
    QuantitySummary summary;
    summary.name = quantity.name;
    summary.unit = quantity.unit;
    summary.plannedCount = planned.count;
    summary.realisedCount = realised.count;
    summary.planned = planned.GetMean();
    summary.realised = realised.GetMean();
    if (pairedPlanned.total > 0)
    {
        summary.ratio = pairedRealised.total / pairedPlanned.total;
    }
    return summary;
}

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
    std::vector<double> planned;
    std::vector<double> realised;
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
        summary.retransmissions += record->retransmissions;
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
            continue;
        }
        ++summary.counts.completed;
        summary.late += record->deadlineMissed;
        completed.push_back(record);
        for (auto [values, latency] : {std::make_pair(&planned, record->planned.latency),
                                       std::make_pair(&realised, record->realised.latency)})
        {
            if (!std::isnan(latency))
            {
                values->push_back(latency);
            }
        }
    }
    for (const Quantity& quantity : GetQuantities())
    {
        summary.quantities.push_back(Summarise(quantity, completed));
    }
    summary.latencyPlanned = GetPercentiles(std::move(planned));
    summary.latencyRealised = GetPercentiles(std::move(realised));
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
