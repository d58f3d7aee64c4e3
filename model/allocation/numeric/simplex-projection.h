/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SIMPLEX_PROJECTION_H
#define EDGE_AI_SIMPLEX_PROJECTION_H

#include <cstddef>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Nearest point (Euclid) of the simplex {x >= 0, sum x = total}, in place. The point is
 * max(0, v - tau); tau is found from the sorted values (Held, Wolfe and Crowder 1974): exact, and
 * done after count steps whatever rounding does.
 *
 * @param [in,out] values the point, finite
 * @param [in] count number of values, >= 1
 * @param [in] total what they shall sum to, > 0
 */
void ProjectOntoSimplex(double* values, std::size_t count, double total = 1);

/**
 * @ingroup edge-ai
 * Nearest point (Euclid) of {x >= least, sum x <= cap}, in place.
 *
 * @param [in,out] values the point, finite
 * @param [in] count number of values
 * @param [in] least lower limit of each
 * @param [in] cap upper limit of their sum
 * @returns false, with values untouched, if the set is empty (count * least > cap)
 */
bool ProjectOntoCap(double* values, std::size_t count, double least, double cap);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SIMPLEX_PROJECTION_H
