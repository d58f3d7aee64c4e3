/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-curve.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

DtoEeCurve::DtoEeCurve(const std::vector<DtoEeCurvePiece>& pieces)
    : m_pieces(pieces)
{
}

std::string
DtoEeCurve::Explain(const std::vector<DtoEeCurvePiece>& pieces)
{
    for (std::size_t p = 0; p < pieces.size(); ++p)
    {
        const double from = pieces[p].from;
        if (p == 0 ? from != 0 : from >= 1 || from <= pieces[p - 1].from)
        {
            return "piece[" + std::to_string(p) +
                   "].from: allowed is 0, then rising values below 1";
        }
    }
    return pieces.empty() ? "piece: none; needed is one at least" : "";
}

DtoEeCurve
DtoEeCurve::MakeLeast(const std::vector<double>& prices, const std::vector<double>& slopes)
{
    DtoEeCurve least;
    least.m_pieces.clear();
    // Of equals the last, which is the least behind.
    std::size_t now = 0;
    for (std::size_t c = 1; c < prices.size(); ++c)
    {
        now = prices[c] <= prices[now] ? c : now;
    }
    double from = 0;
    while (from < 1)
    {
        least.m_pieces.push_back({from, prices[now], slopes[now], 0});
        std::size_t next = now;
        double until = 1;
        for (std::size_t c = now + 1; c < prices.size(); ++c)
        {
            const double crossing = (prices[c] - prices[now]) / (slopes[now] - slopes[c]);
            if (crossing <= until && crossing < 1)
            {
                until = crossing;
                next = c;
            }
        }
        if (until <= from)
        {
            least.m_pieces.pop_back(); // lines that cross where this one began
        }
        now = next;
        from = std::max(from, until);
    }
    return least;
}

void
DtoEeCurve::Add(const DtoEeCurve& other, double share, double price, double curvature)
{
    std::vector<DtoEeCurvePiece> sum;
    std::size_t mine = 0;
    std::size_t theirs = 0;
    const auto from = [](const std::vector<DtoEeCurvePiece>& pieces, std::size_t p) {
        return p < pieces.size() ? pieces[p].from : 1;
    };
    double at = 0;
    while (at < 1)
    {
        const DtoEeCurvePiece& one = m_pieces[mine];
        const DtoEeCurvePiece& two = other.m_pieces[theirs];
        sum.push_back({at,
                       one.price + share * (price + two.price),
                       one.slope + share * two.slope,
                       one.root + share * std::sqrt(curvature + two.root * two.root)});
        at = std::min(from(m_pieces, mine + 1), from(other.m_pieces, theirs + 1));
        mine += from(m_pieces, mine + 1) == at && at < 1;
        theirs += from(other.m_pieces, theirs + 1) == at && at < 1;
    }
    m_pieces = std::move(sum);
}

DtoEeCurve
DtoEeCurve::Behind(double price, double curvature, double cut, double slope) const
{
    DtoEeCurve curve;
    curve.m_pieces.clear();
    if (cut > 0)
    {
        curve.m_pieces.push_back({0, price, slope, std::sqrt(curvature)});
    }
    for (std::size_t p = cut < 1 ? Find(cut) : m_pieces.size(); p < m_pieces.size(); ++p)
    {
        const DtoEeCurvePiece& piece = m_pieces[p];
        // Whose difficulty is the cut leaves; what goes on may begin with the next piece.
        const bool empty = p + 1 < m_pieces.size() && m_pieces[p + 1].from <= cut;
        if (!empty)
        {
            curve.m_pieces.push_back({std::max(piece.from, cut),
                                      price + piece.price,
                                      piece.slope,
                                      std::sqrt(curvature + piece.root * piece.root)});
        }
    }
    return curve;
}

std::size_t
DtoEeCurve::Find(double difficulty) const
{
    std::size_t p = 0;
    while (p + 1 < m_pieces.size() && m_pieces[p + 1].from < difficulty)
    {
        ++p;
    }
    return p;
}

double
DtoEeCurve::GetPrice(double difficulty) const
{
    const DtoEeCurvePiece& piece = m_pieces[Find(difficulty)];
    return piece.price + piece.slope * difficulty;
}

double
DtoEeCurve::GetRoot(double difficulty) const
{
    return m_pieces[Find(difficulty)].root;
}

double
DtoEeCurve::Integrate(const DtoEeMixture& tasks, double from, double to) const
{
    double sum = 0;
    for (std::size_t p = 0; p < m_pieces.size(); ++p)
    {
        const double end = p + 1 < m_pieces.size() ? m_pieces[p + 1].from : 1;
        sum += tasks.Integrate(std::max(from, m_pieces[p].from),
                               std::min(to, end),
                               m_pieces[p].price,
                               m_pieces[p].slope);
    }
    return sum;
}

DtoEeCurve::Mean
DtoEeCurve::GetMean(const DtoEeMixture& tasks) const
{
    const double rate = tasks.GetRate();
    if (!(rate > 0))
    {
        return {GetPrice(1), GetRoot(1)};
    }
    double roots = 0;
    for (std::size_t p = 0; p < m_pieces.size(); ++p)
    {
        const double end = p + 1 < m_pieces.size() ? m_pieces[p + 1].from : 1;
        roots += tasks.Integrate(m_pieces[p].from, end, m_pieces[p].root, 0);
    }
    return {Integrate(tasks, 0, 1) / rate, roots / rate};
}

} // namespace edgeai
} // namespace ns3
