/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-planning.h"

#include "allocation/pipeline/halp/row-partition-evaluation.h"

#include <algorithm>
#include <sstream>

namespace ns3
{
namespace edgeai
{

void
RowPlanning::Start(const Settings& settings)
{
    m_settings = settings;
    m_nodes.assign(settings.nodes, std::nullopt);
    m_assumed.clear();
    m_plans.clear();
    m_changes.clear();
    m_estimates.clear();
    for (std::size_t pair = 0; pair < std::size_t{settings.nodes} * settings.nodes; ++pair)
    {
        const double known = settings.pairRates.empty() ? 0 : settings.pairRates.at(pair);
        m_estimates.emplace_back(known > 0 ? known : settings.linkRate);
    }
    for (uint32_t node = 0; node < settings.nodes; ++node)
    {
        m_estimates.emplace_back(1); // until it says what it is
    }
}

void
RowPlanning::SetPlanner(Ptr<RowPartitionPlanner> planner)
{
    m_settings.planner = planner;
}

std::size_t
RowPlanning::GetPlace(uint32_t sender, uint32_t receiver) const
{
    return std::size_t{sender} * m_settings.nodes + receiver;
}

std::size_t
RowPlanning::GetPlace(uint32_t node) const
{
    return std::size_t{m_settings.nodes} * m_settings.nodes + node;
}

void
RowPlanning::Describe(const RowStatusBody& status)
{
    const std::optional<RowPartitionNode>& known = m_nodes.at(status.node);
    if (!known || known->flops != status.flops)
    {
        // What was measured before was another processor's.
        m_estimates[GetPlace(status.node)] = MovingAverage(status.flops);
    }
    m_nodes[status.node] =
        RowPartitionNode{"", status.flops, status.operationTime, status.busyPower};
}

void
RowPlanning::Learn(const RowStatusBody& status)
{
    // What is not positive was not measured, and the averages leave it out.
    m_estimates[GetPlace(status.node)].Add(status.measuredFlops, m_settings.weight);
    for (const RowGoodput& link : status.links)
    {
        if (link.peer < m_settings.nodes && link.peer != status.node)
        {
            m_estimates[GetPlace(link.peer, status.node)].Add(link.goodput, m_settings.weight);
        }
    }
}

bool
RowPlanning::KnowsAll() const
{
    return std::all_of(m_nodes.begin(), m_nodes.end(), [](const auto& node) {
        return node.has_value();
    });
}

bool
RowPlanning::IsDue() const
{
    return !ExplainDue().empty();
}

std::string
RowPlanning::Name(std::size_t place) const
{
    const uint32_t nodes = m_settings.nodes;
    if (place >= GetPlace(0))
    {
        return "speed of node " + std::to_string(place - GetPlace(0));
    }
    return "rate from node " + std::to_string(place / nodes) + " to node " +
           std::to_string(place % nodes);
}

std::string
RowPlanning::ExplainDue() const
{
    if (m_assumed.empty())
    {
        return "first";
    }
    for (std::size_t i = 0; i < m_assumed.size(); ++i)
    {
        if (HasDrifted(m_estimates[i].Get(), m_assumed[i], m_settings.drift))
        {
            std::ostringstream text;
            text << Name(i) << " is " << m_estimates[i].Get() << " instead of " << m_assumed[i];
            return text.str();
        }
    }
    return "";
}

RowPartitionProblem
RowPlanning::MakeProblem(uint32_t network, uint32_t images) const
{
    RowPartitionProblem problem = m_settings.networks->at(network).problem;
    problem.nodes.clear();
    for (uint32_t node = 0; node < m_settings.nodes; ++node)
    {
        problem.nodes.push_back(*m_nodes[node]);
        problem.nodes.back().flops = m_assumed[GetPlace(node)];
    }
    problem.linkRate = m_settings.linkRate;
    problem.pairRates.assign(m_assumed.begin(), m_assumed.begin() + GetPlace(0));
    problem.medium = m_settings.medium;
    problem.messageTime = m_settings.messageTime;
    problem.messageBytes = m_settings.messageBytes;
    problem.tasks = images;
    problem.uploadRate = m_settings.uploadRate;
    problem.deadline = m_settings.deadline;
    return problem;
}

void
RowPlanning::PlanAll(double now)
{
    const std::string cause = ExplainDue();
    m_assumed.clear();
    for (const MovingAverage& estimate : m_estimates)
    {
        m_assumed.push_back(estimate.Get());
    }
    const std::size_t networks = m_settings.networks->size();
    m_plans.clear();
    m_bodies.assign(networks, {});
    m_told.assign(networks, {});
    for (uint32_t network = 0; network < networks; ++network)
    {
        const RowPartitionProblem problem = MakeProblem(network, m_settings.images);
        RowPartitionPlan plan = m_settings.planner->Plan(problem);
        if (plan.IsUsable())
        {
            // Nodes make the steps from the division alone.
            const RowDivision division = edgeai::GetDivision(plan, problem.layers.size());
            const std::string fault = ExplainDivision(problem, division);
            if (fault.empty() &&
                EvaluateDivision(problem, division).steps.size() == plan.steps.size())
            {
                m_bodies[network] = {m_changes.size() + 1,
                                     network,
                                     division.form,
                                     division.workers,
                                     division.zones,
                                     division.blockEnds};
            }
            else
            {
                plan = RowPartitionPlan();
                plan.Refuse("the plan's steps do not follow from its division: " + fault);
            }
        }
        m_changes.push_back({m_changes.size() + 1, network, now, cause, plan});
        m_plans.push_back(std::move(plan));
    }
}

const RowPlanBody&
RowPlanning::GetBody(uint32_t network) const
{
    return m_bodies.at(network);
}

RowPlanBody
RowPlanning::GetAloneBody(uint32_t network) const
{
    const RowDivision alone =
        MakeAloneDivision(m_settings.networks->at(network).problem.layers.size());
    return {0, network, alone.form, alone.workers, alone.zones, alone.blockEnds};
}

std::vector<uint32_t>
RowPlanning::TakeUntold(uint32_t network)
{
    std::vector<uint32_t> untold;
    for (uint32_t node = 1; node < m_settings.nodes; ++node)
    {
        if (!GetBody(network).GetDivision().IsAlone() && m_told.at(network).insert(node).second)
        {
            untold.push_back(node);
        }
    }
    return untold;
}

void
RowPlanning::Forget(uint32_t node)
{
    for (std::set<uint32_t>& told : m_told)
    {
        told.erase(node);
    }
}

RowOfferBody
RowPlanning::MakeOffer(bool shares) const
{
    RowOfferBody body;
    for (uint32_t network = 0; network < m_settings.networks->size(); ++network)
    {
        RowOfferedNetwork offered;
        offered.aloneTime = GetAlone(network, m_settings.images).time;
        const RowPartitionPlan& plan = GetPlan(network);
        offered.time = shares && plan.IsUsable() ? plan.time : 0;
        body.networks.push_back(offered);
    }
    return body;
}

const RowPartitionPlan&
RowPlanning::GetPlan(uint32_t network) const
{
    static const RowPartitionPlan none = [] {
        RowPartitionPlan plan;
        plan.Refuse("nothing was planned yet");
        return plan;
    }();
    return network < m_plans.size() ? m_plans[network] : none;
}

RowPartitionPlan
RowPlanning::GetPlanFor(uint32_t network, uint32_t images) const
{
    const RowPartitionPlan& whole = GetPlan(network);
    if (!whole.IsUsable() || images == m_settings.images)
    {
        return whole;
    }
    const RowPartitionProblem problem = MakeProblem(network, images);
    return EvaluateDivision(problem, edgeai::GetDivision(whole, problem.layers.size()));
}

RowPartitionPlan
RowPlanning::GetAlone(uint32_t network, uint32_t images) const
{
    RowPartitionProblem problem = m_settings.networks->at(network).problem;
    problem.nodes.assign(1, m_nodes.front().value());
    problem.nodes.front().flops = m_estimates[GetPlace(0)].Get();
    problem.linkRate = m_settings.linkRate;
    problem.tasks = images;
    problem.uploadRate = m_settings.uploadRate;
    return EvaluateAlone(problem);
}

} // namespace edgeai
} // namespace ns3
