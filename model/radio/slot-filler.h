/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SLOT_FILLER_H
#define EDGE_AI_SLOT_FILLER_H

#include "broadband-scheduler.h"
#include "cell-user.h"

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

class BroadbandBaseMac;
class SlotBook;

/**
 * @ingroup edge-ai
 * Fills the slots of a cell for its base station's MAC: repetitions that are due first, then grants
 * that stay in force, then what the scheduler grants beside them.
 */
class SlotFiller
{
  public:
    /**
     * @param [in] mac MAC of the cell's base station, which owns this
     * @param [in] users users of the cell
     */
    SlotFiller(BroadbandBaseMac& mac, const CellUsers& users);

    /**
     * Fill a slot.
     * @param [in] slot slot that starts
     * @returns the next slot this cell wants
     */
    uint64_t Start(uint64_t slot);

    /**
     * A user has something to send.
     * @param [in] user its identifier
     * @param [in] direction direction
     * @returns whether that is news
     */
    bool AddBacklog(uint32_t user, Direction direction);

    /**
     * @returns whether any user was found to have something to send
     */
    bool HasBacklog() const;

    /**
     * Repeat a block.
     * @param [in] slot slot in which that is due
     * @param [in] grant grant of its first transmission
     * @param [in] block its number
     */
    void AddRepetition(uint64_t slot, std::shared_ptr<const Grant> grant, uint64_t block);

    /// End all grants in force: the scheduler wants to be asked anew.
    void DropInForce();

    /// Forget all.
    void Clear();

  private:
    /// A block to be repeated.
    struct Repetition
    {
        std::shared_ptr<const Grant> grant; ///< of its first transmission
        uint64_t block;                     ///< its number
    };

    /// A grant that stays in force.
    struct InForce
    {
        std::shared_ptr<const Grant> grant; ///< the grant
        uint64_t end;                       ///< first slot in which it is not
    };

    /**
     * @param [in] grant a grant
     * @returns what is wrong with it in this slot, or empty
     */
    std::string Check(const Grant& grant) const;

    /**
     * Send what is granted and note it.
     * @param [in] grant the grant, which the book has approved
     * @param [in] repeat number of the block to repeat, or 0 for a new one
     * @param [out] wrong what is wrong with a refused grant, else empty
     * @returns whether something was sent
     */
    bool Execute(const std::shared_ptr<const Grant>& grant, uint64_t repeat, std::string& wrong);

    /**
     * @param [in] slot slot that starts; sends the repetitions that are due
     */
    void SendRepetitions(uint64_t slot);

    /**
     * @param [in] slot slot that starts; sends blocks of the grants in force
     */
    void SendInForce(uint64_t slot);

    /**
     * @param [in] slot slot that starts
     * @returns whether the scheduler was asked and granted something
     */
    bool AskScheduler(uint64_t slot);

    /**
     * Look at users with a backlog; who has none any more is forgotten.
     * @param [in] direction direction
     * @param [in] first least identifier of theirs  @param [in] last largest one
     * @param [in] visit called with each user, ascending, until it returns false
     * @returns whether it never did
     */
    template <typename Visit>
    bool VisitBacklogged(Direction direction, int64_t first, int64_t last, const Visit& visit);

    /**
     * @param [in] user a user  @param [in] direction direction
     * @returns whether a grant in force serves it
     */
    bool IsServed(const CellUser& user, Direction direction) const;

    /**
     * Tell the scheduler of a user, if it has a backlog that is known and no grant in force.
     * @param [in] user the user  @param [in] direction direction
     * @param [in] needsChannel whether the scheduler wants channel reports
     * @param [in,out] demand state of the cell
     * @returns whether it was told, and the user has power to send with
     */
    bool AddDemand(CellUser& user, Direction direction, bool needsChannel, CellDemand& demand);

    /**
     * @param [in] scheduler who says whom he looks at
     * @param [in,out] demand state of the cell; gets these users
     */
    void CollectUsers(const BroadbandScheduler& scheduler, CellDemand& demand);

    /**
     * @param [in] slot slot that starts
     * @param [in] granted what AskScheduler returned
     * @returns the next slot this cell wants
     */
    uint64_t GetNextSlot(uint64_t slot, bool granted);

    BroadbandBaseMac& m_mac;  ///< sends, knows channels and limits
    const CellUsers& m_users; ///< of the cell
    std::vector<uint32_t>
        m_backlogged[2]; ///< by direction: users with something to send, ascending
    std::map<uint64_t, std::vector<Repetition>> m_repetitions; ///< by slot they are due
    std::vector<InForce> m_inForce; ///< grants that still have slots to come
    std::set<uint32_t> m_served[2]; ///< by direction: users with one of these
    uint64_t m_epoch{0};            ///< counts how often m_inForce was dropped
    GrantList m_placed;             ///< sent in the slot that starts
    CellDemand m_demand; ///< what the scheduler is asked with; a member to keep its memory
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SLOT_FILLER_H
