/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "load-governors.h"

#include "processor.h"
#include "time-steps.h"

#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiLoadGovernor");
NS_OBJECT_ENSURE_REGISTERED(LoadGovernor);
NS_OBJECT_ENSURE_REGISTERED(OnDemandGovernor);
NS_OBJECT_ENSURE_REGISTERED(ConservativeGovernor);

TypeId
LoadGovernor::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::LoadGovernor")
                            .SetParent<Governor>()
                            .SetGroupName("EdgeAi")
                            .AddAttribute("SamplingPeriod",
                                          "Time between two decisions, >= 1 us",
                                          TimeValue(MilliSeconds(100)),
                                          MakeTimeAccessor(&LoadGovernor::m_period),
                                          MakeTimeChecker(MicroSeconds(1)));
    return tid;
}

double
LoadGovernor::ChooseClock()
{
    const Processor* processor = GetProcessor();
    if (!IsPending(m_sample) && (m_clock == 0 || processor->GetServedCount() > 0))
    {
        Resume();
    }
    return m_clock > 0 ? m_clock : processor->GetMaxClock();
}

void
LoadGovernor::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_sample.Cancel();
    Governor::DoDispose();
}

void
LoadGovernor::DoAttach()
{
    NS_LOG_FUNCTION(this);
    m_sample.Cancel();
    m_clock = 0;
    m_origin = Simulator::Now();
}

void
LoadGovernor::Resume()
{
    // The processor has been idle since the period began, so its busy time has not changed.
    const Time gone = Simulator::Now() - m_origin;
    const Time left =
        TimeStep(m_period.GetTimeStep() - gone.GetTimeStep() % m_period.GetTimeStep());
    m_busyUnitTime = GetProcessor()->GetBusyUnitTime();
    m_sample = Simulator::Schedule(LimitWait(left), &LoadGovernor::Sample, this);
}

void
LoadGovernor::Sample()
{
    const Processor* processor = GetProcessor();
    const double busy = processor->GetBusyUnitTime();
    const double load = (busy - m_busyUnitTime) / (processor->GetUnits() * m_period.GetSeconds());
    m_busyUnitTime = busy;
    m_clock = Decide(std::min(load, 1.0), processor->GetClock());
    NS_LOG_LOGIC("load " << load << ", clock " << m_clock);
    const bool nothingToDo =
        load == 0 && processor->GetServedCount() == 0 && m_clock <= processor->GetMinClock();
    if (!nothingToDo)
    {
        m_sample = Simulator::Schedule(LimitWait(m_period), &LoadGovernor::Sample, this);
    }
    Reconsider();
}

TypeId
OnDemandGovernor::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::OnDemandGovernor")
            .SetParent<LoadGovernor>()
            .SetGroupName("EdgeAi")
            .AddConstructor<OnDemandGovernor>()
            .AddAttribute("UpThreshold",
                          "Load above which the largest clock is taken [1], 0..1",
                          DoubleValue(0.8),
                          MakeDoubleAccessor(&OnDemandGovernor::m_threshold),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("Rounding",
                          "Operating point taken for a clock between two of them",
                          EnumValue(NEAREST),
                          CompatEnumAccessor<Rounding>(&OnDemandGovernor::m_rounding),
                          MakeEnumChecker(NEAREST, "Nearest", UP, "Up", DOWN, "Down"));
    return tid;
}

double
OnDemandGovernor::Decide(double load, double) const
{
    const OperatingPoints& points = GetProcessor()->GetOperatingPoints();
    if (load > m_threshold)
    {
        return points.GetMax();
    }
    const double clock = points.GetMin() + load * (points.GetMax() - points.GetMin());
    return m_rounding == UP     ? points.AtLeast(clock)
           : m_rounding == DOWN ? points.AtMost(clock)
                                : points.Nearest(clock);
}

TypeId
ConservativeGovernor::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::ConservativeGovernor")
            .SetParent<LoadGovernor>()
            .SetGroupName("EdgeAi")
            .AddConstructor<ConservativeGovernor>()
            .AddAttribute("UpThreshold",
                          "Load above which the clock rises by a step [1], 0..1",
                          DoubleValue(0.8),
                          MakeDoubleAccessor(&ConservativeGovernor::m_upThreshold),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("DownThreshold",
                          "Load below which the clock falls by a step [1], 0..1",
                          DoubleValue(0.2),
                          MakeDoubleAccessor(&ConservativeGovernor::m_downThreshold),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("Step",
                          "Step of a continuous range, as a share of the largest clock [1], 0..1",
                          DoubleValue(0.05),
                          MakeDoubleAccessor(&ConservativeGovernor::m_step),
                          MakeDoubleChecker<double>(0, 1));
    return tid;
}

double
ConservativeGovernor::Decide(double load, double clock) const
{
    const OperatingPoints& points = GetProcessor()->GetOperatingPoints();
    const double step = points.IsContinuous() ? m_step * points.GetMax() : 0;
    if (load > m_upThreshold)
    {
        return points.AtLeast(
            std::nextafter(clock + step, std::numeric_limits<double>::infinity()));
    }
    if (load < m_downThreshold)
    {
        return points.AtMost(std::nextafter(clock - step, 0));
    }
    return clock;
}

} // namespace edgeai
} // namespace ns3
