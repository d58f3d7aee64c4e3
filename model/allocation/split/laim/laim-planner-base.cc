/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "laim-planner-base.h"

#include "allocation/split/split-likeness.h"
#include "laim-baseline-plans.h"
#include "laim-cuts.h"
#include "laim-separate.h"

#include "ns3/boolean.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/integer.h"
#include "ns3/log.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <sstream>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiLaimPlannerBase");
NS_OBJECT_ENSURE_REGISTERED(LaimPlannerBase);

namespace
{

/// Relative distance from a limit below which it counts as reached.
constexpr double ACTIVE = 1e-9;

bool
Reaches(double value, double limit)
{
    return value >= limit * (1 - ACTIVE);
}

} // namespace

TypeId
LaimPlannerBase::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::LaimPlannerBase")
            .SetParent<SplitPlanner>()
            .SetGroupName("EdgeAi")
            .AddAttribute("Split",
                          "Number of blocks on the device; -1 lets the planner choose. Planners "
                          "that are about one cut only do not look at it.",
                          IntegerValue(-1),
                          MakeIntegerAccessor(&LaimPlannerBase::m_split),
                          MakeIntegerChecker<int64_t>(-1, 4294967295))
            .AddAttribute("SplitMin",
                          "Least number of blocks on the device; 1 keeps the raw input there.",
                          UintegerValue(0),
                          MakeUintegerAccessor(&LaimPlannerBase::m_splitMin),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("PreferLatency",
                          "When the largest keep ratio is within the budgets: take the fastest "
                          "such plan instead of the one of least energy.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&LaimPlannerBase::m_preferLatency),
                          MakeBooleanChecker())
            .AddAttribute(
                "Distortion",
                "Distortion against pruning ratio, as it is reported and, with separate "
                "ratios, minimised.",
                EnumValue(DistortionFunction::MAGNITUDE_EXACT),
                CompatEnumAccessor<DistortionFunction::Kind>(&LaimPlannerBase::m_distortion),
                MakeEnumChecker(DistortionFunction::MAGNITUDE_EXACT,
                                "MagnitudeExact",
                                DistortionFunction::RATE_DISTORTION,
                                "RateDistortion",
                                DistortionFunction::RANDOM,
                                "Random",
                                DistortionFunction::RD_CODE,
                                "RdCode",
                                DistortionFunction::TABLE,
                                "Table"))
            .AddAttribute("CountMask",
                          "Distortion RateDistortion: whether the positions of the kept weights "
                          "take up part of the rate.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&LaimPlannerBase::m_countMask),
                          MakeBooleanChecker())
            .AddAttribute("DistortionTable",
                          "Distortion Table: points ratio:distortion, pruning ratios ascending "
                          "from 0 to 1 and normalised distortions ascending within [0, 1], "
                          "separated by spaces.",
                          StringValue("0:0 1:1"),
                          MakeStringAccessor(&LaimPlannerBase::m_distortionTable),
                          MakeStringChecker())
            .AddAttribute("BandAllocation",
                          "How several devices share the band.",
                          EnumValue(LaimPlannerBase::MAX_MIN),
                          CompatEnumAccessor<LaimPlannerBase::BandAllocation>(
                              &LaimPlannerBase::m_bandAllocation),
                          MakeEnumChecker(LaimPlannerBase::MAX_MIN,
                                          "MaxMin",
                                          LaimPlannerBase::EQUAL,
                                          "Equal"))
            .AddAttribute("HandOutLeftover",
                          "BandAllocation MaxMin: give the band that is left to the device that "
                          "gains most from it.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&LaimPlannerBase::m_handOutLeftover),
                          MakeBooleanChecker());
    return tid;
}

void
LaimPlannerBase::Remark(const LaimSolution&, SplitDecision&) const
{
}

std::vector<SplitOption>
LaimPlannerBase::OnlyCut(const SplitDevice& device, uint32_t split)
{
    const SplitOption* option = device.FindOption(split);
    return option ? std::vector<SplitOption>{*option} : std::vector<SplitOption>();
}

int64_t
LaimPlannerBase::GetSplit() const
{
    return m_split;
}

std::vector<SplitOption>
LaimPlannerBase::SelectOptions(const SplitDevice& device) const
{
    std::vector<SplitOption> selected;
    for (const SplitOption& option : device.options)
    {
        if (m_split < 0 || option.split == m_split)
        {
            selected.push_back(option);
        }
    }
    return selected;
}

