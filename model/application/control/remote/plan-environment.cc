/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "plan-environment.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr double NOTHING = 51; ///< minus the logarithm of what counts from
constexpr double BEYOND = 102; ///< of what is larger than any quantity
constexpr double NOT_KNOWN = PlanEnvironment::EXTREME;

/// @param [in] value any number  @returns what an agent sees of it
double
See(double value)
{
    if (std::isnan(value))
    {
        return NOT_KNOWN;
    }
    const double size = std::abs(value);
    const double seen = size > 0 ? std::clamp(std::log10(size) + NOTHING, 0.0, BEYOND) : 0;
    return value < 0 ? -seen : seen;
}

/// @param [in] document any  @param [in,out] seen gets its numbers
void
Gather(const nlohmann::ordered_json& document, std::vector<double>& seen)
{
    if (document.is_structured())
    {
        for (const auto& member : document)
        {
            Gather(member, seen);
        }
    }
    else if (document.is_number())
    {
        seen.push_back(See(document.get<double>()));
    }
    else if (document.is_boolean())
    {
        seen.push_back(document.get<bool>() ? 1 : 0);
    }
    else if (document.is_null())
    {
        seen.push_back(NOT_KNOWN);
    }
    else if (document == "Infinity" || document == "-Infinity")
    {
        seen.push_back(document == "Infinity" ? BEYOND : -BEYOND);
    }
}

/// @param [in] value a number  @returns it; null for not a number
PlanEnvironment::Json
OrNull(double value)
{
    return std::isnan(value) ? PlanEnvironment::Json(nullptr) : PlanEnvironment::Json(value);
}

} // namespace

PlanEnvironment::PlanEnvironment(Settings settings)
    : m_settings(settings)
{
}

std::vector<double>
PlanEnvironment::Look(const Json& problem)
{
    std::vector<double> seen;
    Gather(problem, seen);
    return seen;
}

std::string
PlanEnvironment::Begin(std::vector<double> seen, const AgentTurns& turns, double expected)
{
    std::vector<uint32_t> sizes;
    for (const std::vector<uint32_t>& turn : turns)
    {
        if (m_settings.perDevice && turn != turns.front())
        {
            return "parts of the problem have different choices; with an action for each of them "
                   "they have to be the same";
        }
        if (!m_settings.perDevice || sizes.empty())
        {
            sizes.insert(sizes.end(), turn.begin(), turn.end());
        }
    }
    if (sizes.empty())
    {
        return "the problem leaves nothing to choose";
    }
    if (m_sizes.empty())
    {
        m_sizes = sizes;
        m_seen = seen;
    }
    if (m_sizes != sizes || m_seen.size() != seen.size())
    {
        return "the problem has " + std::to_string(seen.size()) + " numbers and " +
               std::to_string(sizes.size()) + " choices; the environment was made for " +
               std::to_string(m_seen.size()) + " and " + std::to_string(m_sizes.size());
    }
    m_seen = std::move(seen);
    m_turns = m_settings.perDevice ? turns.size() : 1;
    m_turn = 0;
    m_choice.clear();
    m_before = m_expected;
    m_expected = expected;
    if (m_reference == 0 && std::isfinite(expected) && expected > 0)
    {
        m_reference = expected;
        m_before = expected;
    }
    return "";
}

double
PlanEnvironment::GetWorth(double time) const
{
    const double reference = m_reference > 0 ? m_reference : 1;
    return std::isnan(time) ? time : reference / (reference + std::max(time, 0.0));
}

void
PlanEnvironment::Note(const TaskRecord& record)
{
    ++m_tally.tasks;
    const double planned = GetWorth(record.planned.latency);
    if (!std::isnan(planned))
    {
        ++m_tally.expected;
        m_tally.worthThere += planned;
    }
    if (record.outcome != TaskOutcome::COMPLETED)
    {
        ++m_tally.dropped;
        return;
    }
    m_tally.missed += record.deadlineMissed || record.energyMissed ? 1 : 0;
    const double worth = GetWorth(record.realised.latency);
    m_tally.worth += std::isnan(worth) ? 0 : worth;
}

void
PlanEnvironment::Advance()
{
    m_tally = Tally();
}

void
PlanEnvironment::End()
{
    m_over = true;
    std::fill(m_seen.begin(), m_seen.end(), 0);
    m_turn = 0;
    m_before = m_expected;
}

PlanEnvironment::Json
PlanEnvironment::GetObservationSpace() const
{
    return {{"type", "Box"}, {"low", -EXTREME}, {"high", EXTREME}, {"shape", {m_seen.size() + 1}}};
}

PlanEnvironment::Json
PlanEnvironment::GetActionSpace() const
{
    return {{"type", "MultiDiscrete"}, {"nvec", m_sizes}};
}

std::vector<double>
PlanEnvironment::GetObservation() const
{
    std::vector<double> seen = m_seen;
    // Whose turn it is: from 1, up to the last number that fits.
    seen.push_back(m_settings.perDevice && !m_over ? std::min<double>(m_turn + 1.0, EXTREME) : 0);
    return seen;
}

double
PlanEnvironment::GetReward() const
{
    return m_tally.tasks > 0 ? m_tally.worth / m_tally.tasks : 0;
}

bool
PlanEnvironment::GetGameOver() const
{
    return m_over;
}

PlanEnvironment::Json
PlanEnvironment::GetExtraInfo() const
{
    const double planned = m_tally.expected > 0 ? m_tally.worthThere / m_tally.expected
                                                : std::numeric_limits<double>::quiet_NaN();
    Json info;
    info["planned"] = OrNull(planned);
    info["optimum"] = OrNull(GetWorth(m_before));
    info["tasks"] = m_tally.tasks;
    info["dropped"] = m_tally.dropped;
    info["missed"] = m_tally.missed;
    info["gap"] = OrNull(planned - GetReward());
    info["possible"] = m_over ? Json(nullptr) : OrNull(GetWorth(m_expected));
    info["device"] = m_settings.perDevice && !m_over ? Json(m_turn) : Json(nullptr);
    return info;
}

std::string
PlanEnvironment::ExecuteActions(const std::vector<uint32_t>& actions)
{
    if (actions.size() != m_sizes.size())
    {
        return "the action has " + std::to_string(actions.size()) + " numbers; expected are " +
               std::to_string(m_sizes.size());
    }
    for (std::size_t i = 0; i < actions.size(); ++i)
    {
        if (actions[i] >= m_sizes[i])
        {
            return "action[" + std::to_string(i) + "] is " + std::to_string(actions[i]) +
                   "; allowed is 0 to " + std::to_string(m_sizes[i] - 1);
        }
    }
    m_choice.insert(m_choice.end(), actions.begin(), actions.end());
    ++m_turn;
    return "";
}

bool
PlanEnvironment::IsDecided() const
{
    return m_turn >= m_turns;
}

const AgentChoice&
PlanEnvironment::GetChoice() const
{
    return m_choice;
}

} // namespace edgeai
} // namespace ns3
