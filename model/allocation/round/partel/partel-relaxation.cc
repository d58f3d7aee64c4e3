/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "partel-relaxation.h"

#include "allocation/numeric/water-filling.h"
#include "partel-law.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// A share never vanishes, so that it can come back.
constexpr double LEAST_SHARE = 1e-14;
/// A signal-to-noise ratio below which slopes come from a series.
constexpr double WEAK = 1e-3;
/// Growth of the step after success, and what remains of it after failure.
constexpr double GROWTH = 1.3;
constexpr double SHRINKAGE = .5;
/// Growth of a subchannel's own part in the step, and its most.
constexpr double BOOST = 1.3;
constexpr double MOST_BOOST = 1000;
/// A step below this moves nothing that a double can tell.
constexpr double LEAST_STEP = 1e-16;
/// A share of so many times the least one is in the race.
constexpr double IN_RACE = 2;
/// So many workers make it worth to look at all of them one step later.
constexpr std::size_t WORKERS_OF_STEP = 8;

/**
 * Fills in what follows from a worker's shares.
 * @param [in] radio the round  @param [in] k worker
 * @param [in] ranks places of its order to look at, ascending; null: those of use
 * @param [in,out] floors room for as many numbers  @param [in,out] widths likewise
 * @param [in,out] division of which the shares are set; slopes are 0
 */
void
EvaluateWorker(const PartelRadio& radio,
               std::size_t k,
               const std::vector<uint32_t>* ranks,
               std::vector<double>& floors,
               std::vector<double>& widths,
               RelaxedDivision& division)
{
    const std::size_t count = radio.subchannels;
    const PartelWorker& worker = radio.workers[k];
    const double* shares = division.shares.data() + k * count;
    const double* snr = radio.snr.data() + k * count;
    const uint32_t* order = radio.order.data() + k * count;
    double* slopes = division.slopes.data() + k * count;
    const auto find = [order, ranks](std::size_t i) { return order[ranks ? (*ranks)[i] : i]; };
    // Those of use come first.
    const std::size_t useful =
        ranks ? std::lower_bound(ranks->begin(), ranks->end(), radio.useful[k]) - ranks->begin()
              : radio.useful[k];
    for (std::size_t i = 0; i < useful; ++i)
    {
        const double gamma = snr[find(i)];
        floors[i] = (1 - gamma / snr[order[0]]) / gamma;
        widths[i] = shares[find(i)];
    }
    const WaterLevel level = FindWaterLevel(floors.data(), widths.data(), useful, worker.powerMax);
    double rate = 0;
    for (std::size_t i = 0; i < level.active; ++i)
    {
        const double x = (level.depth - floors[i]) * snr[find(i)];
        const double bits = std::log1p(x);
        rate += widths[i] * bits;
        slopes[find(i)] = x < WEAK ? GetShareSlope(x) : bits - x / (1 + x);
    }
    const double unit = radio.width / M_LN2;
    rate *= unit;
    const double slope = unit * GetParameterSlope(rate, worker.timePerParameter, radio.bits);
    for (std::size_t i = 0; i < level.active; ++i)
    {
        slopes[find(i)] *= slope;
    }
    division.rates[k] = rate;
    division.speeds[k] = GetParameterRate(rate, worker.timePerParameter, radio.bits);
}

} // namespace

double
GetShareSlope(double snr)
{
    if (snr < WEAK)
    {
        // Of the difference nothing would be left: its series.
        return snr * snr * (1. / 2 - snr * (2. / 3 - snr * (3. / 4 - snr * (4. / 5))));
    }
    return std::log1p(snr) - snr / (1 + snr);
}

void
EvaluateShares(const PartelRadio& radio, RelaxedDivision& division)
{
    const std::size_t count = radio.subchannels;
    std::vector<double> floors(count); // of one worker, from its best subchannel to its worst [W]
    std::vector<double> widths(count); // likewise
    division.rates.assign(radio.workers.size(), 0);
    division.speeds.assign(radio.workers.size(), 0);
    division.slopes.assign(division.shares.size(), 0);
    for (std::size_t k = 0; k < radio.workers.size(); ++k)
    {
        EvaluateWorker(radio, k, nullptr, floors, widths, division);
    }
}

