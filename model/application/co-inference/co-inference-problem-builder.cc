/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-problem-builder.h"

#include "application/message/message-archive.h"

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <vector>

namespace ns3
{
namespace edgeai
{

CoInferenceProblemBuilder::CoInferenceProblemBuilder(const CoInferenceTerms& terms,
                                                     TaskProfiles& profiles,
                                                     const CoInferenceCell& cell)
    : m_terms(terms),
      m_profiles(profiles),
      m_cell(cell)
{
}

SplitDevice
CoInferenceProblemBuilder::MakeDevice(const CoInferenceDevice& device) const
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
    result.rateFactor = device.GetRateFactor(m_terms.adaptRate);
    result.latencyBudget = request.latencyBudget / (1 + m_terms.margin);
    result.energyBudget = request.energyBudget;
    result.overheadLatency = m_terms.overheadLatency;
    result.overheadEnergy = m_terms.overheadEnergy;
    result.weightRate = request.weightRate;
    result.bitsPerWeight = m_terms.bitsPerWeight;
    result.serverClockMax = device.server.clockMax;
    result.resultBits = static_cast<double>(profile.resultBits);
    result.timeWeight = request.timeWeight;
    result.energyWeight = request.energyWeight;
    if (m_cell.Contains(device))
    {
        result.noma = device.pilot;
    }
    return result;
}

SplitProblem
CoInferenceProblemBuilder::Build(const CoInferenceGroup& group,
                                 uint32_t draws,
                                 UniformRandomVariable& uniform) const
{
    SplitProblem problem;
    problem.bandwidth = m_terms.bandwidth;
    problem.noiseDensity = m_terms.noiseDensity;
    problem.keepRatioMin = m_terms.keepRatioMin;
    problem.countServerEnergy = m_terms.countServerEnergy;
    problem.payloadFollowsKeepRatio = m_terms.payloadFollowsKeepRatio;
    double clocks = 0;
    for (const auto& member : group)
    {
        const CoInferenceDevice& device = *member;
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
    problem.units = group.front()->units;
    if (m_cell.Contains(*group.front()))
    {
        m_cell.Describe(problem);
    }
    problem.uniformDraws.resize(draws);
    for (double& draw : problem.uniformDraws)
    {
        draw = uniform.GetValue(0, 1);
    }
    return problem;
}

PlanBody
CoInferenceProblemBuilder::MakeBody(CoInferenceDevice& device,
                                    const std::string& planner,
                                    uint64_t& number) const
{
    const SplitDecision& decision = device.decision;
    if (!decision.IsUsable())
    {
        return MakeRefusal(decision.status, decision.reason, planner);
    }
    PlanBody body;
    static_cast<SplitDecision&>(body) = decision;
    body.number = ++number;
    body.reason = decision.reason.substr(0, 500);
    body.planner = planner;
    for (const SplitOption& option : MakeDevice(device).options)
    {
        if (option.split == decision.split)
        {
            body.deviceFlop = option.deviceFlop * decision.deviceKeepRatio;
            body.deviceMemory =
                option.deviceWeights * decision.deviceKeepRatio * m_terms.bitsPerWeight / 8;
        }
    }
    body.rateFactor = device.GetRateFactor(m_terms.adaptRate);
    body.countServerEnergy = m_terms.countServerEnergy;
    const std::string complaint = ExplainBody(body);
    if (!complaint.empty())
    {
        return MakeRefusal(PlanStatus::REFUSED, "the plan cannot be sent: " + complaint, planner);
    }
    device.Remember(body.number, m_terms.noiseDensity);
    return body;
}

PlanBody
CoInferenceProblemBuilder::MakeRefusal(PlanStatus status,
                                       const std::string& reason,
                                       const std::string& planner)
{
    PlanBody body;
    body.status = status;
    body.planner = planner;
    body.reason = reason.substr(0, 500);
    return body;
}

SplitPlan
PlanTogether(const CoInferenceGroup& group, const CoInferenceSolver& solve)
{
    const SplitPlan together = solve(group);
    if (together.status != PlanStatus::REFUSED && together.decisions.size() == group.size())
    {
        return together;
    }
    // What one device says of itself may be more than a planner takes.
    SplitPlan plan;
    plan.decisions.resize(group.size());
    CoInferenceGroup sound;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < group.size() && group.size() > 1; ++i)
    {
        const SplitPlan alone = solve({group[i]});
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
    const SplitPlan rest = solve(sound);
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

} // namespace edgeai
} // namespace ns3
