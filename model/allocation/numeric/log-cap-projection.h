/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LOG_CAP_PROJECTION_H
#define EDGE_AI_LOG_CAP_PROJECTION_H

#include <cstddef>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Nearest point, measured in logarithms, of {x >= least, sum x <= cap}, in place. In q = ln x the
 * set is convex, and the point is q_i = max(ln least, v_i - W0(mu e^{v_i})), with mu >= 0 such that
 * the cap is met, or 0 if it is not reached (this module's derivation for the power and server
 * budgets of Yuan et al., arXiv 2312.15850). The sum keeps the cap to rounding, however large the
 * values are that come in and on whatever scale least and cap are.
 *
 * @param [in,out] logs v on entry, q on return, finite
 * @param [in] count number of values
 * @param [in] least lower limit of each x, > 0
 * @param [in] cap upper limit of the sum of x
 * @returns false, with logs untouched, if the set is empty (count * least > cap)
 */
bool ProjectOntoLogCap(double* logs, std::size_t count, double least, double cap);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LOG_CAP_PROJECTION_H