std::string
LaimPlannerBase::ExplainRefusal(const SplitProblem& problem) const
{
    if (m_distortion == DistortionFunction::TABLE)
    {
        std::vector<std::pair<double, double>> points;
        const std::string wrong = DistortionFunction::ParseTable(m_distortionTable, points);
        if (!wrong.empty())
        {
            return "attribute DistortionTable: " + wrong;
        }
    }
    for (std::size_t k = 0; k < problem.devices.size(); ++k)
    {
        const std::vector<SplitOption> options = SelectOptions(problem.devices[k]);
        if (options.empty() || options.back().split < m_splitMin)
        {
            std::ostringstream text;
            text << "devices[" << k << "].options has no cut that " << GetInstanceTypeId().GetName()
                 << " with Split " << m_split << " and SplitMin " << m_splitMin
                 << " may choose; its cuts are";
            // Not all of a deep network's, so that the words fit into a message.
            const std::size_t named = std::min<std::size_t>(problem.devices[k].options.size(), 40);
            for (std::size_t i = 0; i < named; ++i)
            {
                text << " " << problem.devices[k].options[i].split;
            }
            text << (named < problem.devices[k].options.size() ? " ..." : "");
            return text.str();
        }
    }
    return ExplainMethodRefusal(problem);
}

std::string
LaimPlannerBase::ExplainMethodRefusal(const SplitProblem&) const
{
    return "";
}

bool
LaimPlannerBase::MaximisesKeepRatio() const
{
    return false;
}

void
LaimPlannerBase::Restrict(LaimCase&) const
{
}

DistortionFunction
LaimPlannerBase::MakeDistortion(const SplitDevice& device) const
{
    switch (m_distortion)
    {
    case DistortionFunction::RATE_DISTORTION:
        return DistortionFunction::MakeRateDistortion(device.bitsPerWeight, m_countMask);
    case DistortionFunction::TABLE: {
        std::vector<std::pair<double, double>> points;
        DistortionFunction::ParseTable(m_distortionTable, points);
        return DistortionFunction::MakeTable(points);
    }
    default:
        return DistortionFunction(m_distortion);
    }
}

LaimPlannerBase::Outcome
LaimPlannerBase::PlanDevice(const Context& context,
                            const std::vector<SplitOption>& options,
                            double bandwidth) const
{
    std::vector<LaimCase> cases;
    for (const SplitOption& option : options)
    {
        if (option.split >= m_splitMin)
        {
            cases.push_back(MakeLaimCase(context.problem, context.index, option, bandwidth));
            cases.back().task.preferLatency = m_preferLatency;
            Restrict(cases.back());
        }
    }
    const LaimCutChoice choice = ChooseCut(
        cases,
        [this, &context](const LaimCase& one) { return Solve(one, context); },
        m_preferLatency,
        MaximisesKeepRatio());
    return {cases[choice.index], choice.solution, choice.summary};
}

LaimCase
LaimPlannerBase::FindNearestCase(const Context& context,
                                 const std::vector<SplitOption>& options,
                                 double bandwidth) const
{
    LaimCase chosen;
    std::pair<int, double> nearest{std::numeric_limits<int>::max(), 0};
    for (const SplitOption& option : options)
    {
        if (option.split < m_splitMin)
        {
            continue;
        }
        LaimCase candidate = MakeLaimCase(context.problem, context.index, option, bandwidth);
        Restrict(candidate);
        const Shortfall shortfall = FindShortfall(candidate);
        const std::pair<int, double> distance{shortfall.budget,
                                              shortfall.needed / shortfall.allowed};
        if (distance < nearest)
        {
            nearest = distance;
            chosen = candidate;
        }
    }
    return chosen;
}

LaimPlannerBase::Shortfall
LaimPlannerBase::FindShortfall(const LaimCase& planned) const
{
    LaimTask task = planned.task;
    if (task.keepRatioMax < task.keepRatioMin)
    {
        return {Shortfall::MEMORY, task.keepRatioMin, task.keepRatioMax};
    }
    auto solver = [](const LaimTask& t) { return SolveLaim(t); };
    task.keepRatioMax = task.keepRatioMin;
    task.energyBudget = UNLIMITED_BUDGET;
    task.preferLatency = false;
    LaimSolution least = SolveWithLevels(task, planned.levels, solver);
    if (least.feasible)
    {
        return {Shortfall::ENERGY,
                least.energy + planned.overheadEnergy,
                planned.task.energyBudget + planned.overheadEnergy};
    }
    task.latencyBudget = UNLIMITED_BUDGET;
    task.preferLatency = true;
    least = SolveWithLevels(task, planned.levels, solver);
    return {Shortfall::LATENCY,
            least.latency + planned.overheadLatency,
            planned.task.latencyBudget + planned.overheadLatency};
}

