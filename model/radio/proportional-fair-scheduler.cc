/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "proportional-fair-scheduler.h"

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(ProportionalFairScheduler);

TypeId
ProportionalFairScheduler::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::ProportionalFairScheduler")
                            .SetParent<GreedyScheduler>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<ProportionalFairScheduler>();
    return tid;
}

double
ProportionalFairScheduler::GetWeight(const UserDemand& user, double slotDuration) const
{
    // One bit per slot more, so that a user not served yet comes first and nobody divides by zero.
    return 1 / (user.throughput + 1 / slotDuration);
}

} // namespace edgeai
} // namespace ns3
