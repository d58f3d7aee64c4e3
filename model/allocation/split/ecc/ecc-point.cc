/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-point.h"

#include <algorithm>
#include <sstream>

namespace ns3
{
namespace edgeai
{

bool
IsOffloading(const EccProblem& problem, std::size_t i, uint32_t split)
{
    return split < problem.GetLayerCount(i);
}

namespace
{

/**
 * Powers and units of a cold start.
 * @tparam T EccPoint or EccPlan
 * @param [in] problem a sound problem
 * @param [in,out] decision gets them
 */
template <typename T>
void
SetStartResources(const EccProblem& problem, T& decision)
{
    const std::size_t users = problem.users.size();
    std::vector<double> served(problem.cells.size());
    for (const auto& user : problem.users)
    {
        served[user.cell] += 1;
    }
    decision.uplinkPowers.resize(users);
    decision.downlinkPowers.resize(users);
    decision.units.resize(users);
    for (std::size_t i = 0; i < users; ++i)
    {
        const auto& user = problem.users[i];
        const auto& cell = problem.cells[user.cell];
        decision.uplinkPowers[i] = std::max(user.powerMin, user.powerMax / 2);
        decision.downlinkPowers[i] = std::max(cell.powerMin, cell.powerTotal / served[user.cell]);
        decision.units[i] = std::max(cell.unitMin, cell.unitTotal / served[user.cell]);
    }
}

} // namespace

EccPoint
MakeEccStart(const EccProblem& problem, const std::vector<uint32_t>& splits)
{
    EccPoint point;
    const std::size_t subchannels = problem.GetSubchannelCount();
    point.splits = splits;
    point.uplinkShares.assign(problem.users.size() * subchannels,
                              1.0 / static_cast<double>(subchannels));
    point.downlinkShares = point.uplinkShares;
    SetStartResources(problem, point);
    return point;
}

EccPlan
MakeEccPlan(const EccProblem& problem,
            const std::vector<uint32_t>& splits,
            const std::vector<uint32_t>& uplink,
            const std::vector<uint32_t>& downlink)
{
    EccPlan plan;
    plan.splits = splits;
    plan.uplinkSubchannels = uplink;
    plan.downlinkSubchannels = downlink;
    SetStartResources(problem, plan);
    ClearSilentUsers(problem, plan);
    return plan;
}

EccPlan
MakeDeviceOnlyPlan(const EccProblem& problem)
{
    std::vector<uint32_t> splits;
    for (const auto& user : problem.users)
    {
        splits.push_back(user.chain.GetLayerCount());
    }
    const std::vector<uint32_t> none(splits.size(), ECC_NO_SUBCHANNEL);
    return MakeEccPlan(problem, splits, none, none);
}

EccPoint
ToEccPoint(const EccProblem& problem, const EccPlan& plan)
{
    EccPoint point;
    const std::size_t subchannels = problem.GetSubchannelCount();
    point.splits = plan.splits;
    point.uplinkPowers = plan.uplinkPowers;
    point.downlinkPowers = plan.downlinkPowers;
    point.units = plan.units;
    point.uplinkShares.assign(plan.splits.size() * subchannels, 0);
    point.downlinkShares = point.uplinkShares;
    for (std::size_t i = 0; i < plan.splits.size(); ++i)
    {
        if (IsOffloading(problem, i, plan.splits[i]))
        {
            point.uplinkShares[i * subchannels + plan.uplinkSubchannels[i]] = 1;
            point.downlinkShares[i * subchannels + plan.downlinkSubchannels[i]] = 1;
        }
    }
    return point;
}

void
ClearSilentUsers(const EccProblem& problem, EccPlan& plan)
{
    for (std::size_t i = 0; i < plan.splits.size(); ++i)
    {
        if (!IsOffloading(problem, i, plan.splits[i]))
        {
            plan.uplinkSubchannels[i] = plan.downlinkSubchannels[i] = ECC_NO_SUBCHANNEL;
            plan.uplinkPowers[i] = plan.downlinkPowers[i] = plan.units[i] = 0;
        }
    }
}

namespace
{

/// Sums and limits of one cell.
struct CellLoad
{
    double power{0};                     ///< sum of P [W]
    double units{0};                     ///< sum of r
    std::vector<uint32_t> uplinkUsers;   ///< on each subchannel
    std::vector<uint32_t> downlinkUsers; ///< likewise
};

/// @param [in] name of a quantity  @param [in] i whose  @param [in] value it has  @param [in] low
/// least  @param [in] high largest  @returns "" or what is wrong
std::string
ExplainRange(const char* name, std::size_t i, double value, double low, double high)
{
    // A descent in logarithms meets its limits to rounding.
    constexpr double slack = 1e-9;
    if (value >= low * (1 - slack) && value <= high * (1 + slack))
    {
        return "";
    }
    std::ostringstream words;
    words << name << " " << i << " must be in [" << low << ", " << high << "], but is " << value;
    return words.str();
}

/// @param [in] problem the problem  @param [in] plan the plan  @param [in] i offloading user
/// @returns "" or what is wrong with the user's own decisions
std::string
ExplainUserViolation(const EccProblem& problem, const EccPlan& plan, std::size_t i)
{
    const auto& user = problem.users[i];
    const auto& cell = problem.cells[user.cell];
    const auto last = static_cast<double>(problem.GetSubchannelCount() - 1);
    if (user.linkRate > 0)
    {
        return ExplainRange("units of user", i, plan.units[i], cell.unitMin, cell.unitTotal);
    }
    for (const auto& words :
         {ExplainRange("uplink subchannel of user", i, plan.uplinkSubchannels[i], 0, last),
          ExplainRange("downlink subchannel of user", i, plan.downlinkSubchannels[i], 0, last),
          ExplainRange("uplink power [W] of user",
                       i,
                       plan.uplinkPowers[i],
                       user.powerMin,
                       user.powerMax),
          ExplainRange("downlink power [W] of user",
                       i,
                       plan.downlinkPowers[i],
                       cell.powerMin,
                       cell.powerTotal),
          ExplainRange("units of user", i, plan.units[i], cell.unitMin, cell.unitTotal)})
    {
        if (!words.empty())
        {
            return words;
        }
    }
    return "";
}

} // namespace

std::string
ExplainEccViolation(const EccProblem& problem, const EccPlan& plan)
{
    const std::size_t users = problem.users.size();
    for (std::size_t size : {plan.splits.size(),
                             plan.uplinkSubchannels.size(),
                             plan.downlinkSubchannels.size(),
                             plan.uplinkPowers.size(),
                             plan.downlinkPowers.size(),
                             plan.units.size()})
    {
        if (size != users)
        {
            return "the plan's vectors must have one entry per user (" + std::to_string(users) +
                   "), but one has " + std::to_string(size);
        }
    }
    std::vector<CellLoad> loads(problem.cells.size());
    for (auto& load : loads)
    {
        load.uplinkUsers.resize(problem.GetSubchannelCount());
        load.downlinkUsers.resize(problem.GetSubchannelCount());
    }
    for (std::size_t i = 0; i < users; ++i)
    {
        std::string words =
            ExplainRange("split of user", i, plan.splits[i], 0, problem.GetLayerCount(i));
        const bool offloads = IsOffloading(problem, i, plan.splits[i]);
        if (words.empty() && offloads)
        {
            words = ExplainUserViolation(problem, plan, i);
        }
        if (!words.empty())
        {
            return words;
        }
        if (offloads)
        {
            auto& load = loads[problem.users[i].cell];
            load.units += plan.units[i];
        }
        if (offloads && problem.users[i].linkRate == 0)
        {
            auto& load = loads[problem.users[i].cell];
            load.power += plan.downlinkPowers[i];
            ++load.uplinkUsers[plan.uplinkSubchannels[i]];
            ++load.downlinkUsers[plan.downlinkSubchannels[i]];
        }
    }
    for (std::size_t n = 0; n < loads.size(); ++n)
    {
        const auto& load = loads[n];
        const auto& cell = problem.cells[n];
        const double crowd =
            std::max(*std::max_element(load.uplinkUsers.begin(), load.uplinkUsers.end()),
                     *std::max_element(load.downlinkUsers.begin(), load.downlinkUsers.end()));
        for (const auto& words :
             {ExplainRange("sum of downlink powers [W] of cell", n, load.power, 0, cell.powerTotal),
              ExplainRange("sum of units of cell", n, load.units, 0, cell.unitTotal),
              ExplainRange("users on one subchannel of cell",
                           n,
                           crowd,
                           0,
                           problem.usersPerSubchannel)})
        {
            if (!words.empty())
            {
                return words;
            }
        }
    }
    return "";
}

} // namespace edgeai
} // namespace ns3
