/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-move-screen.h"

#include "ecc-power-objective.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] problem the problem  @param [in] plan the plan  @param [in] i user
/// @param [in] uplinkRate R^u_i [bit/s]  @param [in] downlinkRate R^d_i [bit/s]
/// @returns the user's part of the utility
double
GetUserValue(const EccProblem& problem,
             const EccPlan& plan,
             std::size_t i,
             double uplinkRate,
             double downlinkRate)
{
    const auto cost = ComputeEccUserCost(problem,
                                         i,
                                         plan.splits[i],
                                         uplinkRate,
                                         downlinkRate,
                                         plan.uplinkPowers[i],
                                         plan.downlinkPowers[i],
                                         plan.units[i]);
    const double units = IsOffloading(problem, i, plan.splits[i]) ? plan.units[i] : 0;
    return PriceEccUser(problem, i, cost.GetTime(), cost.GetEnergy(), units).value;
}

} // namespace

EccMoveScreen::EccMoveScreen(const EccProblem& problem, const EccPlan& plan)
    : m_problem(problem),
      m_plan(plan),
      m_uplink(problem, EccLink::UPLINK),
      m_downlink(problem, EccLink::DOWNLINK)
{
    auto now = EvaluateEcc(problem, plan);
    m_utility = now.utility;
    m_upRates = std::move(now.uplinkRates);
    m_downRates = std::move(now.downlinkRates);
    for (std::size_t i = 0; i < plan.splits.size(); ++i)
    {
        m_values.push_back(GetUserValue(problem, plan, i, m_upRates[i], m_downRates[i]));
    }
}

const EccPlan&
EccMoveScreen::GetPlan() const
{
    return m_plan;
}

double
EccMoveScreen::GetUtility() const
{
    return m_utility;
}

uint32_t
EccMoveScreen::GetSteps() const
{
    return m_steps;
}

bool
EccMoveScreen::Apply(const EccMove& move)
{
    m_trial = m_plan;
    if (!ApplyEccMove(m_problem, move, m_trial))
    {
        return false;
    }
    ClearSilentUsers(m_problem, m_trial);
    m_trialUp = m_upRates;
    m_trialDown = m_downRates;
    m_noticing.assign(m_trial.splits.size(), false);
    for (std::size_t i = 0; i < m_trial.splits.size(); ++i)
    {
        m_noticing[i] = m_trial.splits[i] != m_plan.splits[i];
    }
    return true;
}

void
EccMoveScreen::FindNoticing(bool uplink, const EccMove& move)
{
    const auto& before = uplink ? m_plan.uplinkSubchannels : m_plan.downlinkSubchannels;
    const auto& after = uplink ? m_trial.uplinkSubchannels : m_trial.downlinkSubchannels;
    const auto& powersBefore = uplink ? m_plan.uplinkPowers : m_plan.downlinkPowers;
    const auto& powersAfter = uplink ? m_trial.uplinkPowers : m_trial.downlinkPowers;
    m_touched.assign(m_problem.GetSubchannelCount(), false);
    for (std::size_t i = 0; i < before.size(); ++i)
    {
        const bool split = uplink && move.kind == EccMove::SPLIT && i == move.first;
        if (before[i] == after[i] && powersBefore[i] == powersAfter[i] && !split)
        {
            continue;
        }
        for (uint32_t m : {before[i], after[i]})
        {
            if (m != ECC_NO_SUBCHANNEL)
            {
                m_touched[m] = true;
            }
        }
    }
    m_users.clear();
    for (std::size_t i = 0; i < after.size(); ++i)
    {
        if (after[i] != ECC_NO_SUBCHANNEL && m_touched[after[i]])
        {
            m_users.push_back(i);
            m_noticing[i] = true;
        }
    }
}

void
EccMoveScreen::Update(bool uplink, const DescentOptions* options)
{
    if (m_users.empty())
    {
        return;
    }
    // To the link everybody else is silent; nobody here hears them.
    m_splits.resize(m_trial.splits.size());
    for (std::size_t i = 0; i < m_splits.size(); ++i)
    {
        m_splits[i] = m_problem.GetLayerCount(i);
    }
    for (std::size_t i : m_users)
    {
        m_splits[i] = 0;
    }
    auto& link = uplink ? m_uplink : m_downlink;
    auto& rates = uplink ? m_trialUp : m_trialDown;
    const auto& powers = uplink ? m_trial.uplinkPowers : m_trial.downlinkPowers;
    link.Assign(m_splits, uplink ? m_trial.uplinkSubchannels : m_trial.downlinkSubchannels);
    link.Order({}, powers);
    if (options != nullptr)
    {
        EccPowerObjective objective(m_problem,
                                    m_trial,
                                    link,
                                    m_users,
                                    uplink ? m_trialDown : m_trialUp);
        auto point = objective.Pack();
        m_steps += DescendProjected(objective, point, *options).steps;
        objective.Evaluate(point); // leaves the powers of the end in the plan
    }
    link.ComputeRates({}, powers, m_rates);
    for (std::size_t i : m_users)
    {
        rates[i] = m_rates[i];
    }
}

double
EccMoveScreen::GetTrialUtility()
{
    m_trialUtility = m_utility;
    m_trialValues = m_values;
    for (std::size_t i = 0; i < m_noticing.size(); ++i)
    {
        if (m_noticing[i])
        {
            m_trialValues[i] = GetUserValue(m_problem, m_trial, i, m_trialUp[i], m_trialDown[i]);
            m_trialUtility += m_trialValues[i] - m_values[i];
        }
    }
    return m_trialUtility;
}

double
EccMoveScreen::GetUtilityAfter(const EccMove& move)
{
    if (!Apply(move))
    {
        return HUGE_VAL;
    }
    for (bool uplink : {true, false})
    {
        FindNoticing(uplink, move);
        Update(uplink, nullptr);
    }
    return GetTrialUtility();
}

double
EccMoveScreen::Try(const EccMove& move, const DescentOptions& options)
{
    if (!Apply(move))
    {
        return HUGE_VAL;
    }
    // Both directions need rates before either is descended on.
    for (const auto* descent : {static_cast<const DescentOptions*>(nullptr), &options})
    {
        for (bool uplink : {true, false})
        {
            FindNoticing(uplink, move);
            Update(uplink, descent);
        }
    }
    return GetTrialUtility();
}

void
EccMoveScreen::Commit()
{
    m_plan = m_trial;
    m_utility = m_trialUtility;
    m_upRates = m_trialUp;
    m_downRates = m_trialDown;
    m_values = m_trialValues;
}

} // namespace edgeai
} // namespace ns3
