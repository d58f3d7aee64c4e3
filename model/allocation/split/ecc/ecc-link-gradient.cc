/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-link-gradient.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

} // namespace

void
EccDifferentiableLink::PropagateOwnCell(std::size_t m, std::size_t n)
{
    const std::size_t first = GetFirst(m, n);
    const std::size_t last = GetLast(m, n);
    const double residual = m_problem.sicResidual;
    const double fromStronger = m_direction == UPLINK ? 1 : residual;
    const double fromWeaker = m_direction == UPLINK ? residual : 1;
    auto add = [&](double factor, double& sum, std::size_t k) {
        const double gain = m_places[k].gain;
        if (m_direction == UPLINK)
        {
            m_slope[k] += factor * gain * sum;
            sum += m_sensitivity[k];
        }
        else
        {
            m_slope[k] += factor * sum;
            sum += m_sensitivity[k] * gain;
        }
    };
    if (fromStronger > 0)
    {
        double stronger = 0;
        for (std::size_t k = first; k < last; ++k)
        {
            add(fromStronger, stronger, k);
        }
    }
    if (fromWeaker > 0)
    {
        double weaker = 0;
        for (std::size_t k = last; k > first; --k)
        {
            add(fromWeaker, weaker, k - 1);
        }
    }
}

void
EccDifferentiableLink::PropagateOtherCells(std::size_t m)
{
    auto forOthers = [this, m](std::size_t n, auto&& visit) {
        for (std::size_t k = GetFirst(m, 0); k < GetFirst(m, n); ++k)
        {
            visit(k);
        }
        for (std::size_t k = GetLast(m, n); k < GetLast(m, m_cells - 1); ++k)
        {
            visit(k);
        }
    };
    for (std::size_t n = 0; n < m_cells; ++n)
    {
        const double* gains = m_gains.GetRow(m, n);
        double sum = 0;
        if (m_direction == UPLINK)
        {
            // Users of other cells are heard at access point n.
            for (std::size_t k = GetFirst(m, n); k < GetLast(m, n); ++k)
            {
                sum += m_sensitivity[k];
            }
            forOthers(n, [&](std::size_t k) { m_slope[k] += gains[m_places[k].user] * sum; });
        }
        else
        {
            // Access point n is heard by users of other cells.
            forOthers(n, [&](std::size_t k) { sum += gains[m_places[k].user] * m_sensitivity[k]; });
            for (std::size_t k = GetFirst(m, n); k < GetLast(m, n); ++k)
            {
                m_slope[k] += sum;
            }
        }
    }
}

void
EccDifferentiableLink::AddGradient(const std::vector<double>& perRate,
                                   const std::vector<double>& shares,
                                   const std::vector<double>& powers,
                                   std::vector<double>& shareGradient,
                                   std::vector<double>& powerGradient)
{
    const double width = m_problem.bandwidth / M_LN2;
    m_sensitivity.resize(m_places.size());
    m_slope.resize(m_places.size());
    for (std::size_t k = 0; k < m_places.size(); ++k)
    {
        auto& place = m_places[k];
        const double perUser = perRate[place.user];
        const std::size_t index = place.user * m_subchannels + place.subchannel;
        m_slope[k] = 0;
        m_sensitivity[k] = 0;
        if (m_sent[k] > 0)
        {
            const double share = shares.empty() ? 1 : shares[index];
            const double perSinr = perUser * share * width / (1 + place.sinr);
            powerGradient[place.user] += perSinr * place.gain / place.interference;
            m_sensitivity[k] = -perSinr * place.sinr / place.interference;
        }
        if (!shareGradient.empty())
        {
            const double natural =
                m_sent[k] > 0 ? place.efficiency * M_LN2
                              : std::log1p(powers[place.user] * place.gain / place.interference);
            shareGradient[index] += perUser * width * natural;
        }
    }
    for (std::size_t m = 0; m < m_subchannels; ++m)
    {
        for (std::size_t n = 0; n < m_cells; ++n)
        {
            PropagateOwnCell(m, n);
        }
        if (m_cells > 1)
        {
            PropagateOtherCells(m);
        }
    }
    for (std::size_t k = 0; k < m_places.size(); ++k)
    {
        const auto& place = m_places[k];
        const std::size_t index = place.user * m_subchannels + place.subchannel;
        powerGradient[place.user] += (shares.empty() ? 1 : shares[index]) * m_slope[k];
        if (!shareGradient.empty())
        {
            shareGradient[index] += powers[place.user] * m_slope[k];
        }
    }
}

} // namespace edgeai
} // namespace ns3
