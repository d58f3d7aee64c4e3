/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "partel-enumeration.h"

#include "allocation/numeric/infinite.h"
#include "allocation/numeric/water-filling.h"
#include "partel-energy.h"
#include "partel-law.h"
#include "partel-readjust.h"
#include "subchannel-owners.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Sets of subchannels are bits of a number; one worker has only the set of all.
class SetTable
{
  public:
    explicit SetTable(const PartelRadio& radio);

    /// Moves to the next owners. @returns false behind the last ones
    bool Advance();
    /// @returns when the round ends at the earliest if budgets are left out of account [s]
    double GetEnd() const;
    /// @param [in] time T [s]  @returns whether budgets allow to serve L until then, and L at all
    bool ServesWithinBudgets(double time);
    /// @returns when the round ends within the budgets [s]
    double GetEndWithinBudgets() const;

    const std::vector<uint32_t>& GetOwners() const
    {
        return m_owners;
    }

  private:
    /// @param [in] k worker  @param [in] set of subchannels  @returns its rate [bit/s]
    double GetRate(std::size_t k, std::size_t set);

    /// @param [in] k worker  @returns index of its present set in the tables
    std::size_t GetIndex(std::size_t k) const
    {
        return m_radio.workers.size() == 1 ? 0 : (k << m_radio.subchannels) + m_sets[k];
    }

    const PartelRadio& m_radio;
    std::vector<std::size_t> m_order; ///< workers by rising offset
    std::vector<double> m_speeds;     ///< of each worker over each set [1/s]
    std::vector<double> m_loads;      ///< likewise, until m_time; negative: not known
    double m_time{0};
    std::vector<uint32_t> m_owners;
    std::vector<std::size_t> m_sets; ///< of each worker
    std::vector<double> m_floors;
    std::vector<double> m_gains;
};

SetTable::SetTable(const PartelRadio& radio)
    : m_radio(radio),
      m_order(radio.workers.size()),
      m_owners(radio.subchannels, 0),
      m_sets(radio.workers.size(), 0)
{
    std::iota(m_order.begin(), m_order.end(), 0);
    std::stable_sort(m_order.begin(), m_order.end(), [&radio](std::size_t a, std::size_t b) {
        return radio.workers[a].offset < radio.workers[b].offset;
    });
    if (radio.workers.size() == 1)
    {
        const double rate = SubchannelOwners(radio, m_owners).GetRate(0);
        m_speeds = {GetParameterRate(rate, radio.workers[0].timePerParameter, radio.bits)};
    }
    else
    {
        const std::size_t sets = std::size_t{1} << radio.subchannels;
        m_sets[0] = sets - 1;
        for (std::size_t k = 0; k < radio.workers.size(); ++k)
        {
            for (std::size_t set = 0; set < sets; ++set)
            {
                m_speeds.push_back(GetParameterRate(GetRate(k, set),
                                                    radio.workers[k].timePerParameter,
                                                    radio.bits));
            }
        }
    }
    m_loads.assign(m_speeds.size(), -1);
}

double
SetTable::GetRate(std::size_t k, std::size_t set)
{
    m_floors.clear();
    m_gains.clear();
    const uint32_t* order = m_radio.order.data() + k * m_radio.subchannels;
    for (std::size_t i = 0; i < m_radio.useful[k]; ++i)
    {
        if ((set >> order[i]) & 1)
        {
            m_gains.push_back(m_radio.GetSnr(k, order[i]));
            m_floors.push_back((1 - m_gains.back() / m_gains.front()) / m_gains.back());
        }
    }
    const WaterLevel level =
        FindWaterLevel(m_floors.data(), nullptr, m_floors.size(), m_radio.workers[k].powerMax);
    double rate = 0;
    for (std::size_t i = 0; i < level.active; ++i)
    {
        rate += std::log1p((level.depth - m_floors[i]) * m_gains[i]);
    }
    return rate * (m_radio.width / M_LN2);
}

bool
SetTable::Advance()
{
    for (std::size_t n = m_owners.size(); n-- > 0;)
    {
        const std::size_t bit = m_radio.workers.size() == 1 ? 0 : std::size_t{1} << n;
        m_sets[m_owners[n]] ^= bit;
        m_owners[n] = m_owners[n] + 1 < m_sets.size() ? m_owners[n] + 1 : 0;
        m_sets[m_owners[n]] ^= bit;
        if (m_owners[n] > 0)
        {
            return true;
        }
    }
    return false;
}

double
SetTable::GetEnd() const
{
    const double first = m_radio.workers[m_order.front()].offset;
    double served = m_radio.parameters;
    double speed = 0;
    double end = INFINITE;
    for (const std::size_t k : m_order)
    {
        const double offset = m_radio.workers[k].offset - first;
        if (end <= offset)
        {
            break;
        }
        const double own = m_speeds[GetIndex(k)];
        served += offset * own;
        speed += own;
        end = speed > 0 ? served / speed : INFINITE;
    }
    return first + end;
}

bool
SetTable::ServesWithinBudgets(double time)
{
    if (time != m_time)
    {
        m_loads.assign(m_loads.size(), -1);
        m_time = time;
    }
    double sum = 0;
    const SubchannelOwners* owners = nullptr;
    std::vector<SubchannelOwners> made;
    for (std::size_t k = 0; k < m_sets.size(); ++k)
    {
        double& load = m_loads[GetIndex(k)];
        if (load < 0)
        {
            if (!owners)
            {
                made.emplace_back(m_radio, m_owners);
                owners = &made.front();
            }
            load = GetLoadWithinBudget(m_radio.workers[k], GetLink(*owners, k), m_radio.bits, time);
        }
        sum += load;
    }
    return sum > m_radio.parameters;
}

double
SetTable::GetEndWithinBudgets() const
{
    const SubchannelOwners owners(m_radio, m_owners);
    std::vector<PartelLink> links;
    for (std::size_t k = 0; k < m_sets.size(); ++k)
    {
        links.push_back(GetLink(owners, k));
    }
    return DivideLoadsWithinBudgets(m_radio.workers, links, m_radio.bits, m_radio.parameters).time;
}

} // namespace

double
CountDivisions(std::size_t workers, std::size_t subchannels)
{
    return std::pow(static_cast<double>(workers), static_cast<double>(subchannels));
}

PartelEnumeration
EnumerateOwners(const PartelRadio& radio)
{
    PartelEnumeration best;
    best.time = INFINITE;
    const bool budgets =
        std::any_of(radio.workers.begin(), radio.workers.end(), [](const PartelWorker& worker) {
            return std::isfinite(worker.budget);
        });
    SetTable table(radio);
    do
    {
        ++best.divisions;
        double end = table.GetEnd();
        if (!(end < best.time))
        {
            continue;
        }
        if (budgets)
        {
            // Only owners that serve more than L until the best time so far can beat it.
            if (std::isfinite(best.time) && !table.ServesWithinBudgets(best.time))
            {
                continue;
            }
            end = table.GetEndWithinBudgets();
        }
        if (end < best.time)
        {
            best.time = end;
            best.owners = table.GetOwners();
        }
    } while (table.Advance());
    return best;
}

} // namespace edgeai
} // namespace ns3
