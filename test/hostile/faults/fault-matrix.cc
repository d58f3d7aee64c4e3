/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fault-matrix.h"

#include "fault-target.h"
#include "report/figure-text.h"

#include "ns3/text-table.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <locale>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] entry of the matrix  @returns what became of it, in a word
std::string
Name(const FaultEntry& entry)
{
    if (!entry.none.empty())
    {
        return "none";
    }
    switch (entry.result.verdict)
    {
    case FaultVerdict::HELD:
        return "held";
    case FaultVerdict::REFUSED:
        return "refused";
    default:
        return "BROKEN";
    }
}

/// @param [in] entry of the matrix  @returns its colour: 0 to 1 the share of tasks completed in
/// time, -1 refused, -2 no such cell, -3 broken
double
GetShade(const FaultEntry& entry)
{
    if (!entry.none.empty())
    {
        return -2;
    }
    const FaultResult& result = entry.result;
    if (result.verdict != FaultVerdict::HELD)
    {
        return result.verdict == FaultVerdict::REFUSED ? -1 : -3;
    }
    return result.generated == 0 ? 1 : double(result.completed) / double(result.generated);
}

/// @param [in] shade of a field  @returns its colour
std::string
GetColour(double shade)
{
    if (shade < 0)
    {
        return shade == -1 ? "#9db8d9" : shade == -2 ? "#e6e6e6" : "#d7191c";
    }
    // From a pale yellow to a dark green: many fields stay legible without colours, too.
    const auto mix = [shade](int low, int high) {
        return static_cast<int>(low + (high - low) * shade + 0.5);
    };
    char text[8];
    std::snprintf(text, sizeof text, "#%02x%02x%02x", mix(255, 26), mix(247, 122), mix(188, 62));
    return text;
}

/// @param [in] what a list  @param [in] of one of it  @returns which it is
template <typename List, typename Value>
std::size_t
IndexOf(const List& what, const Value& of)
{
    return static_cast<std::size_t>(std::find(what.begin(), what.end(), of) - what.begin());
}

} // namespace

std::vector<FaultEntry>
ListFaultMatrix()
{
    std::vector<FaultEntry> entries;
    for (const Fault fault : ListFaults())
    {
        for (const FaultApplication* application : ListFaultApplications())
        {
            for (const bool udp : {false, true})
            {
                for (const std::string& access : ListAccesses())
                {
                    FaultEntry entry;
                    entry.cell = {fault, application->name, udp, access};
                    entry.none = ExplainNoCell(entry.cell);
                    entries.push_back(entry);
                }
            }
        }
    }
    return entries;
}

std::vector<FaultCell>
ListShortFaultMatrix()
{
    std::vector<FaultCell> cells;
    std::size_t turn = 0;
    for (const Fault fault : ListFaults())
    {
        for (const FaultApplication* application : ListFaultApplications())
        {
            std::vector<FaultCell> possible;
            for (const std::string& access : ListAccesses())
            {
                for (const bool udp : {false, true})
                {
                    const FaultCell cell{fault, application->name, udp, access};
                    // 200 stations contend for minutes; LTE is for the whole matrix.
                    const bool slow =
                        access == "lte" || (fault == Fault::MANY_DEVICES && access != "ideal");
                    if (!slow && ExplainNoCell(cell).empty())
                    {
                        possible.push_back(cell);
                    }
                }
            }
            if (!possible.empty())
            {
                cells.push_back(possible[turn++ % possible.size()]);
            }
        }
    }
    return cells;
}

