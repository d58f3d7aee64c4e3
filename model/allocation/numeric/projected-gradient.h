/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROJECTED_GRADIENT_H
#define EDGE_AI_PROJECTED_GRADIENT_H

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * A differentiable function on a set onto which points can be projected.
 */
class DescentObjective
{
  public:
    virtual ~DescentObjective() = default;
    /// @param [in] point a point of the set  @returns the function's value there
    virtual double Evaluate(const std::vector<double>& point) = 0;
    /// @param [out] gradient at the point that was evaluated last, of the point's size
    virtual void GetGradient(std::vector<double>& gradient) = 0;
    /// @param [in,out] point replaced by the nearest point of the set
    virtual void Project(std::vector<double>& point) = 0;
};

/// @ingroup edge-ai
/// How a descent ended.
enum class DescentStatus
{
    CONVERGED,   ///< the decrease stayed within the tolerance
    NO_DECREASE, ///< no step along the gradient lowers the value any more
    STEP_LIMIT,  ///< maxSteps were taken
    NOT_FINITE,  ///< the value or the gradient at the start is not finite
};

/// @ingroup edge-ai
/// Settings of a projected-gradient descent.
struct DescentOptions
{
    double tolerance{1e-9};          ///< relative decrease that counts as none, >= 0
    uint32_t patience{5};            ///< so many such steps in a row end the descent, >= 1
    uint32_t maxSteps{5000};         ///< accepted steps
    double sufficientDecrease{1e-4}; ///< a in f(y) <= f(z) - a |y - z|^2 / step, in (0, 1)
    double firstStep{0.1};           ///< length of the first step in the largest component, > 0
    double stepMin{1e-10};           ///< least Barzilai-Borwein length, > 0
    double stepMax{1e6};             ///< largest Barzilai-Borwein length, >= stepMin
    double growth{4};                ///< of the step where the curvature is not positive, > 1
    double fixedStep{0};             ///< > 0: always this step length, decrease or not
    bool relative{false};            ///< stepMin and stepMax, and the gradient of the residual, are
                                     ///< meant for values about 1: the descent is then the same
                                     ///< in whatever unit the value is
    bool keepHistory{false};         ///< fill DescentSummary::history
};

/// @ingroup edge-ai
/// What a descent did.
struct DescentSummary
{
    DescentStatus status{DescentStatus::NOT_FINITE};
    uint32_t steps{0};           ///< accepted
    uint32_t evaluations{0};     ///< of the function
    double first{0};             ///< value at the (projected) start
    double value{0};             ///< value at the end
    double residual{0};          ///< largest component of z - Project(z - gradient) at the end; of
                                 ///< the gradient over the value's size if that is asked for
    std::vector<double> history; ///< value at the start and after every step, if asked for
};

/**
 * @ingroup edge-ai
 * Projected gradient descent with Barzilai-Borwein step lengths and a monotone (Armijo) line
 * search. Every accepted step lowers the value, so the history never rises (unless fixedStep is
 * set).
 *
 * The step length is |dz|^2 / (dz . dg) of the previous step, clipped to [stepMin, stepMax], and
 * then halved until the decrease suffices. The curvature, and with it the step length, is in the
 * unit of the value; where that may be any, `relative` makes the clip follow the value.
 *
 * @param [in,out] objective the function and its set
 * @param [in,out] point start (projected first) and, on return, the last point
 * @param [in] options settings
 * @returns what was done
 */
DescentSummary DescendProjected(DescentObjective& objective,
                                std::vector<double>& point,
                                const DescentOptions& options = DescentOptions());

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PROJECTED_GRADIENT_H
