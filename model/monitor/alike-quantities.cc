/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "alike-quantities.h"

#include "word-kind.h"

#include <cmath>
#include <map>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] quantity of a summary  @returns what it is alike by: units are in it, as families
/// may give two things one name
std::string
GetKind(const QuantitySummary& quantity)
{
    return WordKind::GetName(quantity.name) + " " + quantity.unit;
}

/// @param [in] mean of some figures  @param [in] count how many  @returns their sum, 0 of none
double
GetSum(double mean, uint64_t count)
{
    return count > 0 && !std::isnan(mean) ? mean * static_cast<double>(count) : 0;
}

/// Quantities that are alike.
class Alike
{
  public:
    /// @param [in] quantity one more of them
    void Add(const QuantitySummary& quantity)
    {
        m_members.push_back(&quantity);
        m_both += quantity.count;
        m_realised += quantity.realisedCount;
    }

    /// @returns all of them together
    AlikeQuantity Get() const
    {
        AlikeQuantity alike;
        QuantitySummary& all = alike.all;
        all.name = WordKind::GetName(m_members.front()->name);
        all.unit = m_members.front()->unit;
        double planned = 0;
        double realised = 0;
        for (const QuantitySummary* one : m_members)
        {
            all.plannedCount += one->plannedCount;
            all.realisedCount += one->realisedCount;
            all.count += one->count;
            const uint64_t counted = Count(*one);
            planned += GetSum(one->planned, counted);
            realised += GetSum(one->realised, counted);
            if (counted > 0)
            {
                ++alike.members;
                const double mean = m_realised > 0 ? one->realised : one->planned;
                alike.least = std::fmin(alike.least, mean); // takes the number of the two
                alike.most = std::fmax(alike.most, mean);
            }
        }
        const auto counted = static_cast<double>(m_both > 0       ? all.count
                                                 : m_realised > 0 ? all.realisedCount
                                                                  : all.plannedCount);
        all.planned = m_both > 0 || m_realised == 0 ? planned / counted : NOT_AVAILABLE;
        all.realised = m_realised > 0 ? realised / counted : NOT_AVAILABLE;
        all.ratio = m_both > 0 && planned > 0 ? realised / planned : NOT_AVAILABLE;
        return alike;
    }

  private:
    /// @param [in] one of them  @returns how many of its steps the means are over
    uint64_t Count(const QuantitySummary& one) const
    {
        return m_both > 0 ? one.count : m_realised > 0 ? one.realisedCount : one.plannedCount;
    }

    std::vector<const QuantitySummary*> m_members;
    uint64_t m_both{0};
    uint64_t m_realised{0};
};

} // namespace

AlikeQuantities::AlikeQuantities(const std::vector<QuantitySummary>& quantities)
{
    std::map<std::string, std::size_t> counts;
    for (const QuantitySummary& quantity : quantities)
    {
        ++counts[GetKind(quantity)];
    }
    for (const auto& [kind, count] : counts)
    {
        if (count > SHOWN)
        {
            m_kinds.insert(kind);
        }
    }
    std::vector<std::string> order;
    std::map<std::string, Alike> alike;
    for (const QuantitySummary& quantity : quantities)
    {
        if (Has(quantity))
        {
            const std::string kind = GetKind(quantity);
            if (alike.count(kind) == 0)
            {
                order.push_back(kind);
            }
            alike[kind].Add(quantity);
        }
    }
    for (const std::string& kind : order)
    {
        m_quantities.push_back(alike.at(kind).Get());
    }
}

bool
AlikeQuantities::Has(const QuantitySummary& quantity) const
{
    return m_kinds.count(GetKind(quantity)) > 0;
}

} // namespace edgeai
} // namespace ns3
