/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "summary-file.h"

#include "node-table.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

namespace
{

using Json = nlohmann::ordered_json;

/// A column with the value of one group of tasks.
struct Cell
{
    FigureColumn column;
    FigureValue value;
};

/// Collects the row of one group of tasks, with the columns it needs.
class RowBuilder
{
  public:
    /// @param [in] name of a count  @param [in] count how many  @param [in] help one line
    void Count(const std::string& name, uint64_t count, const std::string& help)
    {
        m_cells.push_back({FigureColumn(Field(name, "", help), FigureType::WHOLE, ""),
                           static_cast<int64_t>(count)});
    }

    /// @param [in] name of a figure  @param [in] unit its unit  @param [in] value of it
    /// @param [in] help one line
    void Real(const std::string& name,
              const std::string& unit,
              double value,
              const std::string& help)
    {
        m_cells.push_back({FigureColumn(Field(name, unit, help), FigureType::REAL, ""), value});
    }

    /// @param [in] name of a text  @param [in] text its value  @param [in] help one line
    void Text(const std::string& name, const std::string& text, const std::string& help)
    {
        m_cells.push_back({FigureColumn(Field(name, "", help), FigureType::TEXT, ""), text});
    }

    /// @returns the row
    std::vector<Cell> Get() const
    {
        return m_cells;
    }

