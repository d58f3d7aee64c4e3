/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RUN_FILES_H
#define EDGE_AI_RUN_FILES_H

#include "energy-balance.h"
#include "event-log.h"
#include "inference-summary.h"
#include "task-record.h"

#include <cstdint>
#include <map>
#include <string>

namespace ns3
{
namespace edgeai
{

/// What files hold of a run.
struct RunContents
{
    const RecordSource& records;
    const EventLog& events;
    EnergyBalance energy;
    std::map<uint32_t, std::string> nodeNames; ///< names other than "node ID"
    std::map<std::string, std::string> information;
};

/// @param [in] path of a file to write
/// @throws std::invalid_argument if its suffix does not say what is to be written
void CheckRunPath(const std::string& path);

/**
 * Write tables of tasks, steps and nodes, or the timeline: see InferenceMonitor::Write().
 * @param [in] contents of the run  @param [in] path that CheckRunPath() takes
 * @throws std::runtime_error if a file cannot be written; the message names it
 */
void WriteRunFiles(const RunContents& contents, const std::string& path);

/**
 * Write what the summary says.
 * @param [in] summary of the run  @param [in] information about it
 * @param [in] path that IsSummaryPath() takes
 * @throws std::runtime_error if the file cannot be written; the message names it
 */
void WriteSummaryFile(const InferenceSummary& summary,
                      const std::map<std::string, std::string>& information,
                      const std::string& path);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RUN_FILES_H
