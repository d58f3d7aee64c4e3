/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_HFEL_BAND_H
#define EDGE_AI_HFEL_BAND_H

#include "hfel-worker.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Shares of a cell's band, and how long each device takes at least with its own.
struct HfelDivision
{
    std::string reason;        ///< why there is none, in words
    std::vector<double> bands; ///< W [Hz]; 0 where each device has a link of its own
    std::vector<double> times; ///< without the offset [s]
    uint32_t iterations{0};    ///< times T that were looked at
    uint32_t evaluations{0};   ///< least bands or times that were computed
    double residual{0};        ///< width of the bracket around T, relative
    bool limited{false};       ///< a search met its bound
};

/// @ingroup edge-ai
/// @param [in] workers devices  @returns "" or whose budget no time suffices for, in words
std::string ExplainHfelFloor(const std::vector<HfelWorker>& workers);

/**
 * @ingroup edge-ai
 * The least T for which the least bands W_req,k(T) fit into the band (section S1 of the
 * definition): they fall with T, so that the root of their sum is the optimum. What is left of
 * the band is given out in proportion.
 * @param [in] workers devices, one at least, with budgets above their floors
 * @param [in] bandwidth B [Hz]; of links with rates of their own not looked at
 * @param [in] granularity bands are multiples of it [Hz]; 0: any band will do
 * @returns bands, and T for everybody
 */
HfelDivision DivideHfelBand(const std::vector<HfelWorker>& workers,
                            double bandwidth,
                            double granularity);

/**
 * @ingroup edge-ai
 * Equal bands, and what is the least time of each device with it.
 * @param [in] workers devices, one at least, with budgets above their floors
 * @param [in] bandwidth B [Hz]; of links with rates of their own not looked at
 * @param [in] granularity bands are multiples of it [Hz]; 0: any band will do
 * @returns bands and times
 */
HfelDivision DivideHfelBandEqually(const std::vector<HfelWorker>& workers,
                                   double bandwidth,
                                   double granularity);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_HFEL_BAND_H
