/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROUND_FIT_H
#define EDGE_AI_ROUND_FIT_H

#include "allocation/round/round-planner.h"

#include "ns3/type-id.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What there may be to plan in a round.
enum class RoundPart : uint8_t
{
    DIVISION, ///< a model that is divided
    DEPTH,    ///< depth blocks
    OUTAGE,   ///< updates that may be lost
    SPARSITY, ///< fractions of updates
    UPDATE,   ///< whole updates of the devices of a cell
};

/// @returns every part, in the order of the enumeration
const std::vector<RoundPart>& GetRoundParts();

/// @returns every form of an uplink there is
const std::vector<RoundUplinkForm>& GetRoundUplinkForms();

/// @param [in] part of a round  @returns what it is, in words
std::string Describe(RoundPart part);

/// @param [in] form of an uplink  @returns what it is and who has it
std::string Describe(RoundUplinkForm form);

/**
 * Asks the planner itself, with a small problem.
 * @param [in] planner its type  @param [in] part of a round  @param [in] form of the uplink
 * @returns whether it takes rounds of them
 */
bool Takes(TypeId planner, RoundPart part, RoundUplinkForm form);

/// @param [in] planner its type  @param [in] part of a round
/// @returns whether it takes rounds of that, over some uplink
bool Takes(TypeId planner, RoundPart part);

/// @param [in] part of a round  @param [in] form of the uplink
/// @returns the planners that take rounds of them, without namespaces, with commas between
std::string ListTaking(RoundPart part, RoundUplinkForm form);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROUND_FIT_H
