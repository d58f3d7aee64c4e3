/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-problem-builder.h"

#include "application/control/measured-times.h"
#include "application/message/message-archive.h"
#include "printable-text.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] reason of a planner, or ""  @param [in] device whose plan it is
/// @param [in] terms of all problems
/// @returns it with where budgets that it names come from, with what cannot keep up with the tasks
/// or turned out otherwise or is not known yet, at most as long as a message takes
std::string
Explain(const std::string& reason, const CoInferenceDevice& device, const CoInferenceTerms& terms)
{
    std::string text = reason;
    const std::string airtime = device.ExplainAirtime(terms.adaptRate);
    std::ostringstream budgets;
    if (terms.margin > 0 && reason.find("udget of ") != std::string::npos)
    {
        budgets << "budgets are the task's, " << device.request.latencyBudget << " s and "
                << device.request.energyBudget << " J, over 1 + Margin (" << terms.margin << ')';
    }
    for (const std::string& clause : {budgets.str(), device.overload, device.surprise, airtime})
    {
        text += (text.empty() || clause.empty() ? "" : "; ") + clause;
    }
    return MakeLegible(text, BodyLimits::REASON);
}

/**
 * Where the times of a part were measured its work is what the processor does in that time.
 * @param [in] device who shall run it with its server
 * @param [in] own times on the device; nullptr: nothing was measured there
 * @param [in,out] option a cut
 * @returns whether the times of both parts are known
 */
bool
Measure(const CoInferenceDevice& device, const BlockTimes* own, SplitOption& option)
{
    if (own)
    {
        const ProcessorBody& processor = device.request.processor;
        option.deviceFlop = GetEquivalentWork(own->GetTime(0, option.split),
                                              own->clock,
                                              processor.clockMax,
                                              processor.flopPerCycle);
    }
    if (const BlockTimes* times = device.server.times.get())
    {
        const ProcessorLimits& limits = device.server.limits;
        option.serverFlop = GetEquivalentWork(times->GetTime(option.split, times->seconds.size()),
                                              times->clock,
                                              limits.clockMax,
                                              limits.flopPerCycle);
    }
    return !std::isnan(option.deviceFlop) && !std::isnan(option.serverFlop);
}

} // namespace

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
    bool unmeasured = false;
    for (SplitOption& option : MakeSplitOptions(profile))
    {
        const bool measured = Measure(device, m_profiles.FindTimes(request.network), option);
        unmeasured = unmeasured || !measured;
        if (measured && option.split >= request.splitMin)
        {
            result.options.push_back(option);
        }
    }
    if (result.options.empty())
    {
        throw std::runtime_error("splitMin = " + std::to_string(request.splitMin) +
                                 " leaves no cut of " + request.network +
                                 (unmeasured ? " with measured times on either side" : ""));
    }
    result.blockCount = profile.GetBlockCount();
    result.processor = ToLimits(request.processor);
    result.memoryBits = request.memoryBits;
    result.txPowerMax = request.txPowerMax;
    result.txPowerMin = request.txPowerMin;
    result.txPowers = request.txPowers;
    result.linkRate = device.linkRate;
    result.gain = device.GetPlanningGain();
    if (const double share = device.GetAirtimeShare(m_terms.adaptRate); share != 1)
    {
        // The same rates at powers that are averages: energy is power times time again.
        result.gain /= share;
        result.txPowerMax *= share;
        result.txPowerMin *= share;
        for (double& power : result.txPowers)
        {
            power *= share;
        }
    }
    result.rateFactor = device.GetRateFactor(m_terms.adaptRate);
    result.latencyBudget = request.latencyBudget / (1 + m_terms.margin);
    result.energyBudget = request.energyBudget / (1 + m_terms.margin);
    result.overheadLatency =
        m_terms.overheadLatency + (m_terms.adaptRate ? device.reserve.Get() : 0);
    result.overheadEnergy =
        m_terms.overheadEnergy + (m_terms.adaptRate ? device.energyReserve.Get() : 0);
    result.weightRate = request.weightRate;
    result.bitsPerWeight = m_terms.bitsPerWeight;
    result.serverWait = device.share.wait;
    result.resultBits = static_cast<double>(profile.resultBits);
    result.timeWeight = request.timeWeight;
    result.energyWeight = request.energyWeight;
    if (m_cell.Contains(device))
    {
        result.noma = device.pilot;
    }
    return result;
}

double
CoInferenceProblemBuilder::GetWork(const CoInferenceDevice& device) const
{
    const RequestBody& request = device.request;
    return m_profiles.Get(request.network, {request.tokensIn, request.tokensOut, request.inputBits})
        .GetFlop();
}

