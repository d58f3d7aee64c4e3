/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BATTERY_FIGURES_H
#define EDGE_AI_BATTERY_FIGURES_H

#include "task-record.h"

#include <limits>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What a task left in the energy sources of its device; only tasks of devices with sources have
/// it.
struct BatteryFigures
{
    static constexpr const char* FAMILY = "battery"; ///< see FigureSet

    double left{NOT_AVAILABLE}; ///< [J]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("battery_left", "J", "in the device's energy sources at its end")
                    .Within(0, std::numeric_limits<double>::max()),
                left);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BATTERY_FIGURES_H
