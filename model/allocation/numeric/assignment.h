/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ASSIGNMENT_H
#define EDGE_AI_ASSIGNMENT_H

#include <cstddef>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A column of its own for every row.
struct Assignment
{
    bool found{false};                ///< the pairs that are allowed hold one
    std::vector<std::size_t> columns; ///< of each row
    double total{0};                  ///< sum of its costs
};

/**
 * @ingroup edge-ai
 * The rectangular linear assignment problem: a column for every row, none twice, of least total
 * cost (Hungarian method by shortest augmenting paths, rows^2 * columns steps; exact).
 * @param [in] costs row by row, rows * columns of them; infinity: the pair is not allowed; never
 *             NaN or minus infinity
 * @param [in] rows number of rows
 * @param [in] columns number of columns, >= rows
 * @returns the assignment; of several equal ones the same every time
 * @throws std::invalid_argument if the sizes do not fit
 */
Assignment AssignRows(const std::vector<double>& costs, std::size_t rows, std::size_t columns);

/**
 * @ingroup edge-ai
 * The bottleneck assignment problem: a column for every row, none twice, such that the largest of
 * their costs is least; among these the least total cost (halving over the sorted costs, the
 * Hungarian method for each).
 * @param [in] costs row by row, rows * columns of them; infinity: the pair is not allowed; never
 *             NaN or minus infinity
 * @param [in] rows number of rows
 * @param [in] columns number of columns, >= rows
 * @returns the assignment; if the allowed pairs hold none, found is false and columns is empty
 * @throws std::invalid_argument if the sizes do not fit
 */
Assignment AssignBottleneck(const std::vector<double>& costs,
                            std::size_t rows,
                            std::size_t columns);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ASSIGNMENT_H
