/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Which schemes and budgets of the paper laim.cc --setup=printed runs through the stack.

#ifndef EDGE_AI_EXAMPLE_LAIM_PRINTED_CASES_H
#define EDGE_AI_EXAMPLE_LAIM_PRINTED_CASES_H

#include "ns3/laim-published.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace laim
{

/// A scheme of the paper with one of the objectives.
struct PrintedScheme
{
    std::string name;      ///< as the paper calls it
    std::string planner;   ///< TypeId name
    std::string objective; ///< what it makes large; "": it has only one
    bool hasObjective;     ///< the planner's attribute says which
};

/// @returns all of them
inline const std::vector<PrintedScheme>&
GetPrintedSchemes()
{
    static const std::vector<PrintedScheme> schemes{
        {"proposed", "LaimPrintedPlanner", "Share", true},
        {"proposed", "LaimPrintedMaxMinPlanner", "MaxMin", false},
        {"printed iteration", "LaimPrintedScaPlanner", "Share", false},
        {"fixed power", "LaimPrintedFixedPowerPlanner", "Share", true},
        {"fixed power", "LaimPrintedFixedPowerPlanner", "MaxMin", true},
        {"device only", "LaimPrintedPruneDevicePlanner", "", false},
        {"server only", "LaimPrintedPruneServerPlanner", "", false},
        {"fixed clock", "LaimPrintedFixedFrequencyPlanner", "Share", true},
        {"fixed clock", "LaimPrintedFixedFrequencyPlanner", "MaxMin", true},
        {"on device", "LaimPrintedOnDevicePlanner", "", false},
        {"on server", "LaimPrintedOnServerPlanner", "", false},
    };
    return schemes;
}

/// @param [in] point of a curve  @param [in] overLatency which budget is swept
/// @returns that budget as the paper's axes have it: latency [s] or energy [mJ]
inline double
GetSwept(const LaimPublishedPoint& point, bool overLatency)
{
    // Whole microjoules, without the rounding of the product.
    return overLatency ? point.latency : std::round(point.energy * 1e6) / 1e3;
}

/// A budget of one of the paper's sweeps.
struct PrintedBudget
{
    uint32_t panel;
    std::string sweep; ///< latency (Fig. 4) or energy (Fig. 5)
    std::size_t place; ///< in the sweep
    double latency;    ///< T0 [s]
    double energy;     ///< E0 [J]
    double budget;     ///< the one that is swept, as GetSwept() has it
};

/// @param [in] full all of them; otherwise the middle one of each sweep  @returns budgets
inline std::vector<PrintedBudget>
GetPrintedBudgets(bool full)
{
    std::vector<PrintedBudget> budgets;
    for (const LaimPublishedCurve& curve : GetLaimPublishedCurves())
    {
        for (std::size_t i = 0; curve.scheme == "proposed" && i < curve.points.size(); ++i)
        {
            const LaimPublishedPoint& point = curve.points[i];
            if (full || i == curve.points.size() / 2)
            {
                budgets.push_back({curve.panel,
                                   curve.overLatency ? "latency" : "energy",
                                   i,
                                   point.latency,
                                   point.energy,
                                   GetSwept(point, curve.overLatency)});
            }
        }
    }
    std::stable_sort(budgets.begin(), budgets.end(), [](const auto& a, const auto& b) {
        return a.panel < b.panel;
    });
    return budgets;
}

} // namespace laim
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXAMPLE_LAIM_PRINTED_CASES_H
