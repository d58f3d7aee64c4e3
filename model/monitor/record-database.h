/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RECORD_DATABASE_H
#define EDGE_AI_RECORD_DATABASE_H

#include "record-columns.h"

#include <map>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * Write an SQLite database: each table under its name, the table columns (table, name, unit, help)
 * that explains theirs, and the table run (key, value). An existing file is replaced.
 * @param [in] tables what to write
 * @param [in] information of the run
 * @param [in] path where to
 * @throws std::runtime_error if it cannot be written; the message names the file
 */
void WriteRecordDatabase(const std::vector<RecordTable>& tables,
                         const std::map<std::string, std::string>& information,
                         const std::string& path);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RECORD_DATABASE_H
