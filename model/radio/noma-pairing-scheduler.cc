/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "noma-pairing-scheduler.h"

#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(NomaPairingScheduler);

namespace
{

/// A user and the mean over the free subchannels of its gain over noise and interference [1/W].
using Rated = std::pair<double, const UserDemand*>;

/**
 * @param [in] grants grants
 * @returns sum of their block sizes [bit]
 */
uint64_t
SumBits(const GrantList& grants)
{
    uint64_t sum = 0;
    for (const auto& grant : grants)
    {
        sum += grant->bits;
    }
    return sum;
}

} // namespace

TypeId
NomaPairingScheduler::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::NomaPairingScheduler")
            .SetParent<OfdmaScheduler>()
            .SetGroupName("EdgeAi")
            .AddConstructor<NomaPairingScheduler>()
            .AddAttribute("PowerSplit",
                          "How the downlink power of a pair is split: Fractional (in proportion to "
                          "gain^-Decay) or Fixed (WeakShare to the weak user).",
                          EnumValue(FRACTIONAL),
                          CompatEnumAccessor<PowerSplit>(&NomaPairingScheduler::m_powerSplit),
                          MakeEnumChecker(FRACTIONAL, "Fractional", FIXED, "Fixed"))
            .AddAttribute(
                "WeakShare",
                "Share of a pair's downlink power for the weak user with PowerSplit Fixed [1].",
                DoubleValue(0.8),
                MakeDoubleAccessor(&NomaPairingScheduler::m_weakShare),
                MakeDoubleChecker<double>(0, 1))
            .AddAttribute("Decay",
                          "Exponent of PowerSplit Fractional [1]; 0 splits evenly.",
                          DoubleValue(0.4),
                          MakeDoubleAccessor(&NomaPairingScheduler::m_decay),
                          MakeDoubleChecker<double>(0, 2))
            .AddAttribute("MinGap",
                          "Least gap of the gains of a pair [dB].",
                          DoubleValue(3),
                          MakeDoubleAccessor(&NomaPairingScheduler::m_minGap),
                          MakeDoubleChecker<double>(0, 1000))
            .AddAttribute("SicResidual",
                          "Share of a removed signal's power that block sizes allow for [1]; as "
                          "the receivers' attribute of this name.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&NomaPairingScheduler::m_residual),
                          MakeDoubleChecker<double>(0, 1));
    return tid;
}

double
NomaPairingScheduler::GetWeakShare(const std::pair<double, double>& gains) const
{
    return m_powerSplit == FIXED ? m_weakShare
                                 : 1 / (1 + std::pow(gains.first / gains.second, -m_decay));
}

BroadbandScheduler::Attention
NomaPairingScheduler::GetAttention(Direction direction) const
{
    return GetTurn(direction);
}

void
NomaPairingScheduler::ScheduleDirection(const CellDemand& demand,
                                        const std::vector<const UserDemand*>& users,
                                        const std::vector<uint32_t>& free,
                                        GrantList& grants)
{
    const auto turn = TakeTurns(users, free.size());
    std::vector<Rated> rated;
    for (const UserDemand* user : turn)
    {
        double sum = 0;
        for (uint32_t m : free)
        {
            sum += user->channel->gain[m] / user->channel->interference[m];
        }
        rated.emplace_back(sum / static_cast<double>(free.size()), user);
    }
    std::stable_sort(rated.begin(), rated.end(), [](const Rated& a, const Rated& b) {
        return a.first > b.first;
    });
    const double gap = std::pow(10, m_minGap / 10);
    std::vector<Unit> units;
    std::vector<double> weakShare;
    const std::size_t n = rated.size();
    for (std::size_t i = 0; 2 * i < n; ++i)
    {
        const Rated& strong = rated[i];
        const Rated& weak = rated[n - 1 - i];
        if (strong.second == weak.second)
        {
            units.push_back({{strong.second}, {}, 0});
        }
        else if (demand.superposedUsers >= 2 && weak.first > 0 && strong.first >= gap * weak.first)
        {
            units.push_back({{strong.second, weak.second}, {}, 0});
        }
        else
        {
            units.push_back({{strong.second}, {}, 0});
            units.push_back({{weak.second}, {}, 0});
            weakShare.push_back(0);
        }
        weakShare.push_back(GetWeakShare({strong.first, weak.first}));
    }
    Deal(demand, free, units);
    for (std::size_t i = 0; i < units.size(); ++i)
    {
        const Unit& unit = units[i];
        GrantList best = Split(demand, unit.users, unit.subchannels, free.size());
        if (unit.users.size() == 2)
        {
            GrantList both = Superpose(demand,
                                       *unit.users[0],
                                       *unit.users[1],
                                       weakShare[i],
                                       unit.subchannels,
                                       free.size());
            if (SumBits(both) > SumBits(best))
            {
                best = std::move(both);
            }
        }
        grants.insert(grants.end(), best.begin(), best.end());
    }
    EndTurn(*turn.back());
}

