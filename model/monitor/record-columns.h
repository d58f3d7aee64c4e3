/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RECORD_COLUMNS_H
#define EDGE_AI_RECORD_COLUMNS_H

#include "task-record.h"

#include <functional>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Fields of a row, in the order of the columns.
using RecordRow = std::vector<FigureValue>;

/// Columns and rows of a table of records, the same for CSV and SQLite: what all have in common,
/// then the figures of each family that occurs, ascending in its name.
struct RecordTable
{
    std::string name;                  ///< "tasks" or "steps"
    std::vector<FigureColumn> columns; ///< in the order they are written
    /// Calls back with every row, in the order they are written.
    std::function<void(const std::function<void(const RecordRow&)>&)> forEachRow;
};

/// @param [in] source of tasks, which must outlive the table  @returns a table with a row for each
RecordTable MakeTaskTable(const RecordSource& source);

/// @param [in] source of tasks, which must outlive the table  @returns one with a row for each step
RecordTable MakeStepTable(const RecordSource& source);

/// @param [in] scope tasks or steps  @returns every column there can be in a run of this program
std::vector<FigureColumn> ListColumns(FigureScope scope);

/// @param [in] record a task  @returns "" or which field is impossible, its value and the range
std::string FindFault(const TaskRecord& record);

/// @param [in] type of a column  @returns what SQLite calls it
const char* GetSqlType(FigureType type);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RECORD_COLUMNS_H
