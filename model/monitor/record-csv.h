/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RECORD_CSV_H
#define EDGE_AI_RECORD_CSV_H

#include "record-columns.h"

#include <ostream>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * Write heads and rows of a table as CSV (RFC 4180 with bare line feeds).
 * @param [in] table what to write
 * @param [in,out] os where to
 */
void WriteCsv(const RecordTable& table, std::ostream& os);

/// @param [in] path of a CSV file with tasks, "x.csv"  @returns that with their steps,
/// "x-steps.csv"
std::string GetStepsPath(const std::string& path);

/// @param [in] path of a CSV file with tasks, "x.csv"  @returns that with the nodes, "x-nodes.csv"
std::string GetNodesPath(const std::string& path);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RECORD_CSV_H
