/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_CHAIR_H
#define EDGE_AI_DTO_EE_CHAIR_H

#include "allocation/pipeline/dto-ee/dto-ee-leader.h"
#include "dto-ee-setup.h"

#include "ns3/event-id.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <utility>

namespace ns3
{
namespace edgeai
{

/**
 * When the leader of an exit decides: once a slot, when every node has reported, or when it has
 * waited long enough for those that have not. A node that did not report in several slots is gone
 * until it does. What other leaders decided meanwhile counts from the next slot on.
 */
class DtoEeChair
{
  public:
    /// @param [in] setup of all; must outlive it  @param [in] exit which it leads
    DtoEeChair(const DtoEeSetup& setup, std::size_t exit);
    ~DtoEeChair();

    /// Stop waiting.
    void Stop();
    /**
     * It takes the place of another, and decides only about slots in which more than half of all
     * nodes reported to it: the others may still have the first.
     * @param [in] threshold of its exit in force
     */
    void Substitute(double threshold);
    /// A node is gone until it reports. @param [in] place of it
    void LoseNode(const DtoEePlace& place);
    /// @param [in] place of a node  @param [in] slot it is about  @param [in] report what it says
    void HearReport(const DtoEePlace& place, uint64_t slot, const DtoEeExitReport& report);
    /// @param [in] exit of another leader  @param [in] slot it is about
    /// @param [in] update what it decided
    void HearUpdate(std::size_t exit, uint64_t slot, const DtoEeExitUpdate& update);

    /// @returns the exit it leads
    std::size_t GetExit() const
    {
        return m_exit;
    }

    /// It has decided.
    std::function<void(uint64_t slot, const DtoEeExitUpdate& update)> onDecided;

  private:
    using Key = std::pair<uint32_t, uint32_t>; ///< stage and index

    void Begin(uint64_t slot);
    void Decide();
    void HandleTimeout();
    bool IsComplete() const;
    /// @returns whether enough have reported for a decision
    bool MayDecide() const;

    const DtoEeSetup& m_setup;
    std::size_t m_exit;
    DtoEeLeader m_leader;
    uint64_t m_begun{0};                              ///< slots below have begun
    bool m_decided{true};                             ///< about the slot at hand
    bool m_substitute{false};                         ///< see Substitute()
    std::map<Key, uint64_t> m_heard;                  ///< slot of the latest report, plus 1
    std::map<Key, uint32_t> m_misses;                 ///< slots without one in a row
    std::set<Key> m_lost;                             ///< gone
    std::map<std::size_t, DtoEeExitUpdate> m_updates; ///< of others, about the slot at hand
    EventId m_timeout;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_CHAIR_H
