/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-power-objective.h"

#include "allocation/numeric/log-cap-projection.h"
#include "ecc-cost.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

EccPowerObjective::EccPowerObjective(const EccProblem& problem,
                                     EccPlan& plan,
                                     EccDifferentiableLink& link,
                                     const std::vector<std::size_t>& users,
                                     const std::vector<double>& otherRates)
    : m_problem(problem),
      m_plan(plan),
      m_link(link),
      m_uplink(link.GetDirection() == EccLink::UPLINK),
      m_users(users),
      m_otherRates(otherRates),
      m_powers(m_uplink ? plan.uplinkPowers : plan.downlinkPowers),
      m_perRate(plan.splits.size()),
      m_perPower(plan.splits.size())
{
    for (const auto& cell : problem.cells)
    {
        m_room.push_back(cell.powerTotal);
    }
    for (std::size_t i = 0; i < plan.splits.size() && !m_uplink; ++i)
    {
        m_room[problem.users[i].cell] -= m_powers[i];
    }
    for (std::size_t i : users)
    {
        m_room[problem.users[i].cell] += m_uplink ? 0 : m_powers[i];
    }
}

std::vector<double>
EccPowerObjective::Pack() const
{
    std::vector<double> point;
    for (std::size_t i : m_users)
    {
        point.push_back(std::log(m_powers[i]));
    }
    return point;
}

const std::vector<double>&
EccPowerObjective::GetRates() const
{
    return m_rates;
}

double
EccPowerObjective::Evaluate(const std::vector<double>& point)
{
    for (std::size_t k = 0; k < m_users.size(); ++k)
    {
        m_powers[m_users[k]] = std::exp(point[k]);
    }
    m_link.ComputeRates({}, m_powers, m_rates);
    double value = 0;
    for (std::size_t i : m_users)
    {
        const auto cost = ComputeEccUserCost(m_problem,
                                             i,
                                             m_plan.splits[i],
                                             m_uplink ? m_rates[i] : m_otherRates[i],
                                             m_uplink ? m_otherRates[i] : m_rates[i],
                                             m_plan.uplinkPowers[i],
                                             m_plan.downlinkPowers[i],
                                             m_plan.units[i]);
        const auto price =
            PriceEccUser(m_problem, i, cost.GetTime(), cost.GetEnergy(), m_plan.units[i]);
        const double airTime = m_uplink ? cost.uploadTime : cost.downloadTime;
        value += price.value;
        m_perPower[i] = price.perEnergy * airTime;
        m_perRate[i] = -(price.perTime + price.perEnergy * m_powers[i]) * airTime / m_rates[i];
    }
    return value;
}

void
EccPowerObjective::GetGradient(std::vector<double>& gradient)
{
    std::vector<double> noShares;
    auto slopes = m_perPower;
    m_link.AddGradient(m_perRate, {}, m_powers, noShares, slopes);
    for (std::size_t k = 0; k < m_users.size(); ++k)
    {
        gradient[k] = slopes[m_users[k]] * m_powers[m_users[k]];
    }
}

void
EccPowerObjective::Project(std::vector<double>& point)
{
    if (m_uplink)
    {
        for (std::size_t k = 0; k < m_users.size(); ++k)
        {
            const auto& user = m_problem.users[m_users[k]];
            point[k] = std::clamp(point[k], std::log(user.powerMin), std::log(user.powerMax));
        }
        return;
    }
    for (std::size_t n = 0; n < m_problem.cells.size(); ++n)
    {
        m_scratch.clear();
        for (std::size_t k = 0; k < m_users.size(); ++k)
        {
            if (m_problem.users[m_users[k]].cell == n)
            {
                m_scratch.push_back(point[k]);
            }
        }
        const double least = m_problem.cells[n].powerMin;
        const double cap = std::max(m_room[n], least * static_cast<double>(m_scratch.size()));
        ProjectOntoLogCap(m_scratch.data(), m_scratch.size(), least, cap);
        auto next = m_scratch.begin();
        for (std::size_t k = 0; k < m_users.size(); ++k)
        {
            if (m_problem.users[m_users[k]].cell == n)
            {
                point[k] = *next++;
            }
        }
    }
}

} // namespace edgeai
} // namespace ns3
