/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-planning.h"

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
    for (RoundWorker& worker : problem.workers)
    {
        worker.efficiency *= factor;
        worker.rate *= factor;
    }
}

} // namespace

void
LearningPlanning::Start(const Settings& settings)
{
    m_settings = settings;
    m_members.clear();
    m_broadcast = MovingAverage(settings.broadcastTime, MovingAverage::REPLACE);
    m_factor = MovingAverage(1, MovingAverage::REPLACE);
    m_planFactor = 1;
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
    m_members.erase(number);
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
LearningPlanning::LearnBroadcast(double seconds)
{
    if (m_settings.learns)
    {
        m_broadcast.Add(seconds, m_settings.weight); // which leaves out what is not positive
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

RoundPlan
LearningPlanning::Plan(const RoundMethod& method,
                       const std::vector<uint32_t>& members,
                       const std::vector<double>& draws)
{
    m_planFactor = m_factor.Get();
    RoundProblem problem;
    for (const uint32_t number : members)
    {
        const Member& member = m_members.at(number);
        RoundWorker worker;
        worker.name = "worker " + std::to_string(number);
        worker.flops = member.speed.Get();
        worker.offset = member.what.fixedTime;
        worker.energyPerFlop = member.what.energyPerFlop;
        worker.memoryBytes = member.what.memoryBytes;
        worker.samples = member.what.samples;
        worker.powerMax = member.what.powerMax;
        problem.workers.push_back(worker);
    }
    problem.broadcastTime = m_broadcast.Get();
    problem.uniformDraws = draws;
    method.Describe(problem);
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
    return m_settings.planner->Plan(problem);
}

} // namespace edgeai
} // namespace ns3
