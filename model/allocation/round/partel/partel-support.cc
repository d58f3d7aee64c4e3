/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "partel-support.h"

#include "partel-law.h"
#include "partel-loads.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// T falls with every round, and does so once or twice.
constexpr uint32_t MAX_SUPPORT_ROUNDS = 50;

/// @param [in] radio the round  @param [in] rates R_k [bit/s]  @returns step 4
LoadDivision
DivideByRates(const PartelRadio& radio, const std::vector<double>& rates)
{
    std::vector<double> speeds;
    for (std::size_t k = 0; k < rates.size(); ++k)
    {
        speeds.push_back(GetParameterRate(rates[k], radio.workers[k].timePerParameter, radio.bits));
    }
    return DivideLoads(radio.parameters, GetOffsets(radio.workers), speeds);
}

} // namespace

std::vector<uint32_t>
RoundOwners(const PartelRadio& radio, const std::vector<double>& shares)
{
    std::vector<uint32_t> owners(radio.subchannels, 0);
    for (std::size_t n = 0; n < radio.subchannels; ++n)
    {
        double most = 0;
        for (uint32_t k = 0; k < radio.workers.size(); ++k)
        {
            // Where power is scarce shares hardly count and stay equal: nobody gets what is of no
            // use to him.
            const double share = shares[k * radio.subchannels + n];
            if (share > most && radio.GetSnr(k, n) > 0)
            {
                most = share;
                owners[n] = k;
            }
        }
    }
    return owners;
}

SupportResult
SolveSupport(const PartelRadio& radio, const SupportOptions& options)
{
    SupportResult result;
    result.bound = FindRelaxedTime(radio, options.relaxation);
    result.time = result.bound.time;
    if (!radio.IsUseful())
    {
        return result;
    }
    SubchannelOwners owners(radio, RoundOwners(radio, result.bound.shares));
    LoadDivision division = DivideByRates(radio, owners.GetRates());
    if (options.polish)
    {
        const std::vector<double> offsets = GetOffsets(radio.workers);
        const auto [least, most] = std::minmax_element(offsets.begin(), offsets.end());
        // Rounding may have left everybody before the relaxed T without a rate.
        double until = result.bound.time;
        for (uint32_t i = 0; i < MAX_SUPPORT_ROUNDS; ++i)
        {
            const PolishResult polish =
                PolishOwners(radio, GetWeights(offsets, until), owners, options.polishing);
            result.polish.moves += polish.moves;
            result.polish.swaps += polish.swaps;
            result.polish.evaluations += polish.evaluations;
            result.polish.limited = polish.limited;
            const double before = until;
            division = DivideByRates(radio, owners.GetRates());
            until = division.time;
            if (*least == *most || !std::isfinite(until) || (i > 0 && !(until < before)))
            {
                break;
            }
        }
    }
    result.owners = owners.GetOwners();
    result.rates = owners.GetRates();
    result.loads = division.loads;
    result.time = division.time;
    return result;
}

} // namespace edgeai
} // namespace ns3
