/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "partel-band.h"

#include "allocation/numeric/band-allocation.h"
#include "allocation/numeric/infinite.h"
#include "allocation/numeric/root-finding.h"
#include "allocation/numeric/water-filling.h"
#include "partel-bound.h"
#include "partel-law.h"
#include "partel-loads.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ns3
{
namespace edgeai
{

namespace
{

/// T falls faster than linearly; so many rounds are beyond any need.
constexpr uint32_t MAX_BAND_ROUNDS = 100;
/// A step of the band that brings less than this, relative to what is served, brings nothing.
constexpr double IMPROVEMENT = 1e-12;

/// @param [in] round over a band  @param [in] k worker  @param [in] band its share [Hz]
/// @returns theta_k [1/s]
double
GetSpeed(const PartelBand& round, std::size_t k, double band)
{
    return GetParameterRate(band * round.efficiencies[k],
                            round.workers[k].timePerParameter,
                            round.bits);
}

/**
 * Whole steps that maximise sum_k w_k theta_k: each term is concave, so no single step from one
 * worker to another improves only where nothing does.
 * @param [in] round over a band  @param [in] weights w_k  @param [in] bands of any size [Hz]
 * @param [out] limited whether the steps met their bound
 * @returns bands of whole steps [Hz]
 */
std::vector<double>
RoundBands(const PartelBand& round,
           const std::vector<double>& weights,
           const std::vector<double>& bands,
           bool& limited)
{
    const double step = round.granularity;
    const std::size_t workers = bands.size();
    double left = CountSubchannels(round.bandwidth, step);
    std::vector<double> steps(workers);
    for (std::size_t k = 0; k < workers; ++k)
    {
        steps[k] = std::min(std::floor(bands[k] / step), left);
        left -= steps[k];
    }
    auto value = [&](std::size_t k, double count) {
        return weights[k] * GetSpeed(round, k, count * step);
    };
    std::vector<double> gains(workers);
    std::vector<double> losses(workers);
    double served = 0;
    auto look = [&](std::size_t k) {
        gains[k] = value(k, steps[k] + 1) - value(k, steps[k]);
        losses[k] = steps[k] > 0 ? value(k, steps[k]) - value(k, steps[k] - 1) : INFINITE;
    };
    for (std::size_t k = 0; k < workers; ++k)
    {
        look(k);
        served += value(k, steps[k]);
    }
    for (std::size_t i = 0; i < 4 * workers + 1000; ++i)
    {
        const std::size_t taker = std::max_element(gains.begin(), gains.end()) - gains.begin();
        if (left > 0)
        {
            --left;
        }
        else
        {
            const std::size_t giver =
                std::min_element(losses.begin(), losses.end()) - losses.begin();
            if (giver == taker || !(gains[taker] - losses[giver] > IMPROVEMENT * served))
            {
                limited = false;
                break;
            }
            --steps[giver];
            look(giver);
        }
        ++steps[taker];
        look(taker);
        limited = true;
    }
    for (double& count : steps)
    {
        count *= step;
    }
    return steps;
}

} // namespace

PartelBand::PartelBand(const RoundProblem& problem)
    : bandwidth(problem.uplink.bandwidth),
      granularity(problem.uplink.bandGranularity),
      bits(problem.division.bitsPerParameter),
      parameters(problem.division.parameters),
      workers(GetPartelWorkers(problem))
{
    for (const RoundWorker& worker : problem.workers)
    {
        efficiencies.push_back(worker.efficiency);
    }
}

std::vector<double>
GetBandSpeeds(const PartelBand& round, const std::vector<double>& bands)
{
    std::vector<double> speeds;
    for (std::size_t k = 0; k < bands.size(); ++k)
    {
        speeds.push_back(GetSpeed(round, k, bands[k]));
    }
    return speeds;
}

std::vector<double>
DivideBandByWeights(const PartelBand& round, const std::vector<double>& weights)
{
    std::vector<double> gains;
    std::vector<double> shares;
    for (std::size_t k = 0; k < weights.size(); ++k)
    {
        const double efficiency = round.efficiencies[k];
        gains.push_back(std::sqrt(weights[k] * efficiency / round.bits));
        shares.push_back(std::sqrt(weights[k] * efficiency * round.bits) /
                         (round.workers[k].timePerParameter * efficiency));
    }
    return FillWater(gains, round.bandwidth, shares).powers;
}

PartelBandShares
DivideBandJointly(const PartelBand& round)
{
    PartelBandShares best;
    const std::size_t workers = round.workers.size();
    const std::vector<double> offsets = GetOffsets(round.workers);
    std::vector<double> bands(workers, round.bandwidth / workers);
    best.time = DivideLoads(round.parameters, offsets, GetBandSpeeds(round, bands)).time;
    best.bands = bands;
    const bool whole = round.granularity > 0;
    if (whole)
    {
        best.time = INFINITE;
    }
    // Equal offsets weigh all workers alike whatever T is.
    double until = DivideLoads(round.parameters, offsets, GetBandSpeeds(round, bands)).time;
    for (best.limited = true; best.iterations < MAX_BAND_ROUNDS; ++best.iterations)
    {
        const std::vector<double> weights = GetWeights(offsets, until);
        bands = DivideBandByWeights(round, weights);
        bool limited = false;
        if (whole)
        {
            bands = RoundBands(round, weights, bands, limited);
        }
        const double time =
            DivideLoads(round.parameters, offsets, GetBandSpeeds(round, bands)).time;
        if (!(time < best.time))
        {
            best.limited = limited;
            break;
        }
        best.bands = bands;
        best.time = until = time;
    }
    return best;
}

PartelBandShares
DivideBandForLoads(const PartelBand& round, const std::vector<double>& loads)
{
    PartelBandShares result;
    result.bands.assign(loads.size(), 0);
    std::vector<double> computed(loads.size(), 0); // when a worker begins to send [s]
    double start = 0;
    for (std::size_t k = 0; k < loads.size(); ++k)
    {
        computed[k] = round.workers[k].offset + round.workers[k].timePerParameter * loads[k];
        start = loads[k] > 0 ? std::max(start, computed[k]) : start;
    }
    // Band that a worker needs to be done a span after the last one began [Hz].
    auto need = [&](std::size_t k, double span) {
        const double time = span + (start - computed[k]);
        return loads[k] > 0 ? round.bits * loads[k] / (round.efficiencies[k] * time) : 0;
    };
    const double step = round.granularity;
    const double all = step > 0 ? CountSubchannels(round.bandwidth, step) : round.bandwidth;
    auto excess = [&](double span) {
        double sum = 0;
        for (std::size_t k = 0; k < loads.size(); ++k)
        {
            const double band = need(k, span);
            sum += step > 0 ? std::ceil(band / step * (1 - IMPROVEMENT)) : band;
        }
        return sum - all;
    };
    double longest = 0;  // if all began to send as late as the last one
    double shortest = 0; // with the whole band for the last one
    double involved = 0;
    for (std::size_t k = 0; k < loads.size(); ++k)
    {
        const double alone = round.bits * loads[k] / (round.efficiencies[k] * round.bandwidth);
        longest += alone;
        shortest = loads[k] > 0 && computed[k] == start ? std::max(shortest, alone) : shortest;
        involved += loads[k] > 0 ? 1 : 0;
    }
    if (involved == 0)
    {
        return result;
    }
    if (step > 0 && involved > all)
    {
        result.time = INFINITE; // not one step for everybody
        return result;
    }
    // Whole steps may need longer than any band does.
    const double most = excess(longest) <= 0
                            ? longest
                            : ExpandBracket(excess, longest, longest, longest * 1e100).last;
    const Root root = FindRoot(excess, shortest / 2, most);
    const double span = root.found ? root.last : most;
    std::vector<double> ends(loads.size(), 0);
    double left = all;
    for (std::size_t k = 0; k < loads.size(); ++k)
    {
        const double band = need(k, span);
        const double steps = step > 0 ? std::ceil(band / step * (1 - IMPROVEMENT)) : 0;
        result.bands[k] = step > 0 ? steps * step : band;
        left -= steps;
    }
    auto getEnd = [&](std::size_t k) {
        return loads[k] > 0
                   ? computed[k] + round.bits * loads[k] / (round.efficiencies[k] * result.bands[k])
                   : 0;
    };
    for (std::size_t k = 0; k < loads.size(); ++k)
    {
        ends[k] = getEnd(k);
    }
    // Fewer steps are left than there are workers: one more each, and the round would end sooner.
    for (std::size_t i = 0; step > 0 && left > 0 && i < loads.size(); ++i, --left)
    {
        const std::size_t last = std::max_element(ends.begin(), ends.end()) - ends.begin();
        result.bands[last] += step;
        ends[last] = getEnd(last);
    }
    result.time = *std::max_element(ends.begin(), ends.end());
    return result;
}

} // namespace edgeai
} // namespace ns3
