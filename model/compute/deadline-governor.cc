/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "deadline-governor.h"

#include "completion-forecast.h"
#include "processor.h"
#include "time-steps.h"

#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <vector>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiDeadlineAwareGovernor");
NS_OBJECT_ENSURE_REGISTERED(DeadlineAwareGovernor);

TypeId
DeadlineAwareGovernor::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::DeadlineAwareGovernor")
                            .SetParent<Governor>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<DeadlineAwareGovernor>();
    return tid;
}

double
DeadlineAwareGovernor::ChooseClock()
{
    const Processor* processor = GetProcessor();
    const OperatingPoints& points = processor->GetOperatingPoints();
    auto work = processor->GetWorkInService();
    const std::size_t served = work.size();
    for (const auto& waiting : processor->GetWorkWaiting())
    {
        work.push_back(waiting);
    }
    // Nobody after the last deadline matters.
    while (!work.empty() && work.back().deadline == Time::Max() && work.size() > served)
    {
        work.pop_back();
    }
    const bool any = std::any_of(work.begin(), work.end(), [](const PendingWork& one) {
        return one.deadline < Time::Max();
    });
    if (!any)
    {
        return points.GetMin();
    }

    const bool sharing = processor->GetDiscipline() == Processor::PROCESSOR_SHARING;
    const double latency = GetTransitionLatency().GetSeconds();
    const double current = processor->GetClock();
    const auto resolution = static_cast<double>(GetStepSeconds());
    const auto meets = [&](double clock, int guard) {
        const auto done =
            ForecastCompletions(work, served, processor->GetCapacity(), clock, sharing);
        const double standstill =
            std::max(processor->GetStandstill(), clock == current ? 0.0 : latency);
        for (std::size_t i = 0; i < work.size(); ++i)
        {
            // Each end may fall half a time step after the instant computed here.
            const double rounding = guard * resolution * static_cast<double>(i + 1);
            const auto left = static_cast<double>(ToSeconds(work[i].deadline - Simulator::Now()));
            if (work[i].deadline < Time::Max() && done[i] + standstill + rounding > left)
            {
                return false;
            }
        }
        return true;
    };

    const bool keeps = meets(current, 1);
    double lowest = points.GetMax();
    if (!points.IsContinuous())
    {
        for (const double clock : points.GetClocks())
        {
            if (clock == current ? keeps : meets(clock, 1))
            {
                return clock;
            }
        }
        return lowest;
    }
    double below = points.GetMin();
    if (meets(below, 2))
    {
        lowest = below;
    }
    else if (meets(lowest, 2))
    {
        // So many halvings narrow the widest interval of doubles; the clock that is kept meets all.
        for (int halvings = 0; halvings < 1100 && lowest - below > 1e-9 * lowest; ++halvings)
        {
            const double middle = 0.5 * (below + lowest);
            (meets(middle, 2) ? lowest : below) = middle;
        }
    }
    // Any other clock costs a transition, so only one that is really lower is worth it.
    return keeps && lowest > current * (1 - 1e-6) ? current : lowest;
}

} // namespace edgeai
} // namespace ns3