void
PrintFaultTable(std::ostream& os, const std::vector<FaultEntry>& entries)
{
    TextTable table({{"fault", ""},
                     {"application", ""},
                     {"transport", ""},
                     {"access", ""},
                     {"outcome", ""},
                     {"generated", "tasks"},
                     {"completed", "tasks"},
                     {"late", "tasks"},
                     {"dropped", "tasks"},
                     {"unfinished", "tasks"},
                     {"after", "tasks"},
                     {"resumed", "tasks"},
                     {"packets troubled", ""},
                     {"most dropped for", ""},
                     {"processor", "s"},
                     {"words", ""}});
    for (const FaultEntry& entry : entries)
    {
        const FaultResult& result = entry.result;
        table.AddRow({ToString(entry.cell.fault),
                      entry.cell.application,
                      entry.cell.udp ? "UDP" : "TCP",
                      entry.cell.access,
                      Name(entry),
                      result.generated,
                      result.completed,
                      result.late,
                      result.dropped,
                      result.unfinished,
                      result.after,
                      result.resumed,
                      result.troubled,
                      result.reason.data(),
                      TextCell(result.seconds, 3),
                      entry.none.empty() ? result.words.data() : entry.none});
    }
    table.WriteCsv(os);
}

bool
DrawFaultMatrix(const std::string& stem, const std::vector<FaultEntry>& entries)
{
    const auto applications = ListFaultApplications();
    std::vector<std::string> names;
    for (const FaultApplication* application : applications)
    {
        names.push_back(application->name);
    }
    const std::vector<Fault>& faults = ListFaults();
    const std::vector<std::string>& accesses = ListAccesses();
    const std::size_t wide = 2 * accesses.size(); // fields in a row of a place
    std::ofstream script(stem + ".gp", std::ios::binary | std::ios::trunc);
    script.imbue(std::locale::classic());
    const std::string name = std::filesystem::path(stem).filename().string();
    script
        << "set terminal pngcairo noenhanced size 1160,720 font 'sans,11'\n"
        << "set output '" << EscapeGnuplotFile(name) << ".png'\n"
        << "set title 'Share of tasks completed in time (pale 0, green 1); red: something broke; "
           "blue: refused in words; grey: no such run'\n"
        << "unset key\nset border 0\nset tics scale 0\n"
        << "set xrange [0:" << names.size() * (wide + 1) << "]\n"
        << "set yrange [" << faults.size() << ":-1.9]\n"
        << "set xtics (";
    for (std::size_t a = 0; a < names.size(); ++a)
    {
        script << (a ? ", " : "") << '"' << EscapeGnuplot(names[a]) << "\" "
               << a * (wide + 1) + 0.5 * wide;
    }
    script << ")\nset ytics (";
    for (std::size_t f = 0; f < faults.size(); ++f)
    {
        script << (f ? ", " : "") << '"' << ToString(faults[f]) << "\" " << f + 0.5;
    }
    script << ")\n";
    for (std::size_t a = 0; a < names.size(); ++a)
    {
        for (std::size_t k = 0; k < wide; ++k)
        {
            script << "set label '" << (k < accesses.size() ? "TCP " : "UDP ")
                   << accesses[k % accesses.size()] << "' at "
                   << static_cast<double>(a * (wide + 1) + k) + 0.5
                   << ",-0.1 rotate by 90 left font 'sans,8'\n";
        }
    }
    std::size_t object = 0;
    for (const FaultEntry& entry : entries)
    {
        const std::size_t x = IndexOf(names, entry.cell.application) * (wide + 1) +
                              (entry.cell.udp ? accesses.size() : 0) +
                              IndexOf(accesses, entry.cell.access);
        const std::size_t y = IndexOf(faults, entry.cell.fault);
        script << "set object " << ++object << " rectangle from " << x << "," << y << " to "
               << x + 1 << "," << y + 1 << " fillcolor rgb '" << GetColour(GetShade(entry))
               << "' fillstyle solid border rgb 'white'\n";
    }
    script << "plot NaN\n";
    script.close();
    const std::string folder = std::filesystem::path(stem).parent_path().string();
    const std::string command =
        "cd '" + (folder.empty() ? "." : folder) + "' && gnuplot '" + name + ".gp'";
    return script && std::system("command -v gnuplot >/dev/null 2>&1") == 0 &&
           std::system(command.c_str()) == 0;
}

} // namespace edgeai
} // namespace ns3
