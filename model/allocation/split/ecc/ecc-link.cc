/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-link.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

} // namespace

EccLink::EccLink(const EccProblem& problem, Direction direction)
    : m_problem(problem),
      m_gains(direction == UPLINK ? problem.uplinkGains : problem.downlinkGains),
      m_direction(direction),
      m_subchannels(problem.GetSubchannelCount()),
      m_cells(problem.cells.size()),
      m_perCell(problem.cells.size())
{
}

void
EccLink::AddPlace(std::size_t i, std::size_t m)
{
    m_places.push_back({i, m, m_gains(m, m_problem.users[i].cell, i), 0, 0, 0});
}

void
EccLink::Spread(const std::vector<uint32_t>& splits)
{
    m_places.clear();
    for (std::size_t m = 0; m < m_subchannels; ++m)
    {
        for (std::size_t i = 0; i < splits.size(); ++i)
        {
            if (IsOffloading(m_problem, i, splits[i]) && m_problem.users[i].linkRate == 0)
            {
                AddPlace(i, m);
            }
        }
    }
    Arrange();
}

void
EccLink::Assign(const std::vector<uint32_t>& splits, const std::vector<uint32_t>& subchannels)
{
    m_places.clear();
    for (std::size_t i = 0; i < splits.size(); ++i)
    {
        if (IsOffloading(m_problem, i, splits[i]) && m_problem.users[i].linkRate == 0 &&
            subchannels[i] < m_subchannels)
        {
            AddPlace(i, subchannels[i]);
        }
    }
    Arrange();
}

void
EccLink::Arrange()
{
    auto group = [this](const Place& place) {
        return place.subchannel * m_cells + m_problem.users[place.user].cell;
    };
    // Of equal gains the larger index counts as weaker.
    std::sort(m_places.begin(), m_places.end(), [&](const Place& a, const Place& b) {
        const std::size_t first = group(a);
        const std::size_t second = group(b);
        if (first != second)
        {
            return first < second;
        }
        return a.gain > b.gain || (a.gain == b.gain && a.user < b.user);
    });
    m_groups.assign(m_subchannels * m_cells + 1, 0);
    for (const auto& place : m_places)
    {
        ++m_groups[group(place) + 1];
    }
    for (std::size_t k = 1; k < m_groups.size(); ++k)
    {
        m_groups[k] += m_groups[k - 1];
    }
    m_sent.assign(m_places.size(), 0);
}

void
EccLink::Order(const std::vector<double>& shares, const std::vector<double>& powers)
{
    if (m_problem.preferences.sicOrder == EccPreferences::GAIN || m_direction == UPLINK ||
        m_cells == 1)
    {
        return;
    }
    std::vector<double> rates;
    ComputeRates(shares, powers, rates);
    for (std::size_t m = 0; m < m_subchannels; ++m)
    {
        AddOtherCells(m);
        for (std::size_t n = 0; n < m_cells; ++n)
        {
            // Interference now holds noise and the other cells' part alone.
            auto quality = [](const Place& place) { return place.gain / place.interference; };
            std::sort(m_places.begin() + GetFirst(m, n),
                      m_places.begin() + GetLast(m, n),
                      [&](const Place& a, const Place& b) {
                          const double first = quality(a);
                          const double second = quality(b);
                          return first > second || (first == second && a.user < b.user);
                      });
        }
    }
}

std::size_t
EccLink::GetFirst(std::size_t m, std::size_t n) const
{
    return m_groups[m * m_cells + n];
}

std::size_t
EccLink::GetLast(std::size_t m, std::size_t n) const
{
    return m_groups[m * m_cells + n + 1];
}

EccLink::Direction
EccLink::GetDirection() const
{
    return m_direction;
}

const std::vector<EccLink::Place>&
EccLink::GetPlaces() const
{
    return m_places;
}

