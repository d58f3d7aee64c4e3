/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-environment.h"

#include "allocation/split/laim/laim-task.h"

#include "ns3/field.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Logarithms of quantities lie within these, as quantities do (Field::LARGEST).
constexpr double LOGARITHM = 50;

/// @param [in] value a quantity  @returns its logarithm; nothing, or less, is the least
double
ToLogarithm(double value)
{
    return value > 0 ? std::log10(value) : -LOGARITHM;
}

/// @param [in] knob of a stage  @param [in] listed values that it may take, ascending; empty: any
/// @param [in] level from 0  @param [in] levels how many  @returns the value of that level
double
GetLevel(const StageKnob& knob, const std::vector<double>& listed, uint32_t level, uint32_t levels)
{
    const double share = (level + 1.0) / levels;
    if (!listed.empty())
    {
        const auto index = std::ceil(share * static_cast<double>(listed.size())) - 1;
        return listed[static_cast<std::size_t>(std::max(index, 0.0))];
    }
    return knob.least + share * (knob.GetTop() - knob.least);
}

} // namespace

SplitEnvironment::SplitEnvironment(Settings settings)
    : m_settings(std::move(settings))
{
}

std::string
SplitEnvironment::Begin(const SplitProblem& problem)
{
    if (problem.devices.size() > m_settings.devices)
    {
        return "the problem has " + std::to_string(problem.devices.size()) +
               " devices; the environment was made for up to " + std::to_string(m_settings.devices);
    }
    for (const SplitDevice& device : problem.devices)
    {
        m_cuts = m_cuts == 0 ? device.options.size() : m_cuts;
        if (device.options.size() != m_cuts)
        {
            return "devices have " + std::to_string(m_cuts) + " and " +
                   std::to_string(device.options.size()) +
                   " cuts; the environment needs the same number for all";
        }
    }
    m_problem = &problem;
    m_weightRate = problem.devices.front().weightRate;
    m_turn = 0;
    m_actions.clear();
    m_possible = GetValue(RequireSplitPlanner(m_settings.optimum)->Plan(problem));
    return "";
}

void
SplitEnvironment::Note(const TaskRecord& record)
{
    ++m_tally.tasks;
    if (record.outcome != TaskOutcome::COMPLETED)
    {
        ++m_tally.dropped;
        return;
    }
    const double slack = 1 + m_settings.tolerance;
    const bool late = record.realised.latency > slack * record.latencyBudget ||
                      record.realised.energy > slack * record.energyBudget;
    m_tally.missed += late ? 1 : 0;
    const double distortion = m_weightRate * record.planned.distortion;
    m_tally.worth += late ? 0 : 1 - std::min(1.0, std::isnan(distortion) ? 0 : distortion);
}

void
SplitEnvironment::Advance()
{
    m_tally = Tally();
}

void
SplitEnvironment::End()
{
    m_over = true;
    m_problem = nullptr;
}

SplitEnvironment::Json
SplitEnvironment::GetObservationSpace() const
{
    const std::size_t size = OBSERVED * (m_settings.perDevice ? 1 : m_settings.devices);
    return {{"type", "Box"}, {"low", -LOGARITHM}, {"high", LOGARITHM}, {"shape", {size}}};
}

SplitEnvironment::Json
SplitEnvironment::GetActionSpace() const
{
    const std::size_t devices = m_settings.perDevice ? 1 : m_settings.devices;
    Json sizes = Json::array();
    for (std::size_t k = 0; k < devices; ++k)
    {
        sizes.push_back(m_cuts);
        for (std::size_t i = 1; i < DECIDED; ++i)
        {
            sizes.push_back(m_settings.levels);
        }
    }
    return {{"type", "MultiDiscrete"}, {"nvec", sizes}};
}

std::vector<double>
SplitEnvironment::Observe(std::size_t device) const
{
    if (!m_problem || device >= m_problem->devices.size())
    {
        return std::vector<double>(OBSERVED, 0);
    }
    const SplitDevice& known = m_problem->devices[device];
    return {1,
            ToLogarithm(known.gain),
            ToLogarithm(known.linkRate),
            ToLogarithm(known.rateFactor),
            ToLogarithm(known.latencyBudget - known.overheadLatency - known.serverWait),
            ToLogarithm(known.energyBudget - known.overheadEnergy),
            ToLogarithm(m_problem->bandwidth / static_cast<double>(m_problem->devices.size())),
            ToLogarithm(m_problem->GetServerSlice(device))};
}

