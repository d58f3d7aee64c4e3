/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-cost.h"

#include "ecc-link.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

double
EccUserCost::GetTime() const
{
    return deviceTime + uploadTime + serverTime + downloadTime;
}

double
EccUserCost::GetEnergy() const
{
    return deviceEnergy + uploadEnergy + serverEnergy + downloadEnergy;
}

EccUserCost
ComputeEccUserCost(const EccProblem& problem,
                   std::size_t i,
                   uint32_t split,
                   double uplinkRate,
                   double downlinkRate,
                   double uplinkPower,
                   double downlinkPower,
                   double units)
{
    const auto& user = problem.users[i];
    EccUserCost cost;
    cost.deviceTime = user.chain.deviceFlop[split] / user.deviceSpeed;
    cost.deviceEnergy =
        user.deviceEnergyCoefficient * std::pow(user.deviceClock, 3) * cost.deviceTime;
    if (!IsOffloading(problem, i, split))
    {
        return cost;
    }
    const auto& cell = problem.cells[user.cell];
    const double speedUp = std::pow(units, cell.unitExponent);
    const double unitTime = user.chain.GetServerFlop(split) / cell.unitSpeed;
    cost.uploadTime = user.chain.uploadBits[split] / uplinkRate;
    cost.uploadEnergy = uplinkPower * cost.uploadTime;
    cost.serverTime = unitTime / speedUp;
    cost.serverEnergy = cell.GetPower(units) * cost.serverTime;
    if (user.chain.resultBits > 0)
    {
        cost.downloadTime = user.chain.resultBits / downlinkRate;
        cost.downloadEnergy = downlinkPower * cost.downloadTime;
    }
    return cost;
}

double
GetShannonRate(double bandwidth, double sinr)
{
    constexpr double ln2 = 0.693147180559945309417;
    return bandwidth / ln2 * std::log1p(sinr);
}

EccWeights
GetEccWeights(const EccProblem& problem, std::size_t i)
{
    const auto& user = problem.users[i];
    EccWeights weights = user.weights;
    if (problem.preferences.normalise)
    {
        const auto alone = ComputeEccUserCost(problem, i, problem.GetLayerCount(i), 0, 0, 0, 0, 0);
        weights.time /= alone.deviceTime;
        weights.energy /= alone.deviceEnergy;
    }
    return weights;
}

EccPrice
PriceEccUser(const EccProblem& problem, std::size_t i, double time, double energy, double units)
{
    const auto& user = problem.users[i];
    const auto& preferences = problem.preferences;
    const auto weights = GetEccWeights(problem, i);
    EccPrice price;
    price.perTime = weights.time;
    price.perEnergy = weights.energy;
    // A weight of 0 must stay 0 beside an infinite delay.
    price.value = preferences.unitWeight * units;
    price.value += price.perTime > 0 ? price.perTime * time : 0;
    price.value += price.perEnergy > 0 ? price.perEnergy * energy : 0;
    if (preferences.qoeWeight > 0 && user.expectedTime > 0)
    {
        const double a = preferences.qoeSteepness;
        const double share = 1 / (1 + std::exp(-a * (time / user.expectedTime - 1)));
        price.value += preferences.qoeWeight * share;
        price.perTime += preferences.qoeWeight * share * (1 - share) * a / user.expectedTime;
    }
    if (preferences.timeLimitWeight > 0 && user.timeLimit > 0 && time > user.timeLimit)
    {
        const double excess = time / user.timeLimit - 1;
        price.value += preferences.timeLimitWeight * excess * excess;
        price.perTime += 2 * preferences.timeLimitWeight * excess / user.timeLimit;
    }
    return price;
}

double
EccEvaluation::GetTotalTime() const
{
    double sum = 0;
    for (const auto& cost : costs)
    {
        sum += cost.GetTime();
    }
    return sum;
}

double
EccEvaluation::GetTotalEnergy() const
{
    double sum = 0;
    for (const auto& cost : costs)
    {
        sum += cost.GetEnergy();
    }
    return sum;
}

EccEvaluation
EvaluateEccAtRates(const EccProblem& problem,
                   const std::vector<uint32_t>& splits,
                   const EccVariables& variables,
                   const std::vector<double>& uplinkRates,
                   const std::vector<double>& downlinkRates)
{
    EccEvaluation result;
    result.uplinkRates = uplinkRates;
    result.downlinkRates = downlinkRates;
    result.costs.reserve(splits.size());
    for (std::size_t i = 0; i < splits.size(); ++i)
    {
        if (problem.users[i].linkRate > 0 && IsOffloading(problem, i, splits[i]))
        {
            result.uplinkRates[i] = result.downlinkRates[i] = problem.users[i].linkRate;
        }
        const auto cost = ComputeEccUserCost(problem,
                                             i,
                                             splits[i],
                                             result.uplinkRates[i],
                                             result.downlinkRates[i],
                                             variables.uplinkPowers[i],
                                             variables.downlinkPowers[i],
                                             variables.units[i]);
        const double units = IsOffloading(problem, i, splits[i]) ? variables.units[i] : 0;
        result.utility += PriceEccUser(problem, i, cost.GetTime(), cost.GetEnergy(), units).value;
        result.costs.push_back(cost);
    }
    return result;
}

namespace
{

/**
 * @param [in] problem a sound problem
 * @param [in,out] uplink with its places
 * @param [in,out] downlink with its places
 * @param [in] splits s_i
 * @param [in] variables shares (or none), powers and units
 * @returns what it comes to
 */
EccEvaluation
EvaluateOn(const EccProblem& problem,
           EccLink& uplink,
           EccLink& downlink,
           const std::vector<uint32_t>& splits,
           const EccVariables& variables)
{
    std::vector<double> up;
    std::vector<double> down;
    downlink.Order(variables.downlinkShares, variables.downlinkPowers);
    uplink.ComputeRates(variables.uplinkShares, variables.uplinkPowers, up);
    downlink.ComputeRates(variables.downlinkShares, variables.downlinkPowers, down);
    return EvaluateEccAtRates(problem, splits, variables, up, down);
}

} // namespace

EccEvaluation
EvaluateEcc(const EccProblem& problem, const EccPoint& point)
{
    EccLink uplink(problem, EccLink::UPLINK);
    EccLink downlink(problem, EccLink::DOWNLINK);
    uplink.Spread(point.splits);
    downlink.Spread(point.splits);
    return EvaluateOn(problem, uplink, downlink, point.splits, point);
}

EccEvaluation
EvaluateEcc(const EccProblem& problem, const EccPlan& plan)
{
    EccLink uplink(problem, EccLink::UPLINK);
    EccLink downlink(problem, EccLink::DOWNLINK);
    uplink.Assign(plan.splits, plan.uplinkSubchannels);
    downlink.Assign(plan.splits, plan.downlinkSubchannels);
    return EvaluateOn(problem,
                      uplink,
                      downlink,
                      plan.splits,
                      {{}, {}, plan.uplinkPowers, plan.downlinkPowers, plan.units});
}

} // namespace edgeai
} // namespace ns3
