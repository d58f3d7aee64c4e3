/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_PROBE_H
#define EDGE_AI_LEARNING_PROBE_H

#include "allocation/round/round-planner.h"
#include "learning-traits.h"

#include "ns3/type-id.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// @returns every part of a round, in the order of the enumeration
const std::vector<RoundPart>& GetRoundParts();

/// @ingroup edge-ai
/// @returns every form of an uplink there is
const std::vector<RoundUplinkForm>& GetRoundUplinkForms();

/// @ingroup edge-ai
/// @param [in] part of a round  @returns what it is, in words
std::string DescribePart(RoundPart part);

/// @ingroup edge-ai
/// @param [in] planner its type  @param [in] part of a round  @param [in] form of the uplink
/// @returns whether it takes rounds of them
bool TakesRounds(TypeId planner, RoundPart part, RoundUplinkForm form);

/// @ingroup edge-ai
/// @param [in] planner its type  @param [in] part of a round
/// @returns whether it takes rounds of that, over some uplink
bool TakesRounds(TypeId planner, RoundPart part);

/// @ingroup edge-ai
/// How large a problem is that a planner is tried with.
struct ProbeSize
{
    uint32_t workers{2};  ///< how many
    uint32_t channels{2}; ///< subchannels, or workers at once
};

/// @ingroup edge-ai
/// @param [in] planner with its attributes  @param [in] part of a round
/// @param [in] form of the uplink  @param [in] size how many of what
/// @returns "" or why it refuses a problem of those
std::string ExplainProbe(const RoundPlanner& planner,
                         RoundPart part,
                         RoundUplinkForm form,
                         const ProbeSize& size);

/// @ingroup edge-ai
/// @param [in] part of a round  @param [in] form of the uplink
/// @returns names of the planners that take them, with commas between
std::string ListTakers(RoundPart part, RoundUplinkForm form);

/// @ingroup edge-ai
/// @param [in] form of an uplink  @returns what it is and who has it
std::string DescribeForm(RoundUplinkForm form);

/// @ingroup edge-ai
/// @param [in] planner its type  @param [in] part of a round  @returns the uplinks it takes, in
/// words
std::string ExplainForms(TypeId planner, RoundPart part);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_PROBE_H
