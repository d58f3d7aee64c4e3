/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-offloader.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Rates that count as none [1/s].
constexpr double NO_RATE = 1e-12;
/// The safeguard's rule: as many rounds of a growing gap halve the moves, ...
constexpr uint32_t WORSE_ROUNDS = 3;
/// ... as many others double them again, ...
constexpr uint32_t BETTER_ROUNDS = 10;
/// ... and they are never shorter than this.
constexpr double LEAST_FACTOR = 1.0 / 64;

/// Rows of all stages move at once, which the bounds of the curvature do not count: with momentum
/// that leads astray, unless moves are shorter by this.
constexpr double TOGETHER = 2;
/// Gaps from which on momentum is under suspicion, as a share of the least price.
constexpr double LARGE_GAP = 0.1;

/// @returns the link of the least price, the first of several
std::size_t
FindBest(const std::vector<DtoEeOffer>& offers)
{
    std::size_t best = 0;
    for (std::size_t j = 1; j < offers.size(); ++j)
    {
        best = offers[j].price < offers[best].price ? j : best;
    }
    return best;
}

/// Makes values sum to 1; what rounding does to a row does not add up over rounds.
void
NormaliseShares(std::vector<double>& values)
{
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    for (double& value : values)
    {
        value /= sum;
    }
}

} // namespace

double
GetDtoEeGap(const std::vector<double>& shares, const std::vector<DtoEeOffer>& offers)
{
    double price = 0;
    double bound = std::numeric_limits<double>::infinity();
    for (std::size_t j = 0; j < offers.size(); ++j)
    {
        price += shares[j] * offers[j].price;
        bound = std::min(bound, offers[j].bound);
    }
    return price - bound;
}

DtoEeOffloader::DtoEeOffloader(std::vector<double> shares)
    : m_row(std::move(shares)),
      m_told(m_row)
{
}

void
DtoEeOffloader::Settle()
{
    m_told = m_row;
    m_factor = 1;
    m_gap = -1;
    m_worse = 0;
    m_better = 0;
}

void
DtoEeOffloader::Guard(const std::vector<DtoEeOffer>& offers, const DtoEeStepOptions& options)
{
    if (!options.safeguard)
    {
        m_factor = 1;
        return;
    }
    const double gap = GetDtoEeGap(m_told, offers);
    bool grew = m_gap >= 0 && gap > m_gap;
    const bool momentum = options.step == DtoEeStep::ACCELERATED;
    if (momentum)
    {
        // With momentum small gaps come and go; what leads astray makes them as large as prices.
        grew = grew && gap > LARGE_GAP * offers[FindBest(offers)].price;
    }
    m_gap = gap;
    m_worse = grew ? m_worse + 1 : 0;
    m_better = grew ? 0 : m_better + 1;
    if (m_worse == WORSE_ROUNDS)
    {
        m_factor = std::max(LEAST_FACTOR, m_factor / 2);
        m_worse = 0;
    }
    // Longer moves would lead momentum astray once more: it keeps to the shorter ones in this slot.
    if (m_better == BETTER_ROUNDS && !momentum)
    {
        m_factor = std::min(1.0, 2 * m_factor);
        m_better = 0;
    }
}

void
DtoEeOffloader::Move(double rate,
                     std::size_t movers,
                     const std::vector<DtoEeOffer>& offers,
                     const DtoEeStepOptions& options)
{
    Guard(offers, options);
    if (rate <= NO_RATE)
    {
        // Nothing is sent: the row says where it would go, which makes the prices upstream right.
        m_next.assign(offers.size(), 0);
        m_next[FindBest(offers)] = 1;
        m_momentum = 0;
        m_told = m_next;
    }
    else
    {
        const double weight = rate * static_cast<double>(movers) / (options.gamma * m_factor);
        if (options.step == DtoEeStep::PAIRWISE)
        {
            MovePairwise(weight, offers);
        }
        else
        {
            MoveTogether(weight * TOGETHER, offers);
        }
    }
    m_move = 0;
    for (std::size_t j = 0; j < m_row.size(); ++j)
    {
        m_move = std::max(m_move, std::abs(m_next[j] - m_row[j]));
    }
    std::swap(m_row, m_next);
}

void
DtoEeOffloader::MovePairwise(double weight, const std::vector<DtoEeOffer>& offers)
{
    const std::size_t best = FindBest(offers);
    const DtoEeOffer& least = offers[best];
    m_next = m_row;
    for (std::size_t j = 0; j < offers.size(); ++j)
    {
        if (j == best || m_row[j] <= 0)
        {
            continue;
        }
        const double step = std::min(m_row[j],
                                     (offers[j].price - least.price) /
                                         (weight * (offers[j].curvature + least.curvature)));
        m_next[j] -= step;
        m_next[best] += step;
    }
    NormaliseShares(m_next);
    m_told = m_next;
}

void
DtoEeOffloader::MoveTogether(double weight, const std::vector<DtoEeOffer>& offers)
{
    // Least sum of D_j x_j + c_j (x_j - p_j)^2 / 2 on the simplex, c_j = n F Hc_j / gamma: x_j =
    // max(0, p_j + (level - D_j) / c_j). A link is used from the level D_j - c_j p_j on.
    // Prices count from the least one: only their differences matter, and are small where it does.
    const std::size_t count = offers.size();
    const double least = offers[FindBest(offers)].price;
    const auto price = [&](std::size_t j) { return offers[j].price - least; };
    const auto curvature = [&](std::size_t j) { return weight * offers[j].curvature; };
    m_order.resize(count);
    for (std::size_t j = 0; j < count; ++j)
    {
        m_order[j] = {price(j) - curvature(j) * m_told[j], j};
    }
    std::sort(m_order.begin(), m_order.end());
    double slopes = 0; // sum of 1 / c_j of the links in use
    double moved = 0;  // sum of D_j / c_j - p_j of them
    double level = 0;
    for (std::size_t n = 0; n < count; ++n)
    {
        const std::size_t j = m_order[n].second;
        slopes += 1 / curvature(j);
        moved += price(j) / curvature(j) - m_told[j];
        level = (1 + moved) / slopes;
        if (n + 1 < count && level <= m_order[n + 1].first)
        {
            break;
        }
    }
    m_next.resize(count);
    for (std::size_t j = 0; j < count; ++j)
    {
        m_next[j] = std::max(0.0, m_told[j] + (level - price(j)) / curvature(j));
    }
    NormaliseShares(m_next);

    // Momentum goes on as long as the move agrees with the one before.
    double uphill = 0;
    for (std::size_t j = 0; j < count; ++j)
    {
        uphill += (m_told[j] - m_next[j]) * (m_next[j] - m_row[j]);
    }
    m_momentum = uphill > 0 ? 0 : m_momentum + 1;
    const double ahead = m_momentum / (m_momentum + 3.0);
    for (std::size_t j = 0; j < count; ++j)
    {
        m_told[j] = std::max(0.0, m_next[j] + ahead * (m_next[j] - m_row[j]));
    }
    NormaliseShares(m_told);
}

} // namespace edgeai
} // namespace ns3
