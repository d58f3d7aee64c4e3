/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MEASURED_TIMES_H
#define EDGE_AI_MEASURED_TIMES_H

#include "ns3/chain-problem.h"
#include "ns3/job.h"
#include "ns3/latency-table.h"
#include "ns3/network-profile.h"
#include "ns3/processor.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @file
 * What was measured on a processor, as planners and jobs need it. Plans count in work and clocks,
 * so a measured time becomes the work that the processor does in that time: planners for whom time
 * is work over clock then know the measured time, and the processor that is handed that work takes
 * it.
 */

/**
 * @param [in] processor a processor that has latencies of the network
 * @param [in] profile of the network
 * @returns times of its blocks on one unit; their clock is 0 if they hold at whatever clock is
 * planned
 * @throws ProfileError if no block was measured
 */
BlockTimes DescribeTimes(const Processor& processor, const NetworkProfile& profile);

/**
 * @param [in] seconds time on one unit [s]
 * @param [in] clock at which it holds [cycle/s]; 0: the planned one
 * @param [in] planned largest clock a plan may use [cycle/s]
 * @param [in] flopPerCycle of one unit [FLOP/cycle]
 * @returns the work that one unit does in that time [FLOP]
 */
double GetEquivalentWork(double seconds, double clock, double planned, double flopPerCycle);

/**
 * @param [in] processor a processor that has latencies of the network
 * @param [in] network name of a profile
 * @returns what a device says to be planned for with them, for networks that are offered so
 */
std::string GetTimedName(const Processor& processor, const std::string& network);

/**
 * Makes a job take the time that was measured for its blocks.
 * @param [in] processor a processor that has latencies of the network
 * @param [in] profile of the network
 * @param [in] from first block, from 0  @param [in] to behind the last one
 * @param [in] keepRatio share of their work, in (0, 1]
 * @param [in,out] job gets work, traffic, clock of the work and what batches take
 * @throws ProfileError if one of the blocks was not measured
 */
void TimeJob(const Processor& processor,
             const NetworkProfile& profile,
             std::size_t from,
             std::size_t to,
             double keepRatio,
             Job& job);

/**
 * @param [in] processor a processor of a chain
 * @param [in] layers of the chain
 * @returns times of the layers in each structure on all units [s], at the clock that plans count
 * on; not a number where nothing was measured; empty if nothing was measured of any of them
 */
std::vector<std::vector<double>> DescribeLayerTimes(const Processor& processor,
                                                    const std::vector<ChainLayer>& layers);

/**
 * Makes a job on all units take a time of DescribeLayerTimes().
 * @param [in] processor a processor of a chain
 * @param [in] seconds the time [s]
 * @param [in,out] job gets work, traffic, and the clock of the work
 */
void TimeStageJob(const Processor& processor, double seconds, Job& job);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MEASURED_TIMES_H
