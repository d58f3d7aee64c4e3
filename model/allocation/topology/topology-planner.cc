/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "topology-planner.h"

#include "allocation/plan/plan-inspection.h"
#include "allocation/plan/planner-registry.h"
#include "allocation/plan/silent-plan.h"

#include <cmath>
#include <sstream>

namespace ns3
{
namespace edgeai
{

EDGE_AI_PLANNER_FAMILY(TopologyPlanner)

namespace
{

/// Puts together the steps of a plan.
class StepList
{
  public:
    explicit StepList(const TopologyProblem& problem)
        : m_problem(problem)
    {
    }

    /// @returns number of the step
    uint32_t Add(const std::string& name,
                 StepKind kind,
                 uint32_t node,
                 double time,
                 std::vector<uint32_t> after)
    {
        PlanStep step;
        step.name = name;
        step.kind = kind;
        step.node = node;
        step.time = time;
        step.after = std::move(after);
        m_steps.push_back(step);
        return static_cast<uint32_t>(m_steps.size() - 1);
    }

    /// @returns number of the step in which so many models cross
    uint32_t Send(const std::string& name,
                  uint32_t node,
                  uint32_t peer,
                  double time,
                  double models,
                  std::vector<uint32_t> after)
    {
        const uint32_t number = Add(name, StepKind::TRANSFER, node, time, std::move(after));
        m_steps.back().peer = peer;
        m_steps.back().bits = models * m_problem.messageBits;
        return number;
    }

    /// Each server's model in the making; the first steps.
    void AddCells()
    {
        for (uint32_t m = 0; m < m_problem.servers.size(); ++m)
        {
            // What came before these rounds is no step: each cell begins at once.
            Add("cell " + std::to_string(m),
                StepKind::AGGREGATE,
                m,
                m_problem.servers[m].readyTime,
                {});
        }
    }

    std::vector<PlanStep> Take()
    {
        return std::move(m_steps);
    }

  private:
    const TopologyProblem& m_problem;
    std::vector<PlanStep> m_steps;
};

void
AddExchanges(const TopologyProblem& problem, const TopologyPlan& plan, StepList& steps)
{
    const std::vector<uint32_t> degrees = MakeMixingGraph(problem, plan.links).GetDegrees();
    std::vector<std::vector<uint32_t>> awaited(problem.servers.size());
    for (uint32_t m = 0; m < problem.servers.size(); ++m)
    {
        awaited[m].push_back(m);
    }
    for (const uint32_t e : plan.links)
    {
        const TopologyLink& link = problem.links[e];
        for (const auto& [from, to] :
             {std::make_pair(link.first, link.second), std::make_pair(link.second, link.first)})
        {
            awaited[to].push_back(
                steps.Send("exchange " + std::to_string(from) + " " + std::to_string(to),
                           from,
                           to,
                           GetSendTime(problem, from, degrees[from], link, plan.repeats),
                           plan.repeats,
                           {from}));
        }
    }
    for (uint32_t m = 0; m < problem.servers.size(); ++m)
    {
        steps.Add("mix " + std::to_string(m), StepKind::AGGREGATE, m, 0, awaited[m]);
    }
}

void
AddCloud(const TopologyProblem& problem, const TopologyPlan& plan, StepList& steps)
{
    const double once = problem.messageBits / problem.cloudRate;
    std::vector<uint32_t> sent;
    for (uint32_t m = 0; m < problem.servers.size(); ++m)
    {
        const double models = plan.cloudModels[m];
        sent.push_back(steps.Send("to cloud " + std::to_string(m),
                                  m,
                                  PlanStep::NO_NODE,
                                  models * once,
                                  models,
                                  {m}));
    }
    const uint32_t cloud = steps.Add("cloud", StepKind::AGGREGATE, PlanStep::NO_NODE, 0, sent);
    for (uint32_t m = 0; m < problem.servers.size(); ++m)
    {
        steps.Send("from cloud " + std::to_string(m), PlanStep::NO_NODE, m, once, 1, {cloud});
    }
}

} // namespace

void
UseLinks(const LinkList& links, const Eigen::MatrixXd& weights, TopologyPlan& plan)
{
    plan.status = PlanStatus::SOLVED;
    plan.links = links;
    plan.weights.clear();
    for (Eigen::Index m = 0; m < weights.rows(); ++m)
    {
        for (Eigen::Index j = 0; j < weights.cols(); ++j)
        {
            plan.weights.push_back(weights(m, j));
        }
    }
}

Eigen::MatrixXd
GetMixingMatrix(const TopologyPlan& plan)
{
    const auto servers =
        static_cast<Eigen::Index>(std::lround(std::sqrt(static_cast<double>(plan.weights.size()))));
    Eigen::MatrixXd weights(servers, servers);
    for (Eigen::Index m = 0; m < servers; ++m)
    {
        for (Eigen::Index j = 0; j < servers; ++j)
        {
            weights(m, j) = plan.weights[static_cast<std::size_t>(m * servers + j)];
        }
    }
    return weights;
}

void
TopologyPlanner::Complete(const TopologyProblem& problem, TopologyPlan& plan) const
{
    const std::size_t pairs = problem.servers.size() * problem.servers.size();
    NameSilence(*this, plan.weights.size(), pairs, "pairs of servers", plan);
    if (!plan.IsUsable())
    {
        return;
    }
    const MixingGraph graph = MakeMixingGraph(problem, plan.links);
    plan.factor = std::pow(GetMixingFactor(GetMixingMatrix(plan), graph), plan.repeats);
    plan.factorMax = problem.GetFactorMax();
    StepList steps(problem);
    steps.AddCells();
    if (plan.cloudModels.empty())
    {
        plan.finishTimes = GetFinishTimes(problem, plan.links, plan.repeats);
        plan.time = GetRoundTime(problem, plan.links, plan.repeats);
        AddExchanges(problem, plan, steps);
    }
    else
    {
        plan.time = GetCloudTime(problem, plan.cloudModels);
        AddCloud(problem, plan, steps);
    }
    plan.steps = steps.Take();
    const std::string impossible = ExplainPlanRange(plan);
    if (!impossible.empty())
    {
        const PlanSummary summary = plan.summary;
        plan = TopologyPlan();
        plan.reason = "no plan that can be carried out: " + impossible;
        plan.summary = summary;
        return;
    }
    if (plan.status == PlanStatus::SOLVED && !MeetsFactor(plan.factor, plan.factorMax))
    {
        std::ostringstream text;
        text << "distance is " << problem.distance << " before mixing, which brings it to "
             << plan.factor * plan.factor * problem.distance << " at most, where distanceMax is "
             << problem.distanceMax;
        plan.status = PlanStatus::VIOLATED;
        plan.reason = text.str();
    }
}

Ptr<TopologyPlanner>
CreateTopologyPlanner(const std::string& name)
{
    return CreatePlanner<TopologyPlanner>(name);
}

std::vector<std::string>
ListTopologyPlanners()
{
    return ListPlannerTypes(TopologyPlanner::GetTypeId());
}

} // namespace edgeai
} // namespace ns3
