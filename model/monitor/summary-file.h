/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SUMMARY_FILE_H
#define EDGE_AI_SUMMARY_FILE_H

#include "inference-summary.h"
#include "record-columns.h"

#include <map>
#include <ostream>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @param [in] path of a file to write, with its suffix
 * @returns whether it is called as files with a summary are: "summary.csv", "x-summary.json"
 */
bool IsSummaryPath(const std::string& path);

/**
 * The figures of a run as a table: a row for all tasks, then one for each planner, network and node
 * if there are several. Every outcome has a column, so that tables of different runs can be joined.
 * @param [in] summary of the run  @param [in] seed of the run  @param [in] run its number
 * @returns the table, which holds what it needs
 */
RecordTable MakeSummaryTable(const InferenceSummary& summary, uint64_t seed, uint64_t run);

/**
 * Write the same as JSON: an object with "run" (information), "groups" (an object a row, with the
 * columns' names; null: not available), "energy" (an object a node) and "notes".
 * @param [in] summary of the run  @param [in] table what MakeSummaryTable() made of it
 * @param [in] information about the run  @param [in,out] os where to
 */
void WriteSummaryJson(const InferenceSummary& summary,
                      const RecordTable& table,
                      const std::map<std::string, std::string>& information,
                      std::ostream& os);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SUMMARY_FILE_H
