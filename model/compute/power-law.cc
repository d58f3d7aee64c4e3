/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "power-law.h"

namespace ns3
{
namespace edgeai
{

std::string
PowerLaw::Validate(const OperatingPoints& points) const
{
    if (kind == SWITCHED && !points.HasVoltage())
    {
        return "PowerLaw SwitchedCapacitance needs OperatingPoints with voltages, e.g. "
               "\"0.6e9:0.8V 1.5e9:1.1V\"";
    }
    if (kind == TABLE && !points.HasPower())
    {
        return "PowerLaw Table needs OperatingPoints with powers, e.g. \"0.6e9:0.5W 1.5e9:2W\"";
    }
    return "";
}

double
PowerLaw::GetStatic() const
{
    return kind == TABLE ? 0 : scale * staticPower;
}

double
PowerLaw::GetDynamic(const OperatingPoints& points, double clock) const
{
    switch (kind)
    {
    case SWITCHED: {
        const double voltage = points.GetVoltage(clock);
        return scale * capacitance * voltage * voltage * clock;
    }
    case TABLE:
        return scale * points.GetPower(clock);
    case CUBIC:
        break;
    }
    return scale * powerCoefficient * clock * clock * clock;
}

double
PowerLaw::GetEquivalentCoefficient(const OperatingPoints& points) const
{
    const double clock = points.GetMax();
    return kind == CUBIC ? scale * powerCoefficient
                         : GetDynamic(points, clock) / (clock * clock * clock);
}

} // namespace edgeai
} // namespace ns3
