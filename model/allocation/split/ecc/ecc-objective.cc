/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-objective.h"

#include "allocation/numeric/log-cap-projection.h"
#include "allocation/numeric/simplex-projection.h"
#include "ecc-cost.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

EccObjective::EccObjective(const EccProblem& problem, const EccPoint& point, Scale scale)
    : m_problem(problem),
      m_scale(scale),
      m_fixed(false),
      m_splits(point.splits),
      m_uplink(problem, EccLink::UPLINK),
      m_downlink(problem, EccLink::DOWNLINK),
      m_variables(point)
{
    m_uplink.Spread(m_splits);
    m_downlink.Spread(m_splits);
    FindOffloaders();
}

EccObjective::EccObjective(const EccProblem& problem, const EccPlan& plan, Scale scale)
    : m_problem(problem),
      m_scale(scale),
      m_fixed(true),
      m_splits(plan.splits),
      m_uplink(problem, EccLink::UPLINK),
      m_downlink(problem, EccLink::DOWNLINK),
      m_variables{{}, {}, plan.uplinkPowers, plan.downlinkPowers, plan.units}
{
    m_uplink.Assign(m_splits, plan.uplinkSubchannels);
    m_downlink.Assign(m_splits, plan.downlinkSubchannels);
    FindOffloaders();
}

void
EccObjective::FindOffloaders()
{
    const std::size_t users = m_splits.size();
    for (std::size_t n = 0; n < m_problem.cells.size(); ++n)
    {
        for (std::size_t i = 0; i < users; ++i)
        {
            if (m_problem.users[i].cell == n && IsOffloading(m_problem, i, m_splits[i]))
            {
                m_offloaders.push_back(i);
            }
        }
        m_cellEnds.push_back(m_offloaders.size());
    }
    for (std::size_t i = 0; i < users; ++i)
    {
        if (!IsOffloading(m_problem, i, m_splits[i]))
        {
            const auto cost = ComputeEccUserCost(m_problem, i, m_splits[i], 0, 0, 0, 0, 0);
            m_silentUtility +=
                PriceEccUser(m_problem, i, cost.GetTime(), cost.GetEnergy(), 0).value;
        }
    }
    m_downlink.Order(m_variables.downlinkShares, m_variables.downlinkPowers);
    m_uplinkSlopes.assign(users, 0);
    m_downlinkSlopes.assign(users, 0);
    m_perTime.assign(users, 0);
    m_perEnergy.assign(users, 0);
}

std::vector<double>
EccObjective::Pack(const EccVariables& variables) const
{
    std::vector<double> point;
    if (!m_fixed)
    {
        point = variables.uplinkShares;
        point.insert(point.end(), variables.downlinkShares.begin(), variables.downlinkShares.end());
    }
    for (const auto* values :
         {&variables.uplinkPowers, &variables.downlinkPowers, &variables.units})
    {
        const std::size_t offset = point.size();
        point.resize(offset + m_splits.size());
        for (std::size_t i : m_offloaders)
        {
            point[offset + i] = m_scale == PLAIN ? (*values)[i] : std::log((*values)[i]);
        }
    }
    return point;
}

void
EccObjective::Unpack(const std::vector<double>& point, EccVariables& variables) const
{
    auto next = point.begin();
    if (!m_fixed)
    {
        const std::size_t size = m_splits.size() * m_problem.GetSubchannelCount();
        variables.uplinkShares.assign(next, next + size);
        variables.downlinkShares.assign(next + size, next + 2 * size);
        next += 2 * size;
    }
    for (auto* values : {&variables.uplinkPowers, &variables.downlinkPowers, &variables.units})
    {
        for (std::size_t i : m_offloaders)
        {
            (*values)[i] = m_scale == PLAIN ? next[i] : std::exp(next[i]);
        }
        next += m_splits.size();
    }
}

double
EccObjective::Evaluate(const std::vector<double>& point)
{
    Unpack(point, m_variables);
    const auto& x = m_variables;
    m_uplink.ComputeRates(x.uplinkShares, x.uplinkPowers, m_uplinkRates);
    m_downlink.ComputeRates(x.downlinkShares, x.downlinkPowers, m_downlinkRates);
    double utility = m_silentUtility;
    for (std::size_t i : m_offloaders)
    {
        const auto cost = ComputeEccUserCost(m_problem,
                                             i,
                                             m_splits[i],
                                             m_uplinkRates[i],
                                             m_downlinkRates[i],
                                             x.uplinkPowers[i],
                                             x.downlinkPowers[i],
                                             x.units[i]);
        const auto price = PriceEccUser(m_problem, i, cost.GetTime(), cost.GetEnergy(), x.units[i]);
        utility += price.value;
        m_perTime[i] = price.perTime;
        m_perEnergy[i] = price.perEnergy;
    }
    return utility;
}

