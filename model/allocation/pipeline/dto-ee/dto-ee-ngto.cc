/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-ngto.h"

#include "dto-ee-parallel.h"
#include "dto-ee-routing.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// The state of the game.
class Game
{
  public:
    Game(const DtoEeNetwork& network,
         const DtoEeQueueLaw& law,
         const DtoEeShares& shares,
         const std::vector<double>& passing)
        : m_network(network),
          m_law(law),
          m_sigma(GetDtoEeSigma(passing)),
          m_shares(shares),
          m_remaining(network.layers.size())
    {
        for (const DtoEeLayer& layer : network.layers)
        {
            m_rates.emplace_back(layer.service.size());
        }
    }

    /// Every offloader once. @returns the largest move of a share
    double Sweep()
    {
        FindRates();
        FindRemaining();
        double move = 0;
        for (std::size_t h = 0; h < m_network.layers.size(); ++h)
        {
            // Earlier stages moved: what arrives here is another than at the sweep's beginning.
            FindRates();
            for (std::size_t i = 0; i < m_network.layers[h].links.size(); ++i)
            {
                move = std::max(move, Answer(h, i));
            }
        }
        return move;
    }

    const DtoEeShares& GetShares() const
    {
        return m_shares;
    }

  private:
    double GetSent(std::size_t h, std::size_t i) const
    {
        return m_sigma[h] * (h == 0 ? m_network.arrivals[i] : m_rates[h - 1][i]);
    }

    void FindRates()
    {
        for (std::size_t h = 0; h < m_network.layers.size(); ++h)
        {
            std::fill(m_rates[h].begin(), m_rates[h].end(), 0);
            for (std::size_t i = 0; i < m_network.layers[h].links.size(); ++i)
            {
                const std::vector<DtoEeLink>& links = m_network.layers[h].links[i];
                for (std::size_t l = 0; l < links.size(); ++l)
                {
                    m_rates[h][links[l].target] += GetSent(h, i) * m_shares[h][i][l];
                }
            }
        }
    }

    /// R_j: what a task still takes behind each node, in the mean.
    void FindRemaining()
    {
        for (std::size_t h = m_network.layers.size(); h-- > 0;)
        {
            const DtoEeLayer& layer = m_network.layers[h];
            m_remaining[h].assign(layer.service.size(), 0);
            if (h + 1 == m_network.layers.size())
            {
                continue;
            }
            const DtoEeLayer& next = m_network.layers[h + 1];
            for (std::size_t j = 0; j < layer.service.size(); ++j)
            {
                double time = 0;
                for (std::size_t l = 0; l < next.links[j].size(); ++l)
                {
                    const DtoEeLink& link = next.links[j][l];
                    const double share = m_shares[h + 1][j][l];
                    if (share > 0)
                    {
                        time += share * (GetLinkTime(h + 1, j, l) +
                                         m_law.GetNodeDelay(m_rates[h + 1][link.target],
                                                            next.service[link.target]) +
                                         m_remaining[h + 1][link.target]);
                    }
                }
                m_remaining[h][j] = m_sigma[h + 1] * time;
            }
        }
    }

    double GetLinkTime(std::size_t h, std::size_t i, std::size_t l) const
    {
        return m_law.GetLinkDelay(GetSent(h, i) * m_shares[h][i][l],
                                  m_network.layers[h].links[i][l].time);
    }

    /// One offloader's best answer. @returns its largest move
    double Answer(std::size_t h, std::size_t i)
    {
        const DtoEeLayer& layer = m_network.layers[h];
        const std::vector<DtoEeLink>& links = layer.links[i];
        std::vector<double>& row = m_shares[h][i];
        const double sent = GetSent(h, i);
        // rho + v rho^2 / (1 - rho) tasks are 1 - v of a service and v of an M/M/1 queue.
        const double v = (1 + m_law.variability) / 2;
        std::vector<DtoEeServer> servers;
        for (std::size_t l = 0; l < links.size(); ++l)
        {
            const std::size_t j = links[l].target;
            const double others = m_rates[h][j] - sent * row[l];
            const double time =
                GetLinkTime(h, i, l) + m_remaining[h][j] + (1 - v) / layer.service[j];
            // A way without end is none.
            servers.push_back({std::isfinite(time) ? layer.service[j] - others : 0, time});
        }
        const std::vector<double> rates =
            sent > 0 ? DivideOverServers(sent, servers, v) : std::vector<double>();
        double move = 0;
        for (std::size_t l = 0; l < rates.size(); ++l)
        {
            const double share = rates[l] / sent;
            m_rates[h][links[l].target] += sent * (share - row[l]);
            move = std::max(move, std::abs(share - row[l]));
            row[l] = share;
        }
        return move;
    }

    const DtoEeNetwork& m_network;
    const DtoEeQueueLaw& m_law;
    std::vector<double> m_sigma;
    DtoEeShares m_shares;
    std::vector<std::vector<double>> m_rates;     ///< into each node [1/s]
    std::vector<std::vector<double>> m_remaining; ///< R_j [s]
};

} // namespace

NgtoSolution
PlayNgto(const DtoEeNetwork& network,
         const DtoEeQueueLaw& law,
         const DtoEeShares& shares,
         const std::vector<double>& passing,
         const NgtoOptions& options)
{
    Game game(network, law, shares, passing);
    NgtoSolution solution;
    solution.summary.limited = true;
    for (uint32_t s = 0; s < options.sweeps && solution.summary.limited; ++s)
    {
        ++solution.summary.iterations;
        solution.summary.residual = game.Sweep();
        solution.summary.limited = solution.summary.residual >= options.tolerance;
    }
    solution.shares = game.GetShares();
    return solution;
}

} // namespace edgeai
} // namespace ns3
