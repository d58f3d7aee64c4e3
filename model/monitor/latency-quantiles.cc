/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "latency-quantiles.h"

#include <algorithm>
#include <cmath>
#include <gsl/gsl_statistics_double.h>
#include <tuple>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Finds the percentiles of values that come in order.
class SortedPercentiles
{
  public:
    /// @param [in] count how many values will come
    explicit SortedPercentiles(uint64_t count)
    {
        for (std::size_t i = 0; i < m_wanted.size() && count > 0; ++i)
        {
            const double place = FRACTIONS[i] * static_cast<double>(count - 1);
            const auto below = static_cast<uint64_t>(place);
            m_wanted[i].below = below;
            m_wanted[i].above = std::min(below + 1, count - 1);
            m_wanted[i].between = place - static_cast<double>(below);
        }
    }

    /// @param [in] value the next
    void Add(double value)
    {
        for (Wanted& wanted : m_wanted)
        {
            wanted.values[0] = m_next == wanted.below ? value : wanted.values[0];
            wanted.values[1] = m_next == wanted.above ? value : wanted.values[1];
        }
        ++m_next;
    }

    /// @returns what was found, after all values came
    Percentiles Get() const
    {
        if (m_next == 0)
        {
            return {};
        }
        const auto get = [](const Wanted& wanted) {
            const double* values = wanted.values.data();
            return wanted.below == wanted.above // the only one
                       ? *values
                       : gsl_stats_quantile_from_sorted_data(values, 1, 2, wanted.between);
        };
        return {get(m_wanted[0]), get(m_wanted[1]), get(m_wanted[2])};
    }

  private:
    static constexpr std::array<double, 3> FRACTIONS{0.50, 0.95, 0.99};

    /// A quantile: between two values that are neighbours.
    struct Wanted
    {
        uint64_t below{0};                                          ///< place of the lower one
        uint64_t above{0};                                          ///< place of the upper one
        double between{0};                                          ///< how far from it, in [0, 1)
        std::array<double, 2> values{NOT_AVAILABLE, NOT_AVAILABLE}; ///< the two
    };

    std::array<Wanted, 3> m_wanted;
    uint64_t m_next{0}; ///< place of the next value
};

} // namespace

LatencyQuantiles::LatencyQuantiles()
    : m_values(&LatencyQuantiles::IsLess)
{
}

void
LatencyQuantiles::Add(uint32_t group, const TaskTotals& planned, const TaskTotals& realised)
{
    if (group >= m_counts.size())
    {
        m_counts.resize(group + 1);
    }
    const auto add = [&](double latency, Kind kind) {
        if (!std::isnan(latency))
        {
            m_values.Add({group, kind, latency});
            ++m_counts[group][kind];
        }
    };
    const bool both = !std::isnan(planned.latency) && !std::isnan(realised.latency);
    add(planned.latency, both ? PLANNED : PLANNED_ALONE);
    add(realised.latency, both ? REALISED : REALISED_ALONE);
}

std::vector<LatencyQuantiles::Result>
LatencyQuantiles::Get(uint32_t groups)
{
    m_counts.resize(groups);
    std::vector<std::array<SortedPercentiles, 2>> found;
    const auto pick = [this](uint32_t group) {
        const auto& counts = m_counts[group];
        const bool both = counts[REALISED] > 0;
        // Without any task that has both, a plan is of other tasks than a latency.
        const bool planAlone = !both && counts[REALISED_ALONE] == 0;
        return std::pair<Kind, Kind>{both        ? PLANNED
                                     : planAlone ? PLANNED_ALONE
                                                 : KINDS,
                                     both ? REALISED : REALISED_ALONE};
    };
    for (uint32_t group = 0; group < groups; ++group)
    {
        const auto [planned, realised] = pick(group);
        found.push_back({SortedPercentiles(planned == KINDS ? 0 : m_counts[group][planned]),
                         SortedPercentiles(m_counts[group][realised])});
    }
    m_values.Drain([&](const Value& value) {
        const auto [planned, realised] = pick(value.group);
        if (value.kind == planned || value.kind == realised)
        {
            found[value.group][value.kind == realised].Add(value.latency);
        }
    });
    std::vector<Result> results;
    for (const auto& group : found)
    {
        results.push_back({group[0].Get(), group[1].Get()});
    }
    return results;
}

bool
LatencyQuantiles::IsLess(const Value& a, const Value& b)
{
    return std::tie(a.group, a.kind, a.latency) < std::tie(b.group, b.kind, b.latency);
}

} // namespace edgeai
} // namespace ns3
