/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-mixed-flow.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

DtoEeMixedFlow::DtoEeMixedFlow(const DtoEeProblem& problem,
                               const DtoEeNetwork& network,
                               const DtoEeShares& shares,
                               const std::vector<double>& thresholds)
{
    m_arriving.emplace_back();
    m_sigma.emplace_back(network.arrivals.size(), 1);
    m_passing.push_back(1);
    for (const double rate : network.arrivals)
    {
        m_arriving.back().push_back(DtoEeMixture::Make(0, rate));
    }
    std::vector<DtoEeMixture> sent = m_arriving.back();
    std::size_t first = 0; // index of the stage's first node
    std::size_t b = 0;     // of its exit
    for (std::size_t h = 0; h < network.layers.size(); ++h)
    {
        const DtoEeLayer& layer = network.layers[h];
        const bool last = h + 1 == network.layers.size();
        std::vector<DtoEeMixture> arriving(layer.service.size());
        for (std::size_t i = 0; i < layer.links.size(); ++i)
        {
            for (std::size_t l = 0; l < layer.links[i].size(); ++l)
            {
                arriving[layer.links[i][l].target].Add(sent[i], shares[h][i][l]);
            }
        }
        sent.clear();
        m_sigma.emplace_back();
        m_passing.push_back(0);
        for (std::size_t j = 0; j < arriving.size(); ++j)
        {
            const double cut = last ? 1
                                    : (layer.hostsExit ? 1 - std::pow(thresholds[first + j],
                                                                      problem.exits[b].exponent)
                                                       : 0);
            const double slope = layer.hostsExit ? problem.exits[b].errorSlope : problem.errorSlope;
            m_accuracy += arriving[j].Integrate(0, cut, problem.accuracyBest, -slope);
            sent.push_back(arriving[j].Pass(cut));
            const double rate = arriving[j].GetRate();
            const double passed = sent.back().GetRate();
            m_sigma.back().push_back(rate > 0 ? passed / rate : 0);
            m_passing.back() += passed / network.total;
        }
        m_arriving.push_back(arriving);
        first += layer.service.size();
        b += layer.hostsExit;
    }
    m_accuracy /= network.total;
}

} // namespace edgeai
} // namespace ns3
