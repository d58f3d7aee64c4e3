/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ideal-round-links.h"

#include "application/learning/learning-body.h"

#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/enum.h"
#include "ns3/noise-density.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(IdealRoundLinks);

namespace
{

/// Links that fade send so much faster than the rate that their law is taken of: what the grant's
/// own way takes of the window.
constexpr double MARGIN = 1e-4;

/// Of PPP, which an ideal link adds to a packet [B].
constexpr double FRAME_BYTES = 2;

} // namespace

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
                                          MakeUintegerChecker<uint32_t>(1, SUBCHANNELS_MAX))
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
                                          MakeDoubleChecker<double>(1e-50))
                            .AddAttribute("Fading",
                                          "How gains change from round to round: None; Rayleigh: "
                                          "each link's by a factor of its own of mean 1, the same "
                                          "on all of its subchannels; RayleighSubchannels: each "
                                          "subchannel's likewise",
                                          EnumValue(NONE),
                                          CompatEnumAccessor<Fading>(&IdealRoundLinks::m_fading),
                                          MakeEnumChecker(NONE,
                                                          "None",
                                                          RAYLEIGH,
                                                          "Rayleigh",
                                                          RAYLEIGH_SUBCHANNELS,
                                                          "RayleighSubchannels"));
    return tid;
}

IdealRoundLinks::IdealRoundLinks() = default;

void
IdealRoundLinks::DoDispose()
{
    m_links.clear();
    m_random = nullptr;
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

void
IdealRoundLinks::BeginRound(uint64_t)
{
    if (m_fading == NONE)
    {
        return;
    }
    if (!m_random)
    {
        m_random = CreateObject<ExponentialRandomVariable>(); // none where nothing fades: it would
                                                              // take a stream of others
    }
    // Of all workers, whoever has a part: a link's fades do not hang on what methods choose.
    if (m_fading == RAYLEIGH_SUBCHANNELS)
    {
        m_subchannelFades.assign(m_links.size(), std::vector<double>(m_subchannels));
        for (std::vector<double>& fades : m_subchannelFades)
        {
            std::generate(fades.begin(), fades.end(), [this] { return m_random->GetValue(1, 0); });
        }
        return;
    }
    m_fades.resize(m_links.size());
    std::generate(m_fades.begin(), m_fades.end(), [this] { return m_random->GetValue(1, 0); });
}

int64_t
IdealRoundLinks::AssignStreams(int64_t stream)
{
    if (m_fading == NONE)
    {
        return 0;
    }
    m_random = CreateObject<ExponentialRandomVariable>();
    m_random->SetStream(stream);
    return 1;
}

double
IdealRoundLinks::GetFade(uint32_t number) const
{
    return number < m_fades.size() ? m_fades[number] : 1;
}

std::string
IdealRoundLinks::Fill(const std::vector<RoundMember>& members, RoundProblem& problem) const
{
    const RoundOutage& outage = problem.outage;
    const bool updates = problem.update.bits > 0;
    const bool bands = !problem.depth.blocks.empty() || outage.parameters > 0;
    if ((bands || updates) && m_fading == RAYLEIGH_SUBCHANNELS)
    {
        return "Fading is RayleighSubchannels, and this round is planned on shares of a band; "
               "allowed are None and Rayleigh";
    }
    m_outage = m_fading != NONE && outage.parameters > 0 && outage.window > 0;
    problem.uplink.form = m_outage || (updates && !bands) ? RoundUplinkForm::BAND_POWER
                          : bands                         ? RoundUplinkForm::BAND
                                                          : RoundUplinkForm::SUBCHANNELS;
    problem.uplink.bandwidth = m_bandwidth;
    problem.uplink.subchannels = m_subchannels;
    problem.uplink.subchannelWidth = m_width;
    problem.uplink.noiseDensity = m_noiseDensity;
    for (std::size_t k = 0; k < members.size(); ++k)
    {
        const uint32_t number = members[k].number;
        RoundWorker& worker = problem.workers[k];
        const double mean = m_links.at(number)->GetGain();
        const double fade = GetFade(number);
        const double gain = mean * fade;
        if (number < m_gains.size())
        {
            worker.gains = m_gains[number];
            std::for_each(worker.gains.begin(), worker.gains.end(), [fade](double& g) {
                g *= fade;
            });
        }
        else
        {
            worker.gains.assign(m_subchannels, gain);
        }
        if (number < m_subchannelFades.size())
        {
            std::transform(worker.gains.begin(),
                           worker.gains.end(),
                           m_subchannelFades[number].begin(),
                           worker.gains.begin(),
                           std::multiplies<>());
        }
        // Fades are known to plans, but where these count on outages.
        worker.snrBand = worker.powerMax * (m_outage ? mean : gain) / m_noiseDensity;
        worker.efficiency =
            number < m_efficiencies.size()
                ? m_efficiencies[number]
                : std::log1p(worker.powerMax * gain / (m_noiseDensity * m_bandwidth)) / M_LN2;
    }
    return "";
}

bool
IdealRoundLinks::NeedsPower() const
{
    return m_efficiencies.empty();
}

double
IdealRoundLinks::GetFrameBytes() const
{
    return FRAME_BYTES;
}

void
IdealRoundLinks::ApplyFading(const RoundShare& share, uint32_t number) const
{
    const Ptr<IdealLinkControl>& link = m_links.at(number);
    const double nu = share.power * link->GetGain() * GetFade(number) / m_noiseDensity;
    const double carried = share.bandwidth * std::log1p(nu / share.bandwidth) / M_LN2;
    link->SetDatagrams(LearningMessage::UPDATE, share.rate * (1 + MARGIN), carried < share.rate);
}

std::string
IdealRoundLinks::Apply(const std::vector<RoundMember>& members,
                       const RoundPlan& plan,
                       double factor)
{
    for (std::size_t k = 0; k < members.size(); ++k)
    {
        const RoundShare& share = plan.workers[k];
        if (share.involved && m_outage && share.bandwidth > 0 && share.power > 0)
        {
            ApplyFading(share, members[k].number);
        }
        else if (share.involved)
        {
            m_links.at(members[k].number)->SetRate(share.rate / factor);
        }
    }
    return "";
}

} // namespace edgeai
} // namespace ns3
