/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-node-exit.h"

#include "allocation/numeric/root-finding.h"
#include "dto-ee-thresholds.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Share of difficulties that goes on at least, so that thresholds stay positive.
constexpr double LEAST_PASSING = 1e-9;
/// Rows and thresholds move at once: either counts for half of the movers.
constexpr double KINDS_OF_MOVERS = 2;

} // namespace

DtoEeNodeExit::DtoEeNodeExit(const DtoEeNodeExitSettings& settings)
    : m_settings(settings)
{
    m_cut = settings.last ? 1 : settings.leaves ? GetCut(settings.threshold) : 0;
    m_move = IsFree() ? 1 : 0; // it has not found its place
}

void
DtoEeNodeExit::SetArrivals(double rate)
{
    m_arrivals = rate;
    Update();
}

void
DtoEeNodeExit::HearMixture(uint32_t sender, const DtoEeMixture& tasks)
{
    m_mixtures[sender] = tasks;
    Update();
}

void
DtoEeNodeExit::LoseSender(uint32_t sender)
{
    m_mixtures.erase(sender);
    Update();
}

void
DtoEeNodeExit::Update()
{
    m_arriving = DtoEeMixture::Make(0, m_arrivals);
    for (const auto& sender : m_mixtures)
    {
        m_arriving.Add(sender.second, 1);
    }
    m_sent = m_arriving.Pass(m_cut);
}

void
DtoEeNodeExit::SetCut(double cut)
{
    const double before = GetThreshold();
    m_cut = cut;
    m_sent = m_arriving.Pass(m_cut);
    m_move = std::abs(GetThreshold() - before);
}

double
DtoEeNodeExit::GetCut(double threshold) const
{
    return std::min(1 - std::pow(threshold, m_settings.exponent), 1 - LEAST_PASSING);
}

double
DtoEeNodeExit::GetThreshold() const
{
    return m_settings.last ? 1 : std::pow(1 - m_cut, 1 / m_settings.exponent);
}

std::vector<double>
DtoEeNodeExit::GetSlopesBehind() const
{
    return {m_settings.slopes.begin() + (m_settings.leaves ? 1 : 0), m_settings.slopes.end()};
}

DtoEeOffer
DtoEeNodeExit::MakeOffer(const DtoEePriceReport& report,
                         double rate,
                         double time,
                         const DtoEeQueueLaw& law) const
{
    const DtoEeCost link = law.GetLinkCost(rate, time);
    const DtoEeCurve::Mean mean = report.curve.GetMean(m_sent);
    const DtoEeCurve least = DtoEeCurve::MakeLeast(report.bounds, GetSlopesBehind());
    // There is no price of the next exit: it is in the curve.
    return {link.slope + mean.price,
            0,
            link.curvature + mean.root * mean.root,
            link.slope + least.GetMean(m_sent).price};
}

DtoEeCurve
DtoEeNodeExit::MakeGoingOn(const DtoEeWaysOn& ways) const
{
    DtoEeCurve curve;
    const double sent = m_sent.GetRate();
    for (std::size_t l = 0; l < ways.links.size(); ++l)
    {
        const DtoEeCost link = ways.law.GetLinkCost(sent * ways.shares[l], ways.links[l].time);
        curve.Add(ways.reports[l]->curve, ways.shares[l], link.slope, link.curvature);
    }
    return curve;
}

std::vector<double>
DtoEeNodeExit::MakeBounds(const DtoEeWaysOn& ways) const
{
    // Where no way is left nothing is said of ways, as of one price.
    const double none = ways.links.empty() ? 0 : std::numeric_limits<double>::infinity();
    std::vector<double> bounds(GetSlopesBehind().size(), none);
    const double sent = m_sent.GetRate();
    for (std::size_t l = 0; l < ways.links.size(); ++l)
    {
        const double price = ways.law.GetLinkCost(sent * ways.shares[l], ways.links[l].time).slope;
        for (std::size_t c = 0; c < bounds.size(); ++c)
        {
            bounds[c] = std::min(bounds[c], price + ways.reports[l]->bounds[c]);
        }
    }
    return bounds;
}

