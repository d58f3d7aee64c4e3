/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-network.h"

#include <numeric>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Makes a row sum to 1 as exactly as it can.
void
Normalise(std::vector<double>& row)
{
    const double sum = std::accumulate(row.begin(), row.end(), 0.0);
    for (double& share : row)
    {
        share /= sum;
    }
}

} // namespace

DtoEeNetwork
MakeDtoEeNetwork(const DtoEeProblem& problem)
{
    DtoEeNetwork network;
    network.arrivals = problem.arrivalRates;
    network.total = problem.GetTotalRate();
    for (const DtoEeStage& stage : problem.stages)
    {
        DtoEeLayer layer;
        for (const DtoEeNode& node : stage.nodes)
        {
            layer.service.push_back(node.speed / stage.flop);
        }
        for (const std::vector<double>& rates : stage.linkRates)
        {
            layer.links.emplace_back();
            for (uint32_t j = 0; j < rates.size(); ++j)
            {
                if (rates[j] > 0)
                {
                    layer.links.back().push_back({j, stage.inputBits / rates[j]});
                }
            }
        }
        network.layers.push_back(std::move(layer));
    }
    for (const DtoEeExit& exit : problem.exits)
    {
        network.layers[exit.stage - 1].hostsExit = true;
    }
    return network;
}

DtoEeShares
MakeDtoEeShares(const DtoEeProblem& problem, const DtoEeNetwork& network)
{
    if (problem.rows.empty())
    {
        return ShareByRule(problem, network, DtoEeRule::COMPUTING_FIRST);
    }
    DtoEeShares shares;
    std::size_t n = 0;
    for (const DtoEeLayer& layer : network.layers)
    {
        shares.emplace_back();
        for (const std::vector<DtoEeLink>& links : layer.links)
        {
            std::vector<double> row;
            for (const DtoEeLink& link : links)
            {
                row.push_back(problem.rows[n].shares[link.target]);
            }
            Normalise(row);
            shares.back().push_back(row);
            ++n;
        }
    }
    return shares;
}

std::vector<DtoEeRow>
MakeDtoEeRows(const DtoEeNetwork& network, const DtoEeShares& shares)
{
    std::vector<DtoEeRow> rows;
    for (std::size_t h = 0; h < network.layers.size(); ++h)
    {
        const DtoEeLayer& layer = network.layers[h];
        for (std::size_t i = 0; i < layer.links.size(); ++i)
        {
            DtoEeRow row;
            row.shares.resize(layer.service.size());
            for (std::size_t l = 0; l < layer.links[i].size(); ++l)
            {
                row.shares[layer.links[i][l].target] = shares[h][i][l];
            }
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

DtoEeShares
ShareByRule(const DtoEeProblem& problem, const DtoEeNetwork& network, DtoEeRule rule)
{
    DtoEeShares shares;
    for (std::size_t h = 0; h < network.layers.size(); ++h)
    {
        const DtoEeStage& stage = problem.stages[h];
        shares.emplace_back();
        for (std::size_t i = 0; i < network.layers[h].links.size(); ++i)
        {
            std::vector<double> row;
            for (const DtoEeLink& link : network.layers[h].links[i])
            {
                row.push_back(rule == DtoEeRule::COMPUTING_FIRST   ? stage.nodes[link.target].speed
                              : rule == DtoEeRule::BANDWIDTH_FIRST ? stage.linkRates[i][link.target]
                                                                   : 1);
            }
            Normalise(row);
            shares.back().push_back(row);
        }
    }
    return shares;
}

} // namespace edgeai
} // namespace ns3
