/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SLOT_BOOK_H
#define EDGE_AI_SLOT_BOOK_H

#include "block-grant.h"
#include "broadband-scheduler.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What is placed in one slot of a cell so far, and whether one more grant keeps the limits.
 */
class SlotBook
{
  public:
    /**
     * @param [in] limits the cell's limits
     */
    explicit SlotBook(CellLimits limits = CellLimits());

    /**
     * Begin an empty slot.
     * @param [in] limits the cell's limits, as they are now
     */
    void Clear(CellLimits limits);

    /**
     * @param [in] grant grant
     * @returns empty if it fits beside what is placed; else what is wrong, beginning with the name
     * of the field or limit: user, subchannels, power, bits, slots, PowerLimit, SuperposedUsers
     */
    std::string Check(const Grant& grant) const;

    /**
     * @param [in] grant grant that fits
     */
    void Place(const Grant& grant);

    /**
     * @param [in] user identifier of a user
     * @param [in] direction direction
     * @returns power still free: the user's (uplink) or the base station's (downlink) [W]
     */
    double GetFreePower(uint32_t user, Direction direction) const;

    /**
     * @param [in] direction direction
     * @returns blocks on each subchannel
     */
    const std::vector<uint32_t>& GetTaken(Direction direction) const
    {
        return m_taken[direction];
    }

    /**
     * @returns the limits
     */
    const CellLimits& GetLimits() const
    {
        return m_limits;
    }

    /// @returns how much of a limit rounding may exceed, relative
    static constexpr double GetSlack()
    {
        return 1e-9;
    }

  private:
    CellLimits m_limits;                                     ///< limits
    std::vector<uint32_t> m_taken[2];                        ///< blocks by direction, subchannel
    std::map<uint32_t, std::vector<uint32_t>> m_holdings[2]; ///< subchannels by direction, user
    std::map<uint32_t, double> m_userPower;                  ///< uplink power by user [W]
    double m_basePower{0};                                   ///< downlink power [W]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SLOT_BOOK_H
