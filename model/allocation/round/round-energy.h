/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROUND_ENERGY_H
#define EDGE_AI_ROUND_ENERGY_H

#include "round-plan.h"

namespace ns3
{
namespace edgeai
{

/// @param [in] plan of a round  @returns energy of all its workers to compute [J]
inline double
GetComputingEnergy(const RoundPlan& plan)
{
    double energy = 0;
    for (const RoundShare& share : plan.workers)
    {
        energy += share.computeEnergy;
    }
    return energy;
}

/// @param [in] plan of a round  @returns energy of all its workers to send [J]; not a number where
/// no power is planned
inline double
GetSendingEnergy(const RoundPlan& plan)
{
    double energy = PlanStep::NOT_PLANNED;
    for (const RoundShare& share : plan.workers)
    {
        if (share.involved && share.uploadEnergy >= 0)
        {
            energy = (energy >= 0 ? energy : 0) + share.uploadEnergy;
        }
    }
    return energy;
}

/// @param [in] plan of a round  @returns energy of all its workers [J]; uploads that are not
/// planned count nothing
inline double
GetWorkersEnergy(const RoundPlan& plan)
{
    double energy = 0;
    for (const RoundShare& share : plan.workers)
    {
        energy += share.computeEnergy + (share.uploadEnergy > 0 ? share.uploadEnergy : 0);
    }
    return energy;
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROUND_ENERGY_H
