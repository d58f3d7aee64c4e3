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
 * @returns the same for a planner: both ends of its clocks, what a busy unit draws and what a
 * change of clock takes. A governor that has one clock only leaves no other
 */
ProcessorLimits DescribeProcessor(Ptr<const Processor> processor);

/**
 * @param [in] processor of a server
 * @returns its units, to be shared out among devices; none if it has only one
 */
ComputingUnits DescribeUnits(Ptr<const Processor> processor);

/**
 * @param [in] processor a processor
 * @returns the same for a planner of pipelines, all units at the largest clock the governor takes;
 *          a bandwidth without limit becomes one that never counts
 */
ChainDevice DescribeChainDevice(Ptr<const Processor> processor);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PROCESSOR_DESCRIPTION_H
