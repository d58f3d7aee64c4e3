/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-closed-forms.h"

#include "allocation/numeric/lambert-w.h"
#include "allocation/numeric/root-finding.h"
#include "ecc-cost.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

double
GetLonePower(double gainOverNoise,
             double timeWeight,
             double energyWeight,
             double least,
             double largest)
{
    if (energyWeight == 0)
    {
        return largest;
    }
    const double logarithm = ExponentOfMarginalPower(timeWeight * gainOverNoise / energyWeight);
    return std::clamp(std::expm1(logarithm) / gainOverNoise, least, largest);
}

double
GetLoneUnits(const EccProblem& problem, std::size_t i)
{
    const auto& cell = problem.cells[problem.users[i].cell];
    const auto weights = GetEccWeights(problem, i);
    const double power = cell.unitEnergyCoefficient * std::pow(cell.unitClock, 3);
    const double alpha = cell.unitExponent;
    if (cell.unitStaticPower > 0 && weights.energy > 0)
    {
        // The slope of time and energy has the sign of this, which grows with the units.
        const double x = cell.GetUnitPowerExponent();
        const double y = cell.unitStaticExponent;
        auto slope = [&](double units) {
            return weights.energy * ((x - alpha) * power * std::pow(units, x) +
                                     (y - alpha) * cell.unitStaticPower * std::pow(units, y)) -
                   alpha * weights.time;
        };
        if (slope(cell.unitMin) >= 0)
        {
            return cell.unitMin;
        }
        const Root root = FindRoot(slope, cell.unitMin, cell.unitTotal);
        return root.found ? root.first : cell.unitTotal;
    }
    const double costly = (cell.GetUnitPowerExponent() - alpha) / alpha * weights.energy * power;
    if (costly == 0)
    {
        return cell.unitTotal;
    }
    return std::clamp(std::pow(weights.time / costly, 1 / cell.GetUnitPowerExponent()),
                      cell.unitMin,
                      cell.unitTotal);
}

} // namespace edgeai
} // namespace ns3
