/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-cell.h"

#include "allocation/split/split-steps.h"

#include "ns3/link-control.h"
#include "ns3/moving-average.h"

#include <cmath>
#include <cstddef>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] decision any  @returns whether it sends by a part of the band
bool
HasBand(const SplitDecision& decision)
{
    return decision.IsUsable() && GetStep(decision.steps, "uplink").bits > 0 &&
           decision.bandwidth > 0 && decision.txPower > 0;
}

/// @param [in] plan any  @returns whether it divides the band: names no subchannels
bool
DividesBand(const SplitPlan& plan)
{
    bool divides = false;
    for (const SplitDecision& decision : plan.decisions)
    {
        const bool band = HasBand(decision);
        if (band && decision.uplinkWay.subchannel != NO_SUBCHANNEL)
        {
            return false;
        }
        divides = divides || band;
    }
    return divides;
}

/// @param [in] band [Hz]  @param [in] snr signal over noise in it, linear  @returns rate [bit/s]
double
GetRate(double band, double snr)
{
    return band * std::log1p(snr) / M_LN2;
}

/**
 * Let a decision say what it gets.
 * @param [in] rate it was planned with, without its rate factor [bit/s]
 * @param [in] grant what it gets
 * @param [in] device whose it is
 * @param [in,out] decision which gets times, energy and rate
 */
void
Restate(double rate,
        const BandGrant& grant,
        const CoInferenceDevice& device,
        SplitDecision& decision)
{
    for (PlanStep& step : decision.steps)
    {
        if (step.name != "uplink")
        {
            continue;
        }
        const double longer = rate / grant.rate - 1;
        decision.latency += longer * step.time;
        decision.energy += longer * step.energy;
        step.time += longer * step.time;
        step.energy += longer * step.energy;
        decision.uplinkWay.rate = step.bits / step.time;
    }
    decision.bandwidth = grant.bandwidth;
    if (decision.status != PlanStatus::SOLVED)
    {
        return;
    }
    const RequestBody& request = device.request;
    const std::string excess = ExplainExcess(decision, request.latencyBudget, request.energyBudget);
    if (!excess.empty())
    {
        std::ostringstream text;
        text << excess << ": the whole subchannels it gets carry " << grant.rate << " bit/s, not "
             << rate;
        decision.status = PlanStatus::VIOLATED;
        decision.reason = text.str();
    }
}

} // namespace

void
CoInferenceCell::SetControl(Ptr<CellControl> control)
{
    m_control = control;
}

Ptr<CellControl>
CoInferenceCell::GetControl() const
{
    return m_control;
}

bool
CoInferenceCell::Contains(const CoInferenceDevice& device) const
{
    return m_control && device.request.link != LinkControl::NO_LINK;
}

void
CoInferenceCell::Measure(const CoInferenceGroup& group) const
{
    for (const auto& device : group)
    {
        device->inCell = Contains(*device);
        if (device->inCell && !m_control->Measure(device->request.link, device->pilot))
        {
            throw std::runtime_error("link " + std::to_string(device->request.link) +
                                     " is no device of the server's cell");
        }
    }
}

void
CoInferenceCell::Describe(SplitProblem& problem) const
{
    problem.noma = m_control->GetRadio();
    problem.bandwidth = m_control->GetBandwidth();
    // Plans of subchannels that are shared may be for more devices than there are parts.
    const double step = m_control->GetBandStep();
    const bool enough = step * static_cast<double>(problem.devices.size()) <= problem.bandwidth;
    problem.subchannelWidth = enough ? step : 0;
    problem.noiseDensity = m_control->GetNoiseDensity();
}

std::vector<BandShare>
CoInferenceCell::GetBands(const CoInferenceGroup& group, const SplitPlan& plan) const
{
    std::vector<BandShare> shares;
    for (std::size_t i = 0; i < group.size(); ++i)
    {
        const SplitDecision& decision = plan.decisions[i];
        const bool sends = HasBand(decision);
        shares.push_back(
            {group[i]->request.link, sends ? decision.bandwidth : 0, sends ? decision.txPower : 0});
    }
    return shares;
}

SplitPlan
CoInferenceCell::Settle(const CoInferenceGroup& group,
                        const std::function<SplitPlan()>& solve) const
{
    // A few rounds: where others move, so do the channels of those who stay.
    constexpr unsigned ROUNDS = 4;
    constexpr double CLOSE = 1e-3; // relative
    for (const auto& device : group)
    {
        device->bandGain = 0;
    }
    SplitPlan plan = solve();
    if (!Contains(*group.front()))
    {
        return plan;
    }
    const double noise = m_control->GetNoiseDensity();
    for (unsigned round = 1; DividesBand(plan); ++round)
    {
        const std::vector<BandShare> shares = GetBands(group, plan);
        std::vector<BandGrant> grants;
        if (!m_control->FitBands(shares, grants).empty())
        {
            return plan; // whoever puts it in force says why not
        }
        bool settled = true;
        std::vector<double> gains;   // that make the formula give the rates of the grants
        std::vector<double> planned; // rates
        for (std::size_t i = 0; i < group.size(); ++i)
        {
            const BandShare& share = shares[i];
            const double before = group[i]->GetPlanningGain();
            const double unit = share.power > 0 ? noise * share.bandwidth / share.power : 0;
            planned.push_back(unit > 0 ? GetRate(share.bandwidth, before / unit) : 0);
            gains.push_back(unit > 0 ? unit * std::expm1(grants[i].rate / share.bandwidth * M_LN2)
                                     : group[i]->bandGain);
            settled = settled && !(unit > 0 && HasDrifted(gains.back(), before, CLOSE));
        }
        if (!settled && round < ROUNDS)
        {
            for (std::size_t i = 0; i < group.size(); ++i)
            {
                group[i]->bandGain = gains[i];
            }
            plan = solve();
            continue;
        }
        for (std::size_t i = 0; i < group.size(); ++i)
        {
            if (planned[i] > 0)
            {
                Restate(planned[i], grants[i], *group[i], plan.decisions[i]);
            }
        }
        return plan;
    }
    return plan;
}

void
CoInferenceCell::Enforce(const CoInferenceGroup& group,
                         const SplitPlan& plan,
                         const std::string& planner) const
{
    std::string refusal;
    if (DividesBand(plan))
    {
        refusal = m_control->ApplyBands(GetBands(group, plan));
    }
    else
    {
        std::vector<CellShare> shares;
        for (std::size_t i = 0; i < group.size(); ++i)
        {
            const SplitDecision& decision = plan.decisions[i];
            if (GetStep(decision.steps, "uplink").bits > 0 &&
                decision.uplinkWay.subchannel == NO_SUBCHANNEL)
            {
                throw std::runtime_error(planner + " plans neither subchannels nor bands, one of "
                                                   "which this cell's scheduler needs");
            }
            shares.push_back(
                {group[i]->request.link, decision.uplinkWay, decision.downlinkWay, {}, {}});
        }
        refusal = m_control->Apply(shares);
    }
    if (!refusal.empty())
    {
        throw std::runtime_error("the radio refuses the plan: " + refusal);
    }
}

} // namespace edgeai
} // namespace ns3
