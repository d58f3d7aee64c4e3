/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LINEAR_PROGRAMME_H
#define EDGE_AI_LINEAR_PROGRAMME_H

#include <vector>

namespace ns3
{
namespace edgeai
{

/// A small dense linear programme: maximise c x subject to A x <= b and x >= 0.
struct LinearProgramme
{
    std::vector<double> objective;          ///< c, one per variable
    std::vector<std::vector<double>> lines; ///< A, row by row
    std::vector<double> bounds;             ///< b, >= 0, one per row: x = 0 is feasible
};

/// Solution of a linear programme.
struct LinearSolution
{
    std::vector<double> values; ///< x
    double objective{0};        ///< c x; infinity if there is no largest
};

/**
 * Solves a linear programme by the simplex method with Bland's rule, which never cycles. Rows are
 * scaled by their bounds first. Meant for tens of variables and rows.
 * @param [in] programme rows as long as the objective, bounds >= 0
 * @returns the solution; of several the same every time
 * @throws std::invalid_argument naming what does not fit
 */
LinearSolution MaximiseLinear(const LinearProgramme& programme);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LINEAR_PROGRAMME_H
