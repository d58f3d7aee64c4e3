/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "cell-round-links.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(CellRoundLinks);

namespace
{

/// @param [in] values at least one  @returns their mean
double
GetMean(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/**
 * @param [in] gains of subchannels  @param [in] snrBand by their mean [Hz]
 * @param [in] unit transmit power over the noise density [Hz]
 * @param [in] share of the band, on subchannels that are not chosen by gain [Hz]
 * @returns what it carries in the mean, which is less than at the mean gain [bit/s/Hz]
 */
double
GetMeanEfficiency(const std::vector<double>& gains, double snrBand, double unit, double share)
{
    const auto [least, most] = std::minmax_element(gains.begin(), gains.end());
    if (*least == *most)
    {
        return std::log1p(snrBand / share) / M_LN2;
    }
    double sum = 0;
    for (const double gain : gains)
    {
        sum += std::log1p(unit * gain / share) / M_LN2;
    }
    return sum / static_cast<double>(gains.size());
}

} // namespace

TypeId
CellRoundLinks::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::CellRoundLinks")
                            .SetParent<RoundLinks>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<CellRoundLinks>();
    return tid;
}

void
CellRoundLinks::DoDispose()
{
    m_cell = nullptr;
    RoundLinks::DoDispose();
}

void
CellRoundLinks::SetCell(Ptr<CellControl> cell)
{
    m_cell = cell;
}

bool
CellRoundLinks::IsFrom(uint64_t link, const Address& from) const
{
    return m_cell->IsFrom(link, from);
}

bool
CellRoundLinks::NeedsPower() const
{
    return true;
}

std::string
CellRoundLinks::Fill(const std::vector<RoundMember>& members, RoundProblem& problem) const
{
    const NomaRadio radio = m_cell->GetRadio();
    if (radio.subchannels == 0)
    {
        return "the cell has no subchannels that plans may give out";
    }
    problem.uplink.form = RoundUplinkForm::SUBCHANNELS;
    problem.uplink.subchannels = radio.subchannels;
    problem.uplink.subchannelWidth = radio.width;
    problem.uplink.noiseDensity = m_cell->GetNoiseDensity();
    for (std::size_t k = 0; k < members.size(); ++k)
    {
        NomaLink link;
        if (!m_cell->Measure(members[k].link, link))
        {
            return "worker " + std::to_string(members[k].number) + " is not served by the cell";
        }
        problem.workers[k].gains.assign(link.uplinkGains.begin(),
                                        link.uplinkGains.begin() + radio.subchannels);
        m_powerMax[members[k].number] = problem.workers[k].powerMax;
    }
    if (problem.outage.parameters > 0)
    {
        FillBand(members, problem);
    }
    return "";
}

void
CellRoundLinks::FillBand(const std::vector<RoundMember>& members, RoundProblem& problem) const
{
    RoundUplink& uplink = problem.uplink;
    const bool fading = problem.outage.window > 0;
    uplink.form = fading ? RoundUplinkForm::BAND_POWER : RoundUplinkForm::BAND;
    uplink.bandwidth = uplink.subchannels * uplink.subchannelWidth;
    // Of a share as large as the others'.
    const double share = uplink.bandwidth / static_cast<double>(problem.workers.size());
    for (std::size_t k = 0; k < members.size(); ++k)
    {
        RoundWorker& worker = problem.workers[k];
        // The law makes the gains of its mean; of gains as they are now it would make them twice.
        const std::vector<double> known =
            fading ? m_cell->GetMeanGains(members[k].link) : std::vector<double>();
        const std::vector<double>& gains = known.empty() ? worker.gains : known;
        const double unit = worker.powerMax / uplink.noiseDensity;
        worker.snrBand = worker.powerMax * GetMean(gains) / uplink.noiseDensity;
        worker.efficiency = GetMeanEfficiency(gains, worker.snrBand, unit, share);
    }
}

std::string
CellRoundLinks::DivideBand(const std::vector<RoundMember>& members,
                           const RoundPlan& plan,
                           std::vector<std::vector<SubchannelPower>>& sets) const
{
    const NomaRadio radio = m_cell->GetRadio();

    struct Part
    {
        std::size_t index; ///< of the member
        uint32_t count;    ///< of subchannels
        double rest;       ///< of the plan beyond these
    };

    std::vector<Part> parts;
    uint32_t used = 0;
    for (std::size_t k = 0; k < plan.workers.size(); ++k)
    {
        if (plan.workers[k].involved)
        {
            // Sums of shares are the band but for rounding.
            const double wanted = plan.workers[k].bandwidth / radio.width * (1 + 1e-9);
            const uint32_t count = std::max<uint32_t>(1, static_cast<uint32_t>(wanted));
            parts.push_back({k, count, wanted - count});
            used += count;
        }
    }
    if (parts.size() > radio.subchannels)
    {
        return std::to_string(parts.size()) + " updates need a subchannel each; the cell has " +
               std::to_string(radio.subchannels);
    }
    // Who got more than planned takes it from those who are nearest to one more; the rest goes to
    // those who miss the most.
    while (used != radio.subchannels)
    {
        const bool more = used < radio.subchannels;
        auto best = parts.end();
        for (auto part = parts.begin(); part != parts.end(); ++part)
        {
            if ((more || part->count > 1) &&
                (best == parts.end() || (more ? part->rest > best->rest : part->rest < best->rest)))
            {
                best = part;
            }
        }
        best->count += more ? 1 : -1;
        best->rest += more ? -1 : 1;
        used += more ? 1 : -1;
    }
    sets.assign(plan.workers.size(), {});
    uint32_t next = 0;
    for (const Part& part : parts)
    {
        const double planned = plan.workers[part.index].power;
        const double power = planned > 0 ? planned : m_powerMax.at(members[part.index].number);
        for (uint32_t n = 0; n < part.count; ++n)
        {
            sets[part.index].push_back({next++, power / part.count});
        }
    }
    return "";
}

std::string
CellRoundLinks::Apply(const std::vector<RoundMember>& members, const RoundPlan& plan, double)
{
    const NomaRadio radio = m_cell->GetRadio();
    const auto involved = static_cast<uint32_t>(
        std::count_if(plan.workers.begin(), plan.workers.end(), [](const RoundShare& share) {
            return share.involved;
        }));
    std::vector<std::vector<SubchannelPower>> bands;
    const bool divided = std::any_of(plan.workers.begin(),
                                     plan.workers.end(),
                                     [](const RoundShare& share) { return share.bandwidth > 0; });
    const std::string fault = divided ? DivideBand(members, plan, bands) : "";
    if (!fault.empty())
    {
        return fault;
    }
    std::vector<CellShare> shares;
    for (std::size_t k = 0; k < members.size(); ++k)
    {
        const RoundShare& share = plan.workers[k];
        if (!share.involved)
        {
            continue;
        }
        CellShare mine;
        mine.link = members[k].link;
        if (divided)
        {
            mine.uplinkSet = bands[k];
        }
        for (std::size_t n = 0; n < share.subchannels.size(); ++n)
        {
            if (share.powers[n] > 0)
            {
                mine.uplinkSet.push_back({share.subchannels[n], share.powers[n]});
            }
        }
        const auto first = static_cast<uint32_t>(shares.size());
        for (uint32_t n = first; n < radio.subchannels; n += involved)
        {
            mine.downlinkSet.push_back({n, radio.cells.front().powerMax / radio.subchannels});
        }
        shares.push_back(mine);
    }
    return m_cell->Apply(shares);
}

} // namespace edgeai
} // namespace ns3
