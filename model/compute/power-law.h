/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_POWER_LAW_H
#define EDGE_AI_POWER_LAW_H

#include "operating-points.h"

#include <array>

namespace ns3
{
namespace edgeai
{

/// What energy was spent on.
enum EnergyCause
{
    ENERGY_DYNAMIC,    ///< clocked work of busy units
    ENERGY_STATIC,     ///< static power of busy units
    ENERGY_IDLE,       ///< units without work
    ENERGY_SLEEP,      ///< the sleep state
    ENERGY_TRANSITION, ///< units standing still while the clock changes or the processor wakes
    ENERGY_CAUSES,     ///< how many causes there are
};

/// A power or an energy for each cause.
using PowerByCause = std::array<long double, ENERGY_CAUSES>;

/**
 * @ingroup edge-ai
 * Busy power of one unit as a function of its clock, without the usage effectiveness.
 */
struct PowerLaw
{
    /// The shapes.
    enum Kind
    {
        CUBIC,    ///< static + psi f^3 (power law of Lyu et al., arXiv 2602.13052)
        SWITCHED, ///< static + C V(f)^2 f, V from the operating points
        TABLE,    ///< what the operating points say, all of it dynamic
    };

    Kind kind{CUBIC};           ///< which law
    double staticPower{0};      ///< of a busy unit [W], CUBIC and SWITCHED
    double powerCoefficient{0}; ///< psi [W/(cycle/s)^3], CUBIC
    double capacitance{0};      ///< C, switched capacitance [F], SWITCHED
    double unitExponent{1};     ///< x: dynamic power of r units on one job is r^x times one's, > 0
    double scale{1};            ///< of all of it: measured power over that of the law, > 0

    /// @param [in] points operating points to work with  @returns "" or why they do not suffice
    std::string Validate(const OperatingPoints& points) const;
    /// @returns static power of a busy unit [W]
    double GetStatic() const;
    /**
     * @param [in] points operating points
     * @param [in] clock from the least to the largest of them [cycle/s]
     * @returns dynamic power of a busy unit [W]
     */
    double GetDynamic(const OperatingPoints& points, double clock) const;
    /**
     * The psi of the cubic law that spends the same dynamic power at the largest clock.
     * @param [in] points operating points
     * @returns psi [W/(cycle/s)^3]; exact for CUBIC, an end-point fit for the other laws
     */
    double GetEquivalentCoefficient(const OperatingPoints& points) const;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_POWER_LAW_H
