/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_WRITTEN_RUN_H
#define EDGE_AI_WRITTEN_RUN_H

// Everything that a monitor writes, to be compared with what another one writes.

#include "support/test-text.h"

#include "ns3/inference-monitor.h"
#include "ns3/step-summary.h"

#include <filesystem>
#include <map>
#include <sstream>
#include <string>

namespace ns3
{
namespace edgeai
{

/// What was written, by the name of the file or table.
using WrittenRun = std::map<std::string, std::string>;

/**
 * @param [in] monitor of a run
 * @param [in] stem of paths in a directory for temporary files
 * @returns the bytes of every file and table there is; no file stays
 */
inline WrittenRun
WriteRun(const InferenceMonitor& monitor, const std::string& stem)
{
    for (const std::string suffix : {".csv", ".sqlite", ".json", "-summary.csv", "-summary.json"})
    {
        monitor.Write(stem + suffix);
    }
    WrittenRun written;
    for (const std::string suffix :
         {".csv", "-steps.csv", "-nodes.csv", ".sqlite", ".json", "-summary.csv", "-summary.json"})
    {
        written[suffix] = ReadFile(stem + suffix);
        std::filesystem::remove(stem + suffix);
    }
    std::ostringstream tables;
    monitor.PrintSummary(tables);
    PrintSteps(SummariseStepsOf(monitor.GetSource(), 0, 1e6), tables);
    for (const ThroughputWindow& window : ListThroughputOf(monitor.GetSource(), 1, 30))
    {
        tables << window.generated << ' ' << window.completed << ' ' << window.dropped << ' '
               << window.latency << '\n';
    }
    written["tables"] = tables.str();
    return written;
}

/// @param [in] one run  @param [in] other run  @returns "", or what differs, and where
inline std::string
ExplainDifference(const WrittenRun& one, const WrittenRun& other)
{
    for (const auto& [name, bytes] : one)
    {
        const std::string& others = other.at(name);
        for (std::size_t i = 0; i < bytes.size() || i < others.size(); ++i)
        {
            if (i >= bytes.size() || i >= others.size() || bytes[i] != others[i])
            {
                const std::size_t from = i < 40 ? 0 : i - 40;
                return name + " at byte " + std::to_string(i) + ": '" +
                       (from < bytes.size() ? bytes.substr(from, 80) : "") + "' and '" +
                       (from < others.size() ? others.substr(from, 80) : "") + "'";
            }
        }
    }
    return "";
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_WRITTEN_RUN_H
