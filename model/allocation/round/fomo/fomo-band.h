/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOMO_BAND_H
#define EDGE_AI_FOMO_BAND_H

#include "fomo-uplink.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What one involved worker does before and while it sends.
struct FomoUpload
{
    std::size_t worker{0};
    double computeTime{0}; ///< until it begins to send [s], >= 0
    double bits{0};        ///< that it sends [bit], > 0
};

/// @ingroup edge-ai
/// The division of the band that ends all uploads together, as early as possible.
struct FomoDivision
{
    double time{0};                  ///< T [s]; infinite if somebody cannot send
    std::vector<double> bands;       ///< of each upload [Hz]; their sum is the band
    std::vector<double> multipliers; ///< lambda of each: what of a change of its end T follows
    uint32_t iterations{0};          ///< Newton's steps
    double residual{0};              ///< of the sum of the bands, relative
    bool limited{false};             ///< Newton's method met its bound before its tolerance
};

/**
 * @ingroup edge-ai
 * Bands for a fixed matching: the T at which the bands that uploads need sum to the band, eq. (7),
 * and its form for a fixed power. On links of their own the latest upload is T, and the multiplier
 * is the first such one's.
 * @param [in] uplink the law
 * @param [in] uploads at least one
 * @returns the division
 */
FomoDivision DivideFomoBand(const FomoUplink& uplink, const std::vector<FomoUpload>& uploads);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOMO_BAND_H
