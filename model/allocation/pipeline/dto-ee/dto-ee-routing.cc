/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-routing.h"

namespace ns3
{
namespace edgeai
{

double
GetDtoEeTransfer(double sent,
                 const std::vector<DtoEeLink>& links,
                 const std::vector<double>& shares,
                 const DtoEeQueueLaw& law)
{
    double transfer = 0;
    for (std::size_t l = 0; l < links.size(); ++l)
    {
        const double rate = sent * shares[l];
        transfer += rate * law.GetLinkCost(rate, links[l].time).slope;
    }
    return transfer;
}

std::vector<double>
GetDtoEeSigma(const std::vector<double>& passing)
{
    std::vector<double> sigma{1};
    for (std::size_t h = 1; h < passing.size(); ++h)
    {
        sigma.push_back(passing[h - 1] > 0 ? passing[h] / passing[h - 1] : 0);
    }
    return sigma;
}

DtoEeRouting::DtoEeRouting(const DtoEeNetwork& network, const DtoEeQueueLaw& law)
    : m_network(network),
      m_law(law)
{
    for (const DtoEeLayer& layer : network.layers)
    {
        m_sent.emplace_back(layer.links.size());
        m_rates.emplace_back(layer.service.size());
        m_prices.emplace_back(layer.service.size());
        m_offers.emplace_back();
        for (const std::vector<DtoEeLink>& links : layer.links)
        {
            m_offers.back().emplace_back(links.size());
        }
    }
}

void
DtoEeRouting::SetLaw(const DtoEeQueueLaw& law)
{
    m_law = law;
}

void
DtoEeRouting::SweepDown(const DtoEeShares& shares, const std::vector<double>& passing)
{
    const std::vector<double> stages = GetDtoEeSigma(passing);
    std::vector<std::vector<double>> sigma{
        std::vector<double>(m_network.arrivals.size(), stages[0])};
    for (std::size_t h = 0; h < m_network.layers.size(); ++h)
    {
        sigma.emplace_back(m_network.layers[h].service.size(), stages[h + 1]);
    }
    SweepDown(shares, sigma);
}

void
DtoEeRouting::SweepDown(const DtoEeShares& shares, const std::vector<std::vector<double>>& sigma)
{
    m_shares = shares;
    m_sigma = sigma;
    for (std::size_t h = 0; h < m_network.layers.size(); ++h)
    {
        const DtoEeLayer& layer = m_network.layers[h];
        const std::vector<double>& arriving = h == 0 ? m_network.arrivals : m_rates[h - 1];
        m_rates[h].assign(layer.service.size(), 0);
        for (std::size_t i = 0; i < layer.links.size(); ++i)
        {
            m_sent[h][i] = m_sigma[h][i] * arriving[i];
            for (std::size_t l = 0; l < layer.links[i].size(); ++l)
            {
                m_rates[h][layer.links[i][l].target] += m_sent[h][i] * shares[h][i][l];
            }
        }
    }
}

void
DtoEeRouting::SweepUp()
{
    const std::vector<double> noShares;
    const std::vector<DtoEeOffer> noOffers;
    for (std::size_t h = m_network.layers.size(); h-- > 0;)
    {
        const DtoEeLayer& layer = m_network.layers[h];
        const bool last = h + 1 == m_network.layers.size();
        for (std::size_t j = 0; j < layer.service.size(); ++j)
        {
            const DtoEeReceiver receiver{m_rates[h][j],
                                         layer.service[j],
                                         last ? 0 : m_sigma[h + 1][j],
                                         layer.hostsExit};
            m_prices[h][j] = receiver.MakePrices(last ? noShares : m_shares[h + 1][j],
                                                 last ? noOffers : m_offers[h + 1][j],
                                                 m_law);
        }
        for (std::size_t i = 0; i < layer.links.size(); ++i)
        {
            for (std::size_t l = 0; l < layer.links[i].size(); ++l)
            {
                const DtoEeLink& link = layer.links[i][l];
                m_offers[h][i][l] = MakeDtoEeOffer(m_prices[h][link.target],
                                                   m_sent[h][i] * m_shares[h][i][l],
                                                   link.time,
                                                   m_law);
            }
        }
    }
}

double
DtoEeRouting::GetCost() const
{
    double cost = 0;
    for (std::size_t h = 0; h < m_network.layers.size(); ++h)
    {
        const DtoEeLayer& layer = m_network.layers[h];
        for (std::size_t i = 0; i < layer.links.size(); ++i)
        {
            for (std::size_t l = 0; l < layer.links[i].size(); ++l)
            {
                const double rate = m_sent[h][i] * m_shares[h][i][l];
                cost += m_law.GetLinkCost(rate, layer.links[i][l].time).value;
            }
        }
        for (std::size_t j = 0; j < layer.service.size(); ++j)
        {
            cost += m_law.GetNodeCost(m_rates[h][j], layer.service[j]).value;
        }
    }
    return cost;
}

double
DtoEeRouting::GetGap() const
{
    double gap = 0;
    for (std::size_t i = 0; i < m_network.arrivals.size(); ++i)
    {
        gap += m_network.arrivals[i] * GetDtoEeGap(m_shares[0][i], m_offers[0][i]);
    }
    return gap / m_network.total;
}

DtoEeExitReport
DtoEeRouting::MakeExitReport(std::size_t h, std::size_t j) const
{
    DtoEeExitReport report{m_rates[h][j], m_network.layers[h].service[j], 0, 0};
    if (h + 1 < m_network.layers.size())
    {
        report.transfer = GetDtoEeTransfer(m_sent[h + 1][j],
                                           m_network.layers[h + 1].links[j],
                                           m_shares[h + 1][j],
                                           m_law);
        for (std::size_t l = 0; l < m_shares[h + 1][j].size(); ++l)
        {
            report.exitPrice += m_shares[h + 1][j][l] * m_offers[h + 1][j][l].exitPrice;
        }
    }
    return report;
}

} // namespace edgeai
} // namespace ns3
