/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "halp-planner.h"

#include "allocation/plan/planner-registry.h"
#include "row-partition-evaluation.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/uinteger.h"

#include <sstream>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiHalpPlanner");
NS_OBJECT_ENSURE_REGISTERED(HalpZonePlanner);
NS_OBJECT_ENSURE_REGISTERED(HalpPlanner);

namespace
{

constexpr uint32_t HALP_NODES = 3;
/// A grid finer than this is beyond any use, and takes longer than one waits for a plan.
constexpr double STEP_LEAST = 0.001;

/// @param [in] name of an attribute  @param [in] least its value  @param [in] most of the other one
/// @returns "" or that the first exceeds the second
std::string
ExplainRange(const std::string& name, double least, double most)
{
    std::ostringstream text;
    if (least > most)
    {
        text << "attribute " << name << "Min is " << least << "; allowed is 0 to " << name
             << "Max, which is " << most;
    }
    return text.str();
}

} // namespace

TypeId
HalpZonePlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::HalpZonePlanner")
            .SetParent<RowPartitionPlanner>()
            .SetGroupName("EdgeAi")
            .AddAttribute(
                "ZoneMin",
                "Least share of the rows of every layer that is the host's [1], in [0, 1].",
                DoubleValue(0),
                MakeDoubleAccessor(&HalpZonePlanner::m_zoneMin),
                MakeDoubleChecker<double>(0, 1))
            .AddAttribute("ZoneMax",
                          "Largest share of the rows that is tried [1], in [0, 1].",
                          DoubleValue(.5),
                          MakeDoubleAccessor(&HalpZonePlanner::m_zoneMax),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("ZoneStep",
                          "Step between shares that are tried [1], in [0.001, 1].",
                          DoubleValue(.02),
                          MakeDoubleAccessor(&HalpZonePlanner::m_zoneStep),
                          MakeDoubleChecker<double>(STEP_LEAST, 1))
            .AddAttribute("RatioMin",
                          "Least share of secondary 1 of the rows besides the host's [1], in [0, "
                          "1]; it is 0.5 where both secondaries are equally fast.",
                          DoubleValue(.3),
                          MakeDoubleAccessor(&HalpZonePlanner::m_ratioMin),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("RatioMax",
                          "Largest share of secondary 1 that is tried [1], in [0, 1].",
                          DoubleValue(.85),
                          MakeDoubleAccessor(&HalpZonePlanner::m_ratioMax),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("RatioStep",
                          "Step between shares of secondary 1 that are tried [1], in [0.001, 1].",
                          DoubleValue(.01),
                          MakeDoubleAccessor(&HalpZonePlanner::m_ratioStep),
                          MakeDoubleChecker<double>(STEP_LEAST, 1))
            .AddAttribute("ConvolutionZone",
                          "Least rows of the host behind a convolution.",
                          UintegerValue(4),
                          MakeUintegerAccessor(&HalpZonePlanner::m_convolutionZone),
                          MakeUintegerChecker<uint32_t>(0, 65536))
            .AddAttribute("PoolingZone",
                          "Least rows of the host behind pooling.",
                          UintegerValue(2),
                          MakeUintegerAccessor(&HalpZonePlanner::m_poolingZone),
                          MakeUintegerChecker<uint32_t>(0, 65536))
            .AddAttribute("Refine",
                          "Move the boundaries of single layers by a row while that helps.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&HalpZonePlanner::m_refine),
                          MakeBooleanChecker());
    return tid;
}

std::string
HalpZonePlanner::ExplainRefusal(const RowPartitionProblem& problem) const
{
    if (problem.nodes.size() != HALP_NODES)
    {
        return "nodes.size() is " + std::to_string(problem.nodes.size()) +
               "; allowed is 3, a host and two secondaries";
    }
    const std::string zone = KeepsToOverlap() ? "" : ExplainRange("Zone", m_zoneMin, m_zoneMax);
    return zone.empty() ? ExplainRange("Ratio", m_ratioMin, m_ratioMax) : zone;
}

HalpOrder
HalpZonePlanner::GetOrder() const
{
    return HalpOrder::EDGE_FIRST;
}

bool
HalpZonePlanner::KeepsToOverlap() const
{
    return false;
}

RowPartitionPlan
HalpZonePlanner::DoPlan(const RowPartitionProblem& problem) const
{
    HalpSearchOptions options;
    options.zoneMin = KeepsToOverlap() ? 0 : m_zoneMin;
    options.zoneMax = KeepsToOverlap() ? 0 : m_zoneMax;
    options.zoneStep = m_zoneStep;
    options.ratioMin = m_ratioMin;
    options.ratioMax = m_ratioMax;
    options.ratioStep = m_ratioStep;
    options.convolutionZone = m_convolutionZone;
    options.poolingZone = m_poolingZone;
    options.order = GetOrder();
    options.refine = m_refine;
    RowPartitionPlan plan = SearchHalp(problem, options);
    NS_LOG_INFO("zone " << plan.zoneShare << ", ratio " << plan.ratio << ": " << plan.time
                        << " s, alone " << plan.aloneTime << " s, " << plan.summary.evaluations
                        << " timelines");
    return plan;
}

TypeId
HalpPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::HalpPlanner")
            .SetParent<HalpZonePlanner>()
            .SetGroupName("EdgeAi")
            .AddConstructor<HalpPlanner>()
            .AddAttribute("MayRunAlone",
                          "Let the host run everything where no division is faster.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&HalpPlanner::m_mayRunAlone),
                          MakeBooleanChecker());
    return tid;
}

RowPartitionPlan
HalpPlanner::DoPlan(const RowPartitionProblem& problem) const
{
    RowPartitionPlan plan = HalpZonePlanner::DoPlan(problem);
    if (m_mayRunAlone && (!plan.IsUsable() || plan.time > GetAloneTime(problem)))
    {
        const PlanSummary summary = plan.summary;
        plan = EvaluateAlone(problem);
        plan.summary = summary;
    }
    return plan;
}

EDGE_AI_PLANNER(HalpOverlapPlanner, HalpZonePlanner)

bool
HalpOverlapPlanner::KeepsToOverlap() const
{
    return true;
}

EDGE_AI_PLANNER(HalpBodyFirstPlanner, HalpZonePlanner)

HalpOrder
HalpBodyFirstPlanner::GetOrder() const
{
    return HalpOrder::BODY_FIRST;
}

EDGE_AI_PLANNER(HalpBarrierPlanner, HalpZonePlanner)

HalpOrder
HalpBarrierPlanner::GetOrder() const
{
    return HalpOrder::BARRIERS;
}

} // namespace edgeai
} // namespace ns3