void
CoInferenceProblemBuilder::DescribeServer(const CoInferenceGroup& group,
                                          SplitProblem& problem) const
{
    const ServerDescription& server = group.back()->server;
    problem.server = server.limits;
    problem.units = group.front()->server.units;
    const double unitClock = server.limits.clockMax;
    // What the processors of the group have, and what is kept for the group of it.
    std::map<uint32_t, double> clocks;
    double kept = 0;
    for (const auto& device : group)
    {
        const ServerDescription& own = device->server;
        clocks[own.processor] = own.limits.clockMax * std::max(1.0, own.units.total);
        kept += device->share.slice * clocks[own.processor];
    }
    double whole = 0;
    for (const auto& [processor, clock] : clocks)
    {
        whole += clock;
    }
    problem.server.clockMax = whole;
    if (!m_terms.slices)
    {
        // A queue that serves all at once slows them down, and charges them for their share.
        const double share = 1 / group.front()->share.slowdown;
        problem.server.flopPerCycle *= share;
        problem.server.powerCoefficient *= share;
        problem.server.staticPower *= share;
        problem.serverInTurns = true;
        for (std::size_t i = 0; i < group.size(); ++i)
        {
            problem.devices[i].serverClockMax = group[i]->server.limits.clockMax;
        }
        return;
    }
    if (m_terms.planDivides)
    {
        // The planner shares out what is kept for the group.
        problem.server.clockMax = kept;
        problem.server.clockMin = std::min(problem.server.clockMin, kept);
        problem.units.total = std::floor(problem.units.total * kept / whole * (1 + 1e-9));
        return;
    }
    const auto getSlice = [&](const CoInferenceDevice& device, double clockMax) {
        return std::min(clockMax, device.share.slice * clocks[device.server.processor]);
    };
    // A job runs on one unit. A slice below its least clock is a share of the time at that clock.
    const double listed = server.limits.clocks.empty() ? 0 : server.limits.clocks.front();
    const double least = std::max(server.limits.clockMin, listed);
    double share = 1;
    for (const auto& device : group)
    {
        share = std::min(share, least > 0 ? getSlice(*device, unitClock) / least : 1);
    }
    problem.server.flopPerCycle *= share;
    problem.server.powerCoefficient *= share;
    // Whoever is served keeps its slice busy, whatever the clock there.
    problem.server.staticPower *=
        std::min(1.0, group.back()->share.slice * std::max(1.0, server.units.total));
    problem.server.clockMax = whole / share;
    for (std::size_t i = 0; i < group.size(); ++i)
    {
        const double slice = getSlice(*group[i], group[i]->server.limits.clockMax);
        problem.devices[i].serverClockMax = std::min(slice / share, unitClock);
    }
}

void
CoInferenceProblemBuilder::ReserveBand(const CoInferenceGroup& group, SplitProblem& problem) const
{
    const bool divided = m_cell.Contains(*group.front()) || group.front()->request.divideBand;
    if (m_terms.unheard == 0 || !divided)
    {
        return;
    }
    // An equal share each, or they would have to wait until those who are sending by a plan for
    // fewer are through.
    const auto heard = static_cast<double>(group.size());
    const double kept = heard / (heard + static_cast<double>(m_terms.unheard));
    double band = kept * problem.bandwidth;
    if (const double step = problem.subchannelWidth; step > 0)
    {
        band = std::max(heard, std::floor(band / step * (1 + 1e-9))) * step;
    }
    problem.bandwidth = std::min(problem.bandwidth, band);
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
    for (const auto& member : group)
    {
        const CoInferenceDevice& device = *member;
        problem.devices.push_back(MakeDevice(device));
        problem.present.push_back(device.decision);
        const double share = device.GetAirtimeShare(m_terms.adaptRate);
        problem.present.back().txPower *= share;
        problem.present.back().uplinkWay.power *= share;
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
    DescribeServer(group, problem);
    if (m_cell.Contains(*group.front()))
    {
        m_cell.Describe(problem);
    }
    ReserveBand(group, problem);
    problem.uniformDraws.resize(group.size() * draws);
    for (double& draw : problem.uniformDraws)
    {
        draw = uniform.GetValue(0, 1);
    }
    return problem;
}

SplitPlan
CoInferenceProblemBuilder::Restore(const CoInferenceGroup& group, SplitPlan plan) const
{
    for (std::size_t i = 0; i < group.size() && i < plan.decisions.size(); ++i)
    {
        const double share = group[i]->GetAirtimeShare(m_terms.adaptRate);
        plan.decisions[i].txPower /= share;
        plan.decisions[i].uplinkWay.power /= share;
    }
    return plan;
}

PlanBody
CoInferenceProblemBuilder::MakeBody(CoInferenceDevice& device,
                                    const std::string& planner,
                                    uint64_t& number) const
{
    const SplitDecision& decision = device.decision;
    if (!decision.IsUsable())
    {
        return MakeRefusal(decision.status, Explain(decision.reason, device, m_terms), planner);
    }
    PlanBody body;
    static_cast<SplitDecision&>(body) = decision;
    body.number = ++number;
    body.reason = Explain(decision.reason, device, m_terms);
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
    body.reason = MakeLegible(reason, BodyLimits::REASON);
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
