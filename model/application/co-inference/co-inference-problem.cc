/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// From what the devices said to a problem, and from its plan to what they are told.

#include "application/message/message-archive.h"
#include "co-inference-controller.h"

#include "ns3/link-control.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <tuple>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] request what a device said  @returns it as bytes, without what is measured
std::vector<uint8_t>
Identify(RequestBody request)
{
    request.gain = 0;
    return Encode(request);
}

} // namespace

SplitDevice
CoInferenceController::MakeDevice(const Device& device)
{
    const RequestBody& request = device.request;
    const NetworkProfile& profile =
        m_profiles.Get(request.network, {request.tokensIn, request.tokensOut, request.inputBits});
    SplitDevice result;
    for (const SplitOption& option : MakeSplitOptions(profile))
    {
        if (option.split >= request.splitMin)
        {
            result.options.push_back(option);
        }
    }
    if (result.options.empty())
    {
        throw std::runtime_error("splitMin = " + std::to_string(request.splitMin) +
                                 " leaves no cut of " + request.network);
    }
    result.blockCount = profile.GetBlockCount();
    result.processor = ToLimits(request.processor);
    result.memoryBits = request.memoryBits;
    result.txPowerMax = request.txPowerMax;
    result.txPowers = request.txPowers;
    result.gain = device.gain;
    result.rateFactor = m_adaptRate ? device.rateFactor.Get() : 1;
    result.latencyBudget = request.latencyBudget / (1 + m_margin);
    result.energyBudget = request.energyBudget;
    result.overheadLatency = m_overheadLatency;
    result.overheadEnergy = m_overheadEnergy;
    result.weightRate = request.weightRate;
    result.bitsPerWeight = m_bitsPerWeight;
    result.serverClockMax = device.server.clockMax;
    result.resultBits = static_cast<double>(profile.resultBits);
    result.timeWeight = request.timeWeight;
    result.energyWeight = request.energyWeight;
    if (IsInCell(device))
    {
        result.noma = device.pilot;
    }
    return result;
}

bool
CoInferenceController::IsInCell(const Device& device) const
{
    return m_cell && device.request.link != LinkControl::NO_LINK;
}

std::vector<CoInferenceController::Client>
CoInferenceController::GetGroup(Client client) const
{
    // A plan of the cell is for all its devices, whatever one of them says of its link. Elsewhere
    // those share a band that name the same one, so that nobody names that of the others.
    const bool inCell = IsInCell(m_devices.at(client));
    const auto band = [](const Device& device) {
        return std::make_tuple(device.request.bandwidth,
                               device.request.noiseDensity,
                               device.request.subchannelWidth);
    };
    const auto own = band(m_devices.at(client));
    if (!inCell && !m_devices.at(client).request.divideBand)
    {
        return {client};
    }
    std::vector<Client> group;
    for (const auto& [other, device] : m_devices)
    {
        if (inCell ? IsInCell(device)
                   : !IsInCell(device) && device.request.divideBand && band(device) == own)
        {
            group.push_back(other);
        }
    }
    return group;
}

SplitPlan
CoInferenceController::Solve(const std::vector<Client>& group)
{
    const SplitPlan together = SolveTogether(group);
    if (together.status != PlanStatus::REFUSED && together.decisions.size() == group.size())
    {
        return together;
    }
    // What one device says of itself may be more than a planner takes.
    SplitPlan plan;
    plan.decisions.resize(group.size());
    std::vector<Client> sound;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < group.size() && group.size() > 1; ++i)
    {
        const SplitPlan alone = SolveTogether({group[i]});
        if (alone.status == PlanStatus::REFUSED)
        {
            plan.decisions[i].status = PlanStatus::REFUSED;
            plan.decisions[i].reason = alone.reason;
            continue;
        }
        sound.push_back(group[i]);
        places.push_back(i);
    }
    if (sound.empty() || sound.size() == group.size())
    {
        throw std::runtime_error(together.reason);
    }
    const SplitPlan rest = SolveTogether(sound);
    if (rest.status == PlanStatus::REFUSED || rest.decisions.size() != sound.size())
    {
        throw std::runtime_error(rest.reason);
    }
    for (std::size_t k = 0; k < sound.size(); ++k)
    {
        plan.decisions[places[k]] = rest.decisions[k];
    }
    plan.status = PlanStatus::REFUSED;
    plan.reason = together.reason;
    plan.summary = rest.summary;
    return plan;
}

SplitPlan
CoInferenceController::SolveTogether(const std::vector<Client>& group)
{
    SplitProblem problem;
    problem.bandwidth = m_bandwidth;
    problem.noiseDensity = m_noiseDensity;
    problem.keepRatioMin = m_keepRatioMin;
    problem.countServerEnergy = m_countServerEnergy;
    problem.payloadFollowsKeepRatio = m_payloadFollowsKeepRatio;
    double clocks = 0;
    for (const Client client : group)
    {
        const Device& device = m_devices.at(client);
        problem.devices.push_back(MakeDevice(device));
        problem.present.push_back(device.decision);
        problem.server = device.server;
        clocks += device.server.clockMax;
        // Links that know their band and noise overrule the defaults.
        if (device.request.bandwidth > 0)
        {
            problem.bandwidth = device.request.bandwidth;
        }
        problem.subchannelWidth = std::max(problem.subchannelWidth, device.request.subchannelWidth);
        if (device.request.noiseDensity > 0)
        {
            problem.noiseDensity = device.request.noiseDensity;
        }
    }
    problem.server.clockMax = clocks;
    problem.units = m_devices.at(group.front()).units;
    if (IsInCell(m_devices.at(group.front())))
    {
        problem.noma = m_cell->GetRadio();
        problem.subchannelWidth = 0; // what the cell's subchannels are, noma says
        problem.bandwidth = problem.noma.subchannels * problem.noma.width;
        problem.noiseDensity = m_cell->GetNoiseDensity();
    }
    problem.uniformDraws.resize(m_draws);
    for (double& draw : problem.uniformDraws)
    {
        draw = m_uniform->GetValue(0, 1);
    }
    return m_planner.Require().Plan(problem);
}

