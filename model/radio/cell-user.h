/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CELL_USER_H
#define EDGE_AI_CELL_USER_H

#include "block-receiver.h"
#include "block-sender.h"
#include "broadband-user-mac.h"
#include "channel-reports.h"
#include "id-table.h"

#include "ns3/mac48-address.h"
#include "ns3/ptr.h"

#include <cstddef>
#include <cstdint>
#include <memory>

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
        return direction == UPLINK ? mac->HasBacklog() : mac->HasPhy() && sender->GetBacklog() > 0;
    }
};

/// The users of a cell, by identifier of the PHY.
using CellUsers = IdTable<std::unique_ptr<CellUser>>;

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CELL_USER_H