void
LaimPlannerBase::Fail(const LaimCase& planned,
                      const LaimSolution&,
                      const SplitDevice& device,
                      SplitDecision& decision) const
{
    const Shortfall shortfall = FindShortfall(planned);
    std::ostringstream text;
    switch (shortfall.budget)
    {
    case Shortfall::MEMORY:
        text << "memoryBits of " << device.memoryBits << " bit holds at most the share "
             << shortfall.allowed << " of the weights before cut " << planned.split
             << ", keepRatioMin is " << shortfall.needed;
        break;
    case Shortfall::LATENCY:
        text << "latencyBudget of " << shortfall.allowed << " s cannot be kept: at keep ratio "
             << planned.task.keepRatioMin << " and cut " << planned.split
             << " the least latency is " << shortfall.needed << " s";
        break;
    case Shortfall::ENERGY:
        text << "energyBudget of " << shortfall.allowed << " J cannot be kept: at keep ratio "
             << planned.task.keepRatioMin << " and cut " << planned.split
             << " the least energy within the latency budget of " << device.latencyBudget
             << " s is " << shortfall.needed << " J";
        break;
    }
    decision = SplitDecision();
    decision.status = PlanStatus::INFEASIBLE;
    decision.reason = text.str();
}

void
LaimPlannerBase::ReportDistortion(const LaimCase& planned,
                                  const Context& context,
                                  SplitDecision& decision) const
{
    decision.normalisedDistortion = WeightedDistortion(context.distortion,
                                                       planned.deviceWeightShare,
                                                       decision.deviceKeepRatio,
                                                       decision.serverKeepRatio);
    decision.distortion =
        decision.normalisedDistortion / context.problem.devices[context.index].weightRate;
}

std::vector<PlanStep>
LaimPlannerBase::MakeSteps(const Context& context,
                           const Outcome& outcome,
                           const SplitDecision& decision)
{
    const LaimSolution& solution = outcome.solution;
    return MakeSplitSteps(context.problem,
                          context.index,
                          decision,
                          {solution.device, solution.uplink, solution.server});
}

SplitDecision
LaimPlannerBase::MakeDecision(const Context& context, const Outcome& outcome) const
{
    const SplitDevice& device = context.problem.devices[context.index];
    const LaimCase& chosen = outcome.chosen;
    const LaimSolution& solution = outcome.solution;
    SplitDecision decision;
    decision.status = PlanStatus::SOLVED;
    decision.split = chosen.split;
    decision.deviceKeepRatio = solution.deviceKeepRatio;
    decision.serverKeepRatio = solution.serverKeepRatio;
    decision.txPower = solution.txPower;
    decision.deviceClock = solution.deviceClock;
    decision.serverClock = solution.serverClock;
    decision.bandwidth = chosen.bandwidth;
    decision.steps = MakeSteps(context, outcome, decision);
    decision.latency = solution.latency + chosen.overheadLatency;
    decision.energy = solution.energy + chosen.overheadEnergy;
    ReportDistortion(chosen, context, decision);
    decision.latencyActive = Reaches(decision.latency, device.latencyBudget);
    decision.energyActive = Reaches(decision.energy, device.energyBudget);
    decision.deviceClockActive = Reaches(solution.deviceClock, chosen.task.deviceClock.limit);
    decision.serverClockActive = Reaches(solution.serverClock, chosen.task.serverClock.limit);
    decision.txPowerActive =
        solution.txPower > 0 && Reaches(solution.txPower, chosen.task.txPower.limit);
    if (!solution.feasible)
    {
        Fail(chosen, solution, device, decision);
    }
    else
    {
        Remark(solution, decision);
    }
    return decision;
}

