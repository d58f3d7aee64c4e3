/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_NOISE_DENSITY_H
#define EDGE_AI_NOISE_DENSITY_H

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Density of thermal noise at room temperature, -174 dBm/Hz, without a receiver's noise figure
/// [W/Hz]: what the radio, plans and helpers take where nobody says otherwise.
inline constexpr double DEFAULT_NOISE_DENSITY = 3.981071705534972e-21;

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_NOISE_DENSITY_H
