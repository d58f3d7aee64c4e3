/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SLOT_BOOK_H
#define EDGE_AI_SLOT_BOOK_H

#include "block-grant.h"
#include "broadband-scheduler.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What is placed in one slot of a cell so far, and whether one more grant keeps the limits: the one
 * place where the rules of a grant are written. A cell has one book per slot, which its MAC asks
 * before it fills a block and its PHYs before they send one; plans are checked in books of their
 * own.
 *
 * A grant holds a set of subchannels with a power on each, and its block is spread over all of
 * them. The rules:
 * - user is attached to the cell;
 * - subchannels are ascending and below Subchannels, with one power each; at least one, unless the
 *   receiver's error model is Ideal (then there may be one power all the same, for its energy);
 * - every power is finite and >= 0, their sum with what the sender already sends in the slot is at
 *   most its PowerLimit: the user's (uplink) or the base station's (downlink);
 * - no subchannel carries more than SuperposedUsers blocks, or two of the same user. So sets may
 *   overlap, wholly or in part, where users may be superposed; the position in the decoding order
 *   is the block's and holds on all its subchannels;
 * - bits >= 1 and slots >= 1.
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
     * @returns empty if it fits beside what is placed; else what is wrong and the range, beginning
     * with the name of the field or limit: user, direction, subchannels, power, bits, slots,
     * PowerLimit, SuperposedUsers
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
    /**
     * @param [in] grant grant
     * @returns what is wrong with its subchannels beside what is placed, or empty
     */
    std::string CheckSubchannels(const Grant& grant) const;

    /**
     * @param [in] grant grant
     * @param [in] userLimit power limit of its user [W]
     * @returns what is wrong with its powers beside what is placed, or empty
     */
    std::string CheckPower(const Grant& grant, double userLimit) const;

    /**
     * @param [in] user identifier of a user
     * @param [in] direction direction
     * @returns power already placed of the user (uplink) or the base station (downlink) [W]
     */
    double GetUsedPower(uint32_t user, Direction direction) const;

    /// A user, and the power already placed of it [W].
    using UserPower = std::pair<uint32_t, double>;

    CellLimits m_limits;                             ///< limits
    std::vector<uint32_t> m_taken[2];                ///< blocks by direction, subchannel
    std::vector<std::vector<uint32_t>> m_holders[2]; ///< users by direction, subchannel
    std::vector<UserPower> m_userPower;              ///< of the uplink, ascending by user
    double m_basePower{0};                           ///< downlink power [W]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SLOT_BOOK_H
