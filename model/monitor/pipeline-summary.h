/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PIPELINE_SUMMARY_H
#define EDGE_AI_PIPELINE_SUMMARY_H

#include "task-record.h"

#include <cstdint>
#include <ostream>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// One link or stage of a pipeline, over the frames that passed it; means of what is available.
struct HopSummary
{
    bool link{false};
    uint32_t index{0};
    uint64_t frames{0};                ///< that it served
    double planned{NOT_AVAILABLE};     ///< mean expected duration [s]
    double realised{NOT_AVAILABLE};    ///< mean duration [s]
    double wait{NOT_AVAILABLE};        ///< mean wait before it [s]
    double utilisation{NOT_AVAILABLE}; ///< busy time over the span asked for, in [0, 1]
    double intensity{NOT_AVAILABLE};   ///< of a stage: work over traffic [FLOP/B]
    double energy{NOT_AVAILABLE};      ///< of a stage: mean per frame [J]
};

/**
 * @ingroup edge-ai
 * @param [in] records frames; what has no hops is left out
 * @param [in] from frames captured before are left out [s]
 * @param [in] until end of the span that busy time is compared with [s]
 * @returns links and stages in the order of the way
 */
std::vector<HopSummary> SummariseHops(const std::vector<const TaskRecord*>& records,
                                      double from,
                                      double until);

/// @ingroup edge-ai
/// What a pipeline delivered in one window of time.
struct ThroughputWindow
{
    double start{0};               ///< [s]
    double end{0};                 ///< [s]
    uint64_t captured{0};          ///< frames
    uint64_t completed{0};         ///< frames
    uint64_t dropped{0};           ///< frames
    double latency{NOT_AVAILABLE}; ///< mean of completed frames [s]

    /// @returns Phi of the window [frame/s]
    double GetThroughput() const
    {
        return completed / (end - start);
    }
};

/**
 * @ingroup edge-ai
 * @param [in] records frames
 * @param [in] window length of a window [s], > 0
 * @param [in] until windows end here at the latest [s]; an incomplete last one is left out
 * @returns windows from 0 on
 * @throws std::invalid_argument unless window > 0
 */
std::vector<ThroughputWindow> ListThroughput(const std::vector<const TaskRecord*>& records,
                                             double window,
                                             double until);

/**
 * @ingroup edge-ai
 * Print links and stages as a table: plan, reality, their ratio, wait, utilisation.
 * @param [in] hops what SummariseHops() returned
 * @param [in,out] os where to print
 */
void PrintHops(const std::vector<HopSummary>& hops, std::ostream& os);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PIPELINE_SUMMARY_H
