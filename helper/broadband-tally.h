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
 * that failed; and, of single messages, how much of that was for them: a block's bits and energy
 * are divided by the bytes it carries, headers going with what they head. One per PHY, aggregated
 * to it.
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

    /// Count apart what a message takes. @param [in] message to a user's device
    void Begin(const LinkMessage& message);
    /**
     * Count it no more.
     * @param [in] message of Begin()
     * @param [out] tally blocks that held some of it, and its part of their bits and energy
     * @returns false if nobody has begun
     */
    bool End(const LinkMessage& message, LinkTally& tally);

  private:
    void HandleBlock(const BlockReport& report);
    /// @param [in] report of a block that holds segments
    void Divide(const BlockReport& report);

    double m_slot{0};                            ///< duration of a slot [s]
    std::map<uint32_t, LinkTally> m_tallies;     ///< by user
    std::map<LinkMessage, LinkTally> m_messages; ///< that are counted apart
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_TALLY_H
