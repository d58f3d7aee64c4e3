/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_TRAITS_H
#define EDGE_AI_LEARNING_TRAITS_H

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

/// @ingroup edge-ai
/// What a user may set of LearningHelper and a method makes no use of.
struct UnusedSetting
{
    std::string setter; ///< as it is called, such as "SetWork()"
    std::string why;    ///< and what is used instead, in words
};

/**
 * @ingroup edge-ai
 * What LearningHelper has to know of a method of learning in rounds before it installs one. Each
 * method's text says it of itself, so that no check names methods.
 */
struct LearningTraits
{
    std::string method;                  ///< as SetMethod() names it
    bool chosen{true};                   ///< SetMethod() was called
    RoundPart part{RoundPart::DIVISION}; ///< of its rounds
    double window{0};                    ///< that it gives an update [s]; 0: as long as it takes
    double outageMax{0};                 ///< that it allows an update; 0: any
    double energyMean{0};                ///< that it allows a worker in a round [J]; 0: any
    uint32_t channels{0};                ///< of SPARSITY, workers at once; 0: not said
    std::vector<UnusedSetting> refused;  ///< would change nothing: Install() ends in words
    std::vector<UnusedSetting> noted;    ///< likewise, and scripts set it of all methods: a note
    std::vector<std::string> notes;      ///< what the method's text says in vain
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_TRAITS_H
