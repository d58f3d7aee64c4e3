/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PARTEL_LAW_H
#define EDGE_AI_PARTEL_LAW_H

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * theta, equation (4) of arXiv 2010.04061 as `doc/methods/partel.rst` has it: how many parameters
 * a worker trains and sends in a second. It grows with the rate and is concave in it.
 * @param [in] rate R [bit/s], >= 0
 * @param [in] timePerParameter a = c / f [s], >= 0
 * @param [in] bits tau of a parameter [bit], > 0
 * @returns R / (a R + tau) [1/s]
 */
inline double
GetParameterRate(double rate, double timePerParameter, double bits)
{
    return rate / (timePerParameter * rate + bits);
}

/**
 * @ingroup edge-ai
 * Equation (5).
 * @param [in] rate R [bit/s], >= 0
 * @param [in] timePerParameter a [s], >= 0
 * @param [in] bits tau [bit], > 0
 * @returns theta', tau / (a R + tau)^2 [1/bit]
 */
inline double
GetParameterSlope(double rate, double timePerParameter, double bits)
{
    const double time = timePerParameter * rate + bits;
    return bits / time / time;
}

/**
 * @ingroup edge-ai
 * Equation (5).
 * @param [in] rate R [bit/s], >= 0
 * @param [in] timePerParameter a [s], >= 0
 * @param [in] bits tau [bit], > 0
 * @returns theta'', -2 a tau / (a R + tau)^3 [s/bit^2]
 */
inline double
GetParameterCurvature(double rate, double timePerParameter, double bits)
{
    const double time = timePerParameter * rate + bits;
    return -2 * timePerParameter * (bits / time / time / time);
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PARTEL_LAW_H
