/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROOT_FINDING_H
#define EDGE_AI_ROOT_FINDING_H

#include <cstdint>
#include <functional>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// When FindRoot stops: as soon as the bracket is narrower than absolute + relative * |end|.
struct RootOptions
{
    double relative{1e-15};       ///< relative width, >= 0
    double absolute{0};           ///< absolute width, in the unit of the argument, >= 0
    uint32_t maxEvaluations{200}; ///< of the function
};

/// @ingroup edge-ai
/// A bracket of a sign change. The function keeps at each end the sign it had at that end of the
/// interval which was searched, so a caller can pick the end that keeps its constraint.
struct Root
{
    bool found{false};       ///< the ends of the interval had opposite signs (or one was a root)
    double first{0};         ///< end on the side of the interval's first end
    double last{0};          ///< end on the side of the interval's last end
    uint32_t evaluations{0}; ///< of the function
    bool limited{false};     ///< a bound on the evaluations ended the search, not its stopping rule
};

/**
 * @ingroup edge-ai
 * Root of a function with one change of sign (Alefeld, Potra and Shi's algorithm 748, by
 * Boost.Math). Jumps are allowed: the bracket then closes around the jump.
 *
 * @param [in] f the function, finite or infinite but never NaN
 * @param [in] first first end of the interval
 * @param [in] last last end, may be smaller than first
 * @param [in] options when to stop
 * @returns the final bracket; found is false if f has one sign, or is NaN, at both ends
 */
Root FindRoot(const std::function<double(double)>& f,
              double first,
              double last,
              const RootOptions& options = RootOptions());

/**
 * @ingroup edge-ai
 * Walk from a point, in steps that double, until the sign of a function changes.
 *
 * @param [in] f the function
 * @param [in] start where to begin
 * @param [in] step first step, its sign gives the direction
 * @param [in] limit where to give up; the last step ends there
 * @returns the last two points: first nearer to start, last beyond it; found tells whether the sign
 *          changed between them, limited that the limit was not reached (not a number)
 */
Root ExpandBracket(const std::function<double(double)>& f, double start, double step, double limit);

/**
 * @ingroup edge-ai
 * Largest argument for which a condition holds that holds below some point and not above it.
 *
 * @param [in] holds the condition
 * @param [in] low lower end
 * @param [in] high upper end
 * @param [in] halvings of the interval
 * @returns a point where the condition was seen to hold, within (high - low) / 2^halvings of the
 *          largest; high if it holds there; NaN if it does not hold at low
 */
double LargestTrue(const std::function<bool(double)>& holds,
                   double low,
                   double high,
                   uint32_t halvings = 60);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROOT_FINDING_H
