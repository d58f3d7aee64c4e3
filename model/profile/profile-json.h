/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROFILE_JSON_H
#define EDGE_AI_PROFILE_JSON_H

#include "network-profile.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @file
 * @ingroup edge-ai
 * Profiles as JSON documents, version 1 (the schema is in doc/rooms/profile.rst). What is written
 * reads back exactly. Errors name the file, the line, the field and what is allowed: "vit.json:17:
 * blocks[3].flop must be >= 0, got -5".
 */

/**
 * @param [in] path a profile file, at most 64 MiB
 * @returns a sound profile
 * @throws ProfileError if the file cannot be read or is not a sound profile
 */
NetworkProfile ReadProfileFile(const std::string& path);

/**
 * @param [in] text a JSON document
 * @param [in] source its name, for messages
 * @returns a sound profile
 * @throws ProfileError if it is not one
 */
NetworkProfile ParseProfile(const std::string& text, const std::string& source = "profile");

/**
 * @param [in] profile a sound profile
 * @returns it as a JSON document, ended by a newline
 * @throws ProfileError if the profile is not sound, since it could not be read back
 */
std::string FormatProfile(const NetworkProfile& profile);

/**
 * @param [in] profile a sound profile
 * @param [in] path file to write
 * @throws ProfileError if the profile is not sound or the file cannot be written
 */
void WriteProfileFile(const NetworkProfile& profile, const std::string& path);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PROFILE_JSON_H
