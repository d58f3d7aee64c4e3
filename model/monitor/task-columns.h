/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TASK_COLUMNS_H
#define EDGE_AI_TASK_COLUMNS_H

#include "task-record.h"

#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A field of a row; empty where the figure is not available.
using ColumnValue = std::variant<std::monostate, int64_t, double, std::string>;

/// @ingroup edge-ai
/// A column of the task table, the same for CSV and SQLite.
struct TaskColumn
{
    const char* name; ///< ends in the unit, where there is one: latency_planned_s
    const char* type; ///< SQLite's INTEGER, REAL or TEXT
    ColumnValue (*get)(const TaskRecord& record);
};

/// @returns all columns, in the order they are written
const std::vector<TaskColumn>& GetTaskColumns();

/// @ingroup edge-ai
/// A column of the table of hops: a row per task and hop.
struct HopColumn
{
    const char* name; ///< ends in the unit, where there is one: planned_s
    const char* type; ///< SQLite's INTEGER, REAL or TEXT
    ColumnValue (*get)(const TaskRecord& record, const HopRecord& hop);
};

/// @returns all columns of hops, in the order they are written
const std::vector<HopColumn>& GetHopColumns();

/**
 * Write heads and one row per hop of every task as CSV.
 * @param [in] records in the order they shall be written
 * @param [in,out] os where to
 */
void WriteHopCsv(const std::vector<const TaskRecord*>& records, std::ostream& os);

/**
 * Write heads and one row per task as CSV (RFC 4180 with bare line feeds).
 * @param [in] records in the order they shall be written
 * @param [in,out] os where to
 */
void WriteTaskCsv(const std::vector<const TaskRecord*>& records, std::ostream& os);

/**
 * Write an SQLite database with the tables tasks (one row per task), run (key, value) and, if
 * tasks have hops, hops (one row per task and hop). An existing file is replaced.
 * @param [in] records in the order they shall be written
 * @param [in] information of the run
 * @param [in] path where to
 * @throws std::runtime_error if it cannot be written; the message names the file
 */
void WriteTaskDatabase(const std::vector<const TaskRecord*>& records,
                       const std::map<std::string, std::string>& information,
                       const std::string& path);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TASK_COLUMNS_H
