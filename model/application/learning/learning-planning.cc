/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-planning.h"

#include "application/message/message-archive.h"
#include "work-factors.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace ns3
{
namespace edgeai
{

namespace
{

/**
 * Rates that are reached are a part of what the law of the uplink says. Scaling the width and the
 * noise density against each other leaves every signal-to-noise ratio as it is.
 * @param [in] factor that part  @param [in,out] problem whose uplink is scaled
 */
void
ScaleRates(double factor, RoundProblem& problem)
{
    problem.uplink.subchannelWidth *= factor;
    problem.uplink.noiseDensity /= factor;
    if (problem.uplink.form == RoundUplinkForm::BAND_POWER)
    {
        problem.uplink.bandwidth *= factor;
    }
    for (RoundWorker& worker : problem.workers)
    {
        worker.snrBand *= factor;
        worker.efficiency *= factor;
        worker.rate *= factor;
    }
}

/// Headers of UDP and IP [B].
constexpr double UDP_BYTES = 8;
constexpr double IPV4_BYTES = 20;
constexpr double IPV6_BYTES = 40;

} // namespace

void
LearningPlanning::Start(const Settings& settings)
{
    m_settings = settings;
    m_members.clear();
    m_modelTimes.clear();
    m_factor = MovingAverage(1, MovingAverage::REPLACE);
    m_planFactor = 1;
    m_window = 0;
    m_fragment = 0;
    m_headerBits = 0;
}

void
LearningPlanning::CountHeaders(uint32_t fragment, bool ipv6)
{
    m_fragment = fragment;
    m_ipv6 = ipv6;
}

double
LearningPlanning::GetHeaderBits(const RoundOutage& outage) const
{
    if (m_fragment == 0 || outage.parameters == 0)
    {
        return 0;
    }
    const auto body = static_cast<double>(Encode(LearningUpdateBody()).size());
    const double bytes = body + std::ceil(outage.GetPayload(outage.bitsMax) / 8);
    const double each = InferenceHeader::SIZE + UDP_BYTES + (m_ipv6 ? IPV6_BYTES : IPV4_BYTES) +
                        m_settings.links->GetFrameBytes();
    // Codes fill whole bytes.
    return 7 + 8 * (body + std::ceil(bytes / m_fragment) * each);
}

void
LearningPlanning::Join(const LearningJoinBody& body)
{
    Member& member = m_members[body.worker];
    if (member.what.flops != body.flops)
    {
        // What was measured before was another processor's.
        member.speed = MovingAverage(body.flops);
    }
    member.what = body;
}

void
LearningPlanning::Leave(uint32_t number)
{
    const auto member = m_members.find(number);
    if (member != m_members.end())
    {
        ForgetModelTime(member->second);
        m_members.erase(member);
    }
}

void
LearningPlanning::ForgetModelTime(const Member& member)
{
    const auto known = m_modelTimes.find(member.modelTime.Get());
    if (known != m_modelTimes.end())
    {
        m_modelTimes.erase(known);
    }
}

std::vector<uint32_t>
LearningPlanning::GetMembers() const
{
    std::vector<uint32_t> numbers;
    for (const auto& [number, member] : m_members)
    {
        numbers.push_back(number);
    }
    return numbers;
}

void
LearningPlanning::LearnSpeed(uint32_t number, double speed)
{
    if (m_settings.learns)
    {
        m_members.at(number).speed.Add(speed, m_settings.weight);
    }
}

void
LearningPlanning::LearnModelTime(uint32_t number, double seconds)
{
    const auto member = m_members.find(number);
    if (m_settings.learns && member != m_members.end())
    {
        ForgetModelTime(member->second);
        // Which leaves out what is not positive: it was not measured.
        member->second.modelTime.Add(seconds, m_settings.weight);
        if (member->second.modelTime.Get() > 0)
        {
            m_modelTimes.insert(member->second.modelTime.Get());
        }
    }
}

void
LearningPlanning::LearnRate(double planned, double reached)
{
    if (m_settings.learns && planned > 0 && !m_settings.links->SaysReached())
    {
        // Of the factor it was planned with: other updates of the plan may have come meanwhile.
        m_factor.Add(m_planFactor * reached / planned, m_settings.weight);
    }
}

void
LearningPlanning::LearnDelay(uint32_t number, double seconds)
{
    if (!m_settings.learns)
    {
        return;
    }
    Member& member = m_members.at(number);
    const double measured = std::max(0.0, seconds);
    // Nothing at all is a measurement, too: an average of the kind that skips zeros never falls.
    const double weight = member.delayed ? m_settings.weight : 1;
    member.delay += weight * (measured - member.delay);
    member.delayed = true;
}

void
LearningPlanning::ForgetDelay(uint32_t number)
{
    Member& member = m_members.at(number);
    member.delay = 0;
    member.delayed = false;
}

void
LearningPlanning::Forget(uint32_t number)
{
    const LearningJoinBody what = m_members.at(number).what;
    Leave(number);
    Join(what);
    m_settings.links->Forget(number);
}

double
LearningPlanning::GetRateFactor() const
{
    return m_factor.Get();
}

std::vector<RoundMember>
LearningPlanning::ListMembers(const std::vector<uint32_t>& members) const
{
    std::vector<RoundMember> list;
    for (const uint32_t number : members)
    {
        list.push_back({number, m_members.at(number).what.link});
    }
    return list;
}

void
LearningPlanning::SetStarts(const std::vector<uint32_t>& members,
                            const std::set<uint32_t>& informed,
                            RoundProblem& problem) const
{
    // Who has not got one yet is behind all others: models that go one by one wait for each other.
    const double latest = m_modelTimes.empty() ? m_settings.broadcastTime : *m_modelTimes.rbegin();
    double first = latest;
    for (std::size_t k = 0; k < members.size(); ++k)
    {
        const double time = m_members.at(members[k]).modelTime.Get();
        const bool waits = informed.count(members[k]) == 0;
        problem.workers[k].startTime = !waits ? 0 : time > 0 ? time : latest;
        first = std::min(first, problem.workers[k].startTime);
    }
    problem.broadcastTime = first;
    for (RoundWorker& worker : problem.workers)
    {
        worker.startTime -= first;
    }
}

RoundProblem
LearningPlanning::MakeProblem(const std::vector<uint32_t>& members,
                              const std::vector<double>& draws) const
{
    RoundProblem problem;
    for (const uint32_t number : members)
    {
        const Member& member = m_members.at(number);
        RoundWorker worker;
        worker.name = "worker " + std::to_string(number);
        worker.flops = member.speed.Get();
        worker.offset = member.what.fixedTime + member.delay;
        worker.energyPerFlop = member.what.energyPerFlop;
        worker.memoryBytes = member.what.memoryBytes;
        worker.samples = member.what.samples;
        worker.powerMax = member.what.powerMax;
        problem.workers.push_back(worker);
    }
    problem.uniformDraws = draws;
    return problem;
}

RoundPlan
LearningPlanning::Plan(const RoundMethod& method,
                       const std::vector<uint32_t>& members,
                       const std::vector<double>& draws,
                       const std::set<uint32_t>& informed)
{
    const std::string diverged = method.ExplainModel();
    if (!diverged.empty())
    {
        RoundPlan plan;
        plan.Refuse(diverged);
        return plan;
    }
    RoundProblem problem = MakeProblem(members, draws);
    SetStarts(members, informed, problem);
    method.Describe(problem);
    return Solve(method, members, problem);
}

RoundPlan
LearningPlanning::PlanGrants(const RoundMethod& method,
                             const std::vector<uint32_t>& members,
                             const std::vector<double>& draws)
{
    RoundProblem problem = MakeProblem(members, draws);
    for (std::size_t k = 0; k < members.size(); ++k)
    {
        problem.workers[k].offset = m_members.at(members[k]).delay; // its job is done
    }
    method.DescribeGrants(members, problem);
    return Solve(method, members, problem);
}

RoundPlan
LearningPlanning::Solve(const RoundMethod& method,
                        const std::vector<uint32_t>& members,
                        RoundProblem& problem)
{
    CountOwnWork(method, members, problem);
    m_planFactor = m_factor.Get();
    m_window = problem.outage.window;
    m_headerBits = GetHeaderBits(problem.outage);
    problem.outage.headerBits = m_headerBits;
    const std::string fault = m_settings.links->Fill(ListMembers(members), problem);
    if (!fault.empty())
    {
        RoundPlan plan;
        plan.Refuse(fault);
        return plan;
    }
    if (!m_settings.links->SaysReached())
    {
        ScaleRates(m_planFactor, problem);
    }
    RoundPlan plan = m_settings.planner->Plan(problem);
    TellOwnWork(method, members, plan);
    return plan;
}

} // namespace edgeai
} // namespace ns3
