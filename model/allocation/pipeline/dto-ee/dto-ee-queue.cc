/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-queue.h"

#include "allocation/numeric/queueing-law.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns rho + v rho^2 / (1 - rho), tasks at an M/G/1 queue of load rho, and its derivatives in
///          rho; from kappa on continued
DtoEeCost
GetCostOfLoad(double load, double v, double kappa, bool straight)
{
    const double within = std::min(load, kappa);
    const double idle = 1 - within;
    DtoEeCost cost;
    cost.value = within + v * within * within / idle;
    cost.slope = 1 + v * (1 / (idle * idle) - 1);
    cost.curvature = 2 * v / (idle * idle * idle);
    if (load > kappa)
    {
        // Straight on the curvature stays as a bound: offloaders divide by it.
        const double over = load - kappa;
        const double bend = straight ? 0 : cost.curvature;
        cost.value += over * (cost.slope + over * bend / 2);
        cost.slope += over * bend;
    }
    return cost;
}

} // namespace

DtoEeCost
DtoEeQueueLaw::GetNodeCost(double rate, double service) const
{
    DtoEeCost cost = GetCostOfLoad(rate / service, (1 + variability) / 2, kappa, penalty > 0);
    cost.slope /= service;
    cost.curvature /= service * service;
    const double over = rate - (1 - margin) * service;
    if (penalty > 0 && over > 0)
    {
        cost.value += penalty * over * over;
        cost.slope += 2 * penalty * over;
        cost.curvature += 2 * penalty;
    }
    return cost;
}

DtoEeCost
DtoEeQueueLaw::GetLinkCost(double rate, double time) const
{
    if (!linkQueues)
    {
        return {rate * time, time, 0};
    }
    // Transfers of one length: M/D/1.
    DtoEeCost cost = GetCostOfLoad(rate * time, 0.5, kappa, false);
    cost.slope *= time;
    cost.curvature *= time * time;
    return cost;
}

double
DtoEeQueueLaw::GetNodeDelay(double rate, double service) const
{
    const double mean = 1 / service;
    return mean + GetMeanWait({{rate, mean, (1 + variability) * mean * mean}});
}

double
DtoEeQueueLaw::GetLinkDelay(double rate, double time) const
{
    return linkQueues ? time + GetMeanWait({MakeDeterministicClass(rate, time)}) : time;
}

} // namespace edgeai
} // namespace ns3
