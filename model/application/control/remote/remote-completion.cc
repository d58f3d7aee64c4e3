/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "remote-completion.h"

#include "allocation/pipeline/chain/chain-evaluation.h"
#include "allocation/pipeline/code/code-evaluation.h"
#include "allocation/pipeline/dto-ee/dto-ee-evaluation.h"
#include "allocation/pipeline/dto-ee/dto-ee-network.h"
#include "allocation/pipeline/halp/row-division.h"
#include "remote-check.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] name of what is not as it has to be  @param [in] fault "" or what is wrong
/// @throws std::invalid_argument unless nothing is
void
RequireNone(const std::string& name, const std::string& fault)
{
    if (!fault.empty())
    {
        throw std::invalid_argument(name + ": " + fault);
    }
}

} // namespace

void
CompletePlan(const ChainProblem& problem, ChainPlan& plan)
{
    RequireSize("stage", plan.stages.size(), problem.devices.size(), "devices");
    std::vector<uint32_t> cuts{0};
    std::vector<uint32_t> options;
    std::vector<uint32_t> order;
    for (const ChainStage& stage : plan.stages)
    {
        const std::string name = "stage[" + std::to_string(order.size()) + "].";
        RequireWithin(name + "first_layer", stage.firstLayer, cuts.back(), cuts.back(), "");
        cuts.push_back(stage.endLayer);
        options.push_back(stage.option);
        order.push_back(stage.device);
    }
    const PlanSummary summary = plan.summary;
    plan = EvaluateChain(problem, cuts, options, order);
    RequireNone("stage", plan.status == PlanStatus::REFUSED ? plan.reason : "");
    plan.summary = summary;
}

void
CompletePlan(const RowPartitionProblem& problem, RowPartitionPlan& plan)
{
    const RowDivision division{plan.form, plan.workers, plan.zones, plan.blockEnds};
    RequireNone("zone, workers and block_ends", ExplainDivision(problem, division));
    const PlanSummary summary = plan.summary;
    plan = EvaluateDivision(problem, division);
    plan.summary = summary;
}

void
CompletePlan(const DtoEeProblem& problem, DtoEePlan& plan)
{
    DtoEeProblem decided = problem;
    decided.rows = plan.rows;
    decided.nodeThresholds = plan.nodeThresholds;
    if (!plan.exits.empty())
    {
        RequireSize("exit", plan.exits.size(), problem.exits.size(), "exits");
    }
    for (std::size_t b = 0; b < plan.exits.size(); ++b)
    {
        decided.exits[b].threshold = plan.exits[b].threshold;
    }
    if (plan.rows.empty())
    {
        throw std::invalid_argument(
            "row is empty; expected is one of every device, then of every " +
            std::string("node but those of the last stage"));
    }
    RequireNone("row, exit and node_threshold", decided.Validate());
    const DtoEeNetwork network = MakeDtoEeNetwork(decided);
    const DtoEeShares shares = MakeDtoEeShares(decided, network);
    const PlanSummary summary = plan.summary;
    plan = decided.nodeThresholds.empty()
               ? EvaluateDtoEe(decided, network, shares, decided.GetThresholds())
               : EvaluateDtoEeNodes(decided, network, shares, decided.GetNodeThresholds());
    plan.summary = summary;
}

void
CompletePlan(const CodeProblem& problem, CodePlan& plan)
{
    const PlanSummary summary = plan.summary;
    if (plan.mirrored)
    {
        RequireWithin("mirror_cut", plan.mirrorCut, 0, problem.GetBlockCount(), "");
        plan = EvaluateMirror(problem, plan.mirrorCut);
    }
    else
    {
        RequireNone("path", problem.ExplainPath(plan.path));
        plan = EvaluateCodePath(problem, plan.path);
    }
    plan.summary = summary;
}

void
CompletePlan(const CodeServicesProblem& problem, CodeServicesPlan& plan)
{
    RequireSize("route", plan.routes.size(), problem.services.size(), "services");
    for (uint32_t n = 0; n < plan.routes.size(); ++n)
    {
        const CodeServiceRoute& route = plan.routes[n];
        const std::string name = "route[" + std::to_string(n) + "]";
        const bool stays = route.host == CodeServiceRoute::NO_HOST;
        if (!stays && (route.host >= problem.services.size() || route.host == n))
        {
            throw std::invalid_argument(name + ".host is " + std::to_string(route.host) +
                                        "; allowed are the other services, and 4294967295: none");
        }
        const CodeProblem pair = MakeRoutePair(problem, n, route.host);
        RequireNone(name + ".path", pair.ExplainPath(route.path));
        if (stays && !(route.path == pair.GetOwnPath()))
        {
            throw std::invalid_argument(name + ".path leaves its own model, and host is none");
        }
    }
    plan.reward = EvaluateRoutes(problem, plan.routes);
    if (!std::isfinite(plan.reward))
    {
        throw std::invalid_argument("route: protected shares cannot all be kept");
    }
}

void
CompletePlan(const TopologyProblem& problem, TopologyPlan& plan)
{
    const std::size_t servers = problem.servers.size();
    for (std::size_t i = 0; i < plan.links.size(); ++i)
    {
        const double least = i > 0 ? plan.links[i - 1] + 1.0 : 0;
        RequireWithin("links[" + std::to_string(i) + "]",
                      plan.links[i],
                      least,
                      static_cast<double>(problem.links.size()) - 1,
                      "");
    }
    if (!plan.cloudModels.empty())
    {
        RequireSize("cloud_models", plan.cloudModels.size(), servers, "servers");
        if (!(problem.cloudRate > 0))
        {
            throw std::invalid_argument("cloud_models are planned, and there is no cloud");
        }
    }
    RequireSize("weights", plan.weights.size(), servers * servers, "pairs of servers");
    std::vector<bool> linked(servers * servers, !plan.cloudModels.empty());
    for (const uint32_t e : plan.links)
    {
        const TopologyLink& link = problem.links[e];
        linked[link.first * servers + link.second] = true;
        linked[link.second * servers + link.first] = true;
    }
    for (std::size_t m = 0; m < servers; ++m)
    {
        double sum = 0;
        for (std::size_t j = 0; j < servers; ++j)
        {
            const double weight = plan.weights[m * servers + j];
            sum += weight;
            if (weight != 0 && m != j && !linked[m * servers + j])
            {
                throw std::invalid_argument("weights[" + std::to_string(m * servers + j) +
                                            "] is of servers " + std::to_string(m) + " and " +
                                            std::to_string(j) + ", between which no link " +
                                            "is used; allowed is 0");
            }
        }
        constexpr double ROUNDING = 1e-6;
        RequireWithin("the sum of weights of server " + std::to_string(m),
                      sum,
                      1 - ROUNDING,
                      1 + ROUNDING,
                      "");
    }
    plan.steps.clear();
}

} // namespace edgeai
} // namespace ns3