GrantList
NomaPairingScheduler::Split(const CellDemand& demand,
                            const std::vector<const UserDemand*>& users,
                            const std::vector<uint32_t>& subchannels,
                            std::size_t free)
{
    GrantList grants;
    for (std::size_t k = 0; k < users.size(); ++k)
    {
        std::vector<uint32_t> own;
        for (std::size_t i = k; i < subchannels.size(); i += users.size())
        {
            own.push_back(subchannels[i]);
        }
        if (own.empty())
        {
            continue;
        }
        if (auto grant = MakeGrant(demand, *users[k], own, GetPower(*users[k], own.size(), free)))
        {
            grants.push_back(grant);
        }
    }
    return grants;
}

GrantList
NomaPairingScheduler::Superpose(const CellDemand& demand,
                                const UserDemand& strong,
                                const UserDemand& weak,
                                double weakShare,
                                const std::vector<uint32_t>& subchannels,
                                std::size_t free) const
{
    const bool uplink = strong.direction == UPLINK;
    const double pair = GetPower(strong, subchannels.size(), free);
    const double strongPower = uplink ? pair : (1 - weakShare) * pair;
    const double weakPower = uplink ? GetPower(weak, subchannels.size(), free) : weakShare * pair;

    std::vector<double> strongSinr;
    std::vector<double> weakSinr;
    std::vector<double> weakAtStrong; // downlink: the weak user's signal where it is removed
    for (uint32_t m : subchannels)
    {
        const double strongGain = strong.channel->gain[m];
        const double weakGain = weak.channel->gain[m];
        const double strongNoise = strong.channel->interference[m];
        const double weakNoise = weak.channel->interference[m];
        if (uplink)
        {
            const double p = strongPower * strongGain;
            const double q = weakPower * weakGain;
            strongSinr.push_back(p / (strongNoise + q));
            weakSinr.push_back(q / (weakNoise + m_residual * p));
        }
        else
        {
            weakSinr.push_back(weakPower * weakGain / (weakNoise + strongPower * weakGain));
            weakAtStrong.push_back(weakPower * strongGain /
                                   (strongNoise + strongPower * strongGain));
            strongSinr.push_back(strongPower * strongGain /
                                 (strongNoise + m_residual * weakPower * strongGain));
        }
    }
    const uint64_t strongBits = PlanBits(demand, strong, strongSinr);
    uint64_t weakBits = PlanBits(demand, weak, weakSinr);
    if (!uplink)
    {
        weakBits = LimitBits(demand, weak, weakBits, weakAtStrong, *strong.errorModel);
    }
    if (strongBits == 0 || weakBits == 0)
    {
        return {};
    }
    const auto make = [&](const UserDemand& user, double power, uint64_t bits, uint32_t position) {
        auto grant = std::make_shared<Grant>();
        grant->user = user.user;
        grant->direction = user.direction;
        grant->subchannels = subchannels;
        grant->power.assign(subchannels.size(), power);
        grant->bits = bits;
        grant->position = position;
        return grant;
    };
    return {make(strong, strongPower, strongBits, uplink ? 1 : 2),
            make(weak, weakPower, weakBits, uplink ? 2 : 1)};
}

} // namespace edgeai
} // namespace ns3
