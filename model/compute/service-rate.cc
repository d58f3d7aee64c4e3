/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "service-rate.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

double
GetSpeedup(double units, double exponent)
{
    return exponent == 1 ? units : std::pow(units, exponent);
}

double
GetUnitShare(uint64_t wanted, uint32_t units)
{
    return wanted <= units ? 1 : static_cast<double>(units) / static_cast<double>(wanted);
}

std::vector<double>
ComputeServiceRates(const std::vector<ServiceLoad>& loads, const ServiceCapacity& capacity)
{
    uint64_t wanted = 0;
    for (const auto& load : loads)
    {
        wanted += load.units;
    }
    const double share = GetUnitShare(wanted, capacity.units);

    const double infinity = std::numeric_limits<double>::infinity();
    std::vector<double> rates;
    for (const auto& load : loads)
    {
        const double peak = capacity.flopPerCycle * load.clock * share *
                            GetSpeedup(load.units, capacity.speedupExponent);
        rates.push_back(load.flop > 0 ? peak / load.flop : infinity);
    }
    if (capacity.bandwidth <= 0)
    {
        return rates;
    }

    // Max-min fairness: whoever wants less than an equal share of what is left gets all it wants.
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < loads.size(); ++i)
    {
        if (loads[i].moving && loads[i].bytes > 0)
        {
            order.push_back(i);
        }
    }
    const auto demand = [&](std::size_t i) { return loads[i].bytes * rates[i]; };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return demand(a) < demand(b);
    });
    double left = capacity.bandwidth;
    std::size_t sharers = order.size();
    for (const std::size_t i : order)
    {
        const double granted = std::min(demand(i), left / static_cast<double>(sharers));
        if (granted < demand(i))
        {
            rates[i] = granted / loads[i].bytes;
        }
        left -= granted;
        --sharers;
    }
    return rates;
}

} // namespace edgeai
} // namespace ns3
