/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "constant-governors.h"

#include "processor.h"

#include "ns3/double.h"
#include "ns3/log.h"

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiFixedGovernor");
NS_OBJECT_ENSURE_REGISTERED(FixedGovernor);
NS_OBJECT_ENSURE_REGISTERED(PerformanceGovernor);
NS_OBJECT_ENSURE_REGISTERED(PowersaveGovernor);

TypeId
FixedGovernor::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::FixedGovernor")
            .SetParent<Governor>()
            .SetGroupName("EdgeAi")
            .AddConstructor<FixedGovernor>()
            .AddAttribute("Clock",
                          "Clock [cycle/s], >= 0; 0 means the largest. Between two operating "
                          "points the upper one is taken.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&FixedGovernor::SetClock, &FixedGovernor::GetClock),
                          MakeDoubleChecker<double>(0));
    return tid;
}

void
FixedGovernor::SetClock(double clock)
{
    NS_LOG_FUNCTION(this << clock);
    m_clock = clock;
    Reconsider();
}

double
FixedGovernor::GetClock() const
{
    return m_clock;
}

double
FixedGovernor::ChooseClock()
{
    return GetOnlyClock(*GetProcessor());
}

double
FixedGovernor::GetOnlyClock(const ProcessorSettings& settings) const
{
    return m_clock > 0 ? m_clock : settings.GetMaxClock();
}

TypeId
PerformanceGovernor::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::PerformanceGovernor")
                            .SetParent<Governor>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<PerformanceGovernor>();
    return tid;
}

double
PerformanceGovernor::ChooseClock()
{
    return GetOnlyClock(*GetProcessor());
}

double
PerformanceGovernor::GetOnlyClock(const ProcessorSettings& settings) const
{
    return settings.GetMaxClock();
}

TypeId
PowersaveGovernor::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::PowersaveGovernor")
                            .SetParent<Governor>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<PowersaveGovernor>();
    return tid;
}

double
PowersaveGovernor::ChooseClock()
{
    return GetOnlyClock(*GetProcessor());
}

double
PowersaveGovernor::GetOnlyClock(const ProcessorSettings& settings) const
{
    return settings.GetMinClock();
}

} // namespace edgeai
} // namespace ns3
