/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-part.h"

#include "dto-ee-routing.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace ns3
{
namespace edgeai
{

DtoEePart::DtoEePart(const DtoEePartSettings& settings)
    : m_settings(settings),
      m_offloader(settings.shares),
      m_heardPrices(settings.links.size())
{
    if (settings.exit)
    {
        m_exit.emplace(*settings.exit);
        m_exit->SetArrivals(settings.arrivals);
    }
}

void
DtoEePart::HearRate(uint32_t sender, const DtoEeRateReport& report)
{
    m_heardRates[sender] = report.rate;
    if (m_exit)
    {
        m_exit->HearMixture(sender, report.mixture);
    }
}

void
DtoEePart::HearPrice(uint32_t target, const DtoEePriceReport& report)
{
    const std::size_t link = FindLink(target);
    if (link < m_heardPrices.size())
    {
        m_heardPrices[link] = {true, report};
    }
}

void
DtoEePart::HearUpdate(const DtoEeExitUpdate& update)
{
    m_settings.passing = update.passing;
}

void
DtoEePart::SetArrivals(double arrivals)
{
    m_settings.arrivals = arrivals;
    if (m_exit)
    {
        m_exit->SetArrivals(arrivals);
    }
}

void
DtoEePart::SetService(double service)
{
    m_settings.service = service;
}

void
DtoEePart::SetLinkTime(uint32_t target, double time)
{
    const std::size_t link = FindLink(target);
    if (link < m_settings.links.size())
    {
        m_settings.links[link].time = time;
    }
}

void
DtoEePart::SetLaw(const DtoEeQueueLaw& law)
{
    m_settings.law = law;
}

void
DtoEePart::RaisePenalty()
{
    if (m_settings.service > 0 && GetRate() >= m_settings.service)
    {
        m_settings.law.penalty *= 2;
    }
}

void
DtoEePart::LoseSender(uint32_t sender)
{
    m_heardRates.erase(sender);
    if (m_exit)
    {
        m_exit->LoseSender(sender);
    }
}

bool
DtoEePart::LoseTarget(uint32_t target)
{
    const std::size_t link = FindLink(target);
    if (link == m_settings.links.size())
    {
        return !m_settings.links.empty();
    }
    std::vector<double> row = m_offloader.GetShares();
    row.erase(row.begin() + link);
    m_settings.links.erase(m_settings.links.begin() + link);
    m_heardPrices.erase(m_heardPrices.begin() + link);
    const double left = std::accumulate(row.begin(), row.end(), 0.0);
    for (double& share : row)
    {
        // Where all went to the one that is gone nothing is known of the others.
        share = left > 0 ? share / left : 1.0 / row.size();
    }
    m_offloader = DtoEeOffloader(row);
    return !row.empty();
}

void
DtoEePart::GainTarget(const DtoEeLink& link, const DtoEePriceReport& report)
{
    std::size_t at = FindLink(link.target);
    if (at == m_settings.links.size())
    {
        at = 0;
        while (at < m_settings.links.size() && m_settings.links[at].target < link.target)
        {
            ++at;
        }
        std::vector<double> row = m_offloader.GetShares();
        row.insert(row.begin() + at, row.empty() ? 1 : 0);
        m_settings.links.insert(m_settings.links.begin() + at, link);
        m_heardPrices.insert(m_heardPrices.begin() + at, {true, report});
        m_offloader = DtoEeOffloader(row);
    }
    HearPrice(link.target, report);
}

bool
DtoEePart::IsInformed() const
{
    return std::all_of(m_heardPrices.begin(), m_heardPrices.end(), [](const auto& heard) {
        return heard.first;
    });
}

const std::vector<DtoEeLink>&
DtoEePart::GetLinks() const
{
    return m_settings.links;
}

const std::vector<double>&
DtoEePart::GetShares() const
{
    return m_offloader.GetShares();
}

double
DtoEePart::GetRate() const
{
    if (m_exit)
    {
        return m_exit->GetArriving().GetRate();
    }
    double rate = m_settings.arrivals;
    for (const auto& heard : m_heardRates)
    {
        rate += heard.second;
    }
    return rate;
}

double
DtoEePart::GetSent() const
{
    if (m_settings.links.empty())
    {
        return 0;
    }
    return m_exit ? m_exit->GetSent().GetRate() : m_settings.passing * GetRate();
}

DtoEeRateReport
DtoEePart::TellRate(std::size_t link) const
{
    DtoEeRateReport report{GetSent() * GetShares()[link]};
    if (m_exit)
    {
        report.mixture.Add(m_exit->GetSent(), GetShares()[link]);
    }
    return report;
}

std::vector<const DtoEePriceReport*>
DtoEePart::GetReports() const
{
    std::vector<const DtoEePriceReport*> reports;
    for (const auto& heard : m_heardPrices)
    {
        reports.push_back(&heard.second);
    }
    return reports;
}

std::vector<DtoEeOffer>
DtoEePart::MakeOffers() const
{
    const double sent = GetSent();
    std::vector<DtoEeOffer> offers;
    for (std::size_t l = 0; l < m_heardPrices.size(); ++l)
    {
        const DtoEePriceReport& report = m_heardPrices[l].second;
        const double rate = sent * GetShares()[l];
        const double time = m_settings.links[l].time;
        offers.push_back(m_exit ? m_exit->MakeOffer(report, rate, time, m_settings.law)
                                : MakeDtoEeOffer(report, rate, time, m_settings.law));
    }
    return offers;
}

DtoEePriceReport
DtoEePart::TellPrice() const
{
    if (m_exit)
    {
        const DtoEeCost own = m_settings.law.GetNodeCost(GetRate(), m_settings.service);
        return m_exit->MakePrices(own,
                                  {m_settings.links, GetShares(), GetReports(), m_settings.law});
    }
    const DtoEeReceiver receiver{GetRate(),
                                 m_settings.service,
                                 m_settings.links.empty() ? 0 : m_settings.passing,
                                 m_settings.hostsExit};
    return receiver.MakePrices(GetShares(), MakeOffers(), m_settings.law);
}

DtoEeExitReport
DtoEePart::TellExit() const
{
    DtoEeExitReport report{GetRate(), m_settings.service, 0, 0};
    report.transfer = GetDtoEeTransfer(GetSent(), m_settings.links, GetShares(), m_settings.law);
    const std::vector<DtoEeOffer> offers = MakeOffers();
    for (std::size_t l = 0; l < offers.size(); ++l)
    {
        report.exitPrice += GetShares()[l] * offers[l].exitPrice;
    }
    return report;
}

void
DtoEePart::Move()
{
    if (m_settings.links.empty() || !IsInformed())
    {
        return;
    }
    const std::vector<DtoEeOffer> offers = MakeOffers();
    const double sent = GetSent();
    if (m_exit)
    {
        m_exit->Move({m_settings.links, GetShares(), GetReports(), m_settings.law},
                     m_settings.movers);
    }
    m_offloader.Move(sent, m_settings.movers, offers, m_settings.step);
}

void
DtoEePart::Decide()
{
    if (m_exit && !m_settings.links.empty() && IsInformed())
    {
        m_exit->Decide({m_settings.links, GetShares(), GetReports(), m_settings.law});
    }
}

double
DtoEePart::GetThreshold() const
{
    return m_exit ? m_exit->GetThreshold() : 1;
}

double
DtoEePart::GetThresholdMove() const
{
    return m_exit ? m_exit->GetMove() : 0;
}

double
DtoEePart::GetUnrest() const
{
    double mean = 0;
    double least = std::numeric_limits<double>::infinity();
    const std::vector<DtoEeOffer> offers = MakeOffers();
    for (std::size_t l = 0; l < offers.size(); ++l)
    {
        mean += GetShares()[l] * offers[l].price;
        least = std::min(least, offers[l].price);
    }
    return offers.empty() ? 0 : GetSent() * (mean - least);
}

void
DtoEePart::Settle()
{
    m_offloader.Settle();
}

double
DtoEePart::GetGap() const
{
    if (m_settings.links.empty())
    {
        return 0;
    }
    return m_exit ? m_exit->GetGap({m_settings.links, GetShares(), GetReports(), m_settings.law})
                  : GetDtoEeGap(GetShares(), MakeOffers());
}

double
DtoEePart::GetCost() const
{
    const double sent = GetSent();
    double cost = m_settings.service > 0
                      ? m_settings.law.GetNodeCost(GetRate(), m_settings.service).value
                      : 0;
    for (std::size_t l = 0; l < m_settings.links.size(); ++l)
    {
        cost += m_settings.law.GetLinkCost(sent * GetShares()[l], m_settings.links[l].time).value;
    }
    return cost;
}

std::size_t
DtoEePart::FindLink(uint32_t target) const
{
    std::size_t link = 0;
    while (link < m_settings.links.size() && m_settings.links[link].target != target)
    {
        ++link;
    }
    return link;
}

} // namespace edgeai
} // namespace ns3
