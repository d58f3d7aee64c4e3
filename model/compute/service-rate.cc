/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "service-rate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

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

namespace
{

/**
 * Divide a quantity by max-min fairness: whoever wants less than an equal share of what is left
 * gets all it wants.
 * @param [in] wanted by each, >= 0  @param [in] left to divide, >= 0
 * @returns what each gets
 */
std::vector<double>
DivideFairly(const std::vector<double>& wanted, double left)
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < wanted.size(); ++i)
    {
        if (wanted[i] > 0)
        {
            order.push_back(i);
        }
    }
    std::stable_sort(order.begin(), order.end(), [&wanted](std::size_t a, std::size_t b) {
        return wanted[a] < wanted[b];
    });
    std::vector<double> granted(wanted.size(), 0);
    std::size_t sharers = order.size();
    for (const std::size_t i : order)
    {
        granted[i] = std::min(wanted[i], left / static_cast<double>(sharers));
        left -= granted[i];
        --sharers;
    }
    return granted;
}

/// @param [in] loads what is in service, some of it in slices  @param [in] capacity what serves it
/// @returns for each service its share
std::vector<UnitShare>
ShareSlices(const std::vector<ServiceLoad>& loads, const ServiceCapacity& capacity)
{
    const double units = capacity.units;
    std::map<uint64_t, double> slices; // what is left of them
    for (const auto& load : loads)
    {
        if (load.slice > 0)
        {
            double& slice = slices[load.flow];
            slice = std::max(slice, load.slice);
        }
    }
    std::vector<double> wanted;
    std::vector<double> granted;
    std::vector<double> kept; // busy for it, although slower than they could be
    double sum = 0;
    double busy = 0;
    for (const auto& load : loads)
    {
        wanted.push_back(load.units / units * (load.own ? load.clock / capacity.clock : 1));
        double& left = slices[load.flow];
        const double room = load.units / units;
        kept.push_back(load.slice > 0 ? std::min(left, room) : 0);
        granted.push_back(load.slice > 0 ? std::min(wanted.back(), left) : 0);
        kept.back() = std::max(kept.back(), granted.back());
        left -= kept.back();
        sum += granted.back();
    }
    std::vector<double> more(loads.size(), 0);
    for (std::size_t i = 0; i < loads.size(); ++i)
    {
        granted[i] /= std::max(1.0, sum);
        const bool takes = loads[i].slice == 0 || capacity.conserving;
        more[i] = takes ? std::max(0.0, wanted[i] - granted[i]) : 0;
    }
    const std::vector<double> rest = DivideFairly(more, std::max(0.0, 1 - sum));
    std::vector<UnitShare> shares;
    for (std::size_t i = 0; i < loads.size(); ++i)
    {
        const double got = granted[i] + rest[i];
        shares.push_back({std::min(1.0, got / wanted[i]), got * units});
        kept[i] = std::max(kept[i] - got, 0.0) * units;
        busy += got * units;
    }
    // What is kept for somebody is busy for him, as far as nobody else has it.
    const double reserved = std::accumulate(kept.begin(), kept.end(), 0.0);
    const double part = reserved > 0 ? std::clamp((units - busy) / reserved, 0.0, 1.0) : 0;
    for (std::size_t i = 0; i < loads.size(); ++i)
    {
        shares[i].units += part * kept[i];
    }
    return shares;
}

} // namespace

std::vector<UnitShare>
ShareUnits(const std::vector<ServiceLoad>& loads, const ServiceCapacity& capacity)
{
    uint64_t wanted = 0;
    bool sliced = false;
    for (const auto& load : loads)
    {
        wanted += load.units;
        sliced = sliced || load.slice > 0;
    }
    if (sliced)
    {
        return ShareSlices(loads, capacity);
    }
    const double share = GetUnitShare(wanted, capacity.units);
    std::vector<UnitShare> shares;
    for (const auto& load : loads)
    {
        shares.push_back({share, load.units * share});
    }
    return shares;
}

std::vector<double>
ComputeServiceRates(const std::vector<ServiceLoad>& loads, const ServiceCapacity& capacity)
{
    const std::vector<UnitShare> shares = ShareUnits(loads, capacity);
    const double infinity = std::numeric_limits<double>::infinity();
    std::vector<double> rates;
    for (std::size_t i = 0; i < loads.size(); ++i)
    {
        const ServiceLoad& load = loads[i];
        const double clock = load.workClock > 0 ? load.workClock : load.clock;
        const double peak = capacity.flopPerCycle * clock * shares[i].share *
                            GetSpeedup(load.units, capacity.speedupExponent);
        rates.push_back(load.flop > 0 ? peak / load.flop : infinity);
    }
    if (capacity.bandwidth <= 0)
    {
        return rates;
    }

    std::vector<double> demands;
    for (std::size_t i = 0; i < loads.size(); ++i)
    {
        const bool counts = loads[i].moving && loads[i].bytes > 0 && rates[i] > 0;
        demands.push_back(counts ? loads[i].bytes * rates[i] : 0);
    }
    const std::vector<double> granted = DivideFairly(demands, capacity.bandwidth);
    for (std::size_t i = 0; i < loads.size(); ++i)
    {
        if (granted[i] < demands[i])
        {
            rates[i] = granted[i] / loads[i].bytes;
        }
    }
    return rates;
}

} // namespace edgeai
} // namespace ns3
