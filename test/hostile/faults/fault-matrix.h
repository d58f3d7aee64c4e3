/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FAULT_MATRIX_H
#define EDGE_AI_FAULT_MATRIX_H

#include "fault-cell.h"

#include <functional>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// A cell of the matrix and what became of it.
struct FaultEntry
{
    FaultCell cell;
    std::string none;   ///< why there is no such cell; "": there is
    bool ended{false};  ///< whether there is, and it has been run
    FaultResult result; ///< if so
};

/// @returns every fault in every application over both transports and all accesses, those that make
/// no sense with the reason
std::vector<FaultEntry> ListFaultMatrix();

/**
 * @returns of every fault in every application the cell that tests run, where there is one: over
 *          transports and accesses in turn, LTE aside, so that all of them occur
 */
std::vector<FaultCell> ListShortFaultMatrix();

/**
 * Print a line for each cell: what became of it and how many tasks ended how.
 * @param [in,out] os where to  @param [in] entries run
 */
void PrintFaultTable(std::ostream& os, const std::vector<FaultEntry>& entries);

/**
 * Print how many cells held, were refused and broke: a line for each access, and one for all.
 * @param [in,out] os where to  @param [in] entries run
 */
void PrintFaultCounts(std::ostream& os, const std::vector<FaultEntry>& entries);

/**
 * Draw the matrix: a row for each fault, a group of columns for each application, in it a field for
 * each transport and access. What does not belong to the entries stays white.
 * @param [in] stem path without suffix: .gp and, where gnuplot is installed, .png
 * @param [in] entries run
 * @returns whether the picture was made
 */
bool DrawFaultMatrix(const std::string& stem, const std::vector<FaultEntry>& entries);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FAULT_MATRIX_H
