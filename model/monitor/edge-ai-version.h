/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_VERSION_H
#define EDGE_AI_VERSION_H

#include <string>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Version of this module: the VERSION file as a constant, so that every build has it. A test
/// compares the two.
inline constexpr const char* EDGE_AI_VERSION = "0.1.0";

/// @ingroup edge-ai
/// @returns the ns-3 release this module was compiled for, e.g. "3.37"
std::string GetNs3Release();

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_VERSION_H
