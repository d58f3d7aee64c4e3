/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "energy-balance.h"

#include "csv-format.h"
#include "record-list.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Rounding of long sums, relative.
constexpr double ROUNDING = 1e-9;
/// Sources count in steps of a nanojoule, and look at themselves now and then; relative and [J].
constexpr double SOURCE_ROUNDING = 1e-6;

/// @param [in] value a figure  @returns it; 0 if it is not available
double
OrZero(double value)
{
    return std::isnan(value) ? 0 : value;
}

/// @param [in] a sum  @param [in] b another  @param [in] share relative
/// @returns whether a is above b by more than rounding makes
bool
Exceeds(double a, double b, double share)
{
    return !(a <= b + share * (std::abs(a) + std::abs(b)) + 1e-12);
}

/// @param [in] energy [J]  @returns it in words
std::string
Joule(double energy)
{
    return FormatNumber(energy) + " J";
}

/// @param [in] node where its energy went  @param [in] explained of what is not charged [J]
/// @returns "" or what does not add up
std::string
FindFault(const NodeEnergy& node, double explained)
{
    const double parts = node.idle + node.ended + node.served;
    if (Exceeds(parts, node.processors, ROUNDING) || Exceeds(node.processors, parts, ROUNDING))
    {
        return "its processors drew " + Joule(node.processors) + ", of which " + Joule(parts) +
               " are idle or for jobs";
    }
    if (Exceeds(node.computation, node.ended, ROUNDING))
    {
        return "tasks are charged " + Joule(node.computation) + " for computations that took " +
               Joule(node.ended);
    }
    if (Exceeds(explained, node.uncharged, ROUNDING) && explained > ROUNDING * node.ended)
    {
        return Joule(explained) + " are said to be charged to no task, where it is " +
               Joule(node.uncharged);
    }
    if (Exceeds(node.transfer + node.sending, OrZero(node.radio), SOURCE_ROUNDING) &&
        !std::isnan(node.radio))
    {
        return "tasks are charged " + Joule(node.transfer) + " for transfers, its radio took " +
               Joule(node.radio);
    }
    if (Exceeds(node.metered, node.source + SOURCE_ROUNDING, SOURCE_ROUNDING) &&
        !std::isnan(node.source))
    {
        return "its energy source gave " + Joule(node.source) + ", its consumers took " +
               Joule(node.metered);
    }
    return "";
}

} // namespace

double
NodeEnergy::GetTasks() const
{
    return computation + transfer;
}

NodeEnergy
EnergyBalance::GetTotal() const
{
    NodeEnergy total;
    for (const NodeEnergy& node : nodes)
    {
        for (double EnergyReading::*part : {&EnergyReading::processors,
                                            &EnergyReading::idle,
                                            &EnergyReading::ended,
                                            &EnergyReading::served,
                                            &EnergyReading::sending,
                                            &EnergyReading::unfed,
                                            &EnergyReading::metered})
        {
            total.*part += node.*part;
        }
        for (double NodeEnergy::*part : {&NodeEnergy::computation,
                                         &NodeEnergy::transfer,
                                         &NodeEnergy::uncharged,
                                         &NodeEnergy::radioBesides,
                                         &NodeEnergy::others,
                                         &NodeEnergy::drawn})
        {
            total.*part += node.*part;
        }
    }
    return total;
}

void
EnergyBook::AddMeter(Meter meter)
{
    m_meters.push_back(std::move(meter));
}

void
EnergyBook::AddUncharged(uint32_t node, double energy, const std::string& why)
{
    if (energy > 0)
    {
        ++m_uncharged[why].count;
        m_uncharged[why].energy += energy;
        m_explained[node] += energy;
    }
}

void
EnergyBook::NoteBattery(uint32_t node, double when, bool empty)
{
    Outage& outage = m_outages[node];
    if (empty && std::isnan(outage.since))
    {
        outage.since = when;
        outage.first = std::isnan(outage.first) ? when : outage.first;
    }
    else if (!empty && !std::isnan(outage.since))
    {
        outage.before += when - outage.since;
        outage.since = NOT_AVAILABLE;
    }
}

double
NodeEnergy::GetUnderWay() const
{
    return served + sending;
}

EnergyBalance
EnergyBook::Balance(const std::vector<const TaskRecord*>& records, double now) const
{
    return BalanceOf(RecordList(records), now);
}

EnergyBalance
EnergyBook::BalanceOf(const RecordSource& source, double now) const
{
    std::map<uint32_t, NodeEnergy> nodes;
    for (const Meter& meter : m_meters)
    {
        for (const EnergyReading& reading : meter())
        {
            NodeEnergy node;
            static_cast<EnergyReading&>(node) = reading;
            nodes.emplace(reading.node, node);
        }
    }
    const auto charge = [&nodes](const TaskRecord& record) {
        for (const StepRecord& step : record.steps)
        {
            const auto found = nodes.find(step.planned.node);
            if (found != nodes.end() && !std::isnan(step.energy))
            {
                NodeEnergy& node = found->second;
                (step.planned.kind == StepKind::TRANSFER ? node.transfer : node.computation) +=
                    step.energy;
            }
        }
    };
    if (!nodes.empty())
    {
        source.ForEach(charge);
    }
    EnergyBalance balance;
    balance.uncharged = m_uncharged;
    for (auto& [id, node] : nodes)
    {
        // What the sums leave of rounding is nobody's energy.
        const double rest = node.ended - node.computation;
        node.uncharged = Exceeds(node.ended, node.computation, ROUNDING) ? rest : 0;
        node.radioBesides = std::isnan(node.radio) ? 0 : node.radio - node.transfer - node.sending;
        node.others = std::isnan(node.source) ? 0 : std::max(0.0, node.source - node.metered);
        node.drawn = node.computation + node.transfer + node.uncharged + node.GetUnderWay() +
                     node.idle + node.radioBesides + node.others;
        node.emptyFor = std::isnan(node.battery) ? NOT_AVAILABLE : 0;
        const auto outage = m_outages.find(id);
        if (outage != m_outages.end())
        {
            node.emptySince = outage->second.first;
            const double since = outage->second.since;
            node.emptyFor = outage->second.before + (std::isnan(since) ? 0 : now - since);
        }
        const auto explained = m_explained.find(id);
        const std::string fault =
            FindFault(node, explained == m_explained.end() ? 0 : explained->second);
        if (!fault.empty() && balance.fault.empty())
        {
            balance.fault = "node " + std::to_string(id) + ": " + fault;
        }
        balance.nodes.push_back(node);
    }
    return balance;
}

} // namespace edgeai
} // namespace ns3
