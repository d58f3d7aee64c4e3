/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "max-rate-scheduler.h"

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(MaxRateScheduler);

TypeId
MaxRateScheduler::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::MaxRateScheduler")
                            .SetParent<GreedyScheduler>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<MaxRateScheduler>();
    return tid;
}

double
MaxRateScheduler::GetWeight(const UserDemand& /* user */, double /* slotDuration */) const
{
    return 1;
}

} // namespace edgeai
} // namespace ns3
