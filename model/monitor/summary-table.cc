/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "summary-table.h"

#include "alike-quantities.h"
#include "csv-format.h"
#include "node-table.h"
#include "record-columns.h"
#include "text-table.h"

#include <boost/algorithm/string/case_conv.hpp>
#include <cmath>
#include <string>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] plan planned value  @param [in] fact realised value  @returns fact / plan
double
Divide(double plan, double fact)
{
    return plan > 0 ? fact / plan : NOT_AVAILABLE;
}

/// @param [in] quantity of a summary  @returns how many tasks its means are over
uint64_t
CountTasks(const QuantitySummary& quantity)
{
    return quantity.count           ? quantity.count
           : quantity.realisedCount ? quantity.realisedCount
                                    : quantity.plannedCount;
}

/// @param [in] ratio in [0, 1]  @returns it in percent
TextCell
Percent(double ratio)
{
    return TextCell(100 * ratio, 3);
}

/// @param [in] quantity of a summary
/// @returns whether it is a ratio of powers, which nobody reads but in decibels
bool
IsPowerRatio(const QuantitySummary& quantity)
{
    static const std::string NAME = "sinr";
    const std::string& name = quantity.name;
    return quantity.unit.empty() && name.size() >= NAME.size() &&
           boost::algorithm::to_lower_copy(name.substr(name.size() - NAME.size())) == NAME;
}

/// @param [in] ratio of powers, linear  @returns it [dB]; what is not available stays so
double
ToDecibels(double ratio)
{
    return 10 * std::log10(ratio);
}

/// @param [in] quantity of a summary  @returns whether there is anything of it
bool
IsKnown(const QuantitySummary& quantity)
{
    return quantity.plannedCount > 0 || quantity.realisedCount > 0;
}

/// @param [in] alike quantities  @param [in,out] os where to print them, if there are any
void
PrintAlike(const AlikeQuantities& alike, std::ostream& os)
{
    TextTable table({{"quantity", ""},
                     {"unit", ""},
                     {"of", ""},
                     {"steps", ""},
                     {"plan", ""},
                     {"reality", ""},
                     {"ratio", ""},
                     {"least", ""},
                     {"most", ""}});
    table.SetTitle(
        "Of more than " + std::to_string(AlikeQuantities::SHOWN) +
        " alike, # for their numbers: means over all of them, least and most mean of one");
    bool any = false;
    for (const AlikeQuantity& q : alike.Get())
    {
        if (!IsKnown(q.all))
        {
            continue;
        }
        any = true;
        const bool power = IsPowerRatio(q.all);
        const auto show = [power](double value) { return power ? ToDecibels(value) : value; };
        table.AddRow({q.all.name,
                      power ? "dB" : q.all.unit,
                      q.members,
                      CountTasks(q.all),
                      show(q.all.planned),
                      show(q.all.realised),
                      q.all.ratio,
                      show(q.least),
                      show(q.most)});
    }
    if (any)
    {
        os << '\n';
        table.Print(os);
        os << "Each of them is in summary.csv, and in the table of steps\n";
    }
}

/// @param [in,out] table of quantities  @param [in] q one of them
void
AddQuantity(TextTable& table, const QuantitySummary& q)
{
    if (!IsKnown(q))
    {
        return;
    }
    if (IsPowerRatio(q))
    {
        table.AddRow(
            {q.name, "dB", CountTasks(q), ToDecibels(q.planned), ToDecibels(q.realised), q.ratio});
        return;
    }
    table.AddRow({q.name, q.unit, CountTasks(q), q.planned, q.realised, q.ratio});
}

/// @param [in] summary of all tasks  @param [in,out] os where to print plan against reality
void
PrintQuantities(const TaskSummary& summary, std::ostream& os)
{
    const AlikeQuantities alike(summary.quantities);
    TextTable table({{"quantity", ""},
                     {"unit", ""},
                     {"tasks", ""},
                     {"plan", ""},
                     {"reality", ""},
                     {"ratio", ""}});
    table.SetTitle("Plan and reality, means over " + std::to_string(summary.counts.completed) +
                   " completed tasks");
    for (const QuantitySummary& q : summary.quantities)
    {
        if (!alike.Has(q))
        {
            AddQuantity(table, q);
        }
        if (q.name == "latency" && q.realisedCount)
        {
            const Percentiles& plan = summary.latencyPlanned;
            const Percentiles& fact = summary.latencyRealised;
            const auto add = [&](const std::string& which, double planned, double realised) {
                table.AddRow({"latency " + which,
                              "s",
                              CountTasks(q),
                              planned,
                              realised,
                              Divide(planned, realised)});
            };
            add("p50", plan.p50, fact.p50);
            add("p95", plan.p95, fact.p95);
            add("p99", plan.p99, fact.p99);
        }
    }
    table.Print(os);
    PrintAlike(alike, os);
}

