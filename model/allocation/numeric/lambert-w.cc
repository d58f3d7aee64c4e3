/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lambert-w.h"

#include <boost/math/special_functions/log1p.hpp>
#include <cmath>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_lambert.h>
#include <limits>

namespace ns3
{
namespace edgeai
{

double
LambertW0(double x)
{
    // The domain is checked here because GSL's default answer to an error is to end the program.
    if (!(x >= -1 / M_E) || std::isinf(x))
    {
        return std::numeric_limits<double>::quiet_NaN();
    }
    return gsl_sf_lambert_W0(x);
}

double
GrowthCrossing(double beta)
{
    if (!(beta > 0) || !(beta < 1))
    {
        return std::numeric_limits<double>::quiet_NaN();
    }
    // With w = -W_{-1}(-beta e^(-beta)) = beta (1 + u) > 1, the other solution of
    // w - ln w = beta - ln(beta); by y = w - 1 and the gap of beta to 1 nothing cancels.
    const double gap = 1 - beta;
    const double level =
        gap < 0.5 ? -boost::math::log1pmx(-gap) : beta - std::log(beta) - 1; // y - ln(1 + y)
    double y = std::sqrt(2 * level) + level; // not below the root, so that Newton's steps fall
    for (int i = 0; i < 20; ++i)
    {
        const double step = (-boost::math::log1pmx(y) - level) * (1 + y) / y;
        y -= step;
        if (std::abs(step) <= 1e-15 * y)
        {
            break;
        }
    }
    return (gap + y) / beta;
}

double
MarginalPowerOf(double z)
{
    if (z < 0.03)
    {
        // sum over k >= 2 of (k - 1) z^k / k!
        return z * z *
               (1.0 / 2 +
                z * (1.0 / 3 + z * (1.0 / 8 + z * (1.0 / 30 +
                                                   z * (1.0 / 144 + z * (1.0 / 840 + z / 5760))))));
    }
    return z * std::exp(z) - std::expm1(z);
}

double
ExponentOfMarginalPower(double w)
{
    if (!(w >= 0) || std::isinf(w))
    {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (w < 1e-4)
    {
        // Branch-point series of W0 in p = sqrt(2 (e x + 1)), where e x + 1 is w itself: nothing
        // cancels, unlike in (w - 1) / e.
        const double p = std::sqrt(2 * w);
        return p * (1 + p * (-1.0 / 3 +
                             p * (11.0 / 72 +
                                  p * (-43.0 / 540 +
                                       p * (769.0 / 17280 +
                                            p * (-221.0 / 8505 + p * 680863.0 / 43545600))))));
    }
    const double z = 1 + gsl_sf_lambert_W0((w - 1) / M_E);
    return z - (MarginalPowerOf(z) - w) / (z * std::exp(z));
}

double
ExponentOfSquareLaw(double y)
{
    return 2 * LambertW0(std::sqrt(y) / 2);
}

} // namespace edgeai
} // namespace ns3