double
EccObjective::GetUnitSlope(std::size_t i, double perTime, double perEnergy) const
{
    const auto& user = m_problem.users[i];
    const auto& cell = m_problem.cells[user.cell];
    const double units = m_variables.units[i];
    const double alpha = cell.unitExponent;
    const double energyExponent = cell.GetUnitPowerExponent() - alpha;
    const double power = cell.unitEnergyCoefficient * std::pow(cell.unitClock, 3);
    const double fixedExponent = cell.unitStaticExponent - alpha;
    const double work = user.chain.GetServerFlop(m_splits[i]) / cell.unitSpeed;
    return work / units *
               (energyExponent * perEnergy * power * std::pow(units, energyExponent) +
                fixedExponent * perEnergy * cell.unitStaticPower * std::pow(units, fixedExponent) -
                alpha * perTime / std::pow(units, alpha)) +
           m_problem.preferences.unitWeight;
}

const EccVariables&
EccObjective::ComputeLinearGradient()
{
    const std::size_t users = m_splits.size();
    const auto& x = m_variables;
    m_gradient.uplinkShares.assign(x.uplinkShares.size(), 0);
    m_gradient.downlinkShares.assign(x.downlinkShares.size(), 0);
    m_gradient.uplinkPowers.assign(users, 0);
    m_gradient.downlinkPowers.assign(users, 0);
    m_gradient.units.assign(users, 0);
    for (std::size_t i : m_offloaders)
    {
        const auto& chain = m_problem.users[i].chain;
        const double up = chain.uploadBits[m_splits[i]] / m_uplinkRates[i];
        const double down = chain.resultBits > 0 ? chain.resultBits / m_downlinkRates[i] : 0;
        const double perTime = m_perTime[i];
        const double perEnergy = m_perEnergy[i];
        m_uplinkSlopes[i] = -up / m_uplinkRates[i] * (perTime + perEnergy * x.uplinkPowers[i]);
        m_downlinkSlopes[i] =
            -down / m_downlinkRates[i] * (perTime + perEnergy * x.downlinkPowers[i]);
        m_gradient.uplinkPowers[i] = perEnergy * up;
        m_gradient.downlinkPowers[i] = perEnergy * down;
        m_gradient.units[i] = GetUnitSlope(i, perTime, perEnergy);
    }
    m_uplink.AddGradient(m_uplinkSlopes,
                         x.uplinkShares,
                         x.uplinkPowers,
                         m_gradient.uplinkShares,
                         m_gradient.uplinkPowers);
    m_downlink.AddGradient(m_downlinkSlopes,
                           x.downlinkShares,
                           x.downlinkPowers,
                           m_gradient.downlinkShares,
                           m_gradient.downlinkPowers);
    return m_gradient;
}

void
EccObjective::GetGradient(std::vector<double>& gradient)
{
    const auto& linear = ComputeLinearGradient();
    auto next = gradient.begin();
    next = std::copy(linear.uplinkShares.begin(), linear.uplinkShares.end(), next);
    next = std::copy(linear.downlinkShares.begin(), linear.downlinkShares.end(), next);
    for (auto member :
         {&EccVariables::uplinkPowers, &EccVariables::downlinkPowers, &EccVariables::units})
    {
        std::fill(next, next + m_splits.size(), 0);
        for (std::size_t i : m_offloaders)
        {
            // d/d(ln x) = x d/dx
            next[i] = (linear.*member)[i] * (m_scale == PLAIN ? 1 : (m_variables.*member)[i]);
        }
        next += m_splits.size();
    }
}

void
EccObjective::ProjectShares(double* shares) const
{
    const std::size_t subchannels = m_problem.GetSubchannelCount();
    for (std::size_t i : m_offloaders)
    {
        ProjectOntoSimplex(shares + i * subchannels, subchannels);
    }
}

void
EccObjective::ProjectSums(double* values, bool power)
{
    std::size_t begin = 0;
    for (std::size_t n = 0; n < m_cellEnds.size(); ++n)
    {
        const std::size_t end = m_cellEnds[n];
        const auto& cell = m_problem.cells[n];
        m_scratch.clear();
        for (std::size_t k = begin; k < end; ++k)
        {
            m_scratch.push_back(values[m_offloaders[k]]);
        }
        // Rounding must not make a full cell an impossible one.
        const double least = power ? cell.powerMin : cell.unitMin;
        const double cap = std::max(power ? cell.powerTotal : cell.unitTotal,
                                    least * static_cast<double>(end - begin));
        if (m_scale == PLAIN)
        {
            ProjectOntoCap(m_scratch.data(), m_scratch.size(), least, cap);
        }
        else
        {
            ProjectOntoLogCap(m_scratch.data(), m_scratch.size(), least, cap);
        }
        for (std::size_t k = begin; k < end; ++k)
        {
            values[m_offloaders[k]] = m_scratch[k - begin];
        }
        begin = end;
    }
}

void
EccObjective::Project(std::vector<double>& point)
{
    const std::size_t users = m_splits.size();
    double* next = point.data();
    if (!m_fixed)
    {
        const std::size_t size = users * m_problem.GetSubchannelCount();
        ProjectShares(next);
        ProjectShares(next + size);
        next += 2 * size;
    }
    for (std::size_t i : m_offloaders)
    {
        const auto& user = m_problem.users[i];
        const bool plain = m_scale == PLAIN;
        next[i] = std::clamp(next[i],
                             plain ? user.powerMin : std::log(user.powerMin),
                             plain ? user.powerMax : std::log(user.powerMax));
    }
    ProjectSums(next + users, true);
    ProjectSums(next + 2 * users, false);
}

} // namespace edgeai
} // namespace ns3
