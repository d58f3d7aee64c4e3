/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROCESSOR_DESCRIPTION_H
#define EDGE_AI_PROCESSOR_DESCRIPTION_H

#include "ns3/chain-problem.h"
#include "ns3/processor.h"
#include "ns3/split-problem.h"

namespace ns3
{
namespace edgeai
{

/**
 * @param [in] processor a processor
 * @param [in] measured whether its part was measured: without an assumption about other clocks
 * plans know that one only
 * @returns the same for a planner: both ends of its clocks, what a busy unit draws and what a
 * change of clock takes. A governor that has one clock only leaves
 *          no other. Of a power law that is not cubic the cubic one that agrees with it at both
 *          ends of the clocks, where there is one, else at the largest
 */
ProcessorLimits DescribeProcessor(Ptr<const Processor> processor, bool measured = false);

/**
 * @param [in] processor of a server
 * @returns its units, to be shared out among devices; none if it has only one
 */
ComputingUnits DescribeUnits(Ptr<const Processor> processor);

/**
 * @param [in] processor a processor
 * @param [in] measured whether its part was measured
 * @returns the same for a planner of pipelines, all units at the clock of DescribeChainClock();
 *          a bandwidth without limit becomes one that never counts
 */
ChainDevice DescribeChainDevice(Ptr<const Processor> processor, bool measured = false);

/**
 * @param [in] processor a processor
 * @param [in] measured whether its part was measured, and nothing is assumed of other clocks
 * @returns the clock that plans of pipelines count on: the only one its governor takes, else that
 * of the measurement, else the largest [cycle/s]
 */
double DescribeChainClock(const Processor& processor, bool measured);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PROCESSOR_DESCRIPTION_H
