/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "node-table.h"

#include "text-table.h"
#include "value-text.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Nodes that are printed one by one; of more there is only the sum, the rest is in the files.
constexpr std::size_t SHOWN = 16;

/// A column: name, unit, meaning, and how to get it.
struct NodeColumn
{
    const char* name;
    const char* unit;
    const char* help;
    double (*get)(const NodeEnergy& node);
};

const NodeColumn COLUMNS[] = {
    {"drawn", "J", "in all", [](const NodeEnergy& n) { return n.drawn; }},
    {"computation", "J", "charged to tasks", [](const NodeEnergy& n) { return n.computation; }},
    {"transfer", "J", "charged to tasks", [](const NodeEnergy& n) { return n.transfer; }},
    {"uncharged", "J", "jobs charged to no task", [](const NodeEnergy& n) { return n.uncharged; }},
    {"under_way",
     "J",
     "jobs and uploads not ended yet",
     [](const NodeEnergy& n) { return n.GetUnderWay(); }},
    {"idle", "J", "processors without a job", [](const NodeEnergy& n) { return n.idle; }},
    {"radio_besides", "J", "for no task", [](const NodeEnergy& n) { return n.radioBesides; }},
    {"others", "J", "consumers without a meter", [](const NodeEnergy& n) { return n.others; }},
    {"battery_left", "J", "in its energy sources", [](const NodeEnergy& n) { return n.battery; }},
    {"battery_capacity",
     "J",
     "in them at first, or when last charged",
     [](const NodeEnergy& n) { return n.capacity; }},
    {"battery_empty_since", "s", "first instant", [](const NodeEnergy& n) { return n.emptySince; }},
    {"battery_empty_for", "s", "in all", [](const NodeEnergy& n) { return n.emptyFor; }},
};

/// @param [in] node ns-3 id  @param [in] names of nodes  @returns what it is called
std::string
GetName(uint32_t node, const std::map<uint32_t, std::string>& names)
{
    const auto found = names.find(node);
    return found == names.end() ? "node " + std::to_string(node) : found->second;
}

/// Say whose zeros are nobody's measurement. @param [in] energy balance  @param [in] names of nodes
/// @param [in,out] os stream
void
PrintIdle(const EnergyBalance& energy,
          const std::map<uint32_t, std::string>& names,
          std::ostream& os)
{
    std::vector<std::string> none;
    for (const NodeEnergy& node : energy.nodes)
    {
        if (node.drawn == 0 && std::isnan(node.battery))
        {
            none.push_back(GetName(node.node, names));
        }
    }
    if (!none.empty())
    {
        os << "0 J, as they have no power or did nothing: "
           << (none.size() <= SHOWN ? JoinWords(none, ", ")
                                    : std::to_string(none.size()) + " of " +
                                          std::to_string(energy.nodes.size()) + " nodes")
           << '\n';
    }
}

/// Say whose radios outlive their batteries. @param [in] energy balance  @param [in] names of nodes
/// @param [in,out] os stream
void
PrintUnfed(const EnergyBalance& energy,
           const std::map<uint32_t, std::string>& names,
           std::ostream& os)
{
    const auto isUnfed = [](const NodeEnergy& node) { return node.unfed > 0; };
    const auto count = std::count_if(energy.nodes.begin(), energy.nodes.end(), isUnfed);
    const auto say = [&os](const std::string& who, double joules) {
        os << who << ": its radio used " << TextCell(joules).GetShown()
           << " J that its energy source did not give: no energy model of that radio is "
              "installed\n";
    };
    if (count > static_cast<std::ptrdiff_t>(SHOWN))
    {
        say("each of " + std::to_string(count) + " nodes, in all", energy.GetTotal().unfed);
        return;
    }
    for (const NodeEnergy& node : energy.nodes)
    {
        if (isUnfed(node))
        {
            say(GetName(node.node, names), node.unfed);
        }
    }
}

} // namespace

RecordTable
MakeNodeTable(const EnergyBalance& energy, const std::map<uint32_t, std::string>& names)
{
    const double most = std::numeric_limits<double>::max();
    RecordTable table;
    table.name = "nodes";
    table.columns.emplace_back(Field("node", "", "ns-3 id"), FigureType::LABEL, "");
    table.columns.emplace_back(Field("name", "", "as on the timeline"), FigureType::TEXT, "");
    for (const NodeColumn& column : COLUMNS)
    {
        table.columns.emplace_back(Field(column.name, column.unit, column.help).Within(0, most),
                                   FigureType::REAL,
                                   "");
    }
    table.forEachRow = [energy, names](const std::function<void(const RecordRow&)>& take) {
        for (const NodeEnergy& node : energy.nodes)
        {
            RecordRow row{static_cast<int64_t>(node.node), GetName(node.node, names)};
            for (const NodeColumn& column : COLUMNS)
            {
                const double value = column.get(node);
                row.push_back(std::isnan(value) ? FigureValue() : FigureValue(value));
            }
            take(row);
        }
    };
    return table;
}

void
PrintEnergy(const EnergyBalance& energy,
            const std::map<uint32_t, std::string>& names,
            std::ostream& os)
{
    if (energy.nodes.empty())
    {
        return;
    }
    const auto has = [&energy](double EnergyReading::*figure) {
        return std::any_of(energy.nodes.begin(),
                           energy.nodes.end(),
                           [figure](const NodeEnergy& node) { return !std::isnan(node.*figure); });
    };
    const bool radios = has(&EnergyReading::radio);
    const bool batteries = has(&EnergyReading::battery);
    std::vector<TextColumn> columns{{"energy of", ""},
                                    {"drawn", "J"},
                                    {"tasks", "J"},
                                    {"no task", "J"},
                                    {"under way", "J"},
                                    {"idle", "J"}};
    if (radios || batteries)
    {
        columns.push_back({"radio besides", "J"});
    }
    if (batteries)
    {
        columns.push_back({"others", "J"});
        columns.push_back({"battery", "J"});
        columns.push_back({"empty since", "s"});
    }
    TextTable table(columns);
    const auto add = [&](const std::string& name, const NodeEnergy& node) {
        std::vector<TextCell> cells{name,
                                    node.drawn,
                                    node.GetTasks(),
                                    node.uncharged,
                                    node.GetUnderWay(),
                                    node.idle};
        if (radios || batteries)
        {
            cells.emplace_back(node.radioBesides);
        }
        if (batteries)
        {
            cells.emplace_back(node.others);
            cells.emplace_back(node.battery);
            cells.emplace_back(node.emptySince);
        }
        table.AddRow(cells);
    };
    if (energy.nodes.size() <= SHOWN)
    {
        for (const NodeEnergy& node : energy.nodes)
        {
            add(GetName(node.node, names), node);
        }
        table.AddRule();
    }
    add("all " + std::to_string(energy.nodes.size()) + " nodes", energy.GetTotal());
    os << '\n';
    table.Print(os);
    PrintIdle(energy, names, os);
    PrintUnfed(energy, names, os);
    for (const auto& [why, what] : energy.uncharged)
    {
        os << "no task is charged for " << TextCell(what.energy).GetShown() << " J of "
           << std::to_string(what.count) << (what.count == 1 ? " job: " : " jobs: ") << why << '\n';
    }
    if (!energy.fault.empty())
    {
        os << "ENERGY DOES NOT ADD UP: " << energy.fault << '\n';
    }
}

} // namespace edgeai
} // namespace ns3
