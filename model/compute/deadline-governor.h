/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DEADLINE_GOVERNOR_H
#define EDGE_AI_DEADLINE_GOVERNOR_H

#include "governor.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The lowest clock at which every job that is served or waits meets its deadline, in the order of
 * service and if nothing else arrives; decided anew at every change. The largest clock if no clock
 * meets them all, the least if no job has a deadline.
 *
 * For one unit and earliest-deadline order this is the "optimal available" rule of Yao, Demers and
 * Shenker (A scheduling model for reduced CPU energy, FOCS 1995): the largest density of work over
 * all prefixes of the queue. The forecast serves each job alone, so that batches can only be done
 * sooner than forecast.
 */
class DeadlineAwareGovernor : public Governor
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    double ChooseClock() override;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DEADLINE_GOVERNOR_H
