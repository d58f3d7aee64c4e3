/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "run-files.h"

#include "csv-format.h"
#include "node-table.h"
#include "record-columns.h"
#include "record-csv.h"
#include "record-database.h"
#include "summary-file.h"
#include "timeline.h"

#include "ns3/rng-seed-manager.h"

#include <cerrno>
#include <fstream>
#include <functional>
#include <ostream>
#include <stdexcept>
#include <vector>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] path any path  @param [in] suffix with its dot  @returns true if it ends in it
bool
HasSuffix(const std::string& path, const std::string& suffix)
{
    return path.size() > suffix.size() &&
           path.compare(path.size() - suffix.size(), suffix.size(), suffix) == 0;
}

/// @param [in] path of a file to replace  @param [in] write what fills it
void
WriteFile(const std::string& path, const std::function<void(std::ostream&)>& write)
{
    errno = 0;
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    if (file)
    {
        write(file);
    }
    file.close();
    if (!file)
    {
        throw std::runtime_error(ExplainWriteFailure(path));
    }
}

} // namespace

void
CheckRunPath(const std::string& path)
{
    for (const char* suffix : {".csv", ".sqlite", ".db", ".json"})
    {
        if (HasSuffix(path, suffix))
        {
            return;
        }
    }
    throw std::invalid_argument("cannot tell what to write to '" + path +
                                "': the suffix must be .csv, .sqlite, .db or .json");
}

void
WriteRunFiles(const RunContents& contents, const std::string& path)
{
    const bool hasNodes = !contents.energy.nodes.empty();
    if (HasSuffix(path, ".json"))
    {
        WriteFile(path, [&](std::ostream& os) {
            WriteTimeline(
                {contents.records, contents.events, contents.nodeNames, contents.information},
                os);
        });
        return;
    }
    std::vector<RecordTable> tables{MakeTaskTable(contents.records),
                                    MakeStepTable(contents.records)};
    if (hasNodes)
    {
        tables.push_back(MakeNodeTable(contents.energy, contents.nodeNames));
    }
    if (!HasSuffix(path, ".csv"))
    {
        WriteRecordDatabase(tables, contents.information, path);
        return;
    }
    const std::vector<std::string> paths{path, GetStepsPath(path), GetNodesPath(path)};
    for (std::size_t i = 0; i < tables.size(); ++i)
    {
        WriteFile(paths[i], [&](std::ostream& os) { WriteCsv(tables[i], os); });
    }
}

void
WriteSummaryFile(const InferenceSummary& summary,
                 const std::map<std::string, std::string>& information,
                 const std::string& path)
{
    const RecordTable table =
        MakeSummaryTable(summary, RngSeedManager::GetSeed(), RngSeedManager::GetRun());
    WriteFile(path, [&](std::ostream& os) {
        HasSuffix(path, ".csv") ? WriteCsv(table, os)
                                : WriteSummaryJson(summary, table, information, os);
    });
}

} // namespace edgeai
} // namespace ns3
