/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "uplink-law.h"

#include "lambert-w.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

UplinkLaw
MakeUplinkLaw(double bandwidth, double noiseDensity, double gain, double rateFactor)
{
    return {rateFactor * bandwidth, noiseDensity * bandwidth / gain};
}

double
UplinkExponent(const UplinkLaw& law, double power)
{
    return std::log1p(power / law.unitPower);
}

double
UplinkRate(const UplinkLaw& law, double power)
{
    return law.band * UplinkExponent(law, power) / M_LN2;
}

double
UplinkPowerAt(const UplinkLaw& law, double z)
{
    return law.unitPower * std::expm1(z);
}

double
UplinkTimePerBitAt(const UplinkLaw& law, double z)
{
    return M_LN2 / (law.band * z);
}

double
UplinkEnergyPerBitAt(const UplinkLaw& law, double z)
{
    const double shape = (z == 0) ? 1 : std::expm1(z) / z;
    return law.unitPower * M_LN2 / law.band * shape;
}

double
UplinkEnergySlopeAt(const UplinkLaw& law, double z)
{
    const double shape = (z == 0) ? 0.5 : MarginalPowerOf(z) / (z * z * std::exp(z));
    return M_LN2 / law.band * shape;
}

double
UplinkPower(const UplinkLaw& law, double bits, double time)
{
    return UplinkPowerAt(law, bits * M_LN2 / (law.band * time));
}

double
UplinkEnergy(const UplinkLaw& law, double bits, double time)
{
    return bits * UplinkEnergyPerBitAt(law, bits * M_LN2 / (law.band * time));
}

double
UplinkTimeOfMarginalPower(const UplinkLaw& law, double bits, double nu)
{
    return bits * UplinkTimePerBitAt(law, ExponentOfMarginalPower(nu / law.unitPower));
}

} // namespace edgeai
} // namespace ns3
