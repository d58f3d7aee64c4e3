/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-evaluation.h"

#include "dto-ee-exchange.h"
#include "dto-ee-exits.h"
#include "dto-ee-mixed-flow.h"
#include "dto-ee-routing.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns the wait, or that there is none to expect
double
GetWait(double delay, double time)
{
    return std::isfinite(delay) ? std::max(0.0, delay - time) : PlanStep::NOT_PLANNED;
}

/// Writes the steps of all stages.
class StepWriter
{
  public:
    StepWriter(const DtoEeProblem& problem, const DtoEeNetwork& network, const DtoEeQueueLaw& law)
        : m_problem(problem),
          m_network(network),
          m_law(law)
    {
    }

    /// @returns the steps of all links and nodes that are used
    std::vector<PlanStep> Write(const DtoEeRouting& routing, const DtoEeShares& shares)
    {
        std::vector<uint32_t> last; // step of each sender
        for (std::size_t h = 0; h < m_network.layers.size(); ++h)
        {
            const DtoEeLayer& layer = m_network.layers[h];
            std::vector<std::vector<uint32_t>> arriving(layer.service.size());
            for (std::size_t i = 0; i < layer.links.size(); ++i)
            {
                for (std::size_t l = 0; l < layer.links[i].size(); ++l)
                {
                    const double rate = routing.GetSent()[h][i] * shares[h][i][l];
                    if (rate > 0)
                    {
                        arriving[layer.links[i][l].target].push_back(m_steps.size());
                        WriteLink(h, i, layer.links[i][l], rate);
                        if (h > 0)
                        {
                            m_steps.back().after = {last[i]};
                        }
                    }
                }
            }
            last.assign(layer.service.size(), 0);
            for (std::size_t j = 0; j < layer.service.size(); ++j)
            {
                if (!arriving[j].empty())
                {
                    last[j] = m_steps.size();
                    WriteNode(h, j, routing.GetRates()[h][j]);
                    m_steps.back().after = arriving[j];
                }
            }
        }
        return m_steps;
    }

  private:
    void WriteLink(std::size_t h, std::size_t i, const DtoEeLink& link, double rate)
    {
        PlanStep step;
        step.name = "link " + std::to_string(h + 1);
        step.kind = StepKind::TRANSFER;
        step.node = m_problem.GetFirstIndex(h) + i;
        step.peer = m_problem.GetFirstIndex(h + 1) + link.target;
        step.bits = m_problem.stages[h].inputBits;
        step.time = link.time;
        step.wait = m_law.linkQueues ? GetWait(m_law.GetLinkDelay(rate, link.time), link.time)
                                     : PlanStep::NOT_PLANNED;
        step.share = std::min(1.0, rate / m_network.total);
        m_steps.push_back(step);
    }

    void WriteNode(std::size_t h, std::size_t j, double rate)
    {
        const double service = m_network.layers[h].service[j];
        const double power = m_problem.stages[h].nodes[j].busyPower;
        PlanStep step;
        step.name = "stage " + std::to_string(h + 1);
        step.kind = StepKind::COMPUTE;
        step.node = m_problem.GetFirstIndex(h + 1) + j;
        step.work = m_problem.stages[h].flop;
        step.time = 1 / service;
        step.wait = GetWait(m_law.GetNodeDelay(rate, service), step.time);
        step.energy = power > 0 ? power * step.time : PlanStep::NOT_PLANNED;
        step.share = std::min(1.0, rate / m_network.total);
        m_steps.push_back(step);
    }

    const DtoEeProblem& m_problem;
    const DtoEeNetwork& m_network;
    const DtoEeQueueLaw& m_law;
    std::vector<PlanStep> m_steps;
};

/// @returns "" or the first node or link that does not keep up
std::string
ExplainOverload(const DtoEeProblem& problem,
                const DtoEeNetwork& network,
                const DtoEeRouting& routing,
                const DtoEeShares& shares)
{
    std::ostringstream text;
    for (std::size_t h = 0; h < network.layers.size(); ++h)
    {
        const DtoEeLayer& layer = network.layers[h];
        for (std::size_t j = 0; j < layer.service.size(); ++j)
        {
            const double load = routing.GetRates()[h][j] / layer.service[j];
            if (load >= 1)
            {
                text << "stages[" << h << "].nodes[" << j << "] is offered " << load
                     << " of what it can serve; allowed is less than 1";
                return text.str();
            }
        }
        for (std::size_t i = 0; problem.linkQueues && i < layer.links.size(); ++i)
        {
            for (std::size_t l = 0; l < layer.links[i].size(); ++l)
            {
                const double load =
                    routing.GetSent()[h][i] * shares[h][i][l] * layer.links[i][l].time;
                if (load >= 1)
                {
                    text << "stages[" << h << "].linkRates[" << i << "]["
                         << layer.links[i][l].target << "] is offered " << load
                         << " of what it can carry; allowed is less than 1";
                    return text.str();
                }
            }
        }
    }
    return "";
}

/// @returns T at the rates of a sweep down, without any extension [s]
double
GetResponseTime(const DtoEeNetwork& network,
                const DtoEeQueueLaw& law,
                const DtoEeShares& shares,
                const DtoEeRouting& routing)
{
    double tasks = 0;
    for (std::size_t h = 0; h < network.layers.size(); ++h)
    {
        const DtoEeLayer& layer = network.layers[h];
        for (std::size_t i = 0; i < layer.links.size(); ++i)
        {
            for (std::size_t l = 0; l < layer.links[i].size(); ++l)
            {
                const double rate = routing.GetSent()[h][i] * shares[h][i][l];
                tasks += rate > 0 ? rate * law.GetLinkDelay(rate, layer.links[i][l].time) : 0;
            }
        }
        for (std::size_t j = 0; j < layer.service.size(); ++j)
        {
            const double rate = routing.GetRates()[h][j];
            tasks += rate > 0 ? rate * law.GetNodeDelay(rate, layer.service[j]) : 0;
        }
    }
    return tasks / network.total;
}

