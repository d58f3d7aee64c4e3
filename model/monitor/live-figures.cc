/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "live-figures.h"

#include "mean.h"

#include <algorithm>
#include <boost/accumulators/accumulators.hpp>
#include <boost/accumulators/statistics/extended_p_square.hpp>
#include <boost/accumulators/statistics/stats.hpp>
#include <cmath>
#include <cstddef>
#include <gsl/gsl_statistics_double.h>
#include <vector>

namespace ns3
{
namespace edgeai
{

namespace
{

namespace accumulators = boost::accumulators;

/// Latencies that are kept: the estimates of few values are worth nothing.
constexpr std::size_t FEW = 50;

/// Quantiles that are estimated together: those in between keep the others from going astray, as
/// one alone does at times by several percent.
const std::vector<double> SHARES{.10, .25, .50, .75, .90, .95, .975, .99, .995};
constexpr std::size_t MEDIAN = 2; ///< place of .50
constexpr std::size_t P95 = 5;    ///< place of .95
constexpr std::size_t P99 = 7;    ///< place of .99

/// Estimates quantiles.
using Quantiles =
    accumulators::accumulator_set<double,
                                  accumulators::stats<accumulators::tag::extended_p_square>>;

} // namespace

/// What is kept.
struct LiveFigures::Estimates
{
    Mean latency;
    std::vector<double> first; ///< latencies, ascending; at most FEW
    Quantiles quantiles{accumulators::extended_p_square_probabilities = SHARES};
    uint64_t late{0};
    double energy{0};
};

LiveFigures::LiveFigures()
    : m_estimates(std::make_unique<Estimates>())
{
}

LiveFigures::~LiveFigures() = default;

void
LiveFigures::Add(const TaskRecord& record)
{
    const double energy = record.realised.energy;
    m_estimates->energy += std::isnan(energy) ? 0 : energy;
    if (record.outcome != TaskOutcome::COMPLETED)
    {
        return;
    }
    m_estimates->late += record.deadlineMissed;
    const double latency = record.realised.latency;
    m_estimates->latency.Add(latency);
    if (std::isnan(latency))
    {
        return;
    }
    std::vector<double>& first = m_estimates->first;
    if (m_estimates->latency.GetCount() <= FEW)
    {
        first.insert(std::upper_bound(first.begin(), first.end(), latency), latency);
    }
    m_estimates->quantiles(latency);
}

LiveSummary
LiveFigures::Get() const
{
    LiveSummary progress;
    progress.late = m_estimates->late;
    progress.latency = m_estimates->latency.Get();
    progress.energy = m_estimates->energy;
    const std::vector<double>& first = m_estimates->first;
    if (first.empty())
    {
        return progress;
    }
    const bool isExact = m_estimates->latency.GetCount() == first.size();
    const auto get = [&](std::size_t place) {
        return isExact ? gsl_stats_quantile_from_sorted_data(first.data(),
                                                             1,
                                                             first.size(),
                                                             SHARES[place])
                       : accumulators::extended_p_square(m_estimates->quantiles)[place];
    };
    progress.latencies = {get(MEDIAN), get(P95), get(P99)};
    return progress;
}

} // namespace edgeai
} // namespace ns3
