/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOMO_WARNING_H
#define EDGE_AI_FOMO_WARNING_H

// What no table of the example fomo says by itself: whether it paid to work together.

#include "ns3/result-sheet.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <limits>
#include <ostream>
#include <string>

namespace ns3
{
namespace edgeai
{
namespace fomo
{

/// What a regime's table says of one device and of many.
struct Verdict
{
    double alone{std::numeric_limits<double>::infinity()};    ///< T of SINGLE [s]; infinite: none
    double together{std::numeric_limits<double>::infinity()}; ///< of the best of the others [s]
    bool refused{false};                                      ///< no device can do it alone
};

/// @returns what the reference's realised times say
inline Verdict
Judge(const ResultSheet& sheet, const std::string& regime)
{
    Verdict verdict;
    const std::size_t time = sheet.GetIndex("time_realised");
    const std::size_t scheme = sheet.GetIndex("scheme");
    for (const ResultSheet::Row& row : sheet.GetRows())
    {
        const std::string name = row.values[scheme].GetText();
        if (!sheet.Matches(row, {{"part", "reference"}, {"regime", regime}}) || name == "FULL-FED")
        {
            continue; // in FULL-FED, too, everybody trains all blocks
        }
        const double seconds = row.values[time].GetNumber();
        const bool there = std::isfinite(seconds);
        verdict.refused = verdict.refused || (name == "SINGLE" && !there);
        double& least = name == "SINGLE" ? verdict.alone : verdict.together;
        least = there ? std::min(least, seconds) : least;
    }
    return verdict;
}

/// Say of both regimes whether one device alone is as fast as many.
inline void
PrintWarning(const ResultSheet& sheet, std::ostream& os)
{
    for (const char* regime : {"E1", "E2"})
    {
        const Verdict verdict = Judge(sheet, regime);
        if (!std::isfinite(verdict.together) || (!std::isfinite(verdict.alone) && !verdict.refused))
        {
            continue; // not asked for
        }
        os << regime << ": " << std::setprecision(4);
        if (verdict.refused)
        {
            os << "no device has the memory to train all blocks; together a round takes "
               << verdict.together << " s.\n";
            continue;
        }
        const bool slower = verdict.alone < verdict.together;
        os << (slower ? "WARNING: together is slower than alone. " : "")
           << "One device alone (SINGLE) ends a round after " << verdict.alone
           << " s, the best cooperation after " << verdict.together << " s.\n"
           << (slower ? "    Whoever trains the deepest block has gone through the whole model "
                        "already; the other blocks\n    cost it next to nothing. Cooperation pays "
                        "where no memory holds all of them, or where data must be many devices';\n"
                        "    what that is worth to the model is for --part=curve to say.\n"
                      : "");
    }
}

} // namespace fomo
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOMO_WARNING_H
