/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_COMPLETION_FORECAST_H
#define EDGE_AI_COMPLETION_FORECAST_H

#include "job.h"
#include "service-rate.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * When work will be done at one clock if nothing else arrives and each piece is served alone.
 * @param [in] work what is served now, then what waits, in the order of service
 * @param [in] served how many of them are served now
 * @param [in] capacity what serves it
 * @param [in] clock the clock [cycle/s], > 0
 * @param [in] sharing whether everything is served at once
 * @returns for each piece the time until it is done [s]
 */
std::vector<double> ForecastCompletions(const std::vector<PendingWork>& work,
                                        std::size_t served,
                                        const ServiceCapacity& capacity,
                                        double clock,
                                        bool sharing);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_COMPLETION_FORECAST_H
