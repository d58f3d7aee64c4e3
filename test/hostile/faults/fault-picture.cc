/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The matrix as a picture: what became of each cell is told by colours and, where these may not be
// seen, by letters.

#include "fault-matrix.h"
#include "fault-target.h"
#include "report/figure-text.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <locale>
#include <map>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr double PART = 0.4;  ///< between transports [fields]
constexpr double APART = 1.2; ///< between applications [fields]

/// How a field looks.
struct Look
{
    std::string colour;
    std::string letter; ///< in it; "": none
};

/// @param [in] share of tasks completed in time, 0 to 1  @returns its colour
std::string
GetShade(double share)
{
    // From a pale yellow to a dark green: many fields stay legible without colours, too.
    const auto mix = [share](int low, int high) {
        return static_cast<int>(low + (high - low) * share + 0.5);
    };
    char text[8];
    std::snprintf(text, sizeof text, "#%02x%02x%02x", mix(255, 26), mix(247, 122), mix(188, 62));
    return text;
}

const Look NONE{"#dcdcdc", ""};
const Look REFUSED{"#8fb4de", "r"};
const Look BROKEN{"#d7191c", "x"};

/// @param [in] entry of the matrix  @returns how its field looks
Look
GetLook(const FaultEntry& entry)
{
    const FaultResult& result = entry.result;
    if (!entry.none.empty())
    {
        return NONE;
    }
    if (result.verdict != FaultVerdict::HELD)
    {
        return result.verdict == FaultVerdict::REFUSED ? REFUSED : BROKEN;
    }
    return {GetShade(result.generated == 0
                         ? 1
                         : double(result.completed) / static_cast<double>(result.generated)),
            ""};
}

/// @param [in] access of a cell  @returns it as people write it
std::string
GetLabel(const std::string& access)
{
    static const std::map<std::string, std::string> labels{{"wifi", "Wi-Fi"}, {"lte", "LTE"}};
    const auto found = labels.find(access);
    return found == labels.end() ? access : found->second;
}

/// Writes gnuplot's commands for fields and words at places of the matrix.
class Script
{
  public:
    explicit Script(std::ostream& os)
        : m_os(os)
    {
    }

    void Put(double x, double y, const Look& look, const std::string& edge = "white")
    {
        m_os << "set object rectangle from " << x << "," << y << " to " << x + 1 << "," << y + 1
             << " fillcolor rgb '" << look.colour << "' fillstyle solid border rgb '" << edge
             << "'\n";
        if (!look.letter.empty())
        {
            Say(x + 0.5, y + 0.5, look.letter, "center font 'sans,9'");
        }
    }

    void Say(double x, double y, const std::string& words, const std::string& how)
    {
        m_os << "set label \"" << EscapeGnuplot(words) << "\" at " << x << "," << y << " " << how
             << " front\n";
    }

  private:
    std::ostream& m_os;
};

/// @param [in,out] script gets what colours say  @param [in] y of the row
/// @param [in] whole whether all cells have been run
void
PutLegend(Script& script, double y, bool whole)
{
    constexpr int SHADES = 6;
    const std::string how = "left font 'sans,10'";
    const double words = y + 0.5;
    script.Say(0, words, "held; tasks in time: none", how);
    double x = 9.2;
    for (int i = 0; i < SHADES; ++i)
    {
        script.Put(x + i, y, {GetShade(double(i) / (SHADES - 1)), ""});
    }
    x += SHADES + 0.3;
    script.Say(x, words, "all", how);
    x += 2.6;
    const std::pair<Look, std::string> others[] = {{REFUSED, "refused in words"},
                                                   {BROKEN, "broken"},
                                                   {NONE, "makes no sense"}};
    for (const auto& [look, text] : others)
    {
        script.Put(x, y, look);
        script.Say(x + 1.3, words, text, how);
        x += 3 + 0.36 * static_cast<double>(text.size());
    }
    if (!whole)
    {
        script.Put(x, y, {"white", ""}, "gray");
        script.Say(x + 1.3, words, "not run", how);
    }
}

/// @param [in] what a list  @param [in] of one of it  @returns which it is
template <typename List, typename Value>
std::size_t
IndexOf(const List& what, const Value& of)
{
    return static_cast<std::size_t>(std::find(what.begin(), what.end(), of) - what.begin());
}

} // namespace

bool
DrawFaultMatrix(const std::string& stem, const std::vector<FaultEntry>& entries)
{
    std::vector<std::string> names;
    for (const FaultApplication* application : ListFaultApplications())
    {
        names.push_back(application->name);
    }
    const std::vector<Fault>& faults = ListFaults();
    const std::vector<std::string>& accesses = ListAccesses();
    const auto ways = static_cast<double>(accesses.size());
    const double wide = 2 * ways + PART + APART; // an application
    const auto high = static_cast<double>(faults.size());
    std::ofstream file(stem + ".gp", std::ios::binary | std::ios::trunc);
    file.imbue(std::locale::classic());
    const std::string name = std::filesystem::path(stem).filename().string();
    file << "set terminal pngcairo noenhanced size 1240,740 font 'sans,11'\n"
         << "set output \"" << EscapeGnuplotFile(name) << ".png\"\n"
         << "unset key\nset border 0\nset tics scale 0\nunset xtics\n"
         << "set lmargin at screen 0.145\nset rmargin at screen 0.995\n"
         << "set tmargin at screen 0.995\nset bmargin at screen 0.005\n"
         << "set xrange [0:" << static_cast<double>(names.size()) * wide - APART << "]\n"
         << "set yrange [" << high + 1.8 << ":-4.2]\n"
         << "set ytics (";
    for (std::size_t f = 0; f < faults.size(); ++f)
    {
        file << (f ? ", " : "") << '"' << EscapeGnuplot(ToString(faults[f])) << "\" " << f + 0.5;
    }
    file << ")\n";
    Script script(file);
    for (std::size_t a = 0; a < names.size(); ++a)
    {
        const double left = static_cast<double>(a) * wide;
        script.Say(left + ways + PART / 2, -3.6, names[a], "center font 'sans:Bold,12'");
        for (const bool udp : {false, true})
        {
            const double from = left + (udp ? ways + PART : 0);
            script.Say(from + ways / 2, -2.7, udp ? "UDP" : "TCP", "center font 'sans,10'");
            for (std::size_t k = 0; k < accesses.size(); ++k)
            {
                script.Say(from + static_cast<double>(k) + 0.5,
                           -0.15,
                           GetLabel(accesses[k]),
                           "rotate by 90 left font 'sans,9'");
            }
        }
    }
    bool whole = true;
    for (const FaultEntry& entry : entries)
    {
        if (!entry.ended && entry.none.empty())
        {
            whole = false;
            continue;
        }
        const double x = static_cast<double>(IndexOf(names, entry.cell.application)) * wide +
                         (entry.cell.udp ? ways + PART : 0) +
                         static_cast<double>(IndexOf(accesses, entry.cell.access));
        script.Put(x, static_cast<double>(IndexOf(faults, entry.cell.fault)), GetLook(entry));
    }
    PutLegend(script, high + 0.6, whole);
    file << "plot NaN\n";
    file.close();
    const std::string folder = std::filesystem::path(stem).parent_path().string();
    const std::string command =
        "cd '" + (folder.empty() ? "." : folder) + "' && gnuplot '" + name + ".gp'";
    return file && std::system("command -v gnuplot >/dev/null 2>&1") == 0 &&
           std::system(command.c_str()) == 0;
}

} // namespace edgeai
} // namespace ns3
