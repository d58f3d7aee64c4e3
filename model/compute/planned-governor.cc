/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "planned-governor.h"

#include "processor.h"

#include "ns3/double.h"
#include "ns3/log.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiPlannedGovernor");
NS_OBJECT_ENSURE_REGISTERED(PlannedGovernor);

TypeId
PlannedGovernor::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::PlannedGovernor")
            .SetParent<Governor>()
            .SetGroupName("EdgeAi")
            .AddConstructor<PlannedGovernor>()
            .AddAttribute("DefaultClock",
                          "Clock where no plan says otherwise [cycle/s], >= 0; 0 means the largest",
                          DoubleValue(0),
                          MakeDoubleAccessor(&PlannedGovernor::m_defaultClock),
                          MakeDoubleChecker<double>(0));
    return tid;
}

double
PlannedGovernor::ChooseClock()
{
    NS_LOG_FUNCTION(this);
    const double fallback = m_defaultClock > 0 ? m_defaultClock : GetProcessor()->GetMaxClock();
    auto served = GetProcessor()->GetWorkInService();
    // What is in a slice has a clock of its own.
    served.erase(
        std::remove_if(served.begin(),
                       served.end(),
                       [](const PendingWork& work) { return work.slice > 0 && work.clock > 0; }),
        served.end());
    if (served.empty() && m_decided)
    {
        // A change that serves nobody would only cost the next job a transition.
        return GetProcessor()->GetClock();
    }
    m_decided = true;
    double clock = served.empty() ? fallback : 0;
    for (const auto& work : served)
    {
        clock = std::max(clock, work.clock > 0 ? work.clock : fallback);
    }
    return clock;
}

bool
PlannedGovernor::FollowsPlans() const
{
    return true;
}

void
PlannedGovernor::DoAttach()
{
    m_decided = false;
}

} // namespace edgeai
} // namespace ns3
