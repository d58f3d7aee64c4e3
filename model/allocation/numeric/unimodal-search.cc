/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "unimodal-search.h"

#include <algorithm>
#include <boost/math/tools/minima.hpp>
#include <limits>

namespace ns3
{
namespace edgeai
{

Minimum
MinimiseUnimodal(const std::function<double(double)>& f, double low, double high, uint32_t cells)
{
    Minimum best;
    best.value = std::numeric_limits<double>::infinity();
    best.argument = low;
    auto consider = [&best](double argument, double value) {
        if (value < best.value)
        {
            best.argument = argument;
            best.value = value;
        }
    };
    cells = std::max<uint32_t>(cells, 1);
    const double width = (high - low) / cells;
    for (uint32_t i = 0; i <= cells; ++i)
    {
        const double corner = (i == cells) ? high : low + i * width;
        consider(corner, f(corner));
        ++best.evaluations;
    }
    if (width > 0)
    {
        // With one cell both neighbours of a corner are the ends themselves.
        const double from = std::max(low, best.argument - width);
        const double to = std::min(high, best.argument + width);
        constexpr boost::uintmax_t most = 200;
        boost::uintmax_t evaluations = most;
        // As a share of the interval: the search's tolerance is partly absolute, for arguments
        // about 1.
        const auto at = [from, to](double share) { return from + share * (to - from); };
        const auto [share, value] =
            boost::math::tools::brent_find_minima([&](double part) { return f(at(part)); },
                                                  0.0,
                                                  1.0,
                                                  std::numeric_limits<double>::digits / 2,
                                                  evaluations);
        const double argument = at(share);
        best.evaluations += static_cast<uint32_t>(evaluations);
        best.limited = evaluations >= most;
        consider(argument, value);
    }
    return best;
}

} // namespace edgeai
} // namespace ns3
