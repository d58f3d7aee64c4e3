/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ALIKE_QUANTITIES_H
#define EDGE_AI_ALIKE_QUANTITIES_H

#include "inference-summary.h"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Quantities whose names differ in numbers alone.
struct AlikeQuantity
{
    QuantitySummary all;         ///< its name with "#" for the numbers; means over all steps
    uint64_t members{0};         ///< quantities that are in the means
    double least{NOT_AVAILABLE}; ///< of their means, realised or, if none is, planned
    double most{NOT_AVAILABLE};  ///< likewise
};

/**
 * Many steps of a run may be alike: "compute 0", "compute 1", ... as those of workers in rounds.
 * Where there are more than a few their quantities are put together, so that what is printed does
 * not grow with the workers. Every step counts alike, and those with plan and reality alone where
 * there are such: the rule of QuantitySummary.
 */
class AlikeQuantities
{
  public:
    static constexpr std::size_t SHOWN = 4; ///< that are alike are shown each by itself

    /// @param [in] quantities of a summary
    explicit AlikeQuantities(const std::vector<QuantitySummary>& quantities);

    /// @param [in] quantity of a summary  @returns whether it is put together with others
    bool Has(const QuantitySummary& quantity) const;

    /// @returns what is put together, in the order of their first
    const std::vector<AlikeQuantity>& Get() const
    {
        return m_quantities;
    }

  private:
    std::set<std::string> m_kinds; ///< of which there are many
    std::vector<AlikeQuantity> m_quantities;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ALIKE_QUANTITIES_H