void
EccLink::SumPowers(std::size_t m)
{
    std::fill(m_perCell.begin(), m_perCell.end(), 0);
    for (std::size_t n = 0; n < m_cells; ++n)
    {
        if (m_direction == DOWNLINK)
        {
            for (std::size_t k = GetFirst(m, n); k < GetLast(m, n); ++k)
            {
                m_perCell[n] += m_sent[k];
            }
            continue;
        }
        // In the uplink the sum is what access point n hears of the users of the others.
        const double* gains = m_gains.GetRow(m, n);
        for (std::size_t k = GetFirst(m, 0); k < GetLast(m, m_cells - 1); ++k)
        {
            if (k < GetFirst(m, n) || k >= GetLast(m, n))
            {
                m_perCell[n] += m_sent[k] * gains[m_places[k].user];
            }
        }
    }
}

void
EccLink::AddOtherCells(std::size_t m)
{
    const double noise = m_problem.GetNoisePower();
    if (m_cells > 1)
    {
        SumPowers(m);
    }
    for (std::size_t n = 0; n < m_cells; ++n)
    {
        for (std::size_t k = GetFirst(m, n); k < GetLast(m, n); ++k)
        {
            double& interference = m_places[k].interference;
            interference = noise;
            if (m_cells == 1)
            {
                continue;
            }
            if (m_direction == UPLINK)
            {
                interference += m_perCell[n];
                continue;
            }
            for (std::size_t other = 0; other < m_cells; ++other)
            {
                if (other != n)
                {
                    interference += m_perCell[other] * m_gains(m, other, m_places[k].user);
                }
            }
        }
    }
}

void
EccLink::AddOwnCell(std::size_t m, std::size_t n)
{
    const std::size_t first = GetFirst(m, n);
    const std::size_t last = GetLast(m, n);
    const double residual = m_problem.sicResidual;
    // What counts fully as interference: in the uplink those decoded later (weaker), in the
    // downlink those whose signals are not removed (stronger). The rest is cancelled up to the
    // residual.
    const double up = m_direction == UPLINK ? residual : 1;   // of stronger users
    const double down = m_direction == UPLINK ? 1 : residual; // of weaker users
    auto add = [&](double factor, double& sum, std::size_t k) {
        auto& place = m_places[k];
        if (m_direction == UPLINK)
        {
            place.interference += factor * sum;
            sum += m_sent[k] * place.gain;
        }
        else
        {
            place.interference += factor * place.gain * sum;
            sum += m_sent[k];
        }
    };
    if (up > 0)
    {
        double stronger = 0;
        for (std::size_t k = first; k < last; ++k)
        {
            add(up, stronger, k);
        }
    }
    if (down > 0)
    {
        double weaker = 0;
        for (std::size_t k = last; k > first; --k)
        {
            add(down, weaker, k - 1);
        }
    }
}

void
EccLink::ComputeRates(const std::vector<double>& shares,
                      const std::vector<double>& powers,
                      std::vector<double>& rates)
{
    const double width = m_problem.bandwidth / M_LN2;
    rates.assign(m_problem.users.size(), 0);
    for (std::size_t k = 0; k < m_places.size(); ++k)
    {
        const auto& place = m_places[k];
        const double share =
            shares.empty() ? 1 : shares[place.user * m_subchannels + place.subchannel];
        m_sent[k] = share * powers[place.user];
    }
    for (std::size_t m = 0; m < m_subchannels; ++m)
    {
        AddOtherCells(m);
        for (std::size_t n = 0; n < m_cells; ++n)
        {
            AddOwnCell(m, n);
        }
    }
    for (std::size_t k = 0; k < m_places.size(); ++k)
    {
        // Most shares are 0 near a solution, and a logarithm is what a place costs.
        if (m_sent[k] == 0)
        {
            continue;
        }
        auto& place = m_places[k];
        const double power = powers[place.user];
        place.sinr = power * place.gain / place.interference;
        const double natural = std::log1p(place.sinr);
        place.efficiency = natural / M_LN2;
        rates[place.user] += m_sent[k] / power * width * natural;
    }
}

} // namespace edgeai
} // namespace ns3
