/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "hfel-planner.h"

#include "allocation/plan/planner-registry.h"

#include "ns3/double.h"
#include "ns3/log.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiHfelPlanner");
NS_OBJECT_ENSURE_REGISTERED(HfelPlannerBase);
EDGE_AI_PLANNER(HfelPlanner, HfelPlannerBase)
EDGE_AI_PLANNER(HfelEqualBandPlanner, HfelPlannerBase)
NS_OBJECT_ENSURE_REGISTERED(HfelFixedClockPlanner);

namespace
{

/// Rounding of a sum is no breach of a time.
constexpr double TOLERANCE = 1e-9;

/// @returns what there is to divide, and in which steps [Hz]
std::pair<double, double>
GetBand(const RoundUplink& uplink)
{
    return uplink.form == RoundUplinkForm::SUBCHANNELS
               ? std::make_pair(uplink.subchannels * uplink.subchannelWidth, uplink.subchannelWidth)
               : std::make_pair(uplink.bandwidth, uplink.bandGranularity);
}

/// Each worker's share becomes subchannels of its own, one behind the other, with equal powers.
void
AssignSubchannels(const RoundUplink& uplink, RoundPlan& plan)
{
    uint32_t next = 0;
    for (RoundShare& share : plan.workers)
    {
        const auto count =
            static_cast<uint32_t>(std::lround(share.bandwidth / uplink.subchannelWidth));
        for (uint32_t n = 0; n < count; ++n)
        {
            share.subchannels.push_back(next++);
        }
        share.powers.assign(count, share.power / std::max(count, 1U));
        share.power = share.bandwidth = 0; // of a band only
    }
}

} // namespace

TypeId
HfelPlannerBase::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::HfelPlannerBase").SetParent<RoundPlanner>().SetGroupName("EdgeAi");
    return tid;
}

std::string
HfelPlannerBase::ExplainRefusal(const RoundProblem& problem) const
{
    return ExplainNoHfelCell(problem);
}

std::string
HfelPlannerBase::Restrict(std::vector<HfelWorker>& workers) const
{
    (void)workers;
    return "";
}

bool
HfelPlannerBase::IsExact() const
{
    return false;
}

RoundPlan
HfelPlannerBase::DoPlan(const RoundProblem& problem) const
{
    RoundPlan plan;
    std::vector<HfelWorker> workers = MakeHfelWorkers(problem);
    plan.reason = Restrict(workers);
    plan.reason = plan.reason.empty() ? ExplainHfelFloor(workers) : plan.reason;
    if (!plan.reason.empty())
    {
        return plan;
    }
    const auto [bandwidth, granularity] = GetBand(problem.uplink);
    const HfelDivision division = Divide(workers, bandwidth, granularity);
    plan.summary = {division.iterations, division.evaluations, division.residual, division.limited};
    plan.reason = division.reason;
    if (!plan.reason.empty())
    {
        return plan;
    }
    const double fixed = problem.broadcastTime + problem.aggregateTime;
    double least = 0;
    for (std::size_t k = 0; k < workers.size(); ++k)
    {
        least = std::max(least, workers[k].offset + division.times[k]);
    }
    const double allowed = problem.update.time - fixed;
    for (std::size_t k = 0; k < workers.size(); ++k)
    {
        const double time = std::max(division.times[k], allowed - workers[k].offset);
        const HfelShare chosen = SplitHfelTime(workers[k], division.bands[k], time);
        RoundShare share;
        share.involved = true;
        share.work = workers[k].processor.cycles * workers[k].processor.flopPerCycle;
        share.bits = workers[k].bits;
        share.clock = chosen.clock;
        share.power = chosen.power;
        share.rate = chosen.rate;
        share.bandwidth = division.bands[k];
        plan.workers.push_back(share);
    }
    if (problem.uplink.form == RoundUplinkForm::SUBCHANNELS)
    {
        AssignSubchannels(problem.uplink, plan);
    }
    plan.status = PlanStatus::SOLVED;
    plan.lowerBound = IsExact() ? least + fixed : 0;
    if (problem.update.time > 0 && least > allowed + TOLERANCE * problem.update.time)
    {
        std::ostringstream text;
        text << "update.time of " << problem.update.time << " s cannot be kept: the round takes "
             << least + fixed << " s";
        plan.status = PlanStatus::VIOLATED;
        plan.reason = text.str();
    }
    NS_LOG_INFO(workers.size() << " workers, " << least << " s, " << plan.summary.iterations
                               << " times looked at");
    return plan;
}

HfelDivision
HfelPlanner::Divide(const std::vector<HfelWorker>& workers,
                    double bandwidth,
                    double granularity) const
{
    return DivideHfelBand(workers, bandwidth, granularity);
}

bool
HfelPlanner::IsExact() const
{
    return true;
}

HfelDivision
HfelEqualBandPlanner::Divide(const std::vector<HfelWorker>& workers,
                             double bandwidth,
                             double granularity) const
{
    return DivideHfelBandEqually(workers, bandwidth, granularity);
}

TypeId
HfelFixedClockPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::HfelFixedClockPlanner")
            .SetParent<HfelPlannerBase>()
            .SetGroupName("EdgeAi")
            .AddConstructor<HfelFixedClockPlanner>()
            .AddAttribute(
                "ClockShare",
                "Share of its largest clock at which every worker computes [1], in (0, 1].",
                DoubleValue(0.5),
                MakeDoubleAccessor(&HfelFixedClockPlanner::m_clockShare),
                MakeDoubleChecker<double>(1e-6, 1));
    return tid;
}

std::string
HfelFixedClockPlanner::Restrict(std::vector<HfelWorker>& workers) const
{
    for (std::size_t k = 0; k < workers.size(); ++k)
    {
        RoundProcessor& processor = workers[k].processor;
        const double clock = m_clockShare * processor.clockMax;
        if (clock < processor.clockMin)
        {
            std::ostringstream text;
            text << "workers[" << k << "].processor.clockMin of " << processor.clockMin
                 << " cycle/s is above the clock of " << clock << " cycle/s that is fixed";
            return text.str();
        }
        processor.clockMin = processor.clockMax = clock;
    }
    return "";
}

HfelDivision
HfelFixedClockPlanner::Divide(const std::vector<HfelWorker>& workers,
                              double bandwidth,
                              double granularity) const
{
    return DivideHfelBandEqually(workers, bandwidth, granularity);
}

} // namespace edgeai
} // namespace ns3
