/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_PARTITION_H
#define EDGE_AI_DTO_EE_PARTITION_H

#include "dto-ee-problem.h"

#include "ns3/network-profile.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// A network in parts, as stages have them.
struct DtoEePartition
{
    std::vector<DtoEeStage> stages;   ///< work and input; without nodes and links
    std::vector<uint32_t> exitStages; ///< stage behind which each exit of the profile is, from 1
};

/**
 * Work and input of the parts of a network. The work of an exit is done by the stage it is behind,
 * for every task that comes there.
 * @param [in] profile a sound one
 * @param [in] cuts number of blocks before the second stage, the third, ...; rising, admissible
 * @returns the parts, one more than there are cuts
 * @throws ProfileError naming the cut or exit and what is allowed
 */
DtoEePartition MakeDtoEePartition(const NetworkProfile& profile, const std::vector<uint32_t>& cuts);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_PARTITION_H
