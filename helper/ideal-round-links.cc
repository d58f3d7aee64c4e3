/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ideal-round-links.h"

#include "ns3/double.h"
#include "ns3/noise-density.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(IdealRoundLinks);

TypeId
IdealRoundLinks::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::IdealRoundLinks")
                            .SetParent<RoundLinks>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<IdealRoundLinks>()
                            .AddAttribute("Subchannels",
                                          "N, that divided models are planned on, >= 1",
                                          UintegerValue(50),
                                          MakeUintegerAccessor(&IdealRoundLinks::m_subchannels),
                                          MakeUintegerChecker<uint32_t>(1, 100000))
                            .AddAttribute("SubchannelWidth",
                                          "B_sc [Hz], > 0",
                                          DoubleValue(180e3),
                                          MakeDoubleAccessor(&IdealRoundLinks::m_width),
                                          MakeDoubleChecker<double>(1e-3))
                            .AddAttribute("Bandwidth",
                                          "B of depth blocks and updates [Hz], > 0",
                                          DoubleValue(10e6),
                                          MakeDoubleAccessor(&IdealRoundLinks::m_bandwidth),
                                          MakeDoubleChecker<double>(1e-3))
                            .AddAttribute("NoiseDensity",
                                          "N0 [W/Hz], > 0",
                                          DoubleValue(DEFAULT_NOISE_DENSITY),
                                          MakeDoubleAccessor(&IdealRoundLinks::m_noiseDensity),
                                          MakeDoubleChecker<double>(1e-50));
    return tid;
}

IdealRoundLinks::IdealRoundLinks() = default;

void
IdealRoundLinks::DoDispose()
{
    m_links.clear();
    RoundLinks::DoDispose();
}

void
IdealRoundLinks::Add(uint32_t number, Ptr<IdealLinkControl> link)
{
    m_links.resize(std::max<std::size_t>(m_links.size(), number + 1));
    m_links[number] = link;
}

void
IdealRoundLinks::SetGains(std::vector<std::vector<double>> gains)
{
    m_gains = std::move(gains);
}

void
IdealRoundLinks::SetEfficiencies(std::vector<double> efficiencies)
{
    m_efficiencies = std::move(efficiencies);
}

std::string
IdealRoundLinks::Fill(const std::vector<RoundMember>& members, RoundProblem& problem) const
{
    const bool bands = !problem.depth.blocks.empty() || problem.outage.parameters > 0;
    problem.uplink.form = bands                     ? RoundUplinkForm::BAND
                          : problem.update.bits > 0 ? RoundUplinkForm::BAND_POWER
                                                    : RoundUplinkForm::SUBCHANNELS;
    problem.uplink.bandwidth = m_bandwidth;
    problem.uplink.subchannels = m_subchannels;
    problem.uplink.subchannelWidth = m_width;
    problem.uplink.noiseDensity = m_noiseDensity;
    for (std::size_t k = 0; k < members.size(); ++k)
    {
        const uint32_t number = members[k].number;
        RoundWorker& worker = problem.workers[k];
        const double gain = m_links.at(number)->GetGain();
        if (number < m_gains.size())
        {
            worker.gains = m_gains[number];
        }
        else
        {
            worker.gains.assign(m_subchannels, gain);
        }
        worker.snrBand = worker.powerMax * gain / m_noiseDensity;
        worker.efficiency =
            number < m_efficiencies.size()
                ? m_efficiencies[number]
                : std::log1p(worker.powerMax * gain / (m_noiseDensity * m_bandwidth)) / M_LN2;
    }
    return "";
}

std::string
IdealRoundLinks::Apply(const std::vector<RoundMember>& members,
                       const RoundPlan& plan,
                       double factor)
{
    for (std::size_t k = 0; k < members.size(); ++k)
    {
        if (plan.workers[k].involved)
        {
            m_links.at(members[k].number)->SetRate(plan.workers[k].rate / factor);
        }
    }
    return "";
}

} // namespace edgeai
} // namespace ns3
