/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_SETUP_H
#define EDGE_AI_DTO_EE_SETUP_H

#include "allocation/pipeline/dto-ee/dto-ee-network.h"
#include "allocation/pipeline/dto-ee/dto-ee-part.h"
#include "allocation/pipeline/dto-ee/dto-ee-solver.h"

#include "ns3/nstime.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Who somebody is.
struct DtoEePlace
{
    uint32_t stage{0}; ///< h; 0: a device
    uint32_t index{0}; ///< in its stage, from 0

    /// @returns it in words
    std::string Describe() const;
};

/// What all devices and nodes were told when they were set up: what the model is, who there is, and
/// the first estimates of rates. They measure the rest.
struct DtoEeSetup
{
    DtoEeProblem problem;       ///< a sound one
    DtoEeNetwork network;       ///< of it
    DtoEeShares shares;         ///< rows to begin with, over the links
    DtoEeSolverOptions options; ///< settings of the parts
    bool distributed{true};     ///< parts exchange words; otherwise rows come from a controller
    bool measured{true};        ///< arrivals and link rates are; otherwise as told
    double averaging{0.3};      ///< weight of a slot's measurement, in (0, 1]
    Time slot{Seconds(1)};      ///< length of a slot, > 0
    Time first;                 ///< when slot 0 begins
    Time patience;              ///< how long a word may take from a neighbour to the next, > 0
    Time silence;               ///< how long a neighbour may say nothing that is waited for, > 0
    uint32_t misses{3};         ///< slots without a report before a leader takes a node for gone

    /**
     * @param [in] theProblem a sound one
     * @param [in] theOptions settings of the parts
     */
    DtoEeSetup(const DtoEeProblem& theProblem, const DtoEeSolverOptions& theOptions);

    /// @returns number of stages, H
    uint32_t GetStages() const;
    /// @param [in] place of somebody  @returns whether there is such a device or node
    bool Exists(const DtoEePlace& place) const;
    /// @param [in] stage from 1  @returns index of the early exit behind it; their number: none
    std::size_t FindExit(uint32_t stage) const;
    /// @param [in] stage from 1  @returns exits at it and behind it, the end included
    std::size_t CountExits(uint32_t stage) const;
    /// @returns whether every node has a threshold of its own
    bool HasNodeThresholds() const;
    /// @param [in] place of a node  @returns its threshold to begin with; 1: there is no exit
    double GetThreshold(const DtoEePlace& place) const;
    /// @param [in] place of somebody  @returns what its part is to begin with
    DtoEePartSettings MakePart(const DtoEePlace& place) const;
    /// @param [in] place of a device, or of a node but those of the last stage
    /// @returns its row, for each node of the next stage
    std::vector<double> GetRow(const DtoEePlace& place) const;
    /// @returns number of the slot at hand; 0 also before the first
    uint64_t GetSlot() const;
    /// @param [in] slot number  @returns how long until it begins; 0 if it has
    Time GetTimeTo(uint64_t slot) const;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_SETUP_H
