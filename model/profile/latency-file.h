/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LATENCY_FILE_H
#define EDGE_AI_LATENCY_FILE_H

#include "latency-table.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @file
 * @ingroup edge-ai
 * Tables of measured latencies as text: a header of "# key: value" lines (network, device, source
 * and licence are needed; clock_hz, units, busy_power_w and note are not), a line with the names of
 * the columns (block and latency_s are needed; option and batch are not), and a row per
 * measurement. Errors name file, line and column: "mine.csv:17:9: latency_s must be a number
 * from 1e-09 to 1e+06, got '-3'".
 */

/**
 * @param [in] path a file
 * @returns its table
 * @throws ProfileError if the file cannot be read or is no such table
 */
LatencyTable ReadLatencyFile(const std::string& path);

/**
 * @param [in] text the text of a file
 * @param [in] source its name, for messages
 * @returns its table
 * @throws ProfileError if it is no such table
 */
LatencyTable ParseLatencyTable(const std::string& text, const std::string& source);

/// @param [in] table a table with a row at least  @returns it as the text of a file
std::string FormatLatencyTable(const LatencyTable& table);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LATENCY_FILE_H
