/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-band-holds.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <sstream>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(BroadbandBandHolds);

bool
operator==(const UserBand& a, const UserBand& b)
{
    return a.user == b.user && a.subchannels == b.subchannels && a.power == b.power;
}

TypeId
BroadbandBandHolds::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::BroadbandBandHolds")
                            .SetParent<Object>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<BroadbandBandHolds>();
    return tid;
}

void
BroadbandBandHolds::DoDispose()
{
    SetBand({0, 0, nullptr, nullptr, nullptr});
    Object::DoDispose();
}

void
BroadbandBandHolds::SetBand(const HeldBand& band)
{
    m_band = band;
    m_inForce = false;
    m_plan.clear();
    m_uploads.clear();
    m_latest.clear();
}

void
BroadbandBandHolds::SetPlan(const std::vector<UserBand>& plan)
{
    m_plan = plan;
    m_inForce = true;
}

void
BroadbandBandHolds::Suspend()
{
    m_plan.clear();
    m_latest.clear();
    m_inForce = false;
}

bool
BroadbandBandHolds::IsInForce() const
{
    return m_inForce;
}

const std::vector<UserBand>&
BroadbandBandHolds::GetPlan() const
{
    return m_plan;
}

std::vector<BroadbandBandHolds::Upload>::iterator
BroadbandBandHolds::FindUpload(uint32_t user)
{
    return std::find_if(m_uploads.begin(), m_uploads.end(), [user](const Upload& upload) {
        return upload.user == user;
    });
}

const UserBand*
BroadbandBandHolds::FindShare(uint32_t user) const
{
    const auto found = std::find_if(m_plan.begin(), m_plan.end(), [user](const UserBand& share) {
        return share.user == user;
    });
    return found == m_plan.end() ? nullptr : &*found;
}

void
BroadbandBandHolds::Begin(uint32_t user, double bandwidth, double power)
{
    if (m_band.subchannels == 0)
    {
        return;
    }
    const double count = std::max(1.0, std::round(bandwidth / m_band.width));
    const auto needed = static_cast<uint32_t>(std::min<double>(count, m_band.subchannels));
    const auto found = FindUpload(user);
    if (found == m_uploads.end())
    {
        m_uploads.push_back({user, 1, needed, power / needed, {}, 0});
    }
    else
    {
        ++found->count;
        if (needed > found->needed)
        {
            found->needed = needed;
            found->power = power / needed;
        }
    }
    Refresh();
    const auto begun = FindUpload(user);
    begun->least = static_cast<uint32_t>(begun->held.size());
}

std::string
BroadbandBandHolds::End(uint32_t user)
{
    const auto found = FindUpload(user);
    if (found == m_uploads.end())
    {
        return "";
    }
    std::ostringstream text;
    if (m_inForce && found->least < found->needed)
    {
        text << "its band was " << found->least * m_band.width << " Hz";
        if (found->held.size() > found->least)
        {
            text << " to " << found->held.size() * m_band.width << " Hz";
        }
        text << ", not the planned " << found->needed * m_band.width
             << " Hz: others were sending by the plan before";
    }
    if (--found->count == 0)
    {
        m_uploads.erase(found);
        Refresh();
    }
    return text.str();
}

std::vector<bool>
BroadbandBandHolds::Complete()
{
    std::vector<bool> taken(m_band.subchannels, false);
    for (const Upload& upload : m_uploads)
    {
        for (const uint32_t m : upload.held)
        {
            taken[m] = true;
        }
    }
    for (Upload& upload : m_uploads)
    {
        if (upload.held.size() >= upload.needed || !m_band.isServed(upload.user))
        {
            continue;
        }
        const std::vector<double> gains = m_band.gains(upload.user);
        const UserBand* share = FindShare(upload.user);
        std::vector<uint32_t> candidates;
        for (uint32_t m = 0; m < m_band.subchannels; ++m)
        {
            if (!taken[m])
            {
                candidates.push_back(m);
            }
        }
        const auto isPlanned = [share](uint32_t m) {
            return share &&
                   std::binary_search(share->subchannels.begin(), share->subchannels.end(), m);
        };
        std::stable_sort(candidates.begin(), candidates.end(), [&](uint32_t a, uint32_t b) {
            return isPlanned(a) != isPlanned(b) ? isPlanned(a) : gains[a] > gains[b];
        });
        const std::size_t lacking = upload.needed - upload.held.size();
        candidates.resize(std::min(candidates.size(), lacking));
        for (const uint32_t m : candidates)
        {
            taken[m] = true;
            upload.held.push_back(m);
        }
        std::sort(upload.held.begin(), upload.held.end());
    }
    return taken;
}

std::vector<UserBand>
BroadbandBandHolds::Divide()
{
    const std::vector<bool> taken = Complete();
    std::vector<UserBand> division;
    const auto add = [this, &division](const UserBand& band) {
        if (!band.subchannels.empty() && m_band.isServed(band.user))
        {
            division.push_back(band);
        }
    };
    for (const UserBand& share : m_plan)
    {
        const auto upload = FindUpload(share.user);
        if (upload != m_uploads.end())
        {
            add({share.user, upload->held, upload->power});
            continue;
        }
        UserBand rest{share.user, {}, share.power};
        std::copy_if(share.subchannels.begin(),
                     share.subchannels.end(),
                     std::back_inserter(rest.subchannels),
                     [&taken](uint32_t m) { return !taken[m]; });
        add(rest);
    }
    for (const Upload& upload : m_uploads)
    {
        if (!FindShare(upload.user))
        {
            add({upload.user, upload.held, upload.power});
        }
    }
    m_latest = division;
    return division;
}

void
BroadbandBandHolds::Refresh()
{
    if (!m_inForce)
    {
        return;
    }
    const std::vector<UserBand> before = m_latest;
    if (!(Divide() == before))
    {
        m_band.changed();
    }
}

} // namespace edgeai
} // namespace ns3
