/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "replan-trigger.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

ReplanTrigger::ReplanTrigger(const std::vector<double>& rates, const ReplanOptions& options)
    : m_options(options),
      m_rates(rates)
{
}

bool
ReplanTrigger::AddGoodput(std::size_t link, double goodput)
{
    if (link >= m_rates.size() || !(goodput > 0) || !std::isfinite(goodput))
    {
        return false;
    }
    m_rates[link] += m_options.weight * (goodput - m_rates[link]);
    return true;
}

const std::vector<double>&
ReplanTrigger::GetRates() const
{
    return m_rates;
}

ReplanTrigger::Verdict
ReplanTrigger::Judge(double now) const
{
    for (std::size_t i = 0; i < m_assumed.size(); ++i)
    {
        if (std::abs(m_rates[i] - m_assumed[i]) > m_options.drift * m_assumed[i])
        {
            return DRIFT;
        }
    }
    return m_assumed.empty() || now - m_planned >= m_options.period ? PERIOD : KEEP;
}

void
ReplanTrigger::MarkPlanned(double now)
{
    m_planned = now;
    m_assumed = m_rates;
}

} // namespace edgeai
} // namespace ns3
