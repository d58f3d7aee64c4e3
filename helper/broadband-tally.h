/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_TALLY_H
#define EDGE_AI_BROADBAND_TALLY_H

#include "ns3/broadband-phy.h"
#include "ns3/link-control.h"

#include <cstdint>
#include <map>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Counts what a PHY of the broadband radio receives, by user: bits, SINR, energy it took, blocks
 * that failed. One per PHY, aggregated to it.
 */
class BroadbandTally : public Object
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /// @param [in] phy a PHY in a network  @returns its tally, made by the first call
    static Ptr<BroadbandTally> Of(Ptr<BroadbandPhy> phy);

    /// @param [in] user identifier of the user's PHY  @returns what was received from or by it
    LinkTally Get(uint32_t user) const;

  private:
    void HandleBlock(const BlockReport& report);

    double m_slot{0}; ///< duration of a slot [s]
    std::map<uint32_t, LinkTally> m_tallies;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_TALLY_H