SplitPlan
LaimPlannerBase::DoPlan(const SplitProblem& problem) const
{
    const std::size_t count = problem.devices.size();
    // What holds for one device holds for those that are like it, unless lots are drawn.
    std::vector<std::size_t> alike(count);
    std::iota(alike.begin(), alike.end(), 0);
    if (!UsesDraws())
    {
        alike = FindAlike(problem.devices);
    }
    std::map<std::size_t, DistortionFunction> distortions;
    std::map<std::size_t, std::vector<SplitOption>> options;
    // A link that has a rate of its own takes none of the band.
    std::vector<std::size_t> radios;
    for (std::size_t k = 0; k < count; ++k)
    {
        if (alike[k] == k)
        {
            distortions.emplace(k, MakeDistortion(problem.devices[k]));
            options.emplace(k, SelectOptions(problem.devices[k]));
        }
        if (problem.devices[k].linkRate == 0)
        {
            radios.push_back(k);
        }
    }
    auto contextOf = [&](std::size_t k) { return Context{problem, k, distortions.at(alike[k])}; };

    SplitPlan plan;
    const std::vector<double> bands = DivideBand(
        problem,
        radios,
        alike,
        [&](std::size_t k, double band) {
            const Outcome outcome = PlanDevice(contextOf(k), options.at(alike[k]), band);
            plan.summary.evaluations += outcome.summary.evaluations;
            return outcome.solution.feasible ? outcome.solution.merit
                                             : -std::numeric_limits<double>::infinity();
        },
        plan.summary.limited);

    plan.status = PlanStatus::SOLVED;
    std::map<std::pair<std::size_t, double>, std::pair<Outcome, SplitDecision>> known;
    for (std::size_t k = 0; k < count; ++k)
    {
        const Context context = contextOf(k);
        const auto [at, fresh] = known.try_emplace({alike[k], bands[k]});
        auto& [outcome, decision] = at->second;
        if (fresh)
        {
            const std::vector<SplitOption>& cuts = options.at(alike[k]);
            outcome = PlanDevice(context, cuts, bands[k]);
            if (!outcome.solution.feasible && outcome.solution.latency == 0)
            {
                // Nothing was planned for any cut, so none is better than the others yet.
                outcome.chosen = FindNearestCase(context, cuts, bands[k]);
            }
            decision = MakeDecision(context, outcome);
            plan.summary.iterations += outcome.summary.iterations;
            plan.summary.evaluations += outcome.summary.evaluations;
            plan.summary.limited = plan.summary.limited || outcome.summary.limited;
            plan.summary.residual = std::max(plan.summary.residual, outcome.summary.residual);
        }
        else if (!decision.steps.empty())
        {
            decision.steps = MakeSteps(context, outcome, decision); // between nodes of its own
        }
        plan.Append(decision, count > 1 ? "devices[" + std::to_string(k) + "]: " : "");
    }
    return plan;
}

std::vector<double>
LaimPlannerBase::DivideBand(const SplitProblem& problem,
                            const std::vector<std::size_t>& radios,
                            const std::vector<std::size_t>& alike,
                            const BandMerit& merit,
                            bool& limited) const
{
    const double width = problem.subchannelWidth;
    std::vector<double> shared = DivideBandEqually(radios.size(), problem.bandwidth, width);
    if (radios.size() > 1 && m_bandAllocation == MAX_MIN)
    {
        // The first of a kind with a radio is a radio.
        std::vector<std::size_t> places(problem.devices.size());
        BandOptions options;
        for (std::size_t radio = 0; radio < radios.size(); ++radio)
        {
            places[radios[radio]] = radio;
            options.alike.push_back(places[alike[radios[radio]]]);
        }
        const auto meritOf = [&](std::size_t radio, double band) {
            return merit(radios[radio], band);
        };
        BandShares shares =
            width > 0 ? DivideSubchannelsMaxMin(radios.size(),
                                                CountSubchannels(problem.bandwidth, width),
                                                width,
                                                meritOf,
                                                options.alike)
                      : DivideBandMaxMin(radios.size(), problem.bandwidth, meritOf, options);
        NS_LOG_LOGIC("max-min level " << shares.level << ", " << shares.needed << " Hz of "
                                      << problem.bandwidth << " Hz needed");
        if (m_handOutLeftover && width == 0)
        {
            shares = HandOutLeftover(shares, problem.bandwidth, meritOf, options.alike);
        }
        shared = shares.bands;
        limited = shares.limited;
    }
    std::vector<double> bands(problem.devices.size(), 0);
    for (std::size_t i = 0; i < radios.size(); ++i)
    {
        bands[radios[i]] = shared[i];
    }
    return bands;
}

} // namespace edgeai
} // namespace ns3
