/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MATRIX_RUN_H
#define EDGE_AI_MATRIX_RUN_H

#include "fault-matrix.h"

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// How a matrix is run.
struct MatrixSettings
{
    std::string folder;  ///< where results of cells, table and picture go; it is made
    std::size_t jobs{1}; ///< processes at once, >= 1
    unsigned limit{600}; ///< real time after which a cell hangs [s], > 0
    bool show{false};    ///< run nothing: table and picture of what is there, of whatever build
};

/// What became of a matrix.
struct MatrixOutcome
{
    std::size_t kept{0};   ///< cells that had been run before
    std::size_t ran{0};    ///< cells that were run now
    std::size_t broken{0}; ///< cells in which something broke
};

/**
 * Run the cells of a matrix that have not been run before, and leave fault-matrix.csv and
 * fault-matrix.png of all of them. Results are kept as cells end: when it is interrupted, the same
 * call goes on. Progress and time left go to standard error.
 * @param [in,out] entries to run; they get their results
 * @param [in] settings how
 * @param [in,out] os gets a line for each cell that breaks, and the counts
 * @returns what became of them
 * @throws std::runtime_error in words if results cannot be kept
 */
MatrixOutcome RunFaultMatrix(std::vector<FaultEntry>& entries,
                             const MatrixSettings& settings,
                             std::ostream& os);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MATRIX_RUN_H
