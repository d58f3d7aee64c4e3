/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOMO_TEST_SUPPORT_H
#define EDGE_AI_FOMO_TEST_SUPPORT_H

#include "allocation/round/fomo/fomo-case.h"
#include "allocation/round/round-planner.h"
#include "expectations.h"
#include "fomo-instances.h"
#include "random-problems.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace fomotest
{

/// Relative tolerance of figures that the definition gives with six or seven digits.
constexpr double GIVEN = 1e-6;

/// @returns the plan of a planner by name
inline RoundPlan
PlanBy(const std::string& name, const RoundProblem& problem)
{
    return CreateRoundPlanner(name)->Plan(problem);
}

/// @returns names of the planners of this method
inline std::vector<std::string>
ListFomoPlanners()
{
    std::vector<std::string> names = ListRoundPlanners();
    names.erase(
        std::remove_if(names.begin(),
                       names.end(),
                       [](const std::string& name) { return name.find("ns3::edgeai::Fomo") != 0; }),
        names.end());
    return names;
}

/// @returns the worker of each block, from the output to the input; -1 where nobody has it
inline std::vector<int>
GetOwners(const RoundPlan& plan, std::size_t blocks)
{
    std::vector<int> owners(blocks, -1);
    for (std::size_t k = 0; k < plan.workers.size(); ++k)
    {
        const RoundShare& share = plan.workers[k];
        for (uint32_t i = 0; i < share.blocks; ++i)
        {
            owners.at(share.block - 1 - i) = static_cast<int>(k);
        }
    }
    return owners;
}

/// @returns shares of the band in the order of the blocks [Hz]
inline std::vector<double>
GetBands(const RoundPlan& plan, std::size_t blocks)
{
    std::vector<double> bands;
    for (const int k : GetOwners(plan, blocks))
    {
        bands.push_back(k < 0 ? 0 : plan.workers[static_cast<std::size_t>(k)].bandwidth);
    }
    return bands;
}

} // namespace fomotest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOMO_TEST_SUPPORT_H