/// @returns what follows from the rates of a sweep down: all of a plan but exits and gap
DtoEePlan
Describe(const DtoEeProblem& problem,
         const DtoEeNetwork& network,
         const DtoEeShares& shares,
         const DtoEeRouting& routing,
         double accuracy)
{
    const DtoEeQueueLaw law = MakeDtoEeQueueLaw(problem);
    DtoEePlan plan;
    plan.rows = MakeDtoEeRows(network, shares);
    for (uint32_t h = 0; h < network.layers.size(); ++h)
    {
        for (std::size_t j = 0; j < network.layers[h].service.size(); ++j)
        {
            const double rate = routing.GetRates()[h][j];
            const double service = network.layers[h].service[j];
            plan.loads.push_back({h + 1, rate, rate / service, law.GetNodeDelay(rate, service)});
        }
    }
    plan.steps = StepWriter(problem, network, law).Write(routing, shares);
    plan.responseTime = GetResponseTime(network, law, shares, routing);
    plan.accuracy = accuracy;
    plan.utility = problem.accuracyValue * plan.accuracy - plan.responseTime;
    plan.reason = ExplainOverload(problem, network, routing, shares);
    plan.status = plan.reason.empty() ? PlanStatus::SOLVED : PlanStatus::VIOLATED;
    return plan;
}

} // namespace

DtoEeQueueLaw
MakeDtoEeQueueLaw(const DtoEeProblem& problem, double kappa)
{
    DtoEeQueueLaw law;
    law.variability = problem.serviceVariability;
    law.kappa = kappa;
    law.linkQueues = problem.linkQueues;
    return law;
}

double
GetDtoEeResponseTime(const DtoEeNetwork& network,
                     const DtoEeQueueLaw& law,
                     const DtoEeShares& shares,
                     const std::vector<std::vector<double>>& sigma)
{
    DtoEeRouting routing(network, law);
    routing.SweepDown(shares, sigma);
    return GetResponseTime(network, law, shares, routing);
}

double
GetDtoEeResponseTime(const DtoEeNetwork& network,
                     const DtoEeQueueLaw& law,
                     const DtoEeShares& shares,
                     const std::vector<double>& passing)
{
    DtoEeRouting routing(network, law);
    routing.SweepDown(shares, passing);
    return GetResponseTime(network, law, shares, routing);
}

DtoEePlan
EvaluateDtoEe(const DtoEeProblem& problem,
              const DtoEeNetwork& network,
              const DtoEeShares& shares,
              const std::vector<double>& thresholds)
{
    const DtoEeExitModel model(problem);
    const std::vector<double> passing = model.GetPassing(thresholds);
    DtoEeRouting routing(network, MakeDtoEeQueueLaw(problem));
    routing.SweepDown(shares, passing);
    routing.SweepUp();
    DtoEePlan plan = Describe(problem, network, shares, routing, model.GetAccuracy(thresholds));
    for (std::size_t b = 0; b < thresholds.size(); ++b)
    {
        const auto stage = static_cast<uint32_t>(model.GetStage(b));
        plan.exits.push_back({stage, thresholds[b], passing[stage]});
    }
    // The gap is that of the extended costs, which are nowhere more than the true ones: what the
    // rows' own true time is more is the rest.
    plan.gap = routing.GetGap() + plan.responseTime - routing.GetCost() / network.total;
    return plan;
}

DtoEePlan
EvaluateDtoEeNodes(const DtoEeProblem& problem,
                   const DtoEeNetwork& network,
                   const DtoEeShares& shares,
                   const std::vector<double>& thresholds)
{
    const DtoEeMixedFlow flow(problem, network, shares, thresholds);
    DtoEeRouting routing(network, MakeDtoEeQueueLaw(problem));
    routing.SweepDown(shares, flow.GetSigma());
    DtoEePlan plan = Describe(problem, network, shares, routing, flow.GetAccuracy());
    plan.nodeThresholds = thresholds;
    for (const DtoEeExit& exit : problem.exits)
    {
        const std::vector<double>& rates = routing.GetRates()[exit.stage - 1];
        const std::size_t first = problem.GetFirstIndex(exit.stage) - problem.GetSize(0);
        double sum = 0;
        double weights = 0;
        for (std::size_t j = 0; j < rates.size(); ++j)
        {
            sum += rates[j] * thresholds[first + j];
            weights += rates[j];
        }
        plan.exits.push_back({exit.stage,
                              weights > 0 ? sum / weights : exit.threshold,
                              std::min(1.0, flow.GetPassing(exit.stage))});
    }
    // The bound by what the parts say to each other.
    DtoEeProblem fixed = problem;
    fixed.rows = plan.rows;
    fixed.nodeThresholds = thresholds;
    DtoEeSolverOptions options;
    options.scope = DtoEeScope::NODE;
    options.thresholds = DtoEeThresholds::FIXED;
    DtoEeExchange exchange(fixed, network, options);
    exchange.SweepDown();
    exchange.SweepUp();
    const double cost = routing.GetCost() / network.total;
    plan.gap = exchange.GetRelativeGap() * cost + plan.responseTime - cost;
    return plan;
}

} // namespace edgeai
} // namespace ns3
