/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CELL_USER_H
#define EDGE_AI_CELL_USER_H

#include "block-receiver.h"
#include "block-sender.h"
#include "broadband-user-mac.h"
#include "channel-reports.h"

#include "ns3/mac48-address.h"
#include "ns3/ptr.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// A user of a cell, as the base station's MAC knows it.
struct CellUser
{
    uint32_t id{0};                          ///< identifier of its PHY
    Ptr<BroadbandUserMac> mac;               ///< MAC
    Mac48Address address;                    ///< address
    std::size_t queue{0};                    ///< number by attachment
    std::unique_ptr<BlockSender> sender;     ///< towards it
    std::unique_ptr<BlockReceiver> receiver; ///< from it
    ChannelReports reports[2];               ///< by direction
    double throughput[2]{0, 0};              ///< by direction: average at slot `updated` [bit/s]
    uint64_t updated[2]{0, 0};               ///< by direction

    /**
     * @param [in] direction direction
     * @returns whether anything waits in it, reported or not
     */
    bool HasBacklog(Direction direction) const
    {
        return direction == UPLINK ? mac->HasBacklog() : sender->GetBacklog() > 0;
    }
};

/**
 * @ingroup edge-ai
 * The users of a cell, ascending by identifier of the PHY.
 *
 * Every block looks its user up several times. Nodes are numbered on, so a user mostly stands where
 * it would in a list without gaps, and that place is looked at first.
 */
class CellUsers
{
  public:
    /// @param [in] user a user whose identifier nobody here has
    void Add(std::unique_ptr<CellUser> user)
    {
        const auto at = Locate(user->id);
        m_users.emplace(at, user->id, std::move(user));
    }

    /// @param [in] id identifier of a PHY  @returns the user, or null if it is not of this cell
    CellUser* Find(uint32_t id) const
    {
        if (m_users.empty() || id < m_users.front().first)
        {
            return nullptr;
        }
        const std::size_t guess = id - m_users.front().first;
        if (guess < m_users.size() && m_users[guess].first == id)
        {
            return m_users[guess].second.get();
        }
        const auto at = Locate(id);
        return at == m_users.end() || at->first != id ? nullptr : at->second.get();
    }

    /// @returns the first of the pairs of identifier and user
    auto begin() const
    {
        return m_users.begin();
    }

    /// @returns behind the last of them
    auto end() const
    {
        return m_users.end();
    }

    /// @returns how many there are
    std::size_t GetN() const
    {
        return m_users.size();
    }

    /// Forget all.
    void Clear()
    {
        m_users.clear();
    }

  private:
    /// An identifier and its user; the identifier stands here to be found without the user.
    using Entry = std::pair<uint32_t, std::unique_ptr<CellUser>>;

    /// @param [in] id identifier of a PHY  @returns where it is, or would be
    std::vector<Entry>::const_iterator Locate(uint32_t id) const
    {
        return std::lower_bound(
            m_users.begin(),
            m_users.end(),
            id,
            [](const Entry& entry, uint32_t number) { return entry.first < number; });
    }

    std::vector<Entry> m_users; ///< ascending by identifier
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CELL_USER_H
