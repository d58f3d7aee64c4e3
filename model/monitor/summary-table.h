/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SUMMARY_TABLE_H
#define EDGE_AI_SUMMARY_TABLE_H

#include "inference-summary.h"

#include <ostream>

namespace ns3
{
namespace edgeai
{

/**
 * Print as tables: every quantity with unit, plan, reality and their ratio; then what became of the
 * tasks; then one line per planner if there are several.
 * @param [in] summary what to print
 * @param [in,out] os where to print
 */
void PrintSummary(const InferenceSummary& summary, std::ostream& os);

/// @param [in,out] os where to print every column of the tables of tasks and steps: name, unit,
/// meaning, and whose figure it is
void PrintRecordColumns(std::ostream& os);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SUMMARY_TABLE_H
