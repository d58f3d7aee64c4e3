/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "smooth-minimisation.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_multimin.h>
#include <memory>

namespace ns3
{
namespace edgeai
{

namespace
{

/// What GSL's callbacks see.
struct Search
{
    const SmoothFunction& f;
    SmoothMinimum& best;
    std::vector<double> point;
    std::vector<double> gradient;
};

/// Evaluates, and keeps the best point.
double
Evaluate(const gsl_vector* x, Search& search, bool derive)
{
    for (std::size_t i = 0; i < search.point.size(); ++i)
    {
        search.point[i] = gsl_vector_get(x, i);
    }
    const double value = search.f(search.point, derive ? &search.gradient : nullptr);
    ++search.best.evaluations;
    if (value < search.best.value)
    {
        search.best.value = value;
        search.best.point = search.point;
    }
    return value;
}

double
GetValue(const gsl_vector* x, void* search)
{
    return Evaluate(x, *static_cast<Search*>(search), false);
}

void
GetBoth(const gsl_vector* x, void* opaque, double* value, gsl_vector* gradient)
{
    Search& search = *static_cast<Search*>(opaque);
    *value = Evaluate(x, search, true);
    for (std::size_t i = 0; i < search.gradient.size(); ++i)
    {
        gsl_vector_set(gradient, i, search.gradient[i]);
    }
}

void
GetGradient(const gsl_vector* x, void* search, gsl_vector* gradient)
{
    double value = 0;
    GetBoth(x, search, &value, gradient);
}

} // namespace

SmoothMinimum
MinimiseSmooth(const SmoothFunction& f,
               const std::vector<double>& start,
               const SmoothOptions& options)
{
    const std::size_t size = start.size();
    SmoothMinimum best;
    best.point = start;
    Search search{f, best, start, std::vector<double>(size)};
    best.value = f(start, nullptr);
    ++best.evaluations;
    gsl_multimin_function_fdf function{&GetValue, &GetGradient, &GetBoth, size, &search};
    const std::unique_ptr<gsl_vector, decltype(&gsl_vector_free)> x(gsl_vector_alloc(size),
                                                                    &gsl_vector_free);
    for (std::size_t i = 0; i < size; ++i)
    {
        gsl_vector_set(x.get(), i, start[i]);
    }
    const std::unique_ptr<gsl_multimin_fdfminimizer, decltype(&gsl_multimin_fdfminimizer_free)>
        minimiser(gsl_multimin_fdfminimizer_alloc(gsl_multimin_fdfminimizer_vector_bfgs2, size),
                  &gsl_multimin_fdfminimizer_free);
    gsl_multimin_fdfminimizer_set(minimiser.get(),
                                  &function,
                                  x.get(),
                                  options.firstStep,
                                  options.lineTolerance);
    best.limited = true;
    for (; best.iterations < options.maxIterations && best.limited; ++best.iterations)
    {
        // No progress along any line, or a gradient as short as asked for: the end.
        best.limited = gsl_blas_dnrm2(minimiser->gradient) > options.gradientNorm &&
                       gsl_multimin_fdfminimizer_iterate(minimiser.get()) == GSL_SUCCESS;
    }
    return best;
}

} // namespace edgeai
} // namespace ns3
