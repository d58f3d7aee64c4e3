/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_NETWORK_CATALOGUE_H
#define EDGE_AI_NETWORK_CATALOGUE_H

#include "network-profile.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Finds the profile of a network.
 *
 * @param [in] nameOrFile a catalogue name NAME[@key=value[,key=value]...], e.g. "VGG-16",
 *             "MobileNetV1@width=0.75,resolution=192" or "ViT-L/16@part=encoder"; or the path of a
 *             profile file, which must end in ".json" (see profile-json.h)
 * @returns a sound profile; its name is nameOrFile for a catalogue name
 * @throws ProfileError naming what is unknown or out of range, what exists and what is near
 */
NetworkProfile LoadNetworkProfile(const std::string& nameOrFile);

/// @returns the names in the catalogue, without options, in the order of the manual
std::vector<std::string> ListNetworks();

/**
 * @param [in] network name of a network, without options
 * @returns some lines: what the network is, then its options with default, range and meaning
 * @throws ProfileError if no network has that name
 */
std::string DescribeNetwork(const std::string& network);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_NETWORK_CATALOGUE_H
