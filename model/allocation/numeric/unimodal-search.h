/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_UNIMODAL_SEARCH_H
#define EDGE_AI_UNIMODAL_SEARCH_H

#include <cstdint>
#include <functional>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Where a function of one variable is least.
struct Minimum
{
    double argument{0};      ///< where
    double value{0};         ///< how much
    uint32_t evaluations{0}; ///< of the function
    bool limited{false};     ///< the bound on the evaluations ended the search
};

/**
 * @ingroup edge-ai
 * Least value of a function that has one valley in an interval (Brent's golden-section and parabola
 * search, by Boost.Math). The ends are candidates too, exactly.
 *
 * @param [in] f the function, finite
 * @param [in] low lower end
 * @param [in] high upper end, >= low
 * @param [in] cells the interval is first cut into so many equal cells, and the search runs beside
 *             the best of their corners; 1 trusts that there is one valley
 * @returns the minimum. Its argument is good to 1e-7 of the cell, whatever the cell's size and
 *          place. Its value is good to rounding where the function is smooth there; at a kink or a
 *          jump it is as good as the argument: up to 1e-7 of what the function rises within a cell
 *          along its steepest side
 */
Minimum MinimiseUnimodal(const std::function<double(double)>& f,
                         double low,
                         double high,
                         uint32_t cells = 1);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_UNIMODAL_SEARCH_H
