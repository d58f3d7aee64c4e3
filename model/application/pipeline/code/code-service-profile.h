/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_SERVICE_PROFILE_H
#define EDGE_AI_CODE_SERVICE_PROFILE_H

#include "allocation/pipeline/code/code-problem.h"

#include <cstdint>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * A service with so many blocks from any profile: blocks behind the last image are the head, those
 * before are joined, one with the next, to as many of nearly equal work. A profile that has as many
 * is taken as it is.
 * @param [in] profile a sound profile
 * @param [in] blocks B, >= 1
 * @returns the service; speed and load are left to the caller
 * @throws ProfileError if fewer blocks than that make square images, or none is the head
 */
CodeService MakeCodeService(const NetworkProfile& profile, uint32_t blocks);

/**
 * @param [in] name of a network in the catalogue, or a file; of a network that is cut into blocks
 *             ("part=blocks") those are taken where the name does not say otherwise
 * @param [in] blocks B, >= 1
 * @returns the service; speed and load are left to the caller
 * @throws std::exception that says what is wrong with the name
 */
CodeService LoadCodeService(const std::string& name, uint32_t blocks);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_SERVICE_PROFILE_H
