/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "agent-choices.h"

#include "allocation/pipeline/halp/halp-zones.h"
#include "allocation/topology/mixing-weights.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] level from 0  @param [in] levels how many  @returns it as a share, in (0, 1]
double
ToShare(uint32_t level, uint32_t levels)
{
    return (level + 1.0) / levels;
}

/// @param [in] weights any, not all 0  @param [in] total to be divided
/// @returns where each one's part begins, and the end; whole if the total is
std::vector<double>
Divide(const std::vector<double>& weights, double total)
{
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    std::vector<double> ends{0};
    double before = 0;
    for (const double weight : weights)
    {
        before += weight;
        ends.push_back(sum > 0 ? std::round(total * before / sum) : 0);
    }
    return ends;
}

} // namespace

AgentTurns
ListChoices(const ChainProblem& problem, uint32_t levels)
{
    (void)levels;
    const auto ends = static_cast<uint32_t>(problem.layers.size() + 1);
    return AgentTurns(problem.devices.size(), {ends, std::max(1U, problem.GetOptionCount())});
}

ChainPlan
MakeChoice(const ChainProblem& problem, const AgentChoice& choice, uint32_t levels)
{
    (void)levels;
    ChainPlan plan;
    uint32_t layer = 0;
    for (uint32_t i = 0; i < problem.devices.size(); ++i)
    {
        ChainStage stage;
        stage.device = i;
        stage.firstLayer = layer;
        layer = i + 1 < problem.devices.size() ? std::max(layer, choice[2 * i])
                                               : static_cast<uint32_t>(problem.layers.size());
        stage.endLayer = layer;
        stage.option = stage.IsRelay() ? 0 : choice[2 * i + 1];
        plan.stages.push_back(stage);
    }
    return plan;
}

AgentTurns
ListChoices(const RowPartitionProblem& problem, uint32_t levels)
{
    return {{4, static_cast<uint32_t>(problem.nodes.size()), levels, levels, levels}};
}

RowPartitionPlan
MakeChoice(const RowPartitionProblem& problem, const AgentChoice& choice, uint32_t levels)
{
    RowPartitionPlan plan;
    const auto layers = static_cast<uint32_t>(problem.layers.size());
    if (choice[0] > 0 && problem.nodes.size() == 3)
    {
        const std::vector<RowForm> forms{RowForm::EDGE_FIRST,
                                         RowForm::BODY_FIRST,
                                         RowForm::BARRIERS};
        plan.form = forms[choice[0] - 1];
        HalpShape shape;
        shape.zoneShare = ToShare(choice[3], levels);
        shape.ratio = (choice[4] + 0.5) / levels;
        MakeHalpZones(problem, shape, plan.zones);
        return plan;
    }
    plan.form = RowForm::BLOCKS;
    plan.workers = choice[1] + 1;
    const auto length =
        std::max(1U, static_cast<uint32_t>(std::round(layers * ToShare(choice[2], levels))));
    for (uint32_t end = length; end < layers; end += length)
    {
        plan.blockEnds.push_back(end);
    }
    plan.blockEnds.push_back(layers);
    return plan;
}

AgentTurns
ListChoices(const DtoEeProblem& problem, uint32_t levels)
{
    AgentTurns turns;
    for (const DtoEeStage& stage : problem.stages)
    {
        for (const std::vector<double>& rates : stage.linkRates)
        {
            turns.emplace_back(rates.size(), levels);
        }
    }
    turns.insert(turns.end(), problem.exits.size(), {levels});
    return turns;
}

DtoEePlan
MakeChoice(const DtoEeProblem& problem, const AgentChoice& choice, uint32_t levels)
{
    DtoEePlan plan;
    std::size_t at = 0;
    for (const DtoEeStage& stage : problem.stages)
    {
        for (const std::vector<double>& rates : stage.linkRates)
        {
            DtoEeRow row;
            for (const double rate : rates)
            {
                row.shares.push_back(rate > 0 ? choice[at] : 0);
                ++at;
            }
            double sum = std::accumulate(row.shares.begin(), row.shares.end(), 0.0);
            for (std::size_t j = 0; sum == 0 && j < rates.size(); ++j)
            {
                row.shares[j] = rates[j] > 0 ? 1 : 0;
            }
            sum = std::accumulate(row.shares.begin(), row.shares.end(), 0.0);
            for (double& share : row.shares)
            {
                share /= sum;
            }
            plan.rows.push_back(row);
        }
    }
    for (const DtoEeExit& exit : problem.exits)
    {
        DtoEeExitChoice chosen;
        chosen.stage = exit.stage;
        const std::vector<double>& grid = problem.thresholdGrid;
        const double share = ToShare(choice[at++], levels);
        const auto place =
            static_cast<std::size_t>(std::ceil(share * static_cast<double>(grid.size())));
        chosen.threshold = grid.empty() ? share : grid[std::max<std::size_t>(place, 1) - 1];
        plan.exits.push_back(chosen);
    }
    return plan;
}

AgentTurns
ListChoices(const CodeProblem& problem, uint32_t levels)
{
    (void)levels;
    AgentTurns turns(problem.GetBlockCount(), {3});
    return turns;
}