std::vector<double>
SplitEnvironment::GetObservation() const
{
    if (m_settings.perDevice)
    {
        return Observe(m_turn);
    }
    std::vector<double> all;
    for (std::size_t k = 0; k < m_settings.devices; ++k)
    {
        const std::vector<double> one = Observe(k);
        all.insert(all.end(), one.begin(), one.end());
    }
    return all;
}

double
SplitEnvironment::GetReward() const
{
    // Between the devices of one problem nothing has happened.
    return m_tally.tasks > 0 ? m_tally.worth / m_tally.tasks : 0;
}

bool
SplitEnvironment::GetGameOver() const
{
    return m_over;
}

SplitEnvironment::Json
SplitEnvironment::GetExtraInfo() const
{
    Json info;
    info["planned"] = m_planned;
    info["optimum"] = m_optimum;
    info["tasks"] = m_tally.tasks;
    info["dropped"] = m_tally.dropped;
    info["missed"] = m_tally.missed;
    // Of tasks that did not end nobody knows what becomes.
    info["gap"] = m_tally.tasks > 0 ? Json(m_planned - GetReward()) : Json(nullptr);
    info["possible"] = m_over ? Json(nullptr) : Json(m_possible);
    info["device"] = m_settings.perDevice && !m_over ? Json(m_turn) : Json(nullptr);
    return info;
}

std::string
SplitEnvironment::ExecuteActions(const std::vector<uint32_t>& actions)
{
    const std::size_t devices = m_settings.perDevice ? 1 : m_settings.devices;
    if (actions.size() != devices * DECIDED)
    {
        return "the action has " + std::to_string(actions.size()) + " numbers; expected are " +
               std::to_string(devices * DECIDED);
    }
    for (std::size_t i = 0; i < actions.size(); ++i)
    {
        const std::size_t size = i % DECIDED == 0 ? m_cuts : m_settings.levels;
        if (actions[i] >= size)
        {
            return "action[" + std::to_string(i) + "] is " + std::to_string(actions[i]) +
                   "; allowed is 0 to " + std::to_string(size - 1);
        }
    }
    m_actions.insert(m_actions.end(), actions.begin(), actions.end());
    m_turn += devices;
    return "";
}

bool
SplitEnvironment::IsDecided() const
{
    return m_turn >= m_problem->devices.size();
}

SplitPlan
SplitEnvironment::MakePlan() const
{
    SplitPlan plan;
    plan.status = PlanStatus::SOLVED;
    const uint32_t levels = m_settings.levels;
    for (std::size_t k = 0; k < m_problem->devices.size(); ++k)
    {
        const uint32_t* action = &m_actions[k * DECIDED];
        const SplitOption& option = m_problem->devices[k].options[action[0]];
        const double band = m_problem->bandwidth / static_cast<double>(m_problem->devices.size());
        const LaimCase planned = MakeLaimCase(*m_problem, k, option, band);
        const LaimTask& task = planned.task;
        const double keep = task.keepRatioMin +
                            (action[1] + 1.0) / levels * (task.keepRatioMax - task.keepRatioMin);
        SplitDecision decision;
        decision.status = PlanStatus::SOLVED;
        decision.split = option.split;
        decision.deviceKeepRatio = keep;
        decision.serverKeepRatio = keep;
        decision.bandwidth = m_problem->devices[k].linkRate > 0 ? 0 : band;
        decision.txPower = GetLevel(task.txPower, planned.levels.txPowers, action[2], levels);
        decision.deviceClock =
            GetLevel(task.deviceClock, planned.levels.deviceClocks, action[3], levels);
        decision.serverClock =
            GetLevel(task.serverClock, planned.levels.serverClocks, action[4], levels);
        plan.decisions.push_back(decision);
    }
    return plan;
}

double
SplitEnvironment::GetValue(const SplitPlan& plan) const
{
    double value = 0;
    for (const SplitDecision& decision : plan.decisions)
    {
        value += decision.status == PlanStatus::SOLVED ? 1 - decision.normalisedDistortion : 0;
    }
    return plan.decisions.empty() ? 0 : value / static_cast<double>(plan.decisions.size());
}

void
SplitEnvironment::Plan(const SplitPlan& plan)
{
    m_planned = GetValue(plan);
    m_optimum = m_possible;
}

} // namespace edgeai
} // namespace ns3
