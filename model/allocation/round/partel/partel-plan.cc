/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "partel-plan.h"

#include "allocation/numeric/water-filling.h"
#include "allocation/round/round-planner.h"
#include "partel-readjust.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] division of the problem  @param [in] loads that do not come to L
/// @returns that, in words
std::string
ExplainShortfall(const RoundDivision& division, const std::vector<double>& loads)
{
    std::ostringstream text;
    text << "the workers' budgets of energy allow for "
         << std::accumulate(loads.begin(), loads.end(), 0.) << " parameters together, of "
         << division.parameters << " in division.parameters";
    return text.str();
}

/// @param [in] problem with units  @param [in] workers  @param [in] links
/// @param [in] real loads  @returns units placed by step 7
UnitDivision
PlaceUnitsByTime(const RoundProblem& problem,
                 const std::vector<PartelWorker>& workers,
                 const std::vector<PartelLink>& links,
                 const std::vector<double>& real)
{
    const double bits = problem.division.bitsPerParameter;
    std::vector<double> times;
    for (std::size_t k = 0; k < workers.size(); ++k)
    {
        // Who has to save power for his load sends slower.
        const double power = FindPowerWithinBudget(workers[k], links[k], bits, real[k]);
        const bool saves = links[k].rateOfPower && power < workers[k].powerMax;
        const double rate = saves ? links[k].rateOfPower(power) : links[k].rate;
        times.push_back(workers[k].timePerParameter + bits / rate);
    }
    return PlaceUnits(problem.division.units, GetOffsets(workers), times);
}

/// The subchannels of a share in rising order, with their powers.
/// @param [in] subchannels in any order  @param [in] powers on them [W]  @param [out] share to set
void
SetSubchannels(const std::vector<uint32_t>& subchannels,
               const std::vector<double>& powers,
               RoundShare& share)
{
    std::vector<std::size_t> order(subchannels.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&subchannels](std::size_t a, std::size_t b) {
        return subchannels[a] < subchannels[b];
    });
    for (const std::size_t i : order)
    {
        share.subchannels.push_back(subchannels[i]);
        share.powers.push_back(powers[i]);
    }
}

} // namespace

WholeLoads
ChooseWholeLoads(const RoundProblem& problem,
                 const std::vector<PartelWorker>& workers,
                 const std::vector<PartelLink>& links)
{
    WholeLoads whole;
    const RoundDivision& division = problem.division;
    const double bits = division.bitsPerParameter;
    const LoadDivision real = DivideLoadsWithinBudgets(workers, links, bits, division.parameters);
    if (!std::isfinite(real.time))
    {
        const bool silent = std::all_of(links.begin(), links.end(), [](const PartelLink& link) {
            return !(link.rate > 0);
        });
        whole.fault = silent ? "no worker has a rate" : ExplainShortfall(division, real.loads);
        return whole;
    }
    if (!division.units.empty())
    {
        whole.division = PlaceUnitsByTime(problem, workers, links, real.loads);
        return whole;
    }
    whole.division.loads =
        RoundLoads(real.loads, division.parameters, [&](std::size_t k, double load) {
            return std::isfinite(GetFinishTime(workers[k], links[k], bits, load));
        });
    const std::vector<double>& loads = whole.division.loads;
    if (std::accumulate(loads.begin(), loads.end(), 0.) < division.parameters)
    {
        whole.fault = ExplainShortfall(division, loads);
    }
    return whole;
}

WholeLoads
MakeLoadsWhole(const RoundProblem& problem, const std::vector<double>& loads)
{
    WholeLoads whole;
    if (std::none_of(loads.begin(), loads.end(), [](double load) { return load > 0; }))
    {
        whole.fault = "no worker has a rate";
    }
    else if (problem.division.units.empty())
    {
        whole.division.loads = RoundLoads(loads, problem.division.parameters);
    }
    else
    {
        whole.division = PlaceUnitsNear(problem.division.units, loads);
    }
    return whole;
}

RoundPlan
MakePartelPlan(const RoundProblem& problem,
               const WholeLoads& loads,
               const std::vector<double>& rates)
{
    RoundPlan plan;
    if (!loads.fault.empty())
    {
        plan.reason = loads.fault;
        return plan;
    }
    plan.status = PlanStatus::SOLVED;
    plan.workers.resize(problem.workers.size());
    for (std::size_t k = 0; k < plan.workers.size(); ++k)
    {
        RoundShare& share = plan.workers[k];
        SetRoundLoad(problem.division, loads.division.loads[k], share);
        if (share.involved)
        {
            share.rate = rates[k];
            if (!loads.division.counts.empty())
            {
                share.units = loads.division.counts[k];
            }
        }
    }
    return plan;
}

void
SetFilledPowers(const PartelRadio& radio, const SubchannelOwners& owners, RoundPlan& plan)
{
    for (std::size_t k = 0; k < plan.workers.size(); ++k)
    {
        RoundShare& share = plan.workers[k];
        if (!share.involved)
        {
            continue;
        }
        const PartelWorker& worker = radio.workers[k];
        const PartelLink link = GetLink(owners, k);
        const double allowed = FindPowerWithinBudget(worker, link, radio.bits, share.parameters);
        const double power = allowed < worker.powerMax ? allowed : worker.powerMax;
        const std::vector<uint32_t> subchannels = owners.GetSubchannels(k);
        std::vector<double> gains;
        for (const uint32_t n : subchannels)
        {
            gains.push_back(radio.GetSnr(k, n));
        }
        const WaterFilling filling = FillWater(gains, power);
        SetSubchannels(subchannels, filling.powers, share);
        share.rate = radio.width * filling.bits;
    }
}

void
SetEqualPowers(const PartelRadio& radio, const std::vector<uint32_t>& owners, RoundPlan& plan)
{
    std::vector<std::vector<uint32_t>> sets(plan.workers.size());
    for (uint32_t n = 0; n < owners.size(); ++n)
    {
        sets[owners[n]].push_back(n);
    }
    for (std::size_t k = 0; k < plan.workers.size(); ++k)
    {
        RoundShare& share = plan.workers[k];
        if (share.involved)
        {
            const double power =
                radio.workers[k].powerMax / std::max<std::size_t>(sets[k].size(), 1);
            SetSubchannels(sets[k], std::vector<double>(sets[k].size(), power), share);
        }
    }
}

void
SetLowerBound(const RoundProblem& problem, double lowerBound, double gap, RoundPlan& plan)
{
    const bool complete =
        std::all_of(plan.workers.begin(), plan.workers.end(), [](const RoundShare& share) {
            return !share.involved || share.rate > 0;
        });
    if (plan.IsUsable() && complete)
    {
        CompleteRoundTimes(problem, plan);
        // Of a bound that is met rounding must not make one that is exceeded.
        plan.lowerBound =
            std::min(lowerBound + problem.broadcastTime + problem.aggregateTime, plan.time);
        plan.relaxedGap = gap;
    }
}

} // namespace edgeai
} // namespace ns3
