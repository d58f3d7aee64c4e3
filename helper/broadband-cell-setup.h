/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_CELL_SETUP_H
#define EDGE_AI_BROADBAND_CELL_SETUP_H

#include "ns3/attribute.h"
#include "ns3/planned-scheduler.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

class BroadbandNetDevice;

/// What a cell is like for whoever plans it, where nobody chose otherwise: a scheduler that carries
/// out plans and keeps a subchannel for signalling, and subchannels for everybody.

/**
 * @param [in] attributes names and values that were set for the network, some perhaps of the
 * scheduler
 * @returns a Planned scheduler that keeps one subchannel for signalling, unless they say otherwise
 */
Ptr<PlannedScheduler> MakePlannedScheduler(
    const std::vector<std::pair<std::string, Ptr<AttributeValue>>>& attributes);

/**
 * Put the scheduler that carries out plans in the place of one that nobody chose. Nothing happens
 * in cells that are too small for it: of one subchannel, or of next to no power.
 * @param [in] device any of the broadband radio
 * @returns whether it has it now
 */
bool AdoptPlannedScheduler(Ptr<BroadbandNetDevice> device);

/**
 * @param [in] subchannels of the radio for plans  @param [in] users of the cell
 * @param [in] superposed users that may share a subchannel, >= 1
 * @returns how many make a planned one, so that there is one for everybody, and whoever shares it
 * can have an equal part of it; 1 where there are too few
 */
uint32_t ChooseSubchannelParts(uint32_t subchannels, uint32_t users, uint32_t superposed);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_CELL_SETUP_H