PartelRelaxation::PartelRelaxation(const PartelRadio& radio, const RelaxationOptions& options)
    : m_radio(radio),
      m_options(options)
{
    const std::size_t workers = radio.workers.size();
    m_present.shares.assign(workers * radio.subchannels, 1. / workers);
    EvaluateShares(radio, m_present);
    ++m_evaluations;
}

double
PartelRelaxation::GetSteepest(const RelaxedDivision& division,
                              const std::vector<double>& weights) const
{
    double steepest = 0;
    for (std::size_t k = 0; k < weights.size(); ++k)
    {
        const auto row = division.slopes.begin() + k * m_radio.subchannels;
        steepest =
            std::max(steepest, weights[k] * *std::max_element(row, row + m_radio.subchannels));
    }
    return steepest;
}

template <typename Use>
void
PartelRelaxation::ForEachContender(std::size_t worker, Use use) const
{
    if (m_contenders.all)
    {
        for (std::size_t n = 0; n < m_radio.subchannels; ++n)
        {
            use(n);
        }
        return;
    }
    const uint32_t* order = m_radio.order.data() + worker * m_radio.subchannels;
    for (const uint32_t rank : m_contenders.ranks[worker])
    {
        use(order[rank]);
    }
}

std::vector<double>
PartelRelaxation::GetBest(const RelaxedDivision& division, const std::vector<double>& weights) const
{
    std::vector<double> best(m_radio.subchannels, 0);
    for (std::size_t k = 0; k < weights.size(); ++k)
    {
        const double* slopes = division.slopes.data() + k * m_radio.subchannels;
        ForEachContender(k, [&](std::size_t n) {
            best[n] = std::max(best[n], weights[k] * slopes[n]);
        });
    }
    return best;
}

void
PartelRelaxation::Collect(const std::vector<double>& weights)
{
    const std::size_t count = m_radio.subchannels;
    const std::vector<double> best = GetBest(m_present, weights);
    m_contenders.ranks.assign(weights.size(), {});
    m_contenders.others.assign(count, 0);
    for (std::size_t k = 0; k < weights.size(); ++k)
    {
        const uint32_t* order = m_radio.order.data() + k * count;
        for (uint32_t rank = 0; rank < count; ++rank)
        {
            const std::size_t n = order[rank];
            const double share = m_present.shares[k * count + n];
            const bool steepest = weights[k] * m_present.slopes[k * count + n] >= best[n];
            if (steepest || share > IN_RACE * LEAST_SHARE)
            {
                m_contenders.ranks[k].push_back(rank);
            }
            else
            {
                m_contenders.others[n] += share;
            }
        }
    }
    m_contenders.all = false;
}

void
PartelRelaxation::Evaluate(RelaxedDivision& division)
{
    ++m_evaluations;
    if (m_contenders.all)
    {
        EvaluateShares(m_radio, division);
        return;
    }
    std::vector<double> floors(m_radio.subchannels);
    std::vector<double> widths(m_radio.subchannels);
    for (std::size_t k = 0; k < m_radio.workers.size(); ++k)
    {
        double* slopes = division.slopes.data() + k * m_radio.subchannels;
        ForEachContender(k, [slopes](std::size_t n) { slopes[n] = 0; });
        EvaluateWorker(m_radio, k, &m_contenders.ranks[k], floors, widths, division);
    }
}

void
PartelRelaxation::Step(const RelaxedDivision& from,
                       const std::vector<double>& weights,
                       const std::vector<double>& steps,
                       RelaxedDivision& to) const
{
    const std::size_t count = m_radio.subchannels;
    to.shares.resize(from.shares.size());
    const std::vector<double> best = GetBest(from, weights);
    std::vector<double> sums =
        m_contenders.all ? std::vector<double>(count, 0) : m_contenders.others;
    for (std::size_t k = 0; k < weights.size(); ++k)
    {
        ForEachContender(k, [&](std::size_t n) {
            const std::size_t i = k * count + n;
            const double slope = weights[k] * from.slopes[i];
            // Most shares are as small as they get, and stay there.
            const double fall = steps[n] * (best[n] - slope);
            const double share = from.shares[i];
            to.shares[i] = share <= LEAST_SHARE && fall > 0
                               ? LEAST_SHARE
                               : std::max(share * std::exp(-fall), LEAST_SHARE);
            sums[n] += to.shares[i];
        });
    }
    for (std::size_t k = 0; k < weights.size(); ++k)
    {
        ForEachContender(k, [&](std::size_t n) { to.shares[k * count + n] /= sums[n]; });
    }
}

