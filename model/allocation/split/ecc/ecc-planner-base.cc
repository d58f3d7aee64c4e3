/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-planner-base.h"

#include "ecc-listed-clocks.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/enum.h"
#include "ns3/log.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiEccPlannerBase");
NS_OBJECT_ENSURE_REGISTERED(EccPlannerBase);

TypeId
EccPlannerBase::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::EccPlannerBase")
            .SetParent<SplitPlanner>()
            .SetGroupName("EdgeAi")
            .AddAttribute("TimeWeight",
                          "w_T, what a second is worth to devices that do not say [1/s], >= 0",
                          DoubleValue(0.5),
                          MakeDoubleAccessor(&EccPlannerBase::SetWeight<&EccWeights::time>,
                                             &EccPlannerBase::GetWeight<&EccWeights::time>),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("EnergyWeight",
                          "w_E, what a joule is worth to devices that do not say [1/J], >= 0, not "
                          "0 together with TimeWeight",
                          DoubleValue(0.5),
                          MakeDoubleAccessor(&EccPlannerBase::SetWeight<&EccWeights::energy>,
                                             &EccPlannerBase::GetWeight<&EccWeights::energy>),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("Normalise",
                          "Divide delay and energy by what the device alone would take",
                          BooleanValue(false),
                          MakeBooleanAccessor(
                              &EccPlannerBase::SetPreference<bool, &EccPreferences::normalise>,
                              &EccPlannerBase::GetPreference<bool, &EccPreferences::normalise>),
                          MakeBooleanChecker())
            .AddAttribute("UnitWeight",
                          "w_R, price of a computing unit [1], >= 0",
                          DoubleValue(0),
                          MakeDoubleAccessor(
                              &EccPlannerBase::SetPreference<double, &EccPreferences::unitWeight>,
                              &EccPlannerBase::GetPreference<double, &EccPreferences::unitWeight>),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("WholeUnits",
                          "Whether computing units are given out whole, as processors can serve "
                          "them; does not concern servers without units",
                          BooleanValue(true),
                          MakeBooleanAccessor(&EccPlannerBase::m_wholeUnits),
                          MakeBooleanChecker())
            .AddAttribute("QoeWeight",
                          "Price of a wholly dissatisfied user, who expects the latency budget "
                          "[1], >= 0",
                          DoubleValue(0),
                          MakeDoubleAccessor(
                              &EccPlannerBase::SetPreference<double, &EccPreferences::qoeWeight>,
                              &EccPlannerBase::GetPreference<double, &EccPreferences::qoeWeight>),
                          MakeDoubleChecker<double>(0))
            .AddAttribute(
                "QoeSteepness",
                "Steepness of the sigmoid in delay over expected delay [1], > 0",
                DoubleValue(10),
                MakeDoubleAccessor(
                    &EccPlannerBase::SetPreference<double, &EccPreferences::qoeSteepness>,
                    &EccPlannerBase::GetPreference<double, &EccPreferences::qoeSteepness>),
                MakeDoubleChecker<double>(1e-3, 1e3))
            .AddAttribute(
                "TimeLimitWeight",
                "Price of exceeding the latency budget by its own length, squared "
                "beyond [1], >= 0",
                DoubleValue(0),
                MakeDoubleAccessor(
                    &EccPlannerBase::SetPreference<double, &EccPreferences::timeLimitWeight>,
                    &EccPlannerBase::GetPreference<double, &EccPreferences::timeLimitWeight>),
                MakeDoubleChecker<double>(0))
            .AddAttribute(
                "SicOrder",
                "Decoding order of the downlink: by gain, or by gain over noise and "
                "interference of other cells (Cinr)",
                EnumValue(EccPreferences::GAIN),
                CompatEnumAccessor<EccPreferences::SicOrder>(
                    &EccPlannerBase::SetPreference<EccPreferences::SicOrder,
                                                   &EccPreferences::sicOrder>,
                    &EccPlannerBase::GetPreference<EccPreferences::SicOrder,
                                                   &EccPreferences::sicOrder>),
                MakeEnumChecker(EccPreferences::GAIN, "Gain", EccPreferences::CINR, "Cinr"));
    return tid;
}

bool
EccPlannerBase::DividesServer() const
{
    return true;
}

bool
EccPlannerBase::DecidesRadio() const
{
    return true;
}

std::string
EccPlannerBase::ExplainRefusal(const SplitProblem& problem) const
{
    if (!(m_weights.time + m_weights.energy > 0))
    {
        return "attributes TimeWeight and EnergyWeight are both 0; one must be positive";
    }
    return ExplainEccRefusal(problem, DecidesRadio());
}

SplitPlan
EccPlannerBase::DoPlan(const SplitProblem& problem) const
{
    const EccProblem ecc = MakeEccProblem(problem, m_preferences, m_weights);
    const EccPoint present = MakeEccPresent(problem, ecc);
    Context context;
    context.wholeUnits = m_wholeUnits && problem.units.total > 0;
    context.present = problem.present.empty() ? nullptr : &present;
    Answer answer = Decide(ecc, context);
    TakeListedClocks(problem, ecc, answer.plan, answer.evaluation);
    NS_LOG_LOGIC("utility " << answer.evaluation.utility << " after " << answer.summary.iterations
                            << " steps");
    SplitPlan plan = MakeSplitPlan(problem, ecc, answer.plan, answer.evaluation, answer.orthogonal);
    plan.summary = answer.summary;
    return plan;
}

} // namespace edgeai
} // namespace ns3
