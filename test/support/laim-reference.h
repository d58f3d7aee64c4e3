/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_REFERENCE_H
#define EDGE_AI_LAIM_REFERENCE_H

#include "allocation/numeric/uplink-law.h"
#include "allocation/split/laim/laim-task.h"

#include <algorithm>
#include <cmath>
#include <gsl/gsl_sf_lambert.h>

// Other ways to the same optimum, written in other variables and sharing nothing with the model but
// the plain formulas of a stage.

namespace ns3
{
namespace edgeai
{
namespace laimtest
{

/// beta = eta psi cycles^3: energy of a computing stage is beta kappa^3 / t^2.
inline double
BetaOf(double energyFactor, double cycles)
{
    return energyFactor * cycles * cycles * cycles;
}

/// Least energy for a keep ratio by bisection of the deadline's multiplier, or infinity. Payload
/// not pruned, all work in scaled.
inline double
ReferenceLeastEnergy(const LaimTask& task, double kappa)
{
    const double bits = task.constant.uplinkBits;
    const double band = task.uplink.band;
    const double unit = task.uplink.unitPower;
    const double betaD = BetaOf(task.deviceEnergyFactor, task.scaled.deviceCycles);
    const double betaS = BetaOf(task.serverEnergyFactor, task.scaled.serverCycles);
    const double leastD = kappa * task.scaled.deviceCycles / task.deviceClock.limit;
    const double leastS = kappa * task.scaled.serverCycles / task.serverClock.limit;
    const double leastU = bits / (band * std::log2(1 + task.txPower.limit / unit));
    if (leastD + leastS + leastU > task.latencyBudget)
    {
        return INFINITY;
    }
    double td = 0;
    double ts = 0;
    double tu = 0;
    double low = -60;
    double high = 60;
    for (int i = 0; i < 200; ++i)
    {
        const double nu = std::pow(10, (low + high) / 2);
        td = std::max(leastD, std::cbrt(2 * betaD * std::pow(kappa, 3) / nu));
        ts = std::max(leastS, std::cbrt(2 * betaS * std::pow(kappa, 3) / nu));
        const double w = nu / unit;
        const double z =
            w < 1e-10 ? std::sqrt(2 * w) : 1 + gsl_sf_lambert_W0((w - 1) / std::exp(1.0));
        tu = bits > 0 ? std::max(leastU, bits * std::log(2.0) / (band * z)) : 0;
        (td + ts + tu > task.latencyBudget ? low : high) = (low + high) / 2;
    }
    const double k3 = kappa * kappa * kappa;
    return (td > 0 ? betaD * k3 / (td * td) : 0) + (ts > 0 ? betaS * k3 / (ts * ts) : 0) +
           (tu > 0 ? tu * unit * (std::exp2(bits / (band * tu)) - 1) : 0);
}

/// Largest keep ratio by bisection over ReferenceLeastEnergy; 0 if not even the least one will do.
inline double
ReferenceKeepRatio(const LaimTask& task)
{
    auto fits = [&task](double kappa) {
        return ReferenceLeastEnergy(task, kappa) <= task.energyBudget;
    };
    if (!fits(task.keepRatioMin))
    {
        return 0;
    }
    double low = task.keepRatioMin;
    double high = 1;
    if (fits(high))
    {
        return 1;
    }
    for (int i = 0; i < 80; ++i)
    {
        (fits((low + high) / 2) ? low : high) = (low + high) / 2;
    }
    return low;
}

/// Closed form in the uplink time, blind to clock limits:
/// ((E0 - E_u)^(1/3) (T0 - t_u)^(2/3)) / (beta_d^(1/3) + beta_s^(1/3)).
inline double
OneDimensionalKeepRatio(const LaimTask& task, double uplinkTime)
{
    const double energy = UplinkEnergy(task.uplink, task.constant.uplinkBits, uplinkTime);
    return std::cbrt((task.energyBudget - energy) * std::pow(task.latencyBudget - uplinkTime, 2)) /
           (std::cbrt(BetaOf(task.deviceEnergyFactor, task.scaled.deviceCycles)) +
            std::cbrt(BetaOf(task.serverEnergyFactor, task.scaled.serverCycles)));
}

/// Best of OneDimensionalKeepRatio by golden section (it is log-concave in the uplink time).
inline double
OneDimensionalOptimum(const LaimTask& task)
{
    const double golden = (std::sqrt(5.0) - 1) / 2;
    double a = task.constant.uplinkBits / UplinkRate(task.uplink, task.txPower.limit);
    double b = task.latencyBudget;
    for (int i = 0; i < 200; ++i)
    {
        const double x = b - golden * (b - a);
        const double y = a + golden * (b - a);
        // Beyond the energy budget the cube root is negative, which sends the search back.
        (OneDimensionalKeepRatio(task, x) < OneDimensionalKeepRatio(task, y) ? a : b) =
            OneDimensionalKeepRatio(task, x) < OneDimensionalKeepRatio(task, y) ? x : y;
    }
    return OneDimensionalKeepRatio(task, (a + b) / 2);
}

/// Largest keep ratio on a grid of power (geometric) and clocks (linear): a lower bound.
inline double
GridKeepRatio(const LaimTask& task, int points)
{
    double best = 0;
    const double least = UplinkPower(task.uplink, task.constant.uplinkBits, task.latencyBudget);
    for (int i = 1; i <= points; ++i)
    {
        const double p = least * std::pow(task.txPower.limit / least, double(i) / points);
        const double tu = task.constant.uplinkBits / UplinkRate(task.uplink, p);
        for (int j = 1; j <= points; ++j)
        {
            const double fd = task.deviceClock.limit * j / points;
            for (int k = 1; k <= points; ++k)
            {
                const double fs = task.serverClock.limit * k / points;
                const double time = task.scaled.deviceCycles / fd + task.scaled.serverCycles / fs;
                const double energy = task.deviceEnergyFactor * task.scaled.deviceCycles * fd * fd +
                                      task.serverEnergyFactor * task.scaled.serverCycles * fs * fs;
                best = std::max(best,
                                std::min({1.0,
                                          (task.latencyBudget - tu) / time,
                                          (task.energyBudget - p * tu) / energy}));
            }
        }
    }
    return best;
}

} // namespace laimtest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_REFERENCE_H
