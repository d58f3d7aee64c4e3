/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "task-arrivals.h"

#include "checked-attribute.h"
#include "compute/time-steps.h"
#include "nearest-name.h"
#include "period-limits.h"

#include "ns3/abort.h"
#include "ns3/double.h"
#include "ns3/uinteger.h"

#include <limits>
#include <set>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(TaskArrivals);
NS_OBJECT_ENSURE_REGISTERED(PeriodicArrivals);
NS_OBJECT_ENSURE_REGISTERED(PoissonArrivals);

TypeId
TaskArrivals::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::TaskArrivals").SetParent<Object>().SetGroupName("EdgeAi");
    return tid;
}

double
TaskArrivals::GetRate() const
{
    return 0;
}

int64_t
TaskArrivals::AssignStreams(int64_t)
{
    return 0;
}

void
TaskArrivals::SetClient(uint32_t, uint32_t)
{
}

TypeId
PeriodicArrivals::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::PeriodicArrivals")
                            .SetParent<TaskArrivals>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<PeriodicArrivals>()
                            .AddAttribute("Period",
                                          "Time between tasks, >= 1 us, or > 0 with MaxTasks",
                                          TimeValue(Seconds(1)),
                                          MakeTimeAccessor(&PeriodicArrivals::m_period),
                                          MakeTimeChecker(NanoSeconds(1)))
                            .AddAttribute("Offset",
                                          "Time from the start of the client to its first task",
                                          TimeValue(Seconds(0)),
                                          MakeTimeAccessor(&PeriodicArrivals::m_offset),
                                          MakeTimeChecker(Seconds(0)))
                            .AddAttribute("Jitter",
                                          "Every task comes later than its turn by a time drawn "
                                          "evenly from 0 to Jitter; at most Period",
                                          TimeValue(Seconds(0)),
                                          MakeTimeAccessor(&PeriodicArrivals::m_jitter),
                                          MakeTimeChecker(Seconds(0)))
                            .AddAttribute("MaxTasks",
                                          "Number of tasks; 0: no limit",
                                          UintegerValue(0),
                                          MakeUintegerAccessor(&PeriodicArrivals::m_limit),
                                          MakeUintegerChecker<uint64_t>());
    return tid;
}

Ptr<UniformRandomVariable>
PeriodicArrivals::GetDraw()
{
    // Made when it is needed: a run without jitter shall not shift the streams of other variables.
    m_draw = m_draw ? m_draw : CreateObject<UniformRandomVariable>();
    return m_draw;
}

int64_t
PeriodicArrivals::AssignStreams(int64_t stream)
{
    if (m_jitter.IsZero())
    {
        return 0;
    }
    GetDraw()->SetStream(stream);
    return 1;
}

double
PeriodicArrivals::GetRate() const
{
    return 1 / m_period.GetSeconds();
}

bool
PeriodicArrivals::Next(TaskArrival& arrival)
{
    NS_ABORT_MSG_IF(m_jitter > m_period, "PeriodicArrivals: Jitter must be at most Period");
    NS_ABORT_MSG_IF(m_limit == 0 && m_period < PeriodLimits::Task(),
                    "PeriodicArrivals: Period must be at least 1 us, or MaxTasks more than 0: "
                    "tasks without end every "
                        << m_period.As(Time::NS) << " would keep a run from ending");
    if (m_limit > 0 && m_count >= m_limit)
    {
        return false;
    }
    arrival = TaskArrival();
    arrival.after = m_count == 0 ? m_offset : m_period;
    // Drawn under a longer Jitter it could exceed Period, and the next task come before the last.
    m_late = Min(m_late, m_jitter);
    if (m_jitter.IsStrictlyPositive())
    {
        const Time late = Seconds(GetDraw()->GetValue(0, m_jitter.GetSeconds()));
        const Time shift = late - m_late;
        arrival.after = Min(arrival.after, Time::Max() - Max(shift, Time(0))) + shift;
        m_late = late;
    }
    ++m_count;
    return true;
}

TypeId
PoissonArrivals::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::PoissonArrivals")
            .SetParent<TaskArrivals>()
            .SetGroupName("EdgeAi")
            .AddConstructor<PoissonArrivals>()
            .AddAttribute("Rate",
                          "Mean number of tasks per second [1/s], > 0 and up to 1e6, one in each "
                          "microsecond",
                          DoubleValue(1),
                          MakeDoubleAccessor(&PoissonArrivals::m_rate),
                          MakeDoubleChecker<double>(std::numeric_limits<double>::min(),
                                                    PeriodLimits::TaskRate()))
            .AddAttribute("MaxTasks",
                          "Number of tasks; 0: no limit",
                          UintegerValue(0),
                          MakeUintegerAccessor(&PoissonArrivals::m_limit),
                          MakeUintegerChecker<uint64_t>());
    return tid;
}

PoissonArrivals::PoissonArrivals()
    : m_gap(CreateObject<ExponentialRandomVariable>())
{
}

double
PoissonArrivals::GetRate() const
{
    return m_rate;
}

bool
PoissonArrivals::Next(TaskArrival& arrival)
{
    if (m_limit > 0 && m_count >= m_limit)
    {
        return false;
    }
    ++m_count;
    arrival = TaskArrival();
    arrival.after = ToTime(m_gap->GetValue(1 / m_rate, 0));
    return true;
}

int64_t
PoissonArrivals::AssignStreams(int64_t stream)
{
    m_gap->SetStream(stream);
    return 1;
}

std::string
FindArrivalsType(const std::string& name)
{
    std::set<std::string> stems;
    for (uint16_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        const TypeId type = TypeId::GetRegistered(i);
        if (!type.IsChildOf(TaskArrivals::GetTypeId()) || !type.HasConstructor())
        {
            continue;
        }
        const std::string full = type.GetName();
        const std::string brief = GetBareName(full);
        const std::string stem = brief.substr(0, brief.find("Arrivals"));
        if (name == full || name == brief || name == stem)
        {
            return full;
        }
        stems.insert(stem);
    }
    std::string known;
    for (const std::string& stem : stems)
    {
        known += (known.empty() ? "" : ", ") + stem;
    }
    throw std::invalid_argument("there are no arrivals named '" + name + "'; there are " + known);
}

ArrivalsFactory::ArrivalsFactory()
{
    m_factory.SetTypeId(PeriodicArrivals::GetTypeId());
}

Ptr<TaskArrivals>
ArrivalsFactory::Create() const
{
    return m_factory.Create<TaskArrivals>();
}

void
ArrivalsFactory::SetAttribute(const std::string& name, const AttributeValue& value)
{
    SetChecked(m_factory, name, value);
}

} // namespace edgeai
} // namespace ns3
