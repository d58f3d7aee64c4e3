/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fomo-uplink.h"

#include "allocation/numeric/infinite.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

} // namespace

FomoUplink::FomoUplink(const RoundProblem& problem)
    : m_form(problem.uplink.form)
{
    const RoundUplink& uplink = problem.uplink;
    if (m_form == RoundUplinkForm::SUBCHANNELS)
    {
        m_bandwidth = uplink.subchannels * uplink.subchannelWidth;
        m_granularity = uplink.subchannelWidth;
    }
    else if (m_form != RoundUplinkForm::RATES)
    {
        m_bandwidth = uplink.bandwidth;
        m_granularity = uplink.bandGranularity;
    }
    for (const RoundWorker& worker : problem.workers)
    {
        switch (m_form)
        {
        case RoundUplinkForm::SUBCHANNELS:
            m_factor.push_back(worker.powerMax * worker.gains.front() /
                               (uplink.snrGap * uplink.noiseDensity));
            break;
        case RoundUplinkForm::BAND:
            m_factor.push_back(worker.efficiency);
            break;
        case RoundUplinkForm::BAND_POWER:
            m_factor.push_back(worker.snrBand);
            break;
        case RoundUplinkForm::RATES:
            m_factor.push_back(worker.rate);
            break;
        }
    }
    m_form = m_form == RoundUplinkForm::SUBCHANNELS ? RoundUplinkForm::BAND_POWER : m_form;
}

std::string
FomoUplink::ExplainUneven(const RoundProblem& problem)
{
    if (problem.uplink.form != RoundUplinkForm::SUBCHANNELS)
    {
        return "";
    }
    constexpr double TOLERANCE = 1e-9; // of gains that went through decibels
    for (std::size_t k = 0; k < problem.workers.size(); ++k)
    {
        const std::vector<double>& gains = problem.workers[k].gains;
        const auto [least, most] = std::minmax_element(gains.begin(), gains.end());
        if (*least < *most * (1 - TOLERANCE))
        {
            std::ostringstream text;
            text << "workers[" << k << "].gains reach from " << *least << " to " << *most
                 << "; a band can be divided where all subchannels of a worker are alike";
            return text.str();
        }
    }
    return "";
}

bool
FomoUplink::DividesBand() const
{
    return m_form != RoundUplinkForm::RATES;
}

bool
FomoUplink::IsProportional() const
{
    return m_form == RoundUplinkForm::BAND;
}

double
FomoUplink::GetBandwidth() const
{
    return m_bandwidth;
}

double
FomoUplink::GetGranularity() const
{
    return m_granularity;
}

bool
FomoUplink::CanSend(std::size_t k) const
{
    return m_factor[k] > 0;
}

double
FomoUplink::GetRate(std::size_t k, double band) const
{
    switch (m_form)
    {
    case RoundUplinkForm::RATES:
        return m_factor[k];
    case RoundUplinkForm::BAND:
        return band * m_factor[k];
    default:
        return band > 0 ? band * std::log1p(m_factor[k] / band) / M_LN2 : 0;
    }
}

double
FomoUplink::GetBand(std::size_t k, double bits, double time) const
{
    const double least = time > 0 && CanSend(k) ? bits / time : INFINITE; // rate that will do
    switch (m_form)
    {
    case RoundUplinkForm::RATES:
        return least <= m_factor[k] ? 0 : INFINITE;
    case RoundUplinkForm::BAND:
        return least / m_factor[k];
    default:
        return std::isfinite(least) ? m_factor[k] * ShareOfLargestRate(least * M_LN2 / m_factor[k])
                                    : INFINITE;
    }
}

double
FomoUplink::GetBandSlope(std::size_t k, double bits, double time) const
{
    switch (m_form)
    {
    case RoundUplinkForm::RATES:
        return 0;
    case RoundUplinkForm::BAND:
        return -GetBand(k, bits, time) / time;
    default: {
        const double share = bits / time * M_LN2 / m_factor[k];
        return -m_factor[k] * share / time / SlopeOfRateShare(ShareOfLargestRate(share));
    }
    }
}

double
FomoUplink::GetLeastTime(std::size_t k, double bits) const
{
    return CanSend(k) ? bits / GetRate(k, m_bandwidth) : INFINITE;
}

} // namespace edgeai
} // namespace ns3