CodePlan
MakeChoice(const CodeProblem& problem, const AgentChoice& choice, uint32_t levels)
{
    (void)levels;
    CodePlan plan;
    for (uint32_t i = 0; i < problem.GetBlockCount(); ++i)
    {
        const bool needed = i == 0;
        if (choice[i] < 2 || needed)
        {
            plan.path.push_back({choice[i] == 1, i + 1});
        }
    }
    return plan;
}

AgentTurns
ListChoices(const RoundProblem& problem, uint32_t levels)
{
    return AgentTurns(problem.workers.size(), {levels + 1, levels});
}

RoundPlan
MakeChoice(const RoundProblem& problem, const AgentChoice& choice, uint32_t levels)
{
    RoundPlan plan;
    const std::size_t count = problem.workers.size();
    std::vector<double> amounts(count);
    std::vector<double> weights(count);
    for (std::size_t k = 0; k < count; ++k)
    {
        amounts[k] = choice[2 * k];
        weights[k] = choice[2 * k] > 0 ? choice[2 * k + 1] + 1.0 : 0;
    }
    const std::vector<double> parameters = Divide(amounts, problem.division.parameters);
    const std::vector<double> subchannels = Divide(weights, problem.uplink.subchannels);
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (std::size_t k = 0; k < count; ++k)
    {
        const RoundWorker& worker = problem.workers[k];
        RoundShare share;
        share.involved = choice[2 * k] > 0;
        if (!share.involved)
        {
            plan.workers.push_back(share);
            continue;
        }
        const double much = amounts[k] / levels;
        share.parameters = parameters[k + 1] - parameters[k];
        const auto blocks = static_cast<double>(problem.depth.blocks.size());
        share.block = static_cast<uint32_t>(std::ceil(much * blocks));
        share.blocks = share.block > 0 ? 1 : 0;
        const RoundOutage& outage = problem.outage;
        const double span = outage.bitsMax - outage.bitsMin;
        share.codeBits = outage.parameters > 0 && outage.plainBits == 0
                             ? outage.bitsMin + static_cast<uint32_t>(std::round(much * span))
                             : 0;
        const double least = problem.sparsity.fractionMin;
        share.fraction = problem.sparsity.parameters > 0 ? least + much * (1 - least) : 0;
        const RoundProcessor& processor = worker.processor;
        share.clock = processor.clockMin + much * (processor.clockMax - processor.clockMin);
        for (auto n = static_cast<uint32_t>(subchannels[k]); n < subchannels[k + 1]; ++n)
        {
            share.subchannels.push_back(n);
        }
        const auto owned = static_cast<double>(share.subchannels.size());
        share.powers.assign(share.subchannels.size(), worker.powerMax / std::max(owned, 1.0));
        const bool band = problem.uplink.form == RoundUplinkForm::BAND ||
                          problem.uplink.form == RoundUplinkForm::BAND_POWER;
        const double step = problem.uplink.bandGranularity;
        const double part = band ? problem.uplink.bandwidth * weights[k] / sum : 0;
        share.bandwidth = step > 0 ? std::floor(part / step) * step : part;
        plan.workers.push_back(share);
    }
    return plan;
}

AgentTurns
ListChoices(const TopologyProblem& problem, uint32_t levels)
{
    (void)levels;
    return AgentTurns(problem.links.size(), {2});
}

TopologyPlan
MakeChoice(const TopologyProblem& problem, const AgentChoice& choice, uint32_t levels)
{
    (void)levels;
    TopologyPlan plan;
    MixingGraph graph;
    graph.servers = problem.servers.size();
    graph.shares = problem.GetShares();
    for (uint32_t e = 0; e < problem.links.size(); ++e)
    {
        if (choice[e] > 0)
        {
            plan.links.push_back(e);
            graph.links.emplace_back(problem.links[e].first, problem.links[e].second);
        }
    }
    const Mixing mixing = MakeMixing(graph, MixingWeights::METROPOLIS);
    for (Eigen::Index m = 0; m < mixing.weights.rows(); ++m)
    {
        for (Eigen::Index j = 0; j < mixing.weights.cols(); ++j)
        {
            plan.weights.push_back(mixing.weights(m, j));
        }
    }
    return plan;
}

DtoEeProblem
GetSituation(DtoEeProblem problem)
{
    problem.rows.clear();
    problem.nodeThresholds.clear();
    return problem;
}

double
GetExpectedTime(const ChainPlan& plan)
{
    return plan.latency;
}

double
GetExpectedTime(const RowPartitionPlan& plan)
{
    return plan.uploadTime + plan.time;
}

double
GetExpectedTime(const DtoEePlan& plan)
{
    return plan.responseTime;
}

double
GetExpectedTime(const CodePlan& plan)
{
    return plan.latency;
}

double
GetExpectedTime(const RoundPlan& plan)
{
    return plan.time;
}

double
GetExpectedTime(const TopologyPlan& plan)
{
    return plan.time;
}

} // namespace edgeai
} // namespace ns3
