/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SOURCE_ACCESS_H
#define EDGE_AI_SOURCE_ACCESS_H

#include "edge-ai-compat.h"

#include "ns3/double.h"
#include "ns3/energy-source.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Opens what consumers of an energy source need of it and is not public.
 *
 * A source notices that it is empty only when it has nothing left, and it counts in steps: a
 * rounding remainder of a step or two can stay in it for good. The consumer that finds it so tells
 * the others in its place.
 */
struct SourceAccess : public en::EnergySource
{
    /// Sources round what they subtract to this, because they compute it as a Time [J].
    static constexpr double STEP = 1e-9;

    /// @param [in] source any source  @returns current of all its devices less what is harvested
    /// [A]
    static double GetTotalCurrent(Ptr<en::EnergySource> source)
    {
        double (en::EnergySource::*total)() = &SourceAccess::CalculateTotalCurrent;
        return (PeekPointer(source)->*total)();
    }

    /**
     * @param [in] source any source
     * @param [in] low whether the low threshold is wanted, else the high one
     * @returns share of the initial energy at which it calls itself empty (recharged); 0 where it
     *          does not say
     */
    static double GetThreshold(Ptr<en::EnergySource> source, bool low)
    {
        DoubleValue value(0);
        const char* const basic =
            low ? "BasicEnergyLowBatteryThreshold" : "BasicEnergyHighBatteryThreshold";
        source->GetAttributeFailSafe(basic, value) ||
            source->GetAttributeFailSafe("LiIonEnergyLowBatteryThreshold", value);
        return value.Get();
    }

    /// @param [in] source whose consumers are told that it is empty
    static void TellDrained(Ptr<en::EnergySource> source)
    {
        void (en::EnergySource::*tell)() = &SourceAccess::NotifyEnergyDrained;
        (PeekPointer(source)->*tell)();
    }

    /// @param [in] source whose consumers are told that it has energy again
    static void TellRecharged(Ptr<en::EnergySource> source)
    {
        void (en::EnergySource::*tell)() = &SourceAccess::NotifyEnergyRecharged;
        (PeekPointer(source)->*tell)();
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SOURCE_ACCESS_H
