/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "cell-round-links.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(CellRoundLinks);

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