std::vector<uint32_t>
PartelRelaxation::GetFavourites(const RelaxedDivision& division,
                                const std::vector<double>& weights) const
{
    const std::size_t count = m_radio.subchannels;
    std::vector<double> best(count, 0);
    std::vector<uint32_t> favourites(count, 0);
    for (uint32_t k = 0; k < weights.size(); ++k)
    {
        ForEachContender(k, [&](std::size_t n) {
            const double slope = weights[k] * division.slopes[k * count + n];
            if (slope > best[n])
            {
                best[n] = slope;
                favourites[n] = k;
            }
        });
    }
    return favourites;
}

bool
PartelRelaxation::Maximise(const std::vector<double>& weights, double least)
{
    double value = GetValue(weights);
    double gap = GetGap(weights);
    const double steepest = GetSteepest(m_present, weights);
    if (!(steepest > 0))
    {
        return true; // no share changes anything
    }
    double step = 1 / steepest;
    // Where the same worker stays the favourite its share may grow faster than where two take
    // turns.
    std::vector<double> boosts(m_radio.subchannels, 1);
    std::vector<double> steps(boosts);
    std::vector<uint32_t> favourites = GetFavourites(m_present, weights);
    RelaxedDivision next;
    const uint32_t last = m_evaluations + m_options.maxEvaluations;
    const double tolerance = std::max(m_options.tolerance, least);
    const std::size_t period = weights.size() / WORKERS_OF_STEP;
    std::size_t since = period; // steps since all were looked at
    while (!(gap <= tolerance * value) || !m_contenders.all)
    {
        const bool ends = m_evaluations >= last || step * steepest < LEAST_STEP;
        if (!m_contenders.all && (ends || gap <= tolerance * value || since >= period))
        {
            // Nothing is certified by some alone.
            m_contenders.all = true;
            Evaluate(m_present);
            value = GetValue(weights);
            gap = GetGap(weights);
            since = period;
            continue;
        }
        if (ends)
        {
            return false;
        }
        if (period > 1 && since >= period)
        {
            Collect(weights);
            next = m_present;
            since = 0;
        }
        ++since;
        for (std::size_t n = 0; n < steps.size(); ++n)
        {
            steps[n] = step * boosts[n];
        }
        Step(m_present, weights, steps, next);
        Evaluate(next);
        std::swap(m_present, next);
        const double reached = GetValue(weights);
        if (reached < value)
        {
            std::swap(m_present, next);
            step *= SHRINKAGE;
            continue;
        }
        value = reached;
        gap = GetGap(weights);
        step *= GROWTH;
        const std::vector<uint32_t> before = std::move(favourites);
        favourites = GetFavourites(m_present, weights);
        for (std::size_t n = 0; n < boosts.size(); ++n)
        {
            boosts[n] = favourites[n] == before[n] ? std::min(boosts[n] * BOOST, MOST_BOOST) : 1;
        }
    }
    return true;
}

const RelaxedDivision&
PartelRelaxation::GetDivision() const
{
    return m_present;
}

double
PartelRelaxation::GetValue(const std::vector<double>& weights) const
{
    double value = 0;
    for (std::size_t k = 0; k < weights.size(); ++k)
    {
        value += weights[k] * m_present.speeds[k];
    }
    return value;
}

double
PartelRelaxation::GetGap(const std::vector<double>& weights) const
{
    const std::size_t count = m_radio.subchannels;
    const std::vector<double> best = GetBest(m_present, weights);
    // Shares sum to one: a sum of what each lacks, without cancellation.
    double gap = 0;
    for (std::size_t k = 0; k < weights.size(); ++k)
    {
        ForEachContender(k, [&](std::size_t n) {
            const std::size_t i = k * count + n;
            gap += m_present.shares[i] * (best[n] - weights[k] * m_present.slopes[i]);
        });
    }
    return gap;
}

uint32_t
PartelRelaxation::GetEvaluations() const
{
    return m_evaluations;
}

} // namespace edgeai
} // namespace ns3
