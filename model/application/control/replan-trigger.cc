/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "replan-trigger.h"

namespace ns3
{
namespace edgeai
{

ReplanTrigger::ReplanTrigger(const std::vector<double>& rates, const ReplanOptions& options)
    : m_options(options),
      m_rates(rates.begin(), rates.end())
{
}

bool
ReplanTrigger::AddGoodput(std::size_t link, double goodput)
{
    return link < m_rates.size() && m_rates[link].Add(goodput, m_options.weight);
}

std::vector<double>
ReplanTrigger::GetRates() const
{
    std::vector<double> rates;
    for (const MovingAverage& rate : m_rates)
    {
        rates.push_back(rate.Get());
    }
    return rates;
}

ReplanTrigger::Verdict
ReplanTrigger::Judge(double now) const
{
    for (std::size_t i = 0; i < m_assumed.size(); ++i)
    {
        if (HasDrifted(m_rates[i].Get(), m_assumed[i], m_options.drift))
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
    m_assumed = GetRates();
}

} // namespace edgeai
} // namespace ns3
