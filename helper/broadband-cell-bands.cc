/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-cell-bands.h"

#include "broadband-band-plan.h"
#include "radio/broadband-spectrum.h"

#include "ns3/abort.h"
#include "ns3/broadband-medium.h"
#include "ns3/broadband-phy.h"
#include "ns3/log.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiBroadbandCellBands");

void
BroadbandCellBands::SetCell(Ptr<BroadbandPhy> base, Ptr<PlannedScheduler> scheduler)
{
    m_phy = base;
    m_scheduler = scheduler;
    m_holds = m_scheduler->GetObject<BroadbandBandHolds>();
    if (!m_holds)
    {
        m_holds = CreateObject<BroadbandBandHolds>();
        m_scheduler->AggregateObject(m_holds);
    }
    HeldBand band{GetPlannable(), GetWidth(), nullptr, nullptr, nullptr};
    band.isServed = [this](uint32_t user) { return FindUser(user) != nullptr; };
    band.gains = [this](uint32_t user) { return GetBandGains(*FindUser(user)); };
    band.changed = [this] {
        const std::string refusal = ApplyHolds();
        NS_ABORT_MSG_UNLESS(refusal.empty(), "BroadbandCellBands: " << refusal);
    };
    m_holds->SetBand(band);
}

void
BroadbandCellBands::Release()
{
    if (m_holds)
    {
        m_holds->SetBand({0, 0, nullptr, nullptr, nullptr});
    }
    m_holds = nullptr;
    m_phy = nullptr;
    m_scheduler = nullptr;
}

uint32_t
BroadbandCellBands::GetPlannable() const
{
    return m_phy->GetMedium()->GetSpectrum(UPLINK).GetSubchannels() -
           m_scheduler->GetSignallingSubchannels();
}

double
BroadbandCellBands::GetWidth() const
{
    return m_phy->GetMedium()->GetSpectrum(UPLINK).GetWidth();
}

Ptr<BroadbandPhy>
BroadbandCellBands::FindUser(uint64_t link) const
{
    const Ptr<BroadbandPhy> user =
        link <= UINT32_MAX ? m_phy->GetMedium()->FindPhy(static_cast<uint32_t>(link)) : nullptr;
    const bool served = user && user->GetRole() == BroadbandPhy::USER && user->IsAttached() &&
                        &user->GetBase() == PeekPointer(m_phy);
    return served ? user : nullptr;
}

std::vector<double>
BroadbandCellBands::GetBandGains(const BroadbandPhy& user) const
{
    const SpectrumValue& gain = m_phy->GetMedium()->GetGain(user, *m_phy);
    return {gain.ConstValuesBegin(), gain.ConstValuesBegin() + GetPlannable()};
}

std::string
BroadbandCellBands::Divide(const std::vector<BandShare>& shares, std::vector<BandSet>& sets) const
{
    std::vector<BandUser> users;
    for (const BandShare& share : shares)
    {
        BandUser one{share.bandwidth, share.power, {}};
        if (share.bandwidth > 0)
        {
            const Ptr<BroadbandPhy> user = FindUser(share.link);
            if (!user)
            {
                return "link " + std::to_string(share.link) + " is no device of the cell";
            }
            one.gains = GetBandGains(*user);
        }
        users.push_back(one);
    }
    return DivideBand(users, {GetPlannable(), GetWidth(), m_phy->GetNoisePower()}, sets);
}

std::string
BroadbandCellBands::Fit(const std::vector<BandShare>& shares, std::vector<BandGrant>& grants) const
{
    std::vector<BandSet> sets;
    const std::string wrong = Divide(shares, sets);
    for (const BandSet& set : sets)
    {
        grants.push_back({set.subchannels.size() * GetWidth(), set.rate});
    }
    return wrong;
}

std::string
BroadbandCellBands::Apply(const std::vector<BandShare>& shares)
{
    std::vector<BandSet> sets;
    const std::string wrong = Divide(shares, sets);
    if (!wrong.empty())
    {
        return wrong;
    }
    std::vector<UserBand> wanted;
    for (std::size_t k = 0; k < shares.size(); ++k)
    {
        const std::size_t size = sets[k].subchannels.size();
        if (size > 0)
        {
            wanted.push_back({static_cast<uint32_t>(shares[k].link),
                              sets[k].subchannels,
                              shares[k].power / static_cast<double>(size)});
        }
    }
    const std::vector<UserBand> before = m_holds->GetPlan();
    const bool inForce = m_holds->IsInForce();
    m_holds->SetPlan(wanted);
    const std::string refusal = ApplyHolds();
    if (!refusal.empty())
    {
        inForce ? m_holds->SetPlan(before) : m_holds->Suspend();
    }
    return refusal;
}

std::string
BroadbandCellBands::ApplyOther(const ResourcePlan& plan)
{
    if (plan.empty() && m_holds->IsInForce())
    {
        m_holds->SetPlan({}); // nobody is to send any more, but some still do
        return ApplyHolds();
    }
    const std::string refusal = m_scheduler->SetPlan(plan);
    if (refusal.empty())
    {
        m_holds->Suspend();
    }
    return refusal;
}

std::string
BroadbandCellBands::ApplyHolds()
{
    ResourcePlan plan;
    const auto add = [&plan](uint32_t user, Direction direction) -> PlannedShare& {
        PlannedShare share;
        share.user = user;
        share.direction = direction;
        share.position = 1;
        plan.push_back(share);
        return plan.back();
    };
    for (const UserBand& band : m_holds->Divide())
    {
        PlannedShare& share = add(band.user, UPLINK);
        share.subchannels = band.subchannels;
        share.power.assign(band.subchannels.size(), band.power);
    }
    const std::vector<UserBand>& planned = m_holds->GetPlan();
    const std::vector<double> equal(planned.size(),
                                    GetPlannable() * GetWidth() /
                                        std::max<double>(1, planned.size()));
    std::vector<uint32_t> counts;
    if (!planned.empty())
    {
        counts = DivideSubchannels(equal, GetPlannable(), GetWidth());
    }
    const double power =
        (m_phy->GetPowerLimit() - m_scheduler->GetSignallingPower()) / GetPlannable();
    uint32_t first = 0;
    for (std::size_t k = 0; k < planned.size(); ++k)
    {
        const uint32_t begin = std::exchange(first, first + counts[k]);
        if (FindUser(planned[k].user))
        {
            PlannedShare& share = add(planned[k].user, DOWNLINK);
            share.subchannels.resize(counts[k]);
            std::iota(share.subchannels.begin(), share.subchannels.end(), begin);
            share.power.assign(counts[k], power);
        }
    }
    NS_LOG_LOGIC("bands of " << planned.size() << " users");
    return m_scheduler->SetPlan(plan);
}

} // namespace edgeai
} // namespace ns3
