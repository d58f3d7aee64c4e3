/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "partel-energy.h"

#include "allocation/numeric/infinite.h"
#include "allocation/numeric/root-finding.h"
#include "partel-law.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace ns3
{
namespace edgeai
{

namespace
{

/// A power so far below the most sends a bit as cheaply as it can be sent, to any digit.
constexpr double LEAST_POWER = 1e-30;
/// No round takes longer [s].
constexpr double LONGEST = 1e60;

} // namespace

double
FindPowerWithinBudget(const PartelWorker& worker, const PartelLink& link, double bits, double load)
{
    const double left = worker.budget - worker.energyPerParameter * load;
    if (!(left >= 0))
    {
        return std::numeric_limits<double>::quiet_NaN();
    }
    const double most = worker.powerMax;
    if (!link.rateOfPower || load == 0 || most * (bits * load / link.rate) <= left)
    {
        return most;
    }
    // Energy per bit, p / R(p), grows with p.
    auto excess = [&](double logarithm) {
        const double power = most * std::exp(logarithm);
        return power * (bits * load / link.rateOfPower(power)) - left;
    };
    RootOptions options;
    options.absolute = 1e-15;
    const Root root = FindRoot(excess, std::log(LEAST_POWER), 0, options);
    // At the end that keeps the budget.
    return root.found ? most * std::exp(root.first) : std::numeric_limits<double>::quiet_NaN();
}

double
GetFinishTime(const PartelWorker& worker, const PartelLink& link, double bits, double load)
{
    if (load == 0)
    {
        return 0;
    }
    const double power = FindPowerWithinBudget(worker, link, bits, load);
    const bool full = !link.rateOfPower || power == worker.powerMax;
    const double rate = std::isnan(power) ? 0 : full ? link.rate : link.rateOfPower(power);
    return rate > 0 ? worker.offset + worker.timePerParameter * load + bits * load / rate
                    : INFINITE;
}

double
GetLoadWithinBudget(const PartelWorker& worker, const PartelLink& link, double bits, double time)
{
    const double span = time - worker.offset;
    if (!(span > 0) || !(link.rate > 0))
    {
        return 0;
    }
    const double unlimited = span * GetParameterRate(link.rate, worker.timePerParameter, bits);
    if (GetFinishTime(worker, link, bits, unlimited) <= time * (1 + 1e-14))
    {
        return unlimited;
    }
    const double energy = worker.energyPerParameter;
    const double most = energy > 0 ? std::min(unlimited, worker.budget / energy) : unlimited;
    if (!link.rateOfPower)
    {
        return most;
    }
    auto slack = [&](double load) {
        const double left = span - worker.timePerParameter * load;
        const double joules = std::max(worker.budget - energy * load, 0.);
        const double power = std::min(worker.powerMax, joules / left);
        return left * link.rateOfPower(power) - bits * load;
    };
    const Root root = FindRoot(slack, 0, most);
    return root.found ? root.first : 0;
}

LoadDivision
DivideLoadsWithinBudgets(const std::vector<PartelWorker>& workers,
                         const std::vector<PartelLink>& links,
                         double bits,
                         double parameters)
{
    std::vector<double> speeds;
    for (std::size_t k = 0; k < workers.size(); ++k)
    {
        speeds.push_back(GetParameterRate(links[k].rate, workers[k].timePerParameter, bits));
    }
    LoadDivision division = DivideLoads(parameters, GetOffsets(workers), speeds);
    bool binding = false;
    for (std::size_t k = 0; k < workers.size(); ++k)
    {
        const double power = FindPowerWithinBudget(workers[k], links[k], bits, division.loads[k]);
        binding = binding || !(power == workers[k].powerMax);
    }
    if (!binding || !std::isfinite(division.time))
    {
        return division;
    }
    auto serve = [&](double time) {
        for (std::size_t k = 0; k < workers.size(); ++k)
        {
            division.loads[k] = GetLoadWithinBudget(workers[k], links[k], bits, time);
        }
        return std::accumulate(division.loads.begin(), division.loads.end(), 0.) - parameters;
    };
    if (serve(division.time) >= 0)
    {
        return division; // a budget met its bound by a rounding
    }
    const Root bracket = ExpandBracket(serve, division.time, division.time, LONGEST);
    if (!bracket.found)
    {
        serve(LONGEST);
        division.time = INFINITE;
        return division;
    }
    const Root root = FindRoot(serve, bracket.first, bracket.last);
    division.time = root.last;
    serve(division.time);
    return division;
}

} // namespace edgeai
} // namespace ns3