DtoEePriceReport
DtoEeNodeExit::MakePrices(const DtoEeCost& own, const DtoEeWaysOn& ways) const
{
    DtoEePriceReport report;
    if (!m_settings.last)
    {
        report.bounds = MakeBounds(ways);
    }
    for (double& bound : report.bounds)
    {
        bound += own.slope;
    }
    if (m_settings.leaves)
    {
        report.bounds.insert(report.bounds.begin(), own.slope);
    }
    const DtoEeCurve onwards = m_settings.last ? DtoEeCurve() : MakeGoingOn(ways);
    report.curve = onwards.Behind(own.slope, own.curvature, m_cut, m_settings.slopes.front());
    return report;
}

double
DtoEeNodeExit::GetGap(const DtoEeWaysOn& ways) const
{
    const DtoEeCurve least = DtoEeCurve::MakeLeast(MakeBounds(ways), GetSlopesBehind());
    return MakeGoingOn(ways).GetMean(m_sent).price - least.GetMean(m_sent).price;
}

bool
DtoEeNodeExit::IsFree() const
{
    return m_settings.leaves && !m_settings.last && !m_settings.fixed;
}

void
DtoEeNodeExit::Move(const DtoEeWaysOn& ways, double movers)
{
    if (!IsFree() || m_settings.measuredOnly || !m_settings.grid.empty())
    {
        return;
    }
    const DtoEeCurve onwards = MakeGoingOn(ways);
    const double root = onwards.GetRoot(1); // of whoever goes on, wherever the cut moves to
    const double weight = KINDS_OF_MOVERS * movers * root * root;
    const double sent = m_sent.GetRate();
    // What it saves that tasks of this difficulty leave, if so many go on.
    const auto gain = [&](double cut) {
        return onwards.GetPrice(cut) - m_settings.slopes.front() * cut +
               weight * (m_arriving.GetRate(cut) - sent);
    };
    const double most = 1 - LEAST_PASSING;
    SetCut(gain(0) <= 0 ? 0 : gain(most) >= 0 ? most : FindRoot(gain, 0, most).first);
}

void
DtoEeNodeExit::Decide(const DtoEeWaysOn& ways)
{
    if (!IsFree() || (m_settings.grid.empty() && !m_settings.measuredOnly))
    {
        return;
    }
    const std::vector<double> grid = MakeDtoEeGrid(m_settings.grid, 0.5, 0.05);
    const DtoEeCurve onwards = MakeGoingOn(ways);
    const double root = m_settings.measuredOnly ? 0 : onwards.GetRoot(1);
    // Points of a grid are far apart: with all that may move at once in the account nobody would.
    const double weight = root * root;
    const DtoEeCurve leaving({{0, 0, m_settings.slopes.front(), 0}});
    // What it saves to have another cut than the present one.
    const auto gain = [&](double cut) {
        const double low = std::min(cut, m_cut);
        const double high = std::max(cut, m_cut);
        const double moved = m_arriving.GetRate(low) - m_arriving.GetRate(high);
        const double saved =
            onwards.Integrate(m_arriving, low, high) - leaving.Integrate(m_arriving, low, high);
        return (cut > m_cut ? saved : -saved) - weight * moved * moved / 2;
    };
    const std::size_t now = FindDtoEeGridPoint(grid, GetThreshold());
    double best = 0;
    double cut = GetCut(grid[now]);
    const double present = m_settings.measuredOnly ? 0 : gain(cut);
    for (const int way : {-1, 1})
    {
        for (std::size_t c = now + way; c < grid.size(); c += way)
        {
            const double other = gain(GetCut(grid[c])) - present;
            if (other > best)
            {
                best = other;
                cut = GetCut(grid[c]);
            }
            if (m_settings.measuredOnly && other != 0)
            {
                break; // one step, beyond difficulties of which nothing comes
            }
        }
    }
    SetCut(cut);
}

} // namespace edgeai
} // namespace ns3