/// @param [in] summary of all tasks  @param [in,out] os where to print what became of them
void
PrintOutcomes(const TaskSummary& summary, std::ostream& os)
{
    const TaskCounts& counts = summary.counts;
    TextTable table({{"outcome", ""}, {"tasks", ""}, {"share", "%"}});
    const auto add = [&](const std::string& name, uint64_t count) {
        table.AddRow({name, count, Percent(counts.generated ? 1.0 * count / counts.generated : 0)});
    };
    add("generated", counts.generated);
    add("completed", counts.completed);
    add("  of these late", summary.late);
    add("dropped", counts.dropped);
    for (const auto& [outcome, count] : counts.byOutcome)
    {
        if (IsDropped(outcome))
        {
            add("  " + ToString(outcome), count);
        }
    }
    add("unfinished", counts.unfinished);
    table.Print(os);
    for (const auto& [outcome, reason] : summary.reasons)
    {
        os << ToString(outcome) << ", " << std::to_string(reason.count) << " of "
           << std::to_string(counts.byOutcome.at(outcome)) << ": " << reason.words << '\n';
    }
    if (!counts.IsConserved())
    {
        os << "NOT CONSERVED: generated is not completed + dropped + unfinished\n";
    }
}

/// @param [in] summary of all tasks  @param [in,out] os where to print totals
void
PrintTotals(const TaskSummary& summary, std::ostream& os)
{
    TextTable table({{"total", ""}, {"unit", ""}, {"value", ""}});
    table.AddRow({"completion rate", "task/s", summary.completionRate});
    table.AddRow({"deadline missed", "%", Percent(summary.deadlineMissRatio)});
    table.AddRow({"energy budget missed", "%", Percent(summary.energyMissRatio)});
    table.AddRow({"energy", "J", summary.energyTotal});
    table.AddRow({"energy of dropped tasks", "J", summary.energyWasted});
    table.Print(os);
}

/// @param [in] what the groups are  @param [in] groups by name  @param [in,out] os where to print
void
PrintGroups(const std::string& what,
            const std::map<std::string, TaskSummary>& groups,
            std::ostream& os)
{
    TextTable table({{what, ""},
                     {"generated", ""},
                     {"completed", ""},
                     {"deadline missed", "%"},
                     {"latency plan", "s"},
                     {"latency", "s"},
                     {"ratio", ""},
                     {"latency p95", "s"},
                     {"energy plan", "J"},
                     {"energy", "J"},
                     {"ratio", ""}});
    for (const auto& [name, group] : groups)
    {
        const QuantitySummary& latency = *group.Find("latency");
        const QuantitySummary& energy = *group.Find("energy");
        table.AddRow({name.empty() ? "(none)" : name,
                      group.counts.generated,
                      group.counts.completed,
                      Percent(group.deadlineMissRatio),
                      latency.planned,
                      latency.realised,
                      latency.ratio,
                      group.latencyRealised.p95,
                      energy.planned,
                      energy.realised,
                      energy.ratio});
    }
    os << '\n';
    table.Print(os);
}

} // namespace

void
PrintSummary(const InferenceSummary& summary, std::ostream& os)
{
    if (summary.warmUp > 0)
    {
        os << "Without the " << std::to_string(summary.leftOut) << " tasks generated before "
           << FormatNumber(summary.warmUp)
           << " s (warm-up); the energy of nodes is of the whole run\n\n";
    }
    PrintQuantities(summary.all, os);
    os << '\n';
    PrintOutcomes(summary.all, os);
    os << '\n';
    PrintTotals(summary.all, os);
    PrintEnergy(summary.energy, summary.nodeNames, os);
    if (summary.byPlanner.size() > 1)
    {
        PrintGroups("planner", summary.byPlanner, os);
    }
    if (summary.byNetwork.size() > 1)
    {
        PrintGroups("network", summary.byNetwork, os);
    }
    constexpr std::size_t NOTES_SHOWN = 5;
    for (std::size_t i = 0; i < summary.notes.size() && i < NOTES_SHOWN; ++i)
    {
        os << (i == 0 ? "\n" : "") << "Note (" << std::to_string(summary.notes[i].second)
           << "): " << summary.notes[i].first << '\n';
    }
    if (summary.notes.size() > NOTES_SHOWN)
    {
        os << "... and " << std::to_string(summary.notes.size() - NOTES_SHOWN) << " more notes\n";
    }
    if (summary.errors)
    {
        os << "\nACCOUNTING ERRORS: " << std::to_string(summary.errors)
           << " calls of the monitor were wrong; see standard error\n";
    }
}

void
PrintRecordColumns(std::ostream& os)
{
    TextTable table({{"table", ""}, {"column", ""}, {"unit", ""}, {"family", ""}, {"meaning", ""}});
    const auto add = [&table](const char* name, const std::vector<FigureColumn>& columns) {
        for (const FigureColumn& column : columns)
        {
            table.AddRow({name,
                          column.name,
                          column.unit,
                          column.family.empty() ? "all" : column.family,
                          column.help});
        }
    };
    add("tasks", ListColumns(FigureScope::TASK));
    add("steps", ListColumns(FigureScope::STEP));
    add("nodes", MakeNodeTable({}, {}).columns);
    table.Print(os);
}

} // namespace edgeai
} // namespace ns3
