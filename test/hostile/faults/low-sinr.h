/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LOW_SINR_H
#define EDGE_AI_LOW_SINR_H

#include "ns3/mobility-model.h"
#include "ns3/net-device.h"
#include "ns3/node.h"

namespace ns3
{
namespace edgeai
{

/// @param [in] device of a node  @param [in] edge node that it talks to
/// @returns the place of its radio's peer: the base station of LTE, elsewhere the edge node
Ptr<MobilityModel> FindPeer(Ptr<NetDevice> device, Ptr<Node> edge);

/**
 * Move a device away from its base station, access point or eNB until what it sends with all its
 * power arrives there with a ratio of signal to noise, fading and others' signals left aside.
 * @param [in] device broadband, Wi-Fi or LTE  @param [in] base where it sends to
 * @param [in,out] mobility of the device; it moves along x  @param [in] sinr ratio, > 0
 * @throws std::invalid_argument for any other device
 */
void PlaceAtSinr(Ptr<NetDevice> device, MobilityModel& base, MobilityModel& mobility, double sinr);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LOW_SINR_H