bool
CoInferenceController::IsUpToDate(const std::vector<Client>& group) const
{
    if (m_planner.Require().UsesDraws())
    {
        return false;
    }
    for (const Client client : group)
    {
        const Device& device = m_devices.at(client);
        const double factor = m_adaptRate ? device.rateFactor.Get() : 1;
        if (device.planRequest != Identify(device.request) ||
            HasDrifted(factor, device.planFactor, m_planTolerance) ||
            HasDrifted(device.gain, device.planGain, m_planTolerance) ||
            !IsNear(device.pilot.uplinkGains, device.planPilot.uplinkGains) ||
            !IsNear(device.pilot.downlinkGains, device.planPilot.downlinkGains))
        {
            return false;
        }
    }
    return true;
}

bool
CoInferenceController::IsNear(const std::vector<double>& gains,
                              const std::vector<double>& before) const
{
    return std::equal(
        gains.begin(),
        gains.end(),
        before.begin(),
        before.end(),
        [this](double now, double then) { return !HasDrifted(now, then, m_planTolerance); });
}

void
CoInferenceController::MeasurePilots(const std::vector<Client>& group)
{
    for (const Client client : group)
    {
        Device& device = m_devices.at(client);
        if (IsInCell(device) && !m_cell->Measure(device.request.link, device.pilot))
        {
            throw std::runtime_error("link " + std::to_string(device.request.link) +
                                     " is no device of the server's cell");
        }
    }
}

void
CoInferenceController::Enforce(const std::vector<Client>& group, const SplitPlan& plan)
{
    std::vector<CellShare> shares;
    for (std::size_t i = 0; i < group.size(); ++i)
    {
        const SplitDecision& decision = plan.decisions[i];
        if (GetStep(decision.steps, "uplink").bits > 0 &&
            decision.uplinkWay.subchannel == NO_SUBCHANNEL)
        {
            throw std::runtime_error(GetPlannerName() +
                                     " plans no subchannels, which this cell's scheduler needs");
        }
        shares.push_back(
            {m_devices.at(group[i]).request.link, decision.uplinkWay, decision.downlinkWay});
    }
    const std::string refusal = m_cell->Apply(shares);
    if (!refusal.empty())
    {
        throw std::runtime_error("the radio refuses the plan: " + refusal);
    }
}

void
CoInferenceController::Accept(const std::vector<Client>& group, const SplitPlan& plan)
{
    if (IsInCell(m_devices.at(group.front())))
    {
        Enforce(group, plan);
    }
    std::size_t i = 0;
    for (const Client client : group)
    {
        Device& device = m_devices.at(client);
        device.planPilot = device.pilot;
        device.decision = plan.decisions[i++];
        device.summary = plan.summary;
        device.planFactor = m_adaptRate ? device.rateFactor.Get() : 1;
        device.planGain = device.gain;
        device.planRequest = Identify(device.request);
    }
}

PlanBody
CoInferenceController::MakeBody(const Device& device, const SplitDecision& decision)
{
    if (!decision.IsUsable())
    {
        return MakeRefusal(decision.status, decision.reason);
    }
    PlanBody body;
    static_cast<SplitDecision&>(body) = decision;
    body.number = ++m_number;
    body.reason = decision.reason.substr(0, 500);
    body.planner = GetPlannerName();
    for (const SplitOption& option : MakeDevice(device).options)
    {
        if (option.split == decision.split)
        {
            body.deviceFlop = option.deviceFlop * decision.deviceKeepRatio;
            body.deviceMemory =
                option.deviceWeights * decision.deviceKeepRatio * m_bitsPerWeight / 8;
        }
    }
    body.rateFactor = m_adaptRate ? device.rateFactor.Get() : 1;
    body.countServerEnergy = m_countServerEnergy;
    const std::string complaint = ExplainBody(body);
    if (!complaint.empty())
    {
        return MakeRefusal(PlanStatus::REFUSED, "the plan cannot be sent: " + complaint);
    }
    return body;
}

double
CoInferenceController::ShannonRate(const Device& device) const
{
    const double noise =
        device.request.noiseDensity > 0 ? device.request.noiseDensity : m_noiseDensity;
    if (device.decision.uplinkWay.rate > 0)
    {
        return device.decision.uplinkWay.rate / device.planFactor; // with planned interference
    }
    const double band = device.decision.bandwidth;
    return band * std::log2(1 + device.decision.txPower * device.gain / (noise * band));
}

PlanBody
CoInferenceController::MakeRefusal(PlanStatus status, const std::string& reason) const
{
    PlanBody body;
    body.status = status;
    body.planner = GetPlannerName();
    body.reason = reason.substr(0, 500);
    return body;
}

} // namespace edgeai
} // namespace ns3
