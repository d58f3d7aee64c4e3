/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOMO_ELSEWHERE_H
#define EDGE_AI_FOMO_ELSEWHERE_H

// What an independent implementation plans in the regimes of the example fomo.

#include <limits>
#include <map>
#include <string>
#include <utility>

namespace ns3
{
namespace edgeai
{
namespace fomo
{

/// @param [in] regime "E1" or "E2"  @param [in] scheme as tables call it
/// @returns T [s] of sixteen devices; not a number: not known
inline double
GetElsewhere(const std::string& regime, const std::string& scheme)
{
    const std::map<std::pair<std::string, std::string>, double> known{
        {{"E1", "FOMO"}, .785698},
        {{"E1", "DUAL-ASCENT"}, .804483},
        {{"E1", "ALTERNATING"}, .856356},
        {{"E1", "EQUAL-BW"}, 1.013277},
        {{"E1", "INDEX-ORDER"}, 1.283614},
        {{"E1", "FULL-FED"}, 3.008102},
        {{"E1", "SINGLE"}, .599062},
        {{"E2", "FOMO"}, 4.834629},
        {{"E2", "DUAL-ASCENT"}, 4.838147},
        {{"E2", "EQUAL-BW"}, 7.064572},
        {{"E2", "INDEX-ORDER"}, 6.574127}};
    const auto found = known.find({regime, scheme});
    return found == known.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
}

} // namespace fomo
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOMO_ELSEWHERE_H