  private:
    std::vector<Cell> m_cells;
};

/// @param [in] text any  @returns it in small letters, with underscores for blanks
std::string
ToName(const std::string& text)
{
    std::string name;
    for (const char c : text)
    {
        name += c == ' ' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return name;
}

/// @param [in] counts of a group  @param [in] tasks its figures  @param [in,out] row what to add to
void
AddCounts(const TaskCounts& counts, const TaskSummary& tasks, RowBuilder& row)
{
    row.Count("generated", counts.generated, "tasks");
    row.Count("completed", counts.completed, "tasks");
    row.Count("dropped", counts.dropped, "tasks");
    row.Count("unfinished", counts.unfinished, "tasks begun and not ended");
    row.Count("late", tasks.late, "tasks completed after their deadline");
    row.Count("deadline_missed", tasks.deadlineMissed, "late tasks, and dropped ones");
    row.Count("energy_missed", tasks.energyMissed, "tasks above their budget of energy");
    for (const TaskOutcome outcome : GetTaskOutcomes())
    {
        if (IsDropped(outcome))
        {
            const auto found = counts.byOutcome.find(outcome);
            row.Count("dropped_" + ToName(ToString(outcome)),
                      found == counts.byOutcome.end() ? 0 : found->second,
                      "tasks");
        }
    }
}

/// @param [in] tasks figures of a group  @param [in,out] row what to add to
void
AddTotals(const TaskSummary& tasks, RowBuilder& row)
{
    row.Real("completion_rate", "task/s", tasks.completionRate, "first generation to last end");
    row.Real("deadline_miss_ratio", "", tasks.deadlineMissRatio, "of tasks with a deadline");
    row.Real("energy_miss_ratio", "", tasks.energyMissRatio, "of tasks with such a budget");
    row.Real("energy_total", "J", tasks.energyTotal, "of ended tasks");
    row.Real("energy_wasted", "J", tasks.energyWasted, "of dropped tasks");
    for (const auto& [when, of] : {std::pair{"planned", &tasks.latencyPlanned},
                                   std::pair{"realised", &tasks.latencyRealised}})
    {
        const std::string name = std::string("latency_") + when;
        row.Real(name + "_p50", "s", of->p50, "median");
        row.Real(name + "_p95", "s", of->p95, "95th percentile");
        row.Real(name + "_p99", "s", of->p99, "99th percentile");
    }
}

/// @param [in] quantity of a group  @param [in,out] row what to add to
void
AddQuantity(const QuantitySummary& quantity, RowBuilder& row)
{
    const std::string name = ToName(quantity.name);
    const uint64_t tasks = quantity.count           ? quantity.count
                           : quantity.realisedCount ? quantity.realisedCount
                                                    : quantity.plannedCount;
    row.Real(name + "_planned", quantity.unit, quantity.planned, "mean");
    row.Real(name + "_realised", quantity.unit, quantity.realised, "mean over the same tasks");
    row.Real(name + "_ratio", "", quantity.ratio, "realised over planned");
    row.Count(name + "_tasks", tasks, "that the means are over");
}

/// Rows of a table, and the columns of all of them.
struct Rows
{
    std::vector<FigureColumn> columns;
    std::vector<std::vector<Cell>> rows;

    /// @param [in] row to add; columns that no row had before come behind
    void Add(std::vector<Cell> row)
    {
        for (const Cell& cell : row)
        {
            const auto same = [&](const FigureColumn& c) { return c.name == cell.column.name; };
            if (std::none_of(columns.begin(), columns.end(), same))
            {
                columns.push_back(cell.column);
            }
        }
        rows.push_back(std::move(row));
    }

    /// @param [in] row of the table  @returns it with a value for each column
    RecordRow Fill(const std::vector<Cell>& row) const
    {
        RecordRow full;
        for (const FigureColumn& column : columns)
        {
            const auto same = [&](const Cell& c) { return c.column.name == column.name; };
            const auto found = std::find_if(row.begin(), row.end(), same);
            full.push_back(found == row.end() ? FigureValue() : found->value);
        }
        return full;
    }
};

/// @param [in] value of a cell  @returns it in JSON, which has no not-a-number
Json
ToJson(const FigureValue& value)
{
    if (const auto* whole = std::get_if<int64_t>(&value))
    {
        return *whole;
    }
    if (const auto* real = std::get_if<double>(&value))
    {
        return std::isfinite(*real) ? Json(*real) : Json();
    }
    const auto* text = std::get_if<std::string>(&value);
    return text ? Json(*text) : Json();
}

/// @param [in] table any  @returns a list with an object a row
Json
ToJson(const RecordTable& table)
{
    Json list = Json::array();
    table.forEachRow([&](const RecordRow& row) {
        Json object = Json::object();
        for (std::size_t i = 0; i < row.size(); ++i)
        {
            object[table.columns[i].name] = ToJson(row[i]);
        }
        list.push_back(object);
    });
    return list;
}

} // namespace

bool
IsSummaryPath(const std::string& path)
{
    const std::filesystem::path file(path);
    const std::string stem = file.stem().string();
    const std::string ending = "-summary";
    const bool isCalledSo = stem == "summary" ||
                            (stem.size() > ending.size() &&
                             stem.compare(stem.size() - ending.size(), ending.size(), ending) == 0);
    return isCalledSo && (file.extension() == ".csv" || file.extension() == ".json");
}

RecordTable
MakeSummaryTable(const InferenceSummary& summary, uint64_t seed, uint64_t run)
{
    Rows rows;
    const auto add = [&](const char* group, const std::string& name, const TaskSummary& tasks) {
        RowBuilder row;
        row.Text("group", group, "all, planner, network or node");
        row.Text("name", name, "of the planner, network or node; empty: all tasks");
        row.Count("rng_seed", seed, "of the run");
        row.Count("rng_run", run, "number of the run");
        AddCounts(tasks.counts, tasks, row);
        AddTotals(tasks, row);
        for (const QuantitySummary& quantity : tasks.quantities)
        {
            AddQuantity(quantity, row);
        }
        rows.Add(row.Get());
    };
    add("all", "", summary.all);
    const auto addGroups = [&](const char* group, const auto& groups, const auto& getName) {
        for (const auto& [key, tasks] : groups)
        {
            if (groups.size() > 1)
            {
                add(group, getName(key), tasks);
            }
        }
    };
    const auto asItIs = [](const std::string& name) { return name; };
    addGroups("planner", summary.byPlanner, asItIs);
    addGroups("network", summary.byNetwork, asItIs);
    addGroups("node", summary.byNode, [&](uint32_t node) {
        const auto found = summary.nodeNames.find(node);
        return found == summary.nodeNames.end() ? "node " + std::to_string(node) : found->second;
    });
    RecordTable table;
    table.name = "summary";
    table.columns = rows.columns;
    table.forEachRow = [rows](const std::function<void(const RecordRow&)>& take) {
        for (const auto& row : rows.rows)
        {
            take(rows.Fill(row));
        }
    };
    return table;
}

void
WriteSummaryJson(const InferenceSummary& summary,
                 const RecordTable& table,
                 const std::map<std::string, std::string>& information,
                 std::ostream& os)
{
    Json json = Json::object();
    json["run"] = information;
    json["groups"] = ToJson(table);
    json["energy"] = ToJson(MakeNodeTable(summary.energy, summary.nodeNames));
    json["notes"] = Json::array();
    for (const auto& [words, count] : summary.notes)
    {
        json["notes"].push_back({{"words", words}, {"count", count}});
    }
    os << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

} // namespace edgeai
} // namespace ns3
