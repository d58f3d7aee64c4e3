/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "rated-round-links.h"

#include "ns3/boolean.h"
#include "ns3/double.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(RatedRoundLinks);

TypeId
RatedRoundLinks::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::RatedRoundLinks")
            .SetParent<RoundLinks>()
            .SetGroupName("EdgeAi")
            .AddConstructor<RatedRoundLinks>()
            .AddAttribute("Shared",
                          "All workers send over one medium",
                          BooleanValue(false),
                          MakeBooleanAccessor(&RatedRoundLinks::m_shared),
                          MakeBooleanChecker())
            .AddAttribute("Learn",
                          "Let what updates reach change the estimates",
                          BooleanValue(true),
                          MakeBooleanAccessor(&RatedRoundLinks::m_learns),
                          MakeBooleanChecker())
            .AddAttribute("RateWeight",
                          "Weight of a new measurement in the averages [1], in (0, 1]",
                          DoubleValue(.5),
                          MakeDoubleAccessor(&RatedRoundLinks::m_weight),
                          MakeDoubleChecker<double>(1e-6, 1));
    return tid;
}

RatedRoundLinks::RatedRoundLinks() = default;

void
RatedRoundLinks::SetRate(uint32_t number, double rate)
{
    m_rates.insert_or_assign(number, Rate{rate, MovingAverage(rate)});
}

bool
RatedRoundLinks::SaysReached() const
{
    return true;
}

bool
RatedRoundLinks::SharesTime() const
{
    return true;
}

std::string
RatedRoundLinks::Fill(const std::vector<RoundMember>& members, RoundProblem& problem) const
{
    problem.uplink.form = m_shared ? RoundUplinkForm::BAND : RoundUplinkForm::RATES;
    problem.uplink.bandwidth = 1; // the whole time on the medium
    for (std::size_t k = 0; k < members.size(); ++k)
    {
        const auto rate = m_rates.find(members[k].number);
        if (rate == m_rates.end())
        {
            return "nothing is known of the link of worker " + std::to_string(members[k].number);
        }
        // On one medium a worker's rate is the medium's while it is alone there.
        const double alone = m_measured ? m_medium.Get() : rate->second.average.Get();
        problem.workers[k].rate = rate->second.average.Get();
        problem.workers[k].efficiency = alone;
    }
    return "";
}

std::string
RatedRoundLinks::Apply(const std::vector<RoundMember>&, const RoundPlan&, double)
{
    return "";
}

void
RatedRoundLinks::Learn(uint32_t number, double bits, double sent, double now)
{
    if (!m_learns || !(now > sent) || !(bits > 0))
    {
        return;
    }
    const auto rate = m_rates.find(number);
    if (rate != m_rates.end())
    {
        rate->second.average.Add(bits / (now - sent), m_weight);
    }
    // Together: over times in which at least one is under way.
    if (sent > m_until && m_bits > 0)
    {
        m_medium.Add(m_bits / (m_until - m_from), m_weight);
        m_measured = true;
        m_bits = 0;
    }
    m_from = m_bits > 0 ? std::min(m_from, sent) : sent;
    m_until = m_bits > 0 ? std::max(m_until, now) : now;
    m_bits += bits;
}

void
RatedRoundLinks::Forget(uint32_t number)
{
    const auto rate = m_rates.find(number);
    if (rate != m_rates.end())
    {
        SetRate(number, rate->second.first);
    }
}

} // namespace edgeai
} // namespace ns3
