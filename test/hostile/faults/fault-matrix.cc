/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fault-matrix.h"

#include "fault-target.h"

#include "ns3/text-table.h"

#include <map>
#include <ostream>

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
    if (!entry.ended)
    {
        return "not run";
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

void
PrintFaultCounts(std::ostream& os, const std::vector<FaultEntry>& entries)
{
    TextTable table({{"access", ""},
                     {"cells", ""},
                     {"held", ""},
                     {"refused in words", ""},
                     {"broken", ""},
                     {"makes no sense", ""},
                     {"not run", ""},
                     {"processor", "s"}});
    std::vector<std::string> lines = ListAccesses();
    lines.emplace_back("all");
    for (const std::string& line : lines)
    {
        std::map<std::string, std::size_t> counts;
        std::size_t cells = 0;
        double seconds = 0;
        for (const FaultEntry& entry : entries)
        {
            const bool belongs = line == "all" || entry.cell.access == line;
            cells += belongs;
            counts[Name(entry)] += belongs;
            seconds += belongs ? entry.result.seconds : 0;
        }
        if (cells > 0)
        {
            table.AddRow({line,
                          cells,
                          counts["held"],
                          counts["refused"],
                          counts["BROKEN"],
                          counts["none"],
                          counts["not run"],
                          TextCell(seconds, 4)});
        }
    }
    table.Print(os);
}

} // namespace edgeai
} // namespace ns3
