/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_WATER_FILLING_H
#define EDGE_AI_WATER_FILLING_H

#include <cstddef>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * How high the water stands, counted from the floor of the best channel: with mu the usual level
 * and gamma the best gain, depth = mu - 1 / gamma. Counted from there, a power keeps its relative
 * precision however weak it is: of 1 / gamma + 1e-12 / gamma little would be left in a double.
 */
struct WaterLevel
{
    double depth{0};       ///< power per share of the best channel [W]
    std::size_t active{0}; ///< the first so many channels are under water
};

/**
 * @ingroup edge-ai
 * The level at which channels take a power together, exact after one pass.
 * @param [in] floors 1 / gamma - 1 / gamma_best of each channel [W], ascending, the first 0
 * @param [in] shares of each channel in which it may be used, >= 0; nullptr: 1 each
 * @param [in] count of channels
 * @param [in] power that is to be spread [W], >= 0
 * @returns the level; depth 0 and nobody active if no channel has a share
 */
WaterLevel FindWaterLevel(const double* floors,
                          const double* shares,
                          std::size_t count,
                          double power);

/// @ingroup edge-ai
/// A power over channels.
struct WaterFilling
{
    double level{0};            ///< mu, the same for all channels under water [W]
    std::vector<double> powers; ///< of each channel [W]
    double bits{0};             ///< sum of shares times log2(1 + power / share * gain) [bit/s/Hz]
};

/**
 * @ingroup edge-ai
 * The powers that carry the most bits: maximise sum_n s_n log2(1 + p_n gamma_n / s_n) subject to
 * sum_n p_n <= power; the solution is p_n = s_n (mu - 1 / gamma_n)^+. O(N log N).
 * @param [in] gains gamma of each channel [1/W], >= 0; one of zero gets nothing
 * @param [in] power that is to be spread [W], >= 0
 * @param [in] shares s of each channel, >= 0; empty: 1 each
 * @returns powers in the order of the gains; all zero where no channel is of use
 */
WaterFilling FillWater(const std::vector<double>& gains,
                       double power,
                       const std::vector<double>& shares = {});

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_WATER_FILLING_H
